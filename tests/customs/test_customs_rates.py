"""The exchange rate of a declaration: third Wednesday of the month before (Order 272 of Customs, Arts. 13 and 14)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from landed_cases import tiny

from importplan.catalog.load import Catalog, load
from importplan.cli.declare import declare
from importplan.customs.cost.pricing import gather
from importplan.pipeline.case import Case
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.fx import ExchangeRate

IN_DOLLARS = {"offer": {"unit_price": 100_000.0, "currency": "USD", "incoterm": "CIF"}}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def in_dollars(**fx: float) -> Scenario:
    return tiny(IN_DOLLARS, fx=(ExchangeRate(currency="USD", cny_per_unit=7.0, **fx),))


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ("2026-07-31", "2026-06-17"),
        ("2026-07-01", "2026-06-17"),
        ("2026-06-30", "2026-05-20"),
        ("2026-01-05", "2025-12-17"),  # the month before lies in the year before
        ("2026-03-02", "2026-02-24"),  # 02-18 lies in the Spring Festival; banks trade again on Tuesday 02-24
        ("2026-11-15", "2026-10-21"),
    ],
)
def test_the_day_of_the_rate_by_hand(catalog: Catalog, declared: str, day: str) -> None:
    found = catalog.customs_rates.reference_day(date.fromisoformat(declared), catalog.deadlines.working)
    assert found == date.fromisoformat(day)


def test_the_months_on_record_stand_on_the_day_of_the_rule(catalog: Catalog) -> None:
    rates = catalog.customs_rates
    for (month, _), rate in rates.by_month.items():
        assert rates.reference_day(month, catalog.deadlines.working) == rate.reference_day


def declared(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **asked: object
) -> dict[str, object]:
    monkeypatch.setattr("importplan.cli.declare.open_case", lambda path: Case(scenario, (), "case.xlsx", ""))
    declare(Path("case.xlsx"), json=True, **asked)  # type: ignore[arg-type]
    return json.loads(capsys.readouterr().out)


def test_a_month_on_record_takes_its_rate(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """100,000 USD × 6.8096 = 680,960; duty 9 % = 61,286.40; VAT 13 % of 742,246.40 = 96,492.03; not at 7.0."""
    found = declared(in_dollars(), monkeypatch, capsys, declared="2026-07-10")
    (one,) = found["declarations"]
    assert [line["amount_cny"] for line in one["lines"]] == [680_960, 61_286.40, 96_492.03]
    (rate,) = found["customs_rates"]
    assert (rate["cny_per_unit"], rate["reference_day"], rate["assumed"]) == (6.8096, "2026-06-17", False)
    assert not {note["code"] for note in found["notes"]} & {"customs-rate-assumed", "customs-rate-later"}


def test_declared_early_takes_the_month_of_the_arrival(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Art. 14: rate and exchange rate of the same day; declared in June for a ship that enters in July."""
    found = declared(in_dollars(), monkeypatch, capsys, declared="2026-06-29", arrived="2026-07-02")
    assert (found["situation"], found["customs_rates"][0]["cny_per_unit"]) == ("advance", 6.8096)


def test_a_month_that_is_not_on_record_takes_the_budget_rate_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Budget rate 7.2: 720,000. The day to look up is the third Wednesday of October 2026."""
    found = declared(in_dollars(budget_rate=7.2), monkeypatch, capsys, declared="2026-11-15")
    assert found["declarations"][0]["customs_value_cny"] == 720_000
    (rate,) = found["customs_rates"]
    assert (rate["assumed"], rate["rule"], rate["reference_day"]) == (True, "rule.fx_budget", "2026-10-21")
    (note,) = [note for note in found["notes"] if note["code"] == "customs-rate-assumed"]
    assert "预算汇率" in note["zh"] and "2026-10-21" in note["zh"] and "Budget rate" in note["en"]


def test_a_stated_rate_comes_first_and_the_workbook_says_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    found = declared(in_dollars(), monkeypatch, capsys, declared="2026-07-10", customs_rate=["usd=6.5"], output=path)
    assert found["declarations"][0]["customs_value_cny"] == 650_000
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:3] == ["申报试算", "逐项税款", "日期与汇率"]
    values = [cell for row in book["逐项税款"].iter_rows(min_row=3, values_only=True) for cell in row]
    assert {650_000, 58_500, 92_105} <= set(values)  # 9 %; 13 % of 708,500
    assert any(str(row[1]) == "6.5" for row in book["日期与汇率"].iter_rows(values_only=True))


@pytest.mark.parametrize("words", ["USD", "USD=", "USD=0", "USD=-1", "dollar=7", "USD=abc", "USD=nan"])
def test_what_is_no_rate_is_refused(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as stopped:
        declared(in_dollars(), monkeypatch, None, declared="2026-07-10", customs_rate=[words])  # type: ignore[arg-type]
    assert stopped.value.code == 2


def test_what_is_planned_says_that_the_customs_rate_comes_later(catalog: Catalog) -> None:
    (note,) = [
        note for note in gather(in_dollars(budget_rate=7.2), catalog).problems.notes if "customs-rate" in note.code
    ]
    assert "USD 7.2" in note.found("zh") and "预算汇率" in note.found("zh") and "Budget rate" in note.found("en")
