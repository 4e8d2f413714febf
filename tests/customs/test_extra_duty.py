"""Additional duties that fall on the same goods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from landed_cases import tiny

from importplan.catalog.load import load
from importplan.catalog.rates.extra_duties import ExtraDuties, ExtraDuty
from importplan.customs.cost.duty_rate import extra_rate
from importplan.customs.cost.landed_cost import price
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer


def test_duties_of_one_day_add_up_and_are_as_doubtful_as_the_most_doubtful_of_them():
    """10 % of an official text and 2.5 % that nobody checked are 12.5 % that nobody checked."""
    first = ExtraDuty("US", "8457", Decimal("0.10"), date(2027, 1, 1), None, "甲", "A", "No. 1", "page", "official")
    second = replace(first, rate=Decimal("0.025"), document="No. 2", confidence="unverified")
    catalog = replace(load(), extra_duties=ExtraDuties((first, second)))
    offer = Offer(offer="O", supplier="S", item="M", unit_price=1.0, currency="USD")
    rate = extra_rate(offer, Item(item="M", hs_code="84571010"), "US", catalog, date(2027, 3, 1))
    assert rate is not None
    assert (rate.value, rate.confidence) == (Decimal("0.125"), "unverified")
    assert "No. 1" in rate.source and "No. 2" in rate.source


def said(**item: object) -> dict[str, dict[str, object]]:
    """Notes of a case with goods of four origins, one of which states its duty and one that is bought in China."""
    first = tiny().offers[0]
    own = {"offer": "g", "origin": "GB", "extra_duty_rate": 0.1, "price_includes_vat": False}
    others = [{"offer": origin.lower(), "origin": origin} for origin in ("JP", "DE", "US")]
    offers = tuple(replace(first, incoterm="CIF", **each) for each in (*others, own))  # type: ignore[arg-type]
    case = tiny()
    items = tuple(replace(row, **item) for row in case.items)  # type: ignore[arg-type]
    return {note.code: dict(note.values) for note in price(case.replace(offers=offers, items=items), load()).notes}


def test_that_no_additional_duty_is_on_record_is_told_for_each_origin_and_more_where_there_have_been_some():
    """Silence would be read as none; an offer that states its duty needs no such word."""
    notes = said()
    assert notes["extra-duty-none"]["origin_en"] == "Germany, Japan"
    assert notes["extra-duty-had"]["origin_zh"] == "美国" and "2018" in str(notes["extra-duty-had"]["what_en"])


def test_goods_of_a_heading_of_farm_machinery_are_told_that_vat_may_be_lower():
    """9 % for farm machinery (VAT Law, Art. 10); which headings that means is for a person to say."""
    assert "vat-perhaps-lower" not in said()
    told = said(hs_code="84335100", name_zh="联合收割机")["vat-perhaps-lower"]
    assert (told["rate"], told["lower"]) == ("13%", "9%") and "第十条" in str(told["document"])
