"""Page one says on how many draws a plan was judged where it was not on all of them, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from result_fixtures import names_of, planned

from importplan.results.machine_record import record
from importplan.results.page_one.doubt import risk_sentences


@pytest.mark.parametrize(("why", "word"), [("time", "时限"), ("interrupted", "Ctrl-C")])
def test_fewer_draws_than_asked_are_told_with_the_reason(why: str, word: str) -> None:
    result = replace(planned(), asked=123_000, judging_stopped=why)
    *_, last = risk_sentences(result, names_of(result))
    assert "123,000" in last
    assert f"{result.judging.count:,}" in last
    assert word in last
    assert record(result)["judged"]["stopped"] == why
    assert record(result)["judged"]["asked"] == 123_000


@pytest.mark.parametrize(("why", "word"), [("time", "时限"), ("interrupted", "Ctrl-C")])
def test_where_nothing_was_judged_the_figures_are_said_to_be_those_of_the_draws_that_made_the_plan(
    why: str, word: str
) -> None:
    plain = planned()
    own = replace(plain.own, costs=plain.solution.costs, judgement=plain.in_sample)
    result = replace(plain, fresh=None, alternatives=(own,), asked=123_000, judging_stopped=why)
    *_, last = risk_sentences(result, names_of(result))
    assert f"{result.draws.count:,} 组" in last
    assert word in last
    assert "制定方案" in last


def test_a_plan_that_was_judged_on_all_draws_says_nothing_of_it() -> None:
    result = planned()
    assert result.judging_stopped == ""
    assert result.asked == result.judging.count
    assert not any("检验" in line for line in risk_sentences(result, names_of(result)))
