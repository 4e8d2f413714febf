"""A returned form of three sheets, with the words of the questionnaire, for tests to spoil."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from importplan.basics.labels import text
from importplan.survey.questions import FIRM, ITEM, NEED, of_group

Lines = Sequence[Mapping[str, Any]]
FIRM_ANSWERS = {"firm_name": "东莞市甲精密机械有限公司", "city": "东莞", "revenue_cny": "1,200", "consent": "是"}
ITEM_LINES: Lines = (
    {
        "item_number": 1,
        "kind": "整机",
        "item_name": "五轴立式加工中心",
        "unit": "台",
        "first_origin": "日本",
        "stock": "无",
    },
    {"item_number": 2, "kind": "关键零部件", "item_name": "主轴轴承", "unit": "套", "stock": "不清楚"},
)
NEED_LINES: Lines = (
    {"item_number": 1, "period": "2027Q1", "quantity": 2, "firmness": "已签约"},
    {"item_number": 1, "period": "27年二季度", "quantity": "3~5", "firmness": "意向"},
    {"item_number": 2, "period": "2027-07", "quantity": "１２套", "firmness": "已列预算"},
)


def heading(key: str) -> str:
    return text(f"survey.question.{key}", "zh")


def firm_rows(answers: Mapping[str, Any]) -> list[list[Any]]:
    return [[question.number, heading(question.key), answers.get(question.key, "")] for question in of_group(FIRM)]


def table(keys: Sequence[str], lines: Lines) -> list[list[Any]]:
    return [[heading(key) for key in keys], *([line.get(key, "") for key in keys] for line in lines)]


ITEM_KEYS = ("item_number", *(question.key for question in of_group(ITEM)))
NEED_KEYS = tuple(question.key for question in of_group(NEED))


def form(
    firm: Mapping[str, Any] = FIRM_ANSWERS, items: Lines = ITEM_LINES, needs: Lines = NEED_LINES
) -> dict[str, list[list[Any]]]:
    """Sheet name → rows."""
    return {
        "企业情况": [["企业进口需求调研表（2026.1版）"], ["题号", "问题", "回答"], *firm_rows(firm)],
        "物项情况": table(ITEM_KEYS, items),
        "分季度需求": table(NEED_KEYS, needs),
    }


def save(path: Path, sheets: Mapping[str, list[list[Any]]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path
