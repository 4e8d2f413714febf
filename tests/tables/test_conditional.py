"""Looks under a condition: what a person reads where it holds is what counts; where nobody can tell, it is told."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from importplan.tables.grid import Grid
from importplan.tables.unseen import reading_notes
from importplan.tables.workbook import read_xlsx

WAN = '0!.0,"万"'


def grid_with(path: Path, *rules: tuple[str, dict[str, Any], dict[str, Any]], base: str = "") -> Grid:
    """B2 20, B3 30,000, B4 a text, C2 万: with rules on ranges, each with the look it gives."""
    book = xlsxwriter.Workbook(str(path / "a.xlsx"))
    sheet = book.add_worksheet("数据")
    look = book.add_format({"num_format": base} if base else {})
    sheet.write_row(0, 0, ["item", "units", "unit"])
    sheet.write_number(1, 1, 20, look)
    sheet.write_number(2, 1, 30000, look)
    sheet.write_string(3, 1, "many", look)
    sheet.write_string(1, 2, "万")
    for area, rule, given in rules:
        sheet.conditional_format(area, {**rule, **({"format": book.add_format(given)} if given else {})})
    book.close()
    return read_xlsx(path / "a.xlsx", "a.xlsx").grids[0]


def cell_is(sign: str, value: Any) -> dict[str, Any]:
    return {"type": "cell", "criteria": sign, "value": value}


def formula(words: str) -> dict[str, Any]:
    return {"type": "formula", "criteria": words}


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (cell_is(">", 1000), (False, True)), (cell_is("<=", 20), (True, False)), (cell_is("==", 20), (True, False)),
        (cell_is("!=", "$B$2"), (False, True)), (cell_is(">", "=B2"), (False, False)),
        ({"type": "cell", "criteria": "between", "minimum": 10, "maximum": 20}, (True, False)),
        ({"type": "cell", "criteria": "not between", "minimum": 10, "maximum": 20}, (False, True)),
        (formula("=$B2>1000"), (False, True)), (formula('=$C2="万"'), (True, False)), (formula("=TRUE"), (True, True)),
        (formula("=B$2>=20"), (True, True)), (formula('=$C2<>""'), (True, False)), (formula("=$C2>5"), (True, False)),
        ({"type": "no_blanks"}, (True, True)), ({"type": "blanks"}, (False, False)),
    ],
)  # fmt: skip
def test_a_condition_that_can_be_told_gives_its_format(
    rule: dict[str, Any], holds: tuple[bool, bool], tmp_path: Path
) -> None:
    grid = grid_with(tmp_path, ("B2:B4", rule, {"num_format": WAN}))
    shown = [grid.cell(row, 1).shown for row in (1, 2)]
    assert shown == [otherwise if now else plain for now, otherwise, plain in
                     zip(holds, ("0.002万", "3.0万"), ("20", "30000"), strict=True)]  # fmt: skip
    assert list(reading_notes("a.xlsx", [grid])) == []


@pytest.mark.parametrize(
    "rule",
    [
        formula("=SUM(B:B)>10"), formula("=AND(B2>1,B2<9)"), cell_is(">", "=AVERAGE($B$2:$B$3)"),
        {"type": "top", "value": 1}, {"type": "average", "criteria": "above"}, {"type": "duplicate"},
    ],
)  # fmt: skip
def test_a_condition_that_has_to_be_calculated_is_told_with_its_cells(rule: dict[str, Any], tmp_path: Path) -> None:
    grid = grid_with(tmp_path, ("B2:B3", rule, {"num_format": WAN}))
    assert [grid.cell(row, 1).shown for row in (1, 2)] == ["20", "30000"]
    (note,) = reading_notes("a.xlsx", [grid])
    assert (note.code, note.values["count"], note.values["cells"]) == ("looks-open", 2, "数据!B2, 数据!B3")
    assert WAN in str(note.values["formats"])


def test_colours_alone_are_nobody_s_concern(tmp_path: Path) -> None:
    looks = ({"bg_color": "#FF0000"}, {"bold": True}, {"num_format": "#,##0.00"})
    grid = grid_with(tmp_path, *(("B2:B4", formula("=SUM(B:B)>10"), look) for look in looks))
    assert list(reading_notes("a.xlsx", [grid])) == [] and not grid.formats


def test_the_first_rule_goes_before_the_next_and_both_before_the_format_of_the_cell(tmp_path: Path) -> None:
    first, second = (("B2:B3", formula("=TRUE"), {"num_format": code}) for code in ('0"打"', WAN))
    assert grid_with(tmp_path, first, second).cell(1, 1).shown == "20打"
    assert grid_with(tmp_path, ("B2", formula("=TRUE"), {"num_format": "0.00"}), base=WAN).cell(1, 1).shown == "20"
    no = grid_with(tmp_path, ("B2", formula("=FALSE"), {"num_format": "0.00"}), base=WAN)
    assert no.cell(1, 1).shown == "0.002万"


def test_values_that_are_hidden_struck_or_white_under_a_condition_are_so(tmp_path: Path) -> None:
    ways: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (cell_is(">", 1000), {"num_format": ";;;"}),
        (cell_is(">", 1000), {"font_color": "#FFFFFF"}),
        ({"type": "data_bar", "bar_only": True}, {}),
        ({"type": "icon_set", "icon_style": "3_arrows", "icons_only": True}, {}),
    ]
    for rule, given in ways:
        grid = grid_with(tmp_path, ("B3", rule, given))
        assert [grid.is_faint(row, 1) for row in (1, 2)] == [False, True], rule
    grid = grid_with(tmp_path, ("B2:B3", cell_is(">", 1000), {"font_strikeout": True}))
    assert grid.struck == {(2, 1)}
    assert not grid_with(tmp_path, ("B3", formula("=TRUE"), {"font_color": "#FFFFFF", "bg_color": "#000080"})).faint


def test_text_in_place_of_the_value_is_seen(tmp_path: Path) -> None:
    assert grid_with(tmp_path, ("B2:B4", cell_is("<", 100), {"num_format": '"充足"'})).cell(1, 1).shown == "充足"


def test_a_rule_of_an_extension_brings_its_look_along(tmp_path: Path) -> None:
    """As Excel writes rules that speak of another sheet; of what stands there the condition is not known."""
    grid_with(tmp_path)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rules = "".join(
        f'<x14:conditionalFormatting><x14:cfRule type="expression" priority="1"><xm:f>{words}</xm:f><x14:dxf><numFmt '
        f'numFmtId="200" formatCode="0&quot;打&quot;"/></x14:dxf></x14:cfRule><xm:sqref>{cell}</xm:sqref>'
        "</x14:conditionalFormatting>"
        for cell, words in (("B2", "$B$3&gt;9"), ("B3", "other!A1&gt;9"))
    )
    more = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        f"<x14:conditionalFormattings>{rules}</x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</worksheet>", more.encode())
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    grid = read_xlsx(tmp_path / "b.xlsx", "b.xlsx").grids[0]
    assert (grid.cell(1, 1).shown, grid.cell(2, 1).shown) == ("20打", "30000")
    assert dict(grid.open_looks) == {(2, 1): '0"打"'}


def test_conditions_without_end_are_given_up_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importplan.tables.conditional.MOST_TRIED", 1)
    grid = grid_with(tmp_path, ("B2:B3", formula("=TRUE"), {"num_format": WAN}))
    assert (set(grid.formats), set(grid.open_looks)) == ({(1, 1)}, {(2, 1)})
