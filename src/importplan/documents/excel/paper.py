"""How a sheet goes on paper: how many pages stand side by side, and how many points of rows a page holds.

Programs choose the scale themselves so that the columns fit, as fonts differ from machine to machine; what is reckoned
here says where rows have to break so that no chart is cut, on the safe side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from importplan.documents.excel.sheet_book import MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP

LONG_IN, SHORT_IN = 11.69, 8.27  # A4
READABLE = 190.0  # places that can still be read on one page of A4 across
STRETCH = 1.33  # rather a little smaller than on two pages: letters of 6 points are the least
DOTS_PER_PLACE, DOTS_PER_INCH = 7.0, 96.0
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


def paper(widths: Sequence[float], repeated: int) -> Paper:
    """Lay columns out; the first `repeated` ones stand on every page."""
    head, total = sum(widths[:repeated]), sum(widths)
    across = 1 if total <= READABLE * STRETCH else max(2, math.ceil((total - head) / (READABLE - head)))
    page = total if across == 1 else head + (total - head) / across
    scale = min(1.0, (LONG_IN - 2 * MARGIN_SIDE) * DOTS_PER_INCH / (page * DOTS_PER_PLACE))
    points = 72.0 * (SHORT_IN - MARGIN_TOP - MARGIN_BOTTOM) / scale * SPARE_HEIGHT
    return Paper(across, page if across == 1 else page * SPARE_WIDTH, points)
