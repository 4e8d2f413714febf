"""One plan judged on the fresh draws of many seeds, and how often its intervals cover what it costs in truth."""

from __future__ import annotations

from collections.abc import Iterator

from call_rules.courses import costs_of_due_calls, sampled
from call_rules.product import scenario
from call_rules.programme import CallCase
from call_rules.steadied import UNTIL_DAY
from importplan.evaluation.replay.baselines import replay
from importplan.evaluation.replay.estimates import ServiceByDraw, judge
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.uncertainty.sampling.sample import sample

DRAWS = 400


def truth_cny(case: CallCase) -> float:
    """The mean cost of calling what is due, on courses of our own: its spread is a sixteenth of that of 400 draws."""
    return float(costs_of_due_calls(case, sampled(case.stops, 100_000, 17, UNTIL_DAY)).mean())


def intervals(case: CallCase, seeds: int) -> Iterator[tuple[float, float]]:
    """The 95 % interval of the mean cost on 400 fresh draws of each seed; the plan is that of seed 1."""
    planned = plan_case(scenario(case), RunSettings(fresh=1))
    for seed in range(seeds):
        draws = sample(planned.scenario, count=DRAWS, seed=seed, stream="fresh", base_rate=planned.landed.base_rate)
        replayed = replay(planned.scenario, planned.landed, draws, planned.solution.plan)
        assert replayed.costs is not None
        service = ServiceByDraw.of(planned.scenario, planned.landed, replayed.plan)
        cost = judge(replayed.costs, service, planned.scenario.settings.risk_level, given=False).cost_cny
        yield cost.low, cost.high


def covered(case: CallCase, seeds: int) -> int:
    """How many of the intervals hold the truth."""
    truth = truth_cny(case)
    return sum(low <= truth <= high for low, high in intervals(case, seeds))
