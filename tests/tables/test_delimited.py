"""CSV files in every coding and with every sign between the cells that people's programs write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from importplan.basics.errors import InputRejected
from importplan.tables.delimited import read_delimited
from importplan.tables.limits import WORKBOOK

ROWS = (("名称", "数量", "备注"), ("五轴", "1,5", "a"), ("磨床", "3", None))


def read(path: Path, content: bytes, **more: object) -> tuple[tuple[object, ...], ...]:
    path.write_bytes(content)
    return read_delimited(path, path.name, path.stem, **more).values  # type: ignore[arg-type]


def refusal(path: Path, content: bytes, **more: object) -> tuple[str, str]:
    with pytest.raises(InputRejected) as rejected:
        read(path, content, **more)
    (issue,) = rejected.value.issues
    return issue.code, str(issue.at)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_coding_delimiter_and_line_ends_are_recognised(coding: str, delimiter: str, end: str, tmp_path: Path) -> None:
    text = end.join(delimiter.join(cell or "" for cell in row) for row in ROWS)
    assert read(tmp_path / "a.csv", text.encode(coding)) == ROWS


def test_utf_16_of_the_other_byte_order_is_read(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", b"\xfe\xff" + "名称,数量".encode("utf-16-be")) == (("名称", "数量"),)


def test_lists_in_cells_do_not_make_their_sign_the_delimiter(tmp_path: Path) -> None:
    """More semicolons than commas, but no semicolon in the line of headings."""
    text = "item,tags\nM1,a;b;c;d\nM2,a;b;c;d\n"
    assert read(tmp_path / "a.csv", text.encode()) == (("item", "tags"), ("M1", "a;b;c;d"), ("M2", "a;b;c;d"))


def test_a_title_above_the_table_does_not_hide_the_delimiter(tmp_path: Path) -> None:
    text = "需求表，请于三月前返回，谢谢\n名称,数量\n五轴,2\n"
    assert read(tmp_path / "a.csv", text.encode())[1:] == (("名称", "数量"), ("五轴", "2"))


def test_a_first_line_may_name_the_delimiter(tmp_path: Path) -> None:
    """One column of prices with a decimal comma, which without that line would be taken for the sign between cells."""
    assert read(tmp_path / "a.csv", b"sep=|\nprice\n1,5\n2,5\n") == (("sep=", None), ("price",), ("1,5",), ("2,5",))


def test_text_kept_from_being_a_formula_loses_its_guard(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", b"'=1+1,''x,'plain, \n") == (("=1+1", "'x", "'plain", None),)


def test_rows_are_counted_as_spreadsheets_show_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n"two\nlines",1\nc,2\n', encoding="utf-8")
    grid = read_delimited(tmp_path / "a.csv", "a.csv", "a")
    assert str(grid.cell(2, 1).at) == "a.csv: a!B3"


def test_what_no_text_holds_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.csv", b"\xff\xff\xff\x80") == ("csv-encoding", "a.csv")
    assert refusal(tmp_path / "a.csv", "名称,数量".encode("utf-16-le")) == ("csv-encoding", "a.csv")
    assert refusal(tmp_path / "a.csv", b"\xef\xbb\xbf\xff") == ("csv-encoding", "a.csv")


def test_a_file_that_must_be_whole_may_not_end_within_a_quotation(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.csv", b'a,b\n"c', whole=True) == ("csv-damaged", "a.csv: 2")
    assert read(tmp_path / "a.csv", b'a,b\n"c') == (("a", "b"), ("c",))


def test_files_beyond_the_limits_are_refused(tmp_path: Path) -> None:
    few = replace(WORKBOOK, rows=2, columns=3)
    assert refusal(tmp_path / "a.csv", b"a\nb\nc\n", limits=few) == ("sheet-too-far", "a.csv: 3")
    assert refusal(tmp_path / "a.csv", b"a,b,c,d\n", limits=few) == ("sheet-too-far", "a.csv: 1")
    assert refusal(tmp_path / "a.csv", b"abc", limits=replace(WORKBOOK, text_bytes=2)) == ("file-too-large", "a.csv")
