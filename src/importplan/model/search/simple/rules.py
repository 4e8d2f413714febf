"""The simple rules as data: who is asked first, how much one supplier may sell, how far ahead of need is bought.

A rule stands once: its plan is the first that a search has, and a rival of the plan that the search finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FirstAsked(Enum):
    """Whom a rule asks first. Others are asked for what these cannot supply."""

    ANYBODY = "anybody"  # the cheapest first
    QUALIFIED = "qualified"  # who may sell today
    SIGNED = "signed"  # who has a signed order of the item; where nobody has one, who may sell today, and nobody else


@dataclass(frozen=True, slots=True)
class SimpleRule:
    """One rule. Dates, qualification, capacity, lots, whole units and budgets hold for all of them."""

    key: str
    asked: FirstAsked = FirstAsked.ANYBODY
    most: float | None = 1.0  # of an item's need that one supplier sells while others can; None: an equal part
    ahead_months: int = 0  # how long before its need everything is to be there
    holds: bool = True  # whether it buys early where it cannot buy in time


NOTHING = SimpleRule("nothing")  # what is signed comes, nothing else is bought
RULES: dict[str, SimpleRule] = {
    rule.key: rule
    for rule in (
        SimpleRule("cheapest_source"),
        SimpleRule("equal_split", FirstAsked.QUALIFIED, most=None),
        SimpleRule("half_at_most", most=0.5),
        SimpleRule("six_month_stock", ahead_months=6),
        SimpleRule("no_stock", holds=False),
        SimpleRule("todays_sourcing", FirstAsked.SIGNED),
    )
}
