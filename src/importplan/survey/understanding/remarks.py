"""Remarks beside a need that take it back or change it (取消, 改为5台, 另需备用1台, 推迟), and two goods in one name.

The quantity of such a row is not what the firm means, so the row is sent back with what the remark seems to say. Other
remarks are left to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from importplan.basics.labels import accepted, text
from importplan.parsing.numbers import read_number
from importplan.parsing.words import fold
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.returns.collected import Fault
from importplan.survey.understanding.entries import TableRow

_COUNTED = re.compile(r"(?:\d+|[一两二三四五六七八九十])\s*(?:[台套件个只把根支]|pcs|sets?\b|units?\b)", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,.]*")
_YEARS = 1900.0  # a number from here on is rather a year
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
    for column in row.columns.unknown:
        remark = row.cells[column] if column < len(row.cells) else ""
        proposal = _meant(remark)
        if proposal is not None:
            written = f"{quantity.written} | {remark[:_LONGEST]}"
            return Fault("remark-changes", "quantity", quantity.at, written, proposal)
    return None


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
