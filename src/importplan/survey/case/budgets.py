"""Sheet `budgets`: what firms can spend in each of the next three years, and the reserve's own budgets of the base.

A budget below what the contracts that a firm has signed still cost would leave no plan at all: it is told, not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from importplan.basics.periods import add_months
from importplan.scenario.contract_price import signed_price
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.survey.case.deals import Market
from importplan.survey.case.trace import Trace
from importplan.survey.firms import IdentifiedFirm
from importplan.survey.questions import BUDGETS

TAX_AND_FEES = 1.3  # on the price: VAT of 13 % on price and duty, freight and duty of about 15 %; only a guard
MONTHS = 12
TAIL = 6  # months after arrival in which the last payments on a contract fall
ALL = "all"


def budgets(
    firms: Iterable[IdentifiedFirm],
    base: Scenario,
    orders: Iterable[OpenOrder],
    market: Market,
    rates: Mapping[str, float],
    trace: Trace,
) -> tuple[Budget, ...]:
    """The budgets of the case."""
    signed = _signed(orders, market, rates)
    kept = tuple(row for row in base.budgets if row.payer in (RESERVE, ALL))
    return (*kept, *(row for firm in firms for row in _of_firm(firm, base, signed, trace)))


def _of_firm(
    firm: IdentifiedFirm, base: Scenario, signed: Mapping[str, list[tuple[date, float]]], trace: Trace
) -> Iterator[Budget]:
    calendar = base.calendar
    for year, question in enumerate(BUDGETS):
        amount = firm.record.number(question)
        first = add_months(calendar.start, year * MONTHS)
        if amount is None or first >= calendar.end:
            continue
        following = add_months(first, MONTHS)
        told = firm.record.answer(question)
        since = add_months(first, -TAIL) if year else date.min
        owed = sum(cny for due, cny in signed.get(firm.firm, ()) if since <= due < following)
        if owed > amount:
            trace.leave_out("budgets", "budget_below_contracts", firm.firm, "", told, f"{owed:,.0f} CNY")
            continue
        last = min(following, calendar.end) - timedelta(days=1)
        trace.told("budgets", f"{firm.firm}/{first.year}", "amount_cny", amount, told)
        yield Budget(payer=firm.firm, from_day=first, to_day=last, amount_cny=amount)


def _signed(
    orders: Iterable[OpenOrder], market: Market, rates: Mapping[str, float]
) -> dict[str, list[tuple[date, float]]]:
    """Firm → when its contracts arrive and about what is still to be paid on them."""
    offers = {offer.offer: offer for offer in market.offers}
    found: dict[str, list[tuple[date, float]]] = {}
    for order in orders:
        offer = offers[order.offer]
        price = signed_price(offer, order)
        price_cny = price.amount * rates.get(price.currency, 1.0)
        owed = order.quantity * price_cny * (TAX_AND_FEES - order.paid_share)
        found.setdefault(order.firm, []).append((order.due, owed))
    return found
