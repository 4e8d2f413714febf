"""Two results side by side in tables, sentences and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from importplan.basics.labels import known
from importplan.results.differing import FigureDifference, Move, OrderDifference, ResultDifference
from importplan.results.forms import (
    DATE,
    FIRM,
    ITEM,
    LONG,
    SUMMARY,
    TEXT,
    UNITS,
    in_words,
    worded,
)
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.table import Column, Look, Table, plain
from importplan.results.views.open_needs import outcome_words, why_words
from importplan.scenario.difference import RowChange

HEADINGS = "compare.column"
SHOWN = 6  # orders, or changed rows, that sentences tell
Fact = Column[Any]


def difference_sheets(found: ResultDifference, names: tuple[Names, Names]) -> Iterator[ListSheet]:
    """What follows, orders, figures, cost lines, needs, and every changed cell of the input."""
    told: Fact = Column("line", "", LONG, lambda row: row, widest=120)
    lines = tuple(sentences(found, names))
    yield ListSheet("compare.sheet_summary", "", Table("summary", (told,), lines, headed=HEADINGS))
    legend = names[1].word("compare.legend")
    yield ListSheet("compare.sheet_orders", legend, Table("orders", _orders(names), found.orders, headed=HEADINGS), 3)
    yield ListSheet("compare.sheet_figures", legend, Table("figures", _FIGURES, found.figures, headed=HEADINGS), 1)
    yield ListSheet("compare.sheet_money", legend, Table("money", _MONEY, found.money, headed=HEADINGS), 1)
    yield ListSheet("compare.sheet_needs", legend, Table("needs", _needs(names), found.needs, headed=HEADINGS), 1)
    rows = [(row, cell) for row in found.inputs for cell in row.cells or (("", None, None),)]
    yield ListSheet("compare.sheet_inputs", legend, Table("inputs", _INPUTS, rows, headed=HEADINGS), 2)


def difference_record(found: ResultDifference, names: tuple[Names, Names]) -> dict[str, Any]:
    """All of it for machines."""
    tables = {sheet.table.key: sheet.table for sheet in difference_sheets(found, names)}
    return {
        "same_draws": found.alike,
        "sentences": list(sentences(found, names)),
        "orders": [
            {
                "item": row.item, "buyer": row.buyer, "offer": row.offer, "move": row.move.value,
                "before": plain(row.before), "after": plain(row.after),
                "behind": [{"sheet": each.sheet, "row": each.row} for each in row.behind],
            }
            for row in found.orders
        ],
        **{key: [plain(row) | {"change": row.change} for row in tables[key].rows] for key in ("figures", "money")},
        "inputs": [
            {"sheet": row.sheet, "row": row.row, "change": row.change,
             "cells": [{"column": key, "before": plain(one), "after": plain(two)} for key, one, two in row.cells]}
            for row in found.inputs
        ],
    }  # fmt: skip


def sentences(found: ResultDifference, names: tuple[Names, Names]) -> Iterator[str]:
    """What has changed, what moves and which input stands behind, what it costs, and what to mind."""
    words = names[1]
    yield words.word("compare.which", before=found.before.run.input_name, after=found.after.run.input_name)
    if found.inputs:
        told = words.word("result.list_join").join(_by_sheet(words, found.inputs))
        yield words.word("compare.inputs", count=len(found.inputs), told=told)
    else:
        yield words.word("compare.no_inputs")
    moved = [row for row in found.orders if row.move is not Move.SAME]
    yield words.word("compare.moved", count=len(moved), same=len(found.orders) - len(moved))
    for row in moved[:SHOWN]:
        yield order_words(row, names)
    figures = {row.key: row for row in found.figures}
    for key in ("money_cny", "shortage_cny", "shortage_cvar_cny", "cash_peak_cny"):
        figure = figures[key]
        if figure.before is not None and figure.after is not None:
            yield words.word(
                "compare.figure",
                what=words.word(f"compare.figure.{key}"),
                before=words.in_summary_unit(figure.before),
                after=words.in_summary_unit(figure.after),
                change=words.in_summary_unit(figure.after - figure.before),
            )
    if not found.alike:
        yield words.word("compare.other_draws")
    gaps = [result.solution.gap for result in (found.before, found.after)]
    if max(gaps) > 0.0:
        before, after = (f"{gap:.2%}" if gap < 1.0 else words.word("compare.gap_unknown") for gap in gaps)
        yield words.word("compare.gaps", before=before, after=after)


def order_words(row: OrderDifference, names: tuple[Names, Names]) -> str:
    """`不再买：五轴… 2 台（牧野）；直接原因：…`."""
    words = _knows(names, row.offer)
    behind = words.word("result.list_join").join(_by_sheet(words, row.behind))
    why = words.word("compare.behind", rows=behind) if behind else words.word("compare.follows")
    return words.word(
        f"compare.order.{row.move.value}", item=words.item(row.item), source=words.source(words.offer(row.offer)),
        before=row.before.units, after=row.after.units, unit=words.unit(row.item), buyer=_buyer(words, row.buyer),
        first=row.before.first, then=row.after.first,
    ) + why  # fmt: skip


def _buyer(words: Names, buyer: str) -> str:
    """Who buys; nothing where there is one firm."""
    alone = len(words.scenario.all_firms) == 1 and buyer in words.scenario.firm_index
    return "" if alone else words.word("compare.buyer", buyer=words.firm(buyer))


def _by_sheet(words: Names, rows: tuple[RowChange, ...]) -> Iterator[str]:
    """Changed rows, the first of each sheet by name."""
    for sheet in dict.fromkeys(row.sheet for row in rows):
        mine = [row for row in rows if row.sheet == sheet]
        first = row_words(words, mine[0])
        yield first if len(mine) == 1 else words.word("compare.and_more", first=first, count=len(mine))


def row_words(words: Names, row: RowChange) -> str:
    """`报价 A-DMG：unit_price 100→120`."""
    sheet = words.word(f"sheet.{row.sheet}")
    if row.change != "changed":
        return words.word(f"compare.row.{row.change}", sheet=sheet, row=row.row)
    cells = "; ".join(
        words.word("compare.cell", column=_column(words, row.sheet, key), before=_plain(one), after=_plain(two))
        for key, one, two in row.cells
    )
    return words.word("compare.row.changed", sheet=sheet, row="" if row.row == row.sheet else row.row, cells=cells)


def _column(words: Names, sheet: str, key: str) -> str:
    label = f"column.{sheet}.{key}"
    return words.word(label) if known(label) else key


def _knows(names: tuple[Names, Names], offer: str) -> Names:
    """The names of the result that has an offer."""
    return names[1] if offer in names[1].scenario.offer_index else names[0]


def _plain(value: object) -> Any:
    found = plain(value)
    if isinstance(found, float):
        return f"{found:,.12g}"
    return "" if found is None else found


def _orders(names: tuple[Names, Names]) -> tuple[Fact, ...]:
    def source(row: OrderDifference) -> str:
        words = _knows(names, row.offer)
        return words.source(words.offer(row.offer))

    def behind(words: Names, row: OrderDifference) -> str:
        if row.move is Move.SAME:
            return ""
        told = words.word("result.list_join").join(row_words(words, each) for each in row.behind)
        return told or words.word("compare.follows")

    return (
        Column("move", "", worded("compare.move"), lambda row: row.move.value, widest=10),
        Column("item", "", ITEM, lambda row: row.item, widest=24),
        Column("source", "", LONG, source, widest=28),
        Column("buyer", "", FIRM, lambda row: row.buyer, widest=20),
        Column("units_before", "goods", UNITS, lambda row: row.before.units, widest=10),
        Column("units_after", "goods", UNITS, lambda row: row.after.units, widest=10),
        Column("cny_before", "cny", SUMMARY, lambda row: row.before.cny, widest=14),
        Column("cny_after", "cny", SUMMARY, lambda row: row.after.cny, widest=14),
        Column("first_before", "", DATE, lambda row: row.before.first, widest=12),
        Column("first_after", "", DATE, lambda row: row.after.first, widest=12),
        Column("last_before", "", DATE, lambda row: row.before.last, widest=12),
        Column("last_after", "", DATE, lambda row: row.after.last, widest=12),
        in_words("behind", behind, widest=60),
    )


def _needs(names: tuple[Names, Names]) -> tuple[Fact, ...]:
    def told(which: int) -> Any:
        def words(_names: Names, row: Any) -> str:
            need = (row.before, row.after)[which]
            return names[which].word("compare.in_time") if need is None else outcome_words(names[which], need)

        return words

    def why(_names: Names, row: Any) -> str:
        which = 1 if row.after is not None else 0
        return why_words(names[which], (row.before, row.after)[which])

    return (
        Column("line", "", TEXT, lambda row: row.line, widest=16),
        Column("item", "", ITEM, lambda row: (row.after or row.before).outcome.row.item, widest=24),
        in_words("need_before", told(0), widest=22),
        in_words("need_after", told(1), widest=22),
        in_words("why", why, widest=70),
    )


def _amount(row: FigureDifference, value: float | None, names: Names) -> float | str | None:
    if value is None:
        return None
    return f"{value:.2%}" if row.share else names.in_summary_unit(value)


def _figure_columns(prefix: str) -> tuple[Fact, ...]:
    return (
        in_words("figure", lambda names, row: names.word(f"{prefix}.{row.key}"), widest=44),
        in_words("before", lambda names, row: _amount(row, row.before, names), Look.SUMMARY, widest=16),
        in_words("after", lambda names, row: _amount(row, row.after, names), Look.SUMMARY, widest=16),
        in_words("change", lambda names, row: _amount(row, row.change, names), Look.SUMMARY, widest=16),
    )


_FIGURES, _MONEY = _figure_columns("compare.figure"), _figure_columns("result.cost")
_INPUTS: tuple[Fact, ...] = (
    in_words("sheet", lambda names, row: names.word(f"sheet.{row[0].sheet}"), widest=16),
    in_words("row", lambda names, row: "" if row[0].row == row[0].sheet else row[0].row, widest=26),
    Column("what", "", worded("compare.change"), lambda row: row[0].change, widest=12),
    in_words("column", lambda names, row: _column(names, row[0].sheet, row[1][0]) if row[1][0] else "", widest=26),
    in_words("cell_before", lambda names, row: str(_plain(row[1][1])), widest=30),
    in_words("cell_after", lambda names, row: str(_plain(row[1][2])), widest=30),
)
