"""How a sheet goes on paper: which columns stand on which page across, how small, how many points a page is high.

Breaks are set by hand and the scale is a number, because spreadsheet programs ignore breaks when told to fit a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from importplan.reports.book import MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP

LONG_IN, SHORT_IN = 11.69, 8.27  # A4
READABLE = 200.0  # places that can still be read on one page of A4 across
SPARE_WIDTH, SPARE_HEIGHT = 1.04, 0.93  # fonts of other machines are a little wider and higher


def inches(width: float) -> float:
    """The width of a column on the screen's 96 dots per inch: 7 dots a place and 5 around it."""
    return (7.0 * width + 5.0) / 96.0


@dataclass(frozen=True)
class Paper:
    """The layout of one sheet on A4 across."""

    scale: int  # per cent
    first_columns: tuple[int, ...]  # first column of every page across but the first
    page_points: float  # height of a page at this scale

    @property
    def is_spread(self) -> bool:
        """Whether rows go over several pages side by side."""
        return bool(self.first_columns)


def paper(widths: Sequence[float], repeated: int) -> Paper:
    """Lay columns out; the first `repeated` ones stand on every page."""
    room = LONG_IN - 2 * MARGIN_SIDE
    breaks = () if sum(widths) <= READABLE else _breaks(widths, repeated)
    widest = max(_page_widths(widths, repeated, breaks))
    scale = max(10, min(100, int(100.0 * room / (widest * SPARE_WIDTH))))
    points = 72.0 * (SHORT_IN - MARGIN_TOP - MARGIN_BOTTOM) / (scale / 100.0) * SPARE_HEIGHT
    return Paper(scale, breaks, points)


def _breaks(widths: Sequence[float], repeated: int) -> tuple[int, ...]:
    """Fill pages as evenly as whole columns allow."""
    head = sum(widths[:repeated])
    pages = 2
    while True:
        target = head + (sum(widths) - head) / pages
        found, used = [], head
        for position in range(repeated, len(widths)):
            if used + widths[position] > max(target, head + max(widths)) * 1.08 and position > repeated:
                found.append(position)
                used = head
            used += widths[position]
        if target <= READABLE or pages > len(widths):
            return tuple(found)
        pages += 1


def _page_widths(widths: Sequence[float], repeated: int, breaks: tuple[int, ...]) -> list[float]:
    borders = (0, *breaks, len(widths))
    pages = []
    for number, (first, after) in enumerate(pairwise(borders)):
        own = sum(inches(width) for width in widths[first:after])
        pages.append(own + (sum(inches(width) for width in widths[:repeated]) if number else 0.0))
    return pages
