"""Additional duties that fall on the same goods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from importplan.catalog.load import load
from importplan.catalog.rates.extra_duties import ExtraDuties, ExtraDuty
from importplan.customs.cost.duty_rate import extra_rate
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
