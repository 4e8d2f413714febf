"""Memo and result workbook read back: every number and sentence of the memo stands in the cell that it names."""

from __future__ import annotations

import io
import re
import tempfile
import xml.etree.ElementTree as ET
from datetime import date, datetime
from functools import cache
from pathlib import Path

import docx
import pytest
from all_results import results
from openpyxl import load_workbook

from importplan.basics.labels import LANGUAGES, Language, text
from importplan.documents.excel import plan_workbook
from importplan.documents.html import pictures
from importplan.pipeline.plan import write_memo
from importplan.results.chart import Chart
from importplan.results.contents import parts
from importplan.results.plan_result import PlanResult

NAMED = re.compile(r"[〔\[]([^〔\[\]〕]+)!([A-Z]+\d+)[〕\]]")
FIGURE = re.compile(r"^-?[\d,]+(\.\d+)?%?$")
SHEET = re.compile(r"(?:出自“|from sheet )([^”]+)")


@cache
def papers(number: int, language: Language) -> tuple[bytes, bytes]:
    """Memo and workbook of a result."""
    result = results(language)[number]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memo.docx"
        write_memo(result, path)
        return path.read_bytes(), plan_workbook.content(result)


def as_told(value: object, like: str) -> str:
    """A value of a cell with as many decimals as the memo gives it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, str) or not FIGURE.match(like):
        return str(value)
    decimals = len(like.rstrip("%").partition(".")[2])
    number = float(value)  # type: ignore[arg-type]
    return f"{number:.{decimals}%}" if like.endswith("%") else f"{number:,.{decimals}f}"


def differences(memo: bytes, workbook: bytes) -> tuple[list[str], int]:
    """What the memo says otherwise than the cells that it names, and how much was compared."""
    book = load_workbook(io.BytesIO(workbook), data_only=True)
    paper = docx.Document(io.BytesIO(memo))
    wrong: list[str] = []
    compared = 0
    sheets = [found[1] for paragraph in paper.paragraphs if (found := SHEET.search(paragraph.text))]
    for table, sheet in zip(paper.tables, sheets, strict=True):
        letters = [cell.text.split()[-1] for cell in table.rows[0].cells[:-1]]
        for row in table.rows[1:]:
            number = row.cells[-1].text
            for letter, cell in zip(letters, row.cells[:-1], strict=True):
                there = as_told(book[sheet][f"{letter}{number}"].value, cell.text)
                compared += 1
                if there != cell.text:
                    wrong.append(f"{sheet}!{letter}{number}: {there!r} {cell.text!r}")
    for paragraph in paper.paragraphs:
        start = 0
        for found in NAMED.finditer(paragraph.text):
            words, start = paragraph.text[start : found.start()].strip(), found.end()
            value, compared = book[found[1]][found[2]].value, compared + 1
            like = words.split()[-1]
            same = value == words if isinstance(value, str) else as_told(value, like) == like
            wrong += [] if same else [f"{found[0]}: {value!r} {words!r}"]
    return wrong, compared


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_number_stands_in_the_cell_that_it_names(number: int, language: Language) -> None:
    wrong, compared = differences(*papers(number, language))
    assert wrong == []
    assert compared > 50


def test_a_number_that_is_changed_is_found() -> None:
    memo, workbook = papers(0, "zh")
    paper = docx.Document(io.BytesIO(memo))
    cell = next(cell for row in paper.tables[0].rows[1:] for cell in row.cells if FIGURE.match(cell.text))
    cell.paragraphs[0].runs[0].text = "987654321"
    changed = io.BytesIO()
    paper.save(changed)
    assert len(differences(changed.getvalue(), workbook)[0]) == 1


def test_no_number_stands_without_a_cell() -> None:
    """Outside tables and sentences with a cell only headings, the lines to sign on and the data day have digits."""
    paper = docx.Document(io.BytesIO(papers(0, "zh")[0]))
    bare = [each.text for each in paper.paragraphs if re.search(r"\d", each.text) and not NAMED.search(each.text)]
    allowed = ("数据截止", "附件：", "表中数字")
    assert [words for words in bare if not words.startswith(allowed) and "表中数字出自" not in words] == []


@pytest.mark.parametrize(("number", "kind"), [(0, "签呈"), (2, "请示")])
def test_its_form_is_that_of_a_request(number: int, kind: str) -> None:
    result = results("zh")[number]
    paper = docx.Document(io.BytesIO(papers(number, "zh")[0]))
    lines = [each.text for each in paper.paragraphs]
    assert lines[0].startswith("关于《")
    assert lines[0].endswith(kind)
    assert lines[1].startswith("主送：")
    assert [line[:2] for line in lines if re.match("[一二三四五六七]、", line)] == [f"{n}、" for n in "一二三四五六七"]
    assert any("请批示" in line for line in lines)
    assert any(line.startswith("附件：1.") for line in lines)
    assert "日期：" in lines[-1]
    above, below = (part.paragraphs[0] for part in (paper.sections[0].header, paper.sections[0].footer))
    marked = result.scenario.settings.marking
    assert above.text == (
        f"【{marked}】 {result.scenario.settings.version}" if marked else text("result.memo.unmarked", "zh")
    )
    assert "NUMPAGES" in below._p.xml


def charts(result: PlanResult) -> int:
    """How many charts its sheets have."""
    return sum(isinstance(block, Chart) for part in parts(result) for block in part.visible)


def test_every_picture_is_a_file_that_needs_nothing_around_it(tmp_path: Path) -> None:
    result = results("zh")[0]
    written = pictures.write(result, tmp_path / "new")
    assert {"timeline.svg", "flows.svg"} <= {file.name for file in written}
    assert len(written) == charts(result) + 2
    for file in written:
        root = ET.fromstring(file.read_bytes())
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert float(root.attrib["width"]) > 0 < float(root.attrib["height"])
        assert root.attrib["aria-label"]
        assert len(list(root)) > 3
        assert not any(name.endswith("href") for node in root.iter() for name in node.attrib)
