"""A case written anew as CSV, Parquet or a filled template; orders of a result for other programs.

from importplan.pipeline.export import export_case
export_case("case.xlsx", csv="case_csv")
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from importplan.basics.errors import InputRejected, rejected
from importplan.basics.files import put, together
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import LANGUAGES, Language, text
from importplan.documents import orders_file
from importplan.documents.case import csv_folder
from importplan.documents.case.template import write_template
from importplan.pipeline.compare import result_of
from importplan.pipeline.settings import RunSettings
from importplan.results.plan_result import PlanResult
from importplan.scenario.based import read_based
from importplan.scenario.from_rows import from_rows
from importplan.scenario.left_behind import LeftBehind, left_behind

_OURS = (
    "template.guide.sheet", "template.column.unit", "template.column.default", "template.column.note",
    "template.column.key", "marked.sheet",
)  # fmt: skip


@dataclass(frozen=True)
class Exported:
    """What was written, what of the case is not in it, columns that Parquet holds as text, warnings of reading."""

    files: tuple[Path, ...] = ()
    left: LeftBehind = field(default_factory=LeftBehind)
    as_text: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


def export_case(
    case: Path | str,
    csv: Path | str | None = None,
    parquet: Path | str | None = None,
    template: Path | str | None = None,
    language: Language | None = None,
) -> Exported:
    """Write a case in other files, all of them or none; each reads back as the same scenario.

    A case that rests on another is written as one that rests on none.

    Parameters
    ----------
    csv, parquet
        New or empty folders.
    template
        A workbook that is not there yet: the template filled.
    language
        Of template and CSV headings; None: that of the case. Parquet has the keys.

    Raises
    ------
    InputRejected
        The case cannot be read, or Parquet is asked for and not installed.
    FileExistsError
        A folder is not empty, or the template is there.
    """
    based = read_based(Path(case))
    scenario, found = from_rows(based.files[0], over=based.files[1:])
    issues = (*based.issues, *found)
    if scenario is None:
        raise InputRejected(issues)
    told: Language = language or ("en" if scenario.settings.language == "en" else "zh")
    files: tuple[Path, ...] = ()
    as_text: tuple[str, ...] = ()
    with together():
        if csv is not None:
            files += csv_folder.write(scenario, Path(csv), told)
        if parquet is not None:
            if find_spec("pyarrow") is None:
                raise rejected("parquet-not-installed", Place(Path(parquet).name))
            # Of an extra: loaded only when it is asked for.
            writer = importlib.import_module("importplan.documents.case.parquet_folder")
            typed, as_text = writer.write(scenario, Path(parquet))
            files += typed
        if template is not None:
            if Path(template).exists():
                raise FileExistsError(f"{template} is there already")
            files += (Path(template),)
            write_template(Path(template), told, scenario)
    return Exported(files, left_behind(based.files, _ours()), as_text, issues)


def _ours() -> frozenset[str]:
    """Sheets and columns beside a case that this program has written itself."""
    return frozenset(text(key, language) for key in _OURS for language in LANGUAGES)


def write_orders(result: PlanResult, path: Path | str) -> None:
    """Write the recommended orders as a CSV file for other programs. Raises NoPlan where there is no plan."""
    put(orders_file.content(result), Path(path))


def export_orders(
    path: Path | str, orders: Path | str, settings: RunSettings = RunSettings(), catalogs: Path | None = None
) -> PlanResult:
    """The same of a result workbook, which is read back, or of a case, which is planned first."""
    result = result_of(Path(path), settings, None, catalogs)
    write_orders(result, orders)
    return result
