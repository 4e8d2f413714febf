"""One column of a sheet: kind of value, unit, default, limits. The words of a column stand in the labels table."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from enum import Enum
from functools import cache
from typing import Any, ClassVar

from importplan.basics.issues import Place


class CellKind(Enum):
    """How a cell is read. Codes are text and keep their zeros; shares are 0.15 or 15 %."""

    ID = "id"  # names the row; text
    REFERENCE = "reference"  # the id of a row of another sheet
    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"  # whole number
    SHARE = "share"  # 0 … 1, also written with %
    MONEY = "money"  # CNY; also 万元 and 亿元 as written
    DATE = "date"  # a day; where a month or a quarter was written its first one, told
    BY = "by"  # a day by which something is there; where a month or a quarter was written its last one, told
    START = "start"  # where an interval begins: the first day of what was written
    END = "end"  # where it ends: the last day of what was written
    PERIOD = "period"  # a day, a month, a quarter …: kept whole, as a `Span`
    YES_NO = "yes_no"
    CHOICE = "choice"
    LIST = "list"  # values separated by ;
    PAIRS = "pairs"  # name=value separated by ;
    HS_CODE = "hs_code"  # 8 or 10 digits
    COUNTRY = "country"  # ISO-2, or its name in either language
    COUNTRIES = "countries"  # countries separated by ;
    CURRENCY = "currency"  # ISO 4217
    PROBABILITY_WORD = "probability_word"  # one of `choices` or a probability


DAYS = frozenset({CellKind.DATE, CellKind.BY, CellKind.START, CellKind.END})  # held as a day
SPANS = DAYS | {CellKind.PERIOD}  # written as a day or a period


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """What the schema says of one column; `attribute` is the dataclass field that holds it."""

    key: str
    attribute: str
    kind: CellKind
    default: Any  # MISSING where the column is required
    unit: str
    choices: tuple[str, ...]
    refers: tuple[str, ...]  # sheets whose ids the value may name
    literals: tuple[str, ...]  # further values a reference may take (`reserve`, `all`)
    low: float | None
    high: float | None
    above: bool  # `low` itself is not allowed
    used: bool  # whether the planner uses it; given but unused columns are named in the notes

    @property
    def required(self) -> bool:
        """Whether a blank cell is a fault."""
        return self.default is MISSING


def column(
    kind: CellKind,
    default: Any = MISSING,
    *,
    key: str = "",
    unit: str = "",
    choices: tuple[str, ...] = (),
    refers: tuple[str, ...] = (),
    literals: tuple[str, ...] = (),
    low: float | None = None,
    high: float | None = None,
    above: bool = False,
    used: bool = True,
) -> Any:
    """A dataclass field that is a column. Numbers are 0 or more, shares 0 to 1, unless `low` and `high` say more."""
    numeric = {CellKind.NUMBER, CellKind.WHOLE, CellKind.MONEY, CellKind.SHARE}
    if low is None and kind in numeric:
        low = 0.0
    if high is None and kind is CellKind.SHARE:
        high = 1.0
    about = {
        "key": key, "kind": kind, "unit": unit, "choices": choices, "refers": refers, "literals": literals,
        "low": low, "high": high, "above": above, "used": used,
    }  # fmt: skip
    return field(default=default, metadata={"column": about})


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a sheet. `place` is where it stands, `columns` the letter of each column there.

    Of a value that another file has changed, `columns` holds the place in that file.
    """

    SHEET: ClassVar[str]
    ONE_ROW: ClassVar[bool] = False  # settings: a sheet of `key`, `value` lines

    place: Place = field(default=Place(), compare=False, repr=False)
    columns: Mapping[str, str | Place] = field(default_factory=dict, compare=False, repr=False)

    def cell(self, key: str) -> Place:
        """The place of one value of this row, for messages (`offers!D7`)."""
        letter = self.columns.get(key, "")
        if isinstance(letter, Place):
            return letter
        return Place(self.place.file, self.place.sheet, f"{letter}{self.place.cell}")

    @classmethod
    @cache
    def specs(cls) -> tuple[ColumnSpec, ...]:
        """The columns of this sheet, in order."""
        found = []
        for item in dataclasses.fields(cls):
            about = item.metadata.get("column")
            if about is not None:
                found.append(
                    ColumnSpec(
                        key=about["key"] or item.name,
                        attribute=item.name,
                        default=item.default,
                        **{name: value for name, value in about.items() if name != "key"},
                    )
                )
        return tuple(found)

    @classmethod
    def id_column(cls) -> ColumnSpec | None:
        """The column that names a row, if the sheet has one."""
        return next((spec for spec in cls.specs() if spec.kind is CellKind.ID), None)
