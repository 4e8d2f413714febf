"""The pack of papers: an application for each contract and certificate, a page of taxes for each contract.

Applications go to Chinese authorities: they are in Chinese whatever the language of the result, as a workbook and,
where the package python-docx is installed, as a Word document of the same record. The pages of contracts are read in
the house, in the language of the result.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

from importplan.basics.files import put
from importplan.documents.application import contract_book, form
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.application import Application, applications
from importplan.results.views.contract_taxes import contracts

UNSAFE = re.compile(r"[^\w（）()—-]+")
LONGEST = 20  # signs of a part of a file name: file systems take 255 bytes, a Chinese sign has three
BOOK, PAPER = ".xlsx", ".docx"


def writes_word() -> bool:
    """Whether Word documents can be written: python-docx comes with an extra."""
    return importlib.util.find_spec("docx") is not None


def write(result: PlanResult, folder: Path) -> tuple[Path, ...]:
    """Write all papers into a folder, which is made where it is not there; papers of the same name are replaced."""
    files = dict(_files(result))
    if files:
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        put(content, folder / name)
    return tuple(folder / name for name in files)


def _files(result: PlanResult) -> Iterator[tuple[str, bytes]]:
    names = Names(result.scenario, result.catalog, "zh")
    word_form = importlib.import_module("importplan.documents.application.word_form") if writes_word() else None
    taken: set[str] = set()
    for entry in applications(result):
        stem = _free(_stem(names, entry), taken)
        yield stem + BOOK, form.content(entry, names)
        if word_form is not None:
            yield stem + PAPER, word_form.content(entry, names)
    if contracts(result):
        own = Names(result.scenario, result.catalog, result.language)
        yield own.word("result.contract.file") + BOOK, contract_book.content(result, own)


def _stem(names: Names, entry: Application) -> str:
    certificate = entry.row.certificate or entry.header[3].value
    kind = "减免税预测" if entry.is_forecast else "减免税申请"
    contract = entry.contract or names.supplier(entry.supplier)
    return "_".join(
        (kind, *(_safe(part) for part in (names.firm(entry.firm.firm), certificate, contract, entry.incoterm)))
    )


def _safe(words: str) -> str:
    """A part of a file name that every system takes."""
    return UNSAFE.sub("_", words).strip("_")[:LONGEST]


def _free(stem: str, taken: set[str]) -> str:
    """Two certificates may have one name: the second gets a number."""
    number, found = 1, stem
    while found.casefold() in taken:  # Windows and macOS tell no capitals apart
        number += 1
        found = f"{stem}_{number}"
    taken.add(found.casefold())
    return found
