"""The landed cost on a terminal: a compact table an item, cheapest first, taxes apart; then reliefs, assumptions."""

from __future__ import annotations

import sys
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from importplan.basics.labels import Language, text
from importplan.landed.duty_report import DutyReport
from importplan.landed.overview import OverviewRow
from importplan.landed.table import Charge

PIPED_WIDTH = 130  # columns when the output goes to a file


def show(report: DutyReport, language: Language) -> None:
    """Print all of it on standard output."""
    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)
    if not report.rows:
        console.print(text("duty.no_offers", language))
        return
    console.print(text("duty.legend", language))
    # A relief that is not in force pays what the ordinary row beside it shows; the workbook and the JSON have it.
    shown = [row for row in report.rows if row.relieved or not row.has_relief]
    for _, rows in groupby(shown, key=lambda row: row.item.item):
        console.print(_cost_table(report, list(rows), language))
    relieved = [row for row in report.rows if row.has_relief and row.tax_relieved_cny > 0]
    if relieved:
        console.print(_relief_table(report, relieved, language))
        if any(row.status == "planned" for row in relieved):
            console.print(text("duty.relief_planned_note", language))
    if report.notes:
        console.print(_notes(report, language))


def _cost_table(report: DutyReport, rows: list[OverviewRow], language: Language) -> Table:
    item = rows[0].item
    title = f"{report.item(rows[0], language)}  {item.item}  {item.hs_code}  {item.unit}"
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False)
    table.add_column("")
    for key in ("duty.offer", "duty.payer", "duty.arrival", "duty.regime"):
        table.add_column(text(key, language), overflow="fold")
    for key in ("duty.duty_rate", "charge.duty", "duty.landed_cost_short", "duty.vat_cash_short"):
        table.add_column(text(key, language), justify="right", no_wrap=True)
    for row in rows:
        duty = row.line(Charge.DUTY)
        table.add_row(
            text("duty.chosen_mark", language) if row.chosen else "",
            Text(f"{row.offer.offer} {report.origin(row, language)} {row.offer.incoterm}"),
            Text(report.payers(row, language)),
            report.arrival(row.run, language),
            Text(report.regime(row, language)),
            "-" if row.duty_rate is None else f"{row.duty_rate:.2%}",
            "-" if duty is None else f"{duty.amount_cny:,.2f}",
            f"{row.cost_cny:,.2f}",
            f"{row.vat_cash_cny:,.2f}",
        )
    return table


def _relief_table(report: DutyReport, rows: list[OverviewRow], language: Language) -> Table:
    title = text("duty.relief_title", language)
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False)
    for key in ("duty.offer", "duty.payer", "duty.arrival", "duty.regime"):
        table.add_column(text(key, language), overflow="fold")
    for key in ("duty.tax_relieved", "duty.cost_effect", "duty.cash_effect"):
        table.add_column(text(key, language), justify="right")
    for row in rows:
        table.add_row(
            Text(row.offer.offer),
            Text(report.payers(row, language)),
            report.arrival(row.run, language),
            Text(report.regime(row, language)),
            f"{row.tax_relieved_cny:,.2f}",
            f"{row.cost_effect_cny:,.2f}",
            f"{row.cash_effect_cny:,.2f}",
        )
    return table


def _notes(report: DutyReport, language: Language) -> Text:
    lines = [text("duty.notes", language)]
    for number, note in enumerate(report.notes, start=1):
        place = f"（{note.at}）" if str(note.at) else ""
        lines.append(f"{number:>3}. {note.found(language)}{place}")
        lines.append(f"     → {note.repair(language)}")
    return Text("\n".join(lines))
