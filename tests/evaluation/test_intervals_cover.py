"""Intervals on a case whose true mean and tail can be worked out: one order, one licence that may be refused.

Ten parts at 1,000 CNY are ordered today; with probability P the export licence is refused and nothing comes, for good.
So the cost of a draw takes two values, and its mean and tail follow from P alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from importplan.customs.cost.table import LandedTable
from importplan.evaluation.replay.baselines import replay
from importplan.evaluation.replay.estimates import Judgement, ServiceByDraw, judge, mean, tail
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier
from importplan.uncertainty.sampling.sample import sample

P = 0.2  # probability that the licence is refused
DRAWS = 400
SEEDS = 200
LOSS = 10_000.0  # per part and period late


def refusal_case(refusal: float = P) -> Scenario:
    """Undiscounted, two quarters; goods due in the second one, two months after the order."""
    return Scenario(
        settings=Settings(
            start=date(2027, 1, 1), periods=2, draws=40, gap=0.0, discount_rate=0.0, risk_level=0.9, open_need_share=0.0
        ),
        items=(Item(item="PART", kind="part", hs_code="84828000", whole_units=False, reference_value_cny=1_000.0),),
        suppliers=(Supplier(supplier="S", country="JP"),),
        offers=(
            Offer(
                offer="O", supplier="S", item="PART", unit_price=1_000.0, currency="CNY", price_includes_vat=False,
                lead_time_days=60.0, licence_days=30.0, licence_refusal=refusal, deposit_refund_share=1.0,
            ),
        ),
        demand=(Demand(line="D", item="PART", period=date(2027, 4, 1), quantity=10.0, shortage_cost_cny=LOSS),),
    )  # fmt: skip


@cache
def planned() -> tuple[Scenario, LandedTable, Plan]:
    """The case, its landed costs and its plan."""
    scenario = refusal_case()
    result = plan_case(scenario, RunSettings(fresh=1))
    return scenario, result.landed, result.solution.plan


@cache
def judged(seed: int) -> Judgement:
    """The plan on fresh draws of one seed."""
    scenario, landed, plan = planned()
    draws = sample(scenario, count=DRAWS, seed=seed, stream="fresh", base_rate=landed.base_rate)
    replayed = replay(scenario, landed, draws, plan)
    assert replayed.costs is not None
    return judge(
        replayed.costs, ServiceByDraw.of(scenario, landed, replayed.plan), scenario.settings.risk_level, given=False
    )


def covered(pairs: list[tuple[float, float]], truth: float) -> float:
    return float(np.mean([low - 1e-6 <= truth <= high + 1e-6 for low, high in pairs]))


def test_the_plan_orders_all_ten_parts_today() -> None:
    """Nothing else can serve the demand: late parts cost far more than they are worth."""
    orders = planned()[2].orders
    assert sum(order.quantity for order in orders) == pytest.approx(10.0)


def test_the_replayed_mean_is_the_one_worked_out_by_hand() -> None:
    """With the licence 10 x 1,080 (8 % duty) and no loss; refused: no goods, 10 parts late by one quarter at 10,000."""
    judgement = judged(0)
    scenario, landed, _ = planned()
    draws = sample(scenario, count=DRAWS, seed=0, stream="fresh", base_rate=landed.base_rate)
    refused = 1.0 - judgement.fill_rate.value  # all or nothing is served
    assert judgement.shortage_cny.value == pytest.approx(refused * 10 * LOSS)
    assert judgement.money_cny.value == pytest.approx((1 - refused) * 10 * 1_080.0)
    assert draws.count == DRAWS


def test_95_percent_intervals_of_the_mean_cover_the_truth() -> None:
    """True mean loss: P x 100,000. 200 intervals cover it 190 times on average, with a spread of 3.1:

    between 180 and 198 covers all but some 3 in 1,000 sets of 200 seeds (P = 0.2 and 400 draws are 80 refusals, so the
    normal interval is good).
    """
    found = [judged(seed) for seed in range(SEEDS)]
    shortage = [(entry.shortage_cny.low, entry.shortage_cny.high) for entry in found]
    fill_rate = [(entry.fill_rate.low, entry.fill_rate.high) for entry in found]
    cost = [(entry.cost_cny.low, entry.cost_cny.high) for entry in found]
    assert 0.90 <= covered(shortage, P * 10 * LOSS) <= 0.99
    assert 0.90 <= covered(fill_rate, 1.0 - P) <= 0.99
    assert 0.90 <= covered(cost, P * 10 * LOSS + (1 - P) * 10 * 1_080.0) <= 0.99


def test_a_tail_that_is_one_atom_is_exact_and_so_is_its_interval() -> None:
    """P = 0.2 is twice the tail of 0.1: the worst 10 % are refusals in every sample (80 of 400 with a spread of 8).

    So CVaR of the loss is 100,000 and the interval has no width: it covers the truth always, not 95 times in 100.
    """
    found = [judged(seed).shortage_cvar_cny for seed in range(SEEDS)]
    assert all(entry.value == pytest.approx(10 * LOSS) for entry in found)
    assert covered([(entry.low, entry.high) for entry in found], 10 * LOSS) == 1.0


def test_a_tail_wider_than_its_atom_is_covered_like_a_mean() -> None:
    """Losses of 100 with probability p = 0.04, else 0; the worst 10 % hold the atom and 6 % without loss.

    CVaR = 0.04 / 0.1 x 100 = 40, linear in the number of losses: 5,000 draws have 200 of them, the interval is that of
    a binomial mean.
    """
    numbers = np.random.default_rng(7)
    weights = np.full(5_000, 1.0 / 5_000)
    pairs = []
    for _ in range(SEEDS):
        found = tail(np.where(numbers.random(5_000) < 0.04, 100.0, 0.0), weights, 0.9)
        pairs.append((found.low, found.high))
    assert 0.90 <= covered(pairs, 40.0) <= 0.99


def test_where_the_atom_is_as_wide_as_the_tail_the_interval_covers_half_the_time_or_more() -> None:
    """The one hard case: P(loss) = 0.1 is exactly the tail. CVaR is 100; samples with fewer losses see less.

    With fewer than 10 % losses the estimate is k / (0.1 n) x 100 with the interval of a binomial mean; with 10 % or
    more it is 100 exactly. So truth lies at the edge: half the samples hit it, the other half cover it as a one-sided
    97.5 % interval does. The estimate leans low (by 0.4 spreads, 2 of 100 here) and never above the truth.
    """
    numbers = np.random.default_rng(11)
    weights = np.full(2_000, 1.0 / 2_000)
    found = [tail(np.where(numbers.random(2_000) < 0.1, 100.0, 0.0), weights, 0.9) for _ in range(SEEDS)]
    assert all(entry.value <= 100.0 + 1e-9 for entry in found)
    assert covered([(entry.low, entry.high) for entry in found], 100.0) >= 0.90
    assert 95.0 < float(np.mean([entry.value for entry in found])) < 100.0


def test_intervals_of_a_continuous_tail_cover_the_truth() -> None:
    """Exponential costs of mean 1: CVaR at 0.9 is ln 10 + 1 (its quantile, and no memory). 2,000 draws, 200 in tail.

    The estimate leans low by some 1/n and the tail is skewed, so coverage may fall a little short of 95 %.
    """
    numbers = np.random.default_rng(5)
    weights = np.full(2_000, 1.0 / 2_000)
    found = [tail(numbers.exponential(size=2_000), weights, 0.9) for _ in range(SEEDS)]
    assert 0.88 <= covered([(entry.low, entry.high) for entry in found], np.log(10.0) + 1.0) <= 0.99


def test_draws_that_the_workbook_gives_are_the_truth() -> None:
    weights = np.array([0.25, 0.75])
    found = mean(np.array([4.0, 8.0]), weights, exact=True)
    assert (found.value, found.low, found.high, found.exact) == (7.0, 7.0, 7.0, True)


def test_fresh_figures_differ_from_in_sample_ones_by_what_sampling_explains() -> None:
    """Refusals in n = 40 draws that made the plan and m = 400 fresh ones are independent binomials of the same P.

    Their shares differ with a standard deviation of sqrt(P (1 - P) (1/40 + 1/400)) = 0.066; the plan is the same for
    every seed (all ten parts), so nothing is won by fitting. Four deviations hold for six seeds but 4 times in 10,000.
    And they do differ: the same figures would mean that the draws are not fresh.
    """
    deviation = 10 * LOSS * np.sqrt(P * (1 - P) * (1 / 40 + 1 / 400))
    equal = 0
    scenario = refusal_case()
    for seed in range(6):
        settings = replace(scenario.settings, seed=seed)
        result = plan_case(scenario.replace(settings=settings))
        assert result.own.judgement is not None
        assert result.in_sample is not None
        assert result.judging.count == 400
        gap = result.own.judgement.shortage_cny.value - result.in_sample.shortage_cny.value
        assert abs(gap) <= 4.0 * deviation
        equal += abs(gap) < 1e-6
    assert equal <= 1
