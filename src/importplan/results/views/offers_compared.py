"""All offers of each item asked for, side by side: what each costs one buyer landed, when it serves, why not bought.

An offer that is switched off is priced as if it were not: only then can anybody see what switching it off costs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from importplan.basics.money import FEN
from importplan.basics.periods import MONTH_DAYS, add_months
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedOption, LandedTable
from importplan.customs.declaring.modes import with_modes
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult, once
from importplan.results.views.open_needs import needs_left
from importplan.results.views.order_lines import OrderLine, arrival_period, order_lines
from importplan.results.views.reasons import advantages, days_to_use, landed_cost_by_offer, reason
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.suppliers import Supplier

ONE_FEN = float(FEN)


class OfferStanding(Enum):
    """Whether an offer can be bought, and what is in the way."""

    OPEN = "open"
    OFF = "off"
    ENDED = "ended"
    LATER = "later"
    LAPSED = "lapsed"
    TO_QUALIFY = "to_qualify"
    NOT_QUALIFIED = "not_qualified"


@dataclass(frozen=True)
class ComparedOffer:
    """One offer to one buyer; costs are CNY per unit at the arrival that is planned for the item."""

    offer: Offer
    buyer: str
    day: date  # on which the offers are compared: that of the first planned order, else the first of the plan
    arrival: date
    option: LandedOption | None  # the cheapest treatment; None where the buyer may not buy it
    planned: tuple[LandedOption, ...]  # reliefs that are only planned
    landed_cny: float | None
    rank: int | None  # by landed cost, the lowest first; equal costs have one rank
    above_lowest: float | None
    standing: OfferStanding
    qualified_from: date | None  # None where it is qualified
    orders: tuple[OrderLine, ...]  # planned ones of this offer and buyer
    others: tuple[OrderLine, ...]  # planned ones of the item and buyer with other offers

    @property
    def units(self) -> float:
        """How much of it is ordered."""
        return sum(line.order.quantity for line in self.orders)

    @property
    def days_to_use(self) -> float:
        """Days from the contract to the first day of use on the schedule without outages."""
        return days_to_use(self.offer)

    @property
    def earliest_usable(self) -> date | None:
        """The first day of use where it is signed as soon as it can be; None where it cannot be bought any more."""
        if self.standing in (OfferStanding.OFF, OfferStanding.ENDED):
            return None
        return self._first_day + timedelta(days=round(self.days_to_use))

    @property
    def _first_day(self) -> date:
        days = (self.offer.from_day, self.qualified_from, self.day)
        return max(day for day in days if day is not None)


@once
def offers_compared(result: PlanResult) -> tuple[ComparedOffer, ...]:
    """Every offer of each item that is ordered or asked for, by item and buyer: what is bought first, then by rank."""
    return tuple(row for item, buyer in _asked(result) for row in _side_by_side(result, item, buyer))


def why_words(result: PlanResult, names: Names, row: ComparedOffer) -> str:
    """Why it was chosen although another is cheaper, or why it was not."""
    words = [] if row.standing is OfferStanding.OPEN else [_standing_words(names, row)]
    if row.orders:
        words.insert(0, reason(result, names, row.orders[0]))
    elif not row.others:
        left = any(need.outcome.row.item == row.offer.item for need in needs_left(result))
        words.append(names.word("result.quotes.none_open" if left else "result.quotes.none_needed"))
    elif row.landed_cny is None:
        words.append(names.word("result.quotes.not_for_buyer"))
    else:
        words.extend(_against(result, names, row, row.landed_cny))
    return names.word("result.reason.join").join(words)


def _against(result: PlanResult, names: Names, row: ComparedOffer, own: float) -> Iterator[str]:
    """How its landed cost stands to what was chosen, and where it is lower what speaks for that."""
    line = row.others[0]
    chosen = landed_cost_by_offer(result, line)[line.offer.offer]
    share = own / chosen - 1.0 if chosen else 0.0
    source = names.source(line.offer)
    if own - chosen >= ONE_FEN:
        yield names.word("result.quotes.dearer", other=source, share=share)
        return
    yield names.word("result.quotes.cheaper", other=source, share=-share)
    if row.standing is OfferStanding.OPEN:
        yield from advantages(result, names, line, row.offer)


def _standing_words(names: Names, row: ComparedOffer) -> str:
    offer = row.offer
    days = {"from_day": offer.from_day, "to_day": offer.to_day, "valid_to": offer.quote_valid_to}
    return names.word(f"result.quotes.{row.standing.value}", **days, qualified=row.qualified_from)


@once
def _priced(result: PlanResult) -> tuple[Scenario, LandedTable]:
    """The case with what is switched off back in it, and its landed costs."""
    scenario = result.scenario
    items = {row.item for row in scenario.items}
    known = {row.supplier for row in scenario.suppliers}
    off = [row for row in scenario.off if isinstance(row, Offer) and row.item in items]
    wanted = {row.supplier for row in off} - known
    makers = [row for row in scenario.off if isinstance(row, Supplier) and row.supplier in wanted]
    there = known | {row.supplier for row in makers}
    off = [row for row in off if row.supplier in there]
    if not off:
        return scenario, result.landed
    full = scenario.replace(offers=(*scenario.offers, *off), suppliers=(*scenario.suppliers, *makers), off=())
    full = with_modes(full, result.catalog)
    return full, price(full, result.catalog)


def _asked(result: PlanResult) -> Iterator[tuple[str, str]]:
    """Items with their buyers: those of planned orders, then what is needed and not ordered, to who needs most."""
    ordered = dict.fromkeys((line.item.item, line.option.payer) for line in order_lines(result))
    yield from ordered
    done = {item for item, _ in ordered}
    needed: dict[str, dict[str, float]] = {}
    for row in result.scenario.demand:
        if row.item not in done:
            firms = needed.setdefault(row.item, {})
            firm = result.scenario.firm_of(row)
            firms[firm] = firms.get(firm, 0.0) + row.quantity
    yield from ((item, max(firms, key=lambda firm: firms[firm])) for item, firms in needed.items())


def _side_by_side(result: PlanResult, item: str, buyer: str) -> list[ComparedOffer]:
    scenario, landed = _priced(result)
    lines = [line for line in order_lines(result) if (line.item.item, line.option.payer) == (item, buyer)]
    calendar = result.scenario.calendar
    if lines:
        day, arrival = lines[0].dates.order_by, lines[0].dates.port
        period = arrival_period(result, lines[0].dates)
    else:
        day = result.scenario.settings.start
        arrival = min(row.period.first for row in result.scenario.demand if row.item == item)
        period = min(max(calendar.index_of(arrival), 0), landed.unit_cny.shape[2] - 1)
    rows = []
    for offer in scenario.offers:
        if offer.item != item:
            continue
        positions = landed.positions.get((offer.offer, buyer), [])
        best = min(positions, key=lambda at: float(landed.cost_cny()[at, period]), default=None)
        standing, qualified = _standing(result, scenario, offer, day)
        rows.append(
            ComparedOffer(
                offer=offer,
                buyer=buyer,
                day=day,
                arrival=arrival,
                option=None if best is None else landed.options[best],
                planned=tuple(landed.options[at] for at in positions if landed.planned[at]),
                landed_cny=None if best is None else float(landed.cost_cny()[best, period]),
                rank=None,
                above_lowest=None,
                standing=standing,
                qualified_from=qualified,
                orders=tuple(line for line in lines if line.offer.offer == offer.offer),
                others=tuple(line for line in lines if line.offer.offer != offer.offer),
            )
        )
    return _ranked(rows)


def _ranked(rows: list[ComparedOffer]) -> list[ComparedOffer]:
    costs = sorted(row.landed_cny for row in rows if row.landed_cny is not None)

    def ranked(row: ComparedOffer) -> ComparedOffer:
        if row.landed_cny is None:
            return row
        below = sum(cost < row.landed_cny - ONE_FEN for cost in costs)
        share = row.landed_cny / costs[0] - 1.0 if costs[0] > 0 else None
        return replace(row, rank=below + 1, above_lowest=share)

    return sorted(map(ranked, rows), key=lambda row: (not row.orders, row.rank is None, row.rank or 0))


def _standing(result: PlanResult, scenario: Scenario, offer: Offer, day: date) -> tuple[OfferStanding, date | None]:
    """What is in the way of an offer on a day, the first that is; and from when it is qualified."""
    plan, supplier = result.solution.plan, scenario.supplier_of(offer)
    waits = [
        months
        for qualified, months in (
            (supplier.qualified, supplier.qualification_months),
            (offer.qualified, offer.qualification_months),
        )
        if not qualified
    ]
    since = _after(result.scenario.settings.start, max(waits)) if waits else None
    if _is_off(result, offer):
        return OfferStanding.OFF, since
    if offer.to_day is not None and offer.to_day < day:
        return OfferStanding.ENDED, since
    if waits:
        made = (supplier.qualified or supplier.supplier in plan.qualified_suppliers) and (
            offer.qualified or offer.offer in plan.qualified_offers
        )
        return (OfferStanding.TO_QUALIFY if made else OfferStanding.NOT_QUALIFIED), since
    if offer.from_day is not None and offer.from_day > day:
        return OfferStanding.LATER, since
    if offer.quote_valid_to is not None and offer.quote_valid_to < day:
        return OfferStanding.LAPSED, since
    return OfferStanding.OPEN, since


def _after(day: date, months: float) -> date:
    whole = math.floor(months)
    return add_months(day, whole) + timedelta(days=round(MONTH_DAYS * (months - whole)))


def _is_off(result: PlanResult, offer: Offer) -> bool:
    return not offer.use or offer.offer not in result.scenario.offer_index
