"""The parts in which an order arrives, and the days of each: the contract's section 2."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from second_model.courses import Course
from second_model.timeline import Timeline

SIGNED = "signed"
STAGES = (SIGNED, "licence_applied", "licensed", "shipped", "arrived", "cleared", "installed", "accepted")


def is_past(reached: str, stage: str) -> bool:
    """Whether what has come so far has done a stage."""
    return STAGES.index(reached) >= STAGES.index(stage)


@dataclass(frozen=True)
class Part:
    """A share of an order that travels together; days are numbers from the start."""

    share: float
    ordered: float
    ships: float
    port: float
    serves: float
    accepted: float
    released: float  # the day on which a retention is paid

    def period(self, timeline: Timeline) -> int:
        """The period that it serves first; what has come before the plan serves from its first period."""
        return max(0, timeline.period_of(self.serves))


def parts_of_order(scenario: Scenario, offer: Offer, period: int, course: Course) -> tuple[Part, ...]:
    """An order placed on the first day of a period: each part waits until so much of the order ships at once."""
    timeline = Timeline.of(scenario.settings)
    ordered = timeline.first_day(period)
    ready = _ready(offer, ordered, course.delay[offer.offer, period])
    return _in_bands(scenario, offer, ordered, ready, course)


def parts_of_call(scenario: Scenario, offer: Offer, period: int, course: Course) -> tuple[Part, ...]:
    """A call: the availability of its period has already limited it and does not act on it again."""
    timeline = Timeline.of(scenario.settings)
    called = timeline.first_day(period)
    return (_part(scenario, offer, 1.0, called, _ready(offer, called, course.delay[offer.offer, period])),)


def parts_of_signed(scenario: Scenario, offer: Offer, order: OpenOrder, course: Course) -> tuple[Part, ...]:
    """A signed order ships so that it is at the port when due; delays of the plan's own orders do not touch it."""
    timeline = Timeline.of(scenario.settings)
    due = timeline.number(order.due)
    ordered = timeline.number(order.ordered) if order.ordered else min(0.0, due)
    ships = due - offer.transit_days
    if is_past(order.stage, "shipped"):
        return (_part(scenario, offer, 1.0, ordered, ships, order.stage),)
    return _in_bands(scenario, offer, ordered, ships, course)


def _ready(offer: Offer, ordered: float, delay: float) -> float:
    """Making and the licence run side by side."""
    return ordered + max(offer.lead_time_days, offer.licence_days) + delay


def _in_bands(scenario: Scenario, offer: Offer, ordered: float, ready: float, course: Course) -> tuple[Part, ...]:
    """Where 0.4 of a period's goods ship, 0.4 of the order goes and the rest waits for a day on which more does."""
    timeline = Timeline.of(scenario.settings)
    first = timeline.period_of(ready)
    shares = [course.ships(offer.offer, period) for period in range(first, max(first, timeline.periods) + 1)]
    levels = sorted({share for share in shares if 0.0 < share < 1.0} | {1.0})
    found, below = [], 0.0
    for level in levels:
        wait = next(number for number, share in enumerate(shares) if share >= level)
        ships = ready if wait == 0 else timeline.first_day(first + wait)
        found.append(_part(scenario, offer, level - below, ordered, ships))
        below = level
    return tuple(found)


def _part(scenario: Scenario, offer: Offer, share: float, ordered: float, ships: float, stage: str = SIGNED) -> Part:
    """From shipping on: port, clearance beside the permit, installation, acceptance, end of the warranty.

    What its stage says is done takes no more time.
    """
    timeline = Timeline.of(scenario.settings)
    port = ships + offer.transit_days
    imported = offer.incoterm != "domestic" and scenario.origin_of(offer) != HOME
    permitted = ordered + scenario.item_of(offer).permit_days if imported else port
    cleared = port if is_past(stage, "cleared") else max(port, permitted) + offer.clearance_days
    serves = cleared if is_past(stage, "installed") else cleared + offer.install_days
    accepted = serves if is_past(stage, "accepted") else serves + offer.acceptance_days
    begins = {"shipment": ships, "arrival": port, "acceptance": accepted}[offer.warranty_from]
    ends = timeline.later_by_months(begins, offer.warranty_months or 0.0)
    return Part(share, ordered, ships, port, serves, accepted, max(accepted, ends))
