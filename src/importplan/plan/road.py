"""The roads from a program to a plan, and why each is taken. Their words are `result.road.KEY` and `result.why.WHY`."""

from __future__ import annotations

from dataclasses import dataclass

BETTER_BESIDE = "better_beside"  # judged beside it on other draws, it did better than the plan that was found
NO_TIME_FOR_BLOCKS = "no_time_for_blocks"  # a case of many blocks: to write them takes longer than there is
NEAR_ENOUGH, SEARCH_ENDED = "near_enough", "search_ended"  # within the gap asked for; no better one in time

ROADS: dict[str, tuple[str, ...]] = {
    "whole": ("linear", "no_start_needed", "no_start_found", "from_a_start", "goals_in_turn"),  # all in one program
    "relaxed_rounded": (NEAR_ENOUGH, SEARCH_ENDED),  # the optimum without whole units, rounded
    "rounded_mended": (NEAR_ENOUGH, SEARCH_ENDED),  # the same, as far as rows allow
    "near_relaxed": (NEAR_ENOUGH, SEARCH_ENDED),  # searched among the offers of that optimum alone
    "undisturbed": (NEAR_ENOUGH, SEARCH_ENDED),  # what would be ordered if nothing stopped
    "nothing": (NEAR_ENOUGH, SEARCH_ENDED),  # nothing is bought
    "simple_rule": (NEAR_ENOUGH, SEARCH_ENDED, NO_TIME_FOR_BLOCKS, BETTER_BESIDE),  # the best of the simple rules
    "start": (NEAR_ENOUGH, SEARCH_ENDED),  # the plan that the search began with
    "start_mended": (NEAR_ENOUGH, SEARCH_ENDED),  # the same, as far as the case allows
    "few_draws": (NEAR_ENOUGH, SEARCH_ENDED),  # the optimum without whole units on a few draws, rounded
    "loosened": (NEAR_ENOUGH, SEARCH_ENDED),  # a smaller program, settled draw by draw
    "generation": ("large",),  # blocks of items, joined by a master
    "spread": ("time_over",),  # no supplier above the limit on concentration
    "call_rule": ("sampled",),  # calls follow a rule fixed today
    "held": ("given",),  # the decisions of another plan
}


@dataclass(frozen=True, slots=True)
class Road:
    """The road that found a plan, and why it was taken or why its plan stands."""

    key: str
    why: str

    def __post_init__(self) -> None:
        if self.why not in ROADS.get(self.key, ()):
            raise ValueError(f"no road {self.key!r} is taken for {self.why!r}")
