"""Puts the rows of a file together: which needs are of which item, and which rows must be sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from importplan.basics.labels import text
from importplan.survey.questions import FIRM, ITEM, NEED
from importplan.survey.returns.answers import Told
from importplan.survey.returns.collected import Fault, RejectedRow, SkippedRow
from importplan.survey.returns.splits import NOT_SPLIT, Splits
from importplan.survey.understanding.drafts import FirmDraft, ItemDraft, need_record
from importplan.survey.understanding.entries import FirmLine, NoAnswer, SheetEntry, TableRow
from importplan.survey.understanding.items import Items, missing, text_of
from importplan.survey.understanding.needs import needs_of
from importplan.survey.understanding.owners import firms_of, footers_of, owned
from importplan.survey.understanding.remarks import doubt, several_items
from importplan.survey.understanding.same_row import in_unit_of_item, settle

NOT_COUNTED = ("unit-mismatch", "contents-unknown")  # of quantities in no unit of their item
Spots = frozenset[tuple[str, str]]  # sheet and cell


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


def assemble(
    sheets: Sequence[Sequence[SheetEntry]], splits: Splits = NOT_SPLIT, confirmed: Spots = frozenset()
) -> Assembled:
    """The firms of a file with their items and needs, and what became of each row.

    `confirmed` are the cells that a person has corrected: what looks like a repetition there is none, and a remark
    beside them is settled.
    """
    found = Assembled()
    found.skipped.extend(
        SkippedRow(entry.at, entry.reason, entry.cells)
        for entries in sheets
        for entry in entries
        if isinstance(entry, NoAnswer)
    )
    blocks = firms_of(sheets)
    found.firms = blocks.firms
    rows = [(firm, settle(row)) for firm, row in owned(sheets, found.firms)]
    for whose, line in (*blocks.lines, *footers_of(blocks)):
        if whose is None:
            found.skipped.append(SkippedRow(line.at, "footer", line.cells))
            continue
        faults = [one.fault for one in line.understood.values() if one.fault is not None]
        found.add(line, FIRM, whose, faults, used=True)
    # Items before needs: the sheet of needs may stand before that of items.
    for firm, row in rows:
        if not row.is_need:
            _item(found, firm, row)
    needs = _Needs(found, Items({id(firm) for firm, row in rows if not row.is_need}), splits, confirmed)
    for firm, row in rows:
        if row.is_need:
            needs.take(firm, row)
    return found


def _item(found: Assembled, firm: FirmDraft, row: TableRow) -> None:
    """A row of a table of items; without a name it is of no use."""
    faults, name, several = row.faults, text_of(row, "item_name"), several_items(row)
    if several is not None:
        found.add(row, ITEM, firm, [*faults, several], used=False)
        return
    # An item whose number is missing or cannot be read has that of its line.
    number = row.item_number or len(firm.items) + 1
    firm.items.append(ItemDraft(row.at, number, name, row.of(ITEM), rejected=not name))
    if not name:
        faults.append(missing(row, "item_name", text_of(row, "brand_model")))
    found.add(row, ITEM, firm, faults, used=bool(name))


class _Needs:
    """Takes in the rows of tables of needs; one without its item, its period or its quantity is of no use."""

    def __init__(self, found: Assembled, items: Items, splits: Splits, confirmed: Spots) -> None:
        self._found = found
        self._items = items
        self._splits = splits
        self._confirmed = confirmed
        self._seen: set[tuple[int, tuple[str, ...]]] = set()

    def take(self, firm: FirmDraft, row: TableRow) -> None:
        """A row with the needs that it tells."""
        faults, several = row.faults, several_items(row)
        if several is not None:
            self._found.add(row, NEED, firm, [*faults, several], used=False)
            return
        item = self._items.of(firm, row, faults)
        if item is None:
            self._found.add(row, NEED, firm, faults, used=False)
            return
        row = in_unit_of_item(row, item.answers.get("unit"))
        faults += [fault for fault in row.faults if fault not in faults and fault.code in NOT_COUNTED]
        told = needs_of(row, self._splits)
        if told.settles_period:
            faults = [fault for fault in faults if fault.question != "period"]
        faults += told.faults
        doubted = doubt(row)
        if doubted is not None and not self._is_confirmed(row):
            self._found.add(row, NEED, firm, [*faults, doubted], used=False)
            return
        if told.needs and self._is_repeated(item, row):
            at = told.needs[0]["quantity"].at
            written = told.needs[0]["quantity"].written
            faults.append(Fault("need-twice", "quantity", at, written, text("survey.rejected.leave_out", "zh")))
            self._found.add(row, NEED, firm, faults, used=False)
            return
        item.needs.extend(need_record(answers, row.at) for answers in told.needs)
        item.longer.extend(need_record(answers, row.at) for answers in told.longer)
        if not told.needs and not row.columns.periods and not told.faults:
            faults.extend(missing(row, key) for key in ("period", "quantity") if _is_blank(row, key))
            if not faults:
                told_period = row.answer("period")
                at = row.at if told_period is None else told_period.at
                faults.append(Fault("period-unknown", "period", at, row.written("period")))
        self._found.add(row, NEED, firm, faults, used=bool(told.needs))

    def _is_repeated(self, item: ItemDraft, row: TableRow) -> bool:
        """Whether a row says word for word what one before it says of the same item, and nobody has confirmed it."""
        numbers = {column for column, asked in row.columns.asked.items() if asked.question.key == "item_number"}
        said = tuple(words for column, words in enumerate(row.cells) if column not in numbers and words)
        again = (id(item), said) in self._seen
        self._seen.add((id(item), said))
        return again and not self._is_confirmed(row)

    def _is_confirmed(self, row: TableRow) -> bool:
        """Whether a person has corrected a cell of a row."""
        cells = {one.answer.at for one in (*row.understood.values(), *row.by_period.values())}
        return any((at.sheet, at.cell) in self._confirmed for at in cells)


def _is_blank(row: TableRow, key: str) -> bool:
    answer = row.answer(key)
    return answer is None or answer.told is Told.BLANK
