"""Whose rows they are: blocks of answers of firms, and for each row of a table the firm that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from importplan.parsing.words import fold
from importplan.survey.questions import BY_KEY, FIRM
from importplan.survey.returns.answers import Told
from importplan.survey.understanding.drafts import FirmDraft
from importplan.survey.understanding.entries import FirmLine, SheetEntry, TableRow

Sheets = Sequence[Sequence[SheetEntry]]


def firms_of(sheets: Sheets) -> tuple[list[FirmDraft], list[tuple[FirmDraft, FirmLine]]]:
    """The firms that answer in lines, and each line with its firm.

    A second name begins another firm: further down on the sheet or on another sheet.
    """
    firms: list[FirmDraft] = []
    lines: list[tuple[FirmDraft, FirmLine]] = []
    for number, entries in enumerate(sheets):
        for entry in entries:
            if not isinstance(entry, FirmLine):
                continue
            firm = _firm_of(entry, firms)
            if firm is None:
                firm = FirmDraft(entry.at, number)
                firms.append(firm)
            _answer(firm, entry)
            lines.append((firm, entry))
    return firms, lines


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


def _tells_firm(row: TableRow) -> bool:
    answers = (row.answer(key) for key in ("firm_name", "credit_code"))
    return any(answer is not None and answer.told is not Told.BLANK for answer in answers)


def _named(row: TableRow, sheet: int, firms: list[FirmDraft]) -> tuple[FirmDraft, TableRow]:
    """The firm that a row names, and the row without faults of the firm that an earlier row has told already."""
    name, code = (row.answer(key) for key in ("firm_name", "credit_code"))
    wanted = fold(str(name.value or "")) if name is not None else ""
    firm = next((firm for firm in firms if wanted and fold(firm.name) == wanted), None)
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
