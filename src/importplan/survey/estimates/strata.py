"""Strata of the frame by industry and size class, and how strata with too few answers are taken together.

Within a stratum the firms that answered are taken for a simple random sample of those asked (a response homogeneity
group: Särndal, Swensson, Wretman, Model Assisted Survey Sampling, 1992, section 15.6). A stratum that was not answered
wholly needs `FEWEST` answers, so that a variance can be reckoned, and no firm in it may stand for more than
`HEAVIEST` times as many firms as in the mean of all. One that falls short is joined

1. with the nearest size class of its industry,
2. where the industry is one stratum already, with the other stratum that has the fewest firms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 3  # answers in a stratum
HEAVIEST = 3.0  # times the mean weight

Key = tuple[str, int]  # industry, size class from the largest (0) down


@dataclass(frozen=True)
class Stratum:
    """Cells of the frame that are weighted as one."""

    keys: tuple[Key, ...]
    asked: int
    answered: int

    @property
    def industries(self) -> tuple[str, ...]:
        """Its industries, each once."""
        return tuple(sorted({industry for industry, _ in self.keys}))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Its size classes, each once."""
        return tuple(sorted({size for _, size in self.keys}))

    @property
    def weight(self) -> float:
        """How many firms asked stand behind one that answered."""
        return self.asked / self.answered

    def joined(self, other: Stratum) -> Stratum:
        """Both as one."""
        keys = tuple(sorted((*self.keys, *other.keys)))
        return Stratum(keys, self.asked + other.asked, self.answered + other.answered)

    def falls_short(self, mean_weight: float) -> bool:
        """Whether too few have answered to speak for the others of the stratum."""
        if self.answered == self.asked:
            return False
        return self.answered < FEWEST or self.weight > HEAVIEST * mean_weight


def strata(asked: Sequence[Key], answered: Sequence[Key]) -> tuple[Stratum, ...]:
    """The strata of a frame after joining.

    Parameters
    ----------
    asked
        Industry and size class of every firm asked.
    answered
        The same of those of them that answered.
    """
    counts, told = Counter(asked), Counter(answered)
    found = [Stratum((key,), counts[key], told[key]) for key in sorted(counts)]
    mean_weight = len(asked) / max(len(answered), 1)
    while len(found) > 1:
        short = [stratum for stratum in found if stratum.falls_short(mean_weight)]
        if not short:
            break
        first = min(short, key=lambda stratum: (stratum.answered, stratum.asked, stratum.keys))
        second = _nearest(first, [stratum for stratum in found if stratum is not first])
        found = [stratum for stratum in found if stratum not in (first, second)]
        found = sorted([*found, first.joined(second)], key=lambda stratum: stratum.keys)
    return tuple(found)


def _nearest(stratum: Stratum, others: list[Stratum]) -> Stratum:
    same = [other for other in others if other.industries == stratum.industries]
    if same:
        return min(same, key=lambda other: (_distance(stratum, other), other.answered, other.keys))
    return min(others, key=lambda other: (other.asked, other.keys))


def _distance(stratum: Stratum, other: Stratum) -> int:
    return min(abs(one - two) for one in stratum.sizes for two in other.sizes)
