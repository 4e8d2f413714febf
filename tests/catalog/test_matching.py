"""Proposals: which rows may mean an item, what vetoes a name, and that nothing is proposed from thin air."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from importplan.catalog.lists.goods_lists import COLUMNS
from importplan.catalog.lists.likeness import likeness
from importplan.catalog.lists.matching import NAME_ALONE, Goods, Matcher, RowProposal
from importplan.catalog.load import Catalog, load

CATALOG = load()
IN_2026, IN_2010 = date(2026, 6, 1), date(2010, 1, 1)


def alike(item: str, listed: str) -> float:
    words = CATALOG.names
    return float(likeness([words.compared(item)], words.variants(listed)).max())


def propose(item: Goods, day: date = IN_2026, catalog: Catalog = CATALOG) -> dict[str, RowProposal]:
    (found,) = Matcher(catalog, day).propose([item])
    return {str(proposal.row.reference): proposal for proposal in found}


@pytest.mark.parametrize(
    ("item", "listed", "attribute"),
    [
        ("三轴立式加工中心", "五轴立式加工中心", "axes"),
        ("3-axis machining centre", "5-axis machining centre", "axes"),
        ("立式加工中心", "卧式加工中心", "form"),
        ("龙门加工中心", "镗铣加工中心(龙门加工中心、车铣复合加工中心除外)", "form"),
        ("数控龙门铣床", "数控铣床(数控龙门铣床除外)", "form"),
        ("DUV光刻机", "EUV光刻机", "lithography"),
        ("数控车床", "非数控车床", "control"),
        ("立式加工中心", "非数控机床", "control"),  # a machining centre is numerically controlled
        ("数控立式磨床", "数控立式车床", "process"),
        ("轴流压缩机", "离心压缩机", "compressor"),
    ],
)
def test_names_that_share_most_signs_and_mean_other_goods(item: str, listed: str, attribute: str) -> None:
    assert attribute in CATALOG.names.differing(item, listed)


@pytest.mark.parametrize(
    ("item", "listed"),
    [
        ("离心式压缩机", "大型离心压缩机"),
        ("数控立式外圆磨床", "数控立式磨床"),
        ("五轴车铣复合加工中心", "车铣复合加工中心(复合机床)"),
        ("CNC曲轴磨床", "数控曲轴磨床"),
        ("高精度曲轴磨床", "曲轴磨床"),
        ("牛头刨床", "刨床、插床(含单臂刨、龙门刨、牛头刨等)"),
        ("Reciprocating compressor", "Reciprocating compressors"),
    ],
)
def test_names_of_the_same_goods(item: str, listed: str) -> None:
    assert not CATALOG.names.differing(item, listed)
    assert alike(item, listed) >= NAME_ALONE


def test_a_name_alone_finds_a_row_without_codes_and_exempts_nothing() -> None:
    found = propose(Goods("数控立式磨床", "", "84601210", "machine"))
    assert set(found) == {"domestic_projects_not_exempt/2012/3"}
    (proposal,) = found.values()
    assert proposal.in_force
    assert proposal.code is None
    assert proposal.copy == ""  # a row that stays taxed is nothing to confirm


@pytest.mark.parametrize(
    "item",
    [
        Goods("光刻机", "lithography scanner", "84862031", "machine"),
        Goods("X射线断层检查仪", "computed tomography scanner", "90221200", "machine"),
        Goods("", "", "90221200", "machine"),
        Goods("密封圈", "sealing ring", "40169310", "part"),
    ],
)
def test_nothing_is_proposed_from_thin_air(item: Goods) -> None:
    assert propose(item) == {}


def test_the_edition_in_force_on_the_day_answers_and_the_repealed_one_is_a_hint() -> None:
    bearing = Goods("主轴轴承", "main-shaft bearing", "84821030", "part")
    (hint,) = propose(bearing).values()
    assert str(hint.row.reference) == "major_equipment_parts/2007/1"
    assert not hint.in_force
    assert hint.copy == ""
    assert hint.code is not None and hint.code.kind == "former"
    (then,) = propose(bearing, date(2008, 6, 1)).values()
    assert then.in_force
    assert then.copy == "major_equipment_parts/2007/1"


def test_parameters_decide_on_each_side_of_a_limit() -> None:
    row = "domestic_projects_not_exempt/2006/十(二)3"  # <4轴联动, 重复定位精度≥0.006mm/2m
    for axes, outcome in (("3", "met"), ("4", "not met")):
        item = Goods("龙门加工中心", "", "84571030", "machine", (("联动轴数", axes), ("重复定位精度", "0.008mm/2m")))
        assert propose(item, IN_2010)[row].comparison.outcome == outcome


def test_the_lists_of_makers_equipment_are_never_proposed_for_an_imported_machine() -> None:
    item = Goods("电牵引采煤机", "", "84305020", "machine")
    assert not any("major_equipment_supported" in reference for reference in propose(item, date(2008, 6, 1)))
    assert not any("major_equipment_parts" in reference for reference in propose(item, date(2008, 6, 1)))


def own_parts(folder: Path, *rows: str) -> Catalog:
    """The shipped catalogs with rows of our own in list 2 of 2025."""
    place = folder / "goods_lists" / "major_equipment_parts"
    place.mkdir(parents=True)
    about = (Path("catalogs") / "goods_lists" / "major_equipment_parts" / "2025.toml").read_text(encoding="utf-8")
    (place / "2025.toml").write_text(about.replace('"none"', '"some"'), encoding="utf-8")
    (place / "2025.csv").write_text(",".join(COLUMNS) + "\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return load(own=folder)


def test_codes_in_full_in_part_and_by_heading_are_told_apart(tmp_path: Path) -> None:
    catalog = own_parts(
        tmp_path,
        "1,,电主轴,Motor spindle,1,五轴加工中心,84669390,主轴转速≥20000r/min,,,,x,made for this test,unverified,",
        "2,,高速电主轴单元,Motor spindle unit,1,五轴加工中心,ex84669390,,,,,x,made for this test,unverified,",
        "3,,电主轴组件,Motor spindle assembly,1,五轴加工中心,8466,,,,2026-03-31,x,made for this test,unverified,",
        "4,,刀库,Tool magazine,1,五轴加工中心,8466,,,,,x,made for this test,unverified,",
    )
    item = Goods("电主轴", "motor spindle", "84669390", "part", (("主轴转速", "24000rpm"),))
    found = propose(item, IN_2026, catalog)
    kinds = {proposal.row.reference.row: proposal.code and proposal.code.kind for proposal in found.values()}
    assert kinds == {"1": "exact", "2": "ex"}  # 3 has expired, 4 is another part
    assert found["major_equipment_parts/2025/1"].copy == "major_equipment_parts/2025/1"
    assert found["major_equipment_parts/2025/1"].score > found["major_equipment_parts/2025/2"].score
    slow = Goods("电主轴", "motor spindle", "84669390", "part", (("主轴转速", "12000rpm"),))
    assert (
        propose(slow, IN_2026, catalog)["major_equipment_parts/2025/1"].copy == ""
    )  # the name fits, the spindle does not
    then = propose(item, date(2026, 3, 31), catalog)
    assert then["major_equipment_parts/2025/3"].in_force  # its last day


def test_many_items_at_once_give_what_each_gives_alone() -> None:
    items = [
        Goods("数控立式磨床", "", "84601210", "machine"),
        Goods("主轴轴承", "", "84821030", "part"),
        Goods("", "", "84571010", "machine"),
    ]
    together = Matcher(CATALOG, IN_2026).propose(items)
    assert together == [Matcher(CATALOG, IN_2026).propose([item])[0] for item in items]
