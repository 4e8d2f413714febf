"""What each customs mode, and each day less at customs, is worth to a plan: loss avoided, fees, money tied up.

Three kinds of money that are never added: loss avoided is an estimate, fees are cash, a guarantee is cash that comes
back and costs interest meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from importplan.catalog.rules.clearance import ClearanceMode
from importplan.customs.cost.table import LandedTable
from importplan.customs.declaring.modes import in_mode
from importplan.evaluation.clearance.faster import avoided_by_days, avoided_by_periods, queue_of
from importplan.evaluation.clearance.lots import ClearanceLot, lots
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.replay.estimates import Estimate, mean
from importplan.plan.plan import Plan
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.firms import Firm
from importplan.uncertainty.sampling.draw_set import DrawSet

Real = NDArray[np.float64]
Key = TypeVar("Key")
DAYS_ASKED = (1.0, 2.0, 3.0, 5.0, 7.0)  # days less at customs, whatever mode brings them
DAYS_PER_YEAR = 365.0


@dataclass(frozen=True)
class Worth:
    """What one change at customs is worth to one buyer, or to all (`buyer` is empty)."""

    key: str  # of a mode, or the days that clearance takes less
    buyer: str
    days_sooner: float  # mean over shipments
    avoided: Estimate  # CNY of estimated loss over the plan, discounted, by days
    avoided_by_periods: Estimate  # the same as the plan counts: by whole periods
    fee_cny: float  # more (or less) to pay in fees over the plan, cash
    guarantee_cny: float  # tax that has to be secured over the plan
    guarantee_interest_cny: float  # what that money costs meanwhile, at the discount rate


@dataclass(frozen=True)
class Cleared:
    """What a buyer brings through customs under the plan, means over the draws."""

    buyer: str
    certified: bool  # an advanced certified firm
    shipments: float
    tax_cny: float
    days: float  # at customs, mean over shipments


@dataclass(frozen=True)
class ClearanceWorth:
    """All modes and all days asked, for every buyer; nothing where nothing is to be cleared."""

    buyers: tuple[Cleared, ...] = ()
    modes: tuple[Worth, ...] = ()  # by mode, buyers together first
    days: tuple[Worth, ...] = ()  # by days less, buyers together first


@dataclass(frozen=True)
class _Change:
    """Days that each lot serves sooner, by `id`; and the mode that does it, None where only days are asked."""

    key: str
    sooner: dict[int, float]
    mode: ClearanceMode | None


def clearance_worth(
    scenario: Scenario, landed: LandedTable, draws: DrawSet, plan: Plan, modes: Iterable[ClearanceMode]
) -> ClearanceWorth:
    """The worth of every mode to a plan that carries the recourse of `draws`.

    Conditions of a mode are not asked here: what it would be worth is the case for getting it. A mode that is slower
    than the one in use avoids nothing.
    """
    books = Books(scenario, landed, draws)
    found = lots(books, plan)
    clearing = [lot for lot in found if lot.to_clear and lot.units.any()]
    if not clearing:
        return ClearanceWorth()
    by_mode = [_Change(mode.key, {id(lot): _saved(lot, mode) for lot in clearing}, mode) for mode in modes]
    by_days = [
        _Change(f"{days:g}", {id(lot): min(days, lot.offer.cleared_in_days) for lot in clearing}, None)
        for days in DAYS_ASKED
    ]
    buyers = tuple(dict.fromkeys(lot.owner for lot in clearing))
    return ClearanceWorth(
        buyers=tuple(_cleared(scenario, draws, mine, buyer) for buyer, mine in _by(clearing, _owner).items()),
        modes=tuple(worth for change in by_mode for worth in _worths(books, plan, found, buyers, change)),
        days=tuple(worth for change in by_days for worth in _worths(books, plan, found, buyers, change)),
    )


def _saved(lot: ClearanceLot, mode: ClearanceMode) -> float:
    return max(0.0, lot.offer.cleared_in_days - in_mode(lot.offer, mode).cleared_in_days)


def _owner(lot: ClearanceLot) -> str:
    return lot.owner


def _by(found: Iterable[ClearanceLot], key: Callable[[ClearanceLot], Key]) -> dict[Key, list[ClearanceLot]]:
    """Lots by something of theirs, in their order."""
    sorted_lots: dict[Key, list[ClearanceLot]] = {}
    for lot in found:
        sorted_lots.setdefault(key(lot), []).append(lot)
    return sorted_lots


def _cleared(scenario: Scenario, draws: DrawSet, mine: list[ClearanceLot], buyer: str) -> Cleared:
    return Cleared(
        buyer=buyer,
        certified=_firm(scenario, buyer).aeo,
        shipments=sum(float(draws.weights @ lot.shipments) for lot in mine),
        tax_cny=sum(float(draws.weights @ lot.tax_cny) for lot in mine),
        days=_mean_over_units(draws, mine, {id(lot): lot.offer.cleared_in_days for lot in mine}),
    )


def _mean_over_units(draws: DrawSet, found: list[ClearanceLot], values: dict[int, float]) -> float:
    units = np.array([float(draws.weights @ lot.units) for lot in found])
    return float(units @ np.array([values[id(lot)] for lot in found]) / units.sum())


def _firm(scenario: Scenario, buyer: str) -> Firm:
    position = scenario.firm_index.get(buyer)
    return Firm(firm=RESERVE) if position is None else scenario.all_firms[position]


def _worths(
    books: Books, plan: Plan, found: tuple[ClearanceLot, ...], buyers: tuple[str, ...], change: _Change
) -> tuple[Worth, ...]:
    """All buyers together, then each."""
    avoided: dict[str, Real] = defaultdict(lambda: np.zeros(books.draws.count))
    counted: dict[str, Real] = defaultdict(lambda: np.zeros(books.draws.count))
    by_queue, by_item = _by(found, lambda lot: (lot.owner, lot.offer.item)), _by(found, lambda lot: lot.offer.item)
    for owner, item in dict.fromkeys((lot.owner, lot.offer.item) for lot in found if change.sooner.get(id(lot))):
        own = by_queue[owner, item]
        others = [lot for lot in by_item[item] if lot.owner != RESERVE] if owner == RESERVE else []
        queue = queue_of(books, plan, owner, item)
        if queue.late.any():
            avoided[owner] += avoided_by_days(books, queue, own, others, change.sooner)
            counted[owner] += avoided_by_periods(books, queue, own, others, change.sooner)
    zero = np.zeros(books.draws.count)
    changed = [lot for lot in found if id(lot) in change.sooner]
    whole = _worth(books, changed, change, "", sum(avoided.values(), zero), sum(counted.values(), zero))
    by_buyer = _by(changed, _owner)
    parts = (_worth(books, by_buyer[buyer], change, buyer, avoided[buyer], counted[buyer]) for buyer in buyers)
    return (whole, *parts)


def _worth(books: Books, mine: list[ClearanceLot], change: _Change, buyer: str, avoided: Real, counted: Real) -> Worth:
    draws, mode = books.draws, change.mode
    secured = sum(_secured_cny(books, lot, mode) for lot in mine)
    interest = books.scenario.settings.discount_rate * float(mode.guarantee_days if mode else 0) / DAYS_PER_YEAR
    return Worth(
        key=change.key,
        buyer=buyer,
        days_sooner=_mean_over_units(draws, mine, change.sooner),
        avoided=mean(avoided, draws.weights, draws.given),
        avoided_by_periods=mean(counted, draws.weights, draws.given),
        fee_cny=sum(_fee_cny(books, lot, mode) for lot in mine),
        guarantee_cny=secured,
        guarantee_interest_cny=secured * interest,
    )


def _fee_cny(books: Books, lot: ClearanceLot, mode: ClearanceMode | None) -> float:
    more = 0.0 if mode is None else float(mode.fee_cny) - lot.offer.mode_fee_cny
    return float(books.draws.weights @ lot.shipments) * more


def _secured_cny(books: Books, lot: ClearanceLot, mode: ClearanceMode | None) -> float:
    """Tax of a lot that has to be secured; an advanced certified firm may be free of it."""
    if mode is None or (mode.guarantee_free_for_aeo and _firm(books.scenario, lot.owner).aeo):
        return 0.0
    return float(books.draws.weights @ lot.tax_cny) * float(mode.guarantee_share)
