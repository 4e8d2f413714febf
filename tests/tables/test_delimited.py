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


CHINESE = "企业名称,物项,数量\n喆昇精密机械有限公司,五轴加工中心,2\n"
TAIWAN = "供應商,名稱,國家\nS1,上銀科技股份有限公司,臺灣\n"
JAPANESE = "品名,数量\nマシニングセンタ,2\n牧野フライス製作所,3\n"
GERMAN = "supplier,name\nS1,Müller & Söhne GmbH\nS2,Société Générale\n"
KOREAN = "품목,수량\n두산공작기계 주식회사,3\n현대위아,2\n"


@pytest.mark.parametrize(
    ("text", "coding", "told"),
    [
        (CHINESE, "gb18030", ""),
        (CHINESE, "utf-8", ""),
        (GERMAN, "utf-16", ""),
        (GERMAN, "cp1252", "cp1252"),
        (TAIWAN, "big5", "big5"),
        (JAPANESE, "cp932", "cp932"),
        ("名称\n牧野\n", "gb18030", "gb18030"),
        ("supplier,name\nS1,国药厂家\n", "gb18030", ""),  # bytes of Korean syllables too, of which few are in use
        (CHINESE, "utf-16-le", "utf-16-le"),
        ("第一\n一二一,2\n", "utf-16-be", "utf-16-be"),  # 一 is U+4E00: a zero on the other side
        (KOREAN, "utf-16-le", "utf-16-le"),
        ("item,units\nM1,2\n", "utf-16-be", "utf-16-be"),
    ],
)
def test_a_coding_is_proved_by_what_the_bytes_say(text: str, coding: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode(coding))
    grid = read_delimited(tmp_path / "a.csv", "a.csv", "a")
    assert [",".join(map(str, row)) for row in grid.values] == text.splitlines()
    assert grid.coding == told


@pytest.mark.parametrize(
    ("text", "coding"),
    [
        (KOREAN, "euc_kr"),
        (KOREAN, "cp949"),
        ("supplier,name\nS1,가격\n", "euc_kr"),  # short ones read as Chinese: 啊拜
        ("supplier,name\nS1,하이윈코리아\n", "euc_kr"),
        ("name,1\n용접,압력,효성,넥센,대구,연삭기,한국,품목\n", "euc_kr"),
        (JAPANESE, "euc_jp"),
        ("наименование,количество\nстанок с ЧПУ,2\n", "cp1251"),
        ("nazwa\nWałbrzych, Łódź\n", "cp1250"),
        (GERMAN, "cp850"),
    ],
)
def test_other_codings_are_refused_and_never_garbled(text: str, coding: str, tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.csv", text.encode(coding)) == ("csv-encoding", "a.csv")


@pytest.mark.parametrize("at", [-1, -2, 10])
def test_utf_8_with_broken_characters_is_refused(at: int, tmp_path: Path) -> None:
    content = CHINESE.rstrip().replace(",2", ",二").encode()
    assert refusal(tmp_path / "a.csv", content[:at] + content[at + 1 :] if at > 0 else content[:at])[0] == "csv-cut"


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
    assert refusal(tmp_path / "a.csv", "名称,数量".encode("utf-16-le")[:-1]) == ("csv-encoding", "a.csv")
    assert refusal(tmp_path / "a.csv", "名称,数量\n".encode("utf-32-le")) == ("csv-encoding", "a.csv")
    assert refusal(tmp_path / "a.csv", "a,b\x07\n".encode("utf-16-le")) == ("csv-encoding", "a.csv")
    assert refusal(tmp_path / "a.csv", b"\xef\xbb\xbf\xff") == ("csv-cut", "a.csv")


def test_a_file_that_must_be_whole_may_not_end_within_a_quotation(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.csv", b'a,b\n"c', whole=True) == ("csv-damaged", "a.csv: 2")
    assert read(tmp_path / "a.csv", b'a,b\n"c') == (("a", "b"), ("c",))


def test_files_beyond_the_limits_are_refused(tmp_path: Path) -> None:
    few = replace(WORKBOOK, rows=2, columns=3)
    assert refusal(tmp_path / "a.csv", b"a\nb\nc\n", limits=few) == ("sheet-too-far", "a.csv: 3")
    assert refusal(tmp_path / "a.csv", b"a,b,c,d\n", limits=few) == ("sheet-too-far", "a.csv: 1")
    wide = b"," * 50
    assert refusal(tmp_path / "a.csv", wide, limits=replace(WORKBOOK, cells=40)) == ("sheet-too-large", "a.csv")
    assert refusal(tmp_path / "a.csv", b"abc", limits=replace(WORKBOOK, text_bytes=2)) == ("file-too-large", "a.csv")
