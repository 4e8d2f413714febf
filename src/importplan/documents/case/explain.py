"""What the template and the reference page say about a column: meaning, unit, default, choices."""

from __future__ import annotations

from importplan.basics.labels import Language, known, text
from importplan.scenario.schema.column import CellKind, ColumnSpec
from importplan.scenario.to_rows import plain
from importplan.scenario.wording import choice_word


def heading_words(sheet_key: str, key: str, language: Language) -> str:
    """The heading of a column in words of the language (data files in English use the key instead)."""
    return text(f"column.{sheet_key}.{key}", language)


def unit_words(spec: ColumnSpec, language: Language) -> str:
    """The unit of a column, empty where it has none."""
    return text(f"unit.{spec.unit}", language) if spec.unit else ""


def default_words(sheet_key: str, spec: ColumnSpec, language: Language) -> str:
    """What a blank means; empty where it means nothing."""
    if spec.required:
        return ""
    if spec.kind is CellKind.SHARE and spec.default is not None:
        return f"{spec.default * 100:g}%"
    value = plain(spec.default, spec, sheet_key, language)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def choice_words_of(sheet_key: str, spec: ColumnSpec, language: Language) -> tuple[str, ...]:
    """What a dropdown offers."""
    if spec.kind is CellKind.YES_NO:
        return (text("choice.yes_no.yes", language), text("choice.yes_no.no", language))
    words = tuple(choice_word(sheet_key, spec, choice, language) for choice in spec.choices)
    literals = (literal for literal in spec.literals if known(f"literal.{literal}"))
    return words + tuple(text(f"literal.{literal}", language) for literal in literals)


def explanation(sheet_key: str, spec: ColumnSpec, language: Language) -> str:
    """All of it in a few sentences, for a cell note."""
    parts = [text(f"note.{sheet_key}.{spec.key}", language)]
    unit, default = unit_words(spec, language), default_words(sheet_key, spec, language)
    if unit:
        parts.append(text("template.note.unit", language, unit=unit))
    choices = choice_words_of(sheet_key, spec, language)
    if choices:
        separator = "、" if language == "zh" else ", "
        parts.append(text("template.note.choices", language, choices=separator.join(choices)))
    if spec.required:
        parts.append(text("template.note.required", language))
    else:
        key = "default" if default else "no_default"
        parts.append(text(f"template.note.{key}", language, default=default))
    if not spec.used:
        parts.append(text("template.note.not_used", language))
    return "\n".join(parts)
