"""From a scenario to its draws: the workbook's own, or sampled ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.base_course import base_course
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.streams import Streams
from importplan.uncertainty.sources import demand, exchange_rates, given, licences, outages, routes
from importplan.uncertainty.sources.exchange_rates import FxReference

Source = Callable[[DrawSet, Scenario, Streams], DrawSet]


def sources(fx_reference: FxReference | None) -> tuple[Source, ...]:
    """What is sampled. Each source puts its values over the course without surprises."""
    return (
        outages.add,
        licences.add,
        routes.add,
        partial(exchange_rates.add, reference=fx_reference),
        demand.add,
    )


def sample(
    scenario: Scenario,
    *,
    count: int | None = None,
    seed: int | None = None,
    stream: str = "plan",
    fx_reference: FxReference | None = None,
    base_rate: Mapping[str, float] | None = None,
) -> DrawSet:
    """The draws of a scenario: those of the sheet `draws` if it has rows, else sampled ones of equal weight.

    Parameters
    ----------
    scenario
        The planning case.
    count
        How many draws to sample; the setting `draws` if None. Without effect on draws that the workbook gives.
    seed
        The setting `seed` if None.
    stream
        Runs with different names share no random number: `plan` for the draws a plan is made on, another name for
        those it is judged on.
    fx_reference
        Volatilities and correlations from history, for currencies whose volatility is blank in the sheet `fx`.
    base_rate
        Base rate by currency, CNY per unit, for exchange rates that the workbook's own draws give; the sheet `fx`
        where a currency is missing.

    Raises
    ------
    InputRejected
        A value of the workbook's own draws cannot be understood.
    """
    if scenario.draws:
        return given.draw_set(scenario, base_rate or {})
    streams = Streams(
        seed=scenario.settings.seed if seed is None else seed,
        stream=stream,
        count=scenario.settings.draws if count is None else count,
    )
    ids = tuple(str(number + 1) for number in range(streams.count))
    draws = base_course(scenario, ids, np.full(streams.count, 1.0 / streams.count))
    for source in sources(fx_reference):
        draws = source(draws, scenario, streams)
    return draws


def nominal(scenario: Scenario) -> DrawSet:
    """One draw of weight 1: no outage, no refusal, base rates, every line that comes with probability 0.5 or more."""
    return base_course(scenario, ("nominal",), np.ones(1))
