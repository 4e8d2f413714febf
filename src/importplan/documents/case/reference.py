"""The reference page of the workbook, made from the schema and the labels table."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.labels import Language, text
from importplan.documents.case.explain import choice_words_of, default_words, heading_words, unit_words
from importplan.documents.case.guide import LINES
from importplan.scenario.limit_rules import LIMIT_RULES, LimitRule, Who
from importplan.scenario.schema import REQUIRED_SHEETS, SHEETS
from importplan.scenario.schema.column import ColumnSpec, Row
from importplan.scenario.schema.limits import Limit

COLUMNS = ("key", "name", "what", "kind", "unit", "default")
LIMIT_COLUMNS = ("limit_rule", "name", "value", "who", "columns")


def page(language: Language) -> str:
    """The page in one language, as Markdown."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: Language) -> Iterator[str]:
    yield f"# {text('reference.title', language)}"
    yield ""
    yield f"## {text('reference.rules', language)}"
    yield ""
    for key in LINES:
        yield text(key, language)
    for schema in sorted(SHEETS, key=lambda entry: entry.SHEET not in REQUIRED_SHEETS):
        yield ""
        yield from _sheet(schema, language)


def _sheet(schema: type[Row], language: Language) -> Iterator[str]:
    key = schema.SHEET
    need = "required" if key in REQUIRED_SHEETS else "optional"
    yield f"## `{key}` {text(f'sheet.{key}', language)}"
    yield ""
    yield f"{text(f'note.{key}', language)} {text(f'template.need.{need}', language)}"
    yield ""
    yield _row(text(f"reference.head.{column}", language) for column in COLUMNS)
    yield _row("---" for _ in COLUMNS)
    for spec in schema.specs():
        yield _row(_column(key, spec, language))
    if schema is Limit:
        yield from _limit_rules(language)


def _limit_rules(language: Language) -> Iterator[str]:
    """What each rule counts, and which columns it looks at."""
    yield ""
    yield _row(text(f"reference.head.{column}", language) for column in LIMIT_COLUMNS)
    yield _row("---" for _ in LIMIT_COLUMNS)
    for rule in LIMIT_RULES.values():
        yield _row(_limit_rule(rule, language))


def _limit_rule(rule: LimitRule, language: Language) -> Iterator[str]:
    used = (("item", rule.items), ("who", rule.who not in (Who.NOBODY, Who.RESERVE)), ("priority", rule.by_priority))
    more = (("measure", rule.measured), ("in", rule.by_draw), ("soft_cost_cny", not rule.always_hard))
    yield f"`{rule.key}`"
    yield text(f"choice.limits.rule.{rule.key}", language)
    yield text(f"reference.limit_unit.{rule.unit.value}", language)
    yield text(f"reference.who.{rule.who.value}", language)
    yield ", ".join(f"`{key}`" for key, looked_at in (*used, *more) if looked_at)


def _column(sheet_key: str, spec: ColumnSpec, language: Language) -> Iterator[str]:
    yield f"`{spec.key}`"
    yield heading_words(sheet_key, spec.key, language)
    note = text(f"note.{sheet_key}.{spec.key}", language)
    yield note if spec.used else f"{note} {text('template.note.not_used', language)}"
    kind = text(f"kind.{spec.kind.value}", language)
    choices = choice_words_of(sheet_key, spec, language) if spec.choices or spec.literals else ()
    keys = (*spec.choices, *(literal for literal in spec.literals if literal != "group:"))
    pairs = (word if word == key else f"{word} `{key}`" for word, key in zip(choices, keys, strict=True))
    yield f"{kind}: {', '.join(pairs)}" if choices else kind
    yield unit_words(spec, language)
    yield text("reference.required", language) if spec.required else default_words(sheet_key, spec, language)


def _row(cells: Iterator[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
