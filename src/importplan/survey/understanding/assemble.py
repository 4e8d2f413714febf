"""Puts the rows of a file together: which needs are of which item, and which rows must be sent back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from importplan.survey.questions import FIRM, ITEM, NEED
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.returns.collected import Fault, RejectedRow, SkippedRow
from importplan.survey.understanding.drafts import FirmDraft, ItemDraft, need_record
from importplan.survey.understanding.entries import FirmLine, NoAnswer, SheetEntry, TableRow
from importplan.survey.understanding.items import Items, missing, text_of
from importplan.survey.understanding.owners import firms_of, owned
from importplan.survey.understanding.same_row import settle


@dataclass
class Assembled:
    """What a file comes to."""

    firms: list[FirmDraft] = field(default_factory=list)
    read: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)

    def add(self, entry: FirmLine | TableRow, group: str, firm: FirmDraft, faults: list[Fault], used: bool) -> None:
        """Count a row as read, or as rejected where it has faults."""
        if not faults:
            self.read += 1
            return
        row = RejectedRow(entry.at, group, entry.cells, entry.headings, tuple(faults), firm.name, used)
        self.rejected.append(row)


def assemble(sheets: Sequence[Sequence[SheetEntry]]) -> Assembled:
    """The firms of a file with their items and needs, and what became of each row."""
    found = Assembled()
    found.skipped.extend(
        SkippedRow(entry.at, entry.reason, entry.cells)
        for entries in sheets
        for entry in entries
        if isinstance(entry, NoAnswer)
    )
    found.firms, lines = firms_of(sheets)
    for firm, line in lines:
        faults = [one.fault for one in line.understood.values() if one.fault is not None]
        found.add(line, FIRM, firm, faults, used=True)
    rows = [(firm, settle(row)) for firm, row in owned(sheets, found.firms)]
    # Items before needs: the sheet of needs may stand before that of items.
    for firm, row in rows:
        if not row.is_need:
            _item(found, firm, row)
    items = Items({id(firm) for firm, row in rows if not row.is_need})
    for firm, row in rows:
        if row.is_need:
            _need(found, firm, row, items)
    return found


def _item(found: Assembled, firm: FirmDraft, row: TableRow) -> None:
    """A row of a table of items; without a name it is of no use."""
    faults, name = row.faults, text_of(row, "item_name")
    # An item whose number is missing or cannot be read has that of its line.
    number = row.item_number or len(firm.items) + 1
    firm.items.append(ItemDraft(row.at, number, name, row.of(ITEM), rejected=not name))
    if not name:
        faults.append(missing(row, "item_name", text_of(row, "brand_model")))
    found.add(row, ITEM, firm, faults, used=bool(name))


def _need(found: Assembled, firm: FirmDraft, row: TableRow, items: Items) -> None:
    """A row of a table of needs; without its item, its period or its quantity the need is of no use."""
    faults = row.faults
    item = items.of(firm, row, faults)
    if item is None:
        found.add(row, NEED, firm, faults, used=False)
        return
    needs = list(_needs(row))
    item.needs.extend(need_record(answers, row.at) for answers in needs)
    if not needs and not row.columns.quarters:
        faults.extend(missing(row, key) for key in ("period", "quantity") if _is_blank(row, key))
        if not faults:
            faults.append(Fault("period-unknown", "period", row.at, text_of(row, "period")))
    found.add(row, NEED, firm, faults, used=bool(needs))


def _is_blank(row: TableRow, key: str) -> bool:
    answer = row.answer(key)
    return answer is None or answer.told is Told.BLANK


def _needs(row: TableRow) -> Iterator[dict[str, Answer]]:
    """The needs of a row: one, or one for each quarter that has a quantity."""
    common = row.of(NEED)
    if row.columns.quarters:
        for first_day, one in row.by_quarter.items():
            if one.fault is None and one.answer.told is not Told.BLANK:
                period = Answer(Told.VALUE, first_day, first_day.isoformat(), one.answer.at)
                yield common | {"period": period, "quantity": one.answer}
        return
    quantity, told = row.understood.get("quantity"), row.answer("period")
    usable = quantity is not None and quantity.fault is None and quantity.answer.told is not Told.BLANK
    if usable and told is not None and isinstance(told.value, date):
        yield common
