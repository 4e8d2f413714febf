"""Writes the review workbook: each distinct name once with its proposals, pairs of firms, and the answers so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from importplan.basics.files import put
from importplan.basics.labels import Language, text
from importplan.basics.money import WAN
from importplan.scenario.schema.items import Item
from importplan.survey.firms import SuspectedPair
from importplan.survey.form.look import ANSWER, GREY, FormFormats
from importplan.survey.form.page import A4, lines_of
from importplan.survey.items import REVIEW, MatchedName
from importplan.survey.matching.answers import ITEM, LEFT_OUT, NEW, FirmAnswer, NameAnswer
from importplan.survey.matching.asked import most
from importplan.survey.matching.proposals import ItemProposal
from importplan.survey.review.cousins import cousins
from importplan.survey.review.layout import (
    COLUMNS,
    CONFIRMED,
    FIRMS,
    HEADING_ROW,
    ITEMS,
    MARK,
    NAMES,
    NOTE_ROW,
    TITLE_ROW,
    TO_FILL,
    item_words,
    words,
)
from importplan.survey.review.read import Unresolved
from importplan.survey.surveyed import Surveyed
from importplan.tables.clean import clean_text

LONGEST_LIST = 250  # signs that Excel takes in a dropdown
LONGEST = 200  # signs of a cell
LINE_HEIGHT = 12.5  # points of a line of small print
SMALL = 9.0  # points of the print in cells
A3 = 8
UNPRINTED = ("key", "other_key")
TABS = {NAMES: "#C00000", FIRMS: "#C55A11", CONFIRMED: "#548235", ITEMS: "#A6A6A6"}
CENTRED = ("serial", "state", "firms", "rows", "score", "alike", "kind", "code", "unit")
Line = Mapping[str, str | float | None]


def write_reviews(
    surveyed: Surveyed,
    items: Sequence[Item],
    path: Path,
    language: Language,
    unresolved: Iterable[Unresolved] = (),
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
    """
    content = BytesIO()
    listed = {item.item: item for item in items} | dict(surveyed.matched.new_items)
    typed = {entry.key: entry.written for entry in unresolved}
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        look = FormFormats.of(book, language)
        waiting = surveyed.matched.in_state(REVIEW, "new")
        _write_names(book, look, waiting, listed, typed)
        _write_firms(book, look, surveyed.identified.suspects)
        _write_confirmed(book, look, surveyed, listed)
        rows = [_item_line(item) for item in listed.values()]
        _write_lines(_sheet(book, look, ITEMS), look, ITEMS, rows)
        book.define_name(MARK, '="1"')
    put(content.getvalue(), path)


def _write_names(
    book: Any, look: FormFormats, names: Sequence[MatchedName], listed: Mapping[str, Item], typed: Mapping[str, str]
) -> None:
    tab = _sheet(book, look, NAMES)
    same = cousins(names)
    _write_lines(tab, look, NAMES, [_name_line(name, listed, typed, same, look.language) for name in names])
    column = list(COLUMNS[NAMES]).index("decision")
    general = [words("new", look.language), words("leave_out", look.language)]
    for row, name in enumerate(names, start=HEADING_ROW + 1):
        offered = [item_words(listed[found.item], look.language) for found in name.proposals if found.item in listed]
        offered += [same[name.asked.key]] if name.asked.key in same else []
        _offer(tab, look, row, column, [*offered, *general])


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


def _write_firms(book: Any, look: FormFormats, pairs: Sequence[SuspectedPair]) -> None:
    tab = _sheet(book, look, FIRMS)
    lines: list[Line] = [
        {
            "first_firm": pair.first.name, "first_code": pair.first.credit_code, "first_file": pair.first.files[-1],
            "second_firm": pair.second.name, "second_code": pair.second.credit_code,
            "second_file": pair.second.files[-1], "alike": round(pair.alike), "key": pair.first.label,
            "other_key": pair.second.label,
        }
        for pair in pairs
    ]  # fmt: skip
    _write_lines(tab, look, FIRMS, lines)
    column = list(COLUMNS[FIRMS]).index("decision")
    for row in range(HEADING_ROW + 1, HEADING_ROW + 1 + len(pairs)):
        _offer(tab, look, row, column, [words("same", look.language), words("different", look.language)])


def _write_confirmed(book: Any, look: FormFormats, surveyed: Surveyed, listed: Mapping[str, Item]) -> None:
    language = look.language
    names = [_name_answer(entry, listed, language) for entry in surveyed.remembered.names.values()]
    firms = [_firm_answer(entry, language) for entry in surveyed.remembered.firms.values()]
    _write_lines(_sheet(book, look, CONFIRMED), look, CONFIRMED, [*names, *firms])


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


def _item_line(item: Item) -> Line:
    return {
        "item": item.item, "name_zh": item.name_zh, "name_en": item.name_en, "hs_code": item.hs_code, "unit": item.unit,
    }  # fmt: skip


def _offer(tab: Any, look: FormFormats, row: int, column: int, choices: list[str]) -> None:
    """A dropdown with the likely answers; others, such as the id of another item, are taken too."""
    if len(",".join(choices)) > LONGEST_LIST:  # the ids alone; names of items stand in the columns of the proposals
        choices = [choice.split(" ")[0] for choice in choices]
    tab.data_validation(row, column, row, column, {
        "validate": "list", "source": choices, "show_error": False,
        "input_title": words("column.decision", look.language), "input_message": words("how", look.language),
    })  # fmt: skip


def _write_lines(tab: Any, look: FormFormats, sheet: str, lines: Sequence[Line]) -> None:
    for row, line in enumerate(lines, start=HEADING_ROW + 1):
        for column, name in enumerate(COLUMNS[sheet]):
            value = row - HEADING_ROW if name == "serial" else line.get(name)
            _write_cell(tab, look, (row, column), name, value, fill=name in TO_FILL and sheet in (NAMES, FIRMS))
        tab.set_row(row, _height(line, sheet))
    last = HEADING_ROW + max(len(lines), 1)
    tab.autofilter(HEADING_ROW, 0, last, len(COLUMNS[sheet]) - 1)
    printed = [name for name in COLUMNS[sheet] if name not in UNPRINTED]
    tab.print_area(0, 0, last, len(printed) - 1)


def _height(line: Line, sheet: str) -> float:
    """Points that a row takes with all its words."""
    shown = ((str(line.get(name) or ""), width) for name, width in COLUMNS[sheet].items() if name not in UNPRINTED)
    return 5.0 + LINE_HEIGHT * max(lines_of(words, width - 1.0, SMALL) for words, width in shown)


def _write_cell(
    tab: Any, look: FormFormats, spot: tuple[int, int], name: str, value: str | float | None, fill: bool
) -> None:
    wishes: dict[str, Any] = {"font_size": SMALL}
    if fill:
        wishes |= {"bg_color": ANSWER, "num_format": "@"}
    if name in CENTRED:
        wishes["align"] = "center"
    if name in ("key", "other_key"):
        wishes |= {"font_color": GREY, "font_size": 8}
    if isinstance(value, int | float):
        tab.write_number(*spot, value, look.boxed(num_format="#,##0.##" if name == "money" else "#,##0", **wishes))
    elif value:
        tab.write_string(*spot, clean_text(value)[:LONGEST], look.boxed(**({"num_format": "@"} | wishes)))
    else:
        tab.write_blank(*spot, None, look.boxed(**wishes))


def _sheet(book: Any, look: FormFormats, name: str) -> Any:
    """A sheet with title, a line of explanation and its headings; printed across A4, as wide as one page."""
    tab = book.add_worksheet(words(f"sheet.{name}", look.language))
    tab.set_tab_color(TABS[name])
    tab.hide_gridlines(2)
    columns = COLUMNS[name]
    tab.merge_range(TITLE_ROW, 0, TITLE_ROW, len(columns) - 1, words(f"title.{name}", look.language), look.title())
    tab.merge_range(NOTE_ROW, 0, NOTE_ROW, len(columns) - 1, words(f"note.{name}", look.language), look.note())
    headings = {column: words(f"column.{column}", look.language) for column in columns}
    lines = max(lines_of(heading, columns[column] - 1.0) for column, heading in headings.items())
    for row, height in ((TITLE_ROW, 28), (NOTE_ROW, 48), (HEADING_ROW, max(30.0, 6.0 + 13.5 * lines))):
        tab.set_row(row, height)
    for place, (column, width) in enumerate(columns.items()):
        color = "#FFD966" if column in TO_FILL and name in (NAMES, FIRMS) else "#D9D9D9"
        tab.set_column(place, place, width)
        tab.write_string(HEADING_ROW, place, headings[column], look.heading(color))
    tab.freeze_panes(HEADING_ROW + 1, 2)
    tab.set_landscape()
    tab.set_paper(A3 if name == NAMES else A4)
    tab.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    tab.set_footer("&L&8&A&R&8&P / &N")
    tab.repeat_rows(HEADING_ROW)
    tab.fit_to_pages(1, 0)
    return tab
