"""Note sheets of the collected case: firms and files, names and items, sources of figures, what is left out.

Their names begin with `_`, so that the planner passes them over and people find them beside the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from importplan.basics.labels import Language, known, text
from importplan.scenario.difference import CaseDifference
from importplan.scenario.schema import sheet
from importplan.scenario.schema.column import CellKind
from importplan.scenario.to_rows import Plain, SheetTable, plain
from importplan.survey.case.trace import Figure, LeftOut, place_words
from importplan.survey.surveyed import Surveyed

FIRMS = ("firm", "name", "credit_code", "city", "file", "received", "standing", "how", "items", "set_aside")
YES_NO: dict[object, bool] = {"yes": True, "no": False, True: True, False: False}
NAMES = ("written", "state", "item", "score", "reasons", "rows", "firms", "value", "who", "when")
SOURCES = ("sheet", "row", "column", "figure", "sureness", "basis", "written", "cells", "repairs")
CHANGED = ("sheet", "row", "change", "column", "before", "after")
LEFT_OUT = ("sheet", "reason", "firm", "item", "written", "cell", "detail")
SPELLINGS, CELLS = 4, 12  # shown at most


def notes(
    surveyed: Surveyed, figures: Iterable[Figure], left_out: Iterable[LeftOut], language: Language
) -> tuple[SheetTable, ...]:
    """All note sheets."""
    return (
        _table("firms", FIRMS, _firms(surveyed, language), language),
        _table("names", NAMES, _names(surveyed, language), language),
        _table("sources", SOURCES, (_source(entry, language) for entry in figures), language),
        _table("left_out", LEFT_OUT, (_omission(entry, language) for entry in left_out), language),
    )


def changes(difference: CaseDifference, language: Language) -> SheetTable:
    """What the case changes in the one that was there; unchanged rows are only counted elsewhere."""
    return _table("changes", CHANGED, _changes(difference, language), language)


def _changes(difference: CaseDifference, language: Language) -> Iterator[tuple[Plain, ...]]:
    for entry in difference.rows:
        if entry.change == "unchanged":
            continue
        name = text(f"sheet.{entry.sheet}", language)
        word = text(f"survey.change.{entry.change}", language)
        for column, before, after in entry.cells or ((None, None, None),):
            heading = text(f"column.{entry.sheet}.{column}", language) if column else ""
            values = (_in_words(entry.sheet, column, value, language) for value in (before, after))
            yield name, entry.row, word, heading, *values


def _in_words(sheet_key: str, column: str | None, value: object, language: Language) -> Plain:
    """A value as it stands in its sheet: choices, yes and no in words of the language."""
    spec = next((spec for spec in sheet(sheet_key).specs() if spec.key == column), None)
    if spec is None or not isinstance(value, str | bool):
        return _plain(value)
    if spec.kind is CellKind.YES_NO and value in YES_NO:
        value = YES_NO[value]
    return plain(value, spec, sheet_key, language)


def _plain(value: object) -> Plain:
    """A value as it can stand in a cell."""
    if isinstance(value, bool) or value is None or value == ():
        return None if value in (None, ()) else str(value)
    return value if isinstance(value, str | int | float | date) else str(value)


def _table(key: str, columns: tuple[str, ...], rows: Iterable[tuple[Plain, ...]], language: Language) -> SheetTable:
    return SheetTable(
        key=f"_{key}",
        name=f"_{text(f'survey.note_sheet.{key}', language)}",
        keys=columns,
        headings=tuple(text(f"survey.column.{column}", language) for column in columns),
        kinds=tuple(CellKind.DATE if column == "received" else None for column in columns),
        rows=tuple(rows),
    )


def _firms(surveyed: Surveyed, language: Language) -> Iterator[tuple[Plain, ...]]:
    for firm in surveyed.identified.firms:
        for standing, how in zip(firm.standings, firm.how, strict=True):
            yield (
                firm.firm,
                standing.entry.record.text("firm_name") or firm.name,
                firm.credit_code,
                firm.city,
                standing.entry.file,
                standing.entry.received,
                text(f"survey.standing.{standing.standing}", language),
                text(f"survey.how.{how}", language),
                len(standing.entry.items),
                len(standing.set_aside),
            )


def _names(surveyed: Surveyed, language: Language) -> Iterator[tuple[Plain, ...]]:
    for name in surveyed.matched.in_state("review", "new", "confirmed", "left_out", "sure"):
        first = name.proposals[0] if name.proposals else None
        yield (
            " | ".join(word for word, _ in name.asked.written.most_common(SPELLINGS)),
            text(f"survey.state.{name.state}", language),
            name.item,
            round(first.score) if first else None,
            first.words(language) if first else "",
            name.asked.rows,
            len(name.asked.firms),
            round(name.asked.value_cny) or None,
            name.answer.who if name.answer else "",
            name.answer.when if name.answer else "",
        )


def _source(entry: Figure, language: Language) -> tuple[Plain, ...]:
    told = [answer for answer in entry.answers if answer.at.file]
    repairs = dict.fromkeys(word for answer in told for word in answer.understood)
    basis = text(f"survey.basis.{entry.basis}", language)
    return (
        text(f"sheet.{entry.sheet}", language),
        entry.row,
        text(f"column.{entry.sheet}.{entry.column}", language),
        _in_words(entry.sheet, entry.column, entry.value, language),
        text(f"survey.sureness.{entry.sureness}", language),
        f"{basis} ({entry.detail})" if entry.detail else basis,
        " | ".join(dict.fromkeys(answer.written for answer in told[:CELLS] if answer.written)),
        _cells([place_words(answer.at) for answer in told]),
        "; ".join(_repair(code, language) for code in repairs),
    )


def _repair(code: str, language: Language) -> str:
    key = next(filter(known, (f"survey.understood.{code}", f"understood.{code}")), "")
    return text(key, language) if key else code


def _cells(places: list[str]) -> str:
    more = f" … +{len(places) - CELLS}" if len(places) > CELLS else ""
    return "; ".join(places[:CELLS]) + more


def _omission(entry: LeftOut, language: Language) -> tuple[Plain, ...]:
    return (
        text(f"sheet.{entry.sheet}", language),
        text(f"survey.left_out.{entry.reason}", language),
        entry.firm,
        entry.item,
        entry.written,
        place_words(entry.at),
        entry.detail,
    )
