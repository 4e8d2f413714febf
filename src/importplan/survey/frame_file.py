"""Reads the list of firms that were asked: a sheet with name, credit code, city, industry and revenue, a firm a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from importplan.basics.errors import InputRejected, rejected
from importplan.basics.issues import Issue, Place
from importplan.catalog.references.cities import Cities
from importplan.parsing.quantities import unit_of_heading
from importplan.survey.questions import BY_KEY, FIRM, Asked, Asks
from importplan.survey.reading.limits import RETURNED
from importplan.survey.returns.frame import AskedFirm, SamplingFrame, plain_name
from importplan.survey.understanding.cell import Understood, understand, written
from importplan.survey.understanding.words import find_question
from importplan.tables.grid import Grid
from importplan.tables.kinds import read_any
from importplan.tables.unseen import unseen_in

KEYS = ("firm_name", "credit_code", "city", "industry", "revenue_cny")
NAME = "firm_name"
HEADING_ROWS = 20  # above which the headings must stand
FEWEST = 2  # headings that make a list

Columns = Mapping[int, Asked]


def read_frame(path: Path, cities: Cities) -> SamplingFrame:
    """The firms of a workbook or a CSV file; cities by their names on record, else as they stand.

    Raises
    ------
    InputRejected
        Where the file cannot be read, has no list, names a firm twice, or has cells that cannot be understood: a firm
        that is left out or counted twice would change every weight.
    """
    if not path.is_file():
        raise rejected("file-missing", Place(path.name), path=path)
    frame, issues = frame_of(read_any(path, path.name, RETURNED).grids, path.name, cities)
    if issues:
        raise InputRejected(issues)
    return frame


def frame_of(grids: Sequence[Grid], file: str, cities: Cities) -> tuple[SamplingFrame, tuple[Issue, ...]]:
    """The firms of all sheets that hold a list, and every fault."""
    issues: list[Issue] = []
    firms: list[AskedFirm] = []
    for grid in grids:
        found = _headings(grid)
        if found is not None:
            firms += _firms(grid, *found, cities, issues)
    if not firms and not issues:
        issues.append(Issue.error("survey-frame-missing", Place(file)))
    issues += _twice(firms)
    return SamplingFrame(tuple(firms)), tuple(issues)


def _headings(grid: Grid) -> tuple[int, Columns] | None:
    """The row of the headings and what each column holds."""
    for row in range(min(HEADING_ROWS, len(grid.values))):
        columns: dict[int, Asked] = {}
        for column in grid.filled(row):
            words = written(grid.cell(row, column))
            key = find_question(words, (FIRM,))
            if key in KEYS and key not in {asked.question.key for asked in columns.values()}:
                columns[column] = Asked(BY_KEY[key], unit_of_heading(words))
        if len(columns) >= FEWEST and any(asked.question.key == NAME for asked in columns.values()):
            return row, columns
    return None


def _firms(grid: Grid, heading: int, columns: Columns, cities: Cities, issues: list[Issue]) -> Iterator[AskedFirm]:
    rows = range(heading + 1, len(grid.values))
    unseen = unseen_in(grid, rows, columns)
    if unseen:
        issues.append(Issue.error("survey-frame-hidden", Place(grid.file, grid.name), cells=unseen.addresses))
    for row in rows:
        told = {asked.question.key: understand(grid.cell(row, column), asked) for column, asked in columns.items()}
        if not _text(told, NAME) and told[NAME].fault is None:  # a blank row, or a note or total below the list
            continue
        for entry in told.values():
            if entry.fault is not None:
                issues.append(Issue.error("survey-frame-cell", entry.fault.at, written=entry.fault.written))
        for column in columns:
            (top, _), (bottom, _) = grid.merged_over(row, column)
            if top < bottom and top == row and columns[column].question.asks is Asks.MONEY:
                written_there = written(grid.cell(row, column))
                issues.append(Issue.error("survey-frame-merged", grid.place(row, column), written=written_there))
        revenue = told["revenue_cny"].answer.value if "revenue_cny" in told else None
        yield AskedFirm(
            name=_text(told, NAME),
            credit_code=_text(told, "credit_code"),
            city=_city(_text(told, "city"), cities),
            industry=_text(told, "industry"),
            revenue_cny=float(revenue) if isinstance(revenue, int | float) else None,
            at=grid.place(row),
        )


def _city(words: str, cities: Cities) -> str:
    found = cities.find(words) if words else None
    return words if found is None else found.name_zh


def _text(told: Mapping[str, Understood], key: str) -> str:
    value = told[key].answer.value if key in told else None
    return value if isinstance(value, str) else ""


def _twice(firms: list[AskedFirm]) -> Iterator[Issue]:
    """Firms that stand in the list more than once, by code or by name."""
    for mark in (lambda firm: firm.credit_code, lambda firm: plain_name(firm.name)):
        first: dict[str, AskedFirm] = {}
        for firm in firms:
            if not mark(firm):
                continue
            other = first.setdefault(mark(firm), firm)
            if other is not firm:
                yield Issue.error("survey-frame-twice", firm.at, name=firm.name, other=str(other.at))
