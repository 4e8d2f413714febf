"""Arguments and options that commands of surveys share: the folder, the base case, answers of people, workers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from importplan.cli.language import say

BaseOption = Annotated[Path | None, typer.Option("--base", help=say("cli.survey.base"), show_default=False)]
FolderArgument = Annotated[Path, typer.Argument(help=say("cli.survey.folder"), metavar="FOLDER", show_default=False)]
ReviewsOption = Annotated[Path | None, typer.Option("--reviews", help=say("cli.survey.reviews"), show_default=False)]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", help=say("cli.survey.collect.workers"), min=1, show_default=False)
]
RejectedOption = Annotated[
    Path | None, typer.Option("--rejected", help=say("cli.survey.collect.rejected"), show_default=False)
]
CorrectedOption = Annotated[
    Path | None, typer.Option("--rejected", help=say("cli.survey.rejected"), show_default=False)
]
