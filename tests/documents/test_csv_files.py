"""CSV files as programs in China write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from importplan.documents.case import csv_folder
from importplan.documents.case.example import example
from importplan.scenario.case_file import read
from importplan.scenario.from_rows import from_rows

CHINESE = "供应商编号{0}名称{0}国别\nS1{0}日本供应商{0}日本\nS2{0}国内供应商{0}中国\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_delimiter_and_line_ends_are_recognised(
    encoding: str, delimiter: str, line_end: str, tmp_path: Path
) -> None:
    csv_folder.write(example("zh"), tmp_path / "case")
    (tmp_path / "case" / "suppliers.csv").unlink()
    content = CHINESE.format(delimiter).replace("\n", line_end)
    (tmp_path / "case" / "供应商.csv").write_bytes(content.encode(encoding))
    raw, faults = read(tmp_path / "case")
    scenario, issues = from_rows(raw)
    assert (faults, issues) == ((), ())
    assert scenario is not None
    assert [(row.name, row.country) for row in scenario.suppliers] == [("日本供应商", "JP"), ("国内供应商", "CN")]
    assert str(scenario.suppliers[1].cell("country")) == "供应商.csv: 供应商!C3"


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    csv_folder.write(example("en"), tmp_path / "case")
    (tmp_path / "case" / "README.md").write_text("about", encoding="utf-8")
    (tmp_path / "case" / "#notes.csv").write_text("anything,at all\n", encoding="utf-8")
    raw, faults = read(tmp_path / "case")
    assert (faults, from_rows(raw)) == ((), (example("en"), ()))
