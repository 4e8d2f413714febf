"""Plain planning cases from which customs, tax, time value and risk have been taken out.

A published instance knows prices, capacities and demand only. So every supplier here sits in China and sells for CNY
without VAT (deductible VAT would be cash and not cost anyway), nothing is discounted, risk has no weight, what is left
at the end is worth nothing, and every unit must be served in its own period.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings

START = date(2027, 1, 1)
ANY_HS_CODE = "84571010"  # goods bought in China meet no tariff; the workbook asks for a code all the same

ALL_ON_TIME = Limit(rule="min_fill_rate", item="each", who="each", value=1.0)


def plain_settings(title: str, periods: int = 1, **changes: Any) -> Settings:
    """Months, no discount, no weight on risk, one draw, solved to the end."""
    given = {
        "title": title,
        "start": START,
        "period": "month",
        "periods": periods,
        "discount_rate": 0.0,
        "risk_weight": 0.0,
        "draws": 1,
        "gap": 0.0,
        "terminal_value_share": 0.0,
        "open_need_share": 0.0,
    }
    return Settings(**(given | changes))


def plain_item(item: str, **changes: Any) -> Item:
    """Goods in any fraction, kept at no cost."""
    given = {
        "item": item,
        "hs_code": ANY_HS_CODE,
        "whole_units": False,
        "unit": "t",  # measured: pieces would be signed whole
        "holding_rate": 0.0,
        "reference_value_cny": 1.0,
    }
    return Item(**(given | changes))


def plain_offer(offer: str, supplier: str, item: str, unit_price: float, **changes: Any) -> Offer:
    """A price in CNY without VAT, delivered at once."""
    given = {
        "offer": offer,
        "supplier": supplier,
        "item": item,
        "unit_price": unit_price,
        "currency": "CNY",
        "incoterm": "domestic",
        "price_includes_vat": False,
    }
    return Offer(**(given | changes))
