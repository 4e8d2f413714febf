"""A chart drawn in a workbook: a native one, of the cells of its table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from importplan.documents.excel.book import no_formula
from importplan.documents.excel.palette import BAND
from importplan.documents.excel.sheet_book import SheetBook
from importplan.results.chart import COLORS, Chart
from importplan.results.table import Look, Shown

WIDTH, HEIGHT = 640, 300  # pixels: narrower than the narrowest page across
ROWS = 17  # rows of a sheet that a chart takes, one of them free


def draw(book: SheetBook, sheet_name: str, chart: Chart, table: Shown, first_row: int) -> Any:
    """The chart object; `first_row` is the row of the sheet in which the values of its table begin."""
    own: Any = None
    for kind, keys in (("column", chart.values), ("line", chart.lines)):
        if not keys:
            continue
        part = book.workbook.add_chart({"type": kind})
        for series in _series(sheet_name, chart, keys, table, first_row):
            part.add_series(series)
        own = part if own is None else own
        if part is not own:
            own.combine(part)
    _look(book, chart, table, own)
    return own


def _series(
    sheet_name: str, chart: Chart, keys: tuple[str, ...], table: Shown, first_row: int
) -> Iterator[dict[str, Any]]:
    first, after = chart.span
    rows = (first_row + first, first_row + after - 1)
    names = table.place(chart.category)
    for key in keys:
        column, color = table.place(key), COLORS[chart.keys.index(key) % len(COLORS)]
        look = {"fill": {"color": color}, "gap": 40} if key in chart.values else {"line": {"color": color, "width": 2}}
        yield {
            "name": no_formula(table.headings[column]),
            "categories": [sheet_name, rows[0], names, rows[1], names],
            "values": [sheet_name, rows[0], column, rows[1], column],
            **look,
        }


def _look(book: SheetBook, chart: Chart, table: Shown, own: Any) -> None:
    first = table.columns[table.place(chart.keys[0])].form.look
    font = {"name": book.font, "size": 9}
    own.set_title({"name": no_formula(chart.title), "name_font": {"name": book.font, "size": 11}, "overlay": False})
    own.set_x_axis({"num_font": font, "label_position": "low"})
    own.set_y_axis(
        {
            "num_font": font,
            "num_format": "0%" if first is Look.SHARE else "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": BAND}},
        }
    )
    own.set_legend({"none": True} if len(chart.keys) == 1 else {"position": "bottom", "font": font})
    own.set_size({"width": WIDTH, "height": HEIGHT})
