"""Puts the rows of a file together: whose items, which needs of which item, and which rows must be sent back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from importplan.assessment.answers import Answer, Told
from importplan.assessment.collected import Fault, RejectedRow, SkippedRow
from importplan.scenario.wording import fold
from importplan.surveys.questions import BY_KEY, FIRM, ITEM, NEED
from importplan.surveys.understand.drafts import FirmDraft, ItemDraft, need_record
from importplan.surveys.understand.entries import Entry, FirmLine, NoAnswer, TableRow
from importplan.surveys.understand.together import settle

_NEEDED = {"period", "quantity"}


@dataclass
class Assembled:
    """What a file comes to."""

    firms: list[FirmDraft] = field(default_factory=list)
    read: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)


def assemble(sheets: Sequence[Sequence[Entry]]) -> Assembled:
    """The firms of a file with their items and needs, and what became of each row."""
    found = Assembled()
    _firms(sheets, found)
    owned = list(_owned(sheets, found.firms))
    # Items before needs: the sheet of needs may stand before that of items.
    rows = [pair for pair in owned if not _is_need(pair[1])] + [pair for pair in owned if _is_need(pair[1])]
    for firm, row in rows:
        _take(firm, row, found)
    return found


def _is_need(row: TableRow) -> bool:
    return bool(_NEEDED & row.columns.keys) or bool(row.columns.quarters)


def _firms(sheets: Sequence[Sequence[Entry]], found: Assembled) -> None:
    """Blocks of answers of firms; a second name in a sheet, or a name on another sheet, begins another firm."""
    current: FirmDraft | None = None
    for number, entries in enumerate(sheets):
        for entry in entries:
            if isinstance(entry, NoAnswer):
                found.skipped.append(SkippedRow(entry.at, entry.reason, entry.cells))
            elif isinstance(entry, FirmLine):
                if current is None or ("firm_name" in entry.understood and "firm_name" in current.answers):
                    current = FirmDraft(entry.at, number)
                    found.firms.append(current)
                _answer(current, entry, found)


def _answer(firm: FirmDraft, line: FirmLine, found: Assembled) -> None:
    for key, one in line.understood.items():
        known = firm.answers.get(key)
        if known is None or known.told is Told.BLANK:
            firm.answers[key] = one.answer
    faults = [one.fault for one in line.understood.values() if one.fault is not None]
    if faults:
        found.rejected.append(
            RejectedRow(line.at, FIRM, line.cells, line.headings, tuple(faults), firm.name, used=True)
        )
    else:
        found.read += 1


def _owned(sheets: Sequence[Sequence[Entry]], firms: list[FirmDraft]) -> Iterator[tuple[FirmDraft | None, TableRow]]:
    """Each row of a table with its firm: named in the row, above it on the sheet, or on the sheets before."""
    by_place = {(firm.at.sheet, firm.at.cell): firm for firm in firms}
    current: FirmDraft | None = None
    for number, entries in enumerate(sheets):
        for entry in entries:
            if isinstance(entry, FirmLine):
                current = by_place.get((entry.at.sheet, entry.at.cell), current)
            elif isinstance(entry, TableRow):
                yield _named(entry, number, firms) or current or (firms[0] if firms else None), entry


def _named(row: TableRow, sheet: int, firms: list[FirmDraft]) -> FirmDraft | None:
    """The firm that a row names itself; made when the file does not know it yet."""
    answer = row.answer("firm_name")
    if answer is None or not isinstance(answer.value, str):
        return None
    wanted = fold(answer.value)
    firm = next((firm for firm in firms if fold(firm.name) == wanted), None)
    if firm is None:
        firm = FirmDraft(row.at, sheet)
        firms.append(firm)
    for key, one in row.understood.items():
        if BY_KEY[key].group == FIRM and firm.answers.get(key, one.answer).told in (Told.BLANK, one.answer.told):
            firm.answers.setdefault(key, one.answer)
    return firm


def _take(firm: FirmDraft | None, row: TableRow, found: Assembled) -> None:
    if firm is None:
        firm = FirmDraft(row.at, 0)
        found.firms.append(firm)
    row = settle(row)
    faults = row.faults
    fatal = (_need if _is_need(row) else _item)(firm, row, faults)
    group = NEED if _is_need(row) else ITEM
    if faults:
        found.rejected.append(
            RejectedRow(row.at, group, row.cells, row.headings, tuple(faults), firm.name, used=not fatal)
        )
    else:
        found.read += 1


def _of(row: TableRow, group: str) -> dict[str, Answer]:
    return {key: one.answer for key, one in row.understood.items() if BY_KEY[key].group == group}


def _text(answer: Answer | None) -> str:
    return answer.value if answer is not None and isinstance(answer.value, str) else ""


def _number(row: TableRow) -> int | None:
    answer = row.answer("item_number")
    return int(answer.value) if answer is not None and isinstance(answer.value, float) else None


def _item(firm: FirmDraft, row: TableRow, faults: list[Fault]) -> bool:
    """Add an item; whether its row cannot be used at all."""
    name = _text(row.answer("item_name"))
    # An item whose number is missing or cannot be read has that of its line.
    number = _number(row) or len(firm.items) + 1
    draft = ItemDraft(row.at, number, name, _of(row, ITEM), rejected=not name)
    firm.items.append(draft)
    if not name:
        faults.append(_missing(row, "item_name", _text(row.answer("brand_model"))))
    return not name


def _missing(row: TableRow, key: str, proposal: str = "") -> Fault:
    one = row.understood.get(key)
    return Fault("answer-missing", key, one.answer.at if one is not None else row.at, "", proposal)


def _need(firm: FirmDraft, row: TableRow, faults: list[Fault]) -> bool:
    """Add needs to their item; whether the row cannot be used at all."""
    item = _item_of_need(firm, row, faults)
    if item is None:
        return True
    needs = list(_needs(row))
    if not needs and not row.columns.quarters:
        faults.extend(_missing(row, key) for key in ("period", "quantity") if _is_blank(row, key))
        return True
    item.needs.extend(need_record(answers, row.at) for answers in needs)
    return False


def _is_blank(row: TableRow, key: str) -> bool:
    answer = row.answer(key)
    return answer is None or answer.told is Told.BLANK


def _needs(row: TableRow) -> Iterator[dict[str, Answer]]:
    """The needs of a row: one, or one for each quarter that has a quantity."""
    common = _of(row, NEED)
    if row.columns.quarters:
        for first_day, one in row.by_quarter.items():
            if one.fault is None and one.answer.told is not Told.BLANK:
                at = one.answer.at
                period = Answer(Told.VALUE, first_day, first_day.isoformat(), at)
                yield common | {"period": period, "quantity": one.answer}
        return
    quantity = row.understood.get("quantity")
    told = row.answer("period")
    usable = quantity is not None and quantity.fault is None and quantity.answer.told is not Told.BLANK
    if usable and told is not None and isinstance(told.value, date):
        yield common


def _item_of_need(firm: FirmDraft, row: TableRow, faults: list[Fault]) -> ItemDraft | None:
    """The item that a need is of: by number, else by name; a row that describes an item itself makes one."""
    name, number = _text(row.answer("item_name")), _number(row)
    item = firm.item(number, name)
    described = _of(row, ITEM)
    if item is not None and name and item.name and fold(item.name) != fold(name) and number is not None:
        item = next((one for one in firm.items if fold(one.name) == fold(name)), None)
    if item is None and name:
        item = ItemDraft(row.at, number, name)
        firm.items.append(item)
    if item is None and number is None and len(firm.items) == 1:
        item = firm.items[0]
    if item is None:
        only = f"{firm.items[0].number}" if len(firm.items) == 1 else ""
        faults.append(_unknown_item(row, only))
        return None
    if item.rejected:
        faults.append(Fault("item-rejected", "item_number", row.at, str(item.number)))
        return None
    item.add(described)
    return item


def _unknown_item(row: TableRow, proposal: str) -> Fault:
    one = row.understood.get("item_number")
    if one is None or one.answer.told is Told.BLANK:
        return _missing(row, "item_number" if one is not None else "item_name", proposal)
    return Fault("need-without-item", "item_number", one.answer.at, one.answer.written, proposal)
