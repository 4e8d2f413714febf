"""Writes the review workbook: each distinct name once with its proposals, pairs of firms, and the answers so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any

from importplan.basics.labels import Language, text
from importplan.basics.money import WAN
from importplan.documents.excel.book import Book, write_value
from importplan.documents.excel.layout import SMALL, lines_of, small_height
from importplan.documents.excel.palette import ANSWER, GREY, RED, TAB_GREEN, TAB_GREY, TAB_ORANGE
from importplan.documents.excel.paper import A3, A4, NAME_AND_PAGE
from importplan.documents.excel.titled_sheet import HEADING_ROW, filtered, offer, titled_sheet
from importplan.scenario.schema.items import Item
from importplan.survey.estimates.traps.call import Call
from importplan.survey.firms import SuspectedPair
from importplan.survey.items import REVIEW, MatchedName
from importplan.survey.longer_needs import resting, waiting
from importplan.survey.matching.answers import ITEM, LEFT_OUT, NEW, FirmAnswer, NameAnswer
from importplan.survey.matching.asked import most
from importplan.survey.matching.proposals import ItemProposal
from importplan.survey.report.call_words import contact, places, said
from importplan.survey.report.names import SurveyNames
from importplan.survey.returns.splits import QUARTERS, Split
from importplan.survey.review.cousins import cousins
from importplan.survey.review.layout import (
    CALLS,
    COLUMNS,
    CONFIRMED,
    FILLED_IN,
    FIRMS,
    ITEMS,
    MARK,
    NAMES,
    SPLITS,
    item_words,
    words,
)
from importplan.survey.review.read import Unresolved
from importplan.survey.surveyed import Surveyed
from importplan.tables.clean import clean_text

_FINEST = 1000  # parts of one, in which shares are said
LONGEST_LIST = 250  # signs that Excel takes in a dropdown
LONGEST = 200  # signs of a cell
UNPRINTED = ("key", "other_key")
TABS = {NAMES: RED, FIRMS: TAB_ORANGE, SPLITS: TAB_ORANGE, CALLS: TAB_ORANGE, CONFIRMED: TAB_GREEN, ITEMS: TAB_GREY}
CENTRED = ("serial", "state", "firms", "rows", "score", "alike", "kind", "code", "unit")
Line = Mapping[str, str | float | None]


def write_reviews(
    surveyed: Surveyed,
    items: Sequence[Item],
    path: Path,
    language: Language,
    unresolved: Iterable[Unresolved] = (),
    calls: Sequence[Call] = (),
    names: SurveyNames | None = None,
) -> None:
    """Write the workbook; written beside and then renamed.

    Parameters
    ----------
    surveyed : Surveyed
        What waits for a person, and what people have said so far.
    items : sequence of Item
        The list that names are matched to.
    unresolved : iterable of Unresolved
        Answers that could not be understood: they are written back into their cells.
    calls, names
        Figures worth a phone call, those that move most first, and the words to say them with.
    """
    listed = {item.item: item for item in items} | dict(surveyed.matched.new_items)
    typed = {entry.key: entry.written for entry in unresolved}
    book = Book(language)
    _write_names(book, surveyed.matched.in_state(REVIEW, "new"), listed, typed)
    _write_firms(book, surveyed.identified.suspects)
    _write_splits(book, surveyed, typed)
    if calls and names is not None:
        _write_lines(book, CALLS, [_call_line(call, names) for call in calls])
    _write_confirmed(book, surveyed, listed)
    _write_lines(book, ITEMS, [_item_line(item) for item in listed.values()])
    book.workbook.define_name(MARK, '="1"')
    book.save(path)


def _write_names(
    book: Book, names: Sequence[MatchedName], listed: Mapping[str, Item], typed: Mapping[str, str]
) -> None:
    same = cousins(names)
    tab = _write_lines(book, NAMES, [_name_line(name, listed, typed, same, book.language) for name in names])
    column = list(COLUMNS[NAMES]).index("decision")
    general = [words("new", book.language), words("leave_out", book.language)]
    for row, name in enumerate(names, start=HEADING_ROW + 1):
        offered = [item_words(listed[found.item], book.language) for found in name.proposals if found.item in listed]
        offered += [same[name.asked.key]] if name.asked.key in same else []
        _offer(tab, book, row, column, [*offered, *general])


def _name_line(
    name: MatchedName,
    listed: Mapping[str, Item],
    typed: Mapping[str, str],
    same: Mapping[str, str],
    language: Language,
) -> Line:
    asked = name.asked
    shown = [_shown(found, listed, language) for found in name.proposals] + ["", "", ""]
    shown[0] = shown[0] or same.get(asked.key, "") or "；".join(name.tariff)
    told = name.answer
    new = (told.item or words("new", language)) if told is not None and told.decision == NEW else ""
    decision = typed.get(asked.key) or new
    return {
        "written": " | ".join(word for word, _ in asked.written.most_common(4)),
        "state": text(f"survey.state.{name.state}", language),
        "model": _some(asked.models),
        "spec": _some(asked.specs),
        "code": most(asked.codes),
        "kind": text(f"survey.choice.kind.{asked.kind}", language) if asked.kind else "",
        "firms": len(asked.firms),
        "rows": asked.rows,
        "quantity": asked.quantity,
        "money": round(asked.value_cny / WAN, 1) or None,
        "first": shown[0],
        "score": round(name.proposals[0].score) if name.proposals else None,
        "reasons": _reasons(name, asked.key in same, language),
        "second": shown[1],
        "third": shown[2],
        "decision": decision,
        "new_code": told.hs_code if told else "",
        "who": told.who if told else "",
        "note": told.note if told else "",
        "key": asked.key,
    }


def _reasons(name: MatchedName, has_cousin: bool, language: Language) -> str:
    if name.proposals:
        return name.proposals[0].words(language)
    if has_cousin:
        return words("cousin", language)
    return words("tariff_lines" if name.tariff else "no_proposal", language)


def _shown(found: ItemProposal, listed: Mapping[str, Item], language: Language) -> str:
    item = listed.get(found.item)
    return f"{item_words(item, language)} ({found.score:.0f})" if item else ""


def _some(counted: Counter[str]) -> str:
    return " | ".join(word for word, _ in counted.most_common(3))


def _write_firms(book: Book, pairs: Sequence[SuspectedPair]) -> None:
    lines: list[Line] = [
        {
            "first_firm": pair.first.name, "first_code": pair.first.credit_code, "first_file": pair.first.files[-1],
            "second_firm": pair.second.name, "second_code": pair.second.credit_code,
            "second_file": pair.second.files[-1], "alike": round(pair.alike), "key": pair.first.label,
            "other_key": pair.second.label,
        }
        for pair in pairs
    ]  # fmt: skip
    tab = _write_lines(book, FIRMS, lines)
    column = list(COLUMNS[FIRMS]).index("decision")
    for row in range(HEADING_ROW + 1, HEADING_ROW + 1 + len(pairs)):
        _offer(tab, book, row, column, [words("same", book.language), words("different", book.language)])


def _call_line(call: Call, names: SurveyNames) -> Line:
    return {
        "money": None if call.moves_cny is None else round(call.moves_cny / WAN, 1),
        "firm": call.firm.name,
        "item": names.item(call.item) if call.item else "",
        "question": "; ".join(call.questions),
        **{part: said(names, call, part) for part in ("said", "expected", "why")},
        "contact": contact(call.firm.record),
        "cells": "\n".join(places(call.at)),
    }


def _write_splits(book: Book, surveyed: Surveyed, typed: Mapping[str, str]) -> None:
    """The question on each kind of longer period that firms told, with what waits for the answer or rests on it."""
    language, said = book.language, surveyed.remembered.splits.by_kind
    waits, rests = waiting(surveyed), resting(surveyed)
    lines: list[Line] = []
    for kind in QUARTERS:
        found = waits.get(kind) or rests.get(kind)
        if found is None and kind not in said:
            continue
        split = said.get(kind)
        lines.append(
            {
                "period_kind": words(f"period_kind.{kind}", language),
                "decision": typed.get(kind) or (shares_words(split, language) if split else ""),
                "who": split.who if split else "",
                "note": split.note if split else "",
                "needs": found.needs if found else None,
                "firms": len(found.firms) if found else None,
                "quantity": found.units if found else None,
                "money": round(found.cny / WAN, 1) or None if found else None,
                "counted": words("split" if split else "not_split", language),
                "key": kind,
            }
        )
    if not lines:
        return
    tab = _write_lines(book, SPLITS, lines)
    column = list(COLUMNS[SPLITS]).index("decision")
    for row, line in enumerate(lines, start=HEADING_ROW + 1):
        shares = ":".join(["1"] * QUARTERS[str(line["key"])])
        offer(
            tab,
            row,
            column,
            [words("evenly", language), shares],
            words("column.decision", language),
            words("how_split", language),
        )


def shares_words(split: Split, language: Language) -> str:
    """The shares as a person may write them: evenly, or in whole numbers, 1:2."""
    if split.is_even:
        return words("evenly", language)
    parts = [Fraction(share).limit_denominator(_FINEST) for share in split.shares]
    together = lcm(*(part.denominator for part in parts))
    return ":".join(f"{part.numerator * together // part.denominator}" for part in parts)


def _write_confirmed(book: Book, surveyed: Surveyed, listed: Mapping[str, Item]) -> None:
    language = book.language
    names = [_name_answer(entry, listed, language) for entry in surveyed.remembered.names.values()]
    firms = [_firm_answer(entry, language) for entry in surveyed.remembered.firms.values()]
    splits = [_split_answer(entry, language) for entry in surveyed.remembered.splits.by_kind.values()]
    _write_lines(book, CONFIRMED, [*names, *firms, *splits])


def _name_answer(entry: NameAnswer, listed: Mapping[str, Item], language: Language) -> Line:
    item = listed.get(entry.item)
    meant = {
        ITEM: item_words(item, language) if item else entry.item,
        NEW: entry.item or words("new", language),
        LEFT_OUT: words("leave_out", language),
    }
    return {
        "subject": words("of_name", language),
        "written": entry.written,
        "decision": meant[entry.decision],
        "new_code": entry.hs_code,
        "who": entry.who,
        "when": entry.when,
        "note": entry.note,
        "key": entry.key,
    }


def _firm_answer(entry: FirmAnswer, language: Language) -> Line:
    return {
        "subject": words("of_firms", language),
        "written": entry.written,
        "decision": words("same" if entry.same else "different", language),
        "who": entry.who,
        "when": entry.when,
        "note": entry.note,
        "key": entry.first,
        "other_key": entry.second,
    }


def _split_answer(entry: Split, language: Language) -> Line:
    return {
        "subject": words("of_splits", language),
        "written": words(f"period_kind.{entry.kind}", language),
        "decision": shares_words(entry, language),
        "who": entry.who,
        "when": entry.when,
        "note": entry.note,
        "key": entry.kind,
    }


def _item_line(item: Item) -> Line:
    return {
        "item": item.item, "name_zh": item.name_zh, "name_en": item.name_en, "hs_code": item.hs_code, "unit": item.unit,
    }  # fmt: skip


def _offer(tab: Any, book: Book, row: int, column: int, choices: list[str]) -> None:
    """A dropdown with the likely answers; others, such as the id of another item, are taken too."""
    if len(",".join(choices)) > LONGEST_LIST:  # the ids alone; names of items stand in the columns of the proposals
        choices = [choice.split(" ")[0] for choice in choices]
    offer(tab, row, column, choices, words("column.decision", book.language), words("how", book.language))


def _write_lines(book: Book, sheet: str, lines: Sequence[Line]) -> Any:
    tab = _sheet(book, sheet)
    for row, line in enumerate(lines, start=HEADING_ROW + 1):
        for column, name in enumerate(COLUMNS[sheet]):
            value = row - HEADING_ROW if name == "serial" else line.get(name)
            _write_cell(tab, book, (row, column), name, value, fill=name in _to_fill(sheet))
        tab.set_row(row, _height(line, sheet))
    printed = [name for name in COLUMNS[sheet] if name not in UNPRINTED]
    filtered(tab, HEADING_ROW + len(lines), len(COLUMNS[sheet]), len(printed))
    return tab


def _height(line: Line, sheet: str) -> float:
    """Points that a row takes with all its words."""
    shown = ((str(line.get(name) or ""), width) for name, width in COLUMNS[sheet].items() if name not in UNPRINTED)
    return small_height(shown, 5.0, 12.5)


def _write_cell(tab: Any, book: Book, spot: tuple[int, int], name: str, value: str | float | None, fill: bool) -> None:
    wishes: dict[str, Any] = {"font_size": SMALL}
    if fill:
        wishes |= {"bg_color": ANSWER, "num_format": "@"}
    if name in CENTRED:
        wishes["align"] = "center"
    if name in ("key", "other_key"):
        wishes |= {"font_color": GREY, "font_size": 8}
    if isinstance(value, int | float):
        wishes["num_format"] = "#,##0.##" if name == "money" else "#,##0"
    elif value:
        value = clean_text(value)[:LONGEST]
        wishes.setdefault("num_format", "@")
    write_value(tab, *spot, None if value == "" else value, book.boxed(**wishes))


def _to_fill(sheet: str) -> tuple[str, ...]:
    return FILLED_IN if sheet in (NAMES, FIRMS, SPLITS) else ()


def _sheet(book: Book, name: str) -> Any:
    columns, paper = COLUMNS[name], A3 if name == NAMES else A4
    lines = max(lines_of(words(f"column.{key}", book.language), width - 1.0) for key, width in columns.items())
    heights = (48.0, max(30.0, 6.0 + 13.5 * lines))
    kind = {"tab": TABS[name], "size": paper, "top": 0.5, "bottom": 0.5, "footer": NAME_AND_PAGE}
    tab = titled_sheet(book, "survey.review", name, columns, heights, _to_fill(name), **kind)
    tab.freeze_panes(HEADING_ROW + 1, 2)
    return tab
