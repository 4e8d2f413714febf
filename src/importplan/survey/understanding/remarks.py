"""Remarks and comments that take a need back or change it (取消, 改为5台, 另需备用1台, 推迟); two goods in one name.

The quantity of such a row is not what the firm means, so the row is sent back with what the remark seems to say. One
that names another period than the need, and every comment at a cell, is told. Other remarks are left to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from importplan.basics.addresses import letter
from importplan.basics.issues import Issue
from importplan.basics.labels import accepted, text
from importplan.basics.spans import TimeSpan
from importplan.parsing.days import read_span
from importplan.parsing.numbers import read_number
from importplan.parsing.words import fold
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.returns.collected import Fault
from importplan.survey.understanding.entries import FirmLine, SheetEntry, TableRow
from importplan.tables.grid import Grid

_COUNTED = re.compile(r"(?:\d+|[一两二三四五六七八九十])\s*(?:[台套件个只把根支]|pcs|sets?\b|units?\b)", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,.]*")
_YEARS = 1900.0  # a number from here on is rather a year
_SIGNED = re.compile(r"^[^\n:：]{1,20}[:：]\s*\n")  # who has written a comment, as programs put it in front
_PART = r"(?:第?[一二三四1-4]季度|q[1-4]|[上下]半年|h[12]|(?:1[0-2]|0?[1-9])月)"
_PERIOD = re.compile(
    rf"(?<!\d)(?:(?P<year>20[2-4]\d)(?!\d)(?:年|[-./])?(?:{_PART}|(?:1[0-2]|0?[1-9])(?!\d))?|(?<![\d年]){_PART})"
)
_LONGEST = 40  # signs of a remark in a message


def several_items(row: TableRow) -> Fault | None:
    """The fault of a name that counts several goods, each with a quantity of its own."""
    name = row.answer("item_name")
    if name is None or len(_COUNTED.findall(name.written)) < 2:
        return None
    return Fault("several-items", "item_name", name.at, name.written)


def doubt(row: TableRow) -> Fault | None:
    """Why the quantities of a row are not what is meant, None where no remark beside them says so."""
    quantity = next(_quantities(row), None)
    if quantity is None:
        return None
    for _, remark in _remarks(row):
        proposal = _meant(remark)
        if proposal is not None:
            written = f"{quantity.written} | {remark[:_LONGEST]}"
            return Fault("remark-changes", "quantity", quantity.at, written, proposal)
    return None


def said_beside(entries: Iterable[SheetEntry], grid: Grid) -> Iterator[Issue]:
    """Comments at cells and headings of a sheet that is read, and periods in remarks that are not those of the need."""
    answers = [entry for entry in entries if isinstance(entry, TableRow | FirmLine)]
    lines = {int(entry.at.cell) - 1 for entry in answers}
    tables = [entry for entry in answers if isinstance(entry, TableRow)]
    for entry in tables:
        lines |= set(range(entry.columns.first_row, entry.columns.last_row + 1))
    for (line, column), words in sorted(grid.comments.items()):
        if line in lines:
            plain = " ".join(words.split())[:_LONGEST]
            value = grid.seen(line, column).shown[:_LONGEST]
            yield Issue.warning("survey-comment", grid.place(line, column), words=plain, value=value)
    for entry in tables:
        needed = list(_needed_in(entry))
        for column, remark in _remarks(entry) if needed else ():
            for words in _other_periods(remark, needed):
                at = replace(entry.at, cell=f"{letter(column)}{entry.at.cell}")
                need = ", ".join(map(str, needed))
                yield Issue.warning("survey-remark-period", at, words=words, remark=remark[:_LONGEST], need=need)


def _remarks(row: TableRow) -> Iterator[tuple[int, str]]:
    """What is said beside the answers of a row: cells below headings that ask nothing, and comments at cells."""
    for column in row.columns.unknown:
        if column < len(row.cells) and row.cells[column]:
            yield column, row.cells[column]
    for column, words in row.comments.items():
        yield column, _SIGNED.sub("", words)


def _needed_in(row: TableRow) -> Iterator[TimeSpan]:
    """The periods in which a row needs something."""
    period = row.answer("period")
    if period is not None and isinstance(period.value, TimeSpan):
        yield period.value
    for column, one in row.by_period.items():
        span = row.columns.periods[column].span
        if span is not None and one.answer.told is Told.VALUE and one.answer.value:
            yield span


def _other_periods(remark: str, needed: Sequence[TimeSpan]) -> Iterator[str]:
    """Periods that a remark names and in which nothing is needed, but those of years that are over before the need."""
    plain = fold(remark)
    for found in _PERIOD.finditer(plain):
        words = found[0] if found["year"] else f"{needed[0].first.year}年{found[0]}"
        span = read_span(words.strip()) or (read_span(found["year"]) if found["year"] else None)
        if span is None or span.last.year < needed[0].first.year:
            continue
        if not any(span.first <= need.last and need.first <= span.last for need in needed):
            yield found[0].strip()


def _quantities(row: TableRow) -> Iterator[Answer]:
    found = (row.understood.get("quantity"), *row.by_period.values())
    return (one.answer for one in found if one is not None and one.answer.told is Told.VALUE)


def _meant(remark: str) -> str | None:
    """What a remark would have instead of the row as it stands, empty where that is open; None: nothing else."""
    folded = fold(remark)
    if folded in _words("survey.remark.done") or any(word in folded for word in _words("survey.remark.takes_back")):
        return text("survey.rejected.leave_out", "zh")
    for kind in ("survey.remark.replaces", "survey.remark.adds"):
        for word in _words(kind):
            if found := re.search(rf"{re.escape(word)}[^\da-z]{{0,6}}(?=\d)", folded):
                numbers = _NUMBER.findall(folded[found.end() :])
                one = read_number(numbers[0]) if kind == "survey.remark.replaces" and len(numbers) == 1 else None
                return f"{one:g}" if one is not None and one < _YEARS else ""
    return None


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in accepted(key))
