"""`importplan declare`: one shipment declared on a day: whose day's rates, taxes, what being late costs."""

from __future__ import annotations

import json as json_text
import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import refuse_inputs
from importplan.basics.labels import Language
from importplan.catalog.load import load as load_catalog
from importplan.cli.declare_tables import show_declarations
from importplan.cli.duty import refuse_unknown
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, spoken
from importplan.cli.options import CaseArgument, CatalogsOption, JsonOption, LanguageOption
from importplan.cli.show_issues import show_errors
from importplan.customs.cost.duty_report import select
from importplan.customs.declaring.declaration import declaration_days, declared_shipment
from importplan.customs.declaring.declaration_record import as_record
from importplan.documents.excel import duty_workbook
from importplan.parsing.days import certain_span
from importplan.parsing.meant import NotRead
from importplan.pipeline.case import as_checked, open_case
from importplan.tables.cell import Cell

CODE_SIGNS = 3  # of a currency


def declare(
    case: CaseArgument,
    declared: Annotated[str, typer.Option(help=say("declare.option.declared"), show_default=False)],
    arrived: Annotated[str | None, typer.Option(help=say("declare.option.arrived"), show_default=False)] = None,
    situation: Annotated[str, typer.Option(help=say("declare.option.situation"), show_default=False)] = "",
    item: Annotated[list[str] | None, typer.Option(help=say("duty.option.item"), show_default=False)] = None,
    quantity: Annotated[float, typer.Option(min=0.000001, help=say("ways.option.quantity"))] = 1.0,
    customs_rate: Annotated[
        list[str] | None, typer.Option(help=say("declare.option.customs_rate"), show_default=False)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=say("duty.option.output"), show_default=False)
    ] = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Price the declaration of a shipment and print it."""
    refuse_inputs((output,), (case, catalogs))
    opened = open_case(case)
    scenario, items = opened.scenario, tuple(item or ())
    refuse_unknown(scenario, items)
    words: Language = language or ("en" if scenario.settings.language == "en" else "zh")
    catalog = load_catalog(own=opened.own_catalogs(catalogs))
    show_errors(as_checked(opened))
    on = _day(declared)
    came = on if arrived is None else _day(arrived)
    meant = catalog.rate_days.situation(situation, came, on)
    if meant is None:
        known = "; ".join(f"{entry.key} {entry.name(spoken())}" for entry in catalog.rate_days.situations.values())
        print(say("declare.unknown_situation", value=situation, known=known), file=sys.stderr)
        raise SystemExit(ExitCode.USAGE)
    stated = dict(map(_rate, customs_rate or ()))
    days = declaration_days(catalog, meant, came, on)
    found = declared_shipment(select(scenario, items), catalog, days, quantity, stated)
    if output is not None:
        duty_workbook.write_declarations(found, output, words)
        print(say("duty.written", path=output), file=sys.stderr)
    if json:
        print(json_text.dumps(as_record(found), ensure_ascii=False, indent=1))
    elif output is None:
        show_declarations(found, spoken(words))


def _rate(words: str) -> tuple[str, Decimal]:
    """What `USD=7.0288` says."""
    currency, sign, amount = words.partition("=")
    try:
        rate = Decimal(amount.strip())
    except InvalidOperation:
        rate = Decimal(0)
    if not sign or len(currency.strip()) != CODE_SIGNS or not (rate.is_finite() and rate > 0):
        print(say("declare.bad_rate", value=words), file=sys.stderr)
        raise SystemExit(ExitCode.USAGE)
    return currency.strip().upper(), rate


def _day(words: str) -> date:
    """The day that words name; a month or a quarter is no day."""
    try:
        span = certain_span(Cell(words))
    except NotRead:
        span = None
    if span is None or span.first != span.last:
        print(say("declare.bad_day", value=words), file=sys.stderr)
        raise SystemExit(ExitCode.USAGE)
    return span.first
