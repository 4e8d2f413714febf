"""Where the questions of the item and need sheets stand: columns, themes, first row and number of rows."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.documents.excel.palette import (
    BLUE,
    GREEN,
    ORANGE,
    PALE_BLUE,
    PALE_GREEN,
    PALE_ORANGE,
    PALE_VIOLET,
    VIOLET,
)
from importplan.survey.questions import ITEM, Question, of_group


@dataclass(frozen=True, slots=True)
class Theme:
    """Questions that belong together: a band of one colour. `breaks` begins a printed page."""

    key: str
    numbers: tuple[str, ...]
    color: str
    pale: str
    breaks: bool = False


THEMES = (
    Theme("use", ("B1", "B2", "B3", "B4", "B5", "B6", "B7"), BLUE, PALE_BLUE),
    Theme("source", ("B8", "B9", "B12", "B13"), GREEN, PALE_GREEN, breaks=True),
    Theme("outage", ("B14", "B15", "B16", "B17", "B18", "B19"), ORANGE, PALE_ORANGE, breaks=True),
    Theme("alternative", ("B20", "B21"), VIOLET, PALE_VIOLET, breaks=True),
)

NUMBER_COLUMN = 0  # 序号
KIND_COLUMN, NAME_COLUMN, CHECK_COLUMN = 1, 2, 3
ITEM_HEADING_ROW = 4
ITEM_FIRST_ROW = 5
ITEM_ROWS = 30

NEED_HEADING_ROW = 3
NEED_FIRST_ROW = 4
NEED_ROWS = 120
NEED_ROWS_PRINTED = 60
NEED_COLUMNS = {
    "item_number": 0, "period": 2, "quantity": 3, "quantity_low": 5, "quantity_high": 6, "firmness": 7,
}  # fmt: skip
NEED_NAME_COLUMN, NEED_UNIT_COLUMN, NEED_CHECK_COLUMN = 1, 4, 8


def item_columns() -> dict[str, int]:
    """Question key → column of the item sheet, by number; the check stands beside the name, within the frozen part."""
    columns = {"kind": KIND_COLUMN, "item_name": NAME_COLUMN}
    rest = (question.key for question in of_group(ITEM) if question.key not in columns)
    return columns | {key: CHECK_COLUMN + place for place, key in enumerate(rest, start=1)}


def theme_of(question: Question) -> Theme:
    """The theme of an item question."""
    return next(theme for theme in THEMES if question.number in theme.numbers)
