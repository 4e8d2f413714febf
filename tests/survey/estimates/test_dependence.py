"""Shares, sources, survival and the gap by hand."""

from __future__ import annotations

from typing import Any

import pytest
from survey_cases import NONE, UNKNOWN, firm, item, need, survey

from importplan.catalog.load import load
from importplan.survey.estimates.demand_range import demand_ranges
from importplan.survey.estimates.dependence import Dependence, dependence
from importplan.survey.estimates.weighting import weighting
from importplan.survey.returns.firmness import Probabilities
from importplan.survey.returns.survey import SurveyedFirm

SIZES = load().size_classes


def of(*firms: SurveyedFirm) -> Dependence:
    weights = weighting(survey(*firms), None, SIZES)
    (found,) = dependence(weights, demand_ranges(weights, Probabilities()))
    return found


def one(name: str, units: float, **values: Any) -> SurveyedFirm:
    needs = [need(f"2027Q{quarter}", units / 4) for quarter in (1, 2, 3, 4)]
    return firm(name, [item("光栅尺", needs, **values)])


def test_the_gap_of_the_worked_example() -> None:
    """Need 900 a year, 71 % German, survive 2.1, recover 9 months: 900 / 12 · 0.71 · 6.9 = 367.4."""
    found = of(
        one(
            "甲", 900.0, first_origin="DE", first_share=0.71, second_origin="JP", second_share=0.29,
            survives_months=2.1,
            licence_months=3.0, make_months=5.0, transit_months=1.5, install_months=2.5,
        )
    )  # fmt: skip
    assert found.yearly_need.value == pytest.approx(900.0)
    assert found.recovers_months is not None
    assert found.recovers_months.value == pytest.approx(9.0)  # the licence runs beside the making
    assert found.gap == pytest.approx(367.425)
    assert found.hhi == pytest.approx(0.71**2 + 0.29**2)


def test_shares_are_of_what_the_firms_buy() -> None:
    """30 units half German, half domestic; 10 units all Japanese (no second source)."""
    found = of(
        one("甲", 4.0, bought_per_year=30.0, first_origin="DE", first_maker="Heidenhain", first_share=0.5,
            second_origin="CN", second_maker="昊志", second_share=0.5, domestic_status="small_batch"),
        one("乙", 4.0, bought_per_year=10.0, first_origin="JP", first_maker="HEIDENHAIN ", second_origin=NONE),
    )  # fmt: skip
    assert found.import_share is not None
    assert found.import_share.value == pytest.approx(25 / 40)
    assert found.countries == pytest.approx({"CN": 15 / 40, "DE": 15 / 40, "JP": 10 / 40})
    assert found.top_country == "DE"
    assert found.makers == 2  # the same maker in two spellings is one
    assert found.single_source == 1
    assert found.domestic == {"small_batch": 1}


def test_the_untold_part_is_left_out_above_and_below() -> None:
    found = of(
        one("甲", 4.0, bought_per_year=10.0, first_origin="DE", first_share=0.6, second_origin="CN", second_share=0.2)
    )
    assert found.import_share is not None
    assert found.import_share.value == pytest.approx(0.75)


def test_what_nobody_knows_is_not_told() -> None:
    found = of(one("甲", 4.0, first_origin="DE", first_share=UNKNOWN, survives_months=UNKNOWN))
    assert (found.import_share, found.top_share, found.survives_months, found.gap, found.hhi) == (None,) * 5


def test_survival_is_a_mean_by_what_firms_take() -> None:
    found = of(
        one("甲", 4.0, bought_per_year=30.0, survives_months=1.0),
        one("乙", 4.0, bought_per_year=10.0, survives_months=5.0),
        one("丙", 4.0, bought_per_year=60.0),
    )
    assert found.survives_months is not None
    assert (found.survives_months.value, found.survives_months.firms) == (pytest.approx(2.0), 2)
