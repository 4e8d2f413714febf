"""Whose rows they are: blocks of answers of firms, and for each row of a table the firm that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from importplan.parsing.words import fold
from importplan.survey.questions import BY_KEY, FIRM
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.understanding.drafts import FirmDraft
from importplan.survey.understanding.entries import FirmLine, SheetEntry, TableRow

Sheets = Sequence[Sequence[SheetEntry]]


@dataclass
class FirmBlocks:
    """The firms that answer in lines, each line with its firm, and the lines below tables that begin no firm."""

    firms: list[FirmDraft] = field(default_factory=list)
    lines: list[tuple[FirmDraft, FirmLine]] = field(default_factory=list)
    footers: list[FirmLine] = field(default_factory=list)


def firms_of(sheets: Sheets) -> FirmBlocks:
    """The firms that answer in lines.

    A second name begins another firm: further down on the sheet or on another sheet. What stands below the last row of
    a table is no firm where its rows name theirs, or where it names none (联系人：…, 填表人：…): it is a footer.
    """
    found = FirmBlocks()
    for number, entries in enumerate(sheets):
        rows = [place for place, entry in enumerate(entries) if isinstance(entry, TableRow)]
        last = rows[-1] if rows else len(entries)
        named = any(_tells_firm(entry) for entry in entries if isinstance(entry, TableRow))
        for place, entry in enumerate(entries):
            if not isinstance(entry, FirmLine):
                continue
            firm = _firm_of(entry, found.firms)
            if place > last and (named or not (found.firms or _names_firm(entry))):
                found.footers.append(entry)
                continue
            if firm is None:
                firm = FirmDraft(entry.at, number)
                found.firms.append(firm)
            _answer(firm, entry)
            found.lines.append((firm, entry))
    return found


def _names_firm(line: FirmLine) -> bool:
    return any(
        key in line.understood and line.understood[key].answer.told is not Told.BLANK
        for key in ("firm_name", "credit_code")
    )


def footers_of(blocks: FirmBlocks) -> Iterator[tuple[FirmDraft | None, FirmLine]]:
    """Each footer with its firm once all firms of the file are known; of several firms with the one it names."""
    for line in blocks.footers:
        told = line.understood.get("firm_name")
        name = fold(str(told.answer.value or "")) if told is not None else ""
        fitting = [firm for firm in blocks.firms if not name or fold(firm.name) == name]
        firm = fitting[0] if len(fitting) == 1 else None
        if firm is not None:
            _answer(firm, line)
        yield firm, line


def _firm_of(line: FirmLine, firms: list[FirmDraft]) -> FirmDraft | None:
    """The firm that a line is of, None where it begins another one: it names a firm that is not known yet."""
    told = line.understood.get("firm_name")
    if told is None or not firms or "firm_name" not in firms[-1].answers:
        return firms[-1] if firms else None
    name = fold(str(told.answer.value or ""))
    return next((firm for firm in firms if name and fold(firm.name) == name), None)


def _answer(firm: FirmDraft, line: FirmLine) -> None:
    for key, one in line.understood.items():
        known = firm.answers.get(key)
        if known is None or known.told is Told.BLANK:
            firm.answers[key] = one.answer


def owned(sheets: Sheets, firms: list[FirmDraft]) -> Iterator[tuple[FirmDraft, TableRow]]:
    """Each row of a table with its firm: named in the row or in one above it, else answering above it or before.

    Firms that only rows name are added to `firms`; so is one without a name where nothing says whose rows they are.
    """
    beginnings = {(firm.at.sheet, firm.at.cell): firm for firm in firms}
    current: FirmDraft | None = None
    for number, entries in enumerate(sheets):
        named: FirmDraft | None = None
        for entry in entries:
            if isinstance(entry, FirmLine):
                current = beginnings.get((entry.at.sheet, entry.at.cell), current)
            elif isinstance(entry, TableRow):
                if _tells_firm(entry):
                    named, entry = _named(entry, number, firms)
                firm = named or current or (firms[0] if firms else None)
                if firm is None:
                    firm = FirmDraft(entry.at, number)
                    firms.append(firm)
                yield firm, entry


def _has_other_code(firm: FirmDraft, code: Answer | None) -> bool:
    """Whether a firm of the same name has told another credit code, and both hold."""
    known = firm.answers.get("credit_code")
    return bool(code is not None and code.value and known is not None and known.value and known.value != code.value)


def _tells_firm(row: TableRow) -> bool:
    answers = (row.answer(key) for key in ("firm_name", "credit_code"))
    return any(answer is not None and answer.told is not Told.BLANK for answer in answers)


def _named(row: TableRow, sheet: int, firms: list[FirmDraft]) -> tuple[FirmDraft, TableRow]:
    """The firm that a row names, and the row without faults of the firm that an earlier row has told already."""
    name, code = (row.answer(key) for key in ("firm_name", "credit_code"))
    wanted = fold(str(name.value or "")) if name is not None else ""
    of_name = (firm for firm in firms if wanted and fold(firm.name) == wanted)
    firm = next((firm for firm in of_name if not _has_other_code(firm, code)), None)
    if firm is None and not wanted and code is not None:
        firm = next((firm for firm in firms if firm.written("credit_code") == code.written), None)
    if firm is None:
        firm = FirmDraft(row.at, sheet)
        firms.append(firm)
    understood = dict(row.understood)
    for key, one in row.understood.items():
        if BY_KEY[key].group != FIRM:
            continue
        known = firm.answers.get(key)
        if known is None or known.told is Told.BLANK:
            firm.answers[key] = one.answer
        elif known.written == one.answer.written:
            understood[key] = replace(one, fault=None)
    return firm, replace(row, understood=understood)
