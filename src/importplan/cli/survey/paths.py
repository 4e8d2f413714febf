"""Where the commands of surveys write: with the right ending, outside the folder, and never over a file."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import typer

from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say


def with_ending(path: Path, ending: str) -> Path:
    """The path with an ending: as it is where it has that one, else with it behind."""
    return path if path.suffix.lower() == ending else path.with_name(f"{path.name}{ending}")


def numbered(path: Path) -> tuple[Path, ...]:
    """The path where it is there, and those with a number behind its name."""
    name = re.compile(rf"{re.escape(path.stem)}(_\d+)?{re.escape(path.suffix)}")
    return tuple(file for file in path.parent.glob(f"*{path.suffix}") if name.fullmatch(file.name))


def must_lie_outside(folder: Path, *results: Path) -> None:
    """What is written must not be read as a return the next time."""
    for path in results:
        if path.resolve().is_relative_to(folder.resolve()):
            print(say("cli.survey.collect.inside", path=path, folder=folder), file=sys.stderr)
            raise typer.Exit(ExitCode.USAGE)
