"""Printed requirements: what is read from them, and how items compare on each side of every limit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from importplan.basics.labels import known
from importplan.catalog.lists.comparison import Comparison, compare
from importplan.catalog.lists.requirements import Requirement, parse
from importplan.catalog.load import load

CATALOG = load()
PARAMETERS = CATALOG.parameters


def shown(limit: Requirement) -> str:
    if limit.value is None:
        return limit.relation
    key = limit.parameter.key if limit.parameter else ""
    ends = dict.fromkeys(f"{end.normalize():f}" for end in (limit.value.low, limit.value.high))
    return f"{key} {limit.relation} {'..'.join(ends)}"


def read(text: str) -> list[list[str]]:
    return [[shown(limit) for limit in option] for case in parse(text, PARAMETERS).cases for option in case.options]


def result(text: str, words: str = "", **spec: str) -> Comparison:
    return compare(parse(text, PARAMETERS), tuple(spec.items()), PARAMETERS, words)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("定位精度≤0.005mm", ["positioning_accuracy <= 0.005"]),
        ("定位精度 ≤ ５ μm", ["positioning_accuracy <= 0.005"]),  # full-width signs
        (
            "positioning accuracy <= 5 um, 5-axis simultaneous",
            ["positioning_accuracy <= 0.005", "simultaneous_axes = 5"],
        ),
        ("≥五轴联动", ["simultaneous_axes >= 5"]),
        ("≥5轴", ["controlled_axes >= 5"]),
        ("﹤4轴联动,重复定位精度≥0.006mm/2m", ["simultaneous_axes < 4", "repeatability >= 0.006"]),
        ("高于±0.005mm", ["text"]),  # of what?
        ("定位精度高于±0.005mm", ["positioning_accuracy < 0.005"]),  # a higher accuracy is a smaller figure
        ("快速进给速度高于60m/min", ["rapid_traverse > 60"]),
        ("重复定位精度不低于0.004mm", ["repeatability <= 0.004"]),
        ("砂轮线速度≤60m/s(单砂轮)", ["wheel_speed <= 3600"]),
        ("主轴转速不低于20,000r/min,功率5~10kW", ["spindle_speed >= 20000", "功率 = 5..10"]),
        ("公称压力>4000t", ["press_force > 39226.6"]),  # 4000 t × 9.80665 kN
        ("激光功率6千瓦及以上", ["laser_power >= 6"]),
        ("定位精度0.01mm以上", ["text"]),  # that or finer, or that or coarser?
        ("模数m≤12mm", ["module <= 12"]),
        ("加工圆度≥5*10-6*D mm", ["text"]),  # a formula
        ("三维及以下板材切割(三维实体加工除外)", ["text"]),
        ("所有规格", ["any"]),
        ("刀盘直径：≥5米", ["cutterhead_diameter >= 5000"]),
        ("技术指标：线宽小于或等于65nm", ["line_width <= 0.000065"]),
    ],
)
def test_a_printed_requirement_is_read(text: str, limits: list[str]) -> None:
    found = read(text)
    assert len(found) == 1
    assert found[0] == limits


def test_or_makes_options_and_binds_less_than_and() -> None:
    first, second = read("定位精度≤5μm且≥五轴联动或定位精度优于3μm")
    assert first == ["positioning_accuracy <= 0.005", "simultaneous_axes >= 5"]
    assert second == ["positioning_accuracy < 0.003"]


def test_a_label_makes_a_case_and_an_exception_stays_in_it() -> None:
    text = "线切割机床:切割效率≤300mm2/min;带自动交换装置除外; 电解加工机床:所有规格"
    cases = parse(text, PARAMETERS).cases
    assert [case.label for case in cases] == ["线切割机床", "电解加工机床"]
    assert [shown(limit) for limit in cases[0].options[0]] == ["cutting_rate <= 300", "text"]
    assert result(text, words="数控电解加工机床").outcome == "met"
    assert result(text, words="数控线切割机床", 切割效率="200mm2/min").outcome == "unknown"  # the exception
    assert result(text, words="数控线切割机床", 切割效率="400mm2/min").outcome == "not met"
    assert result(text).outcome == "unknown"  # the name chooses no case, and the cases differ


@pytest.mark.parametrize(
    ("text", "name", "value", "outcome", "reason"),
    [
        ("重复定位精度≥0.006mm", "重复定位精度", "0.006mm", "met", "met"),  # at the limit
        ("重复定位精度≥0.006mm", "repeatability", "6 μm", "met", "met"),  # the same in another unit and language
        ("重复定位精度≥0.006mm", "重复定位精度", "0.0059mm", "not met", "not-met"),
        ("定位精度>0.010mm", "定位精度", "0.010mm", "not met", "not-met"),  # at a limit that excludes it
        ("定位精度>0.010mm", "定位精度", "0.0101mm", "met", "met"),
        ("<4轴联动", "联动轴数", "4", "not met", "not-met"),
        ("<4轴联动", "联动轴数", "三轴", "met", "met"),
        ("≥5轴联动", "轴数", "5", "unknown", "bound"),  # five controlled axes may move four at a time
        ("≥5轴联动", "轴数", "4", "not met", "not-met"),
        ("≥5轴", "轴数", "5轴", "met", "met"),
        ("重复定位精度≥0.006mm", "重复定位精度", "≤0.005mm", "not met", "not-met"),  # guaranteed better
        ("重复定位精度≥0.006mm", "重复定位精度", "≤0.008mm", "unknown", "open"),
        ("重复定位精度≥0.006mm/2m", "重复定位精度", "0.008mm", "unknown", "per"),
        ("重复定位精度≥0.006mm/2m", "重复定位精度", "0.008mm/2000mm", "met", "met"),
        ("重复定位精度≥0.006mm", "重复定位精度", "0.008", "unknown", "unit"),
        ("重复定位精度≥0.006mm", "重复定位精度", "很高", "unknown", "unreadable"),
        ("重复定位精度≥0.006mm", "定位精度", "0.008mm", "unknown", "missing"),  # another parameter
        ("定位精度高于±0.005mm", "定位精度", "±0.004mm", "met", "met"),
        ("定位精度高于±0.005mm", "定位精度", "0.004mm", "met", "met"),  # ±0.004 or ±0.002: both finer
        ("定位精度高于±0.005mm", "定位精度", "0.008mm", "unknown", "band"),  # ±0.008 is coarser, ±0.004 finer
        ("5轴联动", "联动轴数", "5", "met", "met"),
        ("5轴联动", "联动轴数", "6", "unknown", "exact"),  # better than printed: for a person
        ("5轴联动", "联动轴数", "4", "not met", "not-met"),
        ("功率5~10kW", "功率", "8kW", "met", "met"),
        ("功率5~10kW", "功率", "12000W", "not met", "not-met"),
        ("工件直径≤Φ630mm", "工件直径", "Φ50~630mm", "met", "met"),
        ("工件直径≤Φ630mm", "工件直径", "50~800mm", "unknown", "open"),
        ("公称压力>4000t", "公称压力", "50MN", "met", "met"),
        ("三维及以下板材切割(三维实体加工除外)", "轴数", "5", "unknown", "text"),
        ("所有规格", "轴数", "5", "met", "any"),
    ],
)
def test_an_item_is_compared_on_each_side_of_a_limit(
    text: str, name: str, value: str, outcome: str, reason: str
) -> None:
    found = result(text, **{name: value})
    assert (found.outcome, found.checks[0].reason) == (outcome, reason)
    assert known(f"requirement.{reason}")
    assert found.checks[0].words("zh") != found.checks[0].words("en")


def test_limits_hold_together_and_one_that_fails_decides() -> None:
    text = "<4轴联动,重复定位精度≥0.006mm"
    assert result(text, 联动轴数="3", 重复定位精度="0.008mm").outcome == "met"
    assert result(text, 联动轴数="5").outcome == "not met"  # whatever the accuracy
    assert result(text, 联动轴数="3").outcome == "unknown"


def test_two_values_of_one_parameter_are_not_chosen_between() -> None:
    requirements = parse("≥5轴联动", PARAMETERS)
    spec = (("联动轴数", "5"), ("simultaneous axes", "4"))
    assert compare(requirements, spec, PARAMETERS).checks[0].reason == "twice"


def test_conditions_of_a_limit_are_kept() -> None:
    assert result("砂轮线速度≤60m/s(单砂轮)", 砂轮线速度="50m/s").conditions() == ("单砂轮",)


def test_no_printed_limit_is_met_without_a_check() -> None:
    assert result("") == Comparison("met", ())


def kept_as_text(requirement: str) -> tuple[str, ...]:
    """The words of a requirement that could not be read as limits, each once."""
    options = (option for case in parse(requirement, PARAMETERS).cases for option in case.options)
    return tuple(dict.fromkeys(limit.text for option in options for limit in option if limit.relation == "text"))


def test_every_row_in_hand_is_read_or_known_to_be_text() -> None:
    """Fails when a change of the reading or of a list leaves more, or less, to a person than is written here."""
    rows = [row for row in CATALOG.goods_lists.rows() if row.requirement]
    kept = {str(row.reference): kept_as_text(row.requirement) for row in rows}
    assert len(rows) == 40
    assert {reference: words for reference, words in kept.items() if words} == {
        "domestic_projects_not_exempt/2006/十(二)1": ("三维及以下板材切割(三维实体加工除外)",),
        "domestic_projects_not_exempt/2006/十(二)4": ("带有能自动交换工件和自动交换电极装置除外",),
        "domestic_projects_not_exempt/2006/十(二)8": ("加工圆度≥5*10-6*D mm",),
        "domestic_projects_not_exempt/2006/十(二)10": ("加工圆度≥3*10-6*D mm",),
        "domestic_projects_not_exempt/2006/十(二)18": ("[text cut here in the stored copy]",),
        "major_equipment_parts/2007/1": ("单机额定功率... [cut in the stored copy]",),
    }


def test_every_parameter_has_one_meaning_for_each_name() -> None:
    for entry in PARAMETERS.by_key.values():
        for name in (entry.key, entry.name_zh, entry.name_en, *entry.also):
            assert PARAMETERS.find(name) == entry, name
        assert not entry.at_most or entry.at_most in PARAMETERS.by_key


def test_the_longest_unit_is_read_and_capitals_count() -> None:
    assert [PARAMETERS.unit_at(words)[0].factor for words in ("mm", "m/min", "MW", "W")] == [
        1,
        1,
        1000,
        Decimal("0.001"),
    ]  # type: ignore[index]
    assert PARAMETERS.unit_at("machine") is None
