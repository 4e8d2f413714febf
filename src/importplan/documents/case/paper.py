"""How the sheets of a scenario workbook go on paper: A4, the name of the sheet above, the page below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

A4 = 9
READABLE = 190.0  # places across a page of A4 that can still be read
STRETCH = 1.33  # rather a little smaller than on two pages


def pages_across(widths: Sequence[float]) -> int:
    """Pages side by side for columns of these widths; the first one stands on each."""
    if sum(widths) <= READABLE * STRETCH:
        return 1
    return max(2, math.ceil(sum(widths[1:]) / (READABLE - widths[0])))


def on_paper(tab: Any, across: int = 1, landscape: bool = True) -> None:
    """Print so many pages side by side; a sheet without its name on it could not be told from another."""
    tab.set_landscape() if landscape else tab.set_portrait()
    tab.set_paper(A4)
    tab.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    tab.set_header("&L&12&A", {"margin": 0.35})
    tab.set_footer("&R&8&P / &N", {"margin": 0.3})
    tab.fit_to_pages(across, 0)
