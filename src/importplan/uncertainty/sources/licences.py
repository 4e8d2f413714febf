"""Export licences: one answer in each draw for a whole licence group, so that ordering three times is no remedy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.base_course import licence_refusals
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.streams import Streams


def add(draws: DrawSet, scenario: Scenario, streams: Streams) -> DrawSet:
    """The draws with the answers to the licence groups; the largest probability of its offers is that of a group."""
    refusals = licence_refusals(scenario)
    refused = np.zeros((streams.count, len(draws.licence_groups)), dtype=np.bool_)
    for position, group in enumerate(draws.licence_groups):
        refused[:, position] = streams.uniform("licence", group) < refusals[group]
    return replace(draws, refused=refused)
