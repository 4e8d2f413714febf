"""What a plan breaks, and from which excess on it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.limit_rules import LIMIT_RULES

Real = NDArray[np.float64]
TOLERANCE = 1e-5  # units, or a relative part of an amount
FAMILIES: tuple[str, ...] = (
    "unknown",  # the plan points at what does not exist
    "shape",  # an array is of other draws, stocks, queues or lanes
    "not_finite",  # a number is none
    "negative",  # units below nothing
    "demand",  # a queue is not what the demand lines of the case say, or a line waits in none
    "balance",  # a stock does not follow from what comes and goes
    "served",  # less than nobody is served
    "lost",  # who has not waited so long is given up
    "patience",  # somebody waits longer
    "workaround",  # more is relieved than is late
    "workaround_limit",
    "storage",  # stock beyond the room of its owner's sites
    "capacity",
    "qualification",  # from what is not qualified, or not yet
    "whole_units",
    "min_order",
    "lot_size",
    "accepts",  # bought or made in a form that its firm does not take
    "route",  # planned on a route that is not open, or not yet
    "route_capacity",
    "planned_inputs",  # more is to start than has its inputs on the schedule
    "longest_stay",  # goods lie in bond longer than they may
    "stay_over",  # goods go abroad again, or to the reserve for itself, before their stay in bond is over
    "starts",  # more or less starts than is planned and there
    "substitutes",  # more is served by substitutes than is served
    "of_use",  # an order or a call is larger than can be of use in any draw
    "order_window",  # an order on a day on which it cannot be placed
    "named_end_user",  # goods of a named end user in the reserve
    "reserve_terms",  # goods in the reserve that its terms do not list
    "consent",  # relief without the consent of a person, or the row of a list
    "declared",  # a customs value, or a sum beside the price, is not what the offer says
    "quota",
    "quota_request",  # more is taxed beyond a quota than arrives exempt
    "booking",  # less or more is booked than can be
    "framework",  # more is called than is booked and available
    "foresight",  # a call knows what nobody has seen yet
    "call_rule",  # with sampled draws: a call is not what the rule of the plan says
    "budget",
    "risk_limit",
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: its family, what it is about, and the largest excess over periods and draws."""

    family: str
    about: tuple[str, ...]
    excess: float

    def __post_init__(self) -> None:
        if self.family not in (*FAMILIES, *LIMIT_RULES):
            raise ValueError(f"{self.family!r} is no family that is known")


def where(family: str, about: tuple[str, ...], over: Real | float, scale: float = 1.0) -> Iterator[Violation]:
    """A violation where anything of `over` exceeds the tolerance, which is relative to `scale` above 1."""
    worst = float(np.max(over, initial=0.0))
    if worst > TOLERANCE * max(1.0, scale):
        yield Violation(family, about, worst)
