"""A native chart of a table that stands on the same sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from importplan.reports.sheet_book import SheetBook
from importplan.reports.table import Form, Table

WIDTH, HEIGHT = 640, 300  # pixels: narrower than the narrowest page across
ROWS = 17  # rows of a sheet that a chart takes, one of them free
COLORS = ("#2F5597", "#C55A11", "#7F7F7F", "#548235")


@dataclass(frozen=True)
class Chart:
    """Columns and lines over rows of a table: the key of the names and the keys of the values."""

    title: str
    table: Table
    category: str
    values: tuple[str, ...] = ()  # drawn as columns
    lines: tuple[str, ...] = ()
    rows: tuple[int, int] | None = None  # first row and the one after the last; None: all

    @property
    def span(self) -> tuple[int, int]:
        """First row and the one after the last."""
        return self.rows or (0, len(self.table.rows))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see: no rows, or only zeros."""
        first, after = self.span
        shown = (self.table.values(key)[first:after] for key in (*self.values, *self.lines))
        return not any(value for column in shown for value in column)


def draw(book: SheetBook, sheet_name: str, chart: Chart, first_row: int) -> Any:
    """The chart object; `first_row` is the row of the sheet in which the table's values begin."""
    own: Any = None
    for kind, keys in (("column", chart.values), ("line", chart.lines)):
        if not keys:
            continue
        part = book.workbook.add_chart({"type": kind})
        for series in _series(book, sheet_name, chart, keys, first_row):
            part.add_series(series)
        own = part if own is None else own
        if part is not own:
            own.combine(part)
    _look(book, chart, own)
    return own


def _series(
    book: SheetBook, sheet_name: str, chart: Chart, keys: tuple[str, ...], first_row: int
) -> Iterator[dict[str, Any]]:
    known = [column.key for column in chart.table.columns]
    first, after = chart.span
    rows = (first_row + first, first_row + after - 1)
    names = known.index(chart.category)
    order = (*chart.values, *chart.lines)
    for key in keys:
        column = known.index(key)
        color = COLORS[order.index(key) % len(COLORS)]
        heading = chart.table.columns[column].heading or book.speech.word(f"result.column.{key}")
        look = {"fill": {"color": color}, "gap": 40} if key in chart.values else {"line": {"color": color, "width": 2}}
        yield {
            "name": heading,
            "categories": [sheet_name, rows[0], names, rows[1], names],
            "values": [sheet_name, rows[0], column, rows[1], column],
            **look,
        }


def _look(book: SheetBook, chart: Chart, own: Any) -> None:
    keys = (*chart.values, *chart.lines)
    form = next(column.form for column in chart.table.columns if column.key == keys[0])
    font = {"name": book.font, "size": 9}
    own.set_title({"name": chart.title, "name_font": {"name": book.font, "size": 11}, "overlay": False})
    own.set_x_axis({"num_font": font, "label_position": "low"})
    own.set_y_axis(
        {
            "num_font": font,
            "num_format": "0%" if form is Form.SHARE else "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    own.set_legend({"none": True} if len(keys) == 1 else {"position": "bottom", "font": font})
    own.set_size({"width": WIDTH, "height": HEIGHT})
