"""The application pack: a workbook for each firm and certificate, in Chinese, ready to be checked and filed."""

from __future__ import annotations

import re
from pathlib import Path

from importplan.basics.files import put
from importplan.documents.application import form
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.application import applications

UNSAFE = re.compile(r"[^\w（）()—-]+")
LONGEST = 36  # signs of a part of a file name


def write(result: PlanResult, folder: Path) -> tuple[Path, ...]:
    """Write all papers into a folder, which is made where it is not there; papers of the same name are replaced.

    The papers go to Chinese authorities: they are in Chinese whatever the language of the result.
    """
    names = Names(result.scenario, result.catalog, "zh")
    found = applications(result, names)
    if found:
        folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for entry in found:
        certificate = entry.row.certificate or entry.header[3].value
        stem = "_".join(("减免税申请", _safe(names.firm(entry.firm.firm)), _safe(certificate)))
        path = _free(folder, stem, written)
        put(form.content(entry, names), path)
        written.append(path)
    return tuple(written)


def _safe(words: str) -> str:
    """A part of a file name that every system takes."""
    return UNSAFE.sub("_", words).strip("_")[:LONGEST]


def _free(folder: Path, stem: str, written: list[Path]) -> Path:
    """Two certificates may have one name: the second gets a number."""
    number, path = 1, folder / f"{stem}.xlsx"
    while path in written:
        number += 1
        path = folder / f"{stem}_{number}.xlsx"
    return path
