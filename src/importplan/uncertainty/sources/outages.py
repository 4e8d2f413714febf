"""Outages: every risk starts at random, lasts a random time and hits its targets together (common shock).

Starts are a Poisson process at `starts_per_year` (a year of 365 days) from the start of the plan, or from the end of
`active_until`, over the horizon and five years more, so that goods delivered late are exposed too. Starts while the
risk is on count: the outage lasts until all of them are over (union). Durations have mean `mean_months` of 365/12
days: exponential; lognormal with a coefficient of variation of 1 (log variance ln 2); or fixed. One start hits each
target row of the risk with that row's `hit_probability`, independently: a shock in the sense of Marshall & Olkin
(1967). A risk that is on at the start is on in every draw up to and including `active_until`, and counts as one start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.uncertainty.sampling.draw_set import DrawSet, Outages, OutageTarget
from importplan.uncertainty.sampling.streams import Streams

DAYS_PER_YEAR = 365.0
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
TAIL_YEARS = 5.0  # beyond the horizon, for goods that are delivered late
LOG_DEVIATION = float(
    np.sqrt(np.log(2.0))
)  # lognormal with coefficient of variation 1: variance of the log is ln(1 + 1²)
ON_BEFORE_START_DAY = -100 * DAYS_PER_YEAR  # start of a risk that is already on: earlier than any signed order


@dataclass(frozen=True)
class _Shock:
    """The starts of one rank: the first ones of all draws, then the second ones …; `on` says where there is one."""

    rank: int
    on: NDArray[np.bool_]  # (D,)
    start_day: NDArray[np.float64]  # (D,)
    end_day: NDArray[np.float64]  # (D,)


def add(draws: DrawSet, scenario: Scenario, streams: Streams) -> DrawSet:
    """The draws with the outages of all risks; one target for each row of `risk_targets`, in its order."""
    risks = {risk.risk: risk for risk in scenario.risks}
    targets = tuple(
        OutageTarget(row.target, row.tag, risks[row.risk].effect, risks[row.risk].stops)
        for row in scenario.risk_targets
    )
    found: list[Outages] = []
    for risk in scenario.risks:
        rows = _numbered(scenario.risk_targets, risk.risk)
        if not rows:
            continue
        for shock in _shocks(risk, scenario, streams):
            found.extend(_hits(shock, position, row, repeat, streams) for position, row, repeat in rows)
    return replace(draws, targets=targets, outages=_together(found))


def _together(parts: list[Outages]) -> Outages:
    """All outages by target, draw and start."""
    if not parts:
        return Outages.none()
    start_day = np.concatenate([part.start_day for part in parts])
    draw = np.concatenate([part.draw for part in parts])
    target = np.concatenate([part.target for part in parts])
    order = np.lexsort((start_day, draw, target))
    return Outages(
        draw=draw[order],
        target=target[order],
        start_day=start_day[order],
        end_day=np.concatenate([part.end_day for part in parts])[order],
        severity=np.concatenate([part.severity for part in parts])[order],
    )


def _numbered(rows: tuple[RiskTarget, ...], risk: str) -> list[tuple[int, RiskTarget, str]]:
    # A risk may name the same target twice; the copies are told apart by what they say, not by where they stand.
    own = [(position, row) for position, row in enumerate(rows) if row.risk == risk]
    own.sort(key=lambda entry: (entry[1].target, entry[1].tag, entry[1].severity, entry[1].hit_probability))
    seen: dict[tuple[str, str], int] = {}
    numbered = []
    for position, row in own:
        repeat = seen.get((row.target, row.tag), 0)
        seen[row.target, row.tag] = repeat + 1
        numbered.append((position, row, str(repeat)))
    return numbered


def _shocks(risk: Risk, scenario: Scenario, streams: Streams) -> Iterator[_Shock]:
    calendar = scenario.calendar
    everywhere = np.ones(streams.count, dtype=np.bool_)
    clock = np.zeros(streams.count)
    if risk.active_until is not None and risk.active_until >= calendar.start:
        clock = np.full(streams.count, calendar.day_number(risk.active_until) + 1.0)
        yield _Shock(0, everywhere, np.full(streams.count, ON_BEFORE_START_DAY), clock)
    if risk.starts_per_year == 0.0 or risk.mean_months == 0.0:
        return
    last_day = calendar.day_number(calendar.end) + TAIL_YEARS * DAYS_PER_YEAR
    rank = 0
    while True:
        rank += 1
        gap_years = streams.exponential("outage-gap", risk.risk, str(rank)) / risk.starts_per_year
        clock = clock + gap_years * DAYS_PER_YEAR
        on = clock < last_day
        if not on.any():
            return
        yield _Shock(rank, on, clock, clock + _duration_days(risk, rank, streams))


def _duration_days(risk: Risk, rank: int, streams: Streams) -> NDArray[np.float64]:
    mean_days = risk.mean_months * DAYS_PER_MONTH
    key = ("outage-duration", risk.risk, str(rank))
    if risk.distribution == "fixed":
        return np.full(streams.count, mean_days)
    if risk.distribution == "lognormal":
        return mean_days * np.exp(LOG_DEVIATION * streams.normal(*key) - LOG_DEVIATION**2 / 2)
    return mean_days * streams.exponential(*key)


def _hits(shock: _Shock, position: int, row: RiskTarget, repeat: str, streams: Streams) -> Outages:
    if row.severity == 0.0 or row.hit_probability == 0.0:
        return Outages.none()
    hit = shock.on
    if row.hit_probability < 1.0:
        chance = streams.uniform("outage-hit", row.risk, row.target, row.tag, repeat, str(shock.rank))
        hit = hit & (chance < row.hit_probability)
    draw = np.flatnonzero(hit)
    return Outages(
        draw=draw,
        target=np.full(len(draw), position, dtype=np.int64),
        start_day=shock.start_day[draw],
        end_day=shock.end_day[draw],
        severity=np.full(len(draw), float(row.severity)),
    )
