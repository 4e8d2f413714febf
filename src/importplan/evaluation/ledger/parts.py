"""What moves together: a band of a purchase, with the days on which it ships, arrives, serves and is accepted.

    made    = order day + making, resting while `making` is stopped
    ready   = the later of made and order day + licence, + delay of the draw
    ship    = first day from ready on on which shipping is not stopped
    port    = ship + transit, resting while `transport` is stopped: the day of the taxes
    serve   = the later of port and order day + permit, + clearance + installation
    accept  = serve + acceptance

(planning model, section 2; docs/uncertainty.md). What is cancelled before it ships, or refused, is lost; its days are
those that it would have had. Parts come in chunks, so that memory stays bounded on many draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.closed import Closed
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.purchases import (
    ACCEPTED,
    ARRIVED,
    CALL,
    CLEARED,
    FALLBACK,
    INSTALLED,
    NEVER_DAY,
    SHIPPED,
    SIGNED,
    Purchase,
)
from importplan.scenario.schema.offers import Offer

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]
DOMESTIC = "domestic"
UNDIVIDED = ((1.0, np.inf),)
CHUNK = 500_000  # parts x draws at once: some 30 arrays of 4 MB


@dataclass(frozen=True)
class Band:
    """A part of a purchase that is stopped by outages of `severity` or more; `number` counts bands from 0."""

    purchase: Purchase
    number: int
    share: float
    severity: float


@dataclass(frozen=True)
class Parts:
    """B bands in D draws; days count from the start of the plan."""

    books: Books
    bands: tuple[Band, ...]  # (B,)
    lost: Truth  # (B, D)
    ship_day: Real  # (B, D)
    port_day: Real
    serve_day: Real
    accept_day: Real

    @property
    def shape(self) -> tuple[int, int]:
        """(B, D)."""
        return len(self.bands), self.books.draws.count

    def take(self, rows: Whole) -> Parts:
        """Some of them."""
        days = (self.ship_day, self.port_day, self.serve_day, self.accept_day)
        bands = tuple(self.bands[row] for row in rows.tolist())
        return Parts(self.books, bands, self.lost[rows], *(day[rows] for day in days))

    @cached_property
    def purchases(self) -> tuple[Purchase, ...]:
        """(B,) what each is a part of."""
        return tuple(band.purchase for band in self.bands)

    def number(self, values: Iterable[float]) -> Real:
        """(B, 1) a number of each part."""
        return np.fromiter(values, dtype=np.float64, count=len(self.bands))[:, None]

    @cached_property
    def share(self) -> Real:
        """(B, 1) of the purchase."""
        return self.number(band.share for band in self.bands)

    @cached_property
    def units(self) -> Real:
        """(B, D) units bought, whether they arrive or not."""
        found: Real = np.stack([purchase.units for purchase in self.purchases]) * self.share
        return found

    @cached_property
    def arriving(self) -> Real:
        """(B, D) units that are not lost."""
        return np.where(self.lost, 0.0, self.units)

    @cached_property
    def option(self) -> Whole:
        """(B, 1) in the landed-cost table."""
        return np.array([[purchase.option] for purchase in self.purchases], dtype=np.int64)

    @cached_property
    def payer(self) -> Whole:
        """(B, 1) position in `Books.payers`."""
        index = {payer: position for position, payer in enumerate(self.books.payers)}
        return np.array([[index[purchase.payer]] for purchase in self.purchases], dtype=np.int64)

    @cached_property
    def domestic(self) -> Truth:
        """(B, 1) bought in China or delivered duty paid: no customs, VAT goes by the instalments of the price."""
        return np.array([[purchase.terms.domestic] for purchase in self.purchases], dtype=np.bool_)

    @cached_property
    def called(self) -> Truth:
        """(B, 1) a call-off, or what is bought where a route fails: settled in each draw."""
        return np.array([[purchase.kind in (CALL, FALLBACK)] for purchase in self.purchases], dtype=np.bool_)

    @cached_property
    def not_bought(self) -> Truth:
        """(B, D) what would be bought had a route failed, where it has not."""
        instead = np.array([[purchase.kind == FALLBACK] for purchase in self.purchases], dtype=np.bool_)
        return instead & np.array([purchase.units <= 0.0 for purchase in self.purchases], dtype=np.bool_)

    def before(self, step: int) -> Truth:
        """(B, 1) a step is still to be done: what it costs has not been paid."""
        return np.array([[purchase.step < step] for purchase in self.purchases], dtype=np.bool_)

    @cached_property
    def price(self) -> Real:
        """(B, D) multiple of the offer's price at base rates: as signed, else of the draw in the period of order."""
        factors = self.books.draws.price_factor
        one = np.ones(self.books.draws.count)
        rows = []
        for purchase in self.purchases:
            if purchase.signed_price is not None:
                rows.append(one * purchase.signed_price)
            else:
                moved = one if factors is None else factors[:, purchase.offer_row, purchase.period]
                rows.append(moved * purchase.step_price)
        return np.stack(rows)

    @cached_property
    def arrived(self) -> Whole:
        """(B, D) period of the table in which it arrives: that of its taxes."""
        return self.books.period_of(self.port_day)

    def unit_cny(self, charge: int, option: Whole | None = None) -> Real:
        """(B, D) CNY per unit of a charge on the day of arrival, at base price and rate."""
        found: Real = self.books.landed.unit_cny[self.option if option is None else option, charge, self.arrived]
        return found


def parts(hazards: Hazards, bought: Iterable[Purchase], chunk: int | None = None) -> Iterator[Parts]:
    """The parts of purchases, in their order, as many at once as `chunk` numbers hold in one array (None: CHUNK)."""
    at_once = max(1, (chunk or CHUNK) // max(1, hazards.books.draws.count))
    rows: list[Band] = []
    for purchase in bought:
        pattern = int(hazards.pattern[purchase.offer_row])
        # What no outage can split comes in one part.
        whole = purchase.deaf_until_day == np.inf
        for number, (share, severity) in enumerate(UNDIVIDED if whole else hazards.bands(pattern)):
            rows.append(Band(purchase, number, share, severity))
            if len(rows) == at_once:
                yield _dated(hazards, rows)
                rows = []
    if rows:
        yield _dated(hazards, rows)


@dataclass(frozen=True)
class _Journey:
    """What decides the days of a band: parts with the same one move alike (but for refusals)."""

    pattern: int
    severity: float
    deaf_until_day: float
    offer_row: int
    period: int | None  # of the order, for `delay_days`; None for signed orders
    ordered_day: float
    ready_day: float
    making_days: float
    step: int


def _stopped_alike(journey: _Journey) -> tuple[int, float, float]:
    """Equal for journeys that the same outages stop."""
    return journey.pattern, journey.severity, journey.deaf_until_day


def _journey(hazards: Hazards, band: Band) -> _Journey:
    purchase = band.purchase
    return _Journey(
        pattern=int(hazards.pattern[purchase.offer_row]),
        severity=band.severity,
        deaf_until_day=purchase.deaf_until_day,
        offer_row=purchase.offer_row,
        period=None if purchase.kind == SIGNED else purchase.period,
        ordered_day=purchase.ordered_day,
        ready_day=purchase.ready_day,
        making_days=purchase.making_days,
        step=purchase.step,
    )


def _dated(hazards: Hazards, rows: list[Band]) -> Parts:
    """Bands as arrays, with their days; those that move alike are dated once."""
    books = hazards.books
    wanted = [_journey(hazards, band) for band in rows]
    journeys = sorted(dict.fromkeys(wanted), key=_stopped_alike)
    shape = (len(journeys), books.draws.count)
    lost, ship, port = np.zeros(shape, dtype=np.bool_), np.zeros(shape), np.zeros(shape)
    place = {journey: position for position, journey in enumerate(journeys)}
    for _, alike in groupby(journeys, key=_stopped_alike):
        group = list(alike)
        rows_of_group = [place[journey] for journey in group]
        lost[rows_of_group], ship[rows_of_group], port[rows_of_group] = _sail(hazards, group)
    spot = np.array([place[journey] for journey in wanted], dtype=np.int64)
    lost, ship, port = lost[spot] | _refused(books, rows), ship[spot], port[spot]
    permit, after, acceptance = np.array([_on_land(books, band.purchase) for band in rows]).T[:, :, None]
    serve = np.maximum(port, permit) + after
    return Parts(books, tuple(rows), lost, ship, port, serve, serve + acceptance)


def _sail(hazards: Hazards, group: Sequence[_Journey]) -> tuple[Truth, Real, Real]:
    """Lost, day of shipping and day at the port of journeys that the same outages stop, (R, D) each."""
    first, books = group[0], hazards.books
    offers = [books.scenario.offers[journey.offer_row] for journey in group]

    def column(values: Iterable[float]) -> Real:
        return np.fromiter(values, dtype=np.float64, count=len(group))[:, None]

    def stopped(effect: str, stage: str) -> Closed:
        after = NEVER_DAY if stage == "transport" else first.deaf_until_day
        return hazards.closed(first.pattern, first.severity, (effect,), (stage,), after)

    ordered, ready = column(j.ordered_day for j in group), column(j.ready_day for j in group)
    ashore = column(j.step < SHIPPED for j in group) > 0.0
    at_sea = column(j.step < ARRIVED for j in group) > 0.0
    made = stopped("delay", "making").from_start_on().finished(ordered, column(j.making_days for j in group))
    ready = np.where(ashore, np.maximum(made, ready), ready) + _delay_days(books, group)
    ship = np.where(ashore, stopped("delay", "shipping").first_open(ready), ready)
    lost = stopped("cancel", "making").touches(ordered, made)
    lost = lost | stopped("cancel", "shipping").touches(ordered, ship)
    lost = lost | stopped("cancel", "transport").touches(ordered, ship)
    transit = column(offer.transit_days for offer in offers)
    voyage = stopped("delay", "transport").from_start_on().finished(ship, transit)
    return lost & ashore, ship, np.where(at_sea, voyage, ship + transit)


def _delay_days(books: Books, group: Sequence[_Journey]) -> Real:
    """(R, D) days that a draw adds before shipping, by period of order; none for what was signed before the start."""
    given = books.draws.delay_days
    nothing = np.zeros(books.draws.count)
    if given is None:
        return nothing[None, :]
    return np.stack([nothing if j.period is None else given[:, j.offer_row, j.period] for j in group])


def _refused(books: Books, rows: list[Band]) -> Truth:
    """(B, D) whether the licence is refused: one answer in each draw for a whole group."""
    draws = books.draws
    found = np.zeros((len(rows), draws.count), dtype=np.bool_)
    for row, band in enumerate(rows):
        purchase = band.purchase
        if purchase.licence_open and purchase.offer.licence_refusal > 0.0:
            group = books.licence_group.get(books.scenario.licence_group_of(purchase.offer, purchase.payer))
            if group is not None:
                found[row] = draws.refused[:, group]
    return found


def _on_land(books: Books, purchase: Purchase) -> tuple[float, float, float]:
    """Day from which clearance may begin, days from then to service, and from service to acceptance."""
    offer, step = purchase.offer, purchase.step
    permit = purchase.ordered_day + _permit_days(books, offer) if step < CLEARED else -np.inf
    clearance = offer.cleared_in_days if step < CLEARED else 0.0
    install = offer.install_days if step < INSTALLED else 0.0
    return permit, clearance + install, offer.acceptance_days if step < ACCEPTED else 0.0


def _permit_days(books: Books, offer: Offer) -> float:
    """Days to obtain the import permits; what is bought in China needs none."""
    return 0.0 if offer.incoterm == DOMESTIC else books.scenario.item_of(offer).permit_days
