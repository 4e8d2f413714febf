"""A figure held against its peers: robust z on logarithms, and of a few peers one that is many times beyond all others.

z = 0.6745 (ln x − median) ∕ MAD, far beyond 3.5 (Iglewicz, Hoaglin, How to Detect and Handle Outliers, 1993). Of
figures that agree to the fen the spread is 0 and any other would be far: a least spread of ten per cent stands in its
place.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import exp, log
from statistics import median

FAR = 3.5
NORMAL = 0.6745  # third quartile of the normal distribution: MAD → standard deviation
FEWEST = 5  # figures from which a median says something
FEW = 3  # figures from which one stands against several
TIMES = 10.0  # of fewer than those, one that is so many times beyond all others
LEAST_SPREAD = log(1.1)  # of prices
COUNTED_SPREAD = log(1.5)  # of counted goods: where most need one, four are nothing odd
FROM_REFERENCE = 5.0  # times a reference value, or such a part of it
FROM_BEFORE = 5.0  # times what was needed or bought before
MACHINES_FROM_BEFORE = 10.0  # machines are bought in leaps


def far_from_peers(
    figures: Sequence[float], owners: Sequence[Hashable], least_spread: float = LEAST_SPREAD
) -> list[tuple[int, float]]:
    """Positions of figures that are far from those of other owners, each with what is usual.

    Figures are above zero. From five on, what is usual is the median of all; of fewer it is that of the others.
    """
    if len(figures) >= FEWEST:
        return _far(figures, least_spread)
    found = []
    for position, figure in enumerate(figures):
        others = [other for other, owner in zip(figures, owners, strict=True) if owner != owners[position]]
        if len(others) >= FEW - 1 and not min(others) / TIMES <= figure <= max(others) * TIMES:
            found.append((position, median(others)))
    return found


def is_apart(figure: float, known: float | None, times: float) -> bool:
    """Whether a figure is more than so many times one that is known, or less than such a part of it."""
    return bool(known) and known is not None and not known / times <= figure <= known * times


def _far(figures: Sequence[float], least_spread: float) -> list[tuple[int, float]]:
    logs = [log(figure) for figure in figures]
    middle = median(logs)
    spread = max(median(abs(value - middle) for value in logs) / NORMAL, least_spread)
    return [(position, exp(middle)) for position, value in enumerate(logs) if abs(value - middle) / spread > FAR]
