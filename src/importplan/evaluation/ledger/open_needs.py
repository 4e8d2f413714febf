"""Needs that are open at the end of the plan (planning model, "Sharpened", *End*).

    open(firm, item)  = what waits at the end − what is bought or released for the firm and comes later, at least 0
    open(item)        = sum over firms that it may be released to − what comes to the reserve later, at least 0,
                        + what is open at the others
    cost              = open × open_need_share × worth, discounted as the last period

worth is the larger of the reference value and the dearest landed cost, taxed, at base prices and rates, of the offers
that can be ordered or called in some period of the plan. What is lost by its outage or refused does not come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.bond import Bond
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.making import COMPLETE, Workshop
from importplan.evaluation.ledger.parts import Parts
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer

Real = NDArray[np.float64]
TAXED = "ordinary"  # the treatment of goods without relief


@dataclass(frozen=True)
class StillComing:
    """(D,) units that serve after the end, by buyer and item."""

    books: Books
    units: dict[tuple[str, str], Real] = field(default_factory=dict)

    def arrive(self, parts: Parts) -> None:
        """Enter what comes after the end of some parts."""
        later = self.books.scenario.calendar.of_days(parts.serve_day) >= self.books.periods
        units = np.where(later, parts.arriving, 0.0)
        for row, purchase in enumerate(parts.purchases):
            self.to(purchase.payer, purchase.offer.item)[:] += units[row]

    def release(self, said: Claims) -> None:
        """Enter what leaves the reserve, out of bond or not, so late that its taker has it after the end."""
        calendar, bond = self.books.scenario.calendar, Bond(self.books)
        for lane, (place, taker, option) in said.clearing.items():
            source = said.stocks[place]
            if option is not None and taker != source.owner:
                there = calendar.of_days(calendar.first_day_numbers[:-1] + bond.consent_days(source))
                late = said.cleared[:, lane, there >= self.books.periods]
                self.to(taker, source.item)[:] += late.sum(axis=1)
        for lane, (place, firm) in said.lanes.items():
            source = said.stocks[place]
            there = calendar.of_days(calendar.first_day_numbers[:-1] + source.release_delay_days)
            self.to(firm, source.item)[:] += said.release[:, lane, there >= self.books.periods].sum(axis=1)

    def make(self, workshop: Workshop) -> None:
        """Enter what is being made at the end."""
        for firm, item, units in workshop.to_follow():
            self.to(firm, item)[:] += units

    def to(self, buyer: str, item: str) -> Real:
        """(D,) units for a buyer, to be added to."""
        if (buyer, item) not in self.units:
            self.units[buyer, item] = np.zeros(self.books.draws.count)
        return self.units[buyer, item]


def open_needs(
    books: Books, said: Claims, coming: StillComing, takes: Mapping[tuple[str, str], frozenset[str]]
) -> Real:
    """(D,) discounted CNY that open needs cost; `takes` says of (firm, item) which forms all its lines accept."""
    share = books.scenario.settings.open_need_share
    cost = np.zeros(books.draws.count)
    worth = worths(books)
    waiting: dict[str, dict[str, Real]] = defaultdict(lambda: defaultdict(lambda: np.zeros(books.draws.count)))
    for position, queue in enumerate(said.queues):
        waiting[queue.item][queue.firm] = waiting[queue.item][queue.firm] + said.backlog[:, position, -1]
    for item, firms in waiting.items():
        released, alone = np.zeros(books.draws.count), np.zeros(books.draws.count)
        for firm, units in firms.items():
            own = np.maximum(units - coming.to(firm, item), 0.0)
            (released if takes.get((firm, item), COMPLETE) >= COMPLETE else alone)[:] += own
        cost += (np.maximum(released - coming.to(RESERVE, item), 0.0) + alone) * worth[item]
    found: Real = share * books.discount[books.periods - 1] * cost
    return found


def worths(books: Books) -> dict[str, float]:
    """Item → CNY per unit that an open need is a share of: at least what the dearest offer costs who pays least for it,
    without relief, if it came at the start.
    """
    found = {item.item: books.reference_value(item.item) for item in books.scenario.items}
    landed: dict[str, float] = {}
    for option, cost in zip(books.landed.options, books.landed.cost_cny()[:, 0].tolist(), strict=True):
        if option.regime == TAXED:
            landed[option.offer] = min(cost, landed.get(option.offer, cost))
    for offer in books.scenario.offers:
        if offer.offer in landed and _usable(books, offer):
            found[offer.item] = max(found[offer.item], landed[offer.offer])
    return found


def _usable(books: Books, offer: Offer) -> bool:
    """Whether a period of the plan begins within `from` … `to` of an offer, its procurement done."""
    start = books.scenario.settings.start
    days = (books.scenario.calendar.first_day(period) for period in range(books.periods))
    return any(
        (offer.from_day is None or offer.from_day <= day)
        and (offer.to_day is None or day <= offer.to_day)
        and (day - start).days >= offer.procurement_days
        for day in days
    )
