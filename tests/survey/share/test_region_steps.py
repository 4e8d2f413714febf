"""From returned files to the report of the region and to the export: the steps and the commands."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest
from returned_form import form, save

from importplan.basics.errors import InputRejected
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.pipeline import survey_report

BASE = Path(__file__).parents[3] / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"
NAMES = ("东莞市甲川精密机械有限公司", "佛山市乙木数控装备有限公司", "中山市丙山机床有限公司")
MACHINE = {
    "item_number": 1, "kind": "整机", "item_name": "五轴立式加工中心", "unit": "台", "first_maker": "牧野",
    "first_origin": "日本", "first_share": "100%", "make_months": 9, "transit_months": 1.5, "survives_months": 1,
    "unit_price": "80000000", "currency": "日元", "incoterm": "CIF", "bought_per_year": 2,
}  # fmt: skip
NEEDS = ({"item_number": 1, "period": "2027Q3", "quantity": 2, "firmness": "已签约"},)
LIST = (
    "企业名称,所在地市,所属行业,营业收入（万元）",
    "东莞甲川精密机械有限责任公司,东莞,机床,5000",  # another spelling of the first
    "佛山市乙木数控装备有限公司,佛山,机床,5000",
    "中山市丙山机床有限公司,中山,机床,5000",
    "没有回答的甲公司,东莞,机床,5000",
    "没有回答的乙公司,佛山,机床,5000",
    "没有回答的丙公司,中山,机床,5000",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "returned"
    for number, name in enumerate(NAMES):
        firm = {
            "firm_name": name,
            "city": name[:2],
            "contact_name": f"张三{number}",
            "contact_phone": f"1390000{number:04d}",
        }
        save(place / f"{number}.xlsx", form(firm, (MACHINE,), NEEDS))
    (tmp_path / "asked.csv").write_text("\n".join(LIST), encoding="utf-8")
    return place


def test_the_firms_that_answered_stand_for_those_asked(folder: Path, tmp_path: Path) -> None:
    """3 of 6 asked answered with 2 machines each; a firm under another spelling is found in the list."""
    report = survey_report.assess_survey(folder, BASE, tmp_path / "asked.csv", workers=1)
    assert (report.region.asked, report.region.answered, report.region.not_asked) == (6, 3, 0)
    (demand,) = report.region.shown_demand
    assert demand.base_total is not None
    assert demand.base_total.value == pytest.approx(12.0)
    (depends,) = report.region.shown_dependence
    # A quarter of needs is all there is: 12 in a quarter are 48 a year; 48 / 12 · 100 % · (10.5 − 1)
    assert depends.gap == pytest.approx(48 / 12 * 9.5)


def test_a_name_that_few_firms_write_waits_for_a_list(folder: Path) -> None:
    """It may tell who they are: `甲川专用磨床`."""
    firm = {"firm_name": "江门市丁水机械有限公司", "city": "江门"}
    save(folder / "3.xlsx", form(firm, (MACHINE | {"item_name": "甲川专用磨床"},), NEEDS))
    report = survey_report.assess_survey(folder, workers=1)
    assert [entry.item for entry in report.region.demand if "甲川" in report.names.item(entry.item)] == []
    assert report.region.waiting == 1


def test_without_a_base_items_count_under_their_names_as_written(folder: Path) -> None:
    report = survey_report.assess_survey(folder, workers=1)
    (demand,) = report.region.shown_demand
    assert report.names.item(demand.item) == "五轴立式加工中心"
    assert demand.base_total is not None
    assert demand.base_total.value == pytest.approx(6.0)


def test_the_commands_write_what_may_be_passed_on_without_names(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    common = ["--base", str(BASE), "--workers", "1", "--language", "zh"]
    words = ["survey", "report", "returned", "-o", "r.xlsx", "--html", "r", "--internal", "i", "--frame", "asked.csv"]
    assert main([*words, *common]) == ExitCode.DONE
    assert "样本 3/6 家" in capsys.readouterr().out
    shared = ["survey", "share", "returned", "-o", "s.xlsx", "--secret", "secret.txt"]
    assert main([*shared, *common]) == ExitCode.DONE
    for name in ("r.xlsx", "s.xlsx"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            words_of = "".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())
        assert not any(secret in words_of for secret in (*NAMES, "甲川", "张三", "1390000"))
    assert "甲川" not in (tmp_path / "r.html").read_text(encoding="utf-8")
    internal = openpyxl.load_workbook(tmp_path / "i.xlsx")["企业名单"]
    states = [row[5].value for row in internal.iter_rows()]
    assert (states.count("未收回"), states.count("已收回")) == (3, 3)
    assert stat.S_IMODE((tmp_path / "secret.txt").stat().st_mode) == 0o600


def test_a_second_report_is_held_against_the_first(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fourth firm comes late and needs 7: 13 less 6 would say so. The report itself is nothing to hold against."""
    monkeypatch.chdir(tmp_path)
    common = ["survey", "report", "returned", "--base", str(BASE), "--workers", "1"]
    assert main([*common, "-o", "r.xlsx", "--internal", "i.xlsx", "--language", "en"]) == ExitCode.DONE
    firm = {"firm_name": "江门市丁水机械有限公司", "city": "江门"}
    save(folder / "3.xlsx", form(firm, (MACHINE,), ({**NEEDS[0], "quantity": 7},)))
    capsys.readouterr()
    words = [*common, "-o", "r2.xlsx", "--internal", "i2.xlsx", "--language", "zh"]
    assert main([*words, "--before", "i.xlsx"]) == ExitCode.DONE
    assert "与此前发布的 1 份报告对照" in capsys.readouterr().out
    said = {
        name: [
            cell
            for row in openpyxl.load_workbook(name)["需求测算" if name == "r2.xlsx" else "demand"].values
            for cell in row
        ]
        for name in ("r.xlsx", "r2.xlsx")
    }
    assert 6.0 in said["r.xlsx"]
    assert "保密" in said["r2.xlsx"]
    assert not {6.0, 7.0, 13.0} & {cell for cell in said["r2.xlsx"] if isinstance(cell, float)}
    assert main([*words, "--before", "r.xlsx"]) == ExitCode.INPUT_ISSUES


def test_pseudonyms_stay_while_the_secret_stays(folder: Path, tmp_path: Path) -> None:
    def named(out: str, secret: str) -> set[str]:
        survey_report.share_survey(folder, tmp_path / out, tmp_path / secret, BASE, language="zh", workers=1)
        return {str(row[0].value) for row in openpyxl.load_workbook(tmp_path / out)["企业"].iter_rows(min_row=2)}

    first = named("a.xlsx", "one.txt")
    assert len(first) == 3
    assert named("b.xlsx", "one.txt") == first
    assert not named("c.xlsx", "two.txt") & first


def test_a_file_that_is_there_is_left_alone(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.xlsx").write_text("mine")
    assert main(["survey", "report", "returned", "-o", "r.xlsx", "--workers", "1"]) == ExitCode.DONE
    assert (tmp_path / "r.xlsx").read_text() == "mine"
    assert (tmp_path / "r_2.xlsx").is_file()


def test_a_secret_that_is_none_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("123")
    with pytest.raises(InputRejected) as caught:
        survey_report.share_survey(folder, tmp_path / "s.xlsx", tmp_path / "secret.txt", BASE, workers=1)
    assert [issue.code for issue in caught.value.issues] == ["survey-secret-short"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputRejected) as caught:
        survey_report.assess_survey(tmp_path / "none")
    assert [issue.code for issue in caught.value.issues] == ["survey-folder-missing"]


def test_nothing_is_written_among_the_returned_files(folder: Path, tmp_path: Path) -> None:
    """It would be read as a return the next time."""
    assert main(["survey", "report", str(folder), "-o", str(folder / "r.xlsx")]) == ExitCode.USAGE
    words = ["survey", "share", str(folder), "-o", str(tmp_path / "s.xlsx"), "--base", str(BASE)]
    assert main([*words, "--secret", str(folder / "secret.txt")]) == ExitCode.USAGE
    assert not (folder / "secret.txt").exists()
