"""What simple rules of buying decide, held block by block: plans before any block is searched.

Nothing is left to a block but what follows its orders, so all of them answer in a moment, as a linear program each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.basis import Basis
from importplan.model.search.generation.master import BlockPlan, Prices
from importplan.model.search.generation.questions import Following
from importplan.model.search.generation.rounds import Rounds
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import SimplePlan
from importplan.model.search.start import AS_IT_IS, Start, plans_to_begin_with
from importplan.solvers.program import SolverAnswer

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass
class SimpleStart:
    """The simple rules of a case after a plan that was there before, and what each counts (CNY) where it was settled
    with calls that see more than a rule for calls does.
    """

    basis: Basis
    start: Start | None = None
    counts: dict[str, float] = field(default_factory=dict)  # by key of the rule
    _made: list[SimplePlan] = field(default_factory=list)

    def came_to(self, simple: SimplePlan, objective_cny: float) -> None:
        """Keep what a plan came to; infinite where it breaks what must be kept."""
        if np.isfinite(objective_cny):
            self.counts[simple.rule.key] = objective_cny
        if self.start is not None and simple.rule is AS_IT_IS:
            self.start.objective_cny = objective_cny

    @cached_property
    def course(self) -> Course:
        """The course without outages."""
        facts = self.basis.facts
        return Course.of(facts.scenario, facts.landed, facts.given)

    def plans(self) -> Iterator[SimplePlan]:
        """The plan of every rule, nothing bought last; each is made once, when it is asked for."""
        for number in count():
            if number == len(self._made):
                made = next(self._making, None)
                if made is None:
                    return
                self._made.append(made[1])
            yield self._made[number]

    @cached_property
    def _making(self) -> Iterator[tuple[str, SimplePlan]]:
        return plans_to_begin_with(self.course, self.start)

    @cached_property
    def _names(self) -> dict[object, tuple[Whole, Whole]]:
        """Kind of column → the hashes of the ids of its columns, sorted, and where each stands."""
        draft = self.course.decided.draft
        ids = np.array([hash(name) for name in draft.column_ids()], dtype=np.int64)
        found: dict[object, tuple[Whole, Whole]] = {}
        for variable in draft.chosen:
            names = ids[draft.names[variable].reshape(-1)]
            order = np.argsort(names, kind="stable")
            found[variable] = names[order], order
        return found

    def units(self, simple: SimplePlan, names: Whole) -> Real:
        """(column,) what a rule decides of columns with such hashes of ids; nothing of those it does not know."""
        found = np.zeros(len(names))
        for variable, values in simple.decisions.items():
            known, at = self._names[variable]
            if len(known):
                place = np.minimum(np.searchsorted(known, names), len(known) - 1)
                found = np.where(known[place] == names, values.reshape(-1)[at[place]], found)
        return found


Answers = dict[tuple[int, bytes], SolverAnswer]  # of blocks, by what is held: rules agree in many of them


def held(
    rounds: Rounds, start: SimpleStart, simple: SimplePlan, prices: Prices, known: Answers
) -> tuple[BlockPlan, ...] | None:
    """The plans of all blocks that follow what a rule decides; None where one has none.

    `known`: answers under the same prices so far, those found now are added.
    """
    master, found = rounds.master, []
    units = [start.units(simple, block.names[block.today]) for block in master.blocks]
    places = [(number, each.tobytes()) for number, each in enumerate(units)]
    asked = {place: Following(prices.of(place[0]), units[place[0]]) for place in places if place not in known}
    known |= zip(asked, rounds.each_of(asked.values(), [number for number, _ in asked], however_late=True), strict=True)
    for number, place in enumerate(places):
        values, whole = known[place].values, master.blocks[number].program.whole
        if values is None:
            return None
        found.append(master.plan_of(number, np.where(whole, np.round(values), values), whole=True))
    return tuple(found)
