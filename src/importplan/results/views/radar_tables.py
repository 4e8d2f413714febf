"""The change radar in tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from importplan.basics.issues import Issue
from importplan.results.forms import DATE, LONG, SUMMARY, TEXT, UNITS, WHOLE, YUAN, for_machines, in_words
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.radar.catalog_changes import CatalogChange
from importplan.results.radar.radar import (
    FirmTotal,
)
from importplan.results.table import Column, Look, Table
from importplan.results.views.radar_told import Radar, Told, ToldLot, names_of
from importplan.results.views.radar_words import (
    because,
    change_name,
    lot_why,
    payers_words,
    radar_sentences,
    reference_words,
    rests_on,
    timing_words,
)
from importplan.results.views.supervised import lot_words

HEADINGS = "radar.column"
DAY = timedelta(days=1)


def radar_sheets(found: Radar, names: Names) -> Iterator[ListSheet]:
    """What follows, every line, firms, supervised stock, what differs between the catalogs, files left out."""
    told: Column[Any] = Column("line", "", LONG, lambda row: row, widest=130)
    word = names.word
    sentences = tuple(radar_sentences(found, names))
    yield ListSheet("radar.sheet_summary", "", Table("summary", (told,), sentences, headed=HEADINGS))
    yield ListSheet("radar.sheet_lines", word("radar.legend"), Table("lines", LINES, found.lines, headed=HEADINGS), 3)
    yield ListSheet("radar.sheet_firms", word("radar.legend"), Table("firms", FIRMS, found.firms, headed=HEADINGS), 2)
    contracts = Table("contracts", CONTRACTS, found.contracts, headed=HEADINGS)
    yield ListSheet("radar.sheet_contracts", word("radar.legend"), contracts, 3)
    lots: Table[ToldLot] = Table("supervised", LOTS, found.lots, headed=HEADINGS)
    yield ListSheet("radar.sheet_supervised", word("radar.legend_lots"), lots, 2)
    changes = Table("changes", CHANGES, found.changes, headed=HEADINGS)
    yield ListSheet("radar.sheet_changes", word("radar.legend_changes"), changes, 1)
    faults = tuple((fault.name, issue) for fault in found.faults for issue in fault.issues)
    faults += tuple((found.after, issue) for issue in found.remarks)
    yield ListSheet("radar.sheet_faults", word("radar.legend_faults"), Table("faults", FAULTS, faults, headed=HEADINGS))


def _of(words: Any) -> Any:
    """Words made of the names of the line's own case."""
    return lambda names, row: words(names_of(names, row[0]), row[1])


LINES: tuple[Column[Told], ...] = (
    in_words(
        "bearing", _of(lambda names, line: names.word(f"radar.bearing.{line.bearing.value}")), Look.TEXT, widest=9
    ),
    in_words("firm", _of(payers_words), widest=18),
    in_words("reference", _of(reference_words), widest=16),
    in_words("item", _of(lambda names, line: names.item(line.goods.item.item)), widest=17),
    in_words("source", _of(lambda names, line: names.source(line.goods.offer)), widest=16),
    Column("quantity", "goods", UNITS, lambda row: row[1].goods.quantity, widest=7),
    Column("day", "", DATE, lambda row: row[1].goods.day, widest=11),
    Column("tax_before", "cny", YUAN, lambda row: row[1].before.tax if row[1].before else None, widest=15),
    Column("tax_after", "cny", YUAN, lambda row: row[1].after.tax if row[1].after else None, widest=15),
    Column("cost_cny", "cny", YUAN, lambda row: row[1].cost_cny if row[1].after and row[1].before else None, widest=15),
    Column("cash_cny", "cny", YUAN, lambda row: row[1].cash_cny if row[1].after and row[1].before else None, widest=15),
    in_words("because", _of(because), widest=42),
    in_words("timing", _of(timing_words), widest=30),
    in_words("rests_on", _of(rests_on), widest=26),
    in_words("at", lambda names, row: str(row[1].goods.at), widest=16),
    Column("file", "", LONG, lambda row: row[0].name, widest=14),
)

FIRMS: tuple[Column[FirmTotal], ...] = (
    Column("file", "", LONG, lambda row: row.case.name, widest=26),
    in_words("firm", lambda names, row: names_of(names, row.case).firm(row.firm), widest=26),
    for_machines("firm_id", lambda row: row.firm),
    Column("orders", "count", WHOLE, lambda row: row.orders, widest=8),
    Column("losses", "cny", YUAN, lambda row: row.losses, widest=18),
    Column("gains", "cny", YUAN, lambda row: row.gains, widest=18),
    Column("net", "cny", YUAN, lambda row: row.net, widest=18),
    Column("net_summary", "cny", SUMMARY, lambda row: float(row.net), widest=14),
    Column("cash", "cny", YUAN, lambda row: row.cash, widest=18),
    Column("declare_by", "", DATE, lambda row: row.declare_before - DAY if row.declare_before else None, widest=14),
    Column("saves", "cny", YUAN, lambda row: row.saves, widest=18),
    Column("unpriced", "count", WHOLE, lambda row: row.unpriced, widest=10),
)

CONTRACTS: tuple[Column[FirmTotal], ...] = (
    *FIRMS[:3],
    in_words("contract", lambda names, row: row.contract or names.word("radar.planned"), widest=26),
    for_machines("contract_no", lambda row: row.contract),
    *(column for column in FIRMS[3:] if column.key != "net_summary"),
)

LOTS: tuple[Column[ToldLot], ...] = (
    in_words("lot", lambda names, row: lot_words(names_of(names, row[0]), row[1].before), widest=16),
    in_words("firm", lambda names, row: names_of(names, row[0]).firm(row[1].before.payer), widest=22),
    for_machines("firm_id", lambda row: row[1].before.payer),
    in_words("item", lambda names, row: names_of(names, row[0]).item(row[1].before.item.item), widest=20),
    for_machines("item_id", lambda row: row[1].before.item.item),
    Column("quantity", "goods", UNITS, lambda row: row[1].before.quantity, widest=8),
    Column("released", "", DATE, lambda row: row[1].before.released, widest=12),
    Column("end_before", "", DATE, lambda row: row[1].before.end, widest=12),
    Column("end_after", "", DATE, lambda row: row[1].after.end, widest=12),
    Column("transfer_day", "", DATE, lambda row: row[1].day, widest=12),
    Column("made_up_before", "cny", YUAN, lambda row: row[1].was.total_cny if row[1].was else None, widest=16),
    Column("made_up_after", "cny", YUAN, lambda row: row[1].now.total_cny if row[1].now else None, widest=16),
    Column("made_up_change", "cny", YUAN, lambda row: row[1].change_cny, widest=16),
    in_words("meaning", lambda names, row: lot_why(names_of(names, row[0]), row[1], row[0]), widest=60),
    for_machines("affected", lambda row: row[1].affected),
    Column("file", "", LONG, lambda row: row[0].name, widest=18),
)

CHANGES: tuple[Column[CatalogChange], ...] = (
    in_words("table", change_name, widest=44),
    Column("from_day", "", DATE, lambda row: row.from_day, widest=14),
    in_words("difference", lambda names, row: row.words(names), widest=110),
)

FAULTS: tuple[Column[tuple[str, Issue]], ...] = (
    Column("file", "", TEXT, lambda row: row[0], widest=30),
    Column("at", "", LONG, lambda row: str(row[1].at), widest=30),
    in_words("found", lambda names, row: row[1].found(names.language), widest=60),
    in_words("repair", lambda names, row: row[1].repair(names.language), widest=60),
)
