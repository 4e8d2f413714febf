"""The landed cost on a terminal: a compact table an item, cheapest first, taxes apart; then reliefs, assumptions."""

from __future__ import annotations

from itertools import groupby

from rich.table import Table
from rich.text import Text

from importplan.basics.labels import Language, text
from importplan.cli.terminal import terminal
from importplan.customs.cost.duty_report import DutyReport
from importplan.customs.cost.overview import OverviewRow
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.relief.relief_notes import NO_NEWS
from importplan.customs.relief.relief_rows import ReliefRow
from importplan.results.names import Names

PAYER = "duty.payer"
WHO = ("duty.offer", PAYER, "duty.arrival", "duty.regime")
COSTS = ("duty.duty_rate", "charge.duty", "duty.landed_cost_short", "duty.vat_cash_short")
RELIEFS = ("duty.tax_relieved", "duty.cost_effect", "duty.cash_effect")


def show(report: DutyReport, language: Language) -> None:
    """Print all of it on standard output."""
    console = terminal()
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
    refused = [row for row in report.reliefs if row.verdict.bars and not row.verdict.would_be_granted]
    if refused:
        console.print(_refused(report, refused, language))
    if report.notes:
        console.print(_notes(report, language))


def _cost_table(report: DutyReport, rows: list[OverviewRow], language: Language) -> Table:
    item = rows[0].item
    title = f"{report.item(rows[0], language)}  {item.item}  {item.hs_code}  {item.unit}"
    table = _table(report, ("", *WHO), COSTS, title, language)
    relieved = {row.offer.offer for row in rows if row.has_relief}
    for row in rows:
        duty = row.line(DUTY)
        mark = row.chosen and row.offer.offer in relieved  # without a relief there is nothing to prefer
        offer = f"{row.offer.offer} {report.origin(row, language)} {report.incoterm(row, language)}"
        table.add_row(
            text("duty.chosen_mark", language) if mark else "",
            *_who(report, row, offer, language),
            "-" if row.duty_rate is None else f"{row.duty_rate:.2%}",
            "-" if duty is None else f"{duty.amount_cny:,.2f}",
            f"{row.cost_cny:,.2f}",
            f"{row.vat_cash_cny:,.2f}",
        )
    return table


def _relief_table(report: DutyReport, rows: list[OverviewRow], language: Language) -> Table:
    table = _table(report, WHO, RELIEFS, text("duty.relief_title", language), language)
    for row in rows:
        effects = (row.tax_relieved_cny, row.cost_effect_cny, row.cash_effect_cny)
        table.add_row(*_who(report, row, row.offer.offer, language), *(f"{effect:,.2f}" for effect in effects))
    return table


def _refused(report: DutyReport, rows: list[ReliefRow], language: Language) -> Text:
    """What bars reliefs, each reason once; goods of another kind than a certificate's are left out."""
    said: dict[str, None] = {}
    names = Names(report.scenario, report.pricing.catalog, language)
    for row in rows:
        if not any(found.code in NO_NEWS for found in row.verdict.bars):
            said.update(dict.fromkeys(names.note(found).found(language) for found in row.verdict.bars))
    lines = [text("duty.refused_title", language), *(f"  - {words}" for words in said)]
    return Text("\n".join(lines) if said else "")


def _table(
    report: DutyReport, words: tuple[str, ...], numbers: tuple[str, ...], title: str, language: Language
) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False)
    for key in words:
        if key != PAYER or _many_payers(report):
            table.add_column(text(key, language) if key else "", overflow="fold")
    for key in numbers:
        table.add_column(text(key, language), justify="right", no_wrap=True)
    return table


def _who(report: DutyReport, row: OverviewRow, offer: str, language: Language) -> list[Text]:
    payers = [Text(report.payers(row, language))] if _many_payers(report) else []
    return [Text(offer), *payers, Text(report.arrival(row.run, language)), Text(report.regime(row, language))]


def _many_payers(report: DutyReport) -> bool:
    return len({payer for row in report.rows for payer in row.payers}) > 1


def _notes(report: DutyReport, language: Language) -> Text:
    lines = [text("duty.notes", language)]
    names = Names(report.scenario, report.pricing.catalog, language)
    for number, note in enumerate(map(names.note, report.notes), start=1):
        place = f"（{note.at}）" if str(note.at) else ""
        lines.append(f"{number:>3}. {note.found(language)}{place}")
        lines.append(f"     → {note.repair(language)}")
    return Text("\n".join(lines))
