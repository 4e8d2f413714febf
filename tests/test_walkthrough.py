"""The commands of the customs walkthrough run as they are printed, and show what the page says that they show."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest

from importplan.basics.labels import text
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "customs_walkthrough.md").read_text(encoding="utf-8")
QUICK = ["--draws", "4", "--gap", "0.05", "--time-limit", "20"]
REFERENCE = "目录条目（经确认）"


def steps() -> list[list[list[str]]]:
    """The commands of each block of the page, taken apart."""
    blocks = re.findall(r"```bash\n(.*?)```", PAGE, flags=re.DOTALL)
    return [[shlex.split(line) for line in block.splitlines() if line.strip()] for block in blocks]


def run(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a line of the page, a plan with few draws; returns what it prints, without the breaks of lines."""
    if words[0] == "mkdir":
        Path(words[1]).mkdir()
    elif words[0] == "cp":
        shutil.copy(words[1], words[2])
    else:
        assert main([*words[1:], *(QUICK if words[1] == "plan" else [])]) == ExitCode.DONE, words
    return re.sub(r"[\s│]", "", capsys.readouterr().out)


def rewrite(source: Path, target: Path, sheet: str, column: str, changes: dict[str, str]) -> None:
    """Change cells of a column as a person does in Excel: by the first cell of the row, or by what stands there.

    A column that the sheet does not have yet is added at its end.
    """
    book = openpyxl.load_workbook(source)
    headings = [cell.value for cell in next(book[sheet].iter_rows())]
    if column not in headings:
        book[sheet].cell(1, len(headings) + 1, column)
    rows = list(book[sheet].iter_rows())
    position = next(cell.column - 1 for cell in rows[0] if cell.value == column)
    for row in rows[1:]:
        for key in (row[0].value, row[position].value):
            row[position].value = changes.get(str(key), row[position].value)
    book.save(target)


def test_the_path_of_the_customs_specialist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    ready, annex, rows, ways, plan, refused = steps()
    walk = Path("walk")

    for words in (*ready, *annex):
        run(words, capsys)
    found, _, *shown = [run(words, capsys) for words in rows]
    assert "高速电主轴" in found
    assert all(re.sub(r"\s", "", text("standing.illustrative", "zh", edition="2025")) in printed for printed in shown)
    proposals = [row for row in openpyxl.load_workbook(walk / "proposals.xlsx")["目录匹配建议"].values if row[-1]]
    said = {str(row[-1]): " ".join(map(str, row)) for row in proposals}
    assert "清单二/2025/4" in said["SPINDLE"] and "不符合：" not in said["SPINDLE"]
    assert "不符合：回程误差" in said["REDUCER"]

    references = dict(re.findall(r"^\| ([A-Z-]+) \| (清单二/2025/[\d.]+) \|$", PAGE, flags=re.MULTILINE))
    assert len(references) == 6
    rewrite(walk / "case.xlsx", walk / "confirmed.xlsx", "物项清单", REFERENCE, references)
    spindle, reducer = (run(words, capsys) for words in ways)
    assert "是示例，不是官方文本" in spindle and "27,814.22" in spindle and "未署名" in spindle
    assert "的参数不符合目录条目清单二/2025/5" in reducer

    (printed,) = (run(words, capsys) for words in plan)
    assert "以示例条目（非官方文本，不得据以申报）为依据的" in printed and "【申请中】" in printed
    assert any("【申请中】" in line for line in ledger(walk / "plan.xlsx"))

    assert list((walk / "papers").glob("减免税申请_*.xlsx"))

    rewrite(walk / "confirmed.xlsx", walk / "refused.xlsx", "减免税资格", "资格状态", {"申请中": "拟申请"})
    (printed,) = (run(words, capsys) for words in refused)
    assert "【申请中】" not in printed
    lots = ledger(walk / "plan_refused.xlsx")
    assert lots and all("【已确认】" in line for line in lots)


def ledger(path: Path) -> list[str]:
    """The lines of the ledger of supervised goods that name a relief."""
    lines = [" ".join(map(str, row)) for row in openpyxl.load_workbook(path)["监管台账"].values]
    return [line for line in lines if "重大技术装备（" in line]
