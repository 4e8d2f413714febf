"""Classes of reliefs, additional duties and permits as the catalogs hold them, and what an edit with mistakes says."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from importplan.basics.errors import InputRejected
from importplan.catalog.files import shipped
from importplan.catalog.load import load

CATALOG = load()


def test_packaging_firms_bring_in_materials_and_design_firms_equipment() -> None:
    regime = CATALOG.regimes["integrated_circuits"]
    packaging, design = regime.applicant("先进封装测试企业"), regime.applicant("design_software")
    assert packaging is not None and packaging.goods == ("raw_materials",)
    assert design is not None and design.goods == ("equipment",)
    assert regime.on(date(2020, 7, 26)) is None
    assert regime.on(date(2031, 1, 1)) is None


def test_display_vat_is_spread_over_six_years_and_nothing_is_freed() -> None:
    """0, then a fifth in each of the five years after: the whole VAT."""
    goods = {entry.key: entry for entry in CATALOG.regimes["new_displays"].goods}["new_equipment"]
    assert goods.frees == () and goods.new_only
    assert [Decimal(share) for share in goods.vat_instalments] == [0, *[Decimal("0.2")] * 5]


def test_research_ended_with_2025_and_says_what_to_do() -> None:
    regime = CATALOG.regimes["research_bodies"]
    assert regime.on(date(2025, 12, 31)) is not None and regime.on(date(2026, 1, 1)) is None
    assert "2025" in regime.after_zh and "2025" in regime.after_en


def test_bonded_storage_has_terms_by_place_and_lightens_nothing() -> None:
    regime = CATALOG.regimes["bonded"]
    months = {place.key: (place.months, place.extension_months) for place in regime.places}
    assert months["bonded_warehouse"] == (12, 12) and months["logistics_park"] == (None, 0)
    assert not regime.versions[-1].lightens


def test_every_list_that_a_relief_names_is_there() -> None:
    for regime in CATALOG.regimes.values():
        named = {*regime.not_exempt_lists, *(key for entry in regime.goods for key in entry.not_exempt_lists)}
        named |= {key for entry in regime.applicants for key in entry.not_exempt_lists}
        named |= {conflict.not_exempt_list for conflict in regime.conflicts} | ({regime.goods_list} - {""})
        assert named <= set(CATALOG.goods_lists.by_key)


def test_no_additional_duty_is_shipped_because_none_was_seen() -> None:
    assert CATALOG.extra_duties.rows == ()


def test_a_permit_is_found_by_its_names_and_ten_working_days_are_two_weeks() -> None:
    licence = CATALOG.permits.find("自动进口许可")
    assert licence is not None and licence is CATALOG.permits.find("automatic_licence")
    assert (licence.calendar_days, licence.valid_months) == (14, 6)
    certification = CATALOG.permits.find("3C")
    assert certification is not None and certification.calendar_days is None
    assert CATALOG.permits.find("通行证") is None


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("new_displays", '"0", "0.2"', '"0.1", "0.2"'),  # they make 1.1
        ("new_displays", 'goods = ["new_equipment"]', 'goods = ["machines"]'),
        ("integrated_circuits", 'item_kinds = ["part"]', 'item_kinds = ["parts"]'),
        ("major_equipment", 'outcome = "doubt"', 'outcome = "perhaps"'),
        ("repair_return", 'customs_value = "work"', 'customs_value = "half"'),
        ("bonded", 'suspends = ["duty", "import_vat"]', "suspends = []"),
    ],
)
def test_a_mistake_in_a_relief_is_named_with_its_file(file: str, old: str, new: str, tmp_path: Path) -> None:
    own = tmp_path / "regimes" / "cn" / f"{file}.toml"
    own.parent.mkdir(parents=True)
    shutil.copy(shipped("catalogs") / "regimes" / "cn" / f"{file}.toml", own)
    words = own.read_text(encoding="utf-8")
    assert old in words
    own.write_text(words.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputRejected) as rejected:
        load(own=tmp_path)
    assert {(fault.code, fault.at.file) for fault in rejected.value.issues} == {
        ("catalog-value", f"regimes/cn/{file}.toml")
    }
