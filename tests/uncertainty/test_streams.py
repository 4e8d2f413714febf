"""Random numbers keyed by what they are for."""

import numpy as np
import pytest

from importplan.uncertainty.sampling.streams import Streams

STREAMS = Streams(seed=1, stream="plan", count=1000)


def test_the_same_key_gives_the_same_numbers_and_more_draws_begin_with_them():
    longer = Streams(seed=1, stream="plan", count=3000)
    for kind in ("uniform", "normal", "exponential"):
        numbers = getattr(STREAMS, kind)("kind", "id")
        assert (numbers == getattr(STREAMS, kind)("kind", "id")).all()
        assert (numbers == getattr(longer, kind)("kind", "id")[:1000]).all()


@pytest.mark.parametrize(
    "other",
    [
        STREAMS.uniform("b", "a"),
        STREAMS.uniform("a", "b", ""),
        STREAMS.uniform("ab"),
        STREAMS.uniform("", "a", "b"),
        Streams(2, "plan", 1000).uniform("a", "b"),
        Streams(1, "plana", 1000).uniform("", "b"),
    ],
)
def test_every_other_key_gives_other_numbers(other):
    """Also ids that read the same when they are put behind one another; correlation 0 ± 4 / √1000."""
    mine = STREAMS.uniform("a", "b")
    assert not (mine == other).any()
    assert np.corrcoef(mine, other)[0, 1] == pytest.approx(0.0, abs=0.13)


def test_the_numbers_are_these_on_every_machine():
    """The first numbers of one stream, written down: a change of the hash or the generator would change every plan."""
    assert STREAMS.uniform("licence", "M|2B001|F1")[:3].tolist() == [
        0.809703341546395,
        0.12515214050676726,
        0.2668103629634285,
    ]
