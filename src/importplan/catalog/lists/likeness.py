"""How alike names are: the share of signs in the same order, for many names at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process


def likeness(names: Sequence[str], listed: Sequence[str]) -> NDArray[np.float32]:
    """How alike names (rows) are to others (columns), 0 to 100; both as `NameWords.compared` gives them."""
    return np.asarray(process.cdist(names, listed, scorer=fuzz.ratio, dtype=np.float32), dtype=np.float32)


def part_likeness(word: str, listed: Sequence[str]) -> NDArray[np.float64]:
    """How alike a word is to the part of each name that is nearest to it, 0 to 100."""
    return np.asarray(process.cdist([word], listed, scorer=fuzz.partial_ratio, dtype=np.float64)[0], dtype=np.float64)
