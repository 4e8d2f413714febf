"""Duty rates by tariff code and day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.errors import RuleUnknown
from importplan.catalog.rates.vat import VatRate
from importplan.catalog.reading import CatalogLine, Reading

SUGGESTIONS = 3
FIXED = ("hs_code", "name_zh", "name_en", "mfn_pct", "provisional_pct", "general_pct", "vat_pct", "part_of_code",
         "replaced_by", "as_seen", "supervision", "source", "confidence")  # fmt: skip


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One eight-digit code. Rates are shares; None is a blank: not on record, never zero."""

    hs_code: str
    name_zh: str
    name_en: str
    mfn: Decimal | None
    provisional: Decimal | None
    general: Decimal | None
    vat: Decimal | None  # a VAT rate of its own; None: the general rate
    agreements: Mapping[str, Decimal | None]  # column of the table → rate
    part_of_code: str  # goods of this code that have a provisional rate of their own
    replaced_by: tuple[str, ...]  # a former code, no longer in the tariff
    as_seen: str
    source: str
    confidence: str


@dataclass(frozen=True)
class TariffYear:
    """The table of one span of days, usually a calendar year."""

    valid_from: date
    valid_to: date
    rows: Mapping[str, TariffRow]


@dataclass(frozen=True, slots=True)
class TariffRate:
    """The row that answers for a code on a day; `carried` when the day lies beyond the last table."""

    row: TariffRow
    rate: Decimal  # MFN, or the general rate where that was asked for
    year: int
    carried: bool


@dataclass(frozen=True)
class Tariff:
    """The tables in order of their first day."""

    years: tuple[TariffYear, ...]

    def _year(self, hs_code: str, day: date) -> TariffYear:
        for year in reversed(self.years):
            if year.valid_from <= day:
                return year
        first = self.years[0].valid_from.isoformat() if self.years else "-"
        raise RuleUnknown("tariff-before-first-year", hs_code=hs_code, day=day.isoformat(), first=first)

    def table(self, day: date) -> TariffYear:
        """The table that answers on a day. Raises RuleUnknown before the first one."""
        return self._year("-", day)

    def year_of(self, day: date) -> int:
        """The year of the table that answers on a day. Raises RuleUnknown before the first one."""
        return self._year("-", day).valid_from.year

    def row(self, hs_code: str, day: date) -> TariffRow:
        """The row of a code of 8 or 10 digits; its rates may be blank.

        Raises RuleUnknown: the day lies before the first table, the code is unknown (the nearest codes are named), or
        it is a former code.
        """
        rows = self._year(hs_code, day).rows
        row = rows.get(hs_code[:8])
        if row is None:
            raise RuleUnknown("hs-code-unknown", hs_code=hs_code, nearest=nearest(hs_code, rows))
        if row.replaced_by:
            raise RuleUnknown("hs-code-former", hs_code=hs_code, replaced_by=", ".join(row.replaced_by))
        return row

    def rate(self, hs_code: str, day: date) -> TariffRate:
        """The rates of a code on a day; after the last table its rates are carried on.

        Raises RuleUnknown as `row` does, and when the MFN rate is blank.
        """
        row = self.row(hs_code, day)
        if row.mfn is None:
            raise RuleUnknown("mfn-unknown", hs_code=hs_code, name_zh=row.name_zh, name_en=row.name_en)
        year = self._year(hs_code, day)
        return TariffRate(row, row.mfn, year.valid_from.year, carried=day > year.valid_to)

    def general_rate(self, hs_code: str, day: date) -> TariffRate:
        """The rates of a code for goods that pay the general one, which stands in the place of the MFN rate.

        Raises RuleUnknown as `row` does, and when the general rate is blank: MFN is never taken for it.
        """
        row = self.row(hs_code, day)
        if row.general is None:
            names = {"hs_code": hs_code, "name_zh": row.name_zh, "name_en": row.name_en}
            raise RuleUnknown("general-rate-unknown", **names)
        year = self._year(hs_code, day)
        return TariffRate(row, row.general, year.valid_from.year, carried=day > year.valid_to)

    def own_vat(self, hs_code: str, day: date) -> VatRate | None:
        """The VAT rate that the table of a day gives a code of its own, None where the general rate holds."""
        for year in reversed(self.years):
            if year.valid_from <= day <= year.valid_to:
                row = year.rows.get(hs_code[:8])
                if row is not None and row.vat is not None:
                    return VatRate(year.valid_from, row.vat, "", row.source, row.confidence)
        return None


def nearest(hs_code: str, rows: Mapping[str, TariffRow]) -> str:
    """The known codes that share the longest beginning with a code, as `84571010 立式加工中心`; `-` when none does."""
    for length in (7, 6, 5, 4):
        near = [row for code, row in rows.items() if code[:length] == hs_code[:length] and not row.replaced_by]
        if near:
            return "; ".join(f"{row.hs_code} {row.name_zh}" for row in near[:SUGGESTIONS])
    return "-"


def read(reading: Reading) -> Tariff:
    """All tables `tariff/<year>.toml` with their `tariff/<year>.csv`."""
    years = [_read_year(reading, name) for name in reading.names("tariff/*.toml")]
    return Tariff(tuple(sorted(years, key=lambda year: year.valid_from)))


def _read_year(reading: Reading, name: str) -> TariffYear:
    about = reading.rule(name)
    rows: dict[str, TariffRow] = {}
    for line in reading.table(name.replace(".toml", ".csv"), FIXED):
        row = _read_row(line)
        if row.hs_code in rows or len(row.hs_code) != 8:
            line.wrong("hs_code", "8 digits, each code once")
        rows[row.hs_code] = row
    return TariffYear(about.first_day("valid_from"), about.first_day("valid_to"), rows)


def _read_row(line: CatalogLine) -> TariffRow:
    columns = [column for column in line.cells if column.endswith("_pct") and column not in FIXED]
    return TariffRow(
        hs_code=line.text("hs_code", required=True),
        name_zh=line.text("name_zh"),
        name_en=line.text("name_en"),
        mfn=line.percent("mfn_pct"),
        provisional=line.percent("provisional_pct"),
        general=line.percent("general_pct"),
        vat=line.percent("vat_pct"),
        agreements={column: line.percent(column) for column in columns},
        part_of_code=line.text("part_of_code"),
        replaced_by=line.words("replaced_by"),
        as_seen=line.text("as_seen"),
        source=line.text("source", required=True),
        confidence=line.confidence(),
    )
