"""Sheets `suppliers` and `offers` from past deals: one offer per item, maker and origin, at the median price.

Only deals on the commonest terms of a group make its price; the spread is told. Where the base case holds an offer of
that item, maker and origin it stands, and the deals are shown beside it: a quotation is worth more than a memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.suppliers import Supplier
from importplan.survey.case.duties import Duties, Duty
from importplan.survey.case.lead_times import Days, LeadTimes
from importplan.survey.case.lines import SurveyLine
from importplan.survey.case.makers import MakerIds
from importplan.survey.case.terms import DealTerms, terms_of
from importplan.survey.case.trace import Trace
from importplan.survey.matching.asked import most
from importplan.survey.returns.answers import Answer

LARGE = 1_000.0  # prices from here on are told without decimals
Key = tuple[str, str, str]  # item, supplier, origin


@dataclass(frozen=True, slots=True)
class PastDeal:
    """A past deal whose price can be used."""

    line: SurveyLine
    maker: str
    terms: DealTerms
    price: float


@dataclass(frozen=True)
class Market:
    """Suppliers and offers of the case, those of the base first, and which offer a maker's goods go under."""

    suppliers: tuple[Supplier, ...]
    offers: tuple[Offer, ...]
    offer_of: Mapping[Key, Offer]


def market(
    lines: Sequence[SurveyLine],
    base: Scenario,
    makers: MakerIds,
    duties: Duties,
    currencies: Container[str],
    trace: Trace,
) -> Market:
    """The suppliers and offers of the base, and what past deals add to them."""
    offer_of = {(row.item, row.supplier, base.origin_of(row)): row for row in reversed(base.offers)}
    suppliers = {row.supplier: row for row in base.suppliers}
    offers = {row.offer: row for row in base.offers}
    lead_times = LeadTimes(lines, base)
    for key, deals in _groups(lines, makers, currencies, trace).items():
        item, supplier, origin = key
        used = _on_the_commonest_terms(deals, trace)
        if key in offer_of:
            _compare(offer_of[key], used, trace)
            continue
        days = lead_times.of([deal.line for deal in deals], item, origin)
        duty = duties.of(used[0].line.item, origin)
        if days is None or duty is None:
            for deal in deals:
                _leave_out(deal.line, "no_duty_rate" if duty is None else "no_lead_time", trace)
            continue
        if supplier not in suppliers:
            suppliers[supplier] = Supplier(supplier=supplier, name=used[0].maker, country=origin)
            trace.derived("suppliers", supplier, "country", origin, "told_by", _answers(deals, "first_origin"))
        offer = _offer(key, used, days, duty, offers, trace)
        _beside(offer, used, trace)
        offers[offer.offer] = offer_of[key] = offer
    return Market(tuple(suppliers.values()), tuple(offers.values()), offer_of)


def deal_key(line: SurveyLine, makers: MakerIds) -> tuple[Key, str] | None:
    """Item, supplier and origin of the goods that a firm has bought, and the maker; None where one is not told."""
    maker = makers.canonical(line.record.text("first_maker"), line.record.text("brand_model"))
    origin = line.record.text("first_origin")
    return ((line.item.item, makers.supplier(maker), origin), maker) if maker and origin else None


def _groups(
    lines: Sequence[SurveyLine], makers: MakerIds, currencies: Container[str], trace: Trace
) -> dict[Key, list[PastDeal]]:
    found: dict[Key, list[PastDeal]] = {}
    for line in lines:
        price = line.record.number("unit_price")
        if not price:
            continue
        named = deal_key(line, makers)
        if named is None:
            _leave_out(line, "no_maker_or_origin", trace)
            continue
        key, maker = named
        terms = terms_of(line.record, key[2], currencies)
        if isinstance(terms, str):
            _leave_out(line, terms, trace)
        else:
            found.setdefault(key, []).append(PastDeal(line, maker, terms, price))
    return found


def _leave_out(line: SurveyLine, reason: str, trace: Trace, detail: str = "") -> None:
    trace.leave_out("offers", reason, line.firm.firm, line.item.item, line.record.answer("unit_price"), detail)


def _on_the_commonest_terms(deals: Sequence[PastDeal], trace: Trace) -> list[PastDeal]:
    counted = Counter((deal.terms.currency, deal.terms.incoterm, deal.terms.price_includes_vat) for deal in deals)
    chosen = min(counted, key=lambda terms: (-counted[terms], terms))
    used = []
    for deal in deals:
        terms = (deal.terms.currency, deal.terms.incoterm, deal.terms.price_includes_vat)
        if terms == chosen:
            used.append(deal)
        else:
            _leave_out(deal.line, "other_terms", trace, f"{chosen[0]} {chosen[1]}")
    return used


def _compare(offer: Offer, deals: Sequence[PastDeal], trace: Trace) -> None:
    """What firms have paid beside the offer of the base, where both are in the same currency."""
    price = median(deal.price for deal in deals)
    comparable = bool(offer.unit_price) and deals[0].terms.currency == offer.currency
    apart = f"{price / offer.unit_price - 1:+.0%}" if comparable else ""
    told = _answers(deals, "unit_price")
    detail = f"{_spread(deals)} {apart}".strip()
    trace.derived("offers", offer.offer, "unit_price", price, "beside_base", told, detail)


def _offer(
    key: Key,
    deals: Sequence[PastDeal],
    days: Mapping[str, Days],
    duty: Duty,
    taken: Mapping[str, Offer],
    trace: Trace,
) -> Offer:
    item, supplier, origin = key
    name = f"{item}@{supplier}"
    name = name if name not in taken else f"{name}-{origin}"
    terms, price = deals[0].terms, median(deal.price for deal in deals)
    trace.derived("offers", name, "unit_price", price, "median", _answers(deals, "unit_price"), _spread(deals))
    if terms.assumed:
        trace.derived("offers", name, "incoterm", terms.incoterm, "assumed_term", _answers(deals, "incoterm"))
    for column, value in days.items():
        trace.derived("offers", name, column, value.value, value.basis, value.answers)
    if duty.rate is not None:
        trace.derived("offers", name, "duty_rate", duty.rate, "duty_of_base", (), duty.source)
    models = Counter(deal.line.record.text("brand_model") for deal in deals if deal.line.record.text("brand_model"))
    stages: dict[str, Any] = {column: value.value for column, value in days.items()}
    return Offer(
        offer=name,
        supplier=supplier,
        item=item,
        unit_price=price,
        currency=terms.currency,
        incoterm=terms.incoterm,
        price_includes_vat=terms.price_includes_vat,
        maker=deals[0].maker,
        model=most(models),
        origin=origin,
        duty_rate=duty.rate,
        duty_rate_source=duty.source,
        price_basis="past_deal",
        **stages,
    )


def _beside(offer: Offer, deals: Sequence[PastDeal], trace: Trace) -> None:
    """Sums beside the price raise the customs value; how much of them falls on a unit has still to be asked."""
    for deal in deals:
        if deal.line.record.value("beside_price"):
            answer = deal.line.record.answer("beside_price")
            trace.leave_out("offers", "beside_price", deal.line.firm.firm, deal.line.item.item, answer, offer.offer)


def _spread(deals: Sequence[PastDeal]) -> str:
    prices = [deal.price for deal in deals]
    firms = len({deal.line.firm.firm for deal in deals})
    low, high = (f"{price:,.0f}" if price >= LARGE else f"{price:,.4g}" for price in (min(prices), max(prices)))
    return f"n={firms}, {low}–{high} {deals[0].terms.currency}"


def _answers(deals: Sequence[PastDeal], question: str) -> list[Answer]:
    return [deal.line.record.answer(question) for deal in deals]
