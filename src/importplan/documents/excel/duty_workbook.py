"""The landed cost as a workbook."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.labels import Language
from importplan.customs.cost.duty_report import DutyReport
from importplan.customs.declaring.declaration import DeclaredShipment
from importplan.customs.declaring.report import WaysReport
from importplan.documents.excel import list_book
from importplan.results.names import Names
from importplan.results.views.declaration_tables import declaration_sheets
from importplan.results.views.duty_tables import duty_sheets, ways_sheets


def write(report: DutyReport, path: Path, language: Language) -> None:
    """Write the landed cost of a case as a workbook."""
    names = Names(report.scenario, report.pricing.catalog, language)
    list_book.write(duty_sheets(report, names), path, names)


def write_ways(report: WaysReport, path: Path, language: Language) -> None:
    """Write all ways of one shipment as a workbook."""
    names = Names(report.duty.scenario, report.duty.pricing.catalog, language)
    list_book.write(ways_sheets(report, names), path, names)


def write_declarations(found: DeclaredShipment, path: Path, language: Language) -> None:
    """Write the declaration of a shipment as a workbook."""
    names = Names(found.scenario, found.catalog, language)
    list_book.write(declaration_sheets(found, names), path, names)
