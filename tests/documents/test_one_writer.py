"""One writer of workbooks: nobody else opens one, sets paper up, or brings colours and fonts of its own."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "importplan"
OURS = ("documents", "survey")
MEANT_FOR = {
    r"xlsxwriter\.Workbook\(": "documents/excel/book.py",
    r"\.set_(paper|margins|landscape|portrait|header|footer)\(": "documents/excel/paper.py",
    r"\"#[0-9A-Fa-f]{6}\"": "documents/excel/palette.py",
    r"Microsoft YaHei": "documents/excel/palette.py",
}
DRAWN = {"survey/report/svg.py", "survey/report/web.py"}  # pages and pictures, no workbooks


def test_what_every_workbook_shares_stands_once() -> None:
    files = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in SOURCE.rglob("*.py")}
    for pattern, home in MEANT_FOR.items():
        homes = {name for name, words in files.items() if name.startswith(OURS) and re.search(pattern, words)}
        assert homes - DRAWN == {home}, pattern
