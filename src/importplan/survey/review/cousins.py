"""Names that are not on the list and mean the same goods as another such name: 数控螺杆转子磨床 and 螺杆转子磨床."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from importplan.catalog.lists.likeness import likeness
from importplan.survey.items import NEW_NAME, MatchedName
from importplan.survey.matching.name_likeness import ALIKE, WITHIN, name_likeness

FIRST_LOOK = 50.0  # least likeness of names to be looked at


def cousins(names: Sequence[MatchedName]) -> dict[str, str]:
    """Key of a new name → id of the item that an earlier name, with more money behind it, would become."""
    new = [name for name in names if name.state == NEW_NAME]
    if len(new) < 2:
        return {}
    keys = [name.asked.key for name in new]
    alike = np.triu(likeness(keys, keys).T, k=1)  # (earlier, later)
    found: dict[str, str] = {}
    for later in range(1, len(new)):
        for earlier in np.flatnonzero(alike[:later, later] >= FIRST_LOOK):
            if new[later].asked.key not in found and _same_goods(new[earlier], new[later]):
                found[new[later].asked.key] = found.get(new[earlier].asked.key, new[earlier].item)
    return found


def _same_goods(first: MatchedName, second: MatchedName) -> bool:
    """Whether one name is the other but for order, ending or a closer description, and no attribute differs."""
    mine, theirs = first.asked.attributes, second.asked.attributes
    if any(not mine[key] & theirs[key] for key in mine if key in theirs):
        return False
    return name_likeness(second.asked.key, first.asked.key).way not in (ALIKE, WITHIN)
