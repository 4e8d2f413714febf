"""Every word that a user sees, Chinese and English, from one table: the CSV files `words/` of each room.

Columns: `key`, `zh`, `en`, `also` (further words accepted when reading, separated by `|`). A key stands once over all
files. Keys begin with their subject: `sheet.` and `column.` (headings), `note.` (explanations in the template),
`choice.` (values of dropdowns), `issue.`, `result.`, `term.`, `cli.`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Label:
    """The words of one key."""

    key: str
    zh: str
    en: str
    also: tuple[str, ...] = ()


@cache
def table() -> dict[str, Label]:
    """Key → words. Raises ValueError when a key stands twice or lacks a language."""
    labels: dict[str, Label] = {}
    for file in _files():
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            key = row["key"].strip()
            if key in labels or not row["zh"] or not row["en"]:
                raise ValueError(f"{file.name}: key {key!r} stands twice or lacks a language")
            also = tuple(word.strip() for word in (row.get("also") or "").split("|") if word.strip())
            labels[key] = Label(key, row["zh"], row["en"], also)
    return labels


def _files() -> Iterator[Traversable]:
    """The words of every room, room by room."""
    for room in sorted(resources.files("importplan").iterdir(), key=lambda entry: entry.name):
        words = room.joinpath("words")
        if words.is_dir():
            yield from sorted(words.iterdir(), key=lambda entry: entry.name)


def known(key: str) -> bool:
    """Whether the table has this key."""
    return key in table()


def text(key: str, language: Language, **values: object) -> str:
    """The words of a key, filled with `values` (`{name:,.0f}` in the table). Raises KeyError for an unknown key."""
    label = table()[key]
    words = label.zh if language == "zh" else label.en
    return words.format(**values) if values else words


def reworded(prefix: str, words: str, language: Language) -> str:
    """Words of one language, or of either, that stand under `prefix`, in the language; others as they are."""
    return text(key, language) if (key := _keys(prefix).get(words)) else words


@cache
def _keys(prefix: str) -> dict[str, str]:
    return {words: key for key, label in table().items() if key.startswith(prefix) for words in (label.zh, label.en)}


def accepted(key: str) -> tuple[str, ...]:
    """All words that mean this key when reading: Chinese, English, then the further ones."""
    label = table()[key]
    return (label.zh, label.en, *label.also)
