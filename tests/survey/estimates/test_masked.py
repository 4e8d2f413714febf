"""Demand and dependence as passed on: what is hidden, what is hidden with it, what stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from survey_cases import firm, frame, item, need, survey

from importplan.catalog.load import load
from importplan.scenario.schema.settings import Settings
from importplan.survey.estimates.region import Region, assess
from importplan.survey.returns.survey import SurveyedFirm

CATALOG = load()
SETTINGS = Settings(start=date(2027, 1, 1))


def region(*firms: SurveyedFirm, settings: Settings = SETTINGS) -> Region:
    return assess(survey(*firms), None, CATALOG, settings)


def one(name: str, units: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0), firmness: str = "signed", **values: Any) -> Any:
    needs = [need(f"2027Q{quarter}", number, firmness) for quarter, number in enumerate(units, start=1) if number]
    return firm(name, [item("光栅尺", needs, **({"bought_per_year": 4.0} | values))])


def test_an_item_of_two_firms_is_not_shown() -> None:
    found = region(one("甲"), one("乙"), firm("丙"))
    (demand,), (depends,) = found.shown_demand, found.shown_dependence
    assert (demand.base_total, demand.yearly, demand.firms, set(demand.base)) == (None, None, None, {None})
    assert (depends.firms, depends.makers, depends.yearly_need) == (None, None, None)


def test_an_item_of_three_firms_is_shown() -> None:
    found = region(one("甲"), one("乙"), one("丙"))
    (demand,) = found.shown_demand
    assert demand.hidden == 0
    assert demand.base_total is not None
    assert demand.base_total.value == 12.0


def test_the_threshold_is_a_setting() -> None:
    found = region(one("甲"), one("乙"), one("丙"), settings=Settings(start=date(2027, 1, 1), smallest_cell=4))
    assert found.shown_demand[0].base_total is None


def test_a_quarter_of_one_firm_is_hidden_with_a_second_quarter() -> None:
    """Quarter 4 is of one firm: without quarter 3 it would be the total less the others."""
    found = region(one("甲"), one("乙", (9.0, 9.0, 1.0, 0.0)), one("丙", (9.0, 9.0, 1.0, 0.0)))
    (demand,) = found.shown_demand
    assert [entry is None for entry in demand.base] == [False, False, True, True]
    assert demand.base_total is not None


def test_a_firmness_of_one_firm_is_hidden_with_a_second_firmness() -> None:
    """Base demand is the weighted sum of the quantities by firmness: one hidden alone could be worked out."""
    found = region(
        one("甲"), one("乙"), one("丙"), one("丁", firmness="budgeted"), one("戊", firmness="intended"),
        one("己", firmness="intended"), one("庚", firmness="intended"),
    )  # fmt: skip
    assert [entry is None for entry in found.shown_demand[0].by_firmness] == [True, True, False, False]


def test_a_country_of_one_firm_is_hidden_and_the_concentration_with_it() -> None:
    german = {"first_origin": "DE", "first_share": 1.0}
    japanese = {"first_origin": "JP", "first_share": 1.0}
    found = region(*(one(name, **german) for name in "甲乙丙"), *(one(name, **japanese) for name in "丁戊己"))
    assert found.shown_dependence[0].countries == pytest.approx({"DE": 0.5, "JP": 0.5})
    assert found.shown_dependence[0].hhi == pytest.approx(0.5)
    alone = region(
        *(one(name, **german) for name in "甲乙丙丁"),
        *(one(name, **japanese) for name in "戊己庚"),
        one("辛", first_origin="US", first_share=1.0),
    )
    shown = alone.shown_dependence[0]
    assert set(shown.countries) == {"DE"}  # JP goes with US
    assert (shown.top_country, shown.hhi) == ("DE", None)
    assert shown.import_share is not None  # all firms are behind it


def test_months_told_by_few_firms_are_hidden_and_the_gap_with_them() -> None:
    values = {"first_origin": "DE", "first_share": 1.0, "make_months": 9.0}
    few = region(*(one(name, **values) for name in "甲乙"), one("丙", **values, survives_months=1.0))
    (depends,) = few.shown_dependence
    assert (depends.survives_months, depends.gap) == (None, None)
    assert {"survives_months", "gap"} <= depends.told
    enough = region(*(one(name, **values, survives_months=1.0) for name in "甲乙丙"))
    # 12 units a year, all German, 9 months to recover, 1 month of stock: 12 / 12 · 1 · 8
    assert enough.shown_dependence[0].gap == pytest.approx(8.0)
    assert enough.shown_dependence[0].is_short


def test_response_by_city_takes_small_cities_together() -> None:
    rows = (*((f"莞{n}", "东莞", "机床", 1e8) for n in range(5)), *((f"佛{n}", "佛山", "机床", 1e7) for n in range(4)))
    rows = (*rows, ("中1", "中山", "机床", 1e8), ("珠1", "珠海", "机床", None), ("珠2", "珠海", "机床", 1e9))
    answers = survey(firm("莞0"), firm("莞1"), firm("莞2"), firm("佛0"), firm("佛1"), firm("佛2"), firm("外"))
    found = assess(answers, frame(*rows), CATALOG, SETTINGS)
    cities = found.response["city"]
    assert [(row.names, row.asked, row.answered) for row in cities] == [
        (("东莞",), 5, 3),
        (("佛山",), 4, 3),
        (("中山", "珠海"), 3, 0),
    ]
    assert (found.asked, found.answered, found.not_asked) == (12, 7, 1)
    assert sum(row.stand_for for row in cities) == pytest.approx(12.0)  # the firm that was not asked is not in it


def test_response_without_a_frame_is_by_what_the_firms_wrote() -> None:
    about = {"city": "东莞", "industry": "机床", "revenue_cny": 1e9}
    found = region(*(firm(name, **about) for name in "甲乙丙"))
    assert [(row.names, row.asked, row.answered) for row in found.response["size"]] == [(("large",), None, 3)]
