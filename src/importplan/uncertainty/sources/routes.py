"""Routes: one outcome of validation in each draw, whoever is to be served."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.streams import Streams


def add(draws: DrawSet, scenario: Scenario, streams: Streams) -> DrawSet:
    """The draws with the routes that fail in each."""
    success = {row.route: row.success_probability for row in scenario.routes}
    failed = np.zeros((streams.count, len(draws.routes)), dtype=np.bool_)
    for position, route in enumerate(draws.routes):
        failed[:, position] = streams.uniform("route", route) >= success[route]
    return replace(draws, failed=failed)
