"""Writes a case as a folder of CSV files, for version control and for people who open them with a double click.

A spreadsheet program that opens a CSV file takes 01012100 for a number, 1-1 for a day and eighteen digits for 9.14E+17,
and saves what it took. A cell that would not survive begins with a tab, which keeps it text in Excel and WPS and is not
seen; text that would be a formula begins with an apostrophe. Both are taken off when such a file is read
(`tables.delimited`). The mark of UTF-8 at the beginning lets a Chinese Excel show Chinese.
"""

from __future__ import annotations

import re
from pathlib import Path

from importplan.basics.files import csv_text, put_all
from importplan.basics.labels import Language
from importplan.scenario.scenario import Scenario
from importplan.scenario.to_rows import Plain, to_tables
from importplan.tables.clean import clean_text

CODING = "utf-8-sig"
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
GUARD = "'"  # before text that a spreadsheet would take for a formula
KEPT_TEXT = "\t"  # before text that it would take for a number, a day or a truth value
_ALL_DIGITS = 1e15  # below it a whole number is written with all its digits
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_TAKEN_FOR_MORE = re.compile(
    rf"[\d０-９][\d０-９\s.,/:%年月日时分秒-]*(e[+-]?\d+)?|(\d+[\s/-]*)?({_MONTHS})[a-z]*[\s/-]*\d*|true|false|[¥￥$€]\s*\d.*"
    r"|[\d:]+\s*[ap]m?",
    re.IGNORECASE,
)


def guarded(value: Plain) -> str:
    """A cell that a spreadsheet program shows as it is and takes for no formula."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < _ALL_DIGITS else repr(value)
    if not isinstance(value, str):
        return str(value)
    words = no_formula(value)
    return KEPT_TEXT + words if _TAKEN_FOR_MORE.fullmatch(words) else words


def no_formula(words: str) -> str:
    """Text without signs that a file cannot hold, which no spreadsheet program takes for a formula."""
    words = clean_text(words)
    return GUARD + words if words.startswith((*FORMULA_SIGNS, GUARD)) else words


def write(scenario: Scenario, folder: Path, language: Language = "en") -> tuple[Path, ...]:
    """Write a case as a new folder of CSV files, all of them or none; returns them.

    In English the files and their headings are the keys of sheets and columns, in Chinese what the workbook calls them.

    Raises
    ------
    FileExistsError
        The folder exists and holds something: a case of people is never overwritten.
    """
    refuse_filled(folder)
    files = {}
    for table in to_tables(scenario, language):
        name, headings = (table.key, table.keys) if language == "en" else (table.name, table.headings)
        rows = ([guarded(value) for value in row] for row in table.rows)
        files[folder / f"{name}.csv"] = csv_text(headings, rows).encode(CODING)
    put_all(files)
    return tuple(files)


def refuse_filled(folder: Path) -> None:
    """Raise FileExistsError where a folder holds something already."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is there already and is not empty")
