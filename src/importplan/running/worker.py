"""The process that makes the calls of `LocalProcesses`: it reads one after the other, makes it, answers.

Calls and answers are pickles on standard input and output. A call's function is found by its module's name, so nothing
of the caller's script is run again.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Callable
from io import BytesIO
from multiprocessing.reduction import ForkingPickler
from typing import Any

from importplan.running import read_only as read_only

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
Outcome = tuple[bool, Any]  # whether it is a result, and the result or the exception


def sent(what: object) -> bytes:
    """What goes over the pipe; how a class is reduced may be registered with `ForkingPickler`."""
    stream = BytesIO()
    ForkingPickler(stream, pickle.HIGHEST_PROTOCOL).dump(what)
    return stream.getvalue()


def _made(call: Call) -> Outcome:
    function, given, named = call
    try:
        return True, function(*given, **named)
    except Exception as error:
        return False, error


def _answer(outcome: Outcome) -> bytes:
    """The outcome as bytes; one that cannot be sent is told in words."""
    try:
        return sent(outcome)
    except Exception as error:
        return sent((False, RuntimeError(f"{error}: {outcome[1]!r}"[:500])))


def main() -> None:
    """Make calls until there are no more."""
    # What a call prints must not mix with the answers: keep the pipe, and let standard output go to standard error.
    pipe = os.dup(1)
    os.dup2(2, 1)
    with os.fdopen(pipe, "wb") as stream, contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            stream.write(_answer(_made(pickle.load(sys.stdin.buffer))))
            stream.flush()


if __name__ == "__main__":
    main()
