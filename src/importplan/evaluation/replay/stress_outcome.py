"""A plan in one stress event: cost lines, cash, what waits and what stays open; plain figures that a result carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from importplan.evaluation.replay.estimates import OPEN, SHORTAGE
from importplan.plan.lines import COST_LINES

NOT_IN_TIME, NOT_TOUCHED = "not_in_time", "not_touched"  # why it was not planned again
MOST_OPEN = 30  # needs told by name
NOTIONAL = tuple(COST_LINES[at] for at in (*SHORTAGE, *OPEN))


@dataclass(frozen=True)
class Stressed:
    """A plan in one event. CNY; costs and losses discounted, cash as it is paid. `first` None: without any event."""

    event: str
    first: str | None  # ISO days
    last: str | None
    costs: dict[str, float]  # cost line → CNY
    cash_cny: float  # paid in all, import VAT included, less what comes back
    cash_peak_cny: float  # most that is paid by the end of a period
    worst_line: str  # need that loses most; empty where none waits
    late_periods: int  # in which it waits
    late_units: float  # most that wait of it
    open: dict[str, float]  # need → units that wait at the end, and nothing comes for them; the costliest first
    open_more: int = 0  # further needs of which units stay open
    others: dict[str, dict[str, float]] = field(default_factory=dict)  # key of another way → its cost lines
    replanned: dict[str, float] = field(default_factory=dict)  # cost lines of the best plan had one known
    replanned_status: str = ""
    orders_changed: int = 0  # of them: orders that come, go or change

    @property
    def cost_cny(self) -> float:
        """All lines: money, estimated losses, and what is open at the end."""
        return sum(self.costs.values())

    @property
    def loss_cny(self) -> float:
        """Estimated loss by shortage, and the price of what is open at the end: no cash."""
        return losses(self.costs)

    def saved_cny(self, way: str) -> float | None:
        """What another way loses more in it by shortage; None where it was not replayed."""
        return losses(self.others[way]) - self.loss_cny if way in self.others else None

    @property
    def foreseen_cny(self) -> float | None:
        """What knowing the event would have been worth; None where it was not planned again."""
        return self.cost_cny - sum(self.replanned.values()) if self.replanned else None


def losses(costs: Mapping[str, float]) -> float:
    """Estimated losses of cost lines."""
    return sum(costs.get(line, 0.0) for line in NOTIONAL)


def worst_extra_cny(found: Sequence[Stressed]) -> float | None:
    """What the worst event costs more than none; None where no event was tested."""
    return max((one.cost_cny - found[0].cost_cny for one in found[1:]), default=None)
