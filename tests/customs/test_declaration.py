"""One shipment by the day of its declaration: whose day's rates (Tariff Law, Arts. 20-22), late charge, payment."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from landed_cases import catalog_with, tiny

from importplan.catalog.load import Catalog, load
from importplan.cli.declare import declare
from importplan.customs.declaring.declaration import OfferDeclared, declaration_days, declared_shipment
from importplan.pipeline.case import Case
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.price_breaks import PriceBreak

ARRIVED, DECLARED = date(2026, 12, 30), date(2027, 1, 4)
NEW_YEAR = {"start": date(2026, 1, 1), "item": {"hs_code": "84571010"}, "offer": {"incoterm": "CIF"}}


@pytest.fixture(scope="module")
def falling(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """9 % until 2026-12-31, 5 % from 2027-01-01 (made up)."""
    return catalog_with("two_years", tmp_path_factory.mktemp("catalogs"))


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return load()


def one(
    scenario: Scenario, catalog: Catalog, arrived: date, declared: date, words: str = "", quantity: float = 1.0
) -> OfferDeclared:
    situation = catalog.rate_days.situation(words, arrived, declared)
    assert situation is not None
    days = declaration_days(catalog, situation, arrived, declared)
    (found,) = declared_shipment(scenario, catalog, days, quantity).declarations
    return found


@pytest.mark.parametrize(
    ("words", "arrived", "declared", "rate", "article"),
    [
        ("", ARRIVED, DECLARED, "0.05", "第二十条第一款"),
        ("", DECLARED, ARRIVED, "0.05", "第二十条第二款"),  # declared in 2026 for a ship that enters in 2027
        ("一般贸易", ARRIVED, ARRIVED, "0.09", "第二十条第一款"),
        ("提前申报", ARRIVED, DECLARED, "0.09", "第二十条第二款"),
        ("转关", ARRIVED, DECLARED, "0.05", "转关"),
        ("transit", DECLARED, ARRIVED, "0.05", "转关"),
        ("bonded", ARRIVED, DECLARED, "0.05", "第二十一条第一项"),
        ("移作他用", ARRIVED, DECLARED, "0.05", "第二十一条第二项"),
        ("暂时进境", ARRIVED, DECLARED, "0.05", "第二十一条第三项"),
        ("lease", ARRIVED, DECLARED, "0.05", "第二十一条第四项"),
        ("退税", ARRIVED, ARRIVED, "0.09", "第二十二条第一款"),
        ("breach", ARRIVED, ARRIVED, "0.09", "第二十二条第二款"),
    ],
)
def test_the_rate_is_that_of_the_day_of_the_article(
    falling: Catalog, words: str, arrived: date, declared: date, rate: str, article: str
) -> None:
    """Customs value 1,000,000: duty 90,000 or 50,000; VAT 13 % of 1,090,000 or 1,050,000."""
    found = one(tiny(NEW_YEAR), falling, arrived, declared, words)
    duty = Decimal(1_000_000) * Decimal(rate)
    assert found.amount("duty") == duty
    assert found.tax_cny == duty + (Decimal(1_000_000) + duty) * Decimal("0.13")
    assert article in found.days.situation.cited.document


def test_only_what_no_article_names_is_unverified(shipped: Catalog) -> None:
    doubtful = {key for key, each in shipped.rate_days.situations.items() if each.cited.confidence != "official"}
    assert doubtful == {"transit", "transit_advance"}


def test_declared_late_at_once_with_when_to_pay(shipped: Catalog) -> None:
    """Arrived Monday 2026-03-02, declared 04-01: 16 days of 500 yuan; tax 231,700, 15 days: 04-16, 115.85 a day."""
    found = one(tiny(), shipped, date(2026, 3, 2), date(2026, 4, 1))
    assert found.late is not None
    assert (found.late.days, found.late.amount_cny) == (16, Decimal(8000))
    assert (found.days.pay_by, found.late_fee_a_day_cny) == (date(2026, 4, 16), Decimal("115.85"))


def test_bonded_goods_are_not_charged_as_late(shipped: Catalog) -> None:
    assert one(tiny(), shipped, date(2026, 3, 2), date(2026, 9, 1), "bonded").late is None


@pytest.mark.parametrize(("price", "small"), [(555.5, True), (555.6, False)])
def test_a_duty_within_the_exempt_amount_is_told_and_kept(shipped: Catalog, price: float, small: bool) -> None:
    """9 % of 555.50 is 50.00 (49.995), of 555.60 it is 50.00 (50.004); of 556 it is 50.04."""
    price = 556.0 if not small else price
    found = one(tiny({"offer": {"unit_price": price}}), shipped, date(2026, 3, 2), date(2026, 3, 3))
    assert found.is_small is small
    assert found.amount("duty") == (Decimal("50.00") if small else Decimal("50.04"))


@pytest.mark.parametrize(("quantity", "price"), [(4, 100), (5, 90), (9, 90), (10, 70), (11, 70)])
def test_the_price_of_the_break_reached_holds_for_all_units(shipped: Catalog, quantity: int, price: int) -> None:
    """100 a unit, 90 from 5 on, 70 from 10 on, in no order: the customs value is quantity × price."""
    breaks = (PriceBreak(offer="O", from_quantity=10.0, unit_price=70.0), PriceBreak(offer="O", from_quantity=5.0,
              unit_price=90.0), PriceBreak(offer="X", from_quantity=1.0, unit_price=1.0))  # fmt: skip
    case = tiny({"offer": {"unit_price": 100}}, price_breaks=breaks)
    found = one(case, shipped, date(2026, 3, 2), date(2026, 3, 3), quantity=quantity)
    assert found.customs_value_cny == quantity * price


def test_the_command_prints_days_rules_lines_and_charges(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = Case(tiny(), (), "case.xlsx", "")
    monkeypatch.setattr("importplan.cli.declare.open_case", lambda path: opened)
    declare(Path("case.xlsx"), declared="2026-04-01", arrived="2026-03-02", json=True)
    printed = json.loads(capsys.readouterr().out)
    assert (printed["rate_day"], printed["pay_by"], printed["situation"]) == ("2026-04-01", "2026-04-16", "ordinary")
    (found,) = printed["declarations"]
    amounts = {line["charge"]: line["amount_cny"] for line in found["lines"]}
    assert amounts == {"customs_value": 1_000_000, "duty": 90_000, "import_vat": 141_700}
    assert [line["deductible"] for line in found["lines"]] == [None, None, True]
    late = found["late_declaration"]
    assert (late["amount_cny"], late["last_free_day"], late["floor_cny"]) == (8000, "2026-03-16", 50)
    declare(Path("case.xlsx"), declared="2026-04-01", arrived="2026-03-02", language="zh")
    said = capsys.readouterr().out
    assert "滞报金：8,000 元" in said
    assert "第二十条第一款" in said


@pytest.mark.parametrize("words", [{"declared": "2026Q2"}, {"declared": "2026-04-01", "situation": "转口"}])
def test_what_is_no_day_or_no_situation_is_refused(monkeypatch: pytest.MonkeyPatch, words: dict[str, str]) -> None:
    monkeypatch.setattr("importplan.cli.declare.open_case", lambda path: Case(tiny(), (), "case.xlsx", ""))
    with pytest.raises(SystemExit):
        declare(Path("case.xlsx"), **words)


def test_a_provisional_rate_ends_with_its_year_and_the_money_is_told(shipped: Catalog) -> None:
    """After the last table the MFN rate holds: what is provisional in 2026 is dearer on 2027-01-01."""
    row = next(
        row for row in shipped.tariff.years[-1].rows.values()
        if row.provisional is not None and row.mfn is not None and row.provisional < row.mfn and not row.part_of_code
    )  # fmt: skip
    scenario = tiny({"item": {"hs_code": row.hs_code}})
    last, first = date(2026, 12, 31), date(2027, 1, 1)
    assert one(scenario, shipped, last, last).amount("duty") == Decimal(1_000_000) * (row.provisional or 0)
    assert one(scenario, shipped, first, first).amount("duty") == Decimal(1_000_000) * (row.mfn or 0)
    situation = shipped.rate_days.situations["ordinary"]
    told = declared_shipment(scenario, shipped, declaration_days(shipped, situation, first, first), 1.0).notes
    (note,) = (note for note in told if note.code == "provisional-ended")
    assert f"{Decimal(1_000_000) * ((row.mfn or 0) - (row.provisional or 0)):,.0f}" in note.found("en")
    before = declared_shipment(scenario, shipped, declaration_days(shipped, situation, last, last), 1.0).notes
    assert "provisional-ended" not in {note.code for note in before}
