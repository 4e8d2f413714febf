"""Each trap catches what it is for and lets good answers pass."""

from __future__ import annotations

from typing import Any

import pytest
from survey_cases import UNKNOWN, firm, frame, item, need, survey

from importplan.catalog.load import load
from importplan.scenario.known_figures import NOTHING_KNOWN, KnownFigures
from importplan.survey.estimates.outliers import outliers
from importplan.survey.estimates.traps.call import Call
from importplan.survey.estimates.weighting import weighting
from importplan.survey.returns.survey import SurveyedFirm

CATALOG = load()
WAN = 10_000.0


# What is needed is then held against nothing that was before.
NOT_BOUGHT = {"bought_per_year": UNKNOWN, "bought_cny_per_year": UNKNOWN}


def found(*firms: SurveyedFirm, rows: tuple[Any, ...] = (), known: KnownFigures = NOTHING_KNOWN) -> list[Call]:
    listed = frame(*rows) if rows else None
    return list(outliers(weighting(survey(*firms), listed, CATALOG.size_classes), CATALOG, known))


def traps(*firms: SurveyedFirm, rows: tuple[Any, ...] = ()) -> list[tuple[str, float | None]]:
    return [(call.trap, call.moves_cny) for call in found(*firms, rows=rows)]


def good(name: str, units: float = 4.0, about: dict[str, Any] | None = None, **values: Any) -> SurveyedFirm:
    """A firm in which nothing is odd: 8 units a year used and bought, 4 in stock, six months of survival.

    Each unit costs 10,000 yuan, the need is 4 units over four quarters.
    """
    answers = {
        "kind": "part", "installed": 4.0, "use_per_machine_year": 2.0, "bought_per_year": 8.0, "stock": 4.0,
        "bought_cny_per_year": 8 * WAN, "unit_price": WAN, "currency": "CNY", "survives_months": 6.0,
        "first_maker": "海德汉", "first_origin": "DE", "output_lost_cny_per_month": 20 * WAN, "margin_share": 0.2,
    }  # fmt: skip
    own = {"revenue_cny": 10_000 * WAN, **{f"budget_year_{year}_cny": 100 * WAN for year in (1, 2, 3)}}
    needs = [need(f"2027Q{quarter}", units / 4.0) for quarter in (1, 2, 3, 4)]
    return firm(name, [item("光栅尺", needs, **(answers | values))], **(own | (about or {})))


def test_good_answers_pass() -> None:
    assert traps(*(good(name) for name in "甲乙丙丁戊己")) == []


def test_use_and_purchases_more_than_half_apart() -> None:
    """4 in use × 2 a year = 8 against 12 bought: just half, passes; against 13: 5 units × 10,000."""
    fine = good("甲", bought_per_year=12.0, bought_cny_per_year=12 * WAN, survives_months=4.0)
    assert traps(fine) == []
    odd = good("甲", bought_per_year=13.0, bought_cny_per_year=13 * WAN, survives_months=4.0)
    assert traps(odd) == [("usage", pytest.approx(5 * WAN))]


def test_survival_against_stock_over_use() -> None:
    """4 in stock, 8 a year: 6 months. 12 months told: 6 months too many × 8 / 12 units × 10,000."""
    assert traps(good("甲", survives_months=12.0)) == [("survival", pytest.approx(4 * WAN))]


def test_survival_is_longer_where_only_the_first_source_stops() -> None:
    assert traps(good("甲", survives_months=12.0, first_share=0.5)) == []


def test_a_slip_between_yuan_and_ten_thousand_yuan() -> None:
    """One firm in six writes 1 instead of 10,000 yuan."""
    calls = found(*(good(name) for name in "甲乙丙丁戊"), good("己", unit_price=1.0))
    assert [(call.trap, call.firm.name, call.questions) for call in calls] == [("slip", "己", ("B13",))]
    assert calls[0].moves_cny == pytest.approx((WAN - 1.0) * 8)
    assert calls[0].values == {"said": 1.0, "expected": WAN}


def test_a_revenue_against_the_list_of_firms_asked() -> None:
    rows = (("甲", "东莞", "机床", 1e8),)
    calls = traps(good("甲", about={"revenue_cny": 1e12}), rows=rows)
    assert calls == [("slip", pytest.approx(1e12 - 1e8))]


def test_a_quantity_far_from_the_others() -> None:
    """Five firms need 4, one 100: moved are 96 units × 10,000."""
    about = {f"budget_year_{year}_cny": 1000 * WAN for year in (1, 2, 3)}
    calls = traps(*(good(name) for name in "甲乙丙丁戊"), good("己", 100.0, about, **NOT_BOUGHT))
    assert calls == [("quantity", pytest.approx(96 * WAN))]


def test_of_a_few_firms_one_ten_times_beyond_all_others() -> None:
    """Two firms need 4, one 41 and not 40: moved are 37 units × 10,000."""
    about = {f"budget_year_{year}_cny": 1000 * WAN for year in (1, 2, 3)}
    assert traps(good("甲"), good("乙"), good("丙", 40.0, about)) == []
    assert traps(good("甲"), good("乙"), good("丙", 41.0, about, **NOT_BOUGHT)) == [
        ("quantity", pytest.approx(37 * WAN))
    ]


def test_a_need_many_times_what_was_bought_or_needed_before() -> None:
    """8 bought a year: 40 needed pass, 44 are 36 more; against 4 of the case before it is that which is told."""
    about = {f"budget_year_{year}_cny": 1000 * WAN for year in (1, 2, 3)}
    assert traps(good("甲", 40.0, about)) == []
    assert traps(good("甲", 44.0, about)) == [("bought", pytest.approx(36 * WAN))]
    assert traps(good("甲", 44.0, about, kind="machine")) == []  # machines are bought in leaps: ten times
    known = KnownFigures(yearly={("甲", "光栅尺"): 4.0})
    assert [(call.trap, call.moves_cny) for call in found(good("甲", 44.0, about), known=known)] == [
        ("last_year", pytest.approx(40 * WAN))
    ]


def test_a_price_far_from_that_of_the_base_case() -> None:
    """10,000 against 60,000: six times; 8 bought a year. Against 45,000 it passes."""
    assert found(good("甲"), known=KnownFigures({"光栅尺": 4.5 * WAN})) == []
    (call,) = found(good("甲"), known=KnownFigures({"光栅尺": 6 * WAN}))
    assert (call.trap, call.moves_cny, call.values["expected"]) == ("reference", pytest.approx(40 * WAN), 6 * WAN)


def test_a_price_far_from_the_others() -> None:
    calls = traps(*(good(name) for name in "甲乙丙丁戊"), good("己", unit_price=5 * WAN, bought_cny_per_year=8 * WAN))
    assert calls == [("price", pytest.approx(4 * WAN * 8))]


def test_a_budgeted_need_above_the_budget() -> None:
    """400 signed units × 10,000 = 400 万 against 300 万."""
    assert traps(good("甲", 400.0, **NOT_BOUGHT)) == [("budget", pytest.approx(100 * WAN))]


def test_wishes_above_the_budget() -> None:
    wishes = [need("2027Q1", 400.0, "intended"), *(need(f"2027Q{quarter}", 1.0) for quarter in (2, 3, 4))]
    odd = good("甲", **NOT_BOUGHT)
    answers = odd.items[0].answers.record
    wished = firm(
        "甲",
        [
            item(
                "光栅尺", wishes, **{key: answer.value for key, answer in answers.answers.items() if key != "item_name"}
            )
        ],
        **{key: answer.value for key, answer in odd.record.answers.items() if key != "firm_name"},
    )
    assert traps(wished) == [("wishes", pytest.approx(103 * WAN))]


def test_a_need_above_the_revenue() -> None:
    about = {"revenue_cny": 300 * WAN, **{f"budget_year_{year}_cny": 200 * WAN for year in (1, 2, 3)}}
    calls = traps(good("甲", 400.0, about, output_lost_cny_per_month=WAN, **NOT_BOUGHT))
    assert calls == [("revenue", pytest.approx(100 * WAN))]


def test_output_above_what_the_lines_make() -> None:
    """120 万 a year depend on it: 10 万 a month; 20 万 told; 10 万 × margin 0.2 × 4 units a year."""
    calls = traps(good("甲", about={"dependent_output_cny": 120 * WAN}))
    assert calls == [("output_lost", pytest.approx(8 * WAN))]


@pytest.mark.parametrize(("margin", "trap"), [(UNKNOWN, "no_margin"), (1.0, "margin")])
def test_output_without_a_margin(margin: Any, trap: str) -> None:
    assert traps(good("甲", margin_share=margin)) == [(trap, pytest.approx(80 * WAN))]


def test_the_flag_of_the_seller() -> None:
    (call,) = found(good("甲", first_origin="HK"))
    assert (call.trap, call.values["expected"], call.moves_cny) == ("flag", "DE", pytest.approx(8 * WAN))
    assert [str(place) for place in call.at] == ["a.xlsx: item!K1", "a.xlsx: item!L1"]


def test_a_seller_in_the_place_of_the_maker() -> None:
    assert [call.trap for call in found(good("甲", first_maker="某某贸易有限公司"))] == ["seller"]


def test_the_most_money_first_and_what_has_no_price_last() -> None:
    unpriced = {"unit_price": UNKNOWN, "bought_cny_per_year": UNKNOWN}
    other = firm("丙", [item("主轴", first_maker="NSK", first_origin="KR", bought_per_year=3.0, **unpriced)])
    calls = found(good("甲", first_origin="HK"), good("乙", survives_months=12.0), other)
    assert [(call.firm.name, call.moves_cny) for call in calls] == [
        ("甲", pytest.approx(8 * WAN)),
        ("乙", pytest.approx(4 * WAN)),
        ("丙", None),
    ]


def test_what_moves_has_the_weight_of_the_firm() -> None:
    """One of two firms asked answered: it stands for two."""
    rows = (("甲", "东莞", "机床", 1e8), ("乙", "东莞", "机床", 1e8))
    assert traps(good("甲", first_origin="HK"), rows=rows) == [("flag", pytest.approx(16 * WAN))]
