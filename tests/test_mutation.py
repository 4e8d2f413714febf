"""The faults that `benchmarks/mutation.py` makes: each changes one place, and what is judged to be alike is known."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from mutants.alike import Alike
from mutants.changes import changes

SOURCE = '''"""A docstring of 1 < 2."""

LIMIT = 3


def worth(amounts: list[float], least: float = 5.0) -> float:
    """What is above the least."""
    total = 0.0
    for amount in amounts:
        if amount <= least and not amount == LIMIT:
            continue
        total += max(amount - least, pow(amount, total))
    assert total >= 0
    return total
'''


def told(kind: str) -> list[str]:
    """The new lines of all changes of a kind."""
    return [change.difference[1][1:].strip() for change in changes(SOURCE) if change.kind == kind]


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("boundary", ["if (amount < least) and not amount == LIMIT:"]),
        (
            "comparison",
            ["if (amount > least) and not amount == LIMIT:", "if amount <= least and not (amount != LIMIT):"],
        ),
        ("logic", ["if (amount <= least or not amount == LIMIT):"]),
        ("negation", ["if amount <= least and (amount == LIMIT):"]),
        ("condition", ["if (not (amount <= least and (not amount == LIMIT))):"]),
        ("twin", ["total += min(amount - least, pow(amount, total))"]),
        ("swapped", ["total += max(amount - least, pow(total, amount))"]),
        ("removed", ["pass", "pass"]),
        ("constant", ["LIMIT = 4", "total = 1.0"]),
    ],
)
def test_every_kind_of_fault_stands_where_code_is_run(kind: str, lines: list[str]) -> None:
    """Not in docstrings, defaults, annotations and assertions."""
    assert told(kind) == lines


def test_arithmetic_is_turned_round() -> None:
    assert told("arithmetic") == [
        "total -= max(amount - least, pow(amount, total))",
        "total += max((amount + least), pow(amount, total))",
    ]


def test_every_fault_is_code_that_differs_in_its_place_only() -> None:
    for change in changes(SOURCE):
        compile(change.after, "worth.py", "exec")
        assert len(change.difference) == 2
        assert change.function == ("" if change.line == 3 else "worth")


def test_what_is_alike_is_known_wherever_file_and_line_have_moved() -> None:
    (change,) = (change for change in changes(SOURCE) if change.kind == "boundary")
    known = Alike(frozenset({("worth.py", *(line[0] + line[1:].strip() for line in change.difference))}))
    assert known.knows("importplan/room/worth.py", change)
    assert not known.knows("importplan/room/other.py", change)


def test_every_entry_of_the_list_has_its_reason() -> None:
    blocks = (Path(__file__).parents[1] / "benchmarks" / "mutants" / "alike.txt").read_text(encoding="utf-8")
    assert all(block.startswith("# ") for block in blocks.strip().split("\n\n"))
    assert Alike.read().known
