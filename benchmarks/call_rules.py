"""Plans with calls under sampled outages: what they are judged at against a bound, and how often intervals hold.

python benchmarks/call_rules.py                 # seeds 1 to 3 of four cases, 200 seeds of two

A line for each plan: the bound (`tests/call_rules/programme.py`, `lead_time.py`), what the plan is judged at on fresh
draws, and the same with luck taken out (`steadied.py`). Then how many of the 95 % intervals of one plan hold the cost
that a simulation of our own finds. Exit code 1 where a plan is below its bound or far above it, or intervals hold too
rarely or too often.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from call_rules.cases import BOUNDED, NEAR, NO_CHOICE, bound_cny
from call_rules.judged_often import covered
from call_rules.product import judged_cost, planned
from call_rules.programme import CallCase
from call_rules.steadied import steadied


def bounded(case: CallCase, seed: int, draws: int) -> bool:
    """Plan, tell, and whether the plan is neither below the bound nor far above it, within both intervals."""
    result, bound = planned(case, seed, draws), bound_cny(case)
    cost, calm = judged_cost(result), steadied(case, result)
    low, high = calm.cost_cny - calm.half_cny, calm.cost_cny + calm.half_cny
    print(
        f"{case.name}, seed {seed}: bound {bound:,.0f}; judged {cost.value:,.0f} [{cost.low:,.0f}, {cost.high:,.0f}];"
        f" steadied {calm.cost_cny:,.0f} [{low:,.0f}, {high:,.0f}] = {calm.cost_cny / bound:.3f} of the bound",
        flush=True,
    )
    return min(cost.high, high) >= bound and max(cost.low, low) <= NEAR * bound


def held(case: CallCase, seeds: int) -> bool:
    """Count, tell, and whether the number is within three spreads of 95 in 100 (200 seeds: 181 to 199)."""
    count = covered(case, seeds)
    print(f"{case.name}: {count} of {seeds} intervals hold the cost", flush=True)
    return bool(abs(count - 0.95 * seeds) <= 3.0 * np.sqrt(0.95 * 0.05 * seeds))


def main() -> int:
    """Every case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--fresh", type=int, default=2_000, help="draws to judge a plan on")
    parser.add_argument("--intervals", type=int, default=200, help="seeds of fresh draws for one plan")
    asked = parser.parse_args()
    sound = [bounded(case, seed, asked.fresh) for case in BOUNDED for seed in asked.seeds]
    sound += [held(case, asked.intervals) for case in NO_CHOICE]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
