"""Columns of lists that stand by themselves, and the list of assumptions that ends each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from importplan.basics.issues import Issue
from importplan.results.forms import LONG, YUAN
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.table import Column, Form, Row, Table


def list_column(names: Names, key: str, width: float, value: Callable[[Row], Any], form: Form = LONG) -> Column[Row]:
    """A column headed by the word of its key; amounts are CNY."""
    return Column(key, "cny" if form is YUAN else "", form, value, heading=names.word(key), widest=width)


def notes_sheet(notes: Sequence[Issue], names: Names) -> ListSheet:
    """What the amounts rest on."""
    language = names.language
    columns: tuple[Column[Issue], ...] = (
        list_column(names, "duty.note_place", 30, lambda note: str(note.at)),
        list_column(names, "duty.note_found", 70, lambda note: note.found(language)),
        list_column(names, "duty.note_repair", 70, lambda note: note.repair(language)),
    )
    return ListSheet("duty.sheet_notes", "", Table("notes", columns, [names.note(note) for note in notes]))
