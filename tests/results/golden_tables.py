"""Golden tables: every sheet that small results add to their case, as text, in both languages.

    python tests/results/golden_tables.py            rewrites tests/golden/results; read what has changed

What is compared is the workbook on disk: row by row, each cell as a reader sees it, by its value and its number format.
So whatever stands between result and workbook may be built anew, as long as people read the same.
"""

from __future__ import annotations

import math
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bureau_case import bureau_case
from made_case import made_case
from openpyxl import load_workbook
from relieved_case import relieved_case

from importplan.basics.labels import LANGUAGES, Language, text
from importplan.documents.case.write import write
from importplan.pipeline.plan import plan_case, write_result
from importplan.pipeline.settings import RunSettings
from importplan.scenario.scenario import Scenario

FOLDER = Path(__file__).parents[1] / "golden" / "results"
FRESH = 20
WITH_BREAK_EVEN = "made"  # the case of which that is asked
FOR_PROGRAMS = ("plan", "settlement")  # sheets that nobody reads: a result is read back from them
OF_A_RUN = {"输入文件 SHA-256", "用时（秒）", "软件版本", "SHA-256 of the input", "Seconds", "Versions"}


def impossible_case(language: str = "zh") -> Scenario:
    """The bureau may spend 10,000 yuan on a reserve that costs 86,400: no plan, but ways out."""
    case = bureau_case(language)
    return case.replace(budgets=tuple(replace(row, amount_cny=10_000.0) for row in case.budgets))


CASES: dict[str, Callable[[str], Scenario]] = {
    "relieved": relieved_case,
    "bureau": bureau_case,
    "impossible": impossible_case,
    "made": made_case,
}
GOLDEN = [(name, language) for name in CASES for language in LANGUAGES]


def golden(name: str, language: Language) -> Path:
    """The file of a case in a language."""
    return FOLDER / f"{name}.{language}.txt"


def tables(name: str, language: Language) -> str:
    """All sheets of the result for people that the case does not have, as text."""
    case = CASES[name](language)
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "case.xlsx", Path(folder) / "result.xlsx"
        write(case, given, language)
        made = plan_case(case, RunSettings(fresh=FRESH), break_even=name == WITH_BREAK_EVEN)
        write_result(made, found)
        known = set(load_workbook(given, read_only=True).sheetnames)
        known |= {text(f"sheet.{key}", language) for key in FOR_PROGRAMS}
        book = load_workbook(found, data_only=True)
    return "\n".join(line for sheet in book if sheet.title not in known for line in lines_of(sheet)) + "\n"


def lines_of(sheet: Any) -> Iterator[str]:
    """The name of a sheet, then its rows, without what tells of the run and not of the case, and without empty ones."""
    yield f"=== {sheet.title}"
    for row in sheet.iter_rows():
        told = [shown(cell.value, cell.number_format) for cell in row]
        line = " | ".join(told[:2] if told[1] in OF_A_RUN else told).rstrip(" |")
        if line:
            yield line


def shown(value: object, form: str) -> str:
    """A value as its number format shows it, but for colours and brackets."""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value).replace("\n", "⏎")
    if "0" not in form or not math.isfinite(value):
        return f"{value:.6g}"
    form = form.split(";")[0]
    decimals = re.search(r"\.(0+)", form)
    kind = "%" if "%" in form else "f"
    told = f"{value:{',' if ',' in form else ''}.{len(decimals.group(1)) if decimals else 0}{kind}}"
    return told.removeprefix("-") if not re.search("[1-9]", told) else told  # no minus zero


def main() -> None:
    """Rewrite all golden files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, language in GOLDEN:
        golden(name, language).write_text(tables(name, language), encoding="utf-8")


if __name__ == "__main__":
    main()
