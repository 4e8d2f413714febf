"""Tables as firms make them, and lists laid out like public ones: no quantity is silently wrong or lost.

The same maker and score as `benchmarks/survey_habits.py`, which asks it of hundreds of returns.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from importplan.catalog.load import load
from importplan.pipeline.case import read_case
from importplan.survey.collect import collect

ROOT = Path(__file__).parents[2]
BASE = ROOT / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"


@pytest.fixture(scope="module")
def benchmark() -> Iterator[Any]:
    """The modules of the benchmark by name."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        yield lambda name: importlib.import_module(f"survey_returns.{name}")
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))


@pytest.mark.parametrize(("kind", "count", "answers"), [("habits", 36, 200), ("public", 24, 90)])
def test_no_quantity_is_silently_wrong_or_lost(
    kind: str, count: int, answers: int, benchmark: Any, tmp_path: Path
) -> None:
    rng = Random(5)
    firms = benchmark("firms").firms(count, rng)
    makers = {"habits": benchmark("habits").returns, "public": benchmark("public_layouts").public_returns}
    scoring = benchmark("score_habits")
    files = scoring.write_returns(tmp_path / "returned", makers[kind](firms, rng))
    collected = collect(tmp_path / "returned", workers=1)
    score = scoring.score_habits(tmp_path / "returned", files, collected)
    assert score.answers > answers
    assert score.silent == []
    assert score.recall() >= 0.95, score.missed
    names = scoring.score_names(collected, files, read_case(BASE), load())
    assert (names.precision(), names.misses) == (1.0, [])


def test_every_public_layout_is_cited(benchmark: Any) -> None:
    public = benchmark("public_layouts").PUBLIC
    assert len({layout.key for layout in public}) == len(public) >= 12
    assert all("http" in layout.source for layout in public)
