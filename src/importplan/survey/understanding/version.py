"""Which version of the questionnaire a file was filled in on, as far as it says so itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from importplan.tables.grid import Grid

_TOLD = re.compile(
    r"(?:版本号?|版|version)\s*[:：]?\s*v?(20\d\d(?:\.\d+)?)|v?(20\d\d\.\d+)\s*版?|(20\d\d)\s*年?版", re.IGNORECASE
)
_SEARCHED_ROWS = 8


def version_of(grids: Iterable[Grid]) -> str:
    """The version that the first rows of any sheet tell, empty where none does."""
    for grid in grids:
        for row in grid.values[:_SEARCHED_ROWS]:
            for value in row:
                match = (
                    _TOLD.search(value)
                    if isinstance(value, str) and "版" in value + "版" * ("ersion" in value)
                    else None
                )
                if match:
                    return next(group for group in match.groups() if group)
    return ""
