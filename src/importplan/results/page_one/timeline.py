"""The first orders as a picture: a bar each, from the start of procurement to the day of use, against its need.

procuring | making and licence | on the way | clearance and installation | to spare, or late
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.order_lines import OrderLine, order_lines

STAGES = ("procuring", "making", "under_way", "clearing", "spare", "late")
"""What a bar is made of, in the order of time; the need is where `spare` ends, or `late` begins."""


@dataclass(frozen=True)
class Bar:
    """An order: the day it begins, and how many days each of `STAGES` lasts."""

    label: str
    start: date
    days: tuple[int, ...]

    @property
    def end(self) -> date:
        """The day on which the bar ends."""
        return date.fromordinal(self.start.toordinal() + sum(self.days))


@dataclass(frozen=True)
class OrderTimeline:
    """Bars of orders on one scale of days."""

    title: str
    stages: tuple[str, ...]  # names of `STAGES`
    bars: tuple[Bar, ...]
    words: str  # the same in a sentence, for those who do not see it


def timeline(result: PlanResult, names: Names, most: int) -> OrderTimeline | None:
    """The first orders; None where there is none."""
    lines = order_lines(result)[:most]
    if not lines:
        return None
    bars = tuple(_bar(names, line) for line in lines)
    late = [line for line in lines if line.late_days]
    return OrderTimeline(
        title=names.word("result.timeline"),
        stages=tuple(names.word(f"result.stage_of_order.{key}") for key in STAGES),
        bars=bars,
        words=names.word(
            "result.timeline.words",
            count=len(bars),
            start=min(bar.start for bar in bars),
            usable=max(line.dates.usable for line in lines),
            late=len(late),
        ),
    )


def _bar(names: Names, line: OrderLine) -> Bar:
    dates, needed = line.dates, line.dates.latest.needed
    begin = min(dates.start_by, dates.order_by)
    ends = [begin, max(dates.order_by, begin), dates.ship, dates.port, dates.usable]
    # What comes after the day it is needed is shown as late, whatever is being done then.
    cut = dates.usable if needed is None or needed >= dates.usable else max(needed, begin)
    stages = [_days(min(first, cut), min(last, cut)) for first, last in pairwise(ends)]
    spare = 0 if needed is None else max(0, _days(dates.usable, needed))
    label = names.word("result.timeline.label", number=line.number, item=names.item(line.item.item))
    return Bar(label, begin, (*stages, spare, _days(cut, dates.usable)))


def _days(first: date, last: date) -> int:
    return max(0, (last - first).days)


def scale(bars: Sequence[Bar]) -> tuple[date, date]:
    """The first day of the year of the first bar's quarter, and the day after which no bar ends."""
    first, last = min(bar.start for bar in bars), max(bar.end for bar in bars)
    return date(first.year, 3 * ((first.month - 1) // 3) + 1, 1), last
