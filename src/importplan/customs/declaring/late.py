"""The charge for declaring late (滞报金): customs value x daily rate x days from the fifteenth on, in whole yuan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from importplan.catalog.rules.clearance import LateDeclaration

YUAN = Decimal(1)


@dataclass(frozen=True, slots=True)
class LateCharge:
    """What is due, and from which day on."""

    first_day: date  # the first day that counts
    days: int  # that of the declaration included
    amount_cny: Decimal
    rule: LateDeclaration


def late_charge(rule: LateDeclaration, customs_value_cny: Decimal, arrival: date, declared: date) -> LateCharge:
    """The charge for goods that were declared on a day.

    Parameters
    ----------
    rule
        Free days, rate and floor, from the catalog.
    customs_value_cny
        Customs value (完税价格) of the goods.
    arrival
        Day on which the transport was declared to have arrived (运输工具申报进境之日).
    declared
        Day on which customs took the declaration.

    Raises
    ------
    ValueError
        Where the customs value is negative.

    Notes
    -----
    The fifteenth day counted is `arrival` + 15: the fourteen days begin on the day after. Days of rest are not known
    here: where the last free day is one, give the arrival that many days later.
    """
    if customs_value_cny < 0:
        raise ValueError(f"a customs value of {customs_value_cny} is negative")
    first = arrival + timedelta(days=rule.free_days + 1)
    days = max(0, (declared - first).days + 1)
    amount = (customs_value_cny * rule.daily_rate * days).quantize(YUAN, rounding=ROUND_DOWN)
    return LateCharge(first, days, amount if amount >= rule.floor_cny else Decimal(0), rule)
