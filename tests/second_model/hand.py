"""One tiny case whose variations anybody can compute by hand.

Months from January 2027, no discount, no weight on risk. A firm F may buy machines M, worth 100 CNY each, that cost
nothing to hold, from S in China at 100 CNY net of VAT, delivered at once. It needs nothing yet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from consents import CONSENT
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier

JANUARY, FEBRUARY, MARCH, APRIL = (date(2027, month, 1) for month in (1, 2, 3, 4))


def settings(periods: int = 1, **changes: Any) -> Settings:
    """Months without discount and without weight on risk, solved to the end."""
    given = {
        "start": JANUARY,
        "period": "month",
        "periods": periods,
        "discount_rate": 0.0,
        "risk_weight": 0.0,
        "draws": 1,
        "gap": 0.0,
        "time_limit_s": 60.0,
        "open_need_share": 0.0,
    }
    return Settings(**(given | changes))


def machine(name: str = "M", **changes: Any) -> Item:
    """A machine worth 100 CNY that costs nothing to hold."""
    given = {"item": name, "hs_code": "84571010", "reference_value_cny": 100.0, "holding_rate": 0.0}
    return Item(**(given | changes))


def at_home(name: str = "h", **changes: Any) -> Offer:
    """100 CNY net of VAT, delivered at once."""
    given = {
        "offer": name,
        "supplier": "S",
        "item": "M",
        "unit_price": 100.0,
        "currency": "CNY",
        "incoterm": "domestic",
        "price_includes_vat": False,
    }
    return Offer(**(given | changes))


def from_abroad(name: str = "e", **changes: Any) -> Offer:
    """10 EUR CIF at 10 CNY, with 10 % duty: 110 CNY, and VAT that is deducted."""
    given = {
        "offer": name,
        "supplier": "E",
        "item": "M",
        "unit_price": 10.0,
        "currency": "EUR",
        "duty_rate": 0.1,
        "duty_rate_source": "by hand",
    }
    return Offer(**(given | changes))


def need(quantity: float, day: date = JANUARY, late: float = 1000.0, line: str = "L", **changes: Any) -> Demand:
    """A need of M that costs so much for every unit and month late."""
    given = {"line": line, "item": "M", "period": day, "quantity": quantity, "shortage_cost_cny": late}
    return Demand(**(given | changes))


def case(periods: int = 1, **sheets: Any) -> Scenario:
    """The tiny case with some sheets in place of its own."""
    given: dict[str, Any] = {
        "settings": settings(periods),
        "items": (machine(),),
        "firms": (Firm(firm="F"),),
        "suppliers": (
            Supplier(supplier="S", country="CN"),
            Supplier(supplier="E", country="DE"),
            Supplier(supplier="J", country="JP"),
        ),
        "offers": (at_home(),),
        "fx": (ExchangeRate(currency="EUR", cny_per_unit=10.0, volatility=0.0),),
    }
    return Scenario(**(given | sheets))


def framework(scenario: Scenario, supplier: str = "S", cost: float = 1.0, **changes: Any) -> Scenario:
    """The case with capacity of a supplier to be booked at so much a unit and month."""
    terms = {"booking_cost_cny": cost} | changes
    rows = tuple(replace(row, **terms) if row.supplier == supplier else row for row in scenario.suppliers)
    return scenario.replace(suppliers=rows)


def draws(weights: dict[str, float], *values: tuple[str, str, str, date | None, float]) -> dict[str, Any]:
    """The sheets `draws` and `draw_values`: weights by draw; then (draw, what, id, period, value)."""
    return {
        "draws": tuple(Draw(draw=name, weight=weight) for name, weight in weights.items()),
        "draw_values": tuple(
            DrawValue(draw=draw, what=what, id=name, period=period, value=value)
            for draw, what, name, period, value in values
        ),
    }


def relief(**changes: Any) -> Qualification:
    """A relief from duty that F holds for M."""
    given = {"firm": "F", "regime": "encouraged_project", "certificate": "C", "item": "M", **CONSENT}
    return Qualification(**(given | changes))
