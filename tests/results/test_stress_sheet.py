"""The sheet `stress`: its rows for people and machines, the line of page one, and what verify makes of a spoilt one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from result_fixtures import names_of, planned

from importplan.evaluation.replay.stress_outcome import worst_extra_cny
from importplan.pipeline.plan import to_json, write_report, write_result
from importplan.pipeline.verify import verify_result
from importplan.results.sheets.stress import stress_table, worst_event_words


def test_the_german_stop_is_told_on_page_one_and_in_both_tables() -> None:
    """The event of the tiny case: one quarter without Germany; two grinders wait a period longer."""
    result = planned("en")
    calm, stop = stress_table(result).rows
    assert (calm.found.event, stop.found.event, stop.found.first) == ("", "E1", "2027-07-01")
    assert stop.extra_cny == pytest.approx(worst_extra_cny(result.stress))
    assert stop.extra_cny > 0.0 and stop.found.late_units == 2.0
    (words,) = worst_event_words(result, names_of(result))
    assert "Outage of Germany" in words and f"{stop.extra_cny / 1_000:,.0f} more" in words
    told = to_json(result)["tables"]["stress"]
    assert [row["event"] for row in told] == ["", "E1"]
    assert told[1]["stress_extra_cny"] == pytest.approx(sum(told[1]["costs"].values()) - sum(told[0]["costs"].values()))
    assert told[1]["foreseen_cny"] == pytest.approx(stop.found.cost_cny - sum(told[1]["replanned"].values()))


def test_a_result_with_events_agrees_and_one_spoilt_throughout_does_not(tmp_path: Path) -> None:
    """What orders cost in the event is worked out again, however consistently all sheets were rewritten."""
    result, path = planned("zh"), tmp_path / "plan.xlsx"
    write_result(result, path)
    assert verify_result(path).findings == ()
    calm, stop = result.stress
    cheaper = replace(stop, costs=stop.costs | {"goods": stop.costs["goods"] - 1_000_000.0})
    write_result(replace(result, stress=(calm, cheaper)), path)
    assert [finding.name for finding in verify_result(path).findings] == ["stress E1 goods"]
    write_result(replace(result, stress=(calm, replace(stop, first="2027-10-01"))), path)
    assert [finding.name for finding in verify_result(path).findings] == ["stress E1"]
    many = tuple(replace(stop, open={f"L{number}" * 20: 1.0 for number in range(30)}) for _ in range(40))
    write_result(replace(result, stress=(calm, *many)), path)  # no cell is too small for them
    assert "rule" not in {finding.kind for finding in verify_result(path).findings}
    write_report(result, tmp_path / "plan.html")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "压力测试" in page and "事先知道可省" in page and "Worst stress event" in page
