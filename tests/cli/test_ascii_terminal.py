"""A terminal that lacks Chinese and the signs of typography: English words, plain letters, JSON that stays exact."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from test_command_line import small_case

from importplan.cli.main import COMMANDS, load, run
from importplan.documents.case.write import write

QUICK = ("--time-limit", "2", "--draws", "1", "--fresh", "2")


def printed(monkeypatch: pytest.MonkeyPatch, coding: str, *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and error of a command on a terminal of this coding."""
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding=coding) for name in ("stdout", "stderr")}
    monkeypatch.setattr(sys, "argv", ["importplan", *words])
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    with pytest.raises(SystemExit) as ended:
        run()
    for stream in streams.values():
        stream.flush()
    out, err = (stream.buffer.getvalue().decode(coding) for stream in streams.values())  # type: ignore[attr-defined]
    return int(ended.value.code or 0), out, err


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name in COMMANDS:  # their help is worded when they are loaded, for all tests to come
        load(name)
    path = tmp_path_factory.mktemp("ascii") / "case.xlsx"
    write(small_case(), path, "zh")
    return path


def test_every_command_speaks_english_and_no_numbers_of_signs(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = case.with_name("r.xlsx")
    faulty = case.with_name("faulty.xlsx")
    book = load_workbook(case)
    book["需求计划"]["D2"] = "好多台"
    book.save(faulty)
    told = {}
    for words in (
        ("plan", str(case), *QUICK, "-o", str(result)),
        ("check", str(faulty)),
        ("duty", str(case)),
        ("duty", str(case), "--arrival", "2027Q2", "--explain"),
        ("assess", str(case)),
        ("verify", str(result), "--language", "zh"),
        ("compare", str(result), str(result)),
        ("catalog", "show", "84571010", "--language", "zh"),
    ):
        code, out, err = printed(monkeypatch, "ascii", *words)
        assert code == (1 if words[0] == "check" else 0), (words, out, err)
        assert "\\u" not in out + err, words
        told[words[0]] = out, err
    assert "Decision summary" in told["plan"][0]
    assert "Result written" in told["plan"][1]
    assert told["check"][0].splitlines()[0] == "???????? (demand)"  # four Chinese signs, each as wide as two letters
    assert 'found "??????"' in told["check"][0]
    assert "terminal cannot show" in told["check"][1]
    assert "terminal cannot show" not in told["verify"][1]
    # The files are in the language of the case all the same.
    assert "采购订单建议" in load_workbook(result, read_only=True).sheetnames


def test_json_says_the_same_on_every_terminal(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = load_workbook(case)
    book["供应商"]["B2"] = "精机𠮷"  # a sign of two halves
    book["需求计划"]["D2"] = "十来台𠮷“”"
    book.save(case.with_name("json.xlsx"))
    words = ("check", str(case.with_name("json.xlsx")), "--json")
    found = [json.loads(printed(monkeypatch, coding, *words)[1]) for coding in ("ascii", "utf-8")]
    assert found[0] == found[1]
    assert "𠮷“”" in str(found[0])


def test_a_path_can_still_be_found(case: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What tells of files names them by numbers, which a question mark would not."""
    _, _, err = printed(monkeypatch, "ascii", "check", str(case), "-o", str(tmp_path / "核对.xlsx"))
    assert "\\u6838\\u5bf9.xlsx" in err
