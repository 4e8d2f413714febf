"""The clock of a run: what is left of its time limit, what a part may take, and where the seconds went.

The limit runs from the first sample to the end of judging; reading, pricing and writing are outside and shown. Whoever
may take long is handed the clock and asks `left`; a part with a limit of its own gets a `part` of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class Share:
    """What a part may take of a time limit, in seconds at most and at least."""

    of_limit: float
    most_s: float = INFINITY
    least_s: float = 0.0


JUDGING = Share(0.3)  # kept for judging the plan; all that planning leaves
QUICK = Share(0.1, least_s=1.5)  # what the simple rules make of the case, before anything is searched
RULES = Share(0.15, least_s=2.0)  # for every simple rule of a case of many blocks, and how it calls, however late
RELAXED = Share(0.35, most_s=40.0, least_s=2.0)  # the optimum without whole units, which is worth waiting for
FIRST_SOLVE = Share(0.2, most_s=60.0, least_s=1.5)  # each other solve on the way to a first plan
FIRST_PLAN = Share(0.6)  # all of them
SETTLING = Share(0.12)  # kept for settling the recourse
READING = Share(0.08, least_s=0.5)  # kept for reading the plans of many blocks back, where time is short
SIGNING = Share(0.1)  # kept for whole pieces, where a case is planned in parts of them
OVERTIME = Share(0.05)  # for what must be done once the time is over
CALLING = Share(0.35)  # for the rule that calls follow, where draws are sampled
RULED = Share(0.2, least_s=4.0)  # for each plan whose calls follow a rule: without one settled there is no plan
LIFTING = Share(0.1, most_s=20.0)  # for the case with wider bounds
MINUTE_S = 60.0  # limits up to it count what of the processor there is
LEAST_PACE, MEASURED_S = 0.1, 0.5  # a pace is at least so much, and 1 where less than so many seconds tell it
SHORT_S = 20.0  # a limit below it leaves little for a search: what is quick comes first


def moment(seconds: float) -> float:
    """So many seconds from now, as other processes of this machine know it."""
    return time.time() + seconds


def until(end: float) -> float:
    """Seconds until a moment."""
    return end - time.time()


class Clock:
    """Seconds left of a limit, and seconds spent by stage.

    Parameters
    ----------
    limit_s
        Seconds from now; without end until `begin` says more.
    now
        What tells the time, in seconds.
    worked
        What tells the seconds that the processor has given to this process.
    """

    def __init__(
        self,
        limit_s: float = INFINITY,
        now: Callable[[], float] = time.perf_counter,
        worked: Callable[[], float] = time.process_time,
    ) -> None:
        self._now, self._worked = now, worked
        self._started, self._began_work = now(), worked()
        self.seconds: dict[str, float] = {}
        self.begin(limit_s)

    def begin(self, limit_s: float) -> None:
        """From now on there are so many seconds."""
        self.limit_s = limit_s
        self._until = self._now() + limit_s

    @property
    def paced_s(self) -> float:
        """Seconds that a limit up to a minute is worth at the pace so far: on a busy machine a process waits its turn.

        What came before is to have been work of one thread, such as reading a case.
        """
        passed = self.spent()
        if self.limit_s > MINUTE_S or passed < MEASURED_S:
            return self.limit_s
        return self.limit_s * min(1.0, max(LEAST_PACE, (self._worked() - self._began_work) / passed))

    def left(self) -> float:
        """Seconds left; below nothing once the time is over."""
        return self._until - self._now()

    def of(self, share: Share) -> float:
        """The seconds of a share of the limit."""
        return min(share.most_s, max(share.least_s, share.of_limit * self.limit_s))

    def before(self, later: Share) -> float:
        """Seconds left without those kept for what comes later."""
        return self.left() - self.of(later)

    def at_least(self, share: Share) -> float:
        """Seconds left, or a share of the limit where less is."""
        return max(self.of(share), self.left())

    def part(self, seconds: float) -> Clock:
        """A clock for a part of what is timed: it has so many seconds from now, and its stages are its own."""
        return Clock(seconds, self._now, self._worked)

    def keeping(self, later: Share) -> Clock:
        """The clock of what comes now: it leaves the share of what comes later, and its stages are told with ours."""
        part = self.part(max(0.0, self.before(later)))
        part.seconds = self.seconds
        return part

    @property
    def short(self) -> bool:
        """Whether the limit leaves little for a search."""
        return self.limit_s < SHORT_S

    @contextmanager
    def stage(self, key: str) -> Iterator[None]:
        """Count the seconds of a stage; one that comes again adds to them."""
        began = self._now()
        try:
            yield
        finally:
            self.seconds[key] = self.seconds.get(key, 0.0) + self._now() - began

    def spent(self) -> float:
        """Seconds since the clock was made."""
        return self._now() - self._started

    def told(self) -> dict[str, float]:
        """Seconds by stage, and `total` of all that was spent."""
        return self.seconds | {"total": self.spent()}
