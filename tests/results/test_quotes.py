"""The comparison of quotes: all offers of an item side by side, by landed cost, each with why it stands so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from result_fixtures import names_of
from tiny_case import tiny_case

from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.quotes import quotes_table
from importplan.results.views.order_lines import order_lines

START = date(2027, 1, 1)


@cache
def compared() -> PlanResult:
    """The tiny case with four more grinders: switched off, ended, not qualified, quoted until before the start."""
    case = tiny_case()
    grinder = next(offer for offer in case.offers if offer.offer == "G-MITSUI")
    more = (
        replace(grinder, offer="G-OFF", unit_price=200_000_000.0, use=False),
        replace(grinder, offer="G-ENDED", unit_price=210_000_000.0, to_day=date(2026, 12, 31)),
        replace(
            grinder,
            offer="G-NEW",
            unit_price=220_000_000.0,
            qualified=False,
            qualification_months=60.0,
            qualification_cost_cny=1e9,
        ),
        replace(grinder, offer="G-DEAR", unit_price=900_000_000.0, quote_valid_to=date(2026, 12, 1)),
    )
    return plan_case(case.replace(offers=(*case.offers, *more)), RunSettings(draws=4, fresh=4))


@pytest.fixture
def rows() -> dict[str, dict[str, object]]:
    found = quotes_table(compared(), names_of(compared())).records()
    return {str(row["offer"]): row for row in found if str(row["offer"]).startswith("G-")}


def test_every_offer_of_the_item_stands_there(rows: dict[str, dict[str, object]]) -> None:
    assert set(rows) == {"G-KAPP", "G-MITSUI", "G-OFF", "G-ENDED", "G-NEW", "G-DEAR"}


def test_landed_costs_are_those_by_hand_also_of_what_is_switched_off(rows: dict[str, dict[str, object]]) -> None:
    """CIF, relief of duty applied for: price × 0.048 + 120,000 of local cost; the heading has 9 % otherwise."""
    for offer, price in (("G-OFF", 2e8), ("G-ENDED", 2.1e8), ("G-NEW", 2.2e8), ("G-MITSUI", 3.1e8), ("G-DEAR", 9e8)):
        assert rows[offer]["landed_unit_cny"] == pytest.approx(price * 0.048 + 120_000.0), offer


def test_ranks_follow_landed_cost(rows: dict[str, dict[str, object]]) -> None:
    by_cost = sorted(rows.values(), key=lambda row: row["landed_unit_cny"])  # type: ignore[arg-type, return-value]
    assert [row["rank"] for row in by_cost] == [1, 2, 3, 4, 5, 6]
    assert by_cost[0]["offer"] == "G-OFF"
    assert rows["G-NEW"]["above_lowest"] == pytest.approx((2.2e8 * 0.048 + 12e4) / (2e8 * 0.048 + 12e4) - 1.0)


@pytest.mark.parametrize(
    ("offer", "standing", "words"),
    [
        ("G-OFF", "off", "停用"),
        ("G-ENDED", "ended", "2026-12-31 后不再"),
        ("G-NEW", "not_qualified", "2032-01-01 起合格"),
        ("G-DEAR", "lapsed", "报价 2026-12-01 到期"),
    ],
)
def test_what_cannot_be_bought_stands_there_with_why(
    rows: dict[str, dict[str, object]], offer: str, standing: str, words: str
) -> None:
    row = rows[offer]
    assert (row["standing"], row["chosen_units"], row["orders"]) == (standing, None, [])
    assert words in str(row["choice_reason"])


def test_the_first_day_of_use(rows: dict[str, dict[str, object]]) -> None:
    """150 days of making, 20 on the way, 30 to install; after the qualification where there is one."""
    day = date.fromisoformat(str(rows["G-MITSUI"]["compared_on"]))
    assert rows["G-MITSUI"]["earliest_usable"] == (day + timedelta(days=200)).isoformat()
    assert rows["G-NEW"]["earliest_usable"] == (date(2032, 1, 1) + timedelta(days=200)).isoformat()
    assert rows["G-OFF"]["earliest_usable"] is None
    assert rows["G-ENDED"]["earliest_usable"] is None


def test_what_is_chosen_is_what_is_ordered_and_a_cheaper_offer_left_says_what_it_lacks() -> None:
    result = compared()
    table = quotes_table(result, names_of(result)).records()
    ordered: dict[str, float] = {}
    for line in order_lines(result):
        ordered[line.offer.offer] = ordered.get(line.offer.offer, 0.0) + line.order.quantity
    assert {row["offer"]: row["chosen_units"] for row in table if row["chosen_units"]} == ordered
    for row in table:
        lower = [
            other
            for other in table
            if (other["item"], other["buyer"]) == (row["item"], row["buyer"]) and other["rank"] < row["rank"]
        ]
        if row["orders"] and lower:
            assert "高" in row["choice_reason"]
        if not row["orders"] and row["rank"] == 1:
            assert "低" in row["choice_reason"]
            assert "未选" in row["choice_reason"]
