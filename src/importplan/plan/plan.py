"""A plan as pure data: what is decided now, and what follows in each draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from importplan.plan.call_rule import CallLevel

DUST = 1e-6  # units: what a solver and arithmetic leave of none, and of a whole number
SIGNED_DIGITS = 12  # of a quantity on an order: fewer than a float holds, more than anybody counts


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """Units ordered from an offer in a period by a payer (a firm or `reserve`) under one tax treatment.

    A contract names a quantity: 49 lots of 1.27 are 62.23, and not a solver's 62.22999999999999.
    """

    option: int  # position in `LandedTable.options`: offer, payer, regime
    period: int
    quantity: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "quantity", float(f"{self.quantity:.{SIGNED_DIGITS}g}"))


@dataclass(frozen=True, slots=True)
class PlannedStart:
    """Units whose making on a route is to start in a period, for a firm that needs them."""

    route: str
    firm: str
    period: int
    quantity: float


@dataclass(frozen=True, slots=True)
class Tier:
    """Demand lines of a firm and item that count alike: one priority, one cost of being late, one limit of patience."""

    firm: str
    item: str
    priority: int
    shortage_cost_cny: float  # per unit and period late
    lost_after_periods: int | None
    lines: tuple[int, ...]  # positions in the sheet `demand`


class CustomsStatus(Enum):
    """What customs still wants of goods: nothing, supervision until relief is earned, or the tax when they leave."""

    TAXED = "taxed"
    RELIEVED = "relieved"
    BONDED = "bonded"


@dataclass(frozen=True, slots=True)
class Holding:
    """A stock: a firm's, or the reserve's. `release_delay` is the days a taker waits (retransfer consent).

    One without a `site` lies at the ordinary sites of its owner. Goods in bond are told apart by what they will owe:
    the offer they came from, and the customs value of a unit where it is known by itself (0: the offer's price).
    """

    owner: str
    item: str
    release_delay_days: float = 0.0
    status: CustomsStatus = CustomsStatus.TAXED
    site: str = ""
    offer: str = ""
    value_cny: float = 0.0

    @property
    def in_bond(self) -> bool:
        """Whether it owes its import tax until it leaves bond."""
        return self.status is CustomsStatus.BONDED


@dataclass(frozen=True, slots=True)
class ReleaseLane:
    """A way out of the reserve: from a holding to a firm."""

    holding: int
    firm: str


@dataclass(frozen=True, slots=True)
class ClearanceLane:
    """A way out of bond: to who takes it and pays the tax of an option; abroad again where there is neither."""

    holding: int
    taker: str
    option: int | None  # position in `LandedTable.options`: offer, taker, treatment


@dataclass(frozen=True, slots=True)
class StartLane:
    """A route on which an item is made for a firm that needs it."""

    route: str
    firm: str


@dataclass(frozen=True, slots=True)
class SubstituteLane:
    """An item that serves a firm's demand of another."""

    firm: str
    item: str
    serves: str


@dataclass(frozen=True, slots=True)
class CallOffLane:
    """A way to call goods under a framework: an option (offer, payer, treatment)."""

    option: int


@dataclass(frozen=True, slots=True)
class QuotaPart:
    """A part of an exempt purchase that a quota may leave taxed: an order, a signed one or a call, and its band.

    A shipment is split into bands when outages stop only a share of it; `band` counts them from 0.
    """

    order: int | None  # position in `Plan.orders`
    signed: int | None  # position in the sheet `open_orders`
    band: int
    call: tuple[int, int] | None = None  # position in `Recourse.call_off_lanes`, period


@dataclass(frozen=True)
class Recourse:
    """What happens in each draw: D draws, T periods; units, at the end of the period or in it."""

    holdings: tuple[Holding, ...]
    stock: NDArray[np.float64]  # (D, holding, T) at the end of the period
    tiers: tuple[Tier, ...]
    demand: NDArray[np.float64]  # (D, tier, T) due in the period
    backlog: NDArray[np.float64]  # (D, tier, T) late at the end of the period
    lost: NDArray[np.float64]  # (D, tier, T) given up in the period
    workaround: NDArray[np.float64]  # (D, tier, T) relieved for the period
    release_lanes: tuple[ReleaseLane, ...]
    release: NDArray[np.float64]  # (D, lane, T) taken out of the reserve
    call_off_lanes: tuple[CallOffLane, ...]
    call_offs: NDArray[np.float64]  # (D, lane, T) called in the period
    quota_parts: tuple[QuotaPart, ...]
    beyond_quota: NDArray[np.float64]  # (D, quota part) exempt units taxed because the quota was used up
    start_lanes: tuple[StartLane, ...]
    starts: NDArray[np.float64]  # (D, lane, T) units whose making starts in the period
    clearance_lanes: tuple[ClearanceLane, ...]
    cleared: NDArray[np.float64]  # (D, lane, T) units that leave bond in the period
    substitute_lanes: tuple[SubstituteLane, ...] = ()
    substituted: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0, 0)))  # (D, lane, T) demand served

    @classmethod
    def none(cls) -> Recourse:
        """No draw at all."""
        nothing = np.zeros((0, 0, 0))
        units = (nothing,) * 4
        return cls((), nothing, (), *units, (), nothing, (), nothing, (), np.zeros((0, 0)), (), nothing, (), nothing)


@dataclass(frozen=True)
class Plan:
    """Decisions of today and their consequences. Orders stand by item, offer, payer, period."""

    orders: tuple[PlannedOrder, ...]
    qualified_suppliers: tuple[str, ...]  # qualified at the plan's cost
    qualified_offers: tuple[str, ...]
    bookings: dict[str, float]  # supplier → units per period
    call_rule: tuple[CallLevel, ...] = ()  # for sampled draws; options stand in the order in which they call
    opened_routes: tuple[str, ...] = ()  # opened at the plan's cost
    starts: tuple[PlannedStart, ...] = ()  # by route, firm, period
    recourse: Recourse = field(default_factory=Recourse.none)  # of the draws that the plan was settled on
