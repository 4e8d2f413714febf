"""Days that a relief depends on: rounds in which it is applied for, by year; how long answers and guarantees run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from importplan.basics.periods import add_months
from importplan.catalog.reading import CatalogLine, Reading
from importplan.catalog.rules.regimes import Citation
from importplan.catalog.rules.supervision import cited

FILE = "supervision/deadlines.toml"
UNITS = ("working_days", "days", "months")
SPANS = ("customs_decision", "guarantee", "declaration")
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class ApplicationRounds:
    """The days of the yearly rounds of a regime, from one year to another."""

    regime: str
    from_year: int
    to_year: int
    opens: str  # month-day; empty where it is not known
    closes: str
    cited: Citation


@dataclass(frozen=True, slots=True)
class ApplicationRound:
    """One round: when it opens, where that is known, and when it closes."""

    regime: str
    opens: date | None
    closes: date
    cited: Citation
    on_record: bool  # False: the days of the last round on record, carried over to this year


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something takes, or may take. Working days are Monday to Friday; public holidays are not known."""

    length: int
    unit: str
    cited: Citation

    def after(self, day: date) -> date:
        """The last day of the span that begins after a day."""
        return self._moved(day, 1)

    def before(self, day: date) -> date:
        """The last day from which the whole span still lies before a day, or ends on it."""
        return self._moved(day, -1)

    def _moved(self, day: date, way: int) -> date:
        if self.unit == "months":
            return add_months(day, way * self.length)
        if self.unit == "days":
            return day + timedelta(days=way * self.length)
        left = self.length
        while left:
            day += timedelta(days=way)
            left -= day.weekday() < SATURDAY
        return day


@dataclass(frozen=True)
class Deadlines:
    """Rounds by regime and year, and spans by word."""

    rounds: tuple[ApplicationRounds, ...]
    spans: Mapping[str, Duration]

    def round(self, regime: str, year: int) -> ApplicationRound | None:
        """The round of a year; the days of the last one on record for a year without; None where none is known."""
        known = [entry for entry in self.rounds if entry.regime == regime]
        own = [entry for entry in known if entry.from_year <= year <= entry.to_year]
        earlier = [entry for entry in known if entry.to_year < year]
        if not own and not earlier:
            return None
        found = own[0] if own else max(earlier, key=lambda entry: entry.to_year)
        rests_on = found.cited if own else Citation(found.cited.document, found.cited.source, "unverified")
        opens = _day(year, found.opens) if found.opens else None
        return ApplicationRound(regime, opens, _day(year, found.closes), rests_on, bool(own))


def read(reading: Reading) -> Deadlines:
    """The rounds and spans of `supervision/deadlines.toml`."""
    about = reading.rule(FILE)
    spans = about.named_blocks("spans")
    for word in SPANS:
        if word not in spans:
            about.wrong(f"spans.{word}", f"[spans.{word}]")
    return Deadlines(
        rounds=tuple(_read_rounds(block) for block in about.blocks("windows")),
        spans={word: _read_span(block) for word, block in spans.items()},
    )


def _read_rounds(block: CatalogLine) -> ApplicationRounds:
    return ApplicationRounds(
        regime=block.text("regime", required=True),
        from_year=int(block.needed("from_year")),
        to_year=int(block.needed("to_year")),
        opens=_month_day(block, "opens") if block.text("opens") else "",
        closes=_month_day(block, "closes"),
        cited=cited(block),
    )


def _read_span(block: CatalogLine) -> Duration:
    unit = block.text("unit")
    if unit not in UNITS:
        block.wrong("unit", ", ".join(UNITS))
    return Duration(int(block.needed("length")), unit, cited(block))


def _month_day(block: CatalogLine, column: str) -> str:
    found = block.text(column)
    if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31", found):
        block.wrong(column, "MM-DD")
        return "12-31"
    return found


def _day(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_day}")
