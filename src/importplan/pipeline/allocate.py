"""The reserve divided in a shortage: a case read and priced, requests and what is there, the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from importplan.allocation.shortage import Shortage, shortages
from importplan.basics.errors import InputRejected, rejected
from importplan.basics.issues import Issue
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.modes import with_modes
from importplan.documents import allocation_letters
from importplan.documents.excel import list_book
from importplan.parsing.days import read_span
from importplan.parsing.words import nearest
from importplan.pipeline.case import as_checked, in_memory, open_case
from importplan.results.allocation_letter import letters
from importplan.results.names import Names
from importplan.results.views.allocation_tables import allocation_sheets
from importplan.scenario.case_file import read
from importplan.scenario.scenario import Scenario
from importplan.tables.grid import SourceFile


@dataclass(frozen=True)
class Allocation:
    """The division of every item that is asked for, and what a check says of the case."""

    scenario: Scenario
    catalog: Catalog
    found: tuple[Shortage, ...]
    issues: tuple[Issue, ...]


def allocate_case(
    case: Path | str | Scenario,
    when: str = "",
    requests: Path | None = None,
    available: Mapping[str, float] | Sequence[str] = (),
    catalogs: Path | None = None,
) -> Allocation:
    """Divide the reserve of a case among those who ask.

    Parameters
    ----------
    case
        A workbook, a folder of CSV files, a result, or a scenario made in Python.
    when : str
        A day or a period: accounts are made at the end of the period of the plan in which it ends; empty: the first.
    requests
        A file whose sheet `demand` is what firms ask for; it is laid over the case. None: the needs of the case.
    available
        Item → units that may be given, or words such as `SPINDLE=40`; of other items all that is there.

    Raises
    ------
    InputRejected
        With every fault of the input.
    """
    if isinstance(case, Scenario):
        opened = in_memory(case)
    else:
        over, faults = ((), ()) if requests is None else _laid_over(requests)
        if faults:
            raise InputRejected(faults)
        opened = open_case(case, over=over)
    catalog = load_catalog(own=opened.own_catalogs(catalogs))
    scenario = with_modes(opened.scenario, catalog)
    given = dict(available) if isinstance(available, Mapping) else dict(_said(words, scenario) for words in available)
    landed = price(scenario, catalog)
    found = shortages(scenario, landed, _period(when, scenario), requests.name if requests else "", given)
    return Allocation(scenario, catalog, found, as_checked(opened))


def _laid_over(path: Path) -> tuple[tuple[SourceFile, ...], tuple[Issue, ...]]:
    raw, faults = read(path)
    return (raw,), faults


def _period(words: str, scenario: Scenario) -> int:
    calendar = scenario.calendar
    if not words:
        return 0
    span = read_span(words)
    if span is None:
        raise rejected("allocation-period-unknown", value=words)
    found = calendar.index_of(span.last)
    if not 0 <= found < calendar.count:
        last = calendar.end - timedelta(days=1)
        raise rejected("allocation-period-outside", value=words, first=calendar.start, last=last)
    return found


def _said(words: str, scenario: Scenario) -> tuple[str, float]:
    """`SPINDLE=40`: an item, by its id or a name, and units."""
    name, sign, amount = words.partition("=")
    names = {key: row.item for row in scenario.items for key in (row.item, row.name_zh, row.name_en) if key}
    item = names.get(name.strip())
    if item is None:
        raise rejected("allocation-item-unknown", value=name.strip(), nearest=nearest(name.strip(), names) or "")
    try:
        units = float(amount)
    except ValueError:
        units = -1.0
    if not sign or not 0.0 <= units < float("inf"):
        raise rejected("allocation-amount", value=words)
    return item, units


def write_allocation(allocation: Allocation, path: Path | str, names: Names) -> None:
    """Write the division as a workbook that names firms: for the bureau alone."""
    list_book.write(allocation_sheets(allocation.found, names), Path(path), names)


def write_letters(allocation: Allocation, folder: Path | str, names: Names) -> tuple[Path, ...]:
    """Write a letter for each firm that asks, as Word documents."""
    return allocation_letters.write(letters(allocation.found, names), Path(folder), names)
