"""A signed order comes under the relief that it names, by certificate or by regime; what names none is taxed aloud."""

from __future__ import annotations

from datetime import date

import pytest
from landed_cases import tiny

from consents import CONSENT
from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.signed import options_of_signed
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification


def case(relief: str) -> Scenario:
    """Two certificates of one regime, and an order that names what it was bought under."""
    return tiny(
        {"item": {"hs_code": "84602419", "kind": "machine"}},
        qualifications=(
            Qualification(firm="F", regime="鼓励项目", certificate="QR-1", item="M", **CONSENT),
            Qualification(firm="F", regime="鼓励项目", certificate="QR-2", item="M", **CONSENT),
        ),
        open_orders=(OpenOrder(order="PO-1", offer="O", firm="F", quantity=1.0, due=date(2026, 5, 1), relief=relief),),
    )


@pytest.mark.parametrize(
    ("relief", "qualification"),
    [("QR-2", 1), ("QR-1", 0), ("鼓励项目", 0), ("encouraged_project", 0), ("", None), ("QR-9", None)],
)
def test_the_relief_of_a_signed_order(relief: str, qualification: int | None) -> None:
    scenario = case(relief)
    table = price(scenario, load())
    found = table.options[options_of_signed(scenario, table.options, scenario.open_orders)[0]]
    assert found.qualification == qualification
    said = [note.code for note in table.notes if note.code == "signed-relief-unknown"]
    assert bool(said) == (relief == "QR-9")
