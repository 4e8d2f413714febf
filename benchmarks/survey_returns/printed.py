"""The questionnaire itself, filled in: the sheets that `importplan survey template` makes, with answers in their cells.

Cells are written into the XML, so that formulas, dropdowns and their stored results stay as a spreadsheet program would
leave them; a library that reads and writes workbooks would drop the results.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from importplan.basics.addresses import letter
from importplan.basics.labels import Language, text
from importplan.survey.questions import BY_KEY, FIRM, GROUPS, ITEM, NEED, Asks, of_group
from importplan.survey.template import write_template
from survey_returns.forms import NEED_KEYS, Writer
from survey_returns.hands import Written
from survey_returns.sheets import ASKED_IN, Form, TrueRow

PARTS = {FIRM: "sheet1", ITEM: "sheet2", NEED: "sheet3"}
FIRST_DAY = date(1899, 12, 30)  # day 0 of spreadsheet programs
ERROR = re.compile(r"#(REF!|N/A)")


@dataclass(frozen=True)
class Printed:
    """The empty questionnaire and where its questions stand."""

    content: bytes
    sheets: dict[str, str]  # group → name of its sheet
    firm_rows: dict[str, int]  # question → row
    columns: dict[str, str]  # question → letters of the column, items and needs
    first_rows: dict[str, int]  # group → first row to fill in


@cache
def printed(language: Language) -> Printed:
    """The questionnaire of the package."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_template(path, language, today=date(2026, 9, 1))
        content = path.read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheets = {group: text(f"survey.sheet.{group}", language) for group in GROUPS}
    firm_keys = [question.key for question in of_group(FIRM)]
    firm_rows = {}
    for at, row in _rows(book[sheets[FIRM]]):
        key = _key(row[1], firm_keys, language)
        if key:
            firm_rows.setdefault(key, at)
    columns: dict[str, str] = {}
    first_rows = {}
    for group, keys in ((ITEM, [question.key for question in of_group(ITEM)]), (NEED, list(NEED_KEYS))):
        found = [(at, [_key(cell, keys, language) for cell in row]) for at, row in _rows(book[sheets[group]])]
        at, line = next((at, line) for at, line in found if sum(key is not None for key in line) >= 4)
        for spot, key in enumerate(line):
            if key:
                columns.setdefault(key, letter(spot))
        first_rows[group] = at + 1
    assert len(firm_rows) == len(firm_keys), set(firm_keys) - set(firm_rows)
    return Printed(content, sheets, firm_rows, columns, first_rows)


def _key(cell: object, keys: list[str], language: Language) -> str | None:
    """The question whose words a cell begins with, the longest of them."""
    words = {text(f"survey.question.{key}", language): key for key in keys}
    begun = [word for word in words if isinstance(cell, str) and cell.startswith(word)]
    return words[max(begun, key=len)] if begun else None


def _rows(sheet: object) -> list[tuple[int, tuple[object, ...]]]:
    return list(enumerate(sheet.iter_rows(values_only=True), start=1))  # type: ignore[attr-defined]


def filled(writer: Writer) -> tuple[Form, bytes]:
    """The truth of a filled questionnaire, and the file."""
    blank, form = printed(writer.hand.language), Form(deviations=["printed", writer.hand.language])
    cells: dict[str, dict[str, object]] = {group: {} for group in PARTS}
    firm = writer.told.firm.firm
    for key, row in blank.firm_rows.items():
        answer = writer.firm(key)
        cells[FIRM][f"C{row}"] = _typed(key, answer)
        form.rows.append(TrueRow(blank.sheets[FIRM], row, "firm", firm, answers={key: answer}))
    calculated = writer.rng.random() < 0.8  # what the form shows by itself: some programs leave it unsolved
    line = blank.first_rows[NEED]
    for number, item in enumerate(writer.told.items, start=1):
        row = blank.first_rows[ITEM] + number - 1
        answers = {
            question.key: writer.item(item, question.key, 1.0 if question.key == "unit_price" else ASKED_IN)
            for question in of_group(ITEM)
        }
        cells[ITEM] |= {f"{blank.columns[key]}{row}": _typed(key, answer) for key, answer in answers.items()}
        made = TrueRow(blank.sheets[ITEM], row, "item", firm, item.goods.item, number, answers)
        form.rows.append(made)
        for need in item.needs:
            told = {key: writer.need(item, need, key) for key in NEED_KEYS if key != "item_number"}
            told["item_number"] = Written(number, value=float(number))
            if calculated:
                cells[NEED] |= {f"B{line}": answers["item_name"].cell, f"E{line}": answers["unit"].cell}
            cells[NEED] |= {f"{blank.columns[key]}{line}": answer.cell for key, answer in told.items()}
            unread = made.readable is False
            form.rows.append(TrueRow(blank.sheets[NEED], line, "need", firm, item.goods.item, number, told, unread))
            line += 1
    return form, _written(blank.content, cells)


def _typed(key: str, answer: Written) -> object:
    """What is stored where it is typed: cells of shares are formatted in per cent, so that 88 becomes 0.88."""
    cell = answer.cell
    in_per_cent = BY_KEY[key].asks is Asks.SHARE and isinstance(cell, int | float) and cell > 2  # 1.05 is 105 %
    return cell / 100 if in_per_cent and isinstance(cell, int | float) else cell


def _written(content: bytes, cells: dict[str, dict[str, object]]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        sheets = {f"xl/worksheets/{PARTS[group]}.xml": answers for group, answers in cells.items()}
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _patched(part.decode(), sheets[name]) if name in sheets else part)
    return memory.getvalue()


def _patched(xml: str, answers: dict[str, object]) -> str:
    """The sheet with answers in its blank cells, and results in cells that hold formulas."""

    def fill(match: re.Match[str]) -> str:
        answer = answers.get(match["cell"])
        return match[0] if answer is None else f"<c {match['start']}{_value(answer)}</c>"

    def solve(match: re.Match[str]) -> str:
        answer = answers.get(match["cell"])
        start = match["start"].replace(' t="str"', "")
        return match[0] if answer is None else f'<c {start} t="str">{match["formula"]}<v>{escape(str(answer))}</v></c>'

    xml = re.sub(r'<c (?P<start>r="(?P<cell>[A-Z]+\d+)"[^>]*?)/>', fill, xml)
    return re.sub(r'<c (?P<start>r="(?P<cell>[A-Z]+\d+)"[^>]*?)>(?P<formula><f>[^<]*</f>)<v></v></c>', solve, xml)


def _value(answer: object) -> str:
    """What follows the address of a cell: an error, a date as days, text, or a number, now and then calculated."""
    if isinstance(answer, str) and ERROR.fullmatch(answer):
        return f' t="e"><v>{answer}</v>'
    if isinstance(answer, date):
        return f"><v>{(answer - FIRST_DAY).days}</v>"
    if isinstance(answer, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{escape(answer)}</t></is>'
    formula = f"<f>{answer}+0</f>" if isinstance(answer, int) and answer % 10 == 7 else ""
    return f">{formula}<v>{answer}</v>"
