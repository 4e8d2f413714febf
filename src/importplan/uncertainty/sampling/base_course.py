"""The course without surprises: no outage, no refusal, base rates, and the demand that is likely to come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet, Outages

LIKELY = 0.5  # from this probability on, a demand line belongs to the course without surprises


def base_course(scenario: Scenario, ids: tuple[str, ...], weights: NDArray[np.float64]) -> DrawSet:
    """The same course without surprises in every draw; the sources put their own values over it."""
    count = len(ids)
    groups = tuple(licence_refusals(scenario))
    routes = tuple(sorted(row.route for row in scenario.routes if row.success_probability < 1.0))
    currencies = currencies_of(scenario)
    return DrawSet(
        ids=ids,
        weights=weights,
        targets=(),
        outages=Outages.none(),
        licence_groups=groups,
        refused=np.zeros((count, len(groups)), dtype=np.bool_),
        routes=routes,
        failed=np.zeros((count, len(routes)), dtype=np.bool_),
        currencies=currencies,
        fx_factor=np.ones((count, len(currencies), scenario.settings.periods)),
        demand=np.tile(likely_demand(scenario), (count, 1)),
        price_factor=None,
        delay_days=None,
        given=False,
    )


def likely_demand(scenario: Scenario) -> NDArray[np.float64]:
    """The quantity of every line that comes with probability 0.5 or more, 0 for the others."""
    return np.array(
        [line.quantity if scenario.probability_of(line) >= LIKELY else 0.0 for line in scenario.demand],
        dtype=np.float64,
    )


def currencies_of(scenario: Scenario) -> tuple[str, ...]:
    """Every currency of offers, signed orders and the sheet `fx`, by the alphabet."""
    used = {row.currency for rows in (scenario.offers, scenario.open_orders, scenario.fx) for row in rows}
    return tuple(sorted(used - {""}))


def licence_refusals(scenario: Scenario) -> dict[str, float]:
    """Licence group → probability of refusal: the largest one of its offers, over all who may buy them."""
    payers = [firm.firm for firm in scenario.all_firms] + ([RESERVE] if scenario.has_reserve else [])
    refusals: dict[str, float] = {}
    for offer in scenario.offers:
        if offer.licence_refusal == 0.0:
            continue
        for payer in payers:
            group = scenario.licence_group_of(offer, payer)
            refusals[group] = max(refusals.get(group, 0.0), offer.licence_refusal)
    return refusals
