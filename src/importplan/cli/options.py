"""Arguments and options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from importplan.cli.language import say
from importplan.results.views.steps.step import Desk

CaseArgument = Annotated[Path, typer.Argument(help=say("cli.argument.case"), show_default=False, metavar="CASE")]
SeedOption = Annotated[int | None, typer.Option(help=say("cli.option.seed"), min=0, show_default=False)]
DrawsOption = Annotated[int | None, typer.Option(help=say("cli.option.draws"), min=1, show_default=False)]
FreshOption = Annotated[int | None, typer.Option(help=say("cli.option.fresh"), min=0, show_default=False)]
TimeLimitOption = Annotated[
    float | None, typer.Option("--time-limit", help=say("cli.option.time_limit"), min=0.1, show_default=False)
]
GapOption = Annotated[float | None, typer.Option(help=say("cli.option.gap"), min=0.0, max=1.0, show_default=False)]
LanguageOption = Annotated[
    Literal["zh", "en"] | None, typer.Option(help=say("cli.option.language"), show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help=say("cli.option.json"), show_default=False)]
CatalogsOption = Annotated[Path | None, typer.Option("--catalogs", help=say("cli.option.catalogs"), show_default=False)]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help=say("cli.option.output"), show_default=False)]
CalendarOption = Annotated[Path | None, typer.Option("--calendar", help=say("cli.option.calendar"), show_default=False)]
RoleOption = Annotated[
    Desk | None,
    typer.Option("--role", help=say("cli.option.role"), show_default=False),
]
ReportOption = Annotated[Path | None, typer.Option("--report", help=say("cli.option.report"), show_default=False)]
BaseOption = Annotated[Path | None, typer.Option("--base", help=say("cli.option.base"), show_default=False)]
StartOption = Annotated[Path | None, typer.Option("--start", help=say("cli.option.start"), show_default=False)]
PackOption = Annotated[Path | None, typer.Option("--pack", help=say("cli.option.pack"), show_default=False)]
MemoOption = Annotated[Path | None, typer.Option("--memo", help=say("cli.option.memo"), show_default=False)]
PicturesOption = Annotated[Path | None, typer.Option("--pictures", help=say("cli.option.pictures"), show_default=False)]
ClusterOption = Annotated[str | None, typer.Option("--cluster", help=say("cli.option.cluster"), show_default=False)]
BreakEvenOption = Annotated[bool, typer.Option("--break-even", help=say("cli.option.break_even"), show_default=False)]
OrdersOption = Annotated[Path | None, typer.Option("--orders", help=say("cli.option.orders"), show_default=False)]
StressOption = Annotated[
    list[str], typer.Option("--stress", help=say("cli.option.stress"), show_default=False, metavar="EVENT")
]
