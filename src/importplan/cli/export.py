"""`importplan export CASE`: a case as CSV, Parquet or a filled template; orders of a result for an ERP."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import refuse_inputs
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say
from importplan.cli.options import CaseArgument, CatalogsOption, LanguageOption, OrdersOption
from importplan.pipeline.export import Exported, export_case, export_orders

CsvOption = Annotated[Path | None, typer.Option("--csv", help=say("cli.export.csv"), show_default=False)]
ParquetOption = Annotated[Path | None, typer.Option("--parquet", help=say("cli.export.parquet"), show_default=False)]
TemplateOption = Annotated[Path | None, typer.Option("--template", help=say("cli.export.template"), show_default=False)]
MOST_NAMED = 12


def export(
    case: CaseArgument,
    csv: CsvOption = None,
    parquet: ParquetOption = None,
    template: TemplateOption = None,
    orders: OrdersOption = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
) -> None:
    """Write what is asked for and tell what of the case is not in it."""
    if not any((csv, parquet, template, orders)):
        print(say("cli.export.nothing"), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)
    refuse_inputs((template, orders), (case, catalogs))
    if template is not None and template.suffix.lower() != ".xlsx":
        template = template.with_name(f"{template.name}.xlsx")
    if csv or parquet or template:
        try:
            found = export_case(case, csv, parquet, template, language)
        except FileExistsError as fault:
            print(say("cli.export.exists", fault=fault.filename or fault), file=sys.stderr)
            raise typer.Exit(ExitCode.USAGE) from fault
        _tell(found, csv, parquet, template)
    if orders is not None:
        export_orders(case, orders, catalogs=catalogs)
        print(say("cli.orders_written", path=orders), file=sys.stderr)


def _tell(found: Exported, csv: Path | None, parquet: Path | None, template: Path | None) -> None:
    for path in (csv, parquet, template):
        if path is not None:
            print(say("cli.export.written", path=path))
    left = (*found.left.sheets, *found.left.columns)
    if left:
        named = ", ".join(left[:MOST_NAMED]) + (" …" if len(left) > MOST_NAMED else "")
        print(say("cli.export.left", count=len(left), names=named), file=sys.stderr)
    if found.left.formulas:
        print(say("cli.export.formulas", count=found.left.formulas), file=sys.stderr)
    if parquet is not None:
        print(say("cli.export.parquet_lacks"), file=sys.stderr)
    if found.as_text:
        print(say("cli.export.as_text", names=", ".join(found.as_text)), file=sys.stderr)
    if found.issues:
        print(say("cli.export.warnings", count=len(found.issues)), file=sys.stderr)
