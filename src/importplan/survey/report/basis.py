"""Sheet `survey_basis` of the internal workbook: which firm adds what to each figure, and which figures are withheld.

A later report is held against it (`survey report --before`): the report itself rightly does not say who stands behind
its figures. A row for each item, line and firm; the row without a firm says what the line has and what is withheld.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from importplan.basics.errors import rejected
from importplan.basics.issues import Place
from importplan.basics.labels import LANGUAGES, text
from importplan.results import forms
from importplan.results.part import ReportPart
from importplan.results.table import Column, Table
from importplan.survey.estimates.releases import LINES, Release, ReleasedLine
from importplan.survey.report.part import SurveyReport
from importplan.tables.workbook import read_xlsx

KEY = "survey_basis"
CELLS, WITHHELD = "cells", "withheld"


@dataclass(frozen=True)
class BasisRow:
    """What a firm adds to a line of an item; without a firm what the line is."""

    item: str
    line: str
    firm: str
    values: str  # JSON


COLUMNS: tuple[Column[BasisRow], ...] = (
    Column("survey_basis_item", "", forms.TEXT, lambda row: row.item),
    Column("survey_basis_line", "", forms.TEXT, lambda row: row.line),
    Column("survey_basis_firm", "", forms.TEXT, lambda row: row.firm),
    Column("survey_basis_values", "", forms.TEXT, lambda row: row.values, widest=60.0),
)


def part(report: SurveyReport) -> ReportPart:
    """The sheet."""
    names = report.names
    about = (names.word("survey.internal.marking"), names.word("survey.about.basis"))
    return ReportPart(KEY, (*about, Table(KEY, COLUMNS, tuple(_rows(report.region.release)))))


def _rows(release: Release) -> Iterator[BasisRow]:
    for (item, line), found in release.items():
        yield BasisRow(item, line, "", _json({CELLS: sorted(found.cells), WITHHELD: sorted(found.withheld)}))
        for mark, told in found.firms.items():
            yield BasisRow(item, line, mark, _json(told))


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def read_basis(path: Path) -> Release:
    """What an earlier report has said, from its internal workbook.

    Raises
    ------
    InputRejected
        Where the file is no internal workbook with this sheet.
    """
    file = read_xlsx(path, path.name)
    names = {text(f"sheet.{KEY}", language).casefold() for language in LANGUAGES}
    grid = next((grid for grid in file.grids if grid.name.casefold() in names), None)
    if grid is None:
        raise rejected("survey-report-no-basis", Place(path.name))
    about: dict[tuple[str, str], dict[str, Any]] = {}
    firms: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for row in range(grid.height):
        item, line, firm, values = (grid.cell(row, column).shown for column in range(len(COLUMNS)))
        if line not in LINES:
            continue
        try:
            told = json.loads(values)
        except ValueError:
            raise rejected("survey-report-no-basis", Place(path.name, grid.name, f"D{row + 1}")) from None
        if firm:
            firms.setdefault((item, line), {})[firm] = told
        else:
            about[item, line] = told
    return {
        key: ReleasedLine(firms.get(key, {}), frozenset(told[CELLS]), frozenset(told[WITHHELD]))
        for key, told in about.items()
    }
