"""Which item a need is of: by number, by name, or the item of the row above."""

from __future__ import annotations

from importplan.parsing.words import fold, nearest
from importplan.survey.questions import ITEM
from importplan.survey.returns.answers import Told
from importplan.survey.returns.collected import Fault
from importplan.survey.understanding.drafts import FirmDraft, ItemDraft
from importplan.survey.understanding.entries import TableRow
from importplan.survey.understanding.headings import NAMING


def text_of(row: TableRow, key: str) -> str:
    """The answer of a column as text, empty where it is none."""
    answer = row.answer(key)
    return answer.value if answer is not None and isinstance(answer.value, str) else ""


def missing(row: TableRow, key: str, proposal: str = "") -> Fault:
    """The fault of a required answer that is not there."""
    answer = row.answer(key)
    return Fault("answer-missing", key, row.at if answer is None else answer.at, "", proposal)


class Items:
    """Finds the items of needs, going down the rows of a file.

    A firm that has a table of items (`listed` holds the ids of such drafts) is meant by its numbers. Where needs and
    items share one table, the number only counts the lines, and an item is known by its name and model.
    """

    def __init__(self, listed: set[int]) -> None:
        self._listed = listed
        self._above: dict[int, ItemDraft] = {}

    def of(self, firm: FirmDraft, row: TableRow, faults: list[Fault]) -> ItemDraft | None:
        """The item of a row, made where the row describes a new one; None, with a fault, where it has none."""
        item = self._listed_item(firm, row, faults) if id(firm) in self._listed else self._described(firm, row, faults)
        if item is not None:
            self._above[id(firm)] = item
        return item

    def _described(self, firm: FirmDraft, row: TableRow, faults: list[Fault]) -> ItemDraft | None:
        name, model = text_of(row, "item_name"), text_of(row, "brand_model")
        above = self._above.get(id(firm))
        if not name:
            if row.continues and above is not None:
                above.add(row.of(ITEM))
                return above
            if len(firm.items) == 1 and "item_name" not in row.columns.keys:
                return firm.items[0]
            faults.append(missing(row, "item_name", model))
            return None
        for item in firm.items:
            if fold(item.name) == fold(name) and (not model or item.model in ("", model)):
                item.add(row.of(ITEM))
                return item
        item = ItemDraft(row.at, None, name, row.of(ITEM))
        firm.items.append(item)
        return item

    def _listed_item(self, firm: FirmDraft, row: TableRow, faults: list[Fault]) -> ItemDraft | None:
        number, name = row.item_number, text_of(row, "item_name")
        if number is None and not name:
            name = _name_for_number(firm, row, faults)
        of_number = next((item for item in firm.items if item.number == number), None)
        of_name = next((item for item in firm.items if name and fold(item.name) == fold(name)), None)
        if of_number is not None and of_name is not None and of_name is not of_number:
            if fold(of_number.name) == fold(name):  # two items of one name: the number tells which
                of_name = of_number
            else:
                faults.append(
                    Fault(
                        "number-and-name-differ", "item_number", row.at, row.written("item_number"), str(of_name.number)
                    )
                )
                return None
        item = of_number or of_name
        if item is None and number is None and row.continues:
            item = self._above.get(id(firm))
        if item is None:
            faults.append(_unknown(firm, row))
            return None
        if number is not None:
            faults[:] = [fault for fault in faults if not _shown_again(fault)]
        if item.rejected:
            faults.append(Fault("item-rejected", "item_number", row.at, str(item.number)))
            return None
        return item


def _name_for_number(firm: FirmDraft, row: TableRow, faults: list[Fault]) -> str:
    """The name of an item that stands where its number belongs; empty where none is called so."""
    answer = row.answer("item_number")
    words = fold(answer.written) if answer is not None and answer.told is not Told.BLANK else ""
    named = [item.name for item in firm.items if words and fold(item.name) == words]
    if len(named) == 1:
        faults[:] = [fault for fault in faults if fault.question != "item_number"]
    return named[0] if len(named) == 1 else ""


def _shown_again(fault: Fault) -> bool:
    """Whether a cell only shows again what the table of items says, by a formula that some program left unsolved."""
    return fault.code == "cell-formula-without-value" and fault.question in NAMING


def _unknown(firm: FirmDraft, row: TableRow) -> Fault:
    proposal = f"{firm.items[0].number}" if len(firm.items) == 1 else ""
    answer = row.answer("item_number")
    near = nearest(answer.written, (item.name for item in firm.items if item.name)) if answer is not None else ""
    proposal = next((f"{item.number}" for item in firm.items if near and item.name == near), proposal)
    if answer is None or answer.told is Told.BLANK:
        return missing(row, "item_number" if answer is not None else "item_name", proposal)
    return Fault("need-without-item", "item_number", answer.at, answer.written, proposal)
