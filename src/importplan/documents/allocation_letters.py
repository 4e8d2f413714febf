"""Letters on the division of the reserve as Word documents on A4, one for each firm."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path

from importplan.basics.errors import rejected
from importplan.basics.files import put, together
from importplan.results.allocation_letter import Letter
from importplan.results.names import Names

UNSAFE = re.compile(r"[^\w（）()—-]+")
LONGEST = 40  # signs of a firm's name in the name of its file


def write(found: Sequence[Letter], folder: Path, names: Names) -> tuple[Path, ...]:
    """Write all letters into a folder, all or none; letters of the same name are replaced.

    Raises InputRejected where the package python-docx is not installed.
    """
    if importlib.util.find_spec("docx") is None:
        raise rejected("letters-need-docx")
    paper = importlib.import_module("importplan.documents.letter_paper")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with together():
        for letter in found:
            name = UNSAFE.sub("_", names.firm(letter.firm)).strip("_")[:LONGEST]
            path = folder / f"{names.word('allocation.letter.file')}_{letter.firm}_{name}.docx"
            put(paper.content(letter, names), path)
            written.append(path)
    return tuple(written)
