"""What a person sees of the rows of a case and a reader of values does not: amounts merged over rows, lines through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from importplan.basics.addresses import position
from importplan.basics.issues import Issue
from importplan.parsing.words import fold
from importplan.scenario.schema.column import CellKind, ColumnSpec
from importplan.scenario.wording import column_names, yes_no_words
from importplan.tables.cell import Cell
from importplan.tables.grid import Grid, Spot

_TIME = ("days", "months", "hours", "years")  # how long something takes holds for each of the rows that share it
_SHARED = ("units", "CNY", "USD")  # what can be shared out over rows; prices and rates cannot


def is_amount(spec: ColumnSpec) -> bool:
    """Whether a column holds amounts, which never stand for several rows at once; names, days and shares may."""
    counted = spec.kind in (CellKind.NUMBER, CellKind.MONEY) or (spec.kind is CellKind.WHOLE and bool(spec.unit))
    return counted and spec.unit not in _TIME


def merged_amounts(
    grid: Grid, sheet_key: str, columns: Mapping[ColumnSpec, int], rows: Sequence[int]
) -> Iterator[tuple[frozenset[Spot], Issue]]:
    """Each area of cells that merges an amount with other cells that are read, and the fault, with a split."""
    read = {column: spec for spec, column in columns.items()}
    done: set[Spot] = set()
    for spec, column in columns.items():
        for row in rows if is_amount(spec) and grid.covered else ():
            (top, left), (bottom, right) = grid.merged_over(row, column)
            lines = [line for line in rows if top <= line <= bottom]
            across = [one for one in range(left, right + 1) if one in read]
            if (top, left) in done or len(lines) * len(across) < 2 or grid.cell(top, left).blank:
                continue
            done.add((top, left))
            cell, last = grid.cell(top, left), grid.place(bottom, right).cell
            splits = spec.unit in _SHARED and len(across) == 1 and cell.number is not None
            values = column_names(sheet_key, spec.key) | {"area": f"{cell.at.cell}:{last}", "value": cell.shown}
            if splits:
                parts = equal_parts(float(cell.number or 0.0), len(lines))
                words = ", ".join(
                    f"{grid.place(line, column).cell} {part:.15g}" for line, part in zip(lines, parts, strict=True)
                )
                issue = Issue.error("amount-merged", cell.at, rows=len(lines), split=words, **values)
            else:
                issue = Issue.error("value-merged", cell.at, rows=len(lines), **values)
            yield frozenset((line, one) for line in lines for one in across), issue


def equal_parts(amount: float, count: int) -> list[float]:
    """An amount in equal parts, whole ones where it is whole; the first bear what is left over."""
    if not amount.is_integer():
        return [amount / count] * count
    each, more = divmod(int(amount), count)
    return [float(each + (place < more)) for place in range(count)]


def struck_rows(grid: Grid, columns: Mapping[ColumnSpec, int], rows: Sequence[int]) -> Iterator[Issue]:
    """A fault for each row in which a name or an amount is crossed out; not for one that is switched off.

    Crossing out means deleting; a line through a mere text says nothing of the row.
    """
    use = next((column for spec, column in columns.items() if spec.key == "use"), None)
    for row in rows if grid.struck else ():
        if use is not None and fold(grid.seen(row, use).shown) in yes_no_words("no"):
            continue
        crossed = sorted(
            column
            for spec, column in columns.items()
            if spec.kind is not CellKind.TEXT and (row, column) in grid.struck and not grid.cell(row, column).blank
        )
        if crossed:
            told = ", ".join(f"{grid.place(row, column).cell} {grid.cell(row, column).shown}" for column in crossed)
            yield Issue.error("row-struck-out", grid.place(row, crossed[0]), value=told)


def struck_or_shared(grid: Grid, row: int, line: tuple[Cell, Cell], words: Mapping[str, str]) -> Iterator[Issue]:
    """The faults of a setting (name, value; `words`: what it is called) that is crossed out or shared with the next."""
    crossed = next((cell for cell in line if cell.struck and not cell.blank), None)
    if crossed is not None:
        yield Issue.error("row-struck-out", crossed.at, value=" ".join(cell.shown for cell in line))
    value = line[1]
    _, column = position(value.at.cell)
    (top, left), (bottom, right) = grid.merged_over(row, column - 1)
    if top < bottom and top == row and not value.blank:
        area = f"{grid.place(top, left).cell}:{grid.place(bottom, right).cell}"
        yield Issue.error("value-merged", value.at, area=area, value=value.shown, rows=bottom - top + 1, **words)
