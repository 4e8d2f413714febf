"""The sheet of customs modes: it adds up, says what is missing, and is left out where nothing is cleared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from result_fixtures import names_of, planned

from importplan.evaluation.clearance.worth import ClearanceWorth
from importplan.results.machine_record import record
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.clearance import buyers_table, condition_words, days_table, headline, modes_table


@pytest.fixture(params=["zh", "en"])
def result(request: pytest.FixtureRequest) -> PlanResult:
    """The tiny case in each language."""
    return planned(request.param)


def test_every_mode_stands_once_and_the_standard_one_is_worth_nothing(result: PlanResult) -> None:
    table = modes_table(result)
    assert len(table.rows) == len(result.catalog.clearance.modes)
    assert table.values("loss_avoided_cny")[0] == 0.0


def test_the_buyers_add_up_to_all(result: PlanResult) -> None:
    names = names_of(result)
    by_buyer = [float(value or 0.0) for value in buyers_table(result, names).values("one_day_less_cny")]
    together = days_table(result).values("loss_avoided_cny")[0]
    assert sum(by_buyer) == pytest.approx(together)


def test_a_mode_for_certified_firms_says_who_lacks_the_status(result: PlanResult) -> None:
    names = names_of(result)
    modes = list(result.catalog.clearance.modes)
    table = modes_table(result).shown(names)
    missing = table.cells("mode_missing")
    assert names.firm("F1") in str(missing[modes.index("aeo")])
    assert table.cells("mode_open_to")[modes.index("green_channel")] == names.word("result.clearance.proposal")


def test_each_mode_shows_its_condition_and_how_sure_it_is(result: PlanResult) -> None:
    names = names_of(result)
    words = condition_words(result, names)
    assert len(words) == len(result.catalog.clearance.modes)
    assert sum(names.word("confidence.unverified") in line for line in words) >= 4


def test_a_case_without_clearance_days_says_that_there_is_no_time_to_save(result: PlanResult) -> None:
    names = names_of(result)
    assert all(offer.clearance_days == 0.0 for offer in result.scenario.offers)
    assert headline(result, names) == names.word("result.clearance.no_days")


def test_json_carries_the_worth_and_nothing_where_nothing_is_cleared(result: PlanResult) -> None:
    found = record(result)["clearance"]
    assert {entry["key"] for entry in found["modes"]} == set(result.catalog.clearance.modes)
    assert record(replace(result, clearance=ClearanceWorth()))["clearance"] == {"buyers": [], "modes": [], "days": []}
