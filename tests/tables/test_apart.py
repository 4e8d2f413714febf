"""Reading in a process of its own: whatever happens there is one issue of the file here."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from importplan.basics.errors import InputRejected
from importplan.tables.apart import apart


def test_what_is_read_comes_back() -> None:
    assert apart(int, "5", file="a.xls", seconds=60.0) == 5


@pytest.mark.parametrize(
    ("read", "argument", "seconds", "code"),
    [
        (int, "five", 60.0, "file-damaged"),
        (os._exit, 3, 60.0, "survey-file-crash"),
        (time.sleep, 60, 0.2, "survey-file-too-long"),
    ],
)
def test_a_fault_a_crash_and_a_delay_are_issues(
    read: Callable[..., object], argument: object, seconds: float, code: str
) -> None:
    with pytest.raises(InputRejected) as rejected:
        apart(read, argument, file="a.xls", seconds=seconds)
    (issue,) = rejected.value.issues
    assert (issue.code, str(issue.at)) == (code, "a.xls")
    assert issue.found("zh") and issue.repair("en")
