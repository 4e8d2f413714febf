"""What is shared: pseudonyms that only the secret ties to firms, nothing that tells who they are, coarse figures."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from guangdong_survey import answered
from survey_cases import NONE, UNKNOWN, firm, item, need, survey

from importplan.basics.errors import InputRejected
from importplan.basics.labels import LANGUAGES, Language
from importplan.basics.spans import TimeSpan
from importplan.catalog.load import load
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.survey.earlier_release import shown_before
from importplan.survey.estimates.anonymity import joined
from importplan.survey.estimates.pseudonyms import pseudonym
from importplan.survey.estimates.shared import ITEM, shared, two_figures
from importplan.survey.returns.survey import Survey, SurveyedFirm
from importplan.survey.share import write_shared

CATALOG, RULE, SECRET = load(), ConfidentialityRule(), b"a secret of thirty-two characters"


def write(found: Survey, path: Path, language: Language = "zh", secret: bytes = SECRET) -> Path:
    write_shared(shared(found, CATALOG, RULE, secret), found, path, language, CATALOG, RULE)
    return path


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    rows = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
    return [dict(zip((str(heading) for heading in rows[0]), row, strict=True)) for row in rows[1:]]


def one(**about: Any) -> SurveyedFirm:
    return firm(
        "甲机床有限公司",
        [
            item(
                "光栅尺", [need("2027Q1", 7.0)], brand_model="LC-415 甲机床专用", spec="秘密", first_maker="海德汉",
                second_maker="昊志", first_origin="DE", unit_price=123456.0, currency="EUR",
                bought_cny_per_year=1_234_567.0, stock=UNKNOWN, installed=NONE,
                on_order_due=TimeSpan.of_months(2027, 5), incidents=("licence_delay", "price_rise"),
            )
        ],
        **({"credit_code": "91440101MA0000001X", "city": "东莞", "revenue_cny": 5e8} | about),
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_whole_file_tells_who_a_firm_is(tmp_path: Path, language: Language) -> None:
    found = answered()
    path = write(found, tmp_path / "shared.xlsx", language)
    with zipfile.ZipFile(path) as archive:
        words = "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    for each in found.firms:
        contact = (each.record.text("contact_name"), each.record.text("contact_phone"))
        for secret in (each.name, each.credit_code, *contact, *each.files):
            assert secret not in words
    assert "报关慢" not in words  # free text
    assert "虚构" not in words


def test_a_firm_keeps_its_pseudonym_and_only_the_secret_makes_it() -> None:
    first, again = one(), replace(one(), firm="F7", name="甲机床")
    assert pseudonym(first, SECRET) == pseudonym(again, SECRET)  # known by its credit code
    assert pseudonym(first, SECRET) != pseudonym(first, b"another secret")
    assert pseudonym(replace(first, credit_code=""), SECRET) == pseudonym(
        replace(first, credit_code="", name="甲机床 有限公司"), SECRET
    )


def test_answers_are_made_coarse(tmp_path: Path) -> None:
    path = write(survey(one()), tmp_path / "shared.xlsx")
    (about,), (told,), (wanted,) = (sheet(path, name) for name in ("企业", "物项", "需求"))
    assert (about["企业规模"], about["所在地市"]) == ("其他", "其他")  # of one firm alone
    assert told["第一来源制造商"] == "Heidenhain"
    assert told["第二来源制造商"] is None  # a domestic maker may be a firm of the survey
    assert (told["第一来源原产国"], told["最近一次单价"]) == ("德国", 120_000)
    assert told["近三年年均采购金额（万元）"] == 120
    assert (told["预计到货月"], told["近三年遇到的情况"]) == ("2027", "许可延迟、涨价")
    assert (told["现有库存"], told["在用数量"]) == ("不清楚", "无")
    assert (wanted["需求季度"], wanted["需求数量"], wanted["企业代号"]) == ("2027Q1", 7, about["企业代号"])
    assert not {"品牌型号", "技术指标", "企业全称", "手机"} & (set(about) | set(told))


def test_free_text_is_in_no_column() -> None:
    assert not {"item_name", "brand_model", "spec"} & set(ITEM)


def test_firms_that_do_not_agree_are_left_out(tmp_path: Path) -> None:
    found = survey(one(), one(consent=False, credit_code="91440101MA0000002X"))
    found = replace(found, firms=(found.firms[0], replace(found.firms[1], firm="乙")))
    path = write(found, tmp_path / "shared.xlsx")
    assert len(sheet(path, "企业")) == 1
    guide = [row[0] for row in openpyxl.load_workbook(path)["说明"].iter_rows(values_only=True)]
    assert "不同意以汇总形式使用的企业 1 家未列入。" in guide


def test_an_item_named_after_a_firm_stops_the_export(tmp_path: Path) -> None:
    found = survey(one())
    items = {"光栅尺": replace(found.items["光栅尺"], name_zh="甲机床有限公司专用光栅尺")}
    with pytest.raises(InputRejected) as caught:
        write(replace(found, items=items), tmp_path / "shared.xlsx")
    assert {issue.code for issue in caught.value.issues} == {"survey-share-remains"}
    assert not (tmp_path / "shared.xlsx").exists()


def test_items_to_be_confirmed_are_not_shared(tmp_path: Path) -> None:
    found = one()
    unsure = replace(found, items=tuple(replace(entry, sure=False) for entry in found.items))
    assert sheet(write(survey(unsure), tmp_path / "shared.xlsx"), "物项") == []


@pytest.mark.parametrize(("amount", "rounded"), [(1234.0, 1200.0), (0.0, 0.0), (98765.0, 99000.0), (0.1234, 0.12)])
def test_two_figures(amount: float, rounded: float) -> None:
    assert two_figures(amount) == pytest.approx(rounded)


def many(*kinds: tuple[str, float, str]) -> Survey:
    """A survey of firms of these cities, revenues and industries."""
    return survey(
        *(
            replace(
                one(city=city, revenue_cny=revenue, credit_code=f"91440101MA00{number:05d}X"),
                firm=f"F{number}",
                name=f"第{number}号机床厂",
                industry=industry,
            )
            for number, (city, revenue, industry) in enumerate(kinds)
        )
    )


# Each city, industry and size has three firms and more; the combination of the last firm is its own.
ALIKE = [("东莞", 5e8, "机床")] * 3 + [("佛山", 5e8, "模具")] * 3
WITH_ONE_ALONE = many(*ALIKE, ("东莞", 5e8, "模具"))


def test_each_combination_that_is_shown_stands_for_three_firms(tmp_path: Path) -> None:
    path = write(WITH_ONE_ALONE, tmp_path / "shared.xlsx")
    shown = Counter((row["所在地市"], row["所属行业"], row["企业规模"]) for row in sheet(path, "企业"))
    assert min(shown.values()) >= 3
    assert len(shown) > 1  # not all is left out
    guide = " ".join(str(row[0]) for row in openpyxl.load_workbook(path)["说明"].iter_rows(values_only=True))
    assert "原有 1 家的组合独一无二" in guide and "每种组合至少 3 家" in guide


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_release_is_held_against_the_one_before(tmp_path: Path, language: Language) -> None:
    """A firm that has moved between two releases is alone with its two cities, whatever the new one shows."""
    before = write(many(*ALIKE, ("东莞", 5e8, "机床")), tmp_path / "before.xlsx", language)
    after = many(*ALIKE, ("佛山", 5e8, "模具"))
    known = shown_before(before, after, CATALOG, RULE)
    assert len(known) == 7
    alone, held = shared(after, CATALOG, RULE, SECRET), shared(after, CATALOG, RULE, SECRET, [known])
    assert (alone.anonymity.left_out, alone.joined) == (0, 0)
    assert held.joined == 7
    assert held.anonymity.left_out > 0  # the new city and industry of the one that has moved, as others'
    assert held.anonymity.below == 0


def test_all_earlier_releases_are_held_against_the_new_one(tmp_path: Path) -> None:
    """Who has the first one too knows the city that the last one no longer shows."""
    after = many(*ALIKE, ("佛山", 5e8, "模具"))
    first = shown_before(write(many(*ALIKE, ("东莞", 5e8, "机床")), tmp_path / "1.xlsx"), after, CATALOG, RULE)
    last = shown_before(write(after, tmp_path / "2.xlsx"), after, CATALOG, RULE)
    assert shared(after, CATALOG, RULE, SECRET, [last]).anonymity.below == 0
    both = shared(after, CATALOG, RULE, SECRET, [first, last])
    assert both.joined == 7
    # It cannot be taken back: the one that has moved stands alone with its two cities, which is told.
    assert both.anonymity.below == 1


@pytest.mark.parametrize(
    ("shown", "together"),
    [(("", ""), ""), (("a", ""), "a"), (("a", "a"), "a"), (("a", "b", "a"), "a\0b"), (("a\0b", "b"), "a\0b")],
)
def test_what_releases_show_together(shown: tuple[str, ...], together: str) -> None:
    assert joined(shown) == together


def test_a_file_that_is_no_release_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InputRejected) as caught:
        shown_before(tmp_path / "other.xlsx", WITH_ONE_ALONE, CATALOG, RULE)
    assert caught.value.issues[0].code == "survey-share-no-release"
