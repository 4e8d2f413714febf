"""What a person has said of needs told by the year or the half-year: in which shares they fall on its quarters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import floor
from types import MappingProxyType

HALF, YEAR = "half_year", "year"
QUARTERS: Mapping[str, int] = MappingProxyType({HALF: 2, YEAR: 4})  # of each kind of period that is split
BY_WORD: Mapping[str, str] = MappingProxyType({kind: f"{kind}_by_word" for kind in QUARTERS})  # what was `understood`
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Split:
    """The shares of the quarters of one kind of period, who said so, when, and why."""

    kind: str  # half_year | year
    shares: tuple[float, ...]  # of its quarters in order; they add up to 1
    who: str = ""
    when: str = ""
    note: str = ""

    @property
    def is_even(self) -> bool:
        """Whether all quarters take the same."""
        return max(self.shares) - min(self.shares) < _CLOSE


@dataclass(frozen=True)
class Splits:
    """The word of the bureau for all returns; without one nothing is split."""

    by_kind: Mapping[str, Split] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, told: Iterable[Split]) -> Splits:
        """Of two on one kind of period the later one."""
        return cls({split.kind: split for split in told})

    def of_quarters(self, quarters: int) -> Split | None:
        """What has been said of periods of so many quarters."""
        return self.by_kind.get(kind_of(quarters))


NOT_SPLIT = Splits()


def kind_of(quarters: int) -> str:
    """What a period of so many quarters is: half_year, year, or empty for others, which nobody splits at once."""
    return next((kind for kind, count in QUARTERS.items() if count == quarters), "")


def even(quarters: int) -> tuple[float, ...]:
    """The same share for each quarter."""
    return (1.0 / quarters,) * quarters


def parts(quantity: float, shares: Iterable[float], whole: bool) -> list[float]:
    """A quantity in shares. Whole units are rounded as they add up, so that their sum is the quantity."""
    found, before, told = [], 0.0, 0.0
    for share in shares:
        told += share * quantity
        upto = float(floor(told + 0.5 + _CLOSE)) if whole else told
        found.append(round(upto - before, 6))
        before = upto
    return found
