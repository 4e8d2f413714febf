"""Orders for an ERP: the documented columns, amounts to the fen, no formula in any cell."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from result_fixtures import planned

from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.documents import orders_file
from importplan.pipeline.plan import to_json, write_result
from importplan.results.plan_result import PlanResult
from importplan.results.views.purchase_orders import COLUMNS

PAGE = Path(__file__).parents[2] / "docs" / "exports.md"


def lines(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_every_column_is_on_the_page_and_no_other() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE) == [column.key for column in COLUMNS]


def test_orders_are_those_of_the_plan_and_instalments_are_the_amount() -> None:
    result = planned()
    found, told = lines(orders_file.content(result)), to_json(result)["orders"]
    assert [line["offer_id"] for line in found] == [order["offer"] for order in told]
    assert [(line["order_by"], line["port"], line["usable"]) for line in found] == [
        (order["order_by"], order["port"], order["usable"]) for order in told
    ]
    for line, order in zip(found, told, strict=True):
        parts = [Decimal(line[f"{name}_amount"]) for name in ("deposit", "shipment", "acceptance", "retention")]
        assert sum(parts) == Decimal(line["amount"])
        assert Decimal(line["amount"]) == Decimal(line["unit_price"]) * Decimal(line["quantity"])
        assert abs(Decimal(line["amount_cny"]) - Decimal(str(order["amount_cny"]))) <= Decimal("0.005")
        assert re.fullmatch(r"\d+\.\d\d", line["amount"])
        assert all(
            bool(line[f"{name}_due"]) == (part > 0)
            for name, part in zip(("deposit", "shipment", "acceptance", "retention"), parts, strict=True)
        )
        assert line["input_sha256"] == result.run.input_sha256
    assert len({line["line_id"] for line in found}) == len(found)


def test_thirds_of_an_odd_price_add_up() -> None:
    result = planned()
    offers = tuple(
        replace(offer, unit_price=100.01, deposit_share=1 / 3, shipment_share=1 / 3, retention_share=0.0)
        for offer in result.scenario.offers
    )
    odd = replace(result, scenario=result.scenario.replace(offers=offers))
    for line in lines(orders_file.content(odd)):
        parts = [Decimal(line[f"{name}_amount"]) for name in ("deposit", "shipment", "acceptance")]
        assert sum(parts) == Decimal(line["amount"])
        assert all(part == part.quantize(Decimal("0.01")) for part in parts)


def test_no_cell_is_a_formula() -> None:
    result = planned()
    suppliers = tuple(replace(one, name="=cmd|' /C calc'!A0") for one in result.scenario.suppliers)
    items = tuple(replace(one, name_zh="+1", name_en="@x") for one in result.scenario.items)
    hostile: PlanResult = replace(result, scenario=result.scenario.replace(suppliers=suppliers, items=items))
    found = lines(orders_file.content(hostile))
    assert found and all(line["supplier_name"].startswith("'=") for line in found)
    assert not [cell for line in found for cell in line.values() if cell.startswith(("=", "+", "-", "@"))]


def test_a_result_workbook_gives_the_same_orders(tmp_path: Path) -> None:
    result = planned()
    write_result(result, tmp_path / "result.xlsx")
    words = ["export", str(tmp_path / "result.xlsx"), "--orders", str(tmp_path / "orders.csv")]
    assert main(words) == ExitCode.DONE
    assert (tmp_path / "orders.csv").read_bytes() == orders_file.content(result)
