"""Quantities and prices far from those of the other firms, and prices far from that of the base case."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.peers import COUNTED_SPREAD, FROM_REFERENCE, LEAST_SPREAD, far_from_peers, is_apart
from importplan.survey.estimates.prices import price_paid
from importplan.survey.estimates.traps.call import Call, Seen, TrapView, cells, worth
from importplan.survey.estimates.traps.ten_thousand import slipped
from importplan.survey.returns.survey import SurveyedItem

Row = tuple[Seen, SurveyedItem, float]


def calls(look: TrapView) -> Iterator[Call]:
    """Needs of a year and unit prices, by item."""
    quantities: dict[str, list[Row]] = {}
    prices: dict[str, list[Row]] = {}
    for seen in look.seen:
        for entry in seen.firm.items:
            answers = entry.answers.record
            _add(quantities, seen, entry, look.needed(entry) / look.years)
            _add(prices, seen, entry, look.price_told(answers) or price_paid(answers))
    for rows in quantities.values():
        yield from _quantities(look, rows)
    for rows in prices.values():
        yield from _prices(look, rows)


def _add(table: dict[str, list[Row]], seen: Seen, entry: SurveyedItem, value: float | None) -> None:
    if value and entry.sure:
        table.setdefault(entry.item, []).append((seen, entry, value))


def _quantities(look: TrapView, rows: list[Row]) -> Iterator[Call]:
    for (seen, entry, value), middle in _far(rows, COUNTED_SPREAD):
        at = tuple(need.answer("quantity").at for need in entry.answers.needs)
        moves = worth((value - middle) * look.years, look.price(entry), seen.weight)
        yield Call("quantity", seen.firm, ("B10",), at, {"said": value, "expected": middle}, moves, entry.item)


def _prices(look: TrapView, rows: list[Row]) -> Iterator[Call]:
    far = list(_far(rows, LEAST_SPREAD))
    named = {id(entry) for (_, entry, _), _ in far}
    for (seen, entry, value), middle in (*far, *_from_reference(look, rows, named)):
        if slipped(value, middle):  # told as such
            continue
        answers = entry.answers.record
        units = answers.number("bought_per_year") or look.needed(entry) / look.years
        at = cells(answers, "unit_price", "currency", "bought_cny_per_year")
        moves = abs(value - middle) * units * seen.weight
        trap = "price" if id(entry) in named else "reference"
        yield Call(trap, seen.firm, ("B13", "B7"), at, {"said": value, "expected": middle}, moves, entry.item)


def _from_reference(look: TrapView, rows: list[Row], named: set[int]) -> Iterator[tuple[Row, float]]:
    """Prices far from that of the base case, of which nothing is said yet."""
    for row in rows:
        known = look.known.prices.get(row[1].item)
        if known and id(row[1]) not in named and is_apart(row[2], known, FROM_REFERENCE):
            yield row, known


def _far(rows: list[Row], least_spread: float) -> Iterator[tuple[Row, float]]:
    """The rows far from those of other firms, each with what is usual."""
    figures, owners = [value for _, _, value in rows], [seen.place for seen, _, _ in rows]
    yield from ((rows[position], usual) for position, usual in far_from_peers(figures, owners, least_spread))
