"""`importplan duty`: landed cost of every offer, each amount with its rule, source and confidence."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import refuse_inputs
from importplan.basics.labels import Language
from importplan.catalog.load import load as load_catalog
from importplan.cli.duty_tables import show
from importplan.cli.duty_ways import show_ways
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, spoken
from importplan.cli.options import CaseArgument, CatalogsOption, JsonOption, LanguageOption
from importplan.cli.show_issues import show_errors
from importplan.customs.cost.duty_report import DutyReport, report, select
from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.alternative import Shipment, as_records
from importplan.customs.declaring.report import WaysReport, ways_report
from importplan.documents.excel import duty_workbook
from importplan.parsing.days import certain_span
from importplan.parsing.meant import NotRead
from importplan.pipeline.case import as_checked, open_case, refuse_faulty_draws
from importplan.scenario.scenario import Scenario
from importplan.tables.cell import Cell


def duty(
    case: CaseArgument,
    item: Annotated[list[str] | None, typer.Option(help=say("duty.option.item"), show_default=False)] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=say("duty.option.output"), show_default=False)
    ] = None,
    arrival: Annotated[str | None, typer.Option(help=say("ways.option.arrival"), show_default=False)] = None,
    firm: Annotated[list[str] | None, typer.Option(help=say("ways.option.firm"), show_default=False)] = None,
    quantity: Annotated[
        float | None, typer.Option(min=0.000001, help=say("ways.option.quantity"), show_default=False)
    ] = None,
    release: Annotated[str | None, typer.Option(help=say("ways.option.release"), show_default=False)] = None,
    explain: Annotated[bool, typer.Option("--explain", help=say("ways.option.explain"))] = False,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Price the offers of a case and print the lines."""
    refuse_inputs((output,), (case, catalogs))
    opened = open_case(case)
    scenario = opened.scenario
    items, firms = tuple(item or ()), tuple(firm or ())
    refuse_unknown(scenario, items, firms)
    words: Language = language or ("en" if scenario.settings.language == "en" else "zh")
    catalog = load_catalog(own=opened.own_catalogs(catalogs))
    show_errors(as_checked(opened))
    if scenario.draws:
        refuse_faulty_draws(scenario, catalog, price(scenario, catalog))
    if arrival is not None or explain or firms or release is not None or quantity is not None:
        begins = _period(scenario, arrival) if arrival is not None else 0
        shipment = Shipment(begins, quantity or 1.0, None if release is None else _period(scenario, release))
        _ways(ways_report(select(scenario, items), catalog, shipment, firms), output, words, json, explain)
        return
    priced = report(select(scenario, items), catalog)
    if output is not None:
        duty_workbook.write(priced, output, words)
        print(say("duty.written", path=output), file=sys.stderr)
    if json:
        print_json(priced)
    elif output is None:
        show(priced, spoken(words))


def _ways(found: WaysReport, output: Path | None, language: Language, json: bool, explain: bool) -> None:
    """All ways of one shipment: as a workbook, as lines for machines, or on the terminal."""
    if output is not None:
        duty_workbook.write_ways(found, output, language)
        print(say("duty.written", path=output), file=sys.stderr)
    if json:
        calendar = found.duty.scenario.calendar
        lines = [line for number, way in enumerate(found.ways) for line in as_records(way, number, calendar)]
        print(json_text.dumps({"arrival": found.label(found.shipment.arrival), "lines": lines}, ensure_ascii=False))
    elif output is None:
        show_ways(found, spoken(language), explain)


def _period(scenario: Scenario, words: str) -> int:
    """The period that words name; of several the last one, as for a need, told."""
    calendar = scenario.calendar
    try:
        span = certain_span(Cell(words))
    except NotRead:
        print(say("ways.bad_period", value=words), file=sys.stderr)
        raise SystemExit(ExitCode.USAGE) from None
    touched = calendar.touched(span.first, span.last)
    if touched[-1] < 0:
        start = scenario.settings.start.isoformat()
        print(say("ways.not_before_start", value=words, start=start), file=sys.stderr)
        raise SystemExit(ExitCode.USAGE)
    if len(touched) > 1:
        first, taken = calendar.label(touched[0]), calendar.label(touched[-1])
        print(say("ways.several_periods", value=words, first=first, taken=taken), file=sys.stderr)
    return touched[-1]


def print_json(priced: DutyReport) -> None:
    """Print the lines, one a row so that a large case need not be held in memory; then reliefs and assumptions."""
    print('{"lines": [', end="")
    for number, line in enumerate(priced.lines()):
        print(",\n" if number else "\n", json_text.dumps(line.as_record(), ensure_ascii=False), sep="", end="")
    notes = [
        {"code": note.code, "at": str(note.at), "zh": note.found("zh"), "en": note.found("en")} for note in priced.notes
    ]
    reliefs = [row.as_record(priced.scenario.calendar) for row in priced.reliefs]
    print('\n], "reliefs": ', json_text.dumps(reliefs, ensure_ascii=False), ",", sep="")
    print('"notes": ', json_text.dumps(notes, ensure_ascii=False), "}", sep="")


def refuse_unknown(scenario: Scenario, items: tuple[str, ...], firms: tuple[str, ...] = ()) -> None:
    """End with the known ones where an item or a firm is not in the case."""
    for firm in firms:
        if firm not in scenario.firm_index:
            print(say("ways.unknown_firm", firm=firm, known=", ".join(scenario.firm_index)), file=sys.stderr)
            raise SystemExit(ExitCode.USAGE)
    for item in items:
        if item not in scenario.item_index:
            print(say("duty.unknown_item", item=item, known=", ".join(scenario.item_index)), file=sys.stderr)
            raise SystemExit(ExitCode.USAGE)
