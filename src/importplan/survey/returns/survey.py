"""A survey after firms and items are known: each firm once, each of its items under the item of the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from importplan.survey.returns.answers import ItemAnswers, Record


@dataclass(frozen=True, slots=True)
class SurveyedItem:
    """What a firm says of one item. `item` is the id in the list; `sure` is false while a person has to confirm."""

    item: str
    answers: ItemAnswers
    sure: bool = True


@dataclass(frozen=True, slots=True)
class SurveyedFirm:
    """A firm with the answers that stand after duplicates and resubmissions are settled.

    `city` and `industry` are as in the list of firms asked where there is one, else as the firm wrote them, tidied.
    """

    firm: str  # id, as in the sheet firms
    name: str
    credit_code: str
    city: str
    industry: str
    record: Record
    items: tuple[SurveyedItem, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether the firm names items, and of none a need can be read: it has not answered what was asked."""
        needs = (need for entry in self.items for need in entry.answers.needs)
        return bool(self.items) and all(need.number("quantity") is None for need in needs)


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item of the list that answers are matched to."""

    item: str
    name_zh: str
    name_en: str
    unit: str = ""
    hs_code: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Survey:
    """All firms that answered, the items they speak of, and the first day of the first period of the plan."""

    firms: tuple[SurveyedFirm, ...]
    items: Mapping[str, ListedItem] = field(default_factory=lambda: MappingProxyType({}))
    start: date | None = None

    def answers(self) -> Iterator[tuple[SurveyedFirm, SurveyedItem]]:
        """Every item of every firm."""
        for firm in self.firms:
            for item in firm.items:
                yield firm, item
