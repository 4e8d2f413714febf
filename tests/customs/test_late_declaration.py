"""The charge for declaring late, on worked cases (tests/cases/late_declaration) and as identities."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from landed_cases import CASES

from importplan.catalog.load import load
from importplan.customs.declaring.late import late_charge

CATALOG = load()
RULE, FREE = CATALOG.clearance.late_declaration, CATALOG.deadlines.spans["declaration"]
FILE = CASES / "late_declaration" / "boundaries.toml"
WORKED = tomllib.loads(FILE.read_text(encoding="utf-8"))["declarations"]


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case["why"][:40])
def test_a_worked_declaration(case: dict[str, Any]) -> None:
    found = late_charge(RULE, FREE, Decimal(case["value"]), case["arrival"], case["declared"])
    assert (found.days, str(found.amount_cny)) == (case["days"], case["amount"])


def test_a_day_more_never_costs_less() -> None:
    arrival = date(2026, 3, 2)
    charges = [
        late_charge(RULE, FREE, Decimal(123456), arrival, arrival + timedelta(days=day)).amount_cny for day in range(60)
    ]
    assert charges == sorted(charges)
    assert charges[14] == 0 < charges[15]


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        late_charge(RULE, FREE, Decimal(-1), date(2026, 3, 2), date(2026, 3, 3))
