"""Every fault of an annex in one pass, each at its place; nothing is written when there is an error."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from importplan.basics.issues import Severity
from importplan.catalog.annexes.read import read_annex
from importplan.catalog.annexes.take_in import TakenIn, Wanted, take_in
from importplan.catalog.lists.difference import compare
from importplan.catalog.load import load
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main

CATALOG = load()
TODAY = date(2026, 11, 24)


def taken(folder: Path, words: str, name: str = "清单二") -> TakenIn:
    (folder / "annex.csv").write_text(words, encoding="utf-8")
    return take_in(read_annex(folder / "annex.csv"), CATALOG, Wanted(name, "2025", TODAY))


def issues(found: TakenIn, severity: Severity) -> set[tuple[str, str]]:
    for issue in found.issues:
        assert issue.found("zh") and issue.repair("zh") and issue.found("en") and issue.repair("en")
    return {(issue.code, issue.at.cell) for issue in found.issues if issue.severity is severity}


FAULTY = """序号,商品名称,部件级别,上级部件,税则号列,技术规格要求,免税执行年限
1,主轴系统,一级,,84669390,功率≥,2027年
1,主轴轴承,二级,1,8482800,,2024年
2,,一级,,84828000,,
3,定子,三级,1,8501,,很快
4,转子,四级,1,abc,,
5,孤儿,二级,99,84828000,长度≤5m、,
"""


def test_all_faults_are_named_at_once_with_their_cells(tmp_path: Path) -> None:
    found = taken(tmp_path, FAULTY)
    assert issues(found, Severity.ERROR) == {
        ("annex-requirement-broken", "F2"),
        ("annex-row-twice", "3"),
        ("annex-code-cut", "E3"),
        ("row-expires-before-edition", "3"),
        ("row-parent-unknown", "3"),  # it stands under row 1, which is now itself
        ("annex-name-missing", "4"),
        ("row-level-gap", "5"),
        ("annex-expiry", "G5"),
        ("annex-level", "C6"),
        ("annex-code", "E6"),
        ("row-parent-unknown", "7"),
    }
    assert ("annex-requirement-cut", "F7") in issues(found, Severity.WARNING)


def test_levels_and_parents_follow_from_numbers_of_several_steps(tmp_path: Path) -> None:
    found = taken(tmp_path, "序号,名称,税则号列\n1,主轴,\n1.1,电主轴,\n1.1.1,定子,85030090\n1.2,轴承,84828000\n")
    assert issues(found, Severity.ERROR) == set()
    assert [(row.reference.row, row.level, row.parent) for row in found.edition.rows.values()] == [
        ("1", 1, ""),
        ("1.1", 2, "1"),
        ("1.1.1", 3, "1.1"),
        ("1.2", 2, "1"),
    ]


def test_numbers_may_count_parts_or_equipment(tmp_path: Path) -> None:
    """Where some number stands without new equipment, numbers count parts; else they count the equipment."""
    head = "序号,装备名称,一级部件,二级部件,税则号列\n"
    parts = taken(tmp_path, head + "1,加工中心,主轴,,84669390\n2,加工中心,主轴,轴承,84828000\n3,,,电机,8501\n")
    assert [(row.reference.row, row.level, row.parent) for row in parts.edition.rows.values()] == [
        ("1", 1, "加工中心"),
        ("2", 2, "1"),
        ("3", 2, "1"),
    ]
    equipment = taken(tmp_path, head + "1,加工中心,主轴,,84669390\n,,,轴承,84828000\n2,磨床,砂轮架,,84669390\n")
    assert list(equipment.edition.rows) == ["1.1", "1.1.1", "2.1"]


def test_sections_with_their_mark_in_the_column_of_numbers(tmp_path: Path) -> None:
    """List 1, whose goods stand under 装备名称; numbers begin again in each section."""
    words = (
        "编号,技术装备名称,技术规格要求,销售业绩要求\n一,大型清洁高效发电装备,,\n（一）,核电机组,,\n1,核岛设备,百万千瓦级,有合同\n"
        '（二）,火电机组,,\n1,汽轮机,"≥600MW\n≥25MPa",\n'
    )
    found = taken(tmp_path, words, "清单一")
    assert issues(found, Severity.ERROR) == set()
    assert [(row.reference.row, row.name_zh, row.requirement, row.section) for row in found.edition.rows.values()] == [
        ("一(一)1", "核岛设备", "百万千瓦级", "一、大型清洁高效发电装备 （一）核电机组"),
        ("一(二)1", "汽轮机", "≥600MW；≥25MPa", "一、大型清洁高效发电装备 （二）火电机组"),
    ]


def test_text_alone_in_its_row_is_a_section_and_without_a_mark_a_doubt(tmp_path: Path) -> None:
    found = taken(tmp_path, "序号,名称,税则号列\n一、机床,,\n1,丝杠,84834090\n考，以,,\n2,轴承,84828000\n")
    assert [row.section for row in found.edition.rows.values()] == ["一、机床", "一、机床 考，以"]
    assert ("annex-section-unmarked", "4") in issues(found, Severity.WARNING)


def test_equipment_named_in_sections_and_no_numbers_at_all(tmp_path: Path) -> None:
    """The layout of the notices of 2008: limits first, parts in three columns, years from the first day."""
    words = (
        "技术参数,一级部件,二级部件,三级部件,数量,暂定退税年限,税则号列(供参考)\n1、风力发电机整机进口关键零部件,,,,,,\n"
        "单机额定功率≥1.5MW,主轴轴承,,,1-2个/台,2年,8482\n,齿轮箱,行星轮,,3个/台,2年,84839000\n"
    )
    found = taken(tmp_path, words)
    assert issues(found, Severity.ERROR) == set()
    rows = [(row.reference.row, row.level, row.parent, row.name_zh, row.expires) for row in found.edition.rows.values()]
    assert rows == [
        ("1", 1, "", "主轴轴承", date(2027, 2, 28)),
        ("2", 1, "", "齿轮箱", None),
        ("2.1", 2, "2", "行星轮", date(2027, 2, 28)),
    ]


def test_codes_outside_the_tariff_and_former_codes_are_doubts(tmp_path: Path) -> None:
    found = taken(tmp_path, "序号,名称,税则号列\n1,激光机,84561000\n2,中心,84571098\n3,中心,84571010\n")
    assert issues(found, Severity.ERROR) == set()
    doubts = {issue.code: dict(issue.values) for issue in found.issues}
    assert "84561100" in str(doubts["annex-code-former"]["replaced_by"])
    assert "84571099" in str(doubts["annex-code-unknown"]["nearest"])


def test_a_list_of_goods_that_are_never_exempt(tmp_path: Path) -> None:
    words = "编号,设备名称,技术规格,税号,备注\n十、机床,,,,\n1,立式加工中心,定位精度≥0.006mm,84571010,含五轴\n"
    found = taken(tmp_path, words, "清单三")
    (row,) = found.edition.rows.values()
    assert (row.reference.row, row.name_zh, row.level, row.parent) == ("1", "立式加工中心", 0, "")
    assert (row.requirement, row.section, row.notes) == ("定位精度≥0.006mm", "十、机床", "含五轴")


def test_a_new_edition_needs_its_document_and_may_close_the_one_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annex, own = tmp_path / "annex.csv", tmp_path / "own"
    annex.write_text("序号,名称,税则号列\n1,轴承,84828000\n", encoding="utf-8")
    words = ["catalog", "import", str(annex), "--list", "清单二", "--edition", "2028", "-o", str(own)]
    assert main(words) == ExitCode.INPUT_ISSUES
    words += ["--document", "某公告2027年第9号", "--valid-from", "2028-01-01"]
    assert main(words) == ExitCode.INPUT_ISSUES
    assert "2027-12-31" in capsys.readouterr().out  # the last day that the open edition would have
    assert not own.exists()
    assert main([*words, "--close-older", "--dry-run"]) == ExitCode.DONE
    assert not own.exists()
    assert main([*words, "--close-older"]) == ExitCode.DONE
    parts = load(own=own).goods_lists.by_key["major_equipment_parts"]
    for day, edition in ((date(2027, 12, 31), "2025"), (date(2028, 1, 1), "2028")):
        on = parts.on(day)
        assert on is not None and on.key == edition
    assert sorted(path.suffix for path in (own / "goods_lists" / "major_equipment_parts").iterdir()) == [
        ".csv",
        ".csv",
        ".toml",
        ".toml",
    ]


def test_what_was_imported_reads_back_as_it_was_and_a_faulty_file_leaves_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annex, own = tmp_path / "annex.csv", tmp_path / "own"
    annex.write_text('序号,名称,税则号列,技术规格\n1,轴承,"ex84828000、8466","内径""φ""≥1|2"\n', encoding="utf-8")
    words = ["catalog", "import", str(annex), "--list", "清单二", "--edition", "2025", "-o", str(own)]
    assert main([*words, "--source", 'https://example.org/"a"\\b', "--confidence", "official"]) == ExitCode.DONE
    edition = load(own=own).goods_lists.by_key["major_equipment_parts"].edition("2025")
    assert edition is not None
    (row,) = edition.rows.values()
    assert (edition.source, edition.rows_in_hand, row.confidence) == (
        'https://example.org/"a"\\b',
        "complete",
        "official",
    )
    assert (row.requirement, [str(code) for code in row.codes]) == ('内径"φ"≥1|2', ["ex84828000", "8466"])
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()}
    annex.write_text("序号,名称,税则号列\n1,轴承,848\n", encoding="utf-8")
    assert main(words) == ExitCode.INPUT_ISSUES
    assert {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} == before
    capsys.readouterr()
    assert main(["catalog", "diff", "清单二", "2021", "2025", "--catalogs", str(own), "--json"]) == ExitCode.DONE
    found = json.loads(capsys.readouterr().out)
    nothing = {"without_rows": ["2021"], "partly_in_hand": [], "added": ["1"], "removed": [], "changed": [], "same": 0}
    assert found == nothing


def test_a_difference_tells_reworded_renumbered_and_replaced_rows_apart(tmp_path: Path) -> None:
    head = "序号,名称,税则号列,技术规格\n"
    older = taken(
        tmp_path, head + "1,主轴轴承,84828000,P4\n2,丝杠,84834090,\n3,光栅尺,90318090,\n4,泵,8413,\n5,阀,8481,\n"
    )
    newer = taken(
        tmp_path,
        head + "1,主轴轴承,84828000,P2\n2,液压马达,84122990,\n3,光栅尺,90318090,\n6,泵,8413,\n5,换向阀,8481,\n",
    )
    found = compare(older.edition.rows, newer.edition.rows)
    assert [row.name_zh for row in found.added] == ["液压马达"]
    assert [row.name_zh for row in found.removed] == ["丝杠"]
    assert {(change.after.reference.row, change.column, change.was, change.now) for change in found.changed} == {
        ("1", "requirement", "P4", "P2"),
        ("6", "row", "4", "6"),
        ("5", "name_zh", "阀", "换向阀"),
    }
    assert found.same == 1


@pytest.mark.parametrize(
    "words",
    [
        ["import", "no.csv", "--list", "清单九", "--edition", "2025", "-o", "own"],
        ["import", "no.csv", "--list", "清单二", "--edition", "2025", "-o", "own"],
        ["diff", "清单九", "2021", "2025"],
        ["diff", "清单二", "2021", "2026"],
    ],
)
def test_unknown_lists_editions_and_files_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", *words]) == ExitCode.INPUT_ISSUES
    assert "Traceback" not in capsys.readouterr().err


def test_editions_without_rows_compare_nothing_and_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the 2021 edition of list 2 no row is shipped, of the 2007 one some."""
    assert main(["catalog", "diff", "清单二", "2007", "2021", "--language", "zh"]) == ExitCode.DONE
    assert "2021 没有在库条目" in capsys.readouterr().out
    assert main(["catalog", "diff", "清单二", "2021", "2017", "--json"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["without_rows"] == ["2021", "2017"]
    # Three rows of 944 are no edition either: what is missing may not have been seen.
    assert main(["catalog", "diff", "清单三", "2007", "2025", "--language", "zh"]) == ExitCode.DONE
    assert "2007, 2025 只有部分条目在库" in capsys.readouterr().out
