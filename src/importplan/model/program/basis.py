"""What a program is written from: a case with its purchases, and what each part of it must know of the whole.

A part of a case (`blocks`) cannot see from its own rows what joins it to the others. `Common` tells it, so that the
rows and columns that it writes are those that it would have in the program of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.states import States
from importplan.uncertainty.sampling.draw_set import DrawSet

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Joint = tuple[Whole, Whole]  # one draw of every joint state of some stocks, and the (D,) joint state of every draw


@dataclass(frozen=True)
class Common:
    """What is one for all parts of a case."""

    money: float  # CNY in a unit of the program's money
    bookable: Real  # (supplier,) units per period that can be of use at most, given what is available
    booked_whole: NDArray[np.bool_]  # (supplier,) whether frameworks are about pieces alone: booked in whole ones
    states: States  # which draws share columns, by stock
    nodes: Whole  # (T, D) what was seen up to a period: draws with the same label decide alike
    available: dict[str, Real]  # supplier of call-offs → (T, D) share of what is booked that can be called at best
    rooms: dict[tuple[str, str], tuple[Joint, ...]]  # store that may be full → by period, what its stocks share
    sellers: dict[tuple[int, str], tuple[str, ...]]  # limit on shares and item → of whom it limits the share
    times: float  # orders and calls may be so many times what can be of use; 1, but where a bound is looked into
    unheld: dict[int, tuple[str, ...]]  # limit → items (or groups) of which it asks the reserve for what it cannot hold


@dataclass(frozen=True)
class Basis:
    """Facts, purchases, and what is common to all parts."""

    facts: Facts
    orders: Trade
    calls: Trade
    fallbacks: Trade  # what is ordered where routes fail
    no_outage: DrawSet
    held: Real | None  # (order,) units of a plan whose orders are given; None: the plan decides
    most: Real  # (order,) an upper bound that no sensible order exceeds; the units of a plan that is given
    common: Common
    loose: bool = False  # a smaller program whose optimum is a bound (`loosened`), no plan
    gives_way: bool = False  # budgets are overrun where what is held leaves nothing else (replays)
    called: Real | None = None  # (call, D) units of calls that are given; None: the plan decides
    strict: bool = False  # what starts on routes is exactly the smaller of planned and there, by a yes or no

    @property
    def draws(self) -> DrawSet:
        """The draws of the plan."""
        return self.facts.draws

    @property
    def states(self) -> States:
        """Which draws share columns."""
        return self.common.states
