"""One cell as it stands in a file: what is stored, how it is shown, where it stands; nothing understood yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from importplan.basics.issues import Place
from importplan.tables.number_format import NumberFormat

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
NOWHERE = Place()
_COARSE = {"ym": "%Y-%m", "y": "%Y"}  # what is seen of a day → as it is told


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value, the number format where it is no plain one, the issue code of a fault, whether it is
    struck out, whether it is of a file that sets semicolons between cells (as programs do whose decimal sign is the
    comma), whether its file tells numbers from words (so that a number in words was typed so), its place.

    A fault is one that the reader of the file has seen: an error value (which is then the value), a formula that was
    never calculated.
    """

    value: CellValue = None
    number_format: str = ""
    fault: str = ""
    struck: bool = False
    semicolons: bool = False
    typed: bool = False
    at: Place = field(default=NOWHERE, compare=False)

    @property
    def blank(self) -> bool:
        """Whether the cell says nothing."""
        return not self.fault and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))

    @property
    def shown(self) -> str:
        """The value as a person sees it: all digits of a number, the words of its format, what is seen of a day in ISO.

        `50.0万欧元` is seen where 50 is stored with the format `0.0"万欧元"`, `S-007` where 7 is with `"S-"000`.
        """
        value = self.value
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, date) and self.parts_of_day in _COARSE:
            return value.strftime(_COARSE[self.parts_of_day])
        if isinstance(value, datetime):
            midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
            return value.date().isoformat() if midnight else value.isoformat(sep=" ")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int | float):
            if self.seen_otherwise:
                return self._format.text(value)
            return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else str(value)
        words = "" if value is None else str(value).replace("\r\n", "\n").strip()
        return self._format.words(words) if words and self.number_format else words

    @property
    def number(self) -> float | None:
        """The number that is stored here, None where it is none."""
        return self.value if isinstance(self.value, int | float) and not isinstance(self.value, bool) else None

    @property
    def seen_otherwise(self) -> bool:
        """Whether the format of a number says more than its digits: a unit, a factor, %, zeros in front, a prefix.

        Then what it means is in `shown`, which is read like text that somebody has typed.
        """
        return self.number is not None and bool(self.number_format) and not self._format.plain

    @property
    def looks_blank(self) -> bool:
        """Whether the format shows nothing of a number: `;;;`."""
        return self.number is not None and bool(self.number_format) and self._format.section(self.number).hides

    @property
    def scientific(self) -> bool:
        """Whether a number is seen as 1.00E+05, which a program makes of 1E5."""
        return self.number is not None and bool(self.number_format) and self._format.scientific

    @property
    def parts_of_day(self) -> str:
        """Which of year, month, day and time are seen of a day (`ymdt` in this order); empty where it is no day.

        `ym` of the first of March that is seen as 2027年3月, `md` of one that is seen as 3月1日.
        """
        if not isinstance(self.value, date):
            return ""
        section = self._format.of_days if self.number_format else None
        if section is not None and section.date_parts != "t":
            return section.date_parts
        timed = isinstance(self.value, datetime) and (self.value.hour or self.value.minute or self.value.second)
        return "ymdt" if timed else "ymd"

    @property
    def _format(self) -> NumberFormat:
        return NumberFormat.of(self.number_format)
