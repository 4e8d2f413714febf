"""Payments that fall due, and what is decided now beside orders: qualifications and booked frameworks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from importplan.basics.periods import add_months
from importplan.evaluation.cost_ledger import booked_periods
from importplan.evaluation.deals import instalments, still_due
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.views.steps.orders import Bought, bought
from importplan.reports.views.steps.step import Step

LEAST = 1e-9
LATER = ("LC-usance", "OA")  # payment some days after shipment


def steps(result: PlanResult, names: Names) -> Iterator[Step]:
    """Instalments still due; bookings; qualifications."""
    for order in bought(result, names):
        yield from _instalments(names, order)
    yield from _frameworks(result, names)
    yield from _qualifications(result, names)


def _instalments(names: Names, order: Bought) -> Iterator[Step]:
    signed, offer = order.signed, order.offer
    due = still_due(instalments(offer), signed.paid_share if signed else 0.0)
    price = offer.unit_price if signed is None or signed.unit_price is None else signed.unit_price
    currency = (signed.currency if signed else "") or offer.currency
    for milestone, day in _days(order).items():
        if due[milestone] > LEAST:
            amount = due[milestone] * price * order.quantity
            values = {"goods": order.goods(names), "source": names.source(offer), "share": due[milestone]}
            words = names.word(f"result.action.pay_{milestone}", amount=amount, currency=currency, **values)
            key = f"pay_{milestone}|{order.key}"
            yield Step(day, "finance", f"pay_{milestone}", words, order.label, order.basis, key)


def _days(order: Bought) -> dict[str, date]:
    """Milestone → the day on which its part of the price falls due, as in the cash plan."""
    dates, offer = order.dates, order.offer
    wait = timedelta(days=int(offer.lc_days) if offer.payment in LATER else 0)
    return {
        "deposit": dates.order_by,
        "shipment": dates.ship + wait,
        "acceptance": dates.accepted,
        "retention": add_months(dates.accepted, round(offer.warranty_months or 0.0)),
    }


def _frameworks(result: PlanResult, names: Names) -> Iterator[Step]:
    calendar = result.scenario.calendar
    for supplier, units in result.solution.plan.bookings.items():
        periods = booked_periods(result.scenario, supplier) if units > 0 else ()
        for kind, day in (("book", min(periods, default=None)), ("book_end", max(periods, default=None))):
            if day is not None:
                when = calendar.first_day(int(day) + (kind == "book_end"))
                words = names.word(f"result.action.{kind}", supplier=names.supplier(supplier), units=units)
                yield Step(when, "purchase", kind, words, names.supplier(supplier), "given", f"{kind}|{supplier}")


def _qualifications(result: PlanResult, names: Names) -> Iterator[Step]:
    plan, start = result.solution.plan, result.scenario.settings.start
    offers = result.scenario.offers
    bought_offers = (names.source(offers[result.scenario.offer_index[name]]) for name in plan.qualified_offers)
    for name in (*map(names.supplier, plan.qualified_suppliers), *bought_offers):
        words = names.word("result.action.qualify", supplier=name)
        yield Step(start, "technical", "qualify", words, name, "given", f"qualify|{name}")
