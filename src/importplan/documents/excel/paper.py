"""How a sheet goes on paper: how many pages stand side by side, and how many points of rows a page holds.

Programs choose the scale themselves so that the columns fit, as fonts differ from machine to machine; what is reckoned
here says where rows have to break so that no chart is cut, on the safe side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

A4, A3 = 9, 8
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 0.4, 0.75, 0.7  # inches, of the sheets of a result
NAME_AND_PAGE = "&L&8&A&R&8&P / &N"  # a footer: name of the sheet, page
LONG_IN, SHORT_IN = 11.69, 8.27  # A4
READABLE = 190.0  # places that can still be read on one page of A4 across
STRETCH = 1.33  # rather a little smaller than on two pages: letters of 6 points are the least
DOTS_PER_PLACE, DOTS_PER_INCH = 7.0, 96.0
MOST_ACROSS = 2  # pages side by side of one sheet: who holds more of them cannot follow a row
SPARE_WIDTH, SPARE_HEIGHT = 0.75, 0.93  # whole columns leave a page across partly empty; rows may come out higher


@dataclass(frozen=True)
class Paper:
    """The layout of one sheet on A4 across."""

    across: int  # pages side by side
    first_page: float  # places of columns that surely stand on the first of them
    page_points: float  # height of a page in points of the sheet

    @property
    def is_spread(self) -> bool:
        """Whether rows go over several pages side by side."""
        return self.across > 1


def on_paper(
    sheet: Any,
    *,
    size: int = A4,
    landscape: bool = True,
    across: int = 1,
    down: int = 0,
    repeated: int = 0,
    side: float = MARGIN_SIDE,
    top: float = MARGIN_TOP,
    bottom: float = MARGIN_BOTTOM,
    header: str = "",
    header_margin: float = 0.3,
    footer: str = "",
) -> None:
    """Print so many pages side by side, and below one another where `down` is not 0; margins in inches.

    Where there are several side by side, the first `repeated` columns stand on each.
    """
    sheet.set_landscape() if landscape else sheet.set_portrait()
    sheet.set_paper(size)
    sheet.set_margins(left=side, right=side, top=top, bottom=bottom)
    sheet.set_header(header, {"margin": header_margin})
    sheet.set_footer(footer, {"margin": 0.3})
    sheet.fit_to_pages(across, down)
    if repeated and across > 1:
        sheet.repeat_columns(0, repeated - 1)


def pages_across(widths: Sequence[float], repeated: int = 1, stretch: float = STRETCH) -> int:
    """Pages side by side for columns of these widths; the first `repeated` ones stand on each."""
    head, total = sum(widths[:repeated]), sum(widths)
    return 1 if total <= READABLE * stretch else max(2, math.ceil((total - head) / (READABLE - head)))


def columns_on_paper(widths: Sequence[float], repeated: int = 1, most: int = MOST_ACROSS) -> int:
    """How many of the columns stand on the `most` pages side by side; the others are for the screen."""
    counts = range(len(widths), repeated + 1, -1)
    return next((count for count in counts if pages_across(widths[:count], repeated) <= most), repeated + 1)


def paper(widths: Sequence[float], repeated: int) -> Paper:
    """Lay columns out; the first `repeated` ones stand on every page."""
    head, total, across = sum(widths[:repeated]), sum(widths), pages_across(widths, repeated)
    page = total if across == 1 else head + (total - head) / across
    scale = min(1.0, (LONG_IN - 2 * MARGIN_SIDE) * DOTS_PER_INCH / (page * DOTS_PER_PLACE))
    points = 72.0 * (SHORT_IN - MARGIN_TOP - MARGIN_BOTTOM) / scale * SPARE_HEIGHT
    return Paper(across, page if across == 1 else page * SPARE_WIDTH, points)
