"""What a filled questionnaire asks beside needs and prices reaches the case and acts, or is told with its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from returned_form import form, save
from test_collected_case import BASE, FIRMS, MACHINE, NEEDS, TODAY

from importplan.pipeline import survey_case
from importplan.pipeline.assess import assess_case
from importplan.pipeline.case import in_memory, read_case
from importplan.scenario.routes import accepted_forms
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.usage import Usage

FIRM = FIRMS[0] | {"reserve_modes": "企业代储", "release_share": "90%"}
ASKED = MACHINE | {
    "installed": 40, "survives_months": 9, "alternatives": "SKD散件;零部件自制", "validation_months": 6,
    "validation_cny": "50",
}  # fmt: skip


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> survey_case.CollectedSurvey:
    folder = tmp_path_factory.mktemp("answers") / "returned"
    save(folder / "0.xlsx", form(FIRM, (ASKED,), NEEDS[:1]))
    return survey_case.collect_surveys(folder, BASE, today=TODAY, workers=1)


def test_machines_in_use_make_needs_by_the_usage_of_the_base_also_after_writing(
    collected: survey_case.CollectedSurvey, tmp_path: Path
) -> None:
    """40 machines in use and 2 needed from 2027Q3 on, 1.5 bearings each a year: 60 × 3 years and 3 × 2.5 years."""
    path = tmp_path / "case.xlsx"
    survey_case.write_case(collected, path)
    read = read_case(path)
    (base,) = read.installed_base
    assert (base.item, base.quantity) == ("FIVE-AXIS-V", 40.0)
    part = Item(item="PART", hs_code="84833000", kind="part", unit="件")
    usage = Usage(machine="FIVE-AXIS-V", item="PART", quantity_per_year=1.5)
    scenario = in_memory(read.replace(items=(*read.items, part), usage=(usage,))).scenario
    derived = [line for line in scenario.demand if line.derived]
    certain = sum(line.quantity for line in derived if not line.comes_with)
    assert certain == 180.0
    (machine,) = [line for line in scenario.demand if not line.derived]
    assert {line.firmness for line in derived if line.comes_with} == {machine.firmness}
    assert sum(line.quantity for line in derived if line.comes_with) == 7.0  # 7.5 grown, whole units


def test_alternatives_become_forms_that_act(collected: survey_case.CollectedSurvey) -> None:
    """It buys from Japan and would take kits and parts: no home-made machine."""
    scenario = collected.scenario
    (line,) = scenario.demand
    assert line.accepts == ("machine", "skd", "parts")
    assert accepted_forms(scenario)[line.firm, line.item] == {"machine", "skd", "parts"}
    assert ("demand", "accepts") in {(figure.sheet, figure.column) for figure in collected.case.figures}
    assert "origins_kept" in {left.reason for left in collected.case.left_out}


def test_what_firms_say_they_last_is_held_against_their_stock(collected: survey_case.CollectedSurvey) -> None:
    """One machine in stock; 2 × 0.9 needed in three years are 0.05 a month, so 20 months; nine are said."""
    scenario = collected.scenario
    (row,) = [row for row in scenario.stock if row.survives_months is not None]
    assert (row.quantity, row.survives_months) == (1.0, 9.0)
    (stated,) = assess_case(scenario).found.stated
    assert stated.per_month * 36 == pytest.approx(2 * scenario.probability_of(scenario.demand[0]), rel=0.01)
    assert stated.apart
    agrees = replace(row, survives_months=stated.months)
    (again,) = assess_case(scenario.replace(stock=(agrees,))).found.stated
    assert not again.apart


def test_wishes_and_validations_are_told_with_what_they_say(collected: survey_case.CollectedSurvey) -> None:
    told = {left.reason: left for left in collected.case.left_out}
    assert (told["reserve_wish"].written, told["release_wish"].detail) == ("企业代储", "90%")
    assert told["validation_of_one"].detail == "6 months, 500,000 CNY"
    assert all(told[reason].at.cell for reason in ("reserve_wish", "release_wish", "validation_of_one"))
