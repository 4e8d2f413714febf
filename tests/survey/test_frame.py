"""The list of firms asked: headings found by their words, money in its unit, and what would spoil the weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from importplan.basics.errors import InputRejected
from importplan.catalog.load import load
from importplan.survey.frame_file import read_frame

HEADINGS = ("序号", "企业名称", "统一社会信用代码", "所在地市", "所属行业", "营业收入（万元）")
CITIES = load().cities
CODE = "91440101MA59XXXX0A"


def written(tmp_path: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    path = tmp_path / "frame.xlsx"
    book.save(path)
    return path


def codes(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputRejected) as caught:
        read_frame(path, CITIES)
    return [(issue.code, issue.at.cell) for issue in caught.value.issues]


def test_a_list_with_a_title_above(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ("发放名单",),
        HEADINGS,
        (1, "甲机床有限公司", None, "东莞市", "机床", 4500),
        (2, "乙公司", "", "佛山", "医疗", "1.2亿元"),
        (3, "丙公司", "", "佛山", "医疗", "不清楚"),
    )
    firms = read_frame(path, CITIES).firms
    assert [(firm.name, firm.city, firm.industry, firm.revenue_cny) for firm in firms] == [
        ("甲机床有限公司", "东莞", "机床", 4.5e7),
        ("乙公司", "佛山", "医疗", 1.2e8),
        ("丙公司", "佛山", "医疗", None),
    ]
    assert firms[0].at.cell == "3"


def test_a_csv_in_a_chinese_coding(tmp_path: Path) -> None:
    path = tmp_path / "frame.csv"
    path.write_bytes("企业名称,所在地市,营业收入（元）\n甲公司,东莞,5000000\n".encode("gb18030"))
    (firm,) = read_frame(path, CITIES).firms
    assert (firm.name, firm.revenue_cny) == ("甲公司", 5e6)


def test_a_firm_that_stands_twice_would_be_weighted_twice(tmp_path: Path) -> None:
    path = written(tmp_path, HEADINGS, (1, "甲公司", "", "东莞", "机床", 1), (2, "甲 公司", "", "东莞", "机床", 1))
    assert codes(path) == [("survey-frame-twice", "3")]


def test_a_wrong_code_and_a_revenue_in_words_are_told_with_their_cells(tmp_path: Path) -> None:
    path = written(tmp_path, HEADINGS, (1, "甲公司", CODE, "东莞", "机床", "很多"))
    assert codes(path) == [("survey-frame-cell", "C2"), ("survey-frame-cell", "F2")]


def test_a_sheet_without_a_list(tmp_path: Path) -> None:
    assert codes(written(tmp_path, ("说明",), ("无",))) == [("survey-frame-missing", "")]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert codes(tmp_path / "none.xlsx") == [("file-missing", "")]


def test_a_firm_that_is_hidden_or_crossed_out_and_a_revenue_of_two_are_no_guess(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEADINGS, *((n, f"{name}公司", None, "佛山", "机床", 4500) for n, name in enumerate("甲乙丙丁"))
    )
    assert len(read_frame(path, CITIES).firms) == 4
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.row_dimensions[3].hidden = True
    sheet["B2"].font = Font(strike=True)
    sheet.merge_cells("F4:F5")
    book.save(path)
    assert codes(path) == [("survey-frame-hidden", ""), ("survey-frame-cell", "B2"), ("survey-frame-merged", "F4")]
