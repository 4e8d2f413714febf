"""What people have said of names and firms: remembered, so that nobody is asked twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from importplan.survey.returns.splits import NOT_SPLIT, Split, Splits

ITEM, NEW, LEFT_OUT = "item", "new", "left_out"


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """What a name means: an item of the list, a new item, or goods that the case leaves out."""

    key: str  # as `AskedName.key`
    decision: str  # item | new | left_out
    item: str = ""  # id of the item; of a new one empty where it is named after the goods
    hs_code: str = ""  # of a new item
    who: str = ""
    when: str = ""
    note: str = ""
    written: str = ""  # the name as it was written


@dataclass(frozen=True, slots=True)
class FirmAnswer:
    """Whether two firms are one, by their labels."""

    first: str
    second: str
    same: bool
    who: str = ""
    when: str = ""
    note: str = ""
    written: str = ""  # both names as they were written


@dataclass(frozen=True)
class Remembered:
    """All answers so far; of two on the same name the later one counts."""

    names: Mapping[str, NameAnswer] = field(default_factory=lambda: MappingProxyType({}))
    firms: Mapping[frozenset[str], FirmAnswer] = field(default_factory=lambda: MappingProxyType({}))
    splits: Splits = NOT_SPLIT  # of needs by the year and the half-year

    @classmethod
    def of(cls, names: Iterable[NameAnswer], firms: Iterable[FirmAnswer], splits: Iterable[Split] = ()) -> Remembered:
        """The answers by what they speak of."""
        by_pair = {frozenset((entry.first, entry.second)): entry for entry in firms}
        return cls({entry.key: entry for entry in names}, by_pair, Splits.of(splits))

    def __bool__(self) -> bool:
        """Whether anything has been said."""
        return bool(self.names or self.firms or self.splits.by_kind)

    @property
    def same_firms(self) -> dict[frozenset[str], bool]:
        """Pair of labels → whether they are one firm."""
        return {pair: entry.same for pair, entry in self.firms.items()}

    def learnt(self) -> dict[str, tuple[str, ...]]:
        """Item → names that mean it, in compared form."""
        found: dict[str, list[str]] = {}
        for entry in self.names.values():
            if entry.decision == ITEM:
                found.setdefault(entry.item, []).append(entry.key)
        return {item: tuple(names) for item, names in found.items()}
