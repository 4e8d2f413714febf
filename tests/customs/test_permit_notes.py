"""Permits of the import side: names that are not on record and days shorter than the rule are told."""

from __future__ import annotations

import pytest
from landed_cases import tiny

from importplan.catalog.load import Catalog, load
from importplan.customs.cost.landed_cost import price


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def codes(catalog: Catalog, **item: object) -> list[str]:
    return [note.code for note in price(tiny({"item": item}), catalog).notes if note.code.startswith("permit-")]


def test_an_automatic_licence_takes_ten_working_days(catalog: Catalog) -> None:
    """Ten working days are fourteen of the calendar: thirteen are too few, fourteen are enough."""
    permit = catalog.permits.find("自动进口许可")
    assert permit is not None
    assert permit.calendar_days == 14
    assert codes(catalog, import_permits=("自动进口许可",), permit_days=13.0) == ["permit-days-short"]
    assert codes(catalog, import_permits=("自动进口许可",), permit_days=14.0) == []


def test_a_permit_that_is_not_on_record_is_told_with_those_that_are(catalog: Catalog) -> None:
    notes = price(tiny({"item": {"import_permits": ("神秘许可",)}}), catalog).notes
    note = next(note for note in notes if note.code == "permit-unknown")
    assert "神秘许可" in note.found("zh")
    assert "自动进口许可" in note.repair("zh")


def test_goods_bought_in_china_need_no_permit_of_the_import_side(catalog: Catalog) -> None:
    case = tiny(
        {
            "item": {"import_permits": ("神秘许可",)},
            "offer": {"incoterm": "domestic", "price_includes_vat": True, "origin": "CN"},
        }
    )
    assert not [note for note in price(case, catalog).notes if note.code.startswith("permit-")]


@pytest.mark.parametrize(
    ("item", "offer", "told"),
    [
        ({}, {"condition": "used"}, True),
        ({}, {"condition": "refurbished"}, True),
        ({}, {"condition": "new"}, False),
        ({"import_permits": ("旧机电",)}, {"condition": "used"}, False),
        ({}, {"condition": "used", "incoterm": "domestic", "price_includes_vat": True, "origin": "CN"}, False),
    ],
)
def test_used_machines_ask_for_their_licence(
    catalog: Catalog, item: dict[str, object], offer: dict[str, object], told: bool
) -> None:
    notes = price(tiny({"item": item, "offer": offer}), catalog).notes
    assert ("permit-used-machinery" in {note.code for note in notes}) is told
    assert all("第88号" in note.found("zh") for note in notes if note.code == "permit-used-machinery")
