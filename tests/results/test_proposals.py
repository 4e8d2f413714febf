"""The sheet of list proposals: what stands beside an item, and that none of it exempts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from result_fixtures import planned

from importplan.basics.labels import LANGUAGES, Language
from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.relief.list_rows import list_rows
from importplan.results.names import Names
from importplan.results.sheets.proposals import proposals_table
from importplan.scenario.scenario import Scenario

CATALOG = load()


def case(**item: Any) -> Scenario:
    """The tiny case with one imported item that is called and specified as given."""
    scenario = planned("zh").scenario
    offers = [offer for offer in scenario.offers if offer.incoterm != "domestic"]
    first = next(entry for entry in scenario.items if entry.item == offers[0].item)
    return scenario.replace(
        items=(replace(first, **item),), offers=tuple(offer for offer in offers if offer.item == first.item)
    )


def column(scenario: Scenario, key: str, language: Language = "zh") -> tuple[Any, ...]:
    names = Names(scenario, CATALOG, language)
    return proposals_table(names).shown(names).cells(key)


def test_a_filled_reference_is_checked_and_a_row_not_in_hand_is_said() -> None:
    scenario = case(
        name_zh="数控立式磨床",
        name_en="",
        hs_code="84601210",
        kind="machine",
        catalog_ref="清单二/2025/3.2.1；国内不予免税目录/2012/3; 优于 国内不予免税目录/2012/4; "
        "清单九/2025/1; 由企业提供",
    )
    standings = [entry.standing for entry in list_rows(scenario, CATALOG)]
    # and the rows named are not proposed again
    assert standings == ["not_in_hand", "filled", "better", "words", "unreadable"]
    assert column(scenario, "list_row")[1:3] == ("3", "4")
    assert all(column(scenario, "what_follows"))


@pytest.mark.parametrize(
    ("axes", "accuracy", "follows", "copy"),
    [
        ("3", "0.008mm/2m", "落在所列限值之内：项目进口不予免税", ""),
        ("4", "0.005mm/2m", "优于所列全部限值：不属该条目", "优于 国内不予免税目录/2006/十(二)3"),
        ("4", "0.006mm/2m", "有的参数优于限值、有的在限值之内：按不予免税计", ""),
        ("", "0.008mm/2m", "参数未能全部比较；补全规格前不应按免税计划", ""),
    ],
)
def test_what_follows_on_each_side_of_a_limit(axes: str, accuracy: str, follows: str, copy: str) -> None:
    """2006 row: <4轴联动,重复定位精度≥0.006mm/2m, in force in 2010."""
    spec = (("重复定位精度", accuracy), *((("联动轴数", axes),) if axes else ()))
    scenario = case(name_zh="龙门加工中心", name_en="", hs_code="84571030", kind="machine", spec=spec, catalog_ref="")
    scenario = scenario.replace(settings=replace(scenario.settings, start=date(2010, 1, 1)))
    columns = (column(scenario, key) for key in ("list_row", "what_follows", "copy_to_catalog_ref"))
    found = {row: rest for row, *rest in zip(*columns, strict=True)}
    assert found["十(二)3"] == [follows, copy]


def test_rows_of_older_editions_are_hints_with_nothing_to_copy() -> None:
    scenario = case(name_zh="主轴轴承", name_en="", hs_code="84828000", kind="part", catalog_ref="")
    (entry,) = list_rows(scenario, CATALOG)
    assert entry.standing == "hint"
    assert column(scenario, "copy_to_catalog_ref") == ("",)
    assert column(scenario, "what_follows") == ("该版本到货日无效，不能作为依据，仅供查找现行条目",)


def test_a_domestic_item_and_an_unknown_one_have_no_row() -> None:
    scenario = case(name_zh="光刻机", name_en="", hs_code="84862031", kind="machine", catalog_ref="")
    assert list_rows(scenario, CATALOG) == ()
    bearing = case(name_zh="主轴轴承", name_en="", hs_code="84828000", kind="part", catalog_ref="")
    domestic = bearing.replace(offers=tuple(replace(offer, incoterm="domestic") for offer in bearing.offers))
    assert list_rows(domestic, CATALOG) == ()


def test_a_proposal_changes_no_amount() -> None:
    """The same item under a name that finds a row and under one that finds none costs the same."""
    shared = {"hs_code": "84828000", "kind": "part", "catalog_ref": ""}
    found, none = (price(case(name_zh=name, name_en="", **shared), CATALOG) for name in ("主轴轴承", "某部件"))
    assert found.unit_cny.tolist() == none.unit_cny.tolist()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_is_in_the_language_of_the_report(language: Language) -> None:
    scenario = case(name_zh="数控立式磨床", name_en="CNC vertical grinder", hs_code="84601210", kind="machine")
    follows = column(scenario, "what_follows", language)
    assert all(follows)
    assert any("一" <= sign <= "鿿" for sign in "".join(follows)) == (language == "zh")
