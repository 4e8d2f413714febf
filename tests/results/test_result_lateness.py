"""What page one says of the cost of being late: the most sensitive assumption, and defaults that nobody has checked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from result_fixtures import names_of, planned

from importplan.evaluation.replay.break_even import BreakEven
from importplan.results.plan_result import PlanResult
from importplan.results.views.lateness import default_words, most_sensitive, sensitive_words, urgent_defaults


def with_break_even(assumed: float, tips: float, other: float = 1e9) -> PlanResult:
    """The tiny case with break-evens of its two items."""
    return replace(
        planned(),
        break_evens=(
            BreakEven("F1", "BEARING", "cheapest_source", 1.0, 1.0, other, 2_000.0),
            BreakEven("F1", "GRINDER", "cheapest_source", 1.0, 1.0, tips, assumed),
        ),
    )


def defaulted(result: PlanResult) -> PlanResult:
    """The grinder's cost of being late set by nobody."""
    first, *others = result.scenario.demand
    return replace(result, scenario=result.scenario.replace(demand=(replace(first, shortage_basis="default"), *others)))


def test_the_plan_of_the_tiny_case_pays_more_to_be_late_less_and_says_from_when_on() -> None:
    """Both plans are replayed on the same fresh draws; what is paid more over what is avoided is the break-even."""
    result = planned()
    entry = next(entry for entry in result.break_evens if entry.item == "GRINDER")
    assert entry.extra_cny > 0
    assert entry.break_even_cny == pytest.approx(entry.extra_cny / entry.late_avoided)
    assert entry.assumed_cny == 4_000_000.0


def test_the_most_sensitive_assumption_is_the_one_that_tips_over_first() -> None:
    """The grinder tips over at half of what is assumed, the bearing at 500,000 times."""
    found = most_sensitive(with_break_even(4e6, 2e6))
    assert found is not None
    assert found.item == "GRINDER"


def test_below_the_break_even_the_cheapest_source_wins() -> None:
    result = with_break_even(600_000.0, 180_000.0)
    words = sensitive_words(result, names_of(result))
    assert words == "最敏感假设：螺杆转子磨床每台每季度延误损失 60.00 万元（估算）；低于 18.00 万元则买最低价"


def test_a_plan_that_pays_for_its_tail_only_says_so() -> None:
    result = with_break_even(600_000.0, 900_000.0)
    assert "要到 90.00 万元才值得" in sensitive_words(result, names_of(result))


def test_no_sentence_where_nothing_is_paid_to_be_late_less() -> None:
    result = replace(planned(), break_evens=())
    assert sensitive_words(result, names_of(result)) == ""


def test_a_default_of_priority_1_is_a_warning_with_its_break_even() -> None:
    result = defaulted(with_break_even(4e6, 2e6))
    (words,) = default_words(result, names_of(result))
    assert words.startswith("注意：螺杆转子磨床保障等级 1，未填延误损失，按默认 5% 计为每台每季度 400.00 万元")
    assert "盈亏平衡值 200.00 万元" in words


def test_a_default_without_a_break_even_says_that_nothing_tips_over() -> None:
    result = replace(defaulted(planned()), break_evens=())
    (words,) = default_words(result, names_of(result))
    assert "暂无盈亏平衡值" in words


def test_demand_with_a_cost_of_its_own_is_no_warning() -> None:
    assert urgent_defaults(planned()) == ()
