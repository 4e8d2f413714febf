"""Payments that fall due, and what is decided now beside orders: qualifications and booked frameworks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from importplan.basics.periods import add_months
from importplan.evaluation.ledger.frameworks import booked_periods
from importplan.evaluation.schedule import OrderDates
from importplan.plan.lines import INSTALMENTS
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.steps.orders import Bought, bought
from importplan.results.views.steps.step import Step
from importplan.scenario.contract_price import days_after_shipment, instalments, offered_price, signed_price
from importplan.scenario.schema.offers import Offer

LEAST = 1e-9


def steps(result: PlanResult, names: Names) -> Iterator[Step]:
    """Instalments still due; bookings; qualifications."""
    for order in bought(result, names):
        yield from _instalments(names, order)
    yield from _frameworks(result, names)
    yield from _qualifications(result, names)


def _instalments(names: Names, order: Bought) -> Iterator[Step]:
    signed, offer = order.signed, order.offer
    due = instalments(offer).still_due(signed.paid_share if signed else 0.0)
    price = signed_price(offer, signed) if signed else offered_price(offer)
    for milestone, share, day in zip(INSTALMENTS, due.shares, instalment_days(offer, order.dates), strict=True):
        if share > LEAST:
            amount = share * price.amount * order.quantity
            values = {"goods": order.goods(names), "source": names.source(offer), "share": share}
            words = names.word(f"result.action.pay_{milestone}", amount=amount, currency=price.currency, **values)
            key = f"pay_{milestone}|{order.key}"
            yield Step(day, "finance", f"pay_{milestone}", words, order.label, order.basis, key)


def instalment_days(offer: Offer, dates: OrderDates) -> tuple[date, ...]:
    """The day on which each instalment falls due, as in the cash plan, in the order of `INSTALMENTS`."""
    wait = timedelta(days=int(days_after_shipment(offer)))
    released = add_months(dates.accepted, round(offer.warranty_months or 0.0))
    return dates.order_by, dates.ship + wait, dates.accepted, released


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
