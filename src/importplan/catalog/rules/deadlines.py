"""Days that a relief depends on: rounds in which it is applied for, by year; how long answers and guarantees run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from importplan.basics.money import to_fen
from importplan.basics.periods import add_months
from importplan.catalog.reading import CatalogLine, Reading
from importplan.catalog.rules import working_days
from importplan.catalog.rules.regimes import Citation
from importplan.catalog.rules.supervision import cited
from importplan.catalog.rules.working_days import WorkingDays

FILE = "supervision/deadlines.toml"
UNITS = ("working_days", "days", "months")
SPANS = ("customs_decision", "guarantee", "declaration", "tax_payment", "notice", "notice_extension")
MOVES = ("", "next")


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
    """How long something takes, or may take."""

    length: int
    unit: str
    cited: Citation
    working: WorkingDays
    moves: bool = False  # a last day that is not worked moves to the next one that is

    def after(self, day: date) -> date:
        """The last day of the span that begins after a day."""
        last = self._moved(day, 1)
        return self.working.on_or_after(last) if self.moves else last

    def before(self, day: date) -> date:
        """The last day from which the whole span still lies before a day, or ends on it."""
        return self._moved(day, -1)

    def rests_on_estimate(self, first: date, last: date) -> bool:
        """Whether holidays that are not announced yet may move the end of the span between two days."""
        counts = self.moves or self.unit == "working_days"
        return counts and any(self.working.is_estimated(year) for year in range(first.year, last.year + 1))

    def _moved(self, day: date, way: int) -> date:
        if self.unit == "months":
            return add_months(day, way * self.length)
        if self.unit == "days":
            return day + timedelta(days=way * self.length)
        return self.working.counted(day, way * self.length)


@dataclass(frozen=True, slots=True)
class LateFee:
    """What late payment of tax costs (滞纳金): a share of the tax for each day, nothing below a floor."""

    share_a_day: Decimal
    floor_cny: Decimal
    cited: Citation

    def of_a_day(self, tax_cny: Decimal) -> Decimal:
        """CNY for each day of delay, to the fen."""
        return to_fen(tax_cny * self.share_a_day)


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """Whether a notice of relief (征免税确认通知书) serves one batch of goods at one port."""

    one_batch: bool
    cited: Citation


@dataclass(frozen=True)
class Deadlines:
    """Rounds by regime and year, spans by word, and what is late or granted."""

    rounds: tuple[ApplicationRounds, ...]
    spans: Mapping[str, Duration]
    working: WorkingDays
    late_fee: LateFee
    notice: NoticeRule

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
    """The rounds and spans of `supervision/deadlines.toml`, with the working days that they count by."""
    working = working_days.read(reading)
    about = reading.rule(FILE)
    spans = about.named_blocks("spans")
    for word in SPANS:
        if word not in spans:
            about.wrong(f"spans.{word}", f"[spans.{word}]")
    fee, notice = (about.named_blocks("rules").get(word) for word in ("late_fee", "notice"))
    for word, block in (("late_fee", fee), ("notice", notice)):
        if block is None:
            about.wrong(f"rules.{word}", f"[rules.{word}]")
    fee, notice = fee or about, notice or about
    return Deadlines(
        rounds=tuple(_read_rounds(block) for block in about.blocks("windows")),
        spans={word: _read_span(block, working) for word, block in spans.items()},
        working=working,
        late_fee=LateFee(fee.share("share_a_day"), fee.needed("floor_cny"), cited(fee)),
        notice=NoticeRule(notice.flag("one_batch"), cited(notice)),
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


def _read_span(block: CatalogLine, working: WorkingDays) -> Duration:
    unit, on_holiday = block.text("unit"), block.text("on_holiday")
    if on_holiday not in MOVES:
        block.wrong("on_holiday", ", ".join(MOVES))
    if unit not in UNITS:
        block.wrong("unit", ", ".join(UNITS))
    return Duration(int(block.needed("length")), unit, cited(block), working, on_holiday == "next")


def _month_day(block: CatalogLine, column: str) -> str:
    found = block.text(column)
    if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31", found):
        block.wrong(column, "MM-DD")
        return "12-31"
    return found


def _day(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_day}")
