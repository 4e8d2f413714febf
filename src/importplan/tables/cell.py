"""One cell as it stands in a file: what is stored, how it is shown, where it stands; nothing understood yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from importplan.basics.issues import Place

CellValue = str | int | float | bool | date | datetime | time | None
NOWHERE = Place()
_ZEROS = re.compile(r"0+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value, the number format where it says more than digits, the issue code of a fault, its place.

    A fault is one that the reader of the file has seen: an error value (which is then the value), a formula that was
    never calculated.
    """

    value: CellValue = None
    number_format: str = ""
    fault: str = ""
    at: Place = field(default=NOWHERE, compare=False)

    @property
    def blank(self) -> bool:
        """Whether the cell says nothing."""
        return not self.fault and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))

    @property
    def shown(self) -> str:
        """The value as a person sees it: whole numbers without a point, zeros that the format adds, ISO dates."""
        value = self.value
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, datetime):
            midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
            return value.date().isoformat() if midnight else value.isoformat(sep=" ")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int | float) and float(value).is_integer() and abs(value) < 1e15:
            digits = str(int(value))
            return digits.zfill(len(self.number_format)) if _ZEROS.fullmatch(self.number_format) else digits
        return "" if value is None else str(value).replace("\r\n", "\n").strip()

    @property
    def number(self) -> float | None:
        """The number that is stored here, None where it is none."""
        return self.value if isinstance(self.value, int | float) and not isinstance(self.value, bool) else None
