"""`importplan plan CASE`: from a scenario workbook to a plan as a workbook, a summary or JSON."""

from __future__ import annotations

import sys

import typer

from importplan.basics.files import refuse_inputs
from importplan.cli.cluster import tell_unused, workers_at
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say
from importplan.cli.options import (
    BaseOption,
    BreakEvenOption,
    CalendarOption,
    CaseArgument,
    CatalogsOption,
    ClusterOption,
    DrawsOption,
    FreshOption,
    GapOption,
    JsonOption,
    LanguageOption,
    MemoOption,
    OrdersOption,
    OutputOption,
    PackOption,
    PicturesOption,
    ReportOption,
    RoleOption,
    SeedOption,
    StartOption,
    StressOption,
    TimeLimitOption,
)
from importplan.cli.outcome import BesideResult, Progress, finish
from importplan.documents.application.pack import writes_word
from importplan.pipeline.case import files_of
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.pipeline.start import plan_in


def plan(
    case: CaseArgument,
    seed: SeedOption = None,
    draws: DrawsOption = None,
    fresh: FreshOption = None,
    time_limit: TimeLimitOption = None,
    gap: GapOption = None,
    language: LanguageOption = None,
    output: OutputOption = None,
    catalogs: CatalogsOption = None,
    calendar: CalendarOption = None,
    role: RoleOption = None,
    pack: PackOption = None,
    report: ReportOption = None,
    memo: MemoOption = None,
    pictures: PicturesOption = None,
    orders: OrdersOption = None,
    base: BaseOption = None,
    start: StartOption = None,
    cluster: ClusterOption = None,
    break_even: BreakEvenOption = False,
    stress: StressOption = [],  # noqa: B006  # Typer makes the list anew
    json: JsonOption = False,
) -> None:
    """Plan a case and write the result beside it."""
    if role is not None and calendar is None:
        print(say("cli.role_alone", role=role), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)
    if memo is not None and not writes_word():
        print(say("cli.memo_without_word"), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)
    outputs = (output, calendar, report, memo, orders)
    refuse_inputs(outputs, (case, catalogs, base, start))
    if any(path is not None and path.exists() for path in outputs):
        refuse_inputs(outputs, files_of(case, base))
    settings = RunSettings(seed, draws, time_limit, gap, language, fresh, tuple(stress) or None)
    begun = None if start is None else plan_in(start)
    with workers_at(cluster) as workers:
        result = plan_case(
            case, settings, Progress(language), catalogs, base, workers=workers, start=begun, break_even=break_even
        )
    if cluster is not None and result.solution.road is not None:
        tell_unused(result.solution.road.key)
    wanted = BesideResult(calendar, role or "", pack, report, memo, pictures, orders)
    raise typer.Exit(finish(result, output, json, case, wanted))
