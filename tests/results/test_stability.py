"""In how many plans an order stands: by hand, and the same case planned again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tiny_case import tiny_case

from importplan.documents.case.write import write
from importplan.pipeline.stability import stability_of
from importplan.results.differing import Ordered
from importplan.results.names import Names
from importplan.results.stability import Stability, share_common
from importplan.results.views.stability_tables import stability_record, stability_sentences, stability_sheets

A, B, C = (("M", "F", name) for name in "abc")
DAY = date(2027, 1, 1)


def plans(*units: dict[tuple[str, str, str], float]) -> Stability:
    found = tuple({key: Ordered(amount, 100.0 * amount, DAY, DAY) for key, amount in each.items()} for each in units)
    return Stability(found, tuple(range(len(units))), tuple(range(len(units))), 50, 0)


def test_what_nine_plans_of_ten_order_is_common() -> None:
    """Ten plans: a is 3 in nine of them and 1 in one; b is 2 in eight."""
    found = plans(*[{A: 3.0, B: 2.0}] * 8, {A: 3.0}, {A: 1.0})
    first, second = found.orders
    assert (first.offer, first.advised, first.common, first.held, first.plans) == ("a", 3.0, 3.0, 0.0, 10)
    assert (second.offer, second.advised, second.common, second.held, second.plans) == ("b", 2.0, 0.0, 2.0, 8)
    assert not found.stable
    assert share_common(found.orders, {A: 100.0, B: 150.0}) == pytest.approx(300.0 / 600.0)


def test_no_more_is_common_than_is_advised() -> None:
    found = plans({A: 1.0}, *[{A: 4.0}] * 9)
    (row,) = found.orders
    assert (row.common, row.held) == (1.0, 0.0) and found.stable


def test_sources_of_which_none_is_common_are_equally_good() -> None:
    found = plans(*[{A: 2.0}] * 5, *[{B: 2.0}] * 4, {C: 2.0})
    (each,) = found.equally_good
    assert each.sources == (("a", 5), ("b", 4), ("c", 1))
    assert plans({A: 1.0}, {A: 1.0, B: 1.0}).equally_good == ()


def test_a_case_is_planned_again_with_other_seeds(tmp_path: Path) -> None:
    case = tiny_case()
    sampled = case.replace(draws=(), draw_values=(), settings=replace(case.settings, draws=4, time_limit_s=10.0))
    write(sampled, tmp_path / "case.xlsx", "zh")
    told: list[tuple[int, int]] = []
    advice = stability_of(tmp_path / "case.xlsx", 2, progress=lambda *each: told.append(each))
    assert told == [(1, 2), (2, 2)]
    assert advice.found.count + advice.found.lost == 3
    assert advice.found.seeds[0] == advice.result.run.seed
    for language in ("zh", "en"):
        names = Names(advice.result.scenario, advice.result.catalog, language)  # type: ignore[arg-type]
        assert all("{" not in words for words in stability_sentences(advice.result, advice.found, names))
        for sheet in stability_sheets(advice.result, advice.found, names):
            sheet.table.shown(names)
        assert stability_record(advice.result, advice.found, names)["plans"] == advice.found.count
