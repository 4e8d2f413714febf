"""What counts in a case though nobody sees it, in one note: its cells, and the money behind; comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from importplan.basics.issues import Issue, Place
from importplan.basics.labels import LANGUAGES, known, text
from importplan.scenario.headed import HeadedGrid
from importplan.scenario.known_figures import known_figures
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.column import Row
from importplan.scenario.schema.fx import ExchangeRate
from importplan.tables.unseen import Unseen, reading_notes, unseen_in

_LONGEST = 120  # signs of a comment in a message
COUNTED = ("demand", "stock", "open_orders", "budgets")  # sheets whose rows are amounts themselves


def counted_unseen(sheets: Sequence[HeadedGrid], scenario: Scenario) -> Iterator[Issue]:
    """One note on all that is hidden, filtered, collapsed or faint and counts; another on signs that nobody sees."""
    found = {entry.key: unseen_in(entry.grid, entry.rows, entry.columns.values()) for entry in sheets}
    file = sheets[0].grid.file if sheets else ""
    if any(found.values()):
        places = ", ".join(unseen.addresses for unseen in found.values() if unseen)
        value, unknown = money_behind(scenario, found)
        yield Issue.warning(
            "counted-unseen", Place(file), cells=places, cny=f"{value:,.0f}", unknown=", ".join(unknown) or "-"
        )
    yield from reading_notes(file, [entry.grid for entry in sheets])
    for entry in sheets:
        yield from _comments(entry)


def _comments(entry: HeadedGrid) -> Iterator[Issue]:
    """What people have said at cells that count, or at their headings: it may change what a value means."""
    notes = {position: _notes_of(entry.key, key) for key, position in entry.columns.items()}
    last = max(entry.rows, default=-1)
    for (row, column), words in sorted(entry.grid.comments.items()):
        ours = row not in entry.rows and any(words.startswith(note) for note in notes.get(column, ()))
        if row <= last and not ours and not entry.grid.seen(row, column).blank:
            plain = " ".join(words.split())
            value = entry.grid.seen(row, column).shown
            yield Issue.warning("cell-comment", entry.grid.place(row, column), words=plain[:_LONGEST], value=value)


def _notes_of(sheet_key: str, column_key: str) -> list[str]:
    """What the template says at the heading of a column, in either language."""
    label = f"note.{sheet_key}.{column_key}"
    return [text(label, language) for language in LANGUAGES] if known(label) else []


def money_behind(scenario: Scenario, unseen: dict[str, Unseen]) -> tuple[float, tuple[str, ...]]:
    """CNY at which the goods and the money stand that rest on what is not seen, each once; items of unknown value.

    Goods count at the reference value of their item, else at the median price of its offers by the rates of the sheet
    `fx`. On an item, an offer or a supplier rest the needs of the items that it is about.
    """
    touched = {
        key: [row for row in _rows(scenario, key) if one.touches(_line(row))] for key, one in unseen.items() if one
    }
    own = touched.pop("demand", [])
    items = {
        item for key, rows in touched.items() if key not in COUNTED for row in rows for item in _items_of(scenario, row)
    }
    needs = {id(row): row for row in (*own, *(row for row in scenario.demand if row.item in items))}
    amounts = [(row.item, row.quantity) for row in (*needs.values(), *touched.get("stock", ()))]
    item_of = {offer.offer: offer.item for offer in scenario.offers}
    amounts += [(item_of.get(row.offer, ""), row.quantity) for row in touched.get("open_orders", ())]
    prices = known_figures(scenario).prices
    worth = {item: prices.get(item) for item, _ in amounts}
    total = sum((worth[item] or 0.0) * quantity for item, quantity in amounts)
    total += sum(row.amount_cny for row in touched.get("budgets", ()))
    return total, tuple(item for item, value in worth.items() if value is None)


def _rows(scenario: Scenario, sheet_key: str) -> Iterable[Any]:
    rows = getattr(scenario, sheet_key)
    return rows if isinstance(rows, tuple) else ()  # the settings are no rows


def _line(row: Row) -> int:
    return int(row.place.cell) - 1 if row.place.cell.isdecimal() else -1


def _items_of(scenario: Scenario, row: Any) -> Iterator[str]:
    """The items that a row of any sheet but `demand`, which is counted by its rows, is about."""
    offers = {offer.offer: offer.item for offer in scenario.offers}
    if getattr(row, "item", ""):
        yield row.item
    elif getattr(row, "offer", ""):
        yield offers.get(row.offer, "")
    elif getattr(row, "supplier", ""):
        yield from (offer.item for offer in scenario.offers if offer.supplier == row.supplier)
    elif isinstance(row, ExchangeRate):
        yield from (offer.item for offer in scenario.offers if offer.currency == row.currency)
