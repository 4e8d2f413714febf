"""A case as it is opened: read, checked, with the catalogs and the history of exchange rates that it is priced with."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place, Severity, has_errors
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedTable
from importplan.customs.declaring.modes import with_modes
from importplan.customs.relief.relief_notes import IDLE
from importplan.documents.case.leftover import leftover_examples
from importplan.scenario.based import read_based
from importplan.scenario.case_file import sheets_in
from importplan.scenario.checks.identity import references_exist
from importplan.scenario.checks.run import run as check
from importplan.scenario.from_rows import from_rows
from importplan.scenario.overriding import ARROW, NAMED_SCENARIO
from importplan.scenario.scenario import Scenario
from importplan.scenario.spares import stated_only, with_spares
from importplan.scenario.switched_off import switched_off
from importplan.tables.grid import SourceFile
from importplan.uncertainty.sampling.sample import sample
from importplan.uncertainty.sources.exchange_rates import FxReference


@dataclass(frozen=True)
class Case:
    """A case as read: the scenario, the warnings on it, which file it was, and the folder that it stands in."""

    scenario: Scenario
    issues: tuple[Issue, ...]
    name: str
    sha256: str
    folder: Path = Path()
    named: tuple[str, ...] = ()  # scenarios that its sheet `overrides` names and that are not taken

    def own_catalogs(self, given: Path | None = None) -> Path | None:
        """The folder of the user's catalogs: given, else that of the workbook, else that of the environment."""
        named = self.scenario.settings.catalogs
        return own_catalogs(given or (self.folder / named if named else None))


# Known when offers are priced: what of the input does not act.
IDLE_INPUTS = ("customs-mode-nobody", "customs-mode-without-customs", IDLE)
NO_PLAN = ("limit-nobody-holds",)  # told with a plan that is asked for, by its way out
OWN_CATALOGS = "IMPORTPLAN_CATALOGS"


def own_catalogs(given: Path | None = None) -> Path | None:
    """The folder of the user's catalogs: the one given, else that of the environment; None: the shipped ones only."""
    named = os.environ.get(OWN_CATALOGS, "")
    return given or (Path(named) if named else None)


def open_case(path: Path | str, base: Path | None = None, named: str = "", over: Sequence[SourceFile] = ()) -> Case:
    """Read and check a workbook or a folder of CSV files; raises InputRejected with every fault in one pass.

    Parameters
    ----------
    base
        The case that it is laid over, in place of what its settings name as their base.
    named
        The named scenario of its sheet `overrides` that is taken; empty: the case without any.
    over
        Further changes laid over it.
    """
    path = Path(path)
    found = read_based(path, base)
    scenario, issues = from_rows(found.files[0], over=(*found.files[1:], *over), named=named)
    issues = (*found.issues, *issues)
    if scenario is None or has_errors(issues):
        raise InputRejected(issues)
    issues = (*issues, *check(scenario), *leftover_examples(scenario))
    if has_errors(issues):
        raise InputRejected(issues)
    return Case(
        scenario,
        issues,
        path.name,
        _of_files(found.paths),
        _folder_of_catalogs(scenario, found.paths),
        _not_taken(issues),
    )


def files_of(path: Path, base: Path | None = None) -> tuple[Path, ...]:
    """The files that a case is read from: itself and those that it rests on."""
    return read_based(path, base).paths


def _of_files(paths: tuple[Path, ...]) -> str:
    """SHA-256 of a file; of several that of theirs, one after the other, the base first."""
    prints = [fingerprint(path) for path in paths]
    return prints[0] if len(prints) == 1 else hashlib.sha256("".join(prints).encode()).hexdigest()


def _not_taken(issues: tuple[Issue, ...]) -> tuple[str, ...]:
    """The named scenarios whose rows were told to be left out."""
    told = (issue.values["scenarios"] for issue in issues if issue.code == NAMED_SCENARIO)
    return tuple(str(name) for names in told if isinstance(names, tuple) for name in names)


def _folder_of_catalogs(scenario: Scenario, paths: tuple[Path, ...]) -> Path:
    """The folder of the file that names the user's catalogs; that of the base where none does."""
    at = scenario.settings.columns.get("catalogs")
    if not isinstance(at, Place):
        return paths[0].parent
    return next((path.parent for path in paths if path.name == at.file.split(ARROW)[0]), paths[-1].parent)


def check_case(case: Case, catalogs: Path | None = None) -> tuple[Issue, ...]:
    """What is wrong with a case that has been read: its warnings, and every error that planning it would end with.

    These are what only the catalogs can tell (a tariff code, a rate or a regime that is not on record), what is
    wrong with draws that the workbook gives itself, and hard floors that nobody can hold: planning finds no plan.
    Offers that nobody may buy and certificates that free nothing are told.
    """
    catalog = load_catalog(own=case.own_catalogs(catalogs))
    scenario = with_modes(case.scenario, catalog)
    told = as_checked(case)
    try:
        landed = price(scenario, catalog)
        refuse_faulty_draws(scenario, catalog, landed)
    except InputRejected as rejected:
        return (*told, *(issue for issue in rejected.issues if issue.severity is Severity.ERROR))
    return (*told, *(note for note in landed.notes if note.code in IDLE_INPUTS))


def as_checked(case: Case) -> tuple[Issue, ...]:
    """The warnings on a case; what no plan can keep as errors, which commands that do not plan tell."""
    return tuple(replace(issue, severity=Severity.ERROR) if issue.code in NO_PLAN else issue for issue in case.issues)


def refuse_faulty_draws(scenario: Scenario, catalog: Catalog, landed: LandedTable) -> None:
    """Raises InputRejected with every fault of the draws that a priced case gives itself, whoever reads it."""
    if scenario.draws:
        sample(scenario, fx_reference=fx_reference(catalog), base_rate=landed.base_rate)


def read_case(path: Path | str) -> Scenario:
    """The scenario of a workbook or a folder of CSV files; raises InputRejected with every fault in one pass."""
    return open_case(path).scenario


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder with their names."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else _hashed(path, sheets_in(path))


def of_folder(folder: Path, pattern: str) -> str:
    """SHA-256 of the files of a folder that match a pattern, with their names."""
    return _hashed(folder, folder.glob(pattern))


def _hashed(folder: Path, files: Iterable[Path]) -> str:
    """SHA-256 of files of a folder, with their names."""
    digest = hashlib.sha256()
    for file in sorted(path for path in files if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def in_memory(scenario: Scenario) -> Case:
    """A scenario made in Python as a case; raises InputRejected where it has faults."""
    scenario, off = switched_off(stated_only(scenario))
    scenario = scenario if tuple(references_exist(scenario)) else with_spares(scenario)
    issues = (*off, *check(scenario))
    if has_errors(issues):
        raise InputRejected(issues)
    return Case(scenario, issues, "-", hashlib.sha256(repr(scenario).encode()).hexdigest())


def fx_reference(catalog: Catalog) -> FxReference:
    """Volatilities and correlations on the catalog's quarterly basis; a year has √4 of a quarter's volatility."""
    correlations = {
        tuple(sorted(entry.pair)): entry.value for entry in catalog.fx.correlations if entry.basis == "quarterly"
    }
    return FxReference(
        volatility={entry.currency: 2.0 * entry.quarterly for entry in catalog.fx.volatilities},
        correlation={(pair[0], pair[1]): value for pair, value in correlations.items()},
    )
