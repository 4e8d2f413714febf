"""What a process that reads returned files does.

A hostile file may make a parser abort, hang or eat memory; in a process of its own it costs nothing but itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from importplan.survey.corrections import Corrections
from importplan.survey.reading import sending as sending
from importplan.survey.reading.one_file import read_one
from importplan.survey.returns.splits import NOT_SPLIT, Splits
from importplan.survey.understanding.file import FileResult

File = tuple[str, Corrections]  # path within the folder


def read_some(folder: Path, files: Sequence[File], splits: Splits = NOT_SPLIT) -> list[FileResult]:
    """What each of some files comes to."""
    return [read_one(folder, name, corrections, splits) for name, corrections in files]
