"""What of a table may be passed on: cells of few firms and cells that one firm makes up are suppressed.

Rules as in official statistics (Hundepool and others, Handbook on Statistical Disclosure Control, chapter on magnitude
tables): the threshold rule (fewer than so many firms), the (n,k) dominance rule (the n largest firms make up more than
the share k), and the p-% rule (the second largest firm, which knows its own part, could work out the largest one to
within p). They are looked at on what the firms told, without weights, which is the cautious way. A suppressed
cell could be worked out from the total of its line, so others are suppressed with it until the sum of all that is
suppressed in the line passes the rules itself. Where an earlier release has shown the line, its change since passes
them too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        parts = np.sort(np.abs(np.nan_to_num(contributions)))[::-1]
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


@dataclass(frozen=True)
class Since:
    """What has changed in a line since a release: by firm of either and cell, shape (firms, cells)."""

    change: FloatArray
    compared: BoolArray  # the cells that the release has too
    shown: BoolArray  # those of them that it shows
    total: bool  # whether it shows their total

    def keeps_total(self, rule: ConfidentialityRule) -> bool:
        """Whether the total, less the cells that only one of the two has, would tell what few firms have changed."""
        return _stays(self.change[:, self.compared].sum(axis=1), self.total, rule)

    def keeps(self, rule: ConfidentialityRule) -> BoolArray:
        """The cells that are not shown because of their change."""
        return np.array(
            [
                bool(known) and _stays(self.change[:, cell], bool(self.shown[cell]), rule)
                for cell, known in enumerate(self.compared)
            ],
            dtype=bool,
        )

    def leaves_open(self, found: BoolArray, rule: ConfidentialityRule) -> bool:
        """Whether the changes of all that either withholds, which both totals tell together, give a firm away."""
        away = self.compared & (found | ~self.shown)
        return self.total and bool(away.any()) and rule.gives_away(self.change[:, away].sum(axis=1))


def _stays(change: FloatArray, shown: bool, rule: ConfidentialityRule) -> bool:
    """Whether a figure is withheld since its change gives a firm away, or, not shown before, may be none."""
    return rule.gives_away(change) or not (shown or change.any())


def hidden(contributions: FloatArray, rule: ConfidentialityRule, since: Sequence[Since] = ()) -> Hidden:
    """The cells of a line with a total that are not shown.

    Parameters
    ----------
    contributions
        What each firm adds to each cell; shape (firms, cells), nan where it is not known.
    since
        The changes since earlier releases.
    """
    parts = np.nan_to_num(contributions)
    away = Hidden(np.ones(parts.shape[1], dtype=bool), True)
    if rule.gives_away(parts.sum(axis=1)) or any(one.keeps_total(rule) for one in since):
        return away
    found = np.array([rule.gives_away(parts[:, cell]) for cell in range(parts.shape[1])], dtype=bool)
    for one in since:
        found |= one.keeps(rule)
    while found.any() and (
        found.sum() == 1
        or rule.gives_away(parts[:, found].sum(axis=1))
        or any(one.leaves_open(found, rule) for one in since)
    ):
        # All cells together are the total, which passes: only after a release may there be none left.
        left = [cell for cell in np.flatnonzero(~found) if parts[:, cell].any()]
        if not left:
            return away
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
