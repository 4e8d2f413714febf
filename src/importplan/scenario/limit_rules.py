"""The rules of sheet `limits`: what each is about, its unit, and whom it may name. Facts only.

Everything that lists rules derives from `LIMIT_RULES`. What a rule means is written twice, by people who share nothing
but its key: its rows in the model (`model/families`, `ROWS`) and its audit in the ledger (`evaluation`, `AUDITS`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class About(Enum):
    """What a rule limits."""

    PURCHASES = "purchases"  # the mix of what is ordered and called
    SERVICE = "service"  # what is needed, not how to buy it
    TAX = "tax"
    BOOKING = "booking"
    RESERVE = "reserve"


class LimitUnit(Enum):
    """What the value of a rule counts."""

    SHARE = "share"  # 0 … 1
    INDEX = "index"  # sum of squared shares, 0 … 1
    SUPPLIERS = "suppliers"
    UNITS = "units"
    CNY = "cny"


class Who(Enum):
    """Whom `who` may name."""

    NOBODY = "nobody"
    COUNTRY = "country"
    SUPPLIER = "supplier"
    FRAMEWORK = "framework"  # a supplier whose capacity can be booked
    FIRM = "firm"
    PAYER = "payer"  # a firm or the reserve
    RESERVE = "reserve"  # the reserve and nobody else


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One rule; its key begins with `min_` (a floor) or `max_`."""

    key: str
    about: About
    unit: LimitUnit
    who: Who = Who.NOBODY
    items: bool = True  # whether it speaks of sets of items; else of all of them
    by_priority: bool = False
    by_draw: bool = False  # whether `in` chooses between each draw and the mean; else the plan decides it
    always_hard: bool = False  # whether a price for its excess is refused

    def __post_init__(self) -> None:
        if not self.key.startswith(("min_", "max_")):
            raise ValueError(f"{self.key!r} says neither min_ nor max_")

    @property
    def floor(self) -> bool:
        """Whether it asks for at least its value."""
        return self.key.startswith("min_")

    @property
    def by_period(self) -> bool:
        """Whether it counts what is served in its own period, so that old and new demand are not the same."""
        return self.about is About.SERVICE and self.unit is LimitUnit.SHARE

    @property
    def measured(self) -> bool:
        """Whether `measure` says what it counts: units or their value."""
        return self.about is About.PURCHASES and self.unit in (LimitUnit.SHARE, LimitUnit.INDEX)


LIMIT_RULES: dict[str, LimitRule] = {
    rule.key: rule
    for rule in (
        LimitRule("max_country_share", About.PURCHASES, LimitUnit.SHARE, Who.COUNTRY),
        LimitRule("max_supplier_share", About.PURCHASES, LimitUnit.SHARE, Who.SUPPLIER),
        LimitRule("min_supplier_share", About.PURCHASES, LimitUnit.SHARE, Who.SUPPLIER),
        LimitRule("min_suppliers", About.PURCHASES, LimitUnit.SUPPLIERS),
        LimitRule("max_suppliers", About.PURCHASES, LimitUnit.SUPPLIERS),
        LimitRule("max_hhi", About.PURCHASES, LimitUnit.INDEX, always_hard=True),
        LimitRule("max_import_share", About.PURCHASES, LimitUnit.SHARE),
        LimitRule("min_fill_rate", About.SERVICE, LimitUnit.SHARE, Who.FIRM, by_priority=True, by_draw=True),
        LimitRule("max_shortage", About.SERVICE, LimitUnit.UNITS, Who.FIRM, by_priority=True, by_draw=True),
        LimitRule("max_tax", About.TAX, LimitUnit.CNY, Who.PAYER, items=False, by_draw=True),
        LimitRule("min_booked_capacity", About.BOOKING, LimitUnit.UNITS, Who.FRAMEWORK, items=False),
        LimitRule("max_booking_cost", About.BOOKING, LimitUnit.CNY, Who.FRAMEWORK, items=False),
        LimitRule("min_reserve", About.RESERVE, LimitUnit.UNITS, Who.RESERVE, by_draw=True),
        LimitRule("max_reserve", About.RESERVE, LimitUnit.UNITS, Who.RESERVE, by_draw=True),
    )
}
