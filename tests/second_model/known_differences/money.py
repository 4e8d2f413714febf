"""Money: what counts for a quota, for insurance, for a discount."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from second_model.hand import at_home, case, draws, from_abroad, machine, need, relief, settings
from second_model.known_differences.difference import Difference


def _value_at_its_rate() -> Scenario:
    """Ten at 10 EUR when a euro costs 20: 2,000, of which 400 are free; 10 % duty on the other 1,600."""
    return case(
        items=(machine(catalog_ref="x"),),
        offers=(from_abroad(),),
        demand=(need(10.0),),
        qualifications=(relief(quota_cny=400.0),),
        **draws({"w": 1.0}, ("w", "fx", "EUR", None, 20.0)),
    )


def _seven_years() -> Scenario:
    """60 now and 40 in seven years at 10 % a year."""
    offer = at_home(deposit_share=0.3, shipment_share=0.3, retention_share=0.4, warranty_months=84.0)
    return case(settings=settings(discount_rate=0.1), offers=(offer,), demand=(need(1.0),))


MONEY = (
    Difference(
        "quota_value_rate", _value_at_its_rate(), 2160.0, "a quota in value ignores the exchange rate of the draw"
    ),
    Difference(
        "seven_years", _seven_years(), 60.0 + 40.0 / 1.1**7, "what is due after five years is discounted by five"
    ),
)
