"""What was judged, as rows of a settlement: costs and service of every way by draw, and figures that rest on replays.

cost, known_cost   by draw, or known now: id is the way, part the cost line
on_time, due       by draw: served in its own period, and due, CNY at reference values
break_even         item, firm, the way that it is against
cleared            what a buyer (`who`) brings through customs
mode, days_sooner  what a customs mode, or so many days less (`id`), are worth to a buyer; all together: blank
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.clearance.worth import ClearanceWorth, Cleared, Worth
from importplan.evaluation.replay.break_even import BreakEven
from importplan.evaluation.replay.estimates import Estimate, ServiceByDraw
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import Tier
from importplan.plan.settlement import Block, Key, Settlement
from importplan.plan.solution import CostLines
from importplan.results.plan_result import PlanResult
from importplan.scenario.scenario import RESERVE, Scenario

COST, KNOWN, ON_TIME, DUE = "cost", "known_cost", "on_time", "due"
BREAK_EVEN, CLEARED, MODE, DAYS = "break_even", "cleared", "mode", "days_sooner"
JUDGED = (COST, KNOWN, ON_TIME, DUE, BREAK_EVEN, CLEARED, MODE, DAYS)
OF_CLEARED = ("shipments", "tax_cny", "days")
OF_WORTH = ("days_sooner", "fee_cny", "guarantee_cny", "guarantee_interest_cny")
ESTIMATED = ("avoided", "avoided_by_periods")
OF_ESTIMATE = ("value", "low", "high")


def judged_rows(result: PlanResult) -> dict[str, Block]:
    """Kind → rows of what was judged on draws other than those that made the plan; nothing where there are none."""
    if result.fresh is None:
        return {}
    ways = [way for way in result.alternatives if way.costs is not None and way.service is not None]
    lines = [_way(way.key, line) for way in ways for line in COST_LINES]
    costs = [way.costs for way in ways if way.costs is not None]
    service = [way.service for way in ways if way.service is not None]
    names = [_way(way.key) for way in ways]
    known = zip(lines, (float(value) for each in costs for value in each.known), strict=True)
    found = {
        COST: Block.of_array(lines, np.concatenate([each.by_draw for each in costs], axis=1)),
        # The first line of every way, also where it is 0: a way that costs nothing was judged all the same.
        KNOWN: Block.of_figures([(key, value) for key, value in known if value or key[4] == COST_LINES[0]]),
        ON_TIME: Block.of_array(names, np.stack([each.on_time for each in service], axis=1)),
        DUE: Block.of_array(names, np.stack([each.due for each in service], axis=1)),
        BREAK_EVEN: Block.of_figures(list(_break_evens(result.break_evens))),
        CLEARED: Block.of_figures(list(_cleared(result.clearance))),
        MODE: Block.of_figures(list(_worths(result.clearance.modes))),
        DAYS: Block.of_figures(list(_worths(result.clearance.days))),
    }
    return {what: block for what, block in found.items() if len(block.value)}


def _way(key: str, part: str = "") -> Key:
    return key, "", "", "", part


def _break_evens(found: tuple[BreakEven, ...]) -> Iterator[tuple[Key, float]]:
    for entry in found:
        for name in ("extra_cny", "late_avoided"):
            yield (entry.item, entry.firm, entry.against, "", name), getattr(entry, name)


def _cleared(found: ClearanceWorth) -> Iterator[tuple[Key, float]]:
    for entry in found.buyers:
        yield from ((("", entry.buyer, "", "", name), getattr(entry, name)) for name in OF_CLEARED)


def _worths(found: tuple[Worth, ...]) -> Iterator[tuple[Key, float]]:
    for entry in found:
        key = (entry.key, entry.buyer, "", "")
        yield from (((*key, name), getattr(entry, name)) for name in OF_WORTH)
        for name in ESTIMATED:
            estimate = getattr(entry, name)
            yield from (((*key, f"{name}.{figure}"), getattr(estimate, figure)) for figure in OF_ESTIMATE)


def costs_of(told: Settlement, way: str, weights: NDArray[np.float64]) -> CostLines:
    """The cost lines of a way."""
    keys = [_way(way, line) for line in COST_LINES]
    known = told.block(KNOWN).figures()
    return CostLines(
        np.array([known.get(key, 0.0) for key in keys]), told.block(COST).array(keys, len(weights)), weights
    )


def service_of(told: Settlement, way: str, draws: int) -> ServiceByDraw:
    """The service of a way."""
    on_time, due = (told.block(what).array([_way(way)], draws)[:, 0] for what in (ON_TIME, DUE))
    return ServiceByDraw(on_time, due)


def break_evens_of(told: Settlement, tiers: tuple[Tier, ...]) -> tuple[BreakEven, ...]:
    """The break-even costs; the cost that is assumed is the dearest of the firm's demand for the item."""
    figures = told.block(BREAK_EVEN).figures()
    assumed: dict[tuple[str, str], float] = defaultdict(float)
    for tier in tiers:
        assumed[tier.firm, tier.item] = max(assumed[tier.firm, tier.item], tier.shortage_cost_cny)
    found = []
    for item, firm, against in dict.fromkeys(key[:3] for key in figures):
        extra, avoided = (figures.get((item, firm, against, "", name), 0.0) for name in ("extra_cny", "late_avoided"))
        each = extra / avoided if avoided else 0.0
        found.append(BreakEven(firm, item, against, extra, avoided, each, assumed[firm, item]))
    return tuple(found)


def clearance_of(told: Settlement, scenario: Scenario, exact: bool) -> ClearanceWorth:
    """What days less at customs and customs modes are worth."""
    figures = told.block(CLEARED).figures()
    certified = {firm.firm: firm.aeo for firm in scenario.all_firms} | {RESERVE: False}
    buyers = tuple(
        Cleared(key[1], certified.get(key[1], False), *(figures.get((*key, name), 0.0) for name in OF_CLEARED))
        for key in dict.fromkeys(key[:4] for key in figures)
    )
    modes, days = (_worths_of(told.block(what), exact) for what in (MODE, DAYS))
    return ClearanceWorth(buyers, modes, days)


def _worths_of(block: Block, exact: bool) -> tuple[Worth, ...]:
    figures: dict[Key, float] = defaultdict(float, block.figures())
    found = []
    for key in dict.fromkeys(key[:4] for key in block.keys):
        values: dict[str, Any] = {name: figures[(*key, name)] for name in OF_WORTH}
        for name in ESTIMATED:
            value, low, high = (figures[(*key, f"{name}.{figure}")] for figure in OF_ESTIMATE)
            values[name] = Estimate(value, low, high, exact)
        found.append(Worth(key[0], key[1], **values))
    return tuple(found)


def ways_of(told: Settlement) -> frozenset[str]:
    """The ways that it tells costs of."""
    return frozenset(key[0] for what in (COST, KNOWN) for key in told.block(what).keys)
