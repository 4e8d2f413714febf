"""A chart drawn in a workbook: a native one, of the cells of its table."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from importplan.documents.excel.book import no_formula
from importplan.documents.excel.palette import BAND, DARK, STAGES
from importplan.documents.excel.sheet_book import SheetBook
from importplan.results.chart import COLORS, Chart
from importplan.results.page_one.timeline import OrderTimeline, scale
from importplan.results.table import Look, Shown

WIDTH, HEIGHT = 640, 300  # pixels: narrower than the narrowest page across
QUARTER, TICKS = 365.25 / 4, 12  # days between ticks of a timeline, and the most of them
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


def bars(book: SheetBook, sheet_name: str, column: int, rows: tuple[int, int]) -> Any:
    """Bars across, one a row, the first on top, named by the first column; what lowers the figure in another colour."""
    first, last = rows
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [sheet_name, first - 1, column],
            "categories": [sheet_name, first, 0, last, 0],
            "values": [sheet_name, first, column, last, column],
            "fill": {"color": COLORS[0]},
            "invert_if_negative": True,
            "invert_if_negative_color": COLORS[1],
            "gap": 35,
        }
    )
    font = {"name": book.font, "size": 9}
    chart.set_y_axis({"reverse": True, "num_font": font, "label_position": "low"})
    chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": True, "line": {"color": BAND}}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 2 * WIDTH, "height": 120 + 24 * (last - first + 1)})
    return chart


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


def draw_timeline(book: SheetBook, sheet: Any, timeline: OrderTimeline, row: int, column: int) -> Any:
    """Bars of orders as a chart; its numbers are written into the sheet from a cell on, outside what is printed.

    A bar is stacked of days: an invisible part up to its first day, then its stages. The first order stands on top.
    """
    note = book.words(8, color=DARK)
    heads = (book.speech.word("result.timeline.data"), book.speech.word("result.stage_of_order.start"))
    for place, words in enumerate((*heads, *timeline.stages)):
        sheet.write_string(row, column + place, no_formula(words), note)
    first_day, last_day = scale(timeline.bars)
    day = book.format(font_size=8, num_format="yyyy-mm-dd", font_color=DARK)
    for number, bar in enumerate(timeline.bars, start=1):
        sheet.write_string(row + number, column, no_formula(bar.label), note)
        sheet.write_datetime(row + number, column + 1, bar.start, day)
        for place, days in enumerate(bar.days):
            sheet.write_number(row + number, column + 2 + place, days, note)
    rows = (row + 1, row + len(timeline.bars))
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for place, (words, color) in enumerate(zip(("", *timeline.stages), ("", *STAGES), strict=True)):
        chart.add_series(
            {
                "name": no_formula(words or " "),
                "categories": [sheet.get_name(), rows[0], column, rows[1], column],
                "values": [sheet.get_name(), rows[0], column + 1 + place, rows[1], column + 1 + place],
                "fill": {"color": color} if color else {"none": True},
                "border": {"none": True},
                "gap": 35,
            }
        )
    font = {"name": book.font, "size": 7}
    head = {"name": book.font, "size": 9}
    chart.set_title({"name": no_formula(timeline.title), "name_font": head, "overlay": False})
    chart.set_y_axis(
        {"reverse": True, "num_font": font, "line": {"none": True}, "major_tick_mark": "none", "interval_unit": 1}
    )
    chart.set_x_axis(
        {
            "num_font": font,
            "num_format": "yyyy-mm",
            "min": excel_day(first_day),
            "max": excel_day(last_day) + 1,
            "major_unit": QUARTER * max(1, math.ceil((last_day - first_day).days / QUARTER / TICKS)),
            "major_gridlines": {"visible": True, "line": {"color": BAND}},
            "label_position": "high",
        }
    )
    chart.set_legend({"position": "bottom", "font": font, "delete_series": [0]})
    return chart


def excel_day(day: date) -> int:
    """The number under which a workbook knows a day."""
    return (day - date(1899, 12, 30)).days
