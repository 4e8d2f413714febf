"""The terminal, and the page that stands in for it where output goes to a file."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console

PIPED_WIDTH = 140  # columns when the output goes to a file


def terminal(stream: TextIO | None = None) -> Console:
    """A console on a stream, standard output by default; nothing is coloured by guess."""
    stream = stream or sys.stdout
    return Console(file=stream, width=None if stream.isatty() else PIPED_WIDTH, highlight=False)
