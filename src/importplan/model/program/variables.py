"""The columns of the program by name, each with its role: what may be held, and by whom, follows from the role.

    decided today   the same in every draw: orders, qualification, booking
    seen so far     the same in draws that look alike up to a period: call-offs
    in a draw       settled with the whole draw in view: stock, waiting, flows, relief
    measured        nobody's decision: what adds up draws or orders, so that a limit or a goal can speak of it

A kind of column that is not listed here cannot enter the program (`Draft.columns`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """When the value of a column is settled, and by what."""

    TODAY = "decided today"
    SEEN = "seen so far"
    DRAW = "in a draw"
    MEASURE = "measured"


@dataclass(frozen=True, slots=True)
class Variable:
    """A kind of column. One that `follows` is settled by another decision of today: it may be left to the solver."""

    name: str
    role: Role
    follows: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def chosen(self) -> bool:
        """Whether it is a choice of today that nothing else settles: what makes up a plan."""
        return self.role is Role.TODAY and not self.follows


ORDER = Variable("order", Role.TODAY)
LOT = Variable("lot", Role.TODAY, follows=True)  # an order is placed at all
LOTS = Variable("lots", Role.TODAY, follows=True)  # how many lots it is
QUALIFY_OFFER = Variable("qualify_offer", Role.TODAY)
QUALIFY_SUPPLIER = Variable("qualify_supplier", Role.TODAY)
BOOK = Variable("book", Role.TODAY)
MAKE = Variable("make", Role.TODAY)  # units that are to start on a route
OPEN_ROUTE = Variable("open_route", Role.TODAY)
FALLBACK = Variable("fallback", Role.TODAY, follows=True)  # what is ordered where a route fails: all that was planned
INSTEAD = Variable("instead", Role.TODAY, follows=True)  # anything is ordered where a route fails
FRAMEWORK = Variable("framework", Role.TODAY, follows=True)  # a framework is signed at all

CALL = Variable("call", Role.SEEN)

STOCK = Variable("stock", Role.DRAW)
BACKLOG = Variable("backlog", Role.DRAW)
LOST = Variable("lost", Role.DRAW)
ANY_LOST = Variable("any_lost", Role.DRAW)  # yes or no
FLOW = Variable("flow", Role.DRAW)  # from stock to stock
REEXPORT = Variable("reexport", Role.DRAW)  # goes abroad again out of bond, when its stay is over
SERVED = Variable("served", Role.DRAW)  # by one of several stocks
WAITS_TO_START = Variable("waits_to_start", Role.DRAW)  # planned on a route, and not started yet
HELD_BY = Variable("held_by", Role.DRAW)  # yes or no: what keeps more from starting than does
WORKAROUND = Variable("workaround", Role.DRAW)
FORGONE = Variable("forgone", Role.DRAW)  # of a workaround that draws share
SPACE = Variable("space", Role.DRAW)
BEYOND = Variable("beyond", Role.DRAW)
CALLED_BEYOND = Variable("called_beyond", Role.DRAW)  # the same of what is called
NEVER_BEYOND = Variable("never_beyond", Role.DRAW)  # always nothing: for parts that no quota leaves taxed
OPEN_NEED = Variable("open_need", Role.DRAW)  # waits at the end, and nothing comes for it
PROMISED = Variable("promised", Role.DRAW)  # to what waits at the end, of what still comes to the reserve
LATE = Variable("late", Role.DRAW)
EXCESS = Variable("excess", Role.DRAW)  # over a soft limit
OVERRUN = Variable("overrun", Role.DRAW)  # of a budget, where what is held leaves nothing else
COST_OF_DRAW = Variable("cost_of_draw", Role.DRAW)
OVER_ETA = Variable("excess_over_eta", Role.DRAW)

FORGONE_IN_MEAN = Variable("forgone_in_mean", Role.MEASURE)
EXCESS_IN_MEAN = Variable("excess_in_mean", Role.MEASURE)
ETA = Variable("eta", Role.MEASURE)
USED = Variable("used", Role.MEASURE)  # a supplier sells anything
ANYTHING = Variable("anything", Role.MEASURE)  # anybody does
GIVES_WAY = Variable("gives_way", Role.MEASURE)  # a wish, in a case without a plan
