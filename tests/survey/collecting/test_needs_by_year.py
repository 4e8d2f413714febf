"""One word of the bureau splits the years of all returns; without it nothing is counted, and who said it is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from returned_form import save

from importplan.pipeline import survey_case, survey_report
from importplan.survey.longer_needs import resting, waiting
from importplan.survey.review.read import shares_of

BASE = Path(__file__).parents[3] / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"
TODAY = date(2026, 12, 1)
SHEET = "按年填报"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "returned"
    for name, quantities in (("甲", (2, 3, None)), ("乙", (8, None, 5))):
        rows = [
            [f"企业名称：东莞市{name}精密机械有限公司"],
            [],
            ["序号", "物项名称", "单位", "2027年", "2028年上半年", "2028年Q3"],
            [1, "五轴立式加工中心", "台", *quantities],
        ]
        save(place / f"{name}.xlsx", {"需求": rows})
    return place


def collect(folder: Path, **options: object) -> survey_case.CollectedSurvey:
    return survey_case.collect_surveys(folder, BASE, today=TODAY, workers=1, **options)  # type: ignore[arg-type]


def answer(reviews: Path, decisions: dict[str, str], who: str = "王工") -> None:
    book = load_workbook(reviews)
    sheet = book[SHEET]
    headings = {cell.value: cell.column for row in sheet.iter_rows(max_row=5) for cell in row if cell.value}
    for row in range(1, sheet.max_row + 1):
        kind = sheet.cell(row, headings["识别码（勿改）"]).value
        if kind in decisions:
            sheet.cell(row, headings["决定"]).value = decisions[kind]
            sheet.cell(row, headings["确认人"]).value = who
    book.save(reviews)


def needed(result: survey_case.CollectedSurvey) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for line in result.scenario.demand:
        found.setdefault(line.firm, {})[str(line.period)] = line.quantity
    return found


def test_years_wait_for_one_word_and_rest_on_it(folder: Path, tmp_path: Path) -> None:
    """2 machines a year, evenly: 0.5, 1, 1.5, 2 added up, rounded 1, 1, 2, 2: one in Q1, one in Q3. 8 halves of 1:3."""
    reviews = tmp_path / "reviews.xlsx"
    first = collect(folder, reviews=reviews)
    assert needed(first) == {"东莞乙精密机械": {"2028Q3": 5.0}}
    assert {kind: (entry.needs, entry.units) for kind, entry in waiting(first.surveyed).items()} == {
        "year": (2, 10.0), "half_year": (1, 3.0),
    }  # fmt: skip
    assert first.has_questions
    survey_case.write_reviews(first, reviews)
    answer(reviews, {"year": "按季平均", "half_year": "1:2"})
    second = collect(folder, reviews=reviews)
    assert second.reviews.answered == 2 and not second.reviews.issues
    assert needed(second) == {
        "东莞甲精密机械": {"2027Q1": 1.0, "2027Q3": 1.0, "2028Q1": 1.0, "2028Q2": 2.0},
        "东莞乙精密机械": {"2027Q1": 2.0, "2027Q2": 2.0, "2027Q3": 2.0, "2027Q4": 2.0, "2028Q3": 5.0},
    }
    assert not waiting(second.surveyed)
    assert {kind: entry.units for kind, entry in resting(second.surveyed).items()} == {"year": 10.0, "half_year": 3.0}
    assert not second.collected.rejected
    survey_case.write_reviews(second, reviews)
    third = collect(folder, reviews=reviews)
    assert third.reviews.answered == 0 and needed(third) == needed(second)
    split = third.surveyed.remembered.splits.by_kind["year"]
    assert (split.who, split.when) == ("王工", "2026-12-01")


def test_the_report_says_how_much_rests_on_it_and_who_has_not_answered(folder: Path, tmp_path: Path) -> None:
    before = survey_report.assess_survey(folder, BASE, today=TODAY, workers=1)
    assert [firm.name for firm in before.region.silent] == ["东莞市甲精密机械有限公司"]
    assert before.region.answered == 1 and before.rests_on_split == ()
    reviews = tmp_path / "reviews.xlsx"
    survey_case.write_reviews(collect(folder, reviews=reviews), reviews)
    answer(reviews, {"year": "按季平均", "half_year": "1:2"})
    after = survey_report.assess_survey(folder, BASE, reviews=reviews, today=TODAY, workers=1)
    assert after.region.answered == 2 and not after.region.silent
    year, half = sorted(after.rests_on_split, key=lambda words: "半年" in words)
    assert "67%" in year and "王工" in year and "按季平均" in year  # 6 of 9 lines
    assert "22%" in half and "1:2" in half


def test_a_word_without_an_author_or_with_wrong_shares_is_not_taken(folder: Path, tmp_path: Path) -> None:
    reviews = tmp_path / "reviews.xlsx"
    survey_case.write_reviews(collect(folder, reviews=reviews), reviews)
    answer(reviews, {"year": "按季平均"}, who="")
    answer(reviews, {"half_year": "10%:20%"})
    result = collect(folder, reviews=reviews)
    assert sorted(issue.code for issue in result.reviews.issues) == [
        "survey-review-shares", "survey-review-split-author",
    ]  # fmt: skip
    assert set(waiting(result.surveyed)) == {"year", "half_year"}


@pytest.mark.parametrize(
    ("words", "quarters", "shares"),
    [
        ("按季平均", 4, (0.25,) * 4),
        ("10:20:30:40", 4, (0.1, 0.2, 0.3, 0.4)),
        ("10%、20%、30%、40%", 4, (0.1, 0.2, 0.3, 0.4)),
        ("0：1", 2, (0.0, 1.0)),
        ("1:2:3", 4, None),
        ("10%、20%、30%、50%", 4, None),
        ("看情况", 4, None),
        ("0:0", 2, None),
    ],
)
def test_shares_as_people_write_them(words: str, quarters: int, shares: tuple[float, ...] | None) -> None:
    assert shares_of(words, quarters) == (None if shares is None else pytest.approx(shares))
