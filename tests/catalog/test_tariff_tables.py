"""A year's tariff from a table: what is read of it, what is refused, what it changes, and that it then acts."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from importplan.catalog.annexes.read import read_annex
from importplan.catalog.lists.concordance import CodeStep, Concordance
from importplan.catalog.load import load
from importplan.catalog.source_words import in_language
from importplan.catalog.tariff_tables.take_in import TariffTaken, WantedTariff, take_in
from importplan.catalog.tariff_tables.year_files import write_year
from importplan.cli.main import main

SHIPPED = load()
YEAR = WantedTariff(date(2027, 1, 1), date(2027, 12, 31))
PART = replace(YEAR, part=True)
VERTICAL, HORIZONTAL = "84571010", "84571020"  # both 9 % in 2026, no provisional rate


def taken(tmp_path: Path, rows: list[list[object]], wanted: WantedTariff = PART, catalog=SHIPPED) -> TariffTaken:
    path = tmp_path / "2027.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return take_in(read_annex(path), catalog, wanted)


def codes(found: TariffTaken) -> dict[str, str]:
    """Issue → the cell that it stands at."""
    return {issue.code: issue.at.cell for issue in found.issues}


HEAD = ["税则号列", "商品名称", "最惠国税率(%)", "2027年暂定税率（%）", "普通税率"]


def test_a_table_of_the_ministry(tmp_path: Path) -> None:
    """Title, heading rows without rates, dots in codes, dashes before names, 免税, a delta before a rate."""
    found = taken(
        tmp_path,
        [
            ["中华人民共和国进出口税则（2027）"],
            HEAD,
            ["84.57", "加工金属的加工中心"],
            ["8457.1010", "-- 立式加工中心", "10", "5", "20"],
            ["8457.10.20", "-- 卧式加工中心", "9%", "免税", "20"],
            ["84573000", "- 多工位组合机床", "5△2", "", "20"],
        ],
        YEAR,
    )
    rows = found.year.rows
    assert {code: (rows[code].mfn, rows[code].provisional, rows[code].general) for code in rows} == {
        VERTICAL: (Decimal("0.10"), Decimal("0.05"), Decimal("0.2")),
        HORIZONTAL: (Decimal("0.09"), Decimal(0), Decimal("0.2")),
        "84573000": (Decimal("0.05"), Decimal("0.02"), Decimal("0.2")),
    }
    assert rows[VERTICAL].name_zh == "立式加工中心" and rows[VERTICAL].as_seen == "2027, 2027.csv: A4"
    assert found.difference.counts()["lowered"] == 3  # 9 → 5, 9 → 0, 5 → 2


def test_english_headings_of_an_agent_and_numbers_of_excel(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["HS Code", "Description", "MFN Rate (%)", "Interim Duty Rate", "Ratio"])
    book.active.append([84571010, "Vertical", 0.095, None, "x"])
    book.active["C2"].number_format = "0.0%"
    path = tmp_path / "tariff2027.xlsx"
    book.save(path)
    found = take_in(read_annex(path), SHIPPED, PART)
    assert found.year.rows[VERTICAL].mfn == Decimal("0.095")
    assert codes(found)["tariff-heading-unknown"] == "E1"


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (["8457101", "x", "9"], "tariff-code-digits", "A3"),
        (["84571O10", "x", "9"], "tariff-code-unreadable", "A3"),
        (["84571020", "x", "970"], "tariff-rate-cannot-be", "C3"),
        (["84571020", "x", "5", "9"], "tariff-provisional-above", "A3"),
        (["84571010", "x", "8"], "tariff-code-twice", "A3"),
        (["84571020", "x", "见附件"], "tariff-rate-no-percentage", "C3"),
        (["84571020", "x", "9", "", "5"], "tariff-general-below", "A3"),
    ],
)
def test_what_cannot_be_is_told_at_its_cell(tmp_path: Path, row: list[object], code: str, cell: str) -> None:
    found = taken(tmp_path, [HEAD, ["84571010", "立式", "9"], row])
    assert codes(found)[code] == cell


def test_shares_are_no_percentages(tmp_path: Path) -> None:
    found = taken(tmp_path, [HEAD, [VERTICAL, "a", 0.09], [HORIZONTAL, "b", 0.08]])
    assert codes(found)["tariff-rates-are-shares"] == "C1"
    assert "tariff-rates-are-shares" not in codes(taken(tmp_path, [HEAD, [VERTICAL, "a", 9], [HORIZONTAL, "b", 0.4]]))


def test_a_rate_that_cannot_be_read_is_unknown_and_not_that_of_last_year(tmp_path: Path) -> None:
    found = taken(tmp_path, [HEAD, [HORIZONTAL, "卧式", "0.5元/千克"], [VERTICAL, "立式", ""]])
    assert found.year.rows[HORIZONTAL].mfn is None
    assert found.year.rows[VERTICAL].mfn == Decimal("0.09")  # of part of a tariff a blank says nothing


def test_a_whole_table_with_a_blank_rate_knows_none(tmp_path: Path) -> None:
    found = taken(tmp_path, [HEAD, [VERTICAL, "立式", ""]], YEAR)
    assert found.year.rows[VERTICAL].mfn is None and "tariff-rates-lost" in codes(found)
    free = next(row.hs_code for row in SHIPPED.tariff.years[-1].rows.values() if row.mfn == 0)
    assert "tariff-rates-lost" in codes(taken(tmp_path, [HEAD, [free, "x", ""]], YEAR))  # a rate of 0 is a rate
    assert found.difference.outside > 800 and "tariff-chapters-missing" in codes(found)


def test_the_names_of_headings_are_those_of_the_table(tmp_path: Path) -> None:
    """Our own short name gives way to the printed one; the English one and the other headings stay."""
    found = taken(tmp_path, [HEAD, ["84.57", "加工金属的加工中心"], ["845710", "- 加工中心"], [VERTICAL, "立式", "9"]])
    written = write_year(tmp_path / "own", found, PART, date(2026, 12, 20))
    assert [path.name for path in written] == ["2027.toml", "2027.csv", "headings.csv"]
    own, shipped = load(own=tmp_path / "own").headings.by_code, SHIPPED.headings.by_code
    assert (own["8457"].name_zh, own["8457"].source) == ("加工金属的加工中心", "2027.csv")
    assert own["845710"].name_zh == "加工中心" and own["8457"].name_en == shipped["8457"].name_en
    assert own["8458"] == shipped["8458"] and len(own) == len(shipped)


def test_the_general_vat_is_no_rate_of_its_own(tmp_path: Path) -> None:
    found = taken(tmp_path, [["税号", "最惠国税率", "增值税率"], [VERTICAL, "9", "13"], [HORIZONTAL, "9", "9"]])
    assert found.year.rows[VERTICAL].vat is None and found.year.rows[HORIZONTAL].vat == Decimal("0.09")
    assert VERTICAL not in {change.after.hs_code for change in found.difference.changed}


def test_part_of_a_tariff_keeps_the_rest_but_for_provisional_rates(tmp_path: Path) -> None:
    """84013010: MFN 2 %, provisional 0 % in 2026. Not in the table of 2027, so 2 % in 2027, and that is told."""
    found = taken(tmp_path, [HEAD, [VERTICAL, "立式", "", "4"]])
    assert (found.year.rows["84013010"].mfn, found.year.rows["84013010"].provisional) == (Decimal("0.02"), None)
    assert (found.year.rows[VERTICAL].mfn, found.year.rows[VERTICAL].provisional) == (Decimal("0.09"), Decimal("0.04"))
    kept = found.year.rows["84013010"]
    assert kept.confidence == "unverified" and in_language(kept.source, "zh").startswith("沿用上一份税则")
    assert {"tariff-carried-on", "tariff-provisional-ended"} <= set(codes(found))
    assert len(found.year.rows) == len(SHIPPED.tariff.years[-1].rows)


def test_goods_of_part_of_a_code_do_not_give_all_goods_their_rate(tmp_path: Path) -> None:
    """`ex`, and one of two customs codes: the rate is named, MFN applies, and the note of pricing asks."""
    found = taken(tmp_path, [HEAD, ["ex8457.1010", "五轴联动", "9", "3"], ["8457102010", "某型", "9", "2"],
                             ["8457102090", "其他", "9", ""]])  # fmt: skip
    vertical, horizontal = found.year.rows[VERTICAL], found.year.rows[HORIZONTAL]
    assert (vertical.provisional, vertical.part_of_code) == (None, "ex84571010 五轴联动: 3%")
    assert (horizontal.provisional, horizontal.part_of_code) == (None, "8457102010 某型: 2%")
    differ = taken(tmp_path, [HEAD, ["8457102010", "a", "9"], ["8457102090", "b", "5"]])
    assert "tariff-parts-differ" in codes(differ)


def test_codes_gone_new_and_renumbered(tmp_path: Path) -> None:
    """The concordance says where 84571020 has gone; of 84573000 it says nothing, but a new code has its name."""
    step = CodeStep(HORIZONTAL, 2027, "84571025", "renumbered", "test", "given")
    catalog = replace(SHIPPED, concordance=Concordance({HORIZONTAL: (step,)}, SHIPPED.concordance.editions))
    name = SHIPPED.tariff.years[-1].rows["84573000"].name_zh
    rows = [HEAD, [VERTICAL, "立式", "9"], ["84571025", "卧式", "9"], ["84574000", name, "5"]]
    found = taken(tmp_path, rows, YEAR, catalog)
    assert found.difference.renumbered == {HORIZONTAL: ("84571025",)}
    assert found.difference.perhaps == {"84573000": "84574000"}
    assert {row.hs_code for row in found.difference.new} == {"84571025", "84574000"}
    assert found.year.rows[HORIZONTAL].replaced_by == ("84571025",)
    assert "tariff-codes-gone" in codes(found)


def test_the_year_then_acts_by_its_days(tmp_path: Path) -> None:
    own = tmp_path / "own"
    found = taken(tmp_path, [HEAD, [VERTICAL, "立式", "10", "5"]])
    write_year(own, found, PART, date(2026, 12, 20))
    tariff = load(own=own).tariff
    assert tariff.rate(VERTICAL, date(2026, 12, 31)).row.provisional is None
    assert tariff.rate(VERTICAL, date(2027, 1, 1)).row.provisional == Decimal("0.05")
    assert not tariff.rate(VERTICAL, date(2027, 12, 31)).carried
    assert tariff.year_of(date(2027, 6, 1)) == 2027


def test_the_command(tmp_path: Path, capsys) -> None:
    """Written where there is no error; not over the table that is read; nothing where there is one."""
    table = tmp_path / "税则2027.csv"
    table.write_text("税号,最惠国税率\n84571010,10\n84571020,9\n", encoding="utf-8")
    own = tmp_path / "own"
    assert main(["catalog", "import", "tariff", str(table), "-o", str(own), "--part", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["valid_from"] == "2027-01-01" and len(told["written"]) == 2
    assert {row["hs_code"]: row["change"] for row in told["difference"]["changed"]}[VERTICAL] == "raised"
    written = own / "tariff" / "2027.csv"
    before = written.read_bytes()
    assert main(["catalog", "import", "tariff", str(written), "-o", str(own), "--part"]) == 2
    table.write_text("税号,最惠国税率\n84571010,999\n", encoding="utf-8")
    assert main(["catalog", "import", "tariff", str(table), "-o", str(own), "--part"]) != 0
    assert written.read_bytes() == before
    assert "999" in capsys.readouterr().out
    assert main(["catalog", "import", "tariff", str(table.rename(tmp_path / "t.csv")), "-o", str(own)]) != 0
