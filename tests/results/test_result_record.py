"""What `--json` prints: the keys that machines rely on, plain values, and null where a number is not finite."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from result_fixtures import names_of, planned

from importplan.basics.labels import LANGUAGES, Language
from importplan.pipeline.plan import to_json
from importplan.plan.lines import COST_LINES
from importplan.plan.road import ROADS, Road
from importplan.plan.solution import AtBound, Reason, Termination
from importplan.results.sheets.notes import method_table
from importplan.results.views.run_facts import run_table

REQUIRED = {
    "status", "objective_cny", "bound_cny", "gap", "costs", "risk", "orders", "stock", "shortage", "seconds",
}  # fmt: skip


def test_the_record_has_what_the_contract_asks_for() -> None:
    found = to_json(planned())
    assert found.keys() >= REQUIRED
    assert found["status"] == "optimal"
    assert tuple(found["costs"]) == COST_LINES
    assert found["risk"].keys() == {
        "mean_cny", "cvar_cny", "known_cny", "cvar_whole_cny", "level", "mean_without_open_needs_cny",
        "cvar_without_open_needs_cny",
    }  # fmt: skip
    assert found["seconds"]["total"] > 0
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_objective_is_made_of_the_parts_that_are_printed() -> None:
    """Known now + (1 - weight) mean + weight CVaR, weight 0.5 by default; and the cost lines are known + mean."""
    found = to_json(planned())
    risk = found["risk"]
    assert found["objective_cny"] == pytest.approx(risk["known_cny"] + 0.5 * risk["mean_cny"] + 0.5 * risk["cvar_cny"])
    assert sum(found["costs"].values()) == pytest.approx(risk["known_cny"] + risk["mean_cny"])
    assert found["bound_cny"] <= found["objective_cny"] + 1e-6


def test_a_bound_that_holds_by_rule_says_so() -> None:
    """In the notes and in JSON; where the bound is that of every plan, nothing is said."""
    result = planned("en")
    ruled = replace(result, solution=replace(result.solution, shared_by_rule=True))
    told = [list(method_table(each, names_of(each)).values("found")) for each in (result, ruled)]
    assert told[1][:-1] == told[0]
    assert "release and serve it alike" in str(told[1][-1])
    assert [to_json(each)["shared_by_rule"] for each in (result, ruled)] == [False, True]


@pytest.mark.parametrize(
    ("bound", "words"),
    [(AtBound(2, 1234.5, 2000.0), "1,234.50"), (AtBound(2), "not worked out in time")],
    ids=["binds", "unknown"],
)
def test_bounds_of_use_that_bind_are_told(bound: AtBound, words: str) -> None:
    result = planned("en")
    bounded = replace(result, solution=replace(result.solution, at_bound=bound))
    told = [str(words) for words in method_table(bounded, names_of(bounded)).values("found")]
    assert any("2 are as large as that" in found and words in found for found in told)
    assert to_json(bounded)["at_bound"] == {"count": 2, "gain_cny": bound.gain_cny, "most_cny": bound.most_cny}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_road_that_found_the_plan_is_told_by_key_and_in_words(language: Language) -> None:
    """Every road and reason has words of its own in `notes`, and its keys in JSON; without a plan there is no road."""
    result = planned(language)
    said = set()
    for key, reasons in ROADS.items():
        for why in reasons:
            told = replace(result, solution=replace(result.solution, road=Road(key, why)))
            assert to_json(told)["road"] == {"key": key, "why": why}
            said.add(run_table(told, names_of(told)).rows[-1].words)
    assert len(said) == sum(len(reasons) for reasons in ROADS.values())
    assert to_json(replace(result, solution=replace(result.solution, road=None)))["road"] is None


def test_orders_are_printed_with_ids_and_iso_days() -> None:
    found = to_json(planned())
    assert found["orders"]
    for order in found["orders"]:
        assert order["offer"] in {"G-KAPP", "G-MITSUI", "B-NSK"}
        assert order["start_by"] <= order["latest_by"]
        slack = date.fromisoformat(order["latest_by"]) - date.fromisoformat(order["order_by"])
        assert slack.days == order["slack_days"]
        assert (slack.days < 0) <= (order["latest_set_by"] == "quote")
        assert date.fromisoformat(order["port"]) <= date.fromisoformat(order["usable"])


def test_the_ledger_agrees_and_says_so() -> None:
    ledger = to_json(planned())["ledger"]
    assert ledger["agrees"] is True
    assert ledger["violations"] == []
    assert ledger["largest_difference_cny"] < 1.0


def test_a_result_without_a_plan_keeps_its_keys() -> None:
    result = planned()
    solution = replace(
        result.solution,
        termination=Termination(Reason.INFEASIBLE, "proven"),
        objective_cny=float("inf"),
        gap=float("nan"),
        found=None,
        costs=None,
        risk=None,
    )
    found = to_json(replace(result, solution=solution, ledger=None, alternatives=(), dates=()))
    assert found.keys() >= REQUIRED
    assert found["status"] == "infeasible"
    assert found["objective_cny"] is None
    assert found["orders"] == []
    assert found["risk"] is None


def test_notes_carry_code_place_and_words() -> None:
    notes = to_json(planned())["notes"]
    assert {"code", "at", "found", "repair"} == set(notes[0])
    assert "rates-carried-on" in {note["code"] for note in notes}
