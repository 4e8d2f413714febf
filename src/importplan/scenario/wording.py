"""From the words of a heading or a choice to its key, in either language, and the nearest word to a misspelt one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from importplan.basics.labels import Language, accepted, known, text
from importplan.parsing.words import fold, meanings, nearest
from importplan.scenario.schema import RESULT_SHEETS, SHEETS, sheet
from importplan.scenario.schema.column import ColumnSpec

SETTINGS_COLUMNS = ("key", "value")  # the columns of a sheet that has one setting a line
LONGEST_SHEET_NAME = 31  # Excel allows no more


def _find(words: str, table: Mapping[str, str]) -> str | None:
    """The key that words mean: as they stand, without what is in brackets, or as two names of one key.

    `单价 unit_price` names one key twice; `supplier name` in a table that knows only `supplier` means nothing, because
    every part must agree.
    """
    plain = unicodedata.normalize("NFKC", words).strip()
    for variant in (plain, plain.split("(")[0]):
        key = table.get(fold(variant))
        if key is not None:
            return key
    parts = plain.split("(")[0].replace("/", " ").split()
    for split in range(1, len(parts)):
        keys = {table.get(fold(" ".join(half))) for half in (parts[:split], parts[split:])}
        if len(keys) == 1 and None not in keys:
            return keys.pop()
    return None


@cache
def sheet_words() -> dict[str, str]:
    """Folded word → key of an input sheet or of a result sheet."""
    return _meanings("sheet", (*RESULT_SHEETS, *(entry.SHEET for entry in SHEETS)))


def _meanings(prefix: str, keys: Iterable[str]) -> dict[str, str]:
    """Folded word → key, by the words of the labels table under a prefix."""
    return meanings({key: accepted(f"{prefix}.{key}") if known(f"{prefix}.{key}") else () for key in keys})


def find_sheet(name: str) -> str | None:
    """The key of the sheet that a name means, None when no sheet is called so."""
    return _find(name, sheet_words())


def column_keys(sheet_key: str) -> tuple[str, ...]:
    """The keys of a sheet's columns; a settings sheet has `key` and `value`."""
    schema = sheet(sheet_key)
    return SETTINGS_COLUMNS if schema.ONE_ROW else tuple(spec.key for spec in schema.specs())


@cache
def column_words(sheet_key: str) -> dict[str, str]:
    """Folded word → key of a column."""
    return _meanings(f"column.{sheet_key}", column_keys(sheet_key))


@cache
def setting_words(sheet_key: str) -> dict[str, str]:
    """Folded word → key of a setting, for a sheet that has one setting a line."""
    return _meanings(f"column.{sheet_key}", (spec.key for spec in sheet(sheet_key).specs()))


def find_column(sheet_key: str, heading: str) -> str | None:
    """The key of the column that a heading means, None when there is none."""
    return _find(heading, column_words(sheet_key))


def find_setting(sheet_key: str, name: str) -> str | None:
    """The key of the setting that a name means, None when there is none."""
    return _find(name, setting_words(sheet_key))


def nearest_sheet(name: str) -> str:
    """The input sheet whose name looks most like this one, in the script the name is written in."""
    return nearest(name, (word for entry in SHEETS for word in (entry.SHEET, *accepted(f"sheet.{entry.SHEET}"))))


def nearest_column(sheet_key: str, heading: str, keys: Iterable[str]) -> str:
    """The heading that looks most like this one."""
    return nearest(heading, (word for key in keys for word in (key, *accepted(f"column.{sheet_key}.{key}"))))


@cache
def choice_words(sheet_key: str, column: str, choices: tuple[str, ...]) -> dict[str, str]:
    """Folded word → choice of a dropdown column."""
    return _meanings(f"choice.{sheet_key}.{column}", choices)


@cache
def yes_no_words(answer: str, sheet_key: str = "", column: str = "") -> frozenset[str]:
    """The folded words of `yes` or `no`, with those that only one column knows: 含税."""
    keys = (f"choice.yes_no.{answer}", f"choice.{sheet_key}.{column}.{answer}")
    return frozenset(fold(word) for key in keys if known(key) for word in accepted(key))


@cache
def literal_words(literals: tuple[str, ...]) -> dict[str, str]:
    """Folded word → literal that a reference may take beside ids (`reserve`, `all`, `each`)."""
    return _meanings("literal", literals)


def column_names(sheet_key: str, key: str) -> dict[str, str]:
    """What messages call a column: `column` in English, `column_zh` in Chinese."""
    return {"column": key, "column_zh": text(f"column.{sheet_key}.{key}", "zh")}


def sheet_name(key: str, language: Language) -> str:
    """What a sheet is called: its key in English workbooks (the contract with other systems), its words in Chinese."""
    return text(f"sheet.{key}", "zh")[:LONGEST_SHEET_NAME] if language == "zh" else key


def heading(sheet_key: str, key: str, language: Language) -> str:
    """What a column is called: its key in English workbooks, its words in Chinese."""
    return text(f"column.{sheet_key}.{key}", "zh") if language == "zh" else key


def choice_word(sheet_key: str, spec: ColumnSpec, value: str, language: Language) -> str:
    """How a choice is written."""
    return text(f"choice.{sheet_key}.{spec.key}.{value}", "zh") if language == "zh" else value


def kinds_zh(*kinds: str) -> str:
    """Kinds of items in Chinese, for messages."""
    return "、".join(text(f"choice.items.kind.{kind}", "zh") for kind in kinds)


def allowed_choices(sheet_key: str, spec: ColumnSpec) -> str:
    """All choices of a column in both languages, for messages: `整机 machine, 散件SKD kit`."""
    pairs = ((text(f"choice.{sheet_key}.{spec.key}.{choice}", "zh"), choice) for choice in spec.choices)
    return ", ".join(choice if word == choice else f"{word} {choice}" for word, choice in pairs)
