"""Names of goods find their item; what only looks alike is for a person to say."""

from __future__ import annotations

from datetime import date

import pytest
from returned import item, need, returned

from importplan.catalog.load import load
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier
from importplan.survey.firms import identify
from importplan.survey.items import MatchedName, match
from importplan.survey.matching.answers import ITEM, LEFT_OUT, NEW, NameAnswer, Remembered
from importplan.survey.matching.bare_names import BareNames
from importplan.survey.review.cousins import cousins

CATALOG = load()
BASE = Scenario(
    Settings(start=date(2027, 1, 1)),
    items=(
        Item(item="FIVE-V", name_zh="五轴立式加工中心", name_en="Five-axis vertical machining centre",
             hs_code="84571010", reference_value_cny=4_100_000.0),
        Item(item="FIVE-G", name_zh="五轴龙门加工中心", hs_code="84571030"),
        Item(item="SCALE", name_zh="直线光栅尺", name_en="Linear scale", kind="part", hs_code="90314920"),
        Item(item="SPINDLE", name_zh="高速电主轴", name_en="High-speed motor spindle", kind="part", hs_code="84669390"),
        Item(item="BEARING", name_zh="主轴轴承组", kind="part", hs_code="84828000"),
        Item(item="GRINDER", name_zh="数控外圆磨床", hs_code="84602319"),
        Item(item="REDUCER", name_zh="精密行星减速器", kind="part", hs_code="84834020"),
    ),
    suppliers=(Supplier(supplier="MAKINO", name="牧野 Makino", country="JP"),),
    offers=(Offer(offer="O1", supplier="MAKINO", item="FIVE-V", unit_price=1.0, currency="JPY"),),
)  # fmt: skip


def matched(remembered: Remembered | None = None, **values: object) -> MatchedName:
    """The one name of a firm that asks for one item."""
    entry = item("a.xlsx", needs=(need(date(2027, 4, 1), 2.0),), **values)  # type: ignore[arg-type]
    firms = identify([returned("a.xlsx", entry, firm_name="甲")], CATALOG.cities).firms
    return match(firms, BASE, CATALOG, {"CNY": 1.0}, remembered).of(entry)


@pytest.mark.parametrize(
    ("name", "values", "meant"),
    [
        ("五轴立式加工中心", {}, "FIVE-V"),
        ("立式五轴加工中心", {}, "FIVE-V"),
        ("５轴联动立式加工中心", {}, "FIVE-V"),
        ("五轴立加", {}, "FIVE-V"),
        ("牧野五轴立式加工中心 D500", {}, "FIVE-V"),
        ("进口五轴立式加工中心（技改项目）", {}, "FIVE-V"),
        ("立式加工中心", {"spec": "联动轴数=5，定位精度≤0.005mm"}, "FIVE-V"),
        ("Linear Scale", {}, "SCALE"),
        ("封闭式直线光栅尺", {"hs_code": "9031492000"}, "SCALE"),
        ("电主轴单元", {}, "SPINDLE"),
        ("主轴轴承", {}, "BEARING"),
        ("外圆磨床", {}, "GRINDER"),
    ],
)  # fmt: skip
def test_other_writings_of_a_name_need_no_review(name: str, values: dict[str, object], meant: str) -> None:
    found = matched(item_name=name, **values)
    assert (found.state, found.item) == ("sure", meant), found


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("五轴立式加工中心", {"kind": "kit"}),  # an SKD kit of it
        ("立式加工中心", {"hs_code": "84571010"}),  # how many axes?
        ("五轴加工中心", {}),  # vertical or gantry?
        ("直线光删尺", {}),  # a slip
        ("光栅尺", {}),  # linear or angular?
        ("万能外圆磨床", {"hs_code": "84602390"}),  # another code
        ("减速器", {"hs_code": "84834020"}),  # planetary or another?
    ],
)  # fmt: skip
def test_what_is_less_certain_waits_for_a_person(name: str, values: dict[str, object]) -> None:
    found = matched(item_name=name, **values)
    assert found.state == "review", found
    assert found.proposals[0].reasons


@pytest.mark.parametrize("name", ["三轴立式加工中心", "三轴龙门钻铣床", "数控内圆磨床", "干式真空泵", "谐波减速器"])
def test_other_goods_are_new(name: str) -> None:
    assert matched(item_name=name).state in ("new", "review")
    assert not matched(item_name=name).counts


def test_an_answer_is_remembered_and_speaks_for_later_names() -> None:
    waiting = matched(item_name="光栅尺")
    answers = Remembered.of([NameAnswer(waiting.asked.key, ITEM, "SCALE", who="陈", when="2026-11-01")], [])
    again = matched(answers, item_name="海德汉光栅尺 LC 415")
    assert (again.state, again.item) == ("confirmed", "SCALE")


def test_an_answer_on_an_item_that_is_gone_is_asked_again() -> None:
    answers = Remembered.of([NameAnswer("光栅尺", ITEM, "OLD")], [])
    assert matched(answers, item_name="光栅尺").state == "review"


def test_a_new_item_needs_a_code_of_the_tariff() -> None:
    """84571010 is in the tariff; 99999999 is not, so it is no code to plan with."""
    answers = Remembered.of([NameAnswer("干式真空泵", NEW)], [])
    with_code = matched(answers, item_name="干式真空泵", hs_code="84571010")
    assert (with_code.state, with_code.item, with_code.hs_code) == ("confirmed", "新-干式真空泵", "84571010")
    assert with_code.hs_basis == "survey"
    without = matched(answers, item_name="干式真空泵", hs_code="99999999")
    assert without.waits
    given = Remembered.of([NameAnswer("干式真空泵", NEW, hs_code="84571030")], [])
    assert matched(given, item_name="干式真空泵", hs_code="84571010").hs_basis == "confirmed"


def test_goods_that_a_person_leaves_out_do_not_count() -> None:
    answers = Remembered.of([NameAnswer("办公电脑", LEFT_OUT)], [])
    assert not matched(answers, item_name="办公电脑").counts


def test_reasons_are_words_of_one_language() -> None:
    """An attribute that only one of the names states, here the number of axes."""
    (proposal, *_) = matched(item_name="立式加工中心").proposals
    assert "轴数" in proposal.words("zh")
    assert "number of axes" in proposal.words("en")
    assert proposal.words("en").isascii()


def test_letters_before_chinese_words_belong_to_the_name() -> None:
    """RV 减速器 is no 减速器: an answer on the one must not speak for the other."""
    assert matched(item_name="RV 减速器").asked.key != matched(item_name="减速器").asked.key


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("海德汉LC415直线光栅尺", "直线光栅尺"),
        ("直线光栅尺 LC 415", "直线光栅尺"),
        ("拟新购进口五轴龙门加工中心2台", "五轴龙门加工中心"),
        ("金属3D打印设备", "金属3D打印设备"),
        ("（五轴立式加工中心）", "五轴立式加工中心"),
        ("5-axis machining centre", "5-axis machining centre"),
    ],
)
def test_makers_models_and_remarks_are_taken_off(written: str, bare: str) -> None:
    assert BareNames(CATALOG.names, CATALOG.makers).bare(written) == bare


def test_money_behind_a_name_is_quantity_times_price() -> None:
    """2 units at 100 EUR and 8 CNY for one EUR are 1,600 CNY; a price without a currency is unknown, not CNY."""
    entries = [
        item("a.xlsx", needs=(need(date(2027, 4, 1), 2.0),), item_name="干泵", unit_price=100.0, currency="EUR"),
        item("a.xlsx", row=6, needs=(need(date(2027, 4, 1), 2.0),), item_name="干泵", unit_price=100.0),
    ]
    firms = identify([returned("a.xlsx", *entries, firm_name="甲")], CATALOG.cities).firms
    found = match(firms, BASE, CATALOG, {"CNY": 1.0, "EUR": 8.0})
    assert found.of(entries[0]).asked.value_cny == 1_600.0
    assert found.of(entries[0]).asked.rows == 2


def test_a_new_item_is_on_the_list_for_the_names_that_follow() -> None:
    """Once 干式真空泵 is a new item, 干式真空泵单元 needs no answer of its own, and 干泵 can be put under it."""
    names = ("干式真空泵", "干式真空泵单元", "干泵")
    entries = [item("a.xlsx", row=row, item_name=name) for row, name in enumerate(names, start=5)]
    firms = identify([returned("a.xlsx", *entries, firm_name="甲")], CATALOG.cities).firms
    answers = [NameAnswer("干式真空泵", NEW, hs_code="84571030"), NameAnswer("干泵", NEW, "新-干式真空泵")]
    found = match(firms, BASE, CATALOG, {}, Remembered.of(answers, []))
    assert [found.of(entry).item for entry in entries] == ["新-干式真空泵"] * 3
    assert all(found.of(entry).counts for entry in entries)
    assert list(found.new_items) == ["新-干式真空泵"]


def test_new_names_of_the_same_goods_are_put_side_by_side() -> None:
    """数控螺杆转子磨床 is 螺杆转子磨床, which has more rows; 数控平面磨床 is another grinder."""
    names = ("螺杆转子磨床", "螺杆转子磨床", "数控螺杆转子磨床", "数控平面磨床", "干式真空泵")
    entries = [item("a.xlsx", row=row, item_name=name, stock=float(row)) for row, name in enumerate(names, start=5)]
    firms = identify([returned("a.xlsx", *entries, firm_name="甲")], CATALOG.cities).firms
    waiting = match(firms, BASE, CATALOG, {}).in_state("review", "new")
    assert cousins(waiting) == {"数控螺杆转子磨床": "新-螺杆转子磨床"}


def test_an_id_is_the_item_and_an_id_that_is_a_word_is_a_question() -> None:
    name = matched(item_name="five-v")
    assert (name.state, name.item, name.proposals[0].way) == ("sure", "FIVE-V", "id")
    name = matched(item_name="REDUCER")  # it may be meant as a word: which reducer is not said
    assert (name.state, name.item) == ("review", "REDUCER")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("光栅尺", "SCALE"), ("Linear Encoder", "SCALE"), ("外圆磨", "GRINDER"), ("3-axis VMC", ""), ("HSK 刀柄", "")],
)
def test_what_the_trade_calls_goods_is_offered_and_never_taken(name: str, meant: str) -> None:
    """Only where the list holds such goods; another number of axes is no proposal."""
    found = matched(item_name=name)
    assert found.state in ("review", "new")
    assert (found.proposals[0].item if found.proposals else "") == meant


def test_words_of_the_trade_stand_by_themselves_and_have_their_source() -> None:
    words = CATALOG.names
    assert words.meant_in_trade("EDM") == words.meant_in_trade("CNC EDM 火花机") != ()
    assert words.meant_in_trade("WEDM") == (words.compared("数控电火花机床"),)
    assert words.meant_in_trade("medm") == () and words.meant_in_trade("yrt325转台轴承") != ()
