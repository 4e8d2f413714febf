"""What of a table may be passed on: cells of few firms and cells that one firm makes up are suppressed.

Rules as in official statistics (Hundepool and others, Handbook on Statistical Disclosure Control, chapter on magnitude
tables): the threshold rule (fewer than so many firms), the (n,k) dominance rule (the n largest firms make up more than
the share k), and the p-% rule (the second largest firm, which knows its own part, could work out the largest one to
within p). They are looked at on what the firms told, without weights, which is the cautious way. A suppressed
cell could be worked out from the total of its line, so others are suppressed with it until the sum of all that is
suppressed in the line passes the rules itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.schema.settings import Settings

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ConfidentialityRule:
    """When a cell gives away too much."""

    smallest_cell: int = 3  # firms
    dominant_firms: int = 1  # n
    dominant_share: float = 0.75  # k
    guess_share: float = 0.1  # p

    @classmethod
    def of(cls, settings: Settings) -> ConfidentialityRule:
        """That of a case."""
        return cls(settings.smallest_cell, settings.dominant_firms, settings.dominant_share, settings.guess_share)

    def gives_away(self, contributions: FloatArray) -> bool:
        """Whether a cell of these parts, one a firm, may not be shown; a cell that no firm takes part in may."""
        parts = np.sort(np.nan_to_num(contributions))[::-1]
        parts = parts[parts != 0.0]
        if not len(parts):
            return False
        if len(parts) < self.smallest_cell:
            return True
        dominated = float(parts[: self.dominant_firms].sum()) > self.dominant_share * float(parts.sum())
        return dominated or float(parts[2:].sum()) < self.guess_share * float(parts[0])

    def few(self, firms: int) -> bool:
        """Whether a count or a mean of so many firms may not be shown."""
        return 0 < firms < self.smallest_cell


@dataclass(frozen=True)
class Hidden:
    """What of a line is not shown: its cells and its total."""

    cells: BoolArray
    total: bool


def hidden(contributions: FloatArray, rule: ConfidentialityRule) -> Hidden:
    """The cells of a line with a total that are not shown.

    Parameters
    ----------
    contributions
        What each firm adds to each cell; shape (firms, cells), nan where it is not known.
    """
    parts = np.nan_to_num(contributions)
    if rule.gives_away(parts.sum(axis=1)):
        return Hidden(np.ones(parts.shape[1], dtype=bool), True)
    found = np.array([rule.gives_away(parts[:, cell]) for cell in range(parts.shape[1])], dtype=bool)
    while found.any() and (found.sum() == 1 or rule.gives_away(parts[:, found].sum(axis=1))):
        # There is always one left: all cells together are the total, which passes.
        left = [cell for cell in np.flatnonzero(~found) if parts[:, cell].any()]
        found[min(left, key=lambda cell: (parts[:, cell].sum(), cell))] = True
    return Hidden(found, False)


def joined(counts: Mapping[str, int], rule: ConfidentialityRule) -> tuple[tuple[str, ...], ...]:
    """Categories, those of few firms taken together with one another and, while these are few still, with the next.

    Parameters
    ----------
    counts
        Firms by category.

    Returns
    -------
    tuple
        Groups of categories: those that stand alone in the order given, the joined ones last.
    """
    small = [name for name, count in counts.items() if count < rule.smallest_cell]
    large = sorted((name for name in counts if name not in small), key=lambda name: (-counts[name], name))
    while small and sum(counts[name] for name in small) < rule.smallest_cell and large:
        small.append(large.pop())
    alone = tuple((name,) for name in counts if name not in small)
    return (*alone, tuple(sorted(small))) if small else alone
