"""The landed cost in tables: overview, lines with rule and source, reliefs and why they hold, ways, assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Generic, TypeVar

from importplan.customs.cost.charge_kind import ChargeKind
from importplan.customs.cost.duty_report import DutyReport, rule_words, source_words
from importplan.customs.cost.overview import OverviewRow
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.rules.extra_duty import EXTRA_DUTY
from importplan.customs.cost.rules.vat import VAT_CASH, VAT_COST
from importplan.customs.cost.table import ChargeLine
from importplan.customs.cost.terms import CUSTOMS_VALUE
from importplan.customs.declaring.alternative import DeclaringAlternative, VatInstalment
from importplan.customs.declaring.report import WaysReport, point
from importplan.customs.relief.claim import Finding
from importplan.customs.relief.relief_notes import NO_NEWS
from importplan.customs.relief.relief_rows import ReliefRow
from importplan.results.forms import RATE, YUAN
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.sheets.proposals import proposals_table
from importplan.results.table import Column, Table
from importplan.results.views.list_columns import list_column, notes_sheet
from importplan.scenario.contract_price import offered_price

Of = TypeVar("Of")
FROZEN = 3  # columns that stay in sight: mark, item, offer
WIDTHS = {"row_name": 26, "reason_code": 26, "reason_parameters": 44, "what_follows": 30, "list_edition": 34}


@dataclass(frozen=True)
class Charged(Generic[Of]):
    """A charge of a row."""

    of: Of
    line: ChargeLine


@dataclass(frozen=True)
class WayInstalment:
    """A part of the import VAT of a way."""

    way: DeclaringAlternative
    part: VatInstalment


@dataclass(frozen=True)
class ToldFinding:
    """A finding on a relief."""

    row: ReliefRow
    found: Finding


def duty_sheets(report: DutyReport, names: Names) -> Iterator[ListSheet]:
    """The landed cost of a case."""
    legend, who = names.word("duty.legend_sheet"), _who(report, names)
    lines = [Charged(row, line) for row in report.rows for line in row.lines]
    reliefs = [row for row in report.rows if row.has_relief and row.tax_relieved_cny > 0]
    yield ListSheet("duty.sheet_summary", legend, Table("duty", _overview(report, names), report.rows), FROZEN)
    yield ListSheet("duty.sheet_lines", legend, Table("lines", _charged(names, who), lines), FROZEN)
    yield ListSheet("duty.sheet_reliefs", legend, Table("reliefs", (*who, *_relieved(names)), reliefs), FROZEN)
    yield ListSheet("duty.sheet_verdicts", "", Table("verdicts", _told(report, names), tuple(_findings(report, names))))
    proposals = proposals_table(names)
    if proposals.rows:
        columns = (replace(column, widest=WIDTHS.get(column.key, 18)) for column in proposals.columns)
        yield ListSheet("duty.sheet_proposals", "", replace(proposals, columns=tuple(columns)))
    yield notes_sheet(report.notes, names)


def ways_sheets(report: WaysReport, names: Names) -> Iterator[ListSheet]:
    """All ways of one shipment: side by side, then line by line."""
    arrival, quantity = report.label(report.shipment.arrival), f"{report.shipment.quantity:g}"
    legend, who = names.word("ways.legend_sheet", arrival=arrival, quantity=quantity), _way_who(report, names)
    lines = [Charged(way, line) for way in report.ways for line in way.lines]
    yield ListSheet("ways.sheet", legend, Table("ways", (*who, *_way(report, names)), report.ways), FROZEN)
    yield ListSheet("ways.sheet_lines", legend, Table("way_lines", _charged(names, who), lines), FROZEN)
    parts = [WayInstalment(way, part) for way in report.ways for part in way.vat_instalments]
    if parts:
        table = Table("way_instalments", _instalments(names, who), parts)
        yield ListSheet("ways.sheet_instalments", names.word("ways.instalments_title"), table, FROZEN)
    yield notes_sheet(report.duty.notes, names)


def _who(report: DutyReport, names: Names) -> tuple[Column[OverviewRow], ...]:
    language, mark = names.language, names.word("duty.chosen_mark")
    return (
        list_column(names, "duty.chosen", 10, lambda row: mark if row.chosen else ""),
        list_column(names, "duty.item", 26, lambda row: report.item(row, language)),
        list_column(names, "duty.offer", 15, lambda row: row.offer.offer),
        list_column(names, "duty.origin", 15, lambda row: report.origin(row, language)),
        list_column(names, "duty.payer", 27, lambda row: report.payers(row, language)),
        list_column(names, "duty.arrival", 17, lambda row: report.arrival(row.run, language)),
        list_column(names, "duty.regime", 38, lambda row: report.regime(row, language)),
    )


def _overview(report: DutyReport, names: Names) -> tuple[Column[OverviewRow], ...]:
    def amount(key: str, width: float, charge: ChargeKind | str) -> Column[OverviewRow]:
        return list_column(names, key, width, lambda row: _amount(row, charge), YUAN)

    return (
        *_who(report, names),
        list_column(names, "duty.incoterm", 9, lambda row: report.incoterm(row, names.language)),
        list_column(names, "duty.currency", 10, lambda row: row.offer.currency),
        list_column(names, "duty.price", 16, lambda row: offered_price(row.offer).amount, YUAN),
        amount("charge.customs_value", 16, CUSTOMS_VALUE),
        list_column(names, "duty.duty_rate", 9, lambda row: row.duty_rate, RATE),
        amount("charge.duty", 14, DUTY),
        amount("charge.extra_duty", 14, EXTRA_DUTY),
        amount("charge.vat_cost", 14, VAT_COST),
        list_column(names, "duty.landed_cost", 20, lambda row: row.cost_cny, YUAN),
        list_column(names, "duty.vat_cash", 18, lambda row: row.vat_cash_cny, YUAN),
    )


def _amount(row: OverviewRow, charge: ChargeKind | str) -> Decimal | None:
    line = row.line(charge)
    return None if line is None else line.amount_cny


def _charged(names: Names, who: tuple[Column[Of], ...]) -> tuple[Column[Charged[Of]], ...]:
    """The columns of what is charged, then those of the charge."""

    def told(column: Column[Of]) -> Column[Charged[Of]]:
        return list_column(names, column.key, column.widest, lambda row: column.value(row.of))

    language, word = names.language, names.word
    return (
        *map(told, who),
        list_column(names, "duty.charge", 20, lambda row: word(f"charge.{row.line.charge}")),
        list_column(names, "duty.base", 16, lambda row: row.line.base_cny, YUAN),
        list_column(names, "duty.rate", 9, lambda row: row.line.rate, RATE),
        list_column(names, "duty.amount", 18, lambda row: row.line.amount_cny, YUAN),
        list_column(names, "duty.rule", 44, lambda row: rule_words(row.line.rule, language)),
        list_column(names, "duty.source", 60, lambda row: source_words(row.line.source, language)),
        list_column(names, "duty.confidence", 12, lambda row: word(f"confidence.{row.line.confidence}")),
    )


def _relieved(names: Names) -> tuple[Column[OverviewRow], ...]:
    return (
        list_column(names, "duty.tax_relieved", 16, lambda row: row.tax_relieved_cny, YUAN),
        list_column(names, "duty.cost_effect", 16, lambda row: row.cost_effect_cny, YUAN),
        list_column(names, "duty.cash_effect", 18, lambda row: row.cash_effect_cny, YUAN),
    )


def _findings(report: DutyReport, names: Names) -> Iterator[ToldFinding]:
    """What bars a relief or, where it is granted, what is in doubt and what supports it.

    That a certificate for all items says nothing on goods of another kind is left out.
    """
    for row in report.reliefs:
        if not any(found.code in NO_NEWS for found in row.verdict.bars):
            yield from (ToldFinding(row, names.note(found)) for found in row.verdict.bars or row.verdict.findings)


def _told(report: DutyReport, names: Names) -> tuple[Column[ToldFinding], ...]:
    language, word = names.language, names.word

    def sure(entry: ToldFinding) -> str:
        return word(f"confidence.{entry.found.confidence}") if entry.found.confidence else ""

    return (
        list_column(
            names, "duty.granted", 8, lambda at: word(f"duty.granted_{'yes' if at.row.verdict.granted else 'no'}")
        ),
        list_column(names, "duty.item", 24, lambda at: report.item(at.row, language)),
        list_column(names, "duty.payer", 20, lambda at: report.firm(at.row.relief.row.firm)),
        list_column(names, "duty.regime", 30, lambda at: at.row.relief.regime.name(language)),
        list_column(names, "duty.certificate", 24, lambda at: at.row.relief.row.certificate),
        list_column(names, "duty.arrival", 18, lambda at: report.arrival(at.row.run, language)),
        list_column(names, "duty.effect", 8, lambda at: word(f"duty.effect_{at.found.effect.value}")),
        list_column(names, "duty.note_found", 66, lambda at: at.found.found(language)),
        list_column(names, "duty.missing", 46, lambda at: at.found.repair(language)),
        list_column(names, "duty.source", 40, lambda at: source_words(at.found.source, language)),
        list_column(names, "duty.confidence", 10, sure),
        list_column(names, "duty.offers", 24, lambda at: ", ".join(at.row.offers)),
    )


def _instalments(names: Names, who: tuple[Column[DeclaringAlternative], ...]) -> tuple[Column[WayInstalment], ...]:
    def told(column: Column[DeclaringAlternative]) -> Column[WayInstalment]:
        return list_column(names, column.key, column.widest, lambda row: column.value(row.way))

    return (
        *map(told, who),
        list_column(names, "ways.instalment_number", 12, lambda row: row.part.number),
        list_column(names, "ways.instalment_due", 14, lambda row: row.part.due.isoformat()),
        list_column(names, "ways.instalment_share", 10, lambda row: row.part.share, RATE),
        list_column(names, "ways.instalment_amount", 18, lambda row: row.part.amount_cny, YUAN),
    )


def _way_who(report: WaysReport, names: Names) -> tuple[Column[DeclaringAlternative], ...]:
    duty, scenario = report.duty, report.duty.scenario
    return (
        list_column(names, "ways.standing", 14, lambda way: names.word(f"ways.standing.{way.standing}")),
        list_column(names, "duty.item", 22, lambda way: names.item(way.item.item)),
        list_column(names, "duty.offer", 14, lambda way: way.offer.offer),
        list_column(names, "duty.origin", 10, lambda way: names.country(scenario.origin_of(way.offer))),
        list_column(names, "duty.payer", 27, lambda way: duty.named(way.payers, names.language)),
        list_column(names, "ways.way", 34, lambda way: report.treatment(way, names.language)),
    )


def _way(report: WaysReport, names: Names) -> tuple[Column[DeclaringAlternative], ...]:
    def points(way: DeclaringAlternative) -> str:
        return "\n".join(point(names.note(found), names.language) for found in way.open_points)

    saved = report.against_ordinary
    return (
        list_column(names, "duty.duty_rate", 9, lambda way: way.rate(DUTY.key), RATE),
        list_column(names, "duty.landed_cost", 18, lambda way: way.cost_cny, YUAN),
        list_column(names, "duty.vat_cash", 16, lambda way: way.amount(VAT_CASH.key), YUAN),
        list_column(names, "ways.cash_on_arrival", 16, lambda way: way.cash_on_arrival_cny, YUAN),
        list_column(names, "ways.tax_later", 14, lambda way: way.tax_later_cny, YUAN),
        list_column(names, "duty.tax_relieved", 14, lambda way: saved(way).tax_relieved_cny, YUAN),
        list_column(names, "duty.cost_effect", 14, lambda way: saved(way).cost_effect_cny, YUAN),
        list_column(names, "duty.cash_effect", 14, lambda way: saved(way).cash_effect_cny, YUAN),
        list_column(names, "ways.missing", 70, points),
    )
