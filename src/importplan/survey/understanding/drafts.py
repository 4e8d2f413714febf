"""Firms and items of a file while its rows are being put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from importplan.basics.issues import Place
from importplan.survey.questions import FIRM, ITEM, NEED
from importplan.survey.returns.answers import Answer, ItemAnswers, Record, Told


@dataclass
class ItemDraft:
    """An item with the rows that speak of it; `rejected` while its own row cannot be used."""

    at: Place
    number: int | None
    name: str
    answers: dict[str, Answer] = field(default_factory=dict)
    needs: list[Record] = field(default_factory=list)
    longer: list[Record] = field(default_factory=list)  # needs of periods that nobody has split
    rejected: bool = False

    @property
    def model(self) -> str:
        """The brand and model, empty where none is told."""
        value = self.answers["brand_model"].value if "brand_model" in self.answers else ""
        return value if isinstance(value, str) else ""

    def add(self, answers: Mapping[str, Answer]) -> None:
        """Further answers about the item; what was told first stands."""
        for key, answer in answers.items():
            known = self.answers.get(key)
            if known is None or known.told is Told.BLANK:
                self.answers[key] = answer

    def done(self) -> ItemAnswers:
        """The item as it is handed on."""
        return ItemAnswers(Record(ITEM, self.answers, self.at), tuple(self.needs), tuple(self.longer))


@dataclass
class FirmDraft:
    """A firm with its answers and items; `sheet` counts the sheets of the file."""

    at: Place
    sheet: int
    answers: dict[str, Answer] = field(default_factory=dict)
    items: list[ItemDraft] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the firm, empty where it is not told."""
        value = self.answers["firm_name"].value if "firm_name" in self.answers else ""
        return value if isinstance(value, str) else ""

    @property
    def signed(self) -> date | None:
        """The day of the signature."""
        value = self.answers["signed_on"].value if "signed_on" in self.answers else None
        return value if isinstance(value, date) else None

    def written(self, key: str) -> str:
        """What stands in the cell of an answer."""
        return self.answers[key].written if key in self.answers else ""

    def record(self) -> Record:
        """The answers of the firm."""
        return Record(FIRM, self.answers, self.at)


def need_record(answers: Mapping[str, Answer], at: Place) -> Record:
    """One period of an item's need."""
    return Record(NEED, dict(answers), at)
