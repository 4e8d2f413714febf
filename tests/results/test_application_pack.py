"""The papers of an application for relief: amounts as in the landed cost, what is missing named, safe as a workbook."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from relieved_case import relieved
from result_fixtures import names_of

from importplan.catalog.load import load
from importplan.customs.cost.rules import TAXES
from importplan.customs.cost.rules.vat import VAT_CASH
from importplan.pipeline.plan import write_pack
from importplan.results.sheets.landed_cost import traced
from importplan.results.views.application import (
    Application,
    applications,
    asked_of,
    code_words,
    statutory_words,
    words_of,
)
from importplan.results.views.declared import PLANNED, declared
from importplan.results.views.order_lines import order_lines

TAXED = {charge.key for charge in TAXES}


def found(certificate: str) -> tuple[Application, ...]:
    return tuple(entry for entry in applications(relieved()) if entry.row.certificate == certificate)


def signed() -> Application:
    """That of the signed machine."""
    (entry,) = (entry for entry in found("确认书-8") if not entry.is_forecast)
    return entry


def test_there_is_one_for_each_certificate_contract_and_term() -> None:
    """The held confirmation has only goods in stock, which are through customs; what is not signed is a forecast."""
    keys = [(each.row.certificate, each.contract, each.supplier, each.incoterm) for each in applications(relieved())]
    assert len(set(keys)) == len(keys)
    assert {each.row.certificate for each in applications(relieved())} == {"确认书-8", "2027年度资格"}
    assert signed().contract == "+2026-CT-9"
    for each in applications(relieved()):
        assert {line.source.certificate for line in each.lines} == {each.certificate}
        terms = {(line.source.offer.supplier, line.source.offer.incoterm) for line in each.lines}
        assert terms == {(each.supplier, each.incoterm)}
        assert all((line.source.reference or "") == each.contract for line in each.lines)
        assert each.is_forecast == all(line.source.kind == PLANNED for line in each.lines)


def test_every_line_has_the_amounts_of_the_landed_cost_sheet() -> None:
    """Customs value and tax due are those of `landed_cost`, to the fen; relieved and due make the ordinary tax."""
    result = relieved()
    by_number: dict[int, dict[str, Decimal]] = {}
    for number, charge in ((entry.line.number, entry.charge) for entry in traced(result)):
        by_number.setdefault(number, {})[charge.charge] = charge.amount_cny
    planned = [line for entry in applications(relieved()) for line in entry.lines if line.source.kind == PLANNED]
    applied = [line for line in planned if line.source.certificate == 0]
    assert applied
    for line in applied:
        sheet = by_number[line.source.number]
        assert line.customs_value_cny == sheet["customs_value"]
        ordinary = sum(charge.amount_cny for charge in line.source.ordinary if charge.charge in TAXED)
        assert line.tax_cny == ordinary - sum(amount for charge, amount in sheet.items() if charge in TAXED)


def test_a_line_by_hand() -> None:
    """The signed machine: 12,000,000 at 9 % = 1,080,000; VAT on that duty 13 % = 140,400."""
    (line,) = signed().lines
    assert (line.hs_code.rstrip("□"), line.currency, line.amount) == ("84602419", "CNY", Decimal("12000000.00"))
    assert (line.duty_cny, line.vat_cny, line.tax_cny) == (Decimal(1080000), Decimal(140400), Decimal(1220400))
    assert line.requested == "免关税、照征增值税"


def test_the_total_is_the_sum_and_the_rounding_difference_is_that_to_the_plan() -> None:
    for entry in applications(relieved()):
        assert entry.tax_cny == sum(line.tax_cny for line in entry.lines)
        assert abs(entry.rounding_cny) <= Decimal("0.02") * len(entry.lines)
    plan = {number: line for number, line in enumerate(order_lines(relieved()), start=1)}
    for source in declared(relieved()):
        if source.kind == PLANNED and source.certificate == 0:
            line = plan[source.number]
            vat = line.ordinary[VAT_CASH] - line.charges[VAT_CASH]
            assert source.unrounded_relieved_cny == pytest.approx(line.relief_cost_cny + vat)


def test_what_is_missing_says_where_to_fill_it_in() -> None:
    missing = {field.key: field.missing for field in signed().missing}
    assert set(missing) >= {"credit_code", "project_no", "approved_by", "import_port", "use_place"}
    assert not {"customs_code", "tax_nature", "contracts"} & set(missing)
    assert "减免税资格" in missing["import_port"] and "进口口岸" in missing["import_port"]


def header(entry: Application) -> dict[str, str]:
    return {field.key: words_of(field) for field in entry.header}


def test_codes_of_eight_digits_and_statutory_units_are_asked_for_and_never_made_up() -> None:
    (line,) = signed().lines
    assert line.hs_code == "84602419□□" and line.statutory == "□"
    assert any("84602419" in words and "第 9、10 位" in words for words in signed().asked)
    assert any("法定计量单位" in words for words in signed().asked)
    item = line.source.item
    assert code_words(replace(item, hs_code="8460241900")) == "8460241900"
    names = names_of(relieved())
    given = replace(item, hs_code="8460241900", statutory=(("台", "1"), ("千克", "8500")))
    assert not list(asked_of(names, given))
    assert statutory_words(given, 2.0) == "2 台；17,000 千克"


def test_the_tax_nature_is_that_of_the_regime_unless_the_case_says_another() -> None:
    words = header(signed())["tax_nature"]
    assert words.startswith("789 鼓励项目") and "二手资料" in words
    assert header(found("2027年度资格")[0])["tax_nature"].startswith("408 重大技术装备")


@pytest.mark.parametrize("words", ["待定", "xxx", "TBD", "0000000000", "-", "示例-2027", "（待补）", "n/a"])
def test_a_stand_in_counts_as_missing(words: str) -> None:
    case = relieved().scenario
    rows = tuple(replace(row, project_no=words) for row in case.qualifications)
    entry = applications(replace(relieved(), scenario=case.replace(qualifications=rows)))[0]
    field = next(field for field in entry.header if field.key == "project_no")
    assert field.value == words and "待补" in field.missing


def test_a_number_that_is_meant_does_not_count_as_missing() -> None:
    meant = ("P-7", "鄂发改外资〔2026〕12号", "广州海关", "A", "粤工信2027-1")
    assert not any(map(load().relief_words.is_placeholder, meant))


def test_how_many_notices_the_batches_need_is_marked_as_unchecked() -> None:
    for entry in applications(relieved()):
        batches = len({line.source.dates.port for line in entry.lines})
        assert f"{batches} 批到港，需 {batches} 份" in header(entry)["notice"] and "待核" in header(entry)["notice"]


def test_the_papers_are_written_and_safe(tmp_path: Path) -> None:
    written = write_pack(relieved(), tmp_path / "pack")
    assert sorted((tmp_path / "pack").iterdir()) == sorted(written)
    assert sorted(path.name[:5] for path in written if path.suffix == ".docx") == sorted(
        "减免税预测" if entry.is_forecast else "减免税申请" for entry in applications(relieved())
    )
    path = next(path for path in written if path.name.startswith("减免税申请") and path.suffix == ".xlsx")
    assert "确认书-8" in path.name and "2026-CT-9" in path.name and all(len(one.name.encode()) < 255 for one in written)
    values, formulas = load_workbook(path, data_only=True), load_workbook(path)
    assert formulas.sheetnames == ["减免税申请", "待补与待核"]
    live = [cell for row in formulas.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"]
    assert len(live) == 4 and all(cell.value.startswith("=SUM(") for cell in live)
    total = values.worksheets[0][live[-1].coordinate].value
    assert total == float(signed().tax_cny)
    words = {cell.value for row in values.worksheets[0].iter_rows() for cell in row if isinstance(cell.value, str)}
    assert any(word.startswith("+2026-CT-9") for word in words)  # text that begins like a formula stays text


def test_word_says_what_the_workbook_says(tmp_path: Path) -> None:
    """Every field, every cell of the goods and every open point stands in both files."""
    for path in write_pack(relieved(), tmp_path):
        if path.suffix != ".docx":
            continue
        document = docx.Document(str(path))
        said = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
        said |= {paragraph.text for paragraph in document.paragraphs}
        book = load_workbook(path.with_suffix(".xlsx"), data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            for cell in row:
                if isinstance(cell, float) and cell:
                    assert f"{cell:,.2f}" in said or f"{cell:g}" in said, (path.name, cell)
                elif isinstance(cell, str):
                    assert cell in said, (path.name, cell)
        for (point,) in book.worksheets[1].iter_rows(values_only=True):
            assert point in said, point


def test_the_same_papers_twice_overwrite_nothing(tmp_path: Path) -> None:
    first = write_pack(relieved(), tmp_path)
    second = write_pack(relieved(), tmp_path)
    assert first == second and len(set(first)) == len(first)


def test_without_the_library_for_word_come_workbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importplan.documents.application.pack.writes_word", lambda: False)
    assert {path.suffix for path in write_pack(relieved(), tmp_path)} == {".xlsx"}
