"""The report of a survey: its figures, its live totals, and that nobody is named in what is passed on."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from guangdong_survey import answered, listed

from importplan.basics.labels import LANGUAGES, Language, text
from importplan.catalog.load import load
from importplan.documents.html.drawing import in_lines
from importplan.results.table import Formula, Table
from importplan.scenario.schema.settings import Settings
from importplan.survey.estimates.region import assess
from importplan.survey.report import demand, dependence, internal, method, response, web, workbook
from importplan.survey.report.names import SurveyNames
from importplan.survey.report.part import SurveyReport
from importplan.survey.report.summary import summary
from importplan.survey.returns.accounted import Accounted
from importplan.survey.returns.survey import Survey

CATALOG = load()
SETTINGS = Settings(start=date(2027, 1, 1), title="广东省", marking="内部", version="V1")
ACCOUNTED = Accounted(40, 1, 1200, 1100, 60, 40, 41, 38)


def report(language: Language = "zh", framed: bool = True, survey: Survey | None = None) -> SurveyReport:
    survey = survey or answered()
    region = assess(survey, listed() if framed else None, CATALOG, SETTINGS)
    return SurveyReport(region, ACCOUNTED, SurveyNames(survey, CATALOG.countries, CATALOG.cities, language), "returned")


def everything(path: Path) -> str:
    """All parts of a workbook as text, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def secrets(survey: Survey) -> set[str]:
    """What tells who a firm or a person is."""
    found: set[str] = set()
    for firm in survey.firms:
        found |= {firm.name, firm.credit_code, firm.record.text("contact_name"), firm.record.text("contact_phone")}
        found |= set(firm.files)
    return found - {""}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("framed", [True, False])
def test_what_is_passed_on_names_nobody(tmp_path: Path, language: Language, framed: bool) -> None:
    made = report(language, framed)
    workbook.write(made, tmp_path / "report.xlsx")
    web.write(made, tmp_path / "report.html")
    texts = (everything(tmp_path / "report.xlsx"), (tmp_path / "report.html").read_text(encoding="utf-8"))
    assert len(secrets(answered())) > 100
    for words in texts:
        assert [secret for secret in secrets(answered()) if secret in words] == []
        assert "虚构" not in words


def test_the_internal_workbook_names_whom_to_phone_and_whom_to_remind(tmp_path: Path) -> None:
    made = report()
    internal.write(made, tmp_path / "internal.xlsx")
    book = openpyxl.load_workbook(tmp_path / "internal.xlsx")
    assert book.sheetnames == ["待电话核实", "企业名单", "发布依据"]
    words = [[cell.value for cell in row] for row in book["企业名单"].iter_rows()]
    states = [row[5] for row in words if row[5] in ("未收回", "已收回")]
    assert states == ["未收回"] * 14 + ["已收回"] * 38
    assert "内部·不得外传" in everything(tmp_path / "internal.xlsx")
    assert made.region.calls
    first = made.region.calls[0]
    rows = [row for row in book["待电话核实"].iter_rows(values_only=True) if row[1] == first.firm.name]
    assert rows[0][0] == pytest.approx((first.moves_cny or 0.0) / 10_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trap_has_words_that_take_its_values(language: Language) -> None:
    for call in report(language).region.calls:
        for part in ("said", "expected", "why"):
            assert text(f"survey.trap.{call.trap}.{part}", language, **call.values)


@pytest.mark.parametrize("framed", [True, False])
def test_the_gap_is_a_live_formula_of_the_cells_beside_it(framed: bool, tmp_path: Path) -> None:
    """Without a frame two columns fewer stand before the others."""
    (table,) = (block for block in dependence.part(report(framed=framed)).blocks if isinstance(block, Table))
    keys = [column.key for column in table.columns]
    row = dict(zip(keys, table.shown(report(framed=framed).names).rows[0], strict=True))
    numbers = [row[f"survey_{key}"] for key in ("yearly", "top_share", "recovers", "survives")]
    assert all(isinstance(number, float) for number in numbers)
    yearly, share, recovers, survives = (float(str(number)) for number in numbers)
    gap = row["survey_gap"]
    assert isinstance(gap, Formula)
    workbook.write(report(framed=framed), tmp_path / "report.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["依存度与缺口"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    need, share_at, recovers_at, survives_at = (
        f"{chr(ord('A') + keys.index(f'survey_{key}'))}{cell.row}"
        for key in ("yearly", "top_share", "recovers", "survives")
    )
    assert cell.value == f"={need}/12*{share_at}*MAX({recovers_at}-{survives_at},0)"
    assert gap.value == pytest.approx(yearly / 12 * share * (recovers - survives))


def test_response_adds_up_to_the_firms_asked() -> None:
    tables = [block for block in response.part(report()).blocks if isinstance(block, Table)]
    for table in tables[:3]:
        asked, told, stand = (table.values(f"survey_{key}") for key in ("asked", "answered", "stand_for"))
        assert sum(asked) == 52
        assert sum(told) == 38
        assert sum(stand) == pytest.approx(52.0)


def test_the_total_of_values_is_live_and_right(tmp_path: Path) -> None:
    made = report()
    workbook.write(made, tmp_path / "report.xlsx")
    formulas = openpyxl.load_workbook(tmp_path / "report.xlsx")["需求测算"]
    values = openpyxl.load_workbook(tmp_path / "report.xlsx", data_only=True)["需求测算"]
    (cell,) = [cell for row in formulas.iter_rows() for cell in row if str(cell.value).startswith("=SUBTOTAL")]
    amounts = [demand.value_cny(made, entry) or 0.0 for entry in made.region.shown_demand]
    assert values[cell.coordinate].value == pytest.approx(sum(amounts) / 10_000)


def test_an_item_of_few_firms_is_withheld() -> None:
    (table, _) = (block for block in demand.part(report()).blocks if isinstance(block, Table))
    rows = {row[0]: row for row in table.shown(report().names).rows}
    assert rows["超精硬车"][2:8] == ("保密",) * 6
    assert rows["超精硬车"][-1] == "少于3"


def test_hidden_quarters_are_not_drawn() -> None:
    part = demand.quarters_part(report())
    for block in part.blocks:
        if not isinstance(block, Table | str):
            first, after = block.span
            for key in (*block.values, *block.lines):
                assert all(isinstance(value, float) for value in block.table.values(key)[first:after])


def test_without_a_frame_the_report_says_that_nothing_is_weighted() -> None:
    page = summary(report(framed=False))
    assert any("未加权" in words for words in page.head)
    assert any("不代表全区域" in line for section in page.sections for line in section.lines)
    assert "未加权" in str(method.part(report(framed=False)).blocks[0])
    for part in (demand.part, demand.quarters_part, dependence.part):
        tables = [block for block in part(report(framed=False)).blocks if isinstance(block, Table)]
        assert not [column.key for table in tables for column in table.columns if column.key.endswith(("_from", "_to"))]


def test_an_item_that_is_withheld_in_every_quarter_is_named_in_a_sentence_and_not_listed() -> None:
    made = report()
    hidden = [
        made.names.item(entry.item)
        for entry in made.region.shown_demand
        if not any((*entry.low, *entry.base, *entry.high))
    ]
    assert hidden
    blocks = demand.quarters_part(made).blocks
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert not set(hidden) & set(table.shown(made.names).cells("item"))
    assert all(any(isinstance(block, str) and name in block for block in blocks) for name in hidden)


def test_an_english_report_names_cities_industries_and_units_in_english() -> None:
    """Words of the questionnaire's lists; what firms wrote in words of their own stands as written."""
    names = report("en").names
    assert names.city("东莞") == "Dongguan"
    assert names.industry("金属切削机床制造") == "metal-cutting machine tools"
    assert names.industry("打铁") == "打铁"
    (table, *_) = (block for block in response.part(report("en")).blocks if isinstance(block, Table))
    assert "Dongguan" in " ".join(map(str, table.shown(names).cells("survey_category")))
    (items, _) = (block for block in demand.part(report("en")).blocks if isinstance(block, Table))
    assert not {"台", "套", "件"} & set(items.shown(names).cells("unit"))


def test_page_one_says_response_and_items_that_do_not_outlast_a_stop() -> None:
    page = summary(report())
    assert page.title == "高端装备进口需求调研 · 摘要 · 广东省"
    assert page.head[-1] == "样本 38/52 家（按行业、规模加权，按地市校准）"
    short = sum(entry.is_short for entry in report().region.shown_dependence)
    assert short > 0
    assert page.sections[1].heading == f"二、断供撑不到恢复的物项：{short} 项"


def test_the_page_is_one_file_that_fetches_nothing() -> None:
    words = web.page(report())
    assert re.findall(r"(?:src|href)=\"(?!#)", words) == []
    assert "<script" not in words
    assert "http" not in words.replace("http-equiv", "")
    assert words.count("<svg") >= 3


def test_names_below_a_chart_stand_in_two_lines_before_they_are_cut() -> None:
    assert in_lines("Guangzhou", 11) == ["Guangzhou"]
    assert in_lines("Five-axis machining centres", 17) == ["Five-axis", "machining centres"]
    assert in_lines("五轴加工中心", 8) == ["五轴加工", "中心"]
    assert in_lines("汕头、肇庆、韶关、其他", 8) == ["汕头、肇", "庆、韶…"]


def test_words_of_a_survey_cannot_become_a_piece_of_the_page() -> None:
    survey = answered()
    items = {
        key: replace(listed_item, name_zh="<script>alert(1)</script>") for key, listed_item in survey.items.items()
    }
    words = web.page(report(survey=replace(survey, items=items)))
    assert "<script" not in words
    assert "&lt;script&gt;" in words


def test_a_name_that_begins_with_a_sign_is_no_formula(tmp_path: Path) -> None:
    survey = answered()
    items = {key: replace(listed_item, name_zh="=1+1") for key, listed_item in survey.items.items()}
    workbook.write(report(survey=replace(survey, items=items)), tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    formulas = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert all(re.match(r"=(SUBTOTAL|C\d+/12)", str(words)) for words in formulas)
