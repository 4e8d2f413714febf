"""The landed cost as a workbook: overview, lines with rule and source, reliefs and why they hold, assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import xlsxwriter

from importplan.basics.files import put
from importplan.basics.labels import Language, text
from importplan.landed.charge_kind import ChargeKind
from importplan.landed.duty_report import DutyReport, rule_words, source_words
from importplan.landed.overview import OverviewRow
from importplan.landed.relief_notes import NO_NEWS
from importplan.landed.rules.duty import DUTY
from importplan.landed.rules.extra_duty import EXTRA_DUTY
from importplan.landed.rules.vat import VAT_CASH, VAT_COST
from importplan.landed.table import ChargeLine
from importplan.landed.way import Way
from importplan.landed.ways_report import WaysReport, point
from importplan.reports.duty_sheet import Column, Looks, Sheet, Value, fill
from importplan.reports.names import Names
from importplan.reports.table import Cell, Formula
from importplan.reports.views.proposals import PROPOSALS, proposals_table
from importplan.scenario.contract_price import offered_price
from importplan.scenario.schema.settings import Settings

FROZEN = 3  # columns that stay in sight: mark, item, offer
SAFE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
WHO: tuple[Column, ...] = (
    ("duty.chosen", "text", 10), ("duty.item", "text", 26), ("duty.offer", "text", 15), ("duty.origin", "text", 15),
    ("duty.payer", "text", 27), ("duty.arrival", "text", 17), ("duty.regime", "text", 38),
)  # fmt: skip
OVERVIEW: tuple[Column, ...] = (
    *WHO, ("duty.incoterm", "text", 9), ("duty.currency", "text", 10), ("duty.price", "money", 16),
    ("charge.customs_value", "money", 16), ("duty.duty_rate", "rate", 9), ("charge.duty", "money", 14),
    ("charge.extra_duty", "money", 14), ("charge.vat_cost", "money", 14), ("duty.landed_cost", "money", 20),
    ("duty.vat_cash", "money", 18),
)  # fmt: skip
LINES: tuple[Column, ...] = (
    *WHO, ("duty.charge", "text", 20), ("duty.base", "money", 16), ("duty.rate", "rate", 9),
    ("duty.amount", "money", 18), ("duty.rule", "text", 44), ("duty.source", "text", 60),
    ("duty.confidence", "text", 12),
)  # fmt: skip
RELIEFS: tuple[Column, ...] = (
    *WHO, ("duty.tax_relieved", "money", 16), ("duty.cost_effect", "money", 16), ("duty.cash_effect", "money", 18),
)  # fmt: skip
VERDICTS: tuple[Column, ...] = (
    ("duty.granted", "text", 8), ("duty.item", "text", 24), ("duty.payer", "text", 20), ("duty.regime", "text", 30),
    ("duty.certificate", "text", 24), ("duty.arrival", "text", 18), ("duty.effect", "text", 8),
    ("duty.note_found", "text", 66), ("duty.missing", "text", 46), ("duty.source", "text", 40),
    ("duty.confidence", "text", 10), ("duty.offers", "text", 24),
)  # fmt: skip
WIDTHS = {"row_name": 26, "reason_code": 26, "reason_parameters": 44, "what_follows": 30, "list_edition": 34}
PROPOSED: tuple[Column, ...] = tuple(
    (f"result.column.{column.key}", "text", WIDTHS.get(column.key, 18)) for column in PROPOSALS
)
WAY_WHO: tuple[Column, ...] = (
    ("ways.standing", "text", 14), ("duty.item", "text", 22), ("duty.offer", "text", 14), ("duty.origin", "text", 10),
    ("duty.payer", "text", 27), ("ways.way", "text", 34),
)  # fmt: skip
WAYS: tuple[Column, ...] = (
    *WAY_WHO, ("duty.duty_rate", "rate", 9), ("duty.landed_cost", "money", 18), ("duty.vat_cash", "money", 16),
    ("ways.cash_on_arrival", "money", 16), ("ways.tax_later", "money", 14), ("duty.tax_relieved", "money", 14),
    ("duty.cost_effect", "money", 14), ("duty.cash_effect", "money", 14), ("ways.missing", "text", 70),
)  # fmt: skip
WAY_LINES: tuple[Column, ...] = (*WAY_WHO, *LINES[len(WHO) :])
NOTES: tuple[Column, ...] = (
    ("duty.note_place", "text", 30), ("duty.note_found", "text", 70), ("duty.note_repair", "text", 70),
)  # fmt: skip


def write(report: DutyReport, path: Path, language: Language) -> None:
    """Write the landed cost of a case as a workbook."""
    _write_book(_sheets(report, language), path, language, report.scenario.settings)


def write_ways(report: WaysReport, path: Path, language: Language) -> None:
    """Write all ways of one shipment as a workbook: side by side, then line by line."""
    _write_book(_way_sheets(report, language), path, language, report.duty.scenario.settings)


def _write_book(sheets: Iterator[Sheet], path: Path, language: Language, settings: Settings) -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        looks = Looks(book, language)
        for sheet in sheets:
            fill(book.add_worksheet(text(sheet.key, language)), sheet, looks, settings, language)
    put(content.getvalue(), path)


def _sheets(report: DutyReport, language: Language) -> Iterator[Sheet]:
    legend = text("duty.legend_sheet", language)
    overview = (_overview(report, row, language) for row in report.rows)
    yield Sheet("duty.sheet_summary", legend, OVERVIEW, overview, FROZEN)
    yield Sheet("duty.sheet_lines", legend, LINES, _lines(report, language), FROZEN)
    reliefs = (row for row in report.rows if row.has_relief and row.tax_relieved_cny > 0)
    yield Sheet("duty.sheet_reliefs", legend, RELIEFS, (_relief(report, row, language) for row in reliefs), FROZEN)
    yield Sheet("duty.sheet_verdicts", "", VERDICTS, _verdicts(report, language))
    names = Names(report.scenario, report.pricing.catalog, language)
    rows = proposals_table(names).shown(names).rows
    if rows:
        yield Sheet("duty.sheet_proposals", "", PROPOSED, (tuple(map(_plain, row)) for row in rows))
    yield Sheet("duty.sheet_notes", "", NOTES, _notes(report, language))


def _way_sheets(report: WaysReport, language: Language) -> Iterator[Sheet]:
    arrival, quantity = report.label(report.shipment.arrival), f"{report.shipment.quantity:g}"
    legend = text("ways.legend_sheet", language, arrival=arrival, quantity=quantity)
    yield Sheet("ways.sheet", legend, WAYS, (_way(report, way, language) for way in report.ways), FROZEN)
    lines = ((*_way_who(report, way, language), *_line(line, language)) for way in report.ways for line in way.lines)
    yield Sheet("ways.sheet_lines", legend, WAY_LINES, lines, FROZEN)
    yield Sheet("duty.sheet_notes", "", NOTES, _notes(report.duty, language))


def _way_who(report: WaysReport, way: Way, language: Language) -> tuple[Value, ...]:
    duty = report.duty
    name = (way.item.name_zh if language == "zh" else way.item.name_en) or way.item.name_zh or way.item.item
    origin = duty.pricing.catalog.countries.name(duty.scenario.origin_of(way.offer), language)
    standing = text(f"ways.standing.{way.standing}", language)
    return standing, name, way.offer.offer, origin, duty.named(way.payers, language), report.treatment(way, language)


def _way(report: WaysReport, way: Way, language: Language) -> tuple[Value, ...]:
    saved = report.against_ordinary(way)
    amounts = (
        way.cost_cny, way.amount(VAT_CASH.key), way.cash_on_arrival_cny, way.tax_later_cny,
        saved.tax_relieved_cny, saved.cost_effect_cny, saved.cash_effect_cny,
    )  # fmt: skip
    names = Names(report.duty.scenario, report.duty.pricing.catalog, language)
    points = "\n".join(point(names.note(found), language) for found in way.open_points)
    rate = _number(way.rate(DUTY.key))
    return (*_way_who(report, way, language), rate, *(float(each) for each in amounts), points)


def _plain(value: Cell) -> Value:
    """A value without its live formula, dates as text."""
    now = value.value if isinstance(value, Formula) else value
    return now.isoformat() if isinstance(now, date) else now


def _who(report: DutyReport, row: OverviewRow, language: Language) -> tuple[Value, ...]:
    return (
        text("duty.chosen_mark", language) if row.chosen else "",
        report.item(row, language),
        row.offer.offer,
        report.origin(row, language),
        report.payers(row, language),
        report.arrival(row.run, language),
        report.regime(row, language),
    )


def _overview(report: DutyReport, row: OverviewRow, language: Language) -> tuple[Value, ...]:
    charges = ("customs_value", DUTY, EXTRA_DUTY, VAT_COST)
    value, duty, extra, vat = (_amount(row, charge) for charge in charges)
    terms = (report.incoterm(row, language), row.offer.currency, offered_price(row.offer).amount)
    taxes = (value, _number(row.duty_rate), duty, extra, vat)
    return (*_who(report, row, language), *terms, *taxes, row.cost_cny, row.vat_cash_cny)


def _lines(report: DutyReport, language: Language) -> Iterator[tuple[Value, ...]]:
    for row in report.rows:
        for line in row.lines:
            yield (*_who(report, row, language), *_line(line, language))


def _line(line: ChargeLine, language: Language) -> tuple[Value, ...]:
    return (
        text(f"charge.{line.charge}", language),
        float(line.base_cny),
        _number(line.rate),
        float(line.amount_cny),
        rule_words(line.rule, language),
        source_words(line.source, language),
        text(f"confidence.{line.confidence}", language),
    )


def _relief(report: DutyReport, row: OverviewRow, language: Language) -> tuple[Value, ...]:
    return (*_who(report, row, language), row.tax_relieved_cny, row.cost_effect_cny, row.cash_effect_cny)


def _verdicts(report: DutyReport, language: Language) -> Iterator[tuple[Value, ...]]:
    """What bars a relief or, where it is granted, what is in doubt and what supports it.

    That a certificate for all items says nothing on goods of another kind is left out.
    """
    names = Names(report.scenario, report.pricing.catalog, language)
    for row in report.reliefs:
        if any(found.code in NO_NEWS for found in row.verdict.bars):
            continue
        granted = text("duty.granted_yes" if row.verdict.granted else "duty.granted_no", language)
        who = (report.item(row, language), report.firm(row.relief.row.firm), row.relief.regime.name(language))
        when = (row.relief.row.certificate, report.arrival(row.run, language))
        for found in map(names.note, row.verdict.bars or row.verdict.findings):
            said = (text(f"duty.effect_{found.effect.value}", language), found.found(language), found.repair(language))
            sure = text(f"confidence.{found.confidence}", language) if found.confidence else ""
            yield (granted, *who, *when, *said, source_words(found.source, language), sure, ", ".join(row.offers))


def _notes(report: DutyReport, language: Language) -> Iterator[tuple[Value, ...]]:
    names = Names(report.scenario, report.pricing.catalog, language)
    for note in map(names.note, report.notes):
        yield (str(note.at), note.found(language), note.repair(language))


def _amount(row: OverviewRow, charge: ChargeKind | str) -> float | None:
    line = row.line(charge)
    return None if line is None else float(line.amount_cny)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
