"""The commands of the customs walkthrough run as they are printed, and show what the page says that they show."""

from __future__ import annotations

import re
import shlex
import shutil
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from icalendar import Calendar

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

    assert (walk / "papers" / "单合同税费与证件页.xlsx").is_file()
    agree_on_what_is_exempt(walk)

    rewrite(walk / "confirmed.xlsx", walk / "refused.xlsx", "减免税资格", "资格状态", {"申请中": "拟申请"})
    (printed,) = (run(words, capsys) for words in refused)
    assert "【申请中】" not in printed
    lots = ledger(walk / "plan_refused.xlsx")
    assert lots and all("【已确认】" in line for line in lots)


def ledger(path: Path) -> list[str]:
    """The lines of the ledger of supervised goods that name a relief."""
    lines = [" ".join(map(str, row)) for row in openpyxl.load_workbook(path)["监管台账"].values]
    return [line for line in lines if "重大技术装备（" in line]


def agree_on_what_is_exempt(walk: Path) -> None:
    """Applications, ledger and calendar name the same goods with the same amounts to the fen; page one their sums."""
    on_paper = papers(walk / "papers")
    lots = {str(row["来源"]): row for row in table_of(walk / "plan.xlsx", "监管台账", "监管期满日")}
    assert lots and {label: taxes for label, (_, taxes) in on_paper.items() if label in lots} == {
        label: fen(row) for label, row in lots.items()
    }
    assert on_calendar(walk / "plan.ics") == {label: sum(taxes[1:]) for label, (_, taxes) in on_paper.items()}

    certificates = {str(row["减免税资格文件"]): row for row in table_of(walk / "plan.xlsx", "监管台账", YEAR)}
    assert [row[YEAR] for row in certificates.values()] == ["2027", "2028", "2029"]  # one for each year
    for certificate, row in certificates.items():
        mine = [(label, taxes) for label, (name, taxes) in on_paper.items() if name == certificate]
        assert sum(taxes[0] for _, taxes in mine) == Decimal(str(row["已用"])) <= Decimal(str(row["额度"]))
        # Goods of what is only planned are in no ledger; all others are, in the year of their certificate.
        released = {lots[label]["放行日"].year for label, _ in mine if label in lots}
        assert released in ({int(certificate[:4])}, set()) and bool(released) == ("拟申请" not in certificate)
        total = sum(sum(taxes[1:]) for _, taxes in mine)
        assert f"减免税额 {total / 10_000:,.2f}，" in page_one(walk / "plan.xlsx")


YEAR = "年度（空白为合计）"
NAMES = ("完税价格（元）", "减免关税（元）", "减免增值税（元）")


def fen(row: dict[str, Any]) -> tuple[Decimal, ...]:
    """Customs value, duty and VAT relieved of a row."""
    return tuple(Decimal(str(row[name])).quantize(Decimal("0.01")) for name in NAMES)


def table_of(path: Path, sheet: str, heading: str) -> list[dict[str, Any]]:
    """The rows of the table with a heading, to the first one without a number."""
    rows = list(openpyxl.load_workbook(path, data_only=True)[sheet].values)
    top = next(place for place, row in enumerate(rows) if heading in row)
    below = takewhile(lambda row: str(row[0]).isdigit(), rows[top + 1 :])
    return [{str(key): value for key, value in zip(rows[top], row, strict=True) if key} for row in below]


def papers(folder: Path) -> dict[str, tuple[str, tuple[Decimal, ...]]]:
    """Contract or planned order → certificate and amounts, of all applications and forecasts."""
    found = {}
    for path in folder.glob("减免税*.xlsx"):
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        cells = [value for row in sheet.values for value in row if value is not None]
        certificate = str(cells[cells.index("资格文件（确认书）") + 1]).split("；待补")[0]
        for line in table_of(path, sheet.title, "商品编号"):
            assert line["合同或方案订单"] not in found  # nothing is applied for twice
            found[str(line["合同或方案订单"])] = certificate, fen(line)
    return found


def on_calendar(path: Path) -> dict[str, Decimal]:
    """Contract or planned order → tax relieved, of the applications to hand in."""
    found = {}
    for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        amount = re.search(r"减免税额 ([\d,.]+) 元", str(event["summary"]))
        if amount:
            about = re.search(r"涉及：(.*)", str(event["description"]))
            assert about is not None and about[1] not in found
            found[about[1]] = Decimal(amount[1].replace(",", ""))
    return found


def page_one(path: Path) -> str:
    """The words of page one."""
    return " ".join(str(value) for row in openpyxl.load_workbook(path)["决策摘要"].values for value in row if value)
