"""A table of a result, before any file format: columns that say how they are shown, rows that are objects.

Excel, a page for browsers, the terminal and JSON are all made from the same list of columns: documents show the cells
for people (`Table.shown`), machines get the values (`Table.records`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any, Generic, Literal, TypeVar

from importplan.results.words import Words

Row = TypeVar("Row")
Read = TypeVar("Read", contravariant=True)  # a column of all rows is one of some rows too


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula with the value it has now; `{key}` stands for the cell of that column in its own row."""

    words: str
    value: float | date


Cell = str | float | int | date | Formula | None


# What a value is counted in, for machines; people read it in the heading. `currency` is that of the row, `goods` the
# unit of the item; a `share` of 0.05 is 5 %.
Unit = Literal["", "cny", "currency", "goods", "share", "count", "days", "months"]


class Look(Enum):
    """How a document sets the values of a column."""

    TEXT = "text"
    LONG_TEXT = "long_text"  # wrapped
    FIGURE = "figure"  # a number in words, with its interval: stands on the right
    DATE = "date"
    WHOLE = "whole"
    UNITS = "units"  # quantities: no needless decimals
    PIECES = "pieces"  # a whole quantity: shown like the others of its column, on the right
    YUAN = "yuan"  # CNY to the fen
    MONEY = "money"  # a price in the currency named beside it
    SUMMARY = "summary"  # CNY in the unit of summaries (万元, thousand CNY)
    SHARE = "share"
    RATE = "rate"  # of a charge

    @property
    def is_number(self) -> bool:
        """Whether the values are numbers (and stand on the right)."""
        return self not in (Look.TEXT, Look.LONG_TEXT, Look.FIGURE, Look.DATE)


@dataclass(frozen=True, slots=True)
class Form:
    """How the values of a column are shown: their look, and what people read in place of an id or a raw number."""

    look: Look
    tell: Callable[[Any, Any], Cell] | None = None  # of the names of the report and a value

    @property
    def wrapped(self) -> Form:
        """The same as text that wraps."""
        return Form(Look.LONG_TEXT, self.tell)


class Reader(Enum):
    """Whom a column is for."""

    ALL = "all"
    PEOPLE = "people"
    MACHINES = "machines"


@dataclass(frozen=True, slots=True)
class Leads:
    """That a cell leads to a row elsewhere: the one of table `to` with the same value in its first column.

    `input:<sheet>` is a sheet of the case, whose first column has the ids; `at` there names the column that is led to.
    The value is that of the column `by` of the same row, where it is not the cell's own.
    """

    to: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Column(Generic[Read]):
    """One column: its key, its unit, how it is shown, and its value in a row.

    Its heading stands in the labels table under `result.column.<key>` unless `heading` says it. Machines know it by its
    key or, where other programs rely on another name, by `known_as`.
    """

    key: str
    unit: Unit
    form: Form
    value: Callable[[Read], Any]
    total: bool = False  # whether a live total stands below
    heading: str = ""
    widest: float = 0.0  # places that words take before they wrap; 0: as the form has it
    span: int = 1  # columns of the grid of page one that it takes
    entry: bool = False  # whether a reader is to change the values, on which formulas of the row depend
    reader: Reader = Reader.ALL
    known_as: str = ""
    leads: Leads | None = None


# The place of a row in its table, for people.
NUMBER: Column[Any] = Column("number", "count", Form(Look.WHOLE), lambda row: None, reader=Reader.PEOPLE)


def record(columns: Iterable[Column[Row]], row: Row) -> dict[str, Any]:
    """A row for machines: name → plain value."""
    return {
        column.known_as or column.key: plain(column.value(row))
        for column in columns
        if column.reader is not Reader.PEOPLE
    }


def plain(value: Any) -> Any:
    """A value of JSON: dates as ISO text, records as objects; a number that is not finite is null."""
    if isinstance(value, float):  # those of numpy too
        return float(value) if isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Formula | Enum):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(part) for part in (sorted(value) if isinstance(value, frozenset) else value)]
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    return value


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """Rows under columns. Its title stands in the labels table under `result.table.<key>`."""

    key: str
    columns: tuple[Column[Row], ...]
    rows: Sequence[Row]
    quiet: bool = False  # left out where it has no rows; else a sentence says that there is nothing
    headed: str = "result.column"  # where its headings stand in the labels table
    detail: str = ""  # the table that has all rows of this short one

    def values(self, key: str) -> tuple[Any, ...]:
        """One column as machines see it."""
        column = next(column for column in self.columns if column.key == key)
        return tuple(column.value(row) for row in self.rows)

    def records(self) -> list[dict[str, Any]]:
        """The rows for machines."""
        return [record(self.columns, row) for row in self.rows]

    @property
    def told(self) -> tuple[Column[Row], ...]:
        """The columns for people."""
        return tuple(column for column in self.columns if column.reader is not Reader.MACHINES)

    def headings(self, names: Words) -> tuple[str, ...]:
        """What people read above them."""
        return tuple(column.heading or names.word(f"{self.headed}.{column.key}") for column in self.told)

    def shown(self, names: Words) -> Shown:
        """What people read."""
        columns, headings = self.told, self.headings(names)
        rows = tuple(
            tuple(number if column.value is NUMBER.value else cell(names, column, row) for column in columns)
            for number, row in enumerate(self.rows, start=1)
        )
        return Shown(self.key, columns, headings, rows)


def cell(names: Words, column: Column[Row], row: Row) -> Cell:
    """What people read of a column in a row."""
    value, tell = column.value(row), column.form.tell
    found: Cell | Decimal = value if tell is None or value is None else tell(names, value)
    return float(found) if isinstance(found, Decimal) else found


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as people read it, ready for any document: columns with their headings, cells by row."""

    key: str
    columns: tuple[Column[Any], ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def place(self, key: str) -> int:
        """The number of a column."""
        return [column.key for column in self.columns].index(key)

    def cells(self, key: str) -> tuple[Cell, ...]:
        """One column."""
        place = self.place(key)
        return tuple(row[place] for row in self.rows)

    @property
    def has_totals(self) -> bool:
        """Whether sums stand below."""
        return bool(self.rows) and any(column.total for column in self.columns)

    def total(self, place: int) -> float:
        """The sum of the numbers of a column, as they stand there: what a program would reckon from its cells."""
        look = self.columns[place].form.look
        return sum(value for row in self.rows if isinstance(value := tidy(row[place], look), int | float))

    def totals(self, words: str) -> tuple[Cell, ...]:
        """The row of sums: words in the first column, a sum in each that has one."""
        others = (words, *(None for _ in self.columns[1:]))
        return tuple(self.total(at) if column.total else others[at] for at, column in enumerate(self.columns))


def tidy(value: Cell, look: Look) -> Cell:
    """A value without the dust of arithmetic: what shows as 0.00 is 0, and there is no minus zero."""
    money = look in (Look.YUAN, Look.SUMMARY, Look.MONEY)
    dust = 5e-3
    return 0.0 if money and isinstance(value, (int, float)) and abs(value) < dust else value


def look_of(value: Cell, look: Look) -> Look:
    """The look of one value: whole quantities without decimals."""
    whole = look is Look.UNITS and isinstance(value, (int, float)) and abs(value - round(value)) < 1e-9
    return Look.PIECES if whole else look
