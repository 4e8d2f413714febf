"""One clock: what is left of the limit, what a part may take, and where the seconds went."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from importplan.running.clock import Clock, Share

SRC = Path(__file__).parents[2] / "src" / "importplan"


@dataclass
class Moment:
    """A time that goes on when a test says so."""

    at: float = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def moment() -> Moment:
    return Moment()


def test_without_a_limit_there_is_time_without_end_until_one_begins(moment: Moment) -> None:
    clock = Clock(now=moment)
    moment.at += 1_000.0
    assert clock.left() == float("inf")
    clock.begin(60.0)
    moment.at += 45.0
    assert (clock.limit_s, clock.left()) == (60.0, 15.0)


def test_a_share_is_of_the_limit_and_not_of_what_is_left(moment: Moment) -> None:
    clock = Clock(60.0, moment)
    moment.at += 30.0
    assert clock.of(Share(0.1)) == pytest.approx(6.0)
    assert clock.of(Share(0.9, most_s=40.0)) == 40.0
    assert clock.of(Share(0.1, least_s=7.0)) == 7.0


def test_what_comes_later_keeps_its_share_and_overtime_is_given_once_the_time_is_over(moment: Moment) -> None:
    clock, tenth = Clock(60.0, moment), Share(0.1)
    moment.at += 50.0
    assert clock.before(tenth) == pytest.approx(4.0)
    assert clock.at_least(tenth) == pytest.approx(10.0)
    moment.at += 20.0
    assert clock.before(tenth) == pytest.approx(-16.0)
    assert clock.at_least(tenth) == pytest.approx(6.0)


def test_a_part_has_its_own_limit_from_now_and_its_own_stages(moment: Moment) -> None:
    clock = Clock(60.0, moment)
    moment.at += 10.0
    part = clock.part(20.0)
    with part.stage("solve"):
        moment.at += 5.0
    assert (part.left(), clock.left()) == (15.0, 45.0)
    assert part.seconds == {"solve": 5.0}
    assert clock.seconds == {}


def test_what_comes_now_leaves_a_share_to_what_comes_later_and_is_told_with_it(moment: Moment) -> None:
    clock = Clock(60.0, moment)
    moment.at += 10.0
    now = clock.keeping(Share(0.3))
    assert now.left() == pytest.approx(32.0)
    with now.stage("solve"):
        moment.at += 5.0
    assert clock.seconds == {"solve": 5.0}
    assert not clock.short
    assert Clock(5.0, moment).short


def test_seconds_are_told_by_stage_added_up_and_in_all(moment: Moment) -> None:
    clock = Clock(now=moment)
    for _ in range(2):
        with clock.stage("build"):
            moment.at += 3.0
        moment.at += 1.0
    with pytest.raises(ValueError, match="broken"), clock.stage("solve"):
        moment.at += 2.0
        raise ValueError("broken")
    assert clock.told() == {"build": 6.0, "solve": 2.0, "total": 10.0}


def test_nothing_else_looks_at_the_time() -> None:
    """Whoever needs seconds asks a clock: a limit that is kept in two places is kept in none."""
    names = ("perf_counter", "monotonic", "time.time(", "process_time")
    looks = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in names)
    }
    assert looks == {"running/clock.py"}


def test_a_short_limit_is_worth_less_where_the_processor_is_shared(moment: Moment) -> None:
    """A quarter of the processor so far: 40 s are worth 10; a long limit, or one before anything is known, itself."""
    worked = Moment(0.0)
    clock = Clock(40.0, moment, worked)
    moment.at, worked.at = moment.at + 0.4, 0.1
    assert clock.paced_s == 40.0
    moment.at, worked.at = moment.at + 1.6, 0.5
    assert clock.paced_s == pytest.approx(10.0)
    worked.at = 0.01
    assert clock.paced_s == pytest.approx(4.0)
    worked.at = 3.0  # several threads
    assert clock.paced_s == 40.0
    clock.begin(300.0)
    assert clock.paced_s == 300.0
