"""The lines of a survey that count: an item of a firm under an item of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.scenario.schema.items import Item
from importplan.survey.case.trace import Trace
from importplan.survey.firms import IdentifiedFirm
from importplan.survey.returns.answers import Answer, ItemAnswers, Record
from importplan.survey.surveyed import Surveyed

KILOGRAM = "kilogram"
_WEIGHED = ("千克", "公斤", "kg", "kilogram")


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """What a firm says of an item of the case."""

    firm: IdentifiedFirm
    item: Item
    answers: ItemAnswers

    @property
    def record(self) -> Record:
        """The answers on the item itself."""
        return self.answers.record

    @property
    def name(self) -> Answer:
        """The name as it was written, with its cell."""
        return self.record.answer("item_name")


def lines_of(surveyed: Surveyed, items: dict[str, Item], trace: Trace) -> Iterator[SurveyLine]:
    """Lines whose item is sure or confirmed, counted in the unit of the item; the others are told in the trace."""
    for firm in surveyed.identified.firms:
        for entry in firm.items:
            name = surveyed.matched.of(entry)
            told = entry.record.answer("item_name")
            if not name.counts:
                reason = "name_waits" if name.waits else "name_left_out"
                trace.leave_out("items", reason, firm.firm, name.item, told)
                continue
            item = items[name.item]
            if counted_otherwise(entry.record, item):
                trace.leave_out("items", "unit", firm.firm, item.item, entry.record.answer("unit"), item.unit)
                continue
            yield SurveyLine(firm, item, entry)


def counted_otherwise(record: Record, item: Item) -> bool:
    """Whether one of the two is weighed and the other counted; 台, 套 and 件 count alike."""
    told = record.text("unit")
    return bool(told) and (told == KILOGRAM) != (item.unit.strip().casefold() in _WEIGHED)


def usable(line: SurveyLine, sheet: str, key: str, trace: Trace, record: Record | None = None) -> float | None:
    """A quantity that can stand in the case: above zero, and whole where the item comes in whole units."""
    source = record or line.record
    value = source.number(key)
    if not value:
        return None
    if line.item.whole_units and not value.is_integer():
        trace.leave_out(sheet, "fraction", line.firm.firm, line.item.item, source.answer(key))
        return None
    return value
