"""A table for people, before any file format: columns with a form, rows of plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula with the value it has now; `{row}` stands for the number of its own row."""

    words: str
    value: float | date


Cell = str | float | int | date | Formula | None


class Form(Enum):
    """How the values of a column are shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"  # wrapped
    FIGURE = "figure"  # a number in words, with its interval: stands on the right
    DATE = "date"
    WHOLE = "whole"
    UNITS = "units"  # quantities: no needless decimals
    PIECES = "pieces"  # a whole quantity: shown like the others of its column, on the right
    YUAN = "yuan"  # CNY to the fen
    MONEY = "money"  # a price in the currency named beside it
    SUMMARY = "summary"  # CNY in the unit of summaries (万元, thousand CNY); already divided
    SHARE = "share"
    RATE = "rate"  # of a charge

    @property
    def is_number(self) -> bool:
        """Whether the values are numbers (and stand on the right)."""
        return self not in (Form.TEXT, Form.LONG_TEXT, Form.FIGURE, Form.DATE)


def tidy(value: Cell, form: Form) -> Cell:
    """A value without the dust of arithmetic: what shows as 0.00 is 0, and there is no minus zero."""
    money = form in (Form.YUAN, Form.SUMMARY, Form.MONEY)
    dust = 5e-3
    return 0.0 if money and isinstance(value, (int, float)) and abs(value) < dust else value


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Its heading stands in the labels table under `result.column.<key>` unless `heading` gives it."""

    key: str
    form: Form = Form.TEXT
    total: bool = False  # whether a live total stands below
    heading: str = ""
    widest: float = 0.0  # places that words take before they wrap; 0: as the form has it
    entry: bool = False  # whether a reader is to change the values, on which formulas of the row depend


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. Its title stands in the labels table under `result.table.<key>`."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.key}: {len(self.columns)} columns, a row of {len(row)}")

    def values(self, key: str) -> tuple[Cell, ...]:
        """One column."""
        position = next(number for number, column in enumerate(self.columns) if column.key == key)
        return tuple(row[position] for row in self.rows)
