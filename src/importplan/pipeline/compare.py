"""Two results compared: result workbooks are read back and recomputed, cases are planned first."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.errors import NoPlan
from importplan.basics.labels import Language
from importplan.documents.excel import list_book
from importplan.pipeline.plan import Progress, plan_case
from importplan.pipeline.read_back import carries_a_plan, read_back
from importplan.pipeline.settings import RunSettings
from importplan.results.differing import ResultDifference
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.difference_tables import difference_sheets


def compare_results(
    before: Path | str,
    after: Path | str,
    overrides: RunSettings = RunSettings(),
    progress: Progress | None = None,
    catalogs: Path | None = None,
) -> ResultDifference:
    """Compare two results, or cases, each a path.

    Parameters
    ----------
    before, after
        Result workbooks (a large settlement beside them), or cases: these are planned with `overrides`.
    catalogs
        The user's catalogs; None: those of each case or of the environment.

    Raises
    ------
    InputRejected
        Where a file cannot be read.
    NoPlan
        Where a case has no plan.
    """
    one, two = (result_of(Path(path), overrides, progress, catalogs) for path in (before, after))
    return ResultDifference(one, two)


def result_of(path: Path, overrides: RunSettings, progress: Progress | None, catalogs: Path | None) -> PlanResult:
    """A result read back from its workbook, or made of a case."""
    if path.is_file() and carries_a_plan(path):
        return read_back(path, catalogs).result
    result = plan_case(path, overrides, progress, catalogs)
    if not result.has_plan:
        raise NoPlan(result.solution.termination.reason.value)
    return result


def names_of(found: ResultDifference, language: Language | None) -> tuple[Names, Names]:
    """The names of both results, in the language asked for, else that of the second."""
    spoken = language or found.after.language
    one, two = (Names(each.scenario, each.catalog, spoken) for each in (found.before, found.after))
    return one, two


def write_difference(found: ResultDifference, path: Path | str, names: tuple[Names, Names]) -> None:
    """Write a comparison as a workbook."""
    list_book.write(difference_sheets(found, names), Path(path), names[1])
