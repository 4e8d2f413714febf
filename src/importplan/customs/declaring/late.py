"""The charge for declaring late (滞报金): customs value x daily rate x days after the free ones, in whole yuan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from importplan.catalog.rules.clearance import LateDeclaration
from importplan.catalog.rules.deadlines import Duration

YUAN = Decimal(1)


@dataclass(frozen=True, slots=True)
class LateCharge:
    """What is due, and how many days it counts."""

    last_free_day: date
    days: int  # after it, that of the declaration included
    amount_cny: Decimal
    waived_cny: Decimal  # worked out, and below the floor
    is_estimated: bool  # holidays that are not announced yet may move the last free day
    rule: LateDeclaration


def late_charge(
    rule: LateDeclaration, free: Duration, customs_value_cny: Decimal, arrival: date, declared: date
) -> LateCharge:
    """The charge for goods that were declared on a day.

    Parameters
    ----------
    rule
        Rate and floor, from the catalog.
    free
        The span in which goods have to be declared; its last day moves where it is not worked.
    customs_value_cny
        Customs value (计税价格) of the goods.
    arrival
        Day on which the transport was declared to have arrived (运输工具申报进境之日).
    declared
        Day on which customs took the declaration.

    Raises
    ------
    ValueError
        Where the customs value is negative.
    """
    if customs_value_cny < 0:
        raise ValueError(f"a customs value of {customs_value_cny} is negative")
    last = free.after(arrival)
    days = max(0, (declared - last).days)
    amount = (customs_value_cny * rule.daily_rate * days).quantize(YUAN, rounding=ROUND_DOWN)
    levied = amount >= rule.floor_cny
    nothing = Decimal(0)
    return LateCharge(
        last,
        days,
        amount if levied else nothing,
        nothing if levied else amount,
        free.rests_on_estimate(arrival, last),
        rule,
    )
