"""Additional duties by origin, code and day: trade remedies and retaliation, on top of every other rate.

The shipped table has no row: none has been seen for the goods of the tariff table. What a user knows goes into a
table of the same name in a folder of the user's own, or into `extra_duty_rate` of the offer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from importplan.catalog.reading import CatalogLine, Reading

COLUMNS = ("origin", "hs_code", "rate_pct", "from", "to", "what_zh", "what_en", "document", "source", "confidence")


@dataclass(frozen=True, slots=True)
class ExtraDuty:
    """A duty on goods of one origin whose code begins with `hs_code`, from a day to a day."""

    origin: str
    hs_code: str
    rate: Decimal
    from_day: date
    to_day: date | None
    what_zh: str
    what_en: str
    document: str
    source: str
    confidence: str

    def on(self, origin: str, hs_code: str, day: date) -> bool:
        """Whether it is levied."""
        dated = self.from_day <= day and (self.to_day is None or day <= self.to_day)
        return dated and self.origin == origin and hs_code.startswith(self.hs_code)


@dataclass(frozen=True)
class ExtraDuties:
    """All rows of the table. Several may fall on the same goods; they add up."""

    rows: tuple[ExtraDuty, ...]

    def on(self, origin: str, hs_code: str, day: date) -> tuple[ExtraDuty, ...]:
        """What is levied on goods of an origin and code on a day."""
        return tuple(row for row in self.rows if row.on(origin, hs_code, day))

    def highest(self, hs_code: str, day: date) -> tuple[ExtraDuty, ...]:
        """What is levied on the origin that bears most: it falls on goods whose origin is not proved."""
        origins = sorted({row.origin for row in self.rows})
        every = [self.on(origin, hs_code, day) for origin in origins]
        return max(every, key=lambda levied: sum(row.rate for row in levied), default=())

    def change_days(self) -> set[date]:
        """The days on which a duty begins or is no longer levied."""
        ends = {row.to_day + timedelta(days=1) for row in self.rows if row.to_day is not None}
        return ends | {row.from_day for row in self.rows}


def read(reading: Reading) -> ExtraDuties:
    """The rows of `tariff/extra_duties.csv`."""
    return ExtraDuties(tuple(_rows(reading)))


def _rows(reading: Reading) -> Iterator[ExtraDuty]:
    for line in reading.table("tariff/extra_duties.csv", COLUMNS):
        code = line.text("hs_code", required=True)
        if not code.isdigit() or not 2 <= len(code) <= 10:
            line.wrong("hs_code", "2 to 10 digits: a chapter, heading or code")
        yield ExtraDuty(
            origin=line.text("origin", required=True).upper(),
            hs_code=code,
            rate=_rate(line),
            from_day=line.first_day("from"),
            to_day=line.day("to", required=False),
            what_zh=line.text("what_zh"),
            what_en=line.text("what_en"),
            document=line.text("document", required=True),
            source=line.text("source", required=True),
            confidence=line.confidence(),
        )


def _rate(line: CatalogLine) -> Decimal:
    found = line.percent("rate_pct")
    if found is None:
        line.wrong("rate_pct", "a rate; what is not known has no row")
    return found or Decimal(0)
