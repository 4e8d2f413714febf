"""Goals: what is made least, in which order; CVaR as Rockafellar and Uryasev (2000) write it."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from second_model.linear import Linear, total
from second_model.program import Solved
from second_model.queues import Queue
from second_model.world import World

SLACK = 1e-7  # relative, for a stage whose optimum must be kept


def cvar(world: World, losses: list[Linear]) -> Linear:
    """An expression that is never below CVaR of the losses, and is CVaR where it is pushed down."""
    program, level = world.program, world.scenario.settings.risk_level
    if level >= 1.0:
        worst = program.column(-inf)
        for loss in losses:
            program.at_least(worst, loss)
        return worst
    eta, beyond = program.column(-inf), []
    for course, loss in zip(world.courses, losses, strict=True):
        excess = program.column()
        program.at_least(excess, loss - eta)
        beyond.append(course.weight / (1.0 - level) * excess)
    return eta + total(beyond)


def write_risk_limit(world: World) -> None:
    """Where a risk limit is given it binds under every goal: CVaR of the cost of a draw."""
    limit = world.scenario.settings.risk_limit_cny
    if limit is not None:
        world.program.at_most(cvar(world, world.accounts.cost_of_draws), limit)


Least = Callable[[Linear], "Solved | None"]


def reach(world: World, queues: list[Queue], least: Least) -> float | None:
    """The objective of the case at its optimum; None where there is no plan."""
    settings, accounts = world.scenario.settings, world.accounts
    expected = accounts.expected
    if settings.goal == "weighted":
        weight = settings.risk_weight
        objective = (1.0 - weight) * expected + weight * cvar(world, accounts.whole_cost)
        return _value(least(objective), objective)
    stages: list[tuple[Linear, float]] = []
    if settings.goal == "ordered":
        stages = [(_late_units(world, queues), settings.goal_tolerance)]
    if settings.goal in ("ordered", "min_cvar"):
        tolerance = settings.goal_tolerance if settings.goal == "ordered" else 0.0
        stages.append((cvar(world, accounts.whole_cost), tolerance))
    for stage, tolerance in stages:
        reached = _value(least(stage), stage)
        if reached is None:
            return None
        world.program.at_most(stage, reached + max(tolerance, SLACK) * abs(reached) + SLACK)
    return _value(least(expected), expected)


def _late_units(world: World, queues: list[Queue]) -> Linear:
    """Expected units of priority 1 that are late, over all periods."""
    return total(
        course.weight * waiting
        for queue in queues
        if queue.priority == 1
        for draw, course in enumerate(world.courses)
        for waiting in queue.waiting[draw]
    )


def _value(solved: Solved | None, expression: Linear) -> float | None:
    return None if solved is None else solved.of(expression)
