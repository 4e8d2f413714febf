"""Everything that is bought: orders of the plan, signed orders, call-offs; on which terms, and when it sets out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedOption
from importplan.evaluation.ledger.books import Books
from importplan.plan.plan import Plan, PlannedOrder
from importplan.scenario.contract_price import signed_over_offered
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder

Real = NDArray[np.float64]
ORDER, SIGNED, CALL, FALLBACK = "order", "signed", "call", "fallback"
STEPS = {"shipped": 1, "arrived": 2, "cleared": 3, "installed": 4, "accepted": 5}  # what a stage says is done
SHIPPED, ARRIVED, CLEARED, INSTALLED, ACCEPTED = STEPS.values()
LICENCE_OPEN = ("signed", "licence_applied")  # stages of a signed order whose licence may still be refused
MILESTONES = ("deposit", "shipment", "acceptance", "retention")
NEVER_DAY = -np.inf
IN_BOND = "bonded"  # the treatment of goods that are ordered into bond
HARDLY = 1e-6  # of a quantity


@dataclass(frozen=True)
class Purchase:
    """One order of the plan, one signed order, or what is called in a period. Days count from the start of the plan."""

    kind: str
    place: int  # in `Plan.orders`, the sheet `open_orders`, or the call-off lanes
    option: int  # in the landed-cost table
    terms: LandedOption
    offer: Offer
    offer_row: int
    period: int  # of the order; 0 for what was signed before the start
    units: Real  # (D,) bought, whether they arrive or not
    ordered_day: float
    ready_day: float  # to ship, if nothing is stopped
    making_days: float  # of which outages of making may stop
    deaf_until_day: float = NEVER_DAY  # outages of making and shipping that began by this day do not touch it
    step: int = 0  # last step that is done: STEPS, 0 none
    licence_open: bool = True  # a refusal of the draw applies
    currency: str = ""  # of the price
    signed_price: float | None = None  # multiple of the offer's price at base rates, which does not move
    step_price: float = 1.0  # multiple of the offer's price: that of the highest price break which the order reaches
    paid_share: float = 0.0  # of the price before the start
    locked: bool = False  # the exchange rate is fixed
    placed: float = 0.0  # orders, and shipments to clear, that it stands for: 1 for the first treatment

    @property
    def payer(self) -> str:
        """Who buys."""
        return self.terms.payer

    @property
    def into_bond(self) -> bool:
        """Whether it is ordered into bond: import tax falls due when it leaves."""
        return self.terms.regime == IN_BOND

    @property
    def due(self) -> tuple[float, ...]:
        """Share of the price still due at each of MILESTONES: payments made cover the earliest ones first."""
        offer, left, shares = self.offer, self.paid_share, []
        rest = max(0.0, 1.0 - offer.deposit_share - offer.shipment_share - offer.retention_share)
        for share in (offer.deposit_share, offer.shipment_share, rest, offer.retention_share):
            covered = min(left, share)
            left -= covered
            shares.append(share - covered)
        return tuple(shares)

    @property
    def consent_days(self) -> float:
        """Days that a taker waits for consent when these goods leave the reserve; 0 for goods of a firm."""
        return self.offer.retransfer_days if self.payer == RESERVE and self.offer.end_user == "retransfer" else 0.0


def purchases(books: Books, plan: Plan) -> list[Purchase]:
    """Everything that a plan buys on the draws of its recourse; on other draws, all but call-offs."""
    recourse = plan.recourse
    found = [*orders(books, enumerate(plan.orders)), *signed(books)]
    if recourse.call_offs.shape[0] == books.draws.count:
        lanes = {place: lane.option for place, lane in enumerate(recourse.call_off_lanes)}
        found.extend(calls(books, lanes, recourse.call_offs))
    return found


def orders(books: Books, placed: Iterable[tuple[int, PlannedOrder]]) -> Iterator[Purchase]:
    """Orders of a plan, by position in it: placed on the first day of their period.

    Whatever treatments an offer is ordered under at once, it is one order and one shipment, at one price for all units.
    """
    found, together = [], dict[tuple[str, str, int], float]()
    for place, order in placed:
        units = np.broadcast_to(np.float64(order.quantity), (books.draws.count,))
        found.append(_bought(books, ORDER, place, order.option, order.period, units))
        key = _one_order(found[-1])
        together[key] = together.get(key, 0.0) + order.quantity
    seen: set[tuple[str, str, int]] = set()
    for purchase in found:
        key = _one_order(purchase)
        price = unit_price_of(books, purchase.offer, together[key])
        base = purchase.offer.unit_price
        first = 0.0 if key in seen else 1.0
        yield replace(purchase, placed=first, step_price=price / base if base else 1.0)
        seen.add(key)


def _one_order(purchase: Purchase) -> tuple[str, str, int]:
    return purchase.offer.offer, purchase.payer, purchase.period


def unit_price_of(books: Books, offer: Offer, units: float) -> float:
    """All units pay the price of the highest `from_quantity` of sheet `price_breaks` that is reached."""
    price, highest = offer.unit_price, 0.0
    for row in books.breaks.get(offer.offer, ()):
        if highest <= row.from_quantity <= units + HARDLY * max(1.0, units):
            price, highest = row.unit_price, row.from_quantity
    return price


def calls(books: Books, lanes: Mapping[int, int], called: Real) -> Iterator[Purchase]:
    """What is called, (D, lane, T), in each period under the option of its lane.

    Availability limits how much is called, and a called unit is not split again by the same outage; so
    one that is on when it is called does not touch it. Availability that the workbook gives limits calls and nothing
    else. An outage that begins later delays a called unit like an order.
    """
    days = books.scenario.calendar.first_day_numbers
    for lane, option in lanes.items():
        for period in np.flatnonzero((called[:, lane] > 0.0).any(axis=0)).tolist():
            deaf = np.inf if books.draws.given else float(days[period])
            units = called[:, lane, period]
            yield _bought(books, CALL, lane, option, period, units, deaf)


def bought_instead(books: Books, option: int, period: int, units: Real) -> Purchase:
    """(D,) units that are bought on the first day of a period where a route fails."""
    return replace(_bought(books, FALLBACK, 0, option, period, units), placed=1.0)


def _bought(
    books: Books, kind: str, place: int, option: int, period: int, units: Real, deaf_until_day: float = NEVER_DAY
) -> Purchase:
    terms = books.landed.options[option]
    row = books.scenario.offer_index[terms.offer]
    offer = books.scenario.offers[row]
    day = float(books.scenario.calendar.first_day_numbers[period])
    return Purchase(
        kind=kind,
        place=place,
        option=option,
        terms=terms,
        offer=offer,
        offer_row=row,
        period=period,
        units=units,
        ordered_day=day,
        ready_day=day + max(offer.lead_time_days, offer.licence_days),
        making_days=offer.lead_time_days,
        currency=offer.currency,
        deaf_until_day=deaf_until_day,
    )


def signed(books: Books) -> Iterator[Purchase]:
    """Signed orders: they ship on `due` − `transit_days`, and cost what is still due at their own price."""
    scenario, calendar = books.scenario, books.scenario.calendar
    for place, row in enumerate(scenario.open_orders):
        option = option_of_signed(books, row)
        terms = books.landed.options[option]
        offer = scenario.offers[scenario.offer_index[row.offer]]
        ready = calendar.day_number(row.due) - offer.transit_days
        ordered = ready - offer.lead_time_days if row.ordered is None else float(calendar.day_number(row.ordered))
        # Where making takes longer than the licence, it is what the time up to shipping is for.
        span = max(0.0, ready - ordered)
        making = span if offer.lead_time_days >= offer.licence_days else min(offer.lead_time_days, span)
        yield Purchase(
            kind=SIGNED,
            place=place,
            option=option,
            terms=terms,
            offer=offer,
            offer_row=scenario.offer_index[row.offer],
            period=min(max(0, calendar.index_of(calendar.day(ordered))), calendar.count - 1),
            units=np.broadcast_to(np.float64(row.quantity), (books.draws.count,)),
            ordered_day=ordered,
            ready_day=ready,
            making_days=making,
            step=STEPS.get(row.stage, 0),
            licence_open=row.stage in LICENCE_OPEN,
            signed_price=signed_over_offered(offer, row, books.landed.base_rate),
            paid_share=row.paid_share,
            locked=row.fx_locked_rate is not None,
            currency=row.currency or offer.currency,
            placed=1.0 if row.quantity > 0.0 and STEPS.get(row.stage, 0) < CLEARED else 0.0,
        )


def option_of_signed(books: Books, row: OpenOrder) -> int:
    """The treatment that a signed order was bought under: the certificate it names, else the regime, else ordinary."""
    payer, rows = books.scenario.owner_of(row), books.scenario.qualifications
    mine = books.landed.positions[row.offer, payer]
    reliefs = [(at, books.landed.options[at]) for at in mine if books.landed.options[at].qualification is not None]
    if row.relief:
        for at, option in reliefs:
            if rows[option.qualification or 0].certificate == row.relief:
                return at
        for at, option in reliefs:
            if row.relief in (option.regime, rows[option.qualification or 0].regime):
                return at
    return next(at for at in mine if books.landed.options[at].qualification is None)
