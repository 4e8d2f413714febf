"""Sixty made-up returns with all the mess of real ones: what is read of them against what they say.

The same maker and score as `benchmarks/survey_score.py`, which asks it of a thousand returns.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from importplan.catalog.load import load
from importplan.pipeline.case import read_case
from importplan.survey.collect import collect
from importplan.survey.returns.collected import Collected

ROOT = Path(__file__).parents[2]
BASE = ROOT / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"
RETURNS, SEED = 60, 7


@pytest.fixture(scope="module")
def benchmark() -> Iterator[Any]:
    """The modules of the benchmark by name."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        yield lambda name: importlib.import_module(f"survey_returns.{name}")
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def folder(benchmark: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("survey")
    benchmark("corpus").make(folder, RETURNS, SEED)
    return folder


@pytest.fixture(scope="module")
def collected(folder: Path) -> Collected:
    return collect(folder / "returns", workers=2)


@pytest.fixture(scope="module")
def rows(benchmark: Any, folder: Path, collected: Collected) -> Any:
    return benchmark("score_rows").score_rows(benchmark("corpus").truths(folder), collected)


def test_figures_and_units_of_rows_that_can_be_read_are_right(rows: Any) -> None:
    wrong = [str(miss) for miss in rows.misses]
    assert rows.figures_right() >= 0.99, "\n".join(wrong[:20])


def test_every_row_is_read_rejected_or_skipped(rows: Any) -> None:
    assert rows.lost() == 0
    assert rows.uneven == []


def test_what_cannot_be_read_is_rejected_and_never_guessed(rows: Any) -> None:
    kinds = {outcome for (kind, outcome), _ in rows.outcomes.items() if kind == "unreadable"}
    assert kinds == {"rejected"}


def test_titles_totals_and_examples_are_no_answers(rows: Any) -> None:
    assert rows.outcomes["no answer", "taken for one"] == 0


def test_firms_and_items_are_recognised(benchmark: Any, folder: Path, collected: Collected) -> None:
    """Every firm that sent more than one return is one firm; names need no review or are offered for one."""
    firms = benchmark("score_firms")
    catalog, truth = load(), firms.truth_of(benchmark("corpus").truths(folder))
    score, identified = firms.score_firms(truth, collected, catalog)
    assert score.pairs["missed"] == 0, score.missed
    assert score.merged == []
    assert score.stale == []
    items = benchmark("score_items").score_items(truth, identified, read_case(BASE), catalog)
    assert items.precision() >= 0.98, items.misses
    assert items.recall() >= 0.90, items.misses
