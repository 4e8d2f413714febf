"""The option `--base` of the commands of surveys: a planning case that gives items, start date and settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from importplan.cli.language import say

BaseOption = Annotated[Path | None, typer.Option("--base", help=say("cli.survey.base"), show_default=False)]
