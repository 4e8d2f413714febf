"""A case assessed without an optimiser: read, priced, looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from importplan.assessment.assess import Assessment, assess
from importplan.basics.files import put
from importplan.basics.issues import Issue
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.modes import with_modes
from importplan.documents.excel import list_book
from importplan.documents.html import assessment_page
from importplan.pipeline.case import as_checked, in_memory, open_case, refuse_faulty_draws
from importplan.results.names import Names
from importplan.results.views.assessment_tables import assessment_sheets
from importplan.scenario.scenario import Scenario


@dataclass(frozen=True)
class AssessedCase:
    """An assessment, the catalogs that its values rest on, and what a check says of the case."""

    found: Assessment
    catalog: Catalog
    issues: tuple[Issue, ...]


def assess_case(case: Path | str | Scenario, months: float | None = None, catalogs: Path | None = None) -> AssessedCase:
    """Read, check and price a case, and assess it. Raises InputRejected with every fault of the input."""
    opened = in_memory(case) if isinstance(case, Scenario) else open_case(case)
    catalog = load_catalog(own=opened.own_catalogs(catalogs))
    scenario = with_modes(opened.scenario, catalog)
    landed = price(scenario, catalog)
    refuse_faulty_draws(scenario, catalog, landed)
    return AssessedCase(assess(scenario, landed, months), catalog, as_checked(opened))


def write_assessment(assessed: AssessedCase, path: Path | str, names: Names) -> None:
    """Write an assessment as a workbook."""
    list_book.write(assessment_sheets(assessed.found, names), Path(path), names)


def write_assessment_page(assessed: AssessedCase, path: Path | str) -> None:
    """Write an assessment as one page for browsers, in both languages; a file is whole or not there at all."""
    put(assessment_page.content(assessed.found, assessed.catalog), Path(path))
