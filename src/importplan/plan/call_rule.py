"""Call-offs under sampled draws: a rule fixed today, that everybody can follow who sees no more than has happened.

At the beginning of a period each way to call (an option of the landed-cost table) looks at its buyer's position: what
is in stock, ordered, called and not yet there, less what waits. It calls what is missing up to its level, which goes by
the period and by what is seen of the supplier (planning model, Sharpened, *What has been seen*).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class OutageState(Enum):
    """What is seen of an offer when it is called: outages of making and shipping."""

    OPEN = "open"  # all of the booking is available
    BEGUN = "begun"  # none is on at the beginning of the period; some of the booking is not available in it
    ON = "on"  # one is on at the beginning of the period


@dataclass(frozen=True, slots=True)
class CallLevel:
    """Call up to `level` units of position under an option in a period; a period and state without one: nothing."""

    option: int  # position in `LandedTable.options`
    period: int
    seen: OutageState
    level: float


def ways_of(rule: Iterable[CallLevel]) -> tuple[int, ...]:
    """The options of a rule in the order in which they call."""
    return tuple(dict.fromkeys(each.option for each in rule))
