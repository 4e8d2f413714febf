"""What a process does before it opens files from outside: it bounds its memory and keeps quiet."""

from __future__ import annotations

import os
from contextlib import suppress

from importplan.surveys.reading.limits import BYTES_OF_A_WORKER


def be_quiet() -> None:
    """A parser that aborts prints pages about itself; what happened is told as the issue of the file."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def limit_memory() -> None:
    """Where the system can, more memory than a sound file ever needs ends the process and not the machine."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_A_WORKER, BYTES_OF_A_WORKER))
