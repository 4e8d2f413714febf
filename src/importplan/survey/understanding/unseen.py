"""What counts of a return though nobody sees it, in one note: its cells, and the goods and the money behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from importplan.basics.addresses import position
from importplan.basics.issues import Issue, Place
from importplan.survey.returns.answers import Answer, FirmReturn
from importplan.survey.understanding.entries import FirmLine, SheetEntry, TableRow
from importplan.tables.grid import Grid
from importplan.tables.unseen import Unseen, reading_notes, unseen_in


def unseen_notes(
    file: str, grids: Sequence[Grid], sheets: Sequence[Sequence[SheetEntry]], returns: Iterable[FirmReturn]
) -> Iterator[Issue]:
    """One note on all that is hidden, filtered, collapsed or faint and counts; another on signs that nobody sees."""
    found = {
        grid.name: unseen_in(grid, _rows(entries), _columns(grid, entries))
        for grid, entries in zip(grids, sheets, strict=True)
    }
    if any(found.values()):
        places = ", ".join(unseen.addresses for unseen in found.values() if unseen)
        units, money = _behind(found, returns)
        amounts = ", ".join(f"{currency} {amount:,.0f}" for currency, amount in sorted(money.items())) or "-"
        yield Issue.warning("survey-counted-unseen", Place(file), cells=places, units=f"{units:g}", money=amounts)
    yield from reading_notes(file, grids)


def _rows(entries: Iterable[SheetEntry]) -> list[int]:
    return [_line(entry.at) for entry in entries if isinstance(entry, TableRow | FirmLine)]


def _columns(grid: Grid, entries: Iterable[SheetEntry]) -> set[int]:
    """The columns whose cells answer something."""
    found: set[int] = set()
    for entry in entries:
        if isinstance(entry, TableRow):
            found |= {*entry.columns.asked, *entry.columns.periods, *entry.columns.sums}
        elif isinstance(entry, FirmLine):
            found |= set(grid.filled(_line(entry.at)))
    return found


def _behind(unseen: dict[str, Unseen], returns: Iterable[FirmReturn]) -> tuple[float, dict[str, float]]:
    """Units needed of which something is not seen, of the item or of the need; and their money by currency."""
    units, money = 0.0, defaultdict[str, float](float)
    for item in (item for one in returns for item in one.items):
        price, currency = item.record.number("unit_price"), item.record.text("currency")
        for need in item.needs:
            answers = (*item.record.answers.values(), *need.answers.values())
            if any(_is_unseen(unseen, answer) for answer in answers):
                quantity = need.number("quantity") or 0.0
                units += quantity
                if price is not None and currency:
                    money[currency] += quantity * price
    return units, money


def _is_unseen(unseen: dict[str, Unseen], answer: Answer) -> bool:
    found, (row, column) = unseen.get(answer.at.sheet), position(answer.at.cell)
    return found is not None and row > 0 and found.holds(row - 1, column - 1)


def _line(at: Place) -> int:
    return int(at.cell) - 1
