"""A chart as an inline drawing (SVG): columns and lines over categories, without any program to run."""

from __future__ import annotations

import math
import re
from html import escape
from itertools import pairwise

from importplan.documents.excel.layout import places
from importplan.results.chart import COLORS, Chart
from importplan.results.table import Formula, Look
from importplan.results.words import Words

WIDTH, HEIGHT = 720.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 12.0, 46.0, 46.0
_PARTS = re.compile(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+")
STEPS = 5  # lines of the grid, at most
GAP = 0.3  # of the room of a category
PLACE = 6.3  # width of a place of a name below the axis; a Chinese character takes two
NAME_LINES, NAME_LINE_HEIGHT = 2, 14.0
STYLE = """svg text { font-size: 12px; fill: #333; font-family: inherit; }
  svg .title { font-size: 14px; font-weight: bold; text-anchor: middle; }
  svg .value { text-anchor: end; } svg .name { text-anchor: middle; }
  svg .grid { stroke: #ddd; }"""


def draw(chart: Chart, names: Words) -> str:
    """The drawing with its title, axis, names and legend."""
    return _Drawing(chart, names).svg()


class _Drawing:
    def __init__(self, chart: Chart, names: Words) -> None:
        first, after = chart.span
        self.chart = chart
        table = chart.table.shown(names)
        self.categories = [str(value) for value in table.cells(chart.category)[first:after]]
        self.keys = chart.keys
        self.series = {key: [_number(value) for value in table.cells(key)[first:after]] for key in self.keys}
        self.headings = {key: table.headings[table.place(key)] for key in self.keys}
        self.is_share = table.columns[table.place(self.keys[0])].form.look is Look.SHARE
        highest = max((value for values in self.series.values() for value in values), default=0.0)
        self.step = _step(1.0 if self.is_share and highest > 0.5 else highest or 1.0)
        self.top = self.step * math.ceil(max(highest, self.step) / self.step - 1e-9)
        self.room = (WIDTH - LEFT - RIGHT) / max(len(self.categories), 1)

    def svg(self) -> str:
        title = escape(self.chart.title)
        parts = [*self._grid(), *self._columns(), *self._lines(), *self._names(), *self._legend()]
        return (
            f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{title}">'
            f'<text x="{WIDTH / 2:.0f}" y="16" class="title">{title}</text>{"".join(parts)}</svg>'
        )

    def _y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top

    def _grid(self) -> list[str]:
        found = []
        for number in range(round(self.top / self.step) + 1):
            value = number * self.step
            y = self._y(value)
            words = f"{value:.0%}" if self.is_share else f"{value:,.6g}"
            found.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
            found.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" class="value">{words}</text>')
        return found

    def _columns(self) -> list[str]:
        width = self.room * (1.0 - GAP) / max(len(self.chart.values), 1)
        found = []
        for number, key in enumerate(self.chart.values):
            for place, value in enumerate(self.series[key]):
                x = LEFT + self.room * (place + GAP / 2) + width * number
                y = self._y(value)
                told = f"{self.categories[place]}: {value:.1%}" if self.is_share else f"{value:,.2f}"
                found.append(
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{HEIGHT - BOTTOM - y:.1f}" '
                    f'fill="{self._color(key)}"><title>{escape(told)}</title></rect>'
                )
        return found

    def _lines(self) -> list[str]:
        found = []
        for key in self.chart.lines:
            spots = [(LEFT + self.room * (place + 0.5), self._y(value)) for place, value in enumerate(self.series[key])]
            for (x1, y1), (x2, y2) in pairwise(spots):
                line = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
                found.append(f'<line {line} stroke="{self._color(key)}" stroke-width="2"/>')
        return found

    def _names(self) -> list[str]:
        room, y = max(int(self.room / PLACE), 4), HEIGHT - BOTTOM + 16
        return [
            f'<text x="{LEFT + self.room * (place + 0.5):.1f}" y="{y + NAME_LINE_HEIGHT * line:.1f}" class="name">'
            f"{escape(words)}</text>"
            for place, category in enumerate(self.categories)
            for line, words in enumerate(in_lines(category, room))
        ]

    def _legend(self) -> list[str]:
        if len(self.keys) == 1:
            return []
        found, room = [], (WIDTH - LEFT - RIGHT) / len(self.keys)
        for number, key in enumerate(self.keys):
            x = LEFT + room * number
            words = escape(self.headings[key])
            found.append(f'<rect x="{x:.1f}" y="28" width="12" height="8" fill="{self._color(key)}"/>')
            found.append(f'<text x="{x + 18:.1f}" y="36" class="legend">{words}</text>')
        return found

    def _color(self, key: str) -> str:
        return COLORS[self.keys.index(key) % len(COLORS)]


def _number(value: object) -> float:
    now = value.value if isinstance(value, Formula) else value
    return float(now) if isinstance(now, int | float) else 0.0


def _step(highest: float) -> float:
    """The distance of the lines of the grid: 1, 2 or 5 times a power of ten."""
    rough = highest / STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1.0, 2.0, 5.0, 10.0) if power * factor >= rough * (1 - 1e-9))


def in_lines(name: str, room: int) -> list[str]:
    """A name in lines of so many places, broken between words or Chinese characters; what does not fit is left out."""
    lines = [""]
    for part in _PARTS.findall(name):
        if lines[-1] and places((lines[-1] + part).rstrip()) > room:
            lines.append("")
        lines[-1] += part
    kept = [*lines[: NAME_LINES - 1], "".join(lines[NAME_LINES - 1 :])]
    return [_short(line.strip(), room) for line in kept if line.strip()]


def _short(words: str, room: int) -> str:
    if places(words) <= room:
        return words
    while words and places(words) > room - 1:
        words = words[:-1]
    return f"{words.rstrip()}…"
