"""Random numbers keyed by what they are for.

Every stream has a key of its own: seed, purpose of the run, kind of number and the ids it belongs to, hashed into the
key of a counter-based generator (Philox; Salmon et al. 2011, doi:10.1145/2063384.2063405). So reordering rows or adding
a supplier, a risk or a demand line leaves every other number as it is, and a run with more draws begins with the draws
of a run with fewer. Only standard numbers come from here; the sources scale them, so that a changed rate or mean moves
the same draws instead of taking new ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of one run: `stream` tells apart runs that must not share numbers (`plan`, `fresh`)."""

    seed: int
    stream: str
    count: int  # draws

    def uniform(self, kind: str, *ids: str) -> NDArray[np.float64]:
        """One number from [0, 1) for each draw."""
        return self._generator(kind, ids).random(self.count)

    def normal(self, kind: str, *ids: str) -> NDArray[np.float64]:
        """One standard normal number for each draw."""
        return self._generator(kind, ids).standard_normal(self.count)

    def exponential(self, kind: str, *ids: str) -> NDArray[np.float64]:
        """One exponential number of mean 1 for each draw."""
        return self._generator(kind, ids).standard_exponential(self.count)

    def _generator(self, kind: str, ids: tuple[str, ...]) -> np.random.Generator:
        digest = blake2b(digest_size=16)
        for part in (str(self.seed), self.stream, kind, *ids):
            encoded = part.encode()
            # The length goes first: ("ab", "c") and ("a", "bc") are different keys.
            digest.update(len(encoded).to_bytes(8, "little") + encoded)
        return np.random.Generator(np.random.Philox(key=int.from_bytes(digest.digest(), "little")))
