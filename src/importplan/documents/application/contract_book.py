"""The pages of contracts as a workbook: a sheet for each contract, each one page of A4."""

from __future__ import annotations

import re

from importplan.documents.excel.book import LONGEST_NAME
from importplan.documents.excel.front_page import write_front_page
from importplan.documents.excel.sheet_book import SheetBook
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.contract_page import contract_label, pages

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")  # in the name of a sheet


def content(result: PlanResult, names: Names) -> bytes:
    """The workbook."""
    book = SheetBook(result.scenario.settings, names)
    taken: set[str] = set()
    for contract, page in pages(result, names):
        write_front_page(book, _sheet_name(contract_label(contract, names), taken), page)
    return book.content()


def _sheet_name(label: str, taken: set[str]) -> str:
    """A name that spreadsheet programs take, which no other sheet has."""
    stem, number = FORBIDDEN.sub("_", label).strip(), 1
    name = stem[:LONGEST_NAME]
    while name.casefold() in taken:
        number += 1
        ending = f" ({number})"
        name = stem[: LONGEST_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name
