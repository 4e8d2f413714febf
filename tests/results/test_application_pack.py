"""The papers of an application for relief: amounts as in the landed cost, what is missing named, safe as a workbook."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from relieved_case import relieved
from result_fixtures import names_of

from importplan.customs.cost.rules import TAXES
from importplan.customs.cost.rules.vat import VAT_CASH
from importplan.pipeline.plan import write_pack
from importplan.results.sheets.landed_cost import traced
from importplan.results.views.application import Application, applications
from importplan.results.views.declared import PLANNED, declared
from importplan.results.views.order_lines import order_lines

TAXED = {charge.key for charge in TAXES}


def found() -> dict[str, Application]:
    return {entry.row.certificate: entry for entry in applications(relieved(), names_of(relieved()))}


def test_there_is_one_for_each_certificate_with_goods_to_declare() -> None:
    """The held confirmation has only goods in stock, which are through customs."""
    statuses = {name: entry.row.status for name, entry in found().items()}
    assert statuses == {"确认书-8": "applied", "2027年度资格": "planned"}


def test_every_line_has_the_amounts_of_the_landed_cost_sheet() -> None:
    """Customs value and tax due are those of `landed_cost`, to the fen; relieved and due make the ordinary tax."""
    result = relieved()
    by_number: dict[int, dict[str, Decimal]] = {}
    for number, charge in ((entry.line.number, entry.charge) for entry in traced(result)):
        by_number.setdefault(number, {})[charge.charge] = charge.amount_cny
    planned = [line for entry in found().values() for line in entry.lines if line.source.kind == PLANNED]
    applied = [line for line in planned if line.source.certificate == 0]
    assert applied
    for line in applied:
        sheet = by_number[line.source.number]
        assert line.customs_value_cny == sheet["customs_value"]
        ordinary = sum(charge.amount_cny for charge in line.source.ordinary if charge.charge in TAXED)
        assert line.tax_cny == ordinary - sum(amount for charge, amount in sheet.items() if charge in TAXED)


def test_a_line_by_hand() -> None:
    """The signed machine: 12,000,000 at 9 % = 1,080,000; VAT on that duty 13 % = 140,400."""
    line = next(line for line in found()["确认书-8"].lines if "2026-CT-9" in line.label)
    assert (line.hs_code, line.currency, line.amount) == ("84602419", "CNY", Decimal("12000000.00"))
    assert (line.duty_cny, line.vat_cny, line.tax_cny) == (Decimal(1080000), Decimal(140400), Decimal(1220400))
    assert line.requested == "免关税、照征增值税"


def test_the_total_is_the_sum_and_the_rounding_difference_is_that_to_the_plan() -> None:
    entry = found()["确认书-8"]
    assert entry.tax_cny == sum(line.tax_cny for line in entry.lines)
    assert abs(entry.rounding_cny) <= Decimal("0.02") * len(entry.lines)
    plan = {number: line for number, line in enumerate(order_lines(relieved()), start=1)}
    for source in declared(relieved()):
        if source.kind == PLANNED and source.certificate == 0:
            line = plan[source.number]
            vat = line.ordinary[VAT_CASH] - line.charges[VAT_CASH]
            assert source.unrounded_relieved_cny == pytest.approx(line.relief_cost_cny + vat)


def test_what_is_missing_says_where_to_fill_it_in() -> None:
    missing = {field.key: field.missing for field in found()["确认书-8"].missing}
    assert set(missing) >= {"credit_code", "project_no", "tax_nature", "import_port", "use_place"}
    assert "customs_code" not in missing
    assert "减免税资格" in missing["import_port"] and "进口口岸" in missing["import_port"]


def test_the_workbooks_are_written_and_safe(tmp_path: Path) -> None:
    written = write_pack(relieved(), tmp_path / "pack")
    assert sorted((tmp_path / "pack").iterdir()) == sorted(written)
    assert all(path.name.startswith("减免税申请_佛山某压缩机有限公司_") for path in written)
    path = next(path for path in written if "确认书-8" in path.name)
    values, formulas = load_workbook(path, data_only=True), load_workbook(path)
    assert formulas.sheetnames == ["减免税申请", "待补与待核"]
    live = [cell for row in formulas.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"]
    assert len(live) == 4 and all(cell.value.startswith("=SUM(") for cell in live)
    total = values.worksheets[0][live[-1].coordinate].value
    assert total == float(found()["确认书-8"].tax_cny)
    words = {cell.value for row in values.worksheets[0].iter_rows() for cell in row if isinstance(cell.value, str)}
    assert any(word.startswith("+2026-CT-9") for word in words)  # text that begins like a formula stays text


def test_the_same_name_twice_overwrites_nothing(tmp_path: Path) -> None:
    first = write_pack(relieved(), tmp_path)
    second = write_pack(relieved(), tmp_path)
    assert first == second and len(set(first)) == len(first)
