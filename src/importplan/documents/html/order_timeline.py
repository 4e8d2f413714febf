"""The first orders in time as an inline drawing (SVG): a bar each, cut into stages, on a scale of quarters."""

from __future__ import annotations

from datetime import date
from html import escape

from importplan.basics.periods import add_months
from importplan.documents.excel.palette import STAGES
from importplan.documents.html.drawing import in_lines
from importplan.results.page_one.timeline import OrderTimeline, scale

WIDTH, LEFT, RIGHT, TOP = 1000.0, 210.0, 10.0, 44.0
ROW, BAR, LEGEND = 22.0, 14.0, 24.0
PLACES = 30  # of a label
MOST_TICKS = 14


def draw_orders(timeline: OrderTimeline) -> str:
    """The drawing, with its title, its scale and what each colour stands for."""
    first, last = scale(timeline.bars)
    room = (WIDTH - LEFT - RIGHT) / max((last - first).days, 1)
    height = TOP + ROW * len(timeline.bars) + LEGEND + 18
    parts = [f'<text x="{WIDTH / 2:.0f}" y="16" class="title">{escape(timeline.title)}</text>']
    for day in _ticks(first, last):
        x, foot = LEFT + (day - first).days * room, TOP + ROW * len(timeline.bars)
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6:.0f}" y2="{foot:.0f}" class="grid"/>')
        parts.append(f'<text x="{x:.1f}" y="{TOP - 10:.0f}" class="name">{day:%Y-%m}</text>')
    for number, bar in enumerate(timeline.bars):
        y = TOP + ROW * number
        label = next(iter(in_lines(bar.label, PLACES)), "")
        parts.append(f'<text x="{LEFT - 8:.0f}" y="{y + BAR - 2:.1f}" class="value">{escape(label)}</text>')
        begin = bar.start
        for stage, days, color in zip(timeline.stages, bar.days, STAGES, strict=True):
            end = date.fromordinal(begin.toordinal() + days)
            if days:
                x, width = LEFT + (begin - first).days * room, days * room
                told = escape(f"{bar.label} {stage}: {begin} – {end}")
                parts.append(
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR:.0f}" fill="{color}">'
                    f"<title>{told}</title></rect>"
                )
            begin = end
    spot = (WIDTH - LEFT) / len(timeline.stages)
    for number, (stage, color) in enumerate(zip(timeline.stages, STAGES, strict=True)):
        x = LEFT / 2 + spot * number
        parts.append(f'<rect x="{x:.1f}" y="{height - 16:.0f}" width="12" height="10" fill="{color}"/>')
        parts.append(f'<text x="{x + 17:.1f}" y="{height - 7:.0f}">{escape(stage)}</text>')
    size, words = f"0 0 {WIDTH:.0f} {height:.0f}", escape(timeline.words)
    return f'<svg class="tall" viewBox="{size}" role="img" aria-label="{words}">{"".join(parts)}</svg>'


def _ticks(first: date, last: date) -> list[date]:
    """First days of quarters, of half-years, of years: as few as can be read."""
    for months in (3, 6, 12):
        days, count = [first], 1
        while (day := add_months(first, months * count)) <= last:
            days.append(day)
            count += 1
        if len(days) <= MOST_TICKS:
            break
    return days
