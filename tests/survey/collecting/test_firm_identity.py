"""Firms are recognised across spellings, never by names alone that only look alike."""

from __future__ import annotations

from datetime import date

import pytest
from returned import DO_NOT_KNOW, NO, item, need, returned

from importplan.catalog.load import load
from importplan.scenario.schema.firms import Firm
from importplan.survey.firms import Identified, identify
from importplan.survey.identity.firm_names import firm_name, likeness
from importplan.survey.returns.answers import FirmReturn

CITIES = load().cities
CODE = "914403001922038216"  # a code of a public register whose check digit holds
OTHER = "91440101231245152Y"
WRONG = "914403001922038215"


def firms_of(*returns: FirmReturn, known: tuple[Firm, ...] = ()) -> Identified:
    return identify(returns, CITIES, known)


@pytest.mark.parametrize(
    "spelling",
    [
        "深圳市启恒精密模具有限责任公司",
        "深圳启恒精密模具有限公司",
        " 深圳市启恒 精密模具有限公司　",
        "广东省深圳市启恒精密模具有限公司",
        "深圳市启恒精密模具有限公司（盖章）",
        "启恒精密模具（深圳）有限公司",
        "启恒精密模具",
    ],
)
def test_a_firm_is_known_across_spellings_without_a_code(spelling: str) -> None:
    first = returned("a.xlsx", firm_name="深圳市启恒精密模具有限公司", city="深圳")
    found = firms_of(first, returned("b.xlsx", firm_name=spelling, city="深圳市"))
    assert [firm.files for firm in found.firms] == [("a.xlsx", "b.xlsx")]


def test_a_code_that_holds_decides_against_the_name() -> None:
    same = firms_of(returned("a", firm_name="甲", credit_code=CODE), returned("b", firm_name="乙丙", credit_code=CODE))
    assert len(same.firms) == 1
    apart = firms_of(
        returned("a", firm_name="启恒模具", city="深圳", credit_code=CODE),
        returned("b", firm_name="启恒模具", city="深圳", credit_code=OTHER),
    )
    assert len(apart.firms) == 2
    assert len({firm.firm for firm in apart.firms}) == 2


def test_a_wrong_check_digit_is_told_and_never_used() -> None:
    """One sign is wrong: the firm is found by its name, and the right code is proposed."""
    found = firms_of(
        returned("a", firm_name="深圳市启恒模具有限公司", city="深圳", credit_code=CODE),
        returned("b", firm_name="深圳启恒模具有限公司", city="深圳", credit_code=WRONG),
    )
    assert [firm.credit_code for firm in found.firms] == [CODE]
    (issue,) = found.issues
    assert issue.at.file == "b"
    assert CODE in issue.repair("zh")
    alone = firms_of(returned("b", firm_name="深圳启恒模具有限公司", credit_code=WRONG))
    assert alone.firms[0].credit_code == ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("佛山第一机床厂", "佛山第二机床厂"),
        ("东莞机床一厂", "东莞机床二厂"),
        ("华南精密机械", "华东精密机械"),
        ("启恒模具1厂", "启恒模具二厂"),
    ],
)
def test_numbers_and_directions_tell_firms_apart(first: str, second: str) -> None:
    assert likeness(firm_name(first, CITIES), firm_name(second, CITIES)) == 0.0
    found = firms_of(returned("a", firm_name=first), returned("b", firm_name=second))
    assert len(found.firms) == 2
    assert not found.suspects


def test_the_same_name_in_two_cities_is_two_firms() -> None:
    found = firms_of(
        returned("a", firm_name="启恒模具有限公司", city="佛山"),
        returned("b", firm_name="启恒模具有限公司", city="东莞"),
    )
    assert len(found.firms) == 2


def test_names_that_are_only_alike_are_for_a_person_to_say() -> None:
    pair = (
        returned("a", firm_name="佛山市华丰精密五金制品有限公司", city="佛山"),
        returned("b", firm_name="佛山市华峰精密五金制品有限公司", city="佛山"),
    )
    found = firms_of(*pair)
    assert len(found.firms) == 2
    (suspect,) = found.suspects
    labels = frozenset((suspect.first.label, suspect.second.label))
    assert len(identify(pair, CITIES, answers={labels: True}).firms) == 1
    settled = identify(pair, CITIES, answers={labels: False})
    assert len(settled.firms) == 2
    assert not settled.suspects


def test_alike_names_with_the_same_telephone_are_one_firm() -> None:
    found = firms_of(
        returned("a", firm_name="佛山市华丰精密五金制品有限公司", city="佛山", contact_phone="138-0013-8000"),
        returned("b", firm_name="佛山市华峰精密五金制品有限公司", city="佛山", contact_phone="13800138000"),
    )
    assert len(found.firms) == 1


def test_the_stock_company_of_the_province_is_not_the_firm_of_the_city() -> None:
    """Both share the core of their names; without a code the finer form of the name decides."""
    found = firms_of(
        returned("a", firm_name="深圳市启恒模具有限公司", city="深圳", credit_code=CODE),
        returned("b", firm_name="广东启恒模具股份有限公司", city="深圳", credit_code=OTHER),
        returned("c", firm_name="广东启恒模具股份有限公司", city="深圳", credit_code=NO),
    )
    assert [firm.files for firm in found.firms] == [("a",), ("b", "c")]


def test_a_firm_of_the_case_keeps_its_id() -> None:
    known = (Firm(firm="SZ-01", name="深圳市启恒模具有限公司", city="深圳", industry="模具制造"),)
    found = firms_of(returned("a", firm_name="启恒模具（深圳）有限公司", credit_code=CODE), known=known)
    assert [(firm.firm, firm.city, firm.industry) for firm in found.firms] == [("SZ-01", "深圳", "模具制造")]


def test_the_city_is_taken_from_the_district_or_the_register_where_none_is_told() -> None:
    by_district = firms_of(returned("a", firm_name="启恒模具", district="顺德区")).firms[0]
    by_register = firms_of(returned("a", firm_name="启恒模具", credit_code=CODE)).firms[0]
    assert (by_district.city, by_register.city) == ("佛山", "深圳")


def test_the_later_return_stands_as_a_whole_and_blanks_are_taken_from_the_one_before() -> None:
    first = returned(
        "a.xlsx", item("a.xlsx", item_name="电主轴"), item("a.xlsx", row=6, item_name="光栅尺"),
        received=date(2026, 5, 1), firm_name="甲", city="佛山", contact_name="陈",
    )  # fmt: skip
    later = returned(
        "0.xlsx",
        item("0.xlsx", item_name="电主轴", stock=3.0),
        received=date(2026, 6, 1),
        firm_name="甲",
        city=DO_NOT_KNOW,
    )
    (firm,) = firms_of(later, first).firms
    assert [entry.record.text("item_name") for entry in firm.items] == ["电主轴"]
    assert [(standing.entry.file, standing.standing) for standing in firm.standings] == [
        ("a.xlsx", "replaced"), ("0.xlsx", "stands"),
    ]  # fmt: skip
    assert len(firm.standings[0].set_aside) == 2
    assert firm.record.text("contact_name") == "陈"
    assert firm.record.answer("city").written == DO_NOT_KNOW


def test_a_supplement_adds_and_an_identical_file_counts_once() -> None:
    first = returned("回执.xlsx", item("回执.xlsx", item_name="电主轴", stock=1.0), firm_name="甲")
    again = returned("回执(2).xlsx", item("回执(2).xlsx", row=9, item_name="电主轴", stock=1.0), firm_name="甲")
    more = returned("补充(3).xlsx", item("补充(3).xlsx", item_name="光栅尺"), firm_name="甲")
    (firm,) = firms_of(first, again, more).firms
    assert [entry.record.text("item_name") for entry in firm.items] == ["电主轴", "光栅尺"]
    assert [standing.standing for standing in firm.standings] == ["stands", "duplicate", "adds"]


@pytest.mark.parametrize("name", ["甲 补充.xlsx", "甲-补充.xlsx", "甲补充表.xlsx", "0补充.xlsx"])
@pytest.mark.parametrize("days", [(1, 1), (2, 1), (1, 2)])
def test_a_supplement_adds_whatever_its_name_and_though_it_bears_an_earlier_day(
    name: str, days: tuple[int, int]
) -> None:
    main, more = (date(2026, 11, day) for day in days)
    first = returned("甲.xlsx", item("甲.xlsx", item_name="电主轴"), firm_name="甲", received=main)
    added = returned(name, item(name, item_name="光栅尺"), firm_name="甲", received=more)
    (firm,) = firms_of(first, added).firms
    assert [entry.record.text("item_name") for entry in firm.items] == ["电主轴", "光栅尺"]
    assert [standing.standing for standing in firm.standings] == ["stands", "adds"]


def test_a_supplement_adds_the_needs_of_an_item_that_is_known_and_tells_where_it_differs() -> None:
    q3, q4 = date(2027, 7, 1), date(2027, 10, 1)
    first = returned(
        "甲.xlsx", item("甲.xlsx", needs=(need(q3, 2.0), need(q4, 5.0)), item_name="电主轴"), firm_name="甲"
    )
    more = returned(
        "甲补充.xlsx", item("甲补充.xlsx", needs=(need(q4, 1.0),), item_name="电主轴", stock=3.0), firm_name="甲"
    )
    found = firms_of(first, more)
    (entry,) = found.firms[0].items
    assert [(one.value("period").first, one.value("quantity")) for one in entry.needs] == [(q3, 2.0), (q4, 1.0)]
    assert entry.record.number("stock") == 3.0
    (issue,) = found.issues
    assert (issue.code, issue.values["before"], issue.values["after"]) == ("survey-supplement-differs", "5.0", "1.0")
    same = returned("甲补充.xlsx", item("甲补充.xlsx", needs=(need(q4, 5.0),), item_name="电主轴"), firm_name="甲")
    again = firms_of(first, same)  # said again, not added
    assert [one.value("quantity") for one in again.firms[0].items[0].needs] == [2.0, 5.0] and not again.issues


def test_items_that_a_later_return_does_not_name_are_told() -> None:
    first = returned(
        "甲1.xlsx", item("甲1.xlsx", item_name="电主轴"), item("甲1.xlsx", 6, item_name="导轨"), firm_name="甲"
    )
    later = returned("甲2.xlsx", item("甲2.xlsx", item_name="电主轴", stock=1.0), firm_name="甲")
    (issue,) = firms_of(first, later).issues
    assert (issue.code, issue.at.file, issue.values["items"]) == ("survey-items-set-aside", "甲1.xlsx", "导轨")


def test_a_firm_is_not_merged_with_one_whose_code_clearly_differs() -> None:
    """The check digit of the second code is wrong; it is no slip of the first one all the same."""
    right, other, slip = OTHER, "91441900MA4W003EF1", OTHER[:-1] + "X"
    first = returned("a.xlsx", firm_name="甲精密机械有限公司", credit_code=right, city="东莞")
    second = returned("b.xlsx", firm_name="甲精密机械有限公司", credit_code=other, city="东莞")
    found = firms_of(first, second)
    assert len(found.firms) == 2 and len(found.suspects) == 1
    assert len(firms_of(first, returned("c.xlsx", firm_name="甲精密机械有限公司", credit_code=slip)).firms) == 1


def test_without_dates_numbers_in_names_count_as_numbers() -> None:
    tenth = returned("回执10.xlsx", item("回执10.xlsx", item_name="电主轴", stock=10.0), firm_name="甲")
    ninth = returned("回执9.xlsx", item("回执9.xlsx", item_name="电主轴", stock=9.0), firm_name="甲")
    (firm,) = firms_of(tenth, ninth).firms
    assert firm.items[0].record.number("stock") == 10.0


def test_every_return_is_accounted_for() -> None:
    """Each return stands with exactly one firm, whatever is missing in it."""
    returns = [returned(f"{number}.xlsx", firm_name=["甲", "", "乙"][number % 3]) for number in range(9)]
    found = firms_of(*returns)
    told = [standing.entry.file for firm in found.firms for standing in firm.standings]
    assert sorted(told) == sorted(entry.file for entry in returns)
