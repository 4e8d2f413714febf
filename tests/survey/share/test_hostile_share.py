"""Hostile words in returned files, followed into the export: no formula, no name of a firm, no broken file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import hostile
import openpyxl
import pytest
from returned_form import form

from importplan.basics.errors import InputRejected
from importplan.basics.labels import LANGUAGES, Language
from importplan.pipeline import survey_report

BASE = Path(__file__).parents[3] / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"
FORMULAS = ('=HYPERLINK("http://evil.example","x")', "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)")
NAMES = (
    "东莞市甲川精密机械有限公司",
    "佛山市乙木数控装备有限公司",
    "中山市丙山机床有限公司",
    "=广州市丁湖机床有限公司",
)
SIGNS = "牧野_x0000_D_x000B_500_xD800_"  # escaped as Excel escapes signs that no XML file can hold
NEEDS = ({"item_number": 1, "period": "2027Q3", "quantity": 2, "firmness": "已签约"},)


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four firms in one industry that is a formula; every free answer is a formula with the name of another firm."""
    place = tmp_path_factory.mktemp("hostile") / "returned"
    place.mkdir()
    for number, name in enumerate(NAMES):
        other, formula = NAMES[number - 1], FORMULAS[number]
        firm = {
            "firm_name": name, "city": f"{formula}东莞", "district": f"{formula}{other}", "industry": FORMULAS[0],
            "contact_name": f"{formula}张三{number}", "contact_phone": f"1390000{number:04d}",
            "contact_position": other, "difficulties": f"{formula} 与{other}合用报关行", "signed_by": f"@李四{number}",
        }  # fmt: skip
        machine = {
            "item_number": 1, "kind": "整机", "item_name": "五轴立式加工中心", "brand_model": f"{other} {SIGNS}",
            "spec": f"{formula} 供{other}用", "unit": "台", "first_maker": (other, "牧野", formula, SIGNS)[number],
            "first_origin": "日本", "second_maker": f"{formula}{other}", "workaround": f"{formula} 向{other}租赁",
            "alternatives": f"{formula}、{other}", "unit_price": "80000000", "currency": "日元", "incoterm": "CIF",
        }  # fmt: skip
        (place / f"{number}{other}.xlsx").write_bytes(hostile.workbook(form(firm, (machine,), NEEDS)))
    return place


def exported(returned: Path, tmp_path: Path, language: Language) -> Path:
    path = tmp_path / "shared.xlsx"
    survey_report.share_survey(returned, path, tmp_path / "secret.txt", BASE, language=language, workers=1)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_becomes_a_formula_or_a_link(returned: Path, tmp_path: Path, language: Language) -> None:
    """The industry that three firms and more share is exported as it was written: as text, whatever it begins with."""
    path = exported(returned, tmp_path, language)
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert FORMULAS[0] in {cell.value for cell in cells}  # the export holds hostile words, so the test can fail
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name in parts if "externalLink" in name or "vba" in name]
    assert not [name for name, part in parts.items() if b"<f>" in part or b'TargetMode="External"' in part]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_firm_and_no_free_answer_is_in_the_file(returned: Path, tmp_path: Path, language: Language) -> None:
    with zipfile.ZipFile(exported(returned, tmp_path, language)) as archive:
        words = "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    assert "Makino" in words  # a known foreign maker is kept
    for number, name in enumerate(NAMES):
        for secret in (name, name[3:7], f"张三{number}", f"李四{number}", f"1390000{number:04d}", f"供{name}用"):
            assert secret not in words
    assert "报关行" not in words
    assert not [sign for sign in words if ord(sign) < 32 and sign not in "\t\r\n"]
    assert "_x0000_" not in words


def test_a_firm_that_is_named_in_a_shared_industry_stops_the_export(tmp_path: Path) -> None:
    """Free words that three firms give alike would be exported: they are looked at like any other cell."""
    place = tmp_path / "returned"
    place.mkdir()
    for number, name in enumerate(NAMES[:3]):
        firm = {"firm_name": name, "city": "东莞", "industry": f"为{NAMES[0]}配套"}
        (place / f"{number}.xlsx").write_bytes(hostile.workbook(form(firm, (), ())))
    with pytest.raises(InputRejected) as caught:
        exported(place, tmp_path, "zh")
    assert {issue.code for issue in caught.value.issues} == {"survey-share-remains"}
    assert not (tmp_path / "shared.xlsx").exists()
