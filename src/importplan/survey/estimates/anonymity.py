"""k-anonymity of shared rows over combinations of what is known of a firm from outside, by local suppression.

Who knows the city, the industry, the size and the customs credit of a firm looks for the rows that have them all. Each
combination that is shown stands for k firms at least (Sweeney 2002; Hundepool and others, Handbook on Statistical
Disclosure Control, chapter on microdata): where fewer share one, values of these rows are left out, as few as suffice.
A combination with values left out counts as one of its own, which is the cautious way. What an earlier release has
shown of a firm stays known, whatever this one leaves out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

Values = tuple[str, ...]
Mask = tuple[int, ...]  # places of the values that are left out
LEFT_OUT = ""
_AND = "\0"  # between the values of one row that different releases show


@dataclass(frozen=True)
class Anonymity:
    """What of each row is left out, and how many rows stand behind what is seen of it, before and after."""

    masks: tuple[Mask, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    k: int

    @property
    def left_out(self) -> int:
        """How many values are left out."""
        return sum(map(len, self.masks))

    @property
    def alone(self) -> int:
        """Rows whose whole combination no other row has."""
        return sum(size == 1 for size in self.before)

    @property
    def below(self) -> int:
        """Rows behind whose combination fewer than k stand all the same: too few rows, or shown once before."""
        return sum(size < self.k for size in self.after)

    @property
    def risk(self) -> float:
        """Mean probability that who knows all values of a firm picks its row (prosecutor risk)."""
        return _mean(self.after)

    @property
    def risk_before(self) -> float:
        """The same with nothing left out."""
        return _mean(self.before)

    @property
    def highest(self) -> float:
        """The highest of these probabilities."""
        return max((1.0 / size for size in self.after), default=0.0)


def joined(shown: Iterable[str]) -> str:
    """What several releases show of one value of a row, together: each value once, in the order of the releases."""
    values = dict.fromkeys(value for one in shown for value in one.split(_AND) if value != LEFT_OUT)
    return _AND.join(values)


def _mean(sizes: Sequence[int]) -> float:
    return sum(1.0 / size for size in sizes) / len(sizes) if sizes else 0.0


def anonymous(rows: Sequence[Values], k: int, known: Sequence[Values] = ()) -> Anonymity:
    """What has to be left out so that at least k rows stand behind each combination.

    Parameters
    ----------
    rows
        The values of each row, those that should rather be left out first.
    k
        Rows.
    known
        What earlier releases show of each row, `LEFT_OUT` where they show nothing, several values `joined`; none: there
        was none.
    """
    earlier = tuple(known) or tuple((LEFT_OUT,) * len(row) for row in rows)
    width = len(rows[0]) if rows else 0

    def seen(row: int, mask: Mask) -> Values:
        """A row as it is seen in all releases together."""
        pairs = enumerate(zip(rows[row], earlier[row], strict=True))
        return tuple(old if place in mask else joined((old, new)) for place, (new, old) in pairs)

    masks: dict[int, Mask] = {}
    waiting = list(range(len(rows)))
    for count in range(width + 1):
        choices = list(combinations(range(width), count))
        while waiting and choices:
            # The mask by which most rows find k others goes first; of equals the one that leaves out the first values.
            sizes = {mask: Counter(seen(row, mask) for row in waiting) for mask in choices}
            found = {mask: [row for row in waiting if sizes[mask][seen(row, mask)] >= k] for mask in choices}
            best = max(choices, key=lambda mask: len(found[mask]))
            if not found[best]:
                break
            masks |= dict.fromkeys(found[best], best)
            waiting = [row for row in waiting if row not in masks]
            choices.remove(best)
    masks |= dict.fromkeys(waiting, tuple(range(width)))
    _join(masks, seen, tuple(range(width)), k)
    shown = tuple(masks[row] for row in range(len(rows)))
    after = Counter(seen(row, shown[row]) for row in range(len(rows)))
    before = Counter(seen(row, ()) for row in range(len(rows)))
    return Anonymity(
        masks=shown,
        before=tuple(before[seen(row, ())] for row in range(len(rows))),
        after=tuple(after[seen(row, shown[row])] for row in range(len(rows))),
        k=k,
    )


def _join(masks: dict[int, Mask], seen: Callable[[int, Mask], Values], whole: Mask, k: int) -> None:
    """Rows of which all is left out need k of their kind too: others join them, some or a whole group."""
    given_up: set[Values] = set()
    while True:
        groups: dict[tuple[Mask, Values], list[int]] = defaultdict(list)
        for row, mask in masks.items():
            groups[mask, seen(row, mask)].append(row)
        few = [(values, rows) for (mask, values), rows in groups.items() if mask == whole and len(rows) < k]
        values, bare = next(((values, rows) for values, rows in few if values not in given_up), ((), []))
        if not bare:
            return
        # Of one kind are rows of which nothing else is seen either once all is left out.
        near = [rows for (mask, _), rows in groups.items() if mask != whole and seen(rows[0], whole) == values]
        missing = k - len(bare)
        giving = min(near, key=lambda rows: (len(rows) < k + missing, len(rows)), default=[])
        if not giving:
            given_up.add(values)
        spared = giving[:missing] if len(giving) >= k + missing else giving
        masks |= dict.fromkeys(spared, whole)
