"""Returns with the habits of firms, and others laid out like public lists, collected and held against their truth.

    python benchmarks/survey_habits.py                       # 300 returns, seed 1, and 48 laid out like public lists
    python benchmarks/survey_habits.py --returns 1000 --seed 7 --misses 40

An error is silent where a quantity is read that is not meant, or one that is meant is neither read nor named anywhere.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

from importplan.catalog.load import load
from importplan.pipeline.case import read_case
from importplan.survey.collect import collect
from survey_returns.firms import firms
from survey_returns.habits import HabitReturn, returns
from survey_returns.public_layouts import public_returns
from survey_returns.score_habits import HabitScore, score_habits, score_names, write_returns

BASE = Path(__file__).parents[1] / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--returns", type=int, default=300)
    options.add_argument("--public", type=int, default=48)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path, help="where the returns are written")
    options.add_argument("--workers", type=int)
    options.add_argument("--misses", type=int, default=0, help="so many of each kind are shown")
    options.add_argument("--by-habit", action="store_true")
    asked = options.parse_args()
    rng = Random(asked.seed)
    some = firms(asked.returns + asked.public, rng)
    parts = {
        "habits": returns(some[: asked.returns], rng),
        "public layouts": public_returns(some[asked.returns :][: asked.public], rng),
    }
    with tempfile.TemporaryDirectory() as spare:
        for name, made in parts.items():
            run((asked.folder or Path(spare)) / name.replace(" ", "_"), name, made, asked)


def run(folder: Path, name: str, made: Iterable[HabitReturn], asked: argparse.Namespace) -> None:
    files = write_returns(folder, made)
    collected = collect(folder, workers=asked.workers)
    say(name, score_habits(folder, files, collected), asked)
    names = score_names(collected, files, read_case(BASE), load())
    print(f"  names: {names.precision():.2%} of those taken without review are right, recall with review ", end="")
    print(f"{names.recall():.2%}: {dict(names.outcomes)}")
    for words in names.misses[: asked.misses]:
        print("   ", words)


def say(name: str, score: HabitScore, asked: argparse.Namespace) -> None:
    print(
        f"{name}: {score.answers:,} answers: "
        + ", ".join(f"{count:,} {word}" for word, count in score.outcomes.items())
    )
    print(f"  silent errors: {len(score.silent)}; with all questions answered {score.recall():.2%} right of "
          f"{score.reviewed.total():,}")  # fmt: skip
    if asked.by_habit:
        for (habit, outcome), count in sorted(score.by_habit.items()):
            print(f"    {habit}: {count} {outcome}")
    for words in (*score.silent[: asked.misses], *score.missed[: asked.misses]):
        print("   ", words)


if __name__ == "__main__":
    main()
