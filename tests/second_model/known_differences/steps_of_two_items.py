"""Two items whose orders have steps of price: the search ends at once with a plan 3 % above its own bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from importplan.scenario.schema.price_breaks import PriceBreak
from second_model.hand import at_home, case, draws, from_abroad, machine, need
from second_model.known_differences.difference import Difference

JULY, OCTOBER = date(2027, 7, 1), date(2027, 10, 1)
STEPS = (
    ("j", 5.5, 1482.03), ("h", 5.5, 65.82), ("j", 4.5, 2117.18), ("e", 3.0, 9.16), ("h", 3.0, 77.43), ("e", 2.0, 8.33),
)  # fmt: skip


def _case() -> Difference:
    """Four of N are needed now; of M two in October, five in one draw of two."""
    terms = {"insurance_share": 0.0, "duty_rate": 0.05, "duty_rate_source": "by hand"}
    made = case(
        4,
        items=(machine(holding_rate=0.1), machine("N")),
        offers=(
            from_abroad("e", unit_price=98.0 / 10.0, lead_time_days=60.0, **terms),
            at_home("h", item="N", unit_price=91.1, lead_time_days=100.0),
            from_abroad("j", supplier="J", item="N", currency="JPY", unit_price=2490.8, **terms),
        ),
        demand=(need(4.0, JULY, 400.0, "L0", item="N"), need(2.0, OCTOBER, 80.0, "L1")),
        price_breaks=tuple(PriceBreak(offer=o, from_quantity=begins, unit_price=price) for o, begins, price in STEPS),
        **draws({"D0": 1.0, "D1": 1.0, "D2": 2.0}, ("D2", "demand", "L1", None, 5.0)),
    )
    rates = (replace(made.fx[0], cny_per_unit=8.0), replace(made.fx[0], currency="JPY", cny_per_unit=0.05))
    settings = replace(made.settings, start=JULY, period="quarter")
    right = 6 * 1482.03 * 0.05 * 1.05 + 2 * 8.33 * 8.4 + 3 * 9.16 * 8.4 + 2 * 2.5 + 0.5 * 3 * 3 * 2.5
    return Difference(
        "steps_of_two_items", made.replace(settings=settings, fx=rates), right,
        "879.23, bound 853.87, `stopped_with_plan` at once, with 60 s to go; each item by itself "
        "is right. By hand: 6 of N; 2 of M in July at 8.33, held at 5, and 3 in October at 9.16, in half the draws "
        "held for three quarters at 22.5",
    )  # fmt: skip


STEPS_OF_TWO_ITEMS = _case()
