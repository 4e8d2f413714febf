"""What an order can be of use for at most, as the auditor reads it: needs, floors, parts that ship, sizes sold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import Q1, Planned, courses, home_offer, machine, need, planned, settings, tiny

from importplan.evaluation.ledger.audit import audit
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit


def too_large(found: Planned, units: float) -> bool:
    """Whether the first order of a plan is larger than can be of use with so many units."""
    order = replace(found.plan.orders[0], quantity=units)
    plan = replace(found.plan, orders=(order, *found.plan.orders[1:]))
    return "of_use" in {each.family for each in audit(found.scenario, found.landed, found.draws, plan).violations}


def pooled(*limits: Limit) -> Scenario:
    """Two machines for two firms, of which the reserve buys and keeps what a floor asks for."""
    return tiny(
        settings=settings(owner="bureau"),
        firms=(Firm(firm="F", vat_deductible=False), Firm(firm="G", vat_deductible=False)),
        offers=(home_offer(to_day=Q1),),
        demand=(need(quantity=1.0, firm="F"), need(quantity=1.0, firm="G", line="b")),
        limits=limits,
    )


@pytest.mark.parametrize(
    ("scenario", "most"),
    [
        (tiny(), 2.0),
        (tiny(offers=(home_offer(min_order=3.0),)), 3.0),
        (tiny(offers=(home_offer("h", 50.0, min_order=3.0, lot_size=2.0),)), 4.0),
        (tiny(items=(machine(whole_units=False),), demand=(need(quantity=1.5),)), 2.0),  # what is signed is whole
        (tiny(**courses({"a": 1.0, "b": 1.0}, ("b", "demand", "L1", None, 5.0))), 5.0),  # in the draw that asks most
        (tiny(**courses({"a": 1.0}, ("a", "availability", "offer:h", Q1, 0.5))), 4.0),  # two over half of what ships
        (pooled(), 2.0),
        (pooled(Limit(rule="min_reserve", item="M", who=RESERVE, value=3.0)), 5.0),
    ],
    ids=["need", "smallest", "lots", "parts", "draws", "half", "both_firms", "floor"],
)
def test_the_most_of_use(scenario: Scenario, most: float) -> None:
    found = planned(scenario)
    assert not too_large(found, most)
    assert too_large(found, most + 1.0)
