"""Supervision of goods that came in under a relief: terms by kind of goods and day, report day, months rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.basics.errors import RuleUnknown
from importplan.catalog.bilingual import Bilingual
from importplan.catalog.reading import CatalogLine, Reading
from importplan.catalog.rules.regimes import Citation

FILE = "supervision/terms.toml"
RATE_DAYS = ("transfer", "release")


@dataclass(frozen=True, slots=True)
class SupervisionTerm(Bilingual):
    """How many years goods of some headings stay under supervision when released from a day on."""

    goods: str
    name_zh: str
    name_en: str
    headings: tuple[str, ...]  # first digits of the codes; empty: all other goods
    from_day: date
    years: int
    cited: Citation

    @property
    def months(self) -> int:
        """The divisor of the months rule."""
        return self.years * 12

    def covers(self, hs_code: str) -> bool:
        """Whether a code is of this kind."""
        return hs_code.startswith(self.headings) if self.headings else True


@dataclass(frozen=True)
class SupervisionRules:
    """The terms and the rules that hold while goods are under supervision."""

    terms: tuple[SupervisionTerm, ...]
    report_month: int
    report_day: int
    report: Citation
    over_days: int  # more days than these count as a month
    months: Citation
    rate_day: str  # whose rates apply to what is made up: `transfer` or `release`
    rate: Citation
    same_relief: Citation

    def term(self, hs_code: str, released: date) -> SupervisionTerm:
        """The term of goods released on a day. Raises RuleUnknown before the first term on record."""
        kinds = [term for term in self.terms if term.covers(hs_code)]
        named = [term for term in kinds if term.headings] or kinds
        in_force = [term for term in named if term.from_day <= released]
        if not in_force:
            first = min((term.from_day for term in named), default=date.max).isoformat()
            raise RuleUnknown("supervision-term-unknown", day=released.isoformat(), first=first)
        return max(in_force, key=lambda term: term.from_day)


def read(reading: Reading) -> SupervisionRules:
    """The rules of `supervision/terms.toml`."""
    about = reading.rule(FILE)
    blocks = {name: _block(about, name) for name in ("report", "months", "rate_day", "same_relief")}
    rate_day = blocks["rate_day"].text("day")
    if rate_day not in RATE_DAYS:
        blocks["rate_day"].wrong("day", ", ".join(RATE_DAYS))
    return SupervisionRules(
        terms=tuple(_read_term(block) for block in about.blocks("terms")),
        report_month=_whole(blocks["report"], "month", 12),
        report_day=_whole(blocks["report"], "day", 31),
        report=cited(blocks["report"]),
        over_days=_whole(blocks["months"], "over_days", 31),
        months=cited(blocks["months"]),
        rate_day=rate_day,
        rate=cited(blocks["rate_day"]),
        same_relief=cited(blocks["same_relief"]),
    )


def cited(block: CatalogLine) -> Citation:
    """What a block rests on."""
    return Citation(block.text("document", required=True), block.text("source", required=True), block.confidence())


def _block(about: CatalogLine, name: str) -> CatalogLine:
    value = about.cells.get(name)
    if not isinstance(value, dict):
        about.wrong(name, f"[{name}]")
    return CatalogLine(about.reading, about.place, value if isinstance(value, dict) else {})


def _read_term(block: CatalogLine) -> SupervisionTerm:
    return SupervisionTerm(
        goods=block.text("goods", required=True),
        name_zh=block.text("name_zh", required=True),
        name_en=block.text("name_en", required=True),
        headings=block.words("headings"),
        from_day=block.first_day("from"),
        years=_whole(block, "years", 99),
        cited=cited(block),
    )


def _whole(block: CatalogLine, column: str, high: int) -> int:
    value = block.cells.get(column)
    if not isinstance(value, int) or not 1 <= value <= high:
        block.wrong(column, f"1 … {high}")
        return 1
    return value
