"""Dropdowns of the template: choices and yes/no must be kept, ids of other sheets are offered."""

from __future__ import annotations

from typing import Any

from importplan.basics.addresses import letter
from importplan.basics.labels import Language, text
from importplan.documents.case.explain import choice_words_of
from importplan.scenario.schema import sheet
from importplan.scenario.schema.column import CellKind, ColumnSpec
from importplan.scenario.wording import sheet_name

LONGEST_LIST = 255  # Excel takes no longer list in a rule
ID_ROWS = 1_000
STRICT = (CellKind.CHOICE, CellKind.YES_NO)


def dropdown(sheet_key: str, spec: ColumnSpec, language: Language) -> dict[str, Any] | None:
    """The rule of xlsxwriter's `data_validation`, None for a column without a list."""
    offered = choice_words_of(sheet_key, spec, language)
    if spec.kind in STRICT or spec.kind is CellKind.PROBABILITY_WORD:
        return _choices(offered, strict=spec.kind in STRICT, language=language)
    if spec.kind is CellKind.REFERENCE:
        return _ids(spec, language)
    return None


def _choices(offered: tuple[str, ...], strict: bool, language: Language) -> dict[str, Any] | None:
    if len(",".join(offered)) > LONGEST_LIST:
        return None
    return {
        "validate": "list",
        "source": list(offered),
        "error_type": "stop" if strict else "information",
        "error_title": text("template.list.title", language),
        "error_message": text("template.list.wrong", language),
        "show_error": strict,
    }


def _ids(spec: ColumnSpec, language: Language) -> dict[str, Any]:
    """The ids of the sheet that the column refers to; other words are let through, the check looks at them."""
    key = spec.refers[0]
    schema = sheet(key)
    named = schema.id_column()
    position = next(index for index, entry in enumerate(schema.specs()) if named and entry.key == named.key)
    name, column = sheet_name(key, language), letter(position)
    return {
        "validate": "list",
        "source": f"='{name}'!${column}$3:${column}${ID_ROWS}",
        "show_error": False,
        "input_title": "",
        "input_message": text("template.list.reference", language, sheet=name),
    }
