"""What is needed and who waits: a queue of a firm for an item, in every draw and period; lost demand by vintage."""

from __future__ import annotations

from dataclasses import dataclass, field

from importplan.scenario.schema.demand import Demand
from second_model.linear import Linear, total
from second_model.payments import Payment
from second_model.reference_value import reference_value
from second_model.world import World


@dataclass
class Queue:
    """Needs of one firm for one item that cost the same, are as urgent and are lost after the same time."""

    firm: str
    item: str
    priority: int
    late_cny: float  # per unit and period late
    lost_after: int | None
    due: list[list[float]]  # by draw and period: units
    served: list[list[Linear]] = field(default_factory=list)
    lost: list[list[Linear]] = field(default_factory=list)
    waiting: list[list[Linear]] = field(default_factory=list)  # at the end of a period

    def last_waiting(self, draw: int, period: int) -> Linear:
        """What waits when a period begins."""
        return self.waiting[draw][period - 1] if period > 0 else Linear()


def write_queues(world: World) -> list[Queue]:
    """Every queue with its columns: what is served, lost and still waiting."""
    grouped: dict[tuple[str, str, int, float, int | None], list[Demand]] = {}
    for line in world.lines:
        key = (world.scenario.firm_of(line), line.item, line.priority, _late(world, line), line.lost_after_periods)
        grouped.setdefault(key, []).append(line)
    queues = [Queue(*key, due=_due(world, lines)) for key, lines in grouped.items()]
    for queue in queues:
        for draw in world.draws:
            _write_draw(world, queue, draw)
    return queues


def _late(world: World, line: Demand) -> float:
    """What a unit costs when it is late for a period."""
    if line.shortage_cost_cny is not None:
        return line.shortage_cost_cny
    return world.scenario.settings.shortage_share * reference_value(world.scenario, world.items[line.item])


def _due(world: World, lines: list[Demand]) -> list[list[float]]:
    return [
        [sum(course.need[line.line] for line in lines if world.due[line.line] == period) for period in world.periods]
        for course in world.courses
    ]


def _write_draw(world: World, queue: Queue, draw: int) -> None:
    program = world.program
    served, lost, waiting = [[program.column() for _ in world.periods] for _ in range(3)]
    queue.served.append(served)
    queue.lost.append(lost)
    queue.waiting.append(waiting)
    for period in world.periods:
        before = queue.last_waiting(draw, period) + queue.due[draw][period]
        program.equal(waiting[period], before - served[period] - lost[period])
        _write_lost(world, queue, draw, period)


def _write_lost(world: World, queue: Queue, draw: int, period: int) -> None:
    """First come, first served: lost is who came so many periods ago and has neither been served nor lost before.

    lost[t] = the larger of 0 and (due up to t − n) − (served and lost before t).
    """
    program, lost, after = world.program, queue.lost[draw][period], queue.lost_after
    if after is None or period < after:
        program.at_most(lost, 0.0)
        return
    came = sum(queue.due[draw][: period - after + 1])
    gone = total([*queue.served[draw][:period], *queue.lost[draw][:period]])
    program.at_least(lost, came - gone)
    all_due = sum(queue.due[draw])
    somebody_is_lost = program.yes_no()
    program.at_most(lost, all_due * somebody_is_lost)
    program.at_most(lost, came - gone + all_due * (1.0 - somebody_is_lost))


def write_lateness(world: World, queues: list[Queue]) -> None:
    """What is late at the end of a period costs; a workaround takes the place of that cost, within the item's limit."""
    for item in world.items.values():
        there = [queue for queue in queues if queue.item == item.item]
        for draw in world.draws:
            for period in world.periods:
                relieved = [_write_period(world, queue, draw, period, item.workaround_cost_cny) for queue in there]
                world.program.at_most(total(relieved), item.workaround_limit)


def _write_period(world: World, queue: Queue, draw: int, period: int, workaround_cny: float) -> Linear:
    day = world.timeline.first_day(period)
    relieved = world.program.column()
    world.program.at_most(relieved, queue.waiting[draw][period])
    late = Payment(day, queue.late_cny, cash=False)
    world.accounts.follows(draw, queue.firm, [late], queue.waiting[draw][period] - relieved)
    world.accounts.follows(draw, queue.firm, [Payment(day, workaround_cny)], relieved)
    return relieved
