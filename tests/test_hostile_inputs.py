"""A few hostile files and spoilt cases of `benchmarks/hostile_inputs.py`, and that it notices what does not hold."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import hostile_inputs
from hostile_inputs import Found, judged, try_case, try_file

SEED = 7


@pytest.mark.parametrize("number", [38])
def test_a_hostile_file_is_refused_in_words(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile_inputs.preload()
    quick = {name: way for name, way in hostile_inputs.COMMANDS.items() if name not in ("survey collect", "stability")}
    monkeypatch.setattr(hostile_inputs, "COMMANDS", quick)
    assert try_file(number, SEED).faults == []


@pytest.mark.parametrize("number", [0, 3])
def test_a_case_that_is_called_sound_is_planned(number: int) -> None:
    hostile_inputs.preload()
    assert try_case(number, SEED).faults == []


def crashed(home: Path) -> int:
    raise ZeroDivisionError


def silent(home: Path) -> int:
    return 1


def half_written(home: Path) -> int:
    (home / "out.xlsx").write_bytes(b"PK")
    print("disk full")
    return 1


def broken(home: Path) -> int:
    (home / "out.xlsx").write_bytes(b"PK")
    return 0


def input_changed(home: Path) -> int:
    (home / "case.xlsx").write_bytes(b"")
    return 0


def endless(home: Path) -> int:
    time.sleep(60)
    return 0


def greedy(home: Path) -> int:
    return len(bytearray(hostile_inputs.ADDRESS_SPACE)) * 0


def internal(home: Path) -> int:
    print("internal error: X")
    return 5


@pytest.mark.parametrize(
    ("way", "says"),
    [
        (crashed, "code 70"),
        (silent, "without a word"),
        (half_written, "code 1 left out.xlsx"),
        (broken, "does not open"),
        (input_changed, "case.xlsx changed"),
        (endless, "not over"),
        (greedy, "MemoryError"),
        (internal, "code 5"),
    ],
)
def test_what_does_not_hold_is_noticed(
    way: Callable[[Path], int], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "case.xlsx").write_bytes(b"case")

    def main(words: Sequence[str]) -> int:
        return way(home)

    monkeypatch.setattr(hostile_inputs, "main", main)
    monkeypatch.setattr(hostile_inputs, "SECONDS", 1.0)
    found = Found("case")
    judged(found, ["check"], home, tmp_path / "scratch", (0,))
    assert any(says in fault for fault in found.faults), found.faults


def test_what_is_taken_in_of_an_annex_is_held_against_it(tmp_path: Path) -> None:
    """Row 3 is neither in the edition nor told, its code is another one, and 1234.5678 stands nowhere in the annex."""
    rows = [["序号", "一级部件", "税则号列"], ["1", "光栅尺", "9031.4920"], ["2", "电主轴", "85015200"]]
    edition = tmp_path / "goods_lists" / "x" / "2026.csv"
    edition.parent.mkdir(parents=True)
    edition.write_text("name_zh,hs_codes\n光栅尺,90314920|12345678\n", encoding="utf-8")
    found = Found("annex")
    hostile_inputs._hold_annex(found, ["catalog", "import"], rows, tmp_path, "said: A2")
    assert [words.partition(": ")[2] for words in found.faults] == [
        "catalog import: 12345678 stands nowhere in the annex",
        "catalog import: row 3 ['2', '电主轴', '85015200'] is neither taken in nor told: ['85015200']",
    ]
    told = Found("annex")
    hostile_inputs._hold_annex(told, ["catalog", "import"], rows, tmp_path, "said: C3")
    assert len(told.faults) == 1
