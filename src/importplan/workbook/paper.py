"""How the sheets of the template go on paper: A4, the name of the sheet above, the page below."""

from __future__ import annotations

from typing import Any

A4 = 9


def on_paper(tab: Any, across: int = 1, landscape: bool = True) -> None:
    """Print so many pages side by side; a sheet without its name on it could not be told from another."""
    tab.set_landscape() if landscape else tab.set_portrait()
    tab.set_paper(A4)
    tab.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    tab.set_header("&L&12&A", {"margin": 0.35})
    tab.set_footer("&R&8&P / &N", {"margin": 0.3})
    tab.fit_to_pages(across, 0)
