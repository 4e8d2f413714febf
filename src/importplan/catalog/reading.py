"""Reads catalog files and collects every fault with file and line, so that an editor of the tables sees all at once."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from importplan.basics.issues import Issue, Place
from importplan.catalog.cited import CONFIDENCES

HUNDRED = Decimal(100)


@dataclass
class Reading:
    """One pass over the catalog folder; `issues` grows while files are read.

    A file of the folder `own` (the user's) stands for the file of the same name, or comes beside the others.
    """

    folder: Path
    own: Path | None = None
    issues: list[Issue] = field(default_factory=list)

    def path(self, name: str) -> Path:
        """Where a file stands: in the user's folder if it is there, else among the shipped ones."""
        if self.own is not None and (self.own / name).is_file():
            return self.own / name
        return self.folder / name

    def table(self, name: str, columns: tuple[str, ...]) -> list[CatalogLine]:
        """The lines of a CSV table; a missing file or column is a fault."""
        path = self.path(name)
        if not path.is_file():
            self.fault("catalog-file-missing", Place(file=name), name=name)
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            for column in missing:
                self.fault("catalog-column-missing", Place(file=name), column=column)
            rows = [] if missing else list(reader)
        return [self._line(name, number, row) for number, row in enumerate(rows, start=2)]

    def _line(self, name: str, number: int, row: Mapping[str, Any]) -> CatalogLine:
        cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        return CatalogLine(self, Place(file=name, cell=str(number)), cells)

    def rule(self, name: str) -> CatalogLine:
        """A TOML file as one line of values; empty, with a fault, when it cannot be read."""
        path = self.path(name)
        values: dict[str, Any] = {}
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.fault("catalog-file-missing", Place(file=name), name=name)
        except tomllib.TOMLDecodeError as error:
            self.fault("catalog-toml", Place(file=name), message=str(error))
        return CatalogLine(self, Place(file=name), values)

    def names(self, pattern: str) -> list[str]:
        """The files that match a pattern, in order of name."""
        folders = (self.folder,) if self.own is None else (self.folder, self.own)
        return sorted({path.relative_to(folder).as_posix() for folder in folders for path in folder.glob(pattern)})

    def fault(self, code: str, at: Place, **values: object) -> None:
        """Record a fault."""
        self.issues.append(Issue.error(code, at, **values))


@dataclass(frozen=True)
class CatalogLine:
    """The values of one line of a table or of one block of a rule file. A fault is recorded and a stand-in returned."""

    reading: Reading
    place: Place
    cells: Mapping[str, Any]

    def wrong(self, column: str, allowed: str) -> None:
        """Record that a value is missing or not what is allowed."""
        found = self.cells.get(column, "")
        self.reading.fault("catalog-value", self.place, column=column, value=found, allowed=allowed)

    def text(self, column: str, required: bool = False) -> str:
        """Text; blank unless required."""
        value = str(self.cells.get(column, "")).strip()
        if required and not value:
            self.wrong(column, "text")
        return value

    def number(self, column: str, required: bool = True) -> Decimal | None:
        """An exact number; None when blank and not required."""
        text = self.text(column)
        if not text and not required:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            self.wrong(column, "a number")
            return None
        return value

    def needed(self, column: str) -> Decimal:
        """A number that must be there."""
        return self.number(column) or Decimal(0)

    def share(self, column: str) -> Decimal:
        """A share from 0 to 1 that must be there."""
        value = self.needed(column)
        if not 0 <= value <= 1:
            self.wrong(column, "0 … 1")
        return value

    def percent(self, column: str) -> Decimal | None:
        """A share written in percent; None when blank. Negative percentages are faults."""
        value = self.number(column, required=False)
        if value is not None and value < 0:
            self.wrong(column, "0 or more")
        return None if value is None else value / HUNDRED

    def day(self, column: str, required: bool = True) -> date | None:
        """A date; None when blank and not required."""
        value = self.cells.get(column)
        if isinstance(value, date):
            return value
        if not value and not required:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.wrong(column, "YYYY-MM-DD")
            return None

    def first_day(self, column: str) -> date:
        """A date that must be there."""
        return self.day(column) or date.max

    def confidence(self) -> str:
        """One of the confidence words."""
        word = self.text("confidence")
        if word not in CONFIDENCES:
            self.wrong("confidence", ", ".join(CONFIDENCES))
        return word

    def words(self, column: str) -> tuple[str, ...]:
        """A list of words: a TOML list, or text separated by `|`."""
        value = self.cells.get(column, "")
        parts = value if isinstance(value, list) else str(value).split("|")
        return tuple(str(part).strip() for part in parts if str(part).strip())

    def flag(self, column: str) -> bool:
        """A yes or no."""
        value = self.cells.get(column, False)
        if not isinstance(value, bool):
            self.wrong(column, "true, false")
        return bool(value)

    def blocks(self, column: str) -> list[CatalogLine]:
        """The blocks of a TOML list of tables."""
        value = self.cells.get(column, [])
        if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
            self.wrong(column, f"[[{column}]]")
            return []
        return [CatalogLine(self.reading, self.place, block) for block in value]

    def block(self, column: str) -> CatalogLine:
        """One block of a TOML file; empty, with a fault, when it is not there."""
        value = self.cells.get(column)
        if not isinstance(value, dict):
            self.wrong(column, f"[{column}]")
        return CatalogLine(self.reading, self.place, value if isinstance(value, dict) else {})

    def named_blocks(self, column: str) -> dict[str, CatalogLine]:
        """The blocks of a TOML table of tables."""
        value = self.cells.get(column, {})
        blocks = value.items() if isinstance(value, dict) else ()
        return {key: CatalogLine(self.reading, self.place, block) for key, block in blocks if isinstance(block, dict)}
