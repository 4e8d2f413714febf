"""Where the data that travels with the product stands: beside the package when installed, at the root of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: Literal["catalogs", "scenarios"]) -> Path:
    """The folder of shipped data.

    A wheel carries it as `importplan/_data/<name>`; a checkout or an editable install has it at the project root.
    Raises FileNotFoundError, naming both places, when neither is there.
    """
    candidates = (PACKAGE / "_data" / name, PACKAGE.parent.parent / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no folder {name}: looked for {candidates[0]} and {candidates[1]}")
