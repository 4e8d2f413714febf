"""Sheet `supervision` (监管台账): goods under relief until they are free, what leaving costs, what a refusal costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.periods import add_months
from importplan.catalog.rules.regimes import Citation
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import NUMBER, Column, Look, Reader, Table
from importplan.results.views.contingent import refusals_table, refused_years_table
from importplan.results.views.declared import quota_lines
from importplan.results.views.supervised import SupervisedLot, lot_words, lots, regime_words, term_words
from importplan.results.views.transfer import transfer_table
from importplan.results.views.within_quota import QuotaLine


def lots_table(result: PlanResult, found: tuple[SupervisedLot, ...]) -> Table[SupervisedLot]:
    """One row for each lot; a cell is blank where something is not known."""

    def tax(lot: SupervisedLot, months: int | None) -> Decimal | None:
        """The tax on a transfer so many months after release, or at the end of the plan (None before the release)."""
        if lot.released is None:
            return None
        day = result.scenario.calendar.end if months is None else add_months(lot.released, months)
        made_up = lot.transferred(result, day) if day >= lot.released else None
        return None if made_up is None else made_up.total_cny

    columns: tuple[Column[SupervisedLot], ...] = (
        NUMBER,
        Column("item", "", forms.ITEM, lambda lot: lot.item.item),
        in_words("lot_kind", lot_words),
        Column("buyer", "", forms.FIRM, lambda lot: lot.payer),
        Column("quantity", "goods", forms.UNITS, lambda lot: lot.quantity),
        Column("unit", "", forms.UNIT, lambda lot: lot.item.item, reader=Reader.PEOPLE),
        in_words("regime", regime_words),
        Column("certificate", "", forms.LONG, lambda lot: lot.qualification and lot.qualification.certificate),
        Column("use_place", "", forms.LONG, lambda lot: lot.place or None),
        Column("released", "", forms.DATE, lambda lot: lot.released),
        in_words("term", term_words, Look.TEXT),
        Column("supervision_end", "", forms.DATE, lambda lot: lot.end),
        Column("reports_due", "", forms.YEARS, lambda lot: [day.year for day in lot.reports(result)]),
        Column("customs_value_cny", "cny", forms.YUAN, lambda lot: lot.customs_value_cny, total=True),
        Column("duty_relieved_cny", "cny", forms.YUAN, lambda lot: lot.duty_relieved_cny, total=True),
        Column("vat_relieved_cny", "cny", forms.YUAN, lambda lot: lot.vat_relieved_cny, total=True),
        Column("transfer_12_cny", "cny", forms.YUAN, lambda lot: tax(lot, 12)),
        Column("transfer_24_cny", "cny", forms.YUAN, lambda lot: tax(lot, 24)),
        Column("transfer_end_cny", "cny", forms.YUAN, lambda lot: tax(lot, None)),
        Column("state_at_end", "", STATE, lambda lot: lot.state(result.scenario.calendar.end)),
    )
    return Table("supervised", columns, found)


QUOTAS: tuple[Column[QuotaLine], ...] = (
    Column("quota_year_of", "", forms.TEXT, lambda row: "" if row.year is None else str(row.year)),
    Column("quota_measure", "", forms.worded("result.quota_measure"), lambda row: row.measure),
    Column("quota_amount", "", forms.YUAN, lambda row: row.quota),
    Column("quota_used", "", forms.YUAN, lambda row: row.used),
    Column("quota_left", "", forms.YUAN, lambda row: row.left),
)


def quotas_table(result: PlanResult) -> Table[QuotaLine]:
    """Quota, used and left of each certificate and year; what is used is what papers and ledger name."""
    rows = result.scenario.qualifications
    certificate: Column[QuotaLine] = Column(
        "certificate", "", forms.LONG, lambda row: rows[row.certificate].certificate
    )
    return Table("quotas", (NUMBER, certificate, *QUOTAS), quota_lines(result), quiet=True)


STATE = forms.worded("result.supervision_state").wrapped


@dataclass(frozen=True)
class YearEnd:
    """What is under supervision on 31 December of a year, and the tax if all of it left then."""

    year: int
    lots: int
    value_cny: float
    tax_cny: float
    unknown: int  # lots of which the tax is not known


YEARS: tuple[Column[YearEnd], ...] = (
    Column("year_end", "", forms.YEAR, lambda row: row.year),
    Column("lots_number", "count", forms.WHOLE, lambda row: row.lots),
    Column("watched_value_cny", "cny", forms.YUAN, lambda row: row.value_cny),
    Column("watched_tax_cny", "cny", forms.YUAN, lambda row: row.tax_cny),
    Column("unknown_number", "count", forms.WHOLE, lambda row: row.unknown or None),
)


def years_table(result: PlanResult, found: tuple[SupervisedLot, ...]) -> Table[YearEnd]:
    """One row for each year in which a lot is under supervision at its end."""
    first = result.scenario.settings.start.year
    last = max((lot.end.year for lot in found if lot.end is not None), default=0)
    rows = (_year_end(result, found, year) for year in range(first, last + 1))
    return Table("watched_years", YEARS, tuple(row for row in rows if row.lots), quiet=True)


def _year_end(result: PlanResult, found: tuple[SupervisedLot, ...], year: int) -> YearEnd:
    day = date(year, 12, 31)
    watched = [lot for lot in found if lot.is_watched(day)]
    known = [tax for lot in watched if (tax := lot.transferred(result, day)) is not None]
    value = sum(float(lot.customs_value_cny or 0) for lot in watched)
    return YearEnd(year, len(watched), value, float(sum(tax.total_cny for tax in known)), len(watched) - len(known))


@dataclass(frozen=True)
class SupervisionRule:
    """A rule that the figures of the sheet rest on, in words."""

    words: str
    cited: Citation


RULES: tuple[Column[SupervisionRule], ...] = (
    NUMBER,
    Column("rule", "", forms.LONG, lambda row: row.words),
    Column("document", "", forms.LONG, lambda row: row.cited.document),
    Column("source_text", "", forms.CITED, lambda row: row.cited.source),
    Column("confidence", "", forms.CONFIDENCE, lambda row: row.cited.confidence),
)
ALWAYS = ("report", "months", "rate", "same_relief")  # rules of every lot


def rules_table(result: PlanResult, names: Names, found: tuple[SupervisedLot, ...]) -> Table[SupervisionRule]:
    """What the figures of the sheet rest on."""
    rules, word = result.catalog.supervision, names.word
    terms = [term for term in rules.terms if any(lot.term == term for lot in found)]
    of_terms = (
        SupervisionRule(
            word(
                "result.supervision_rule.term",
                goods=term.name(names.language),
                years=term.years,
                day=term.from_day.isoformat(),
            ),
            term.cited,
        )
        for term in terms
    )
    others = (SupervisionRule(word(f"result.supervision_rule.{key}"), getattr(rules, key)) for key in ALWAYS)
    return Table("supervision_rules", RULES, (*of_terms, *others))


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Lots, year ends, refusals, transfers with live formulas, rules; a plan without any relief has no such sheet."""
    found, refused = lots(result), refusals_table(result)
    if not found and not refused.rows:
        return
    yield names.word("result.about.supervision")
    yield lots_table(result, found)
    yield quotas_table(result)
    yield years_table(result, found)
    if refused.rows:
        yield names.word("result.about.refused")
    yield refused
    yield refused_years_table(result)
    yield names.word("result.about.transfer")
    yield transfer_table(result, names, found)
    yield rules_table(result, names, found)


SHEET = ResultSheet("supervision", blocks, filed=True)
