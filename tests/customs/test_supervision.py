"""Supervision worked by hand, to the fen (tests/cases/supervision), and what must hold for all goods."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from landed_cases import tiny

from consents import CONSENT
from importplan.basics.errors import RuleUnknown
from importplan.catalog.load import load
from importplan.customs.cost import trace
from importplan.customs.cost.landed_cost import price
from importplan.customs.relief.supervision import (
    PLEDGE,
    RelievedGoods,
    end_of_supervision,
    make_up,
    months_used,
    report_days,
)

CASES = sorted((Path(__file__).parent.parent / "cases" / "supervision").glob("*.toml"))
RULES = load().supervision


def goods_of(words: dict[str, Any]) -> RelievedGoods:
    return RelievedGoods(
        customs_value_cny=Decimal(words["customs_value"]),
        released=words["released"],
        term=RULES.term(words["hs_code"], words["released"]),
        frees=tuple(words["frees"]),
        duty_rate=Decimal(words["duty"]),
        vat_rate=Decimal(words["vat"]),
        extra_duty_rate=Decimal(words.get("extra_duty", "0")),
    )


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return tomllib.loads(request.param.read_text(encoding="utf-8"))


def test_there_are_cases() -> None:
    assert len(CASES) >= 11


def test_the_end_and_the_reports_are_those_worked_by_hand(case: dict[str, Any]) -> None:
    goods = goods_of(case["goods"])
    assert goods.end == case["end"]
    assert list(report_days(goods.released, goods.end, RULES)) == case["reports"]


def test_what_is_made_up_agrees_to_the_fen(case: dict[str, Any]) -> None:
    goods = goods_of(case["goods"])
    for event in case["events"]:
        found = make_up(goods, event["day"], RULES, event.get("event", "transfer"))
        assert found.months_used == event["months"]
        amounts = {"value": found.value_cny, "duty": found.duty_cny, "vat": found.vat_cny}
        assert {key: str(value) for key, value in amounts.items()} == event["expected"]
        assert found.total_cny == found.duty_cny + found.vat_cny


DAYS = st.dates(date(2018, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(0, 1500))
def test_months_never_run_backwards(released: date, days: int) -> None:
    day = released + timedelta(days=days)
    before, after = months_used(released, day, RULES), months_used(released, day + timedelta(days=1), RULES)
    assert before <= after <= before + 1
    # A month has 28 to 31 days, and half a month more or less is rounded.
    assert (days - 16) / 31 <= before <= (days + 15) / 28


@given(DAYS, st.integers(0, 1200), st.decimals(1, 10**8, places=2), st.sampled_from(["0", "0.045", "0.09", "0.35"]))
def test_waiting_never_costs_more_and_the_end_costs_nothing(
    released: date, days: int, value: Decimal, rate: str
) -> None:
    term = RULES.term("84602419", released)
    goods = RelievedGoods(value, released, term, ("duty", "import_vat"), Decimal(rate), Decimal("0.13"))
    day = released + timedelta(days=days)
    now, later = make_up(goods, day, RULES), make_up(goods, day + timedelta(days=20), RULES)
    assert later.total_cny <= now.total_cny <= make_up(goods, released, RULES).total_cny
    assert make_up(goods, end_of_supervision(released, term), RULES).total_cny == 0
    assert make_up(goods, day, RULES, PLEDGE).total_cny == 0


@pytest.mark.parametrize("regime", ["encouraged_project", "major_equipment"])
def test_on_the_day_of_release_what_is_made_up_is_what_was_relieved(regime: str) -> None:
    """Two roads to one number: the traced lines with and without the relief, and the formula at no months used."""
    kind = "machine" if regime == "encouraged_project" else "part"
    scenario = tiny(
        {
            "item": {"hs_code": "84602419" if kind == "machine" else "84193990", "kind": kind, **CONSENT},
            "offer": {"unit_price": 123456.78, "currency": "CNY", "incoterm": "CIF"},
            "relief": {"regime": regime},
        }
    )
    catalog = load()
    table = price(scenario, catalog)
    taxes = []
    for option in range(2):
        lines = {line.charge: line for line in trace.lines(scenario, catalog, table, option, 3, 7)}
        taxes.append(lines["duty"].amount_cny + lines["vat_cash"].amount_cny)
    ordinary = {line.charge: line for line in trace.lines(scenario, catalog, table, 0, 3, 7)}
    duty, vat = ordinary["duty"].rate, ordinary["vat_cash"].rate
    assert duty is not None and vat is not None
    version = catalog.regimes[regime].on(date(2026, 11, 1))
    assert version is not None
    day = date(2026, 11, 1)
    term = RULES.term("84602419", day)
    goods = RelievedGoods(ordinary["customs_value"].amount_cny, day, term, version.frees, duty, vat)
    assert make_up(goods, day, RULES).total_cny == taxes[0] - taxes[1] > 0


def test_a_release_before_the_first_term_on_record_is_unknown_not_free() -> None:
    with pytest.raises(RuleUnknown) as unknown:
        RULES.term("84602419", date(2008, 12, 31))
    assert unknown.value.code == "supervision-term-unknown"


def test_the_kind_of_goods_decides_the_term() -> None:
    years = {
        code: RULES.term(code, date(2027, 1, 1)).years for code in ("88024010", "89019021", "87042300", "84571010")
    }
    assert years == {"88024010": 8, "89019021": 8, "87042300": 6, "84571010": 3}
