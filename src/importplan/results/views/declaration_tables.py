"""The declaration of a shipment in tables: its days and exchange rates, taxes line by line, what being late costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.catalog.rules.regimes import Citation
from importplan.customs.cost.duty_report import rule_words, source_words
from importplan.customs.cost.table import ChargeLine
from importplan.customs.declaring.declaration import DeclaredShipment, OfferDeclared
from importplan.results.forms import RATE, YUAN
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.table import Cell, Column, Table
from importplan.results.views.list_columns import list_column, notes_sheet


@dataclass(frozen=True)
class DeclaredLine:
    """A charge of a declaration."""

    of: OfferDeclared
    line: ChargeLine


@dataclass(frozen=True)
class DeclarationFact:
    """A day, a rate or a sum of a declaration and the rule that it rests on."""

    what: str
    value: Cell
    cited: Citation


def declaration_sheets(found: DeclaredShipment, names: Names) -> Iterator[ListSheet]:
    """Days and rates, offers with their sums, lines, assumptions."""
    lines = [DeclaredLine(each, line) for each in found.declarations for line in each.lines]
    facts = tuple(_facts(found, names))
    yield ListSheet("declare.sheet", "", Table("declarations", _sums(names), found.declarations))
    yield ListSheet("declare.sheet_lines", "", Table("declared_lines", _lines(names), lines))
    yield ListSheet("declare.sheet_days", "", Table("declaration_days", _told(names), facts))
    yield notes_sheet(found.notes, names)


def _facts(found: DeclaredShipment, names: Names) -> Iterator[DeclarationFact]:
    days, language = found.days, names.language
    which = f"{days.situation.name(language)}: {days.situation.day_words(language)}"
    yield DeclarationFact(names.word("declare.fact_rate_day"), f"{days.rate_day} ({which})", days.situation.cited)
    yield DeclarationFact(names.word("declare.fact_pay_by"), days.pay_by.isoformat(), days.payment.cited)
    rule = found.catalog.customs_rates.rule
    for each in found.rates:
        key = "declare.fact_rate_assumed" if each.is_assumed else "declare.fact_rate"
        month = f"{each.month:%Y-%m}"
        what = names.word(key, currency=each.currency, month=month, day=each.reference_day.isoformat())
        yield DeclarationFact(what, f"{each.rate.value:f}", rule)


def _told(names: Names) -> tuple[Column[DeclarationFact], ...]:
    language = names.language
    return (
        list_column(names, "declare.fact", 50, lambda fact: fact.what),
        list_column(names, "declare.fact_value", 40, lambda fact: fact.value),
        list_column(names, "duty.rule", 60, lambda fact: source_words(fact.cited.document, language)),
        list_column(names, "duty.confidence", 12, lambda fact: names.word(f"confidence.{fact.cited.confidence}")),
    )


def _who(names: Names) -> tuple[Column[OfferDeclared], ...]:
    catalog = names.catalog

    def treatment(each: OfferDeclared) -> str:
        return (catalog.regimes.get(each.regime) or catalog.ordinary).name(names.language)

    return (
        list_column(names, "duty.item", 26, lambda each: names.item(each.item.item)),
        list_column(names, "duty.offer", 15, lambda each: f"{each.offer.offer} {each.offer.incoterm}"),
        list_column(names, "declare.quantity", 12, lambda each: f"{each.quantity:g} {names.unit(each.item.item)}"),
        list_column(names, "duty.payer", 27, lambda each: names.word("duty.and").join(map(names.firm, each.payers))),
        list_column(names, "duty.regime", 38, treatment),
    )


def _sums(names: Names) -> tuple[Column[OfferDeclared], ...]:
    def late_days(each: OfferDeclared) -> Cell:
        return each.late.days if each.late else ""

    def late_charge(each: OfferDeclared) -> Cell:
        return float(each.late.amount_cny) if each.late else ""

    def last_day(each: OfferDeclared) -> Cell:
        return each.late.last_free_day.isoformat() if each.late else ""

    return (
        *_who(names),
        list_column(names, "charge.customs_value", 18, lambda each: each.customs_value_cny, YUAN),
        list_column(names, "declare.tax", 18, lambda each: each.tax_cny, YUAN),
        list_column(names, "declare.late_a_day", 14, lambda each: each.late_fee_a_day_cny, YUAN),
        list_column(names, "declare.last_free_day", 14, last_day),
        list_column(names, "declare.late_days", 10, late_days),
        list_column(names, "declare.late_charge", 14, late_charge),
    )


def _lines(names: Names) -> tuple[Column[DeclaredLine], ...]:
    def of(column: Column[OfferDeclared]) -> Column[DeclaredLine]:
        return list_column(names, column.key, column.widest, lambda row: column.value(row.of))

    language = names.language
    return (
        *map(of, _who(names)),
        list_column(names, "duty.charge", 20, lambda row: names.word(f"charge.{row.line.charge}")),
        list_column(names, "duty.base", 18, lambda row: row.line.base_cny, YUAN),
        list_column(names, "duty.rate", 9, lambda row: row.line.rate, RATE),
        list_column(names, "duty.amount", 18, lambda row: row.line.amount_cny, YUAN),
        list_column(names, "duty.rule", 44, lambda row: rule_words(row.line.rule, language)),
        list_column(names, "duty.source", 60, lambda row: source_words(row.line.source, language)),
        list_column(names, "duty.confidence", 12, lambda row: names.word(f"confidence.{row.line.confidence}")),
    )
