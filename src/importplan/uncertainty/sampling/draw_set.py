"""Draws as arrays: D sampled courses of the world with their weights."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class OutageTarget:
    """What an outage stops, such as `country:NL` or `control:US`; only items with `tag` unless empty."""

    target: str
    tag: str
    effect: str  # delay | cancel
    stops: str  # making | shipping | transport


@dataclass(frozen=True)
class Outages:
    """All outages of all draws, one entry each. Days count from the start of the plan; `end_day` is the first free day.

    Outages of one target may overlap; whoever reads them takes the union. An outage that was on before the plan
    began has a start day far in the past.
    """

    draw: NDArray[np.int64]
    target: NDArray[np.int64]  # position in `DrawSet.targets`
    start_day: NDArray[np.float64]
    end_day: NDArray[np.float64]
    severity: NDArray[np.float64]  # share that is stopped, 0 … 1

    @classmethod
    def none(cls) -> Outages:
        """No outage at all."""
        whole = np.zeros(0, dtype=np.int64)
        real = np.zeros(0)
        return cls(draw=whole, target=whole, start_day=real, end_day=real, severity=real)


@dataclass(frozen=True)
class DrawSet:
    """D draws of one scenario. Order of offers, lines, suppliers as in the scenario; T periods."""

    ids: tuple[str, ...]
    weights: NDArray[np.float64]  # (D,) sum 1
    targets: tuple[OutageTarget, ...]
    outages: Outages
    licence_groups: tuple[str, ...]
    refused: NDArray[np.bool_]  # (D, licence group)
    routes: tuple[str, ...]  # that may fail
    failed: NDArray[np.bool_]  # (D, route)
    currencies: tuple[str, ...]
    fx_factor: NDArray[np.float64]  # (D, currency, T) multiple of the base rate in force in each period
    demand: NDArray[np.float64]  # (D, demand line) units
    price_factor: NDArray[np.float64] | None  # (D, offer, T) multiple of the unit price, by period of order
    delay_days: NDArray[np.float64] | None  # (D, offer, T) days added before shipping, by period of order
    given: bool  # the workbook's own draws: they are the truth and nothing was sampled
    notes: tuple[Issue, ...] = ()  # assumptions behind the draws, for the notes of the result

    def of(self, offers: NDArray[np.int64], lines: NDArray[np.int64]) -> DrawSet:
        """The same draws of a scenario that has only some of the offers and lines of demand."""
        price, delay = (None if each is None else each[:, offers] for each in (self.price_factor, self.delay_days))
        return replace(self, demand=self.demand[:, lines], price_factor=price, delay_days=delay)

    def heaviest(self, count: int) -> DrawSet:
        """So many draws of the greatest weight, the first ones where all weigh the same, with weights that sum to 1."""
        chosen = np.sort(np.argsort(-self.weights, kind="stable")[:count])
        place = np.full(self.count, -1, dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        kept = place[self.outages.draw] >= 0
        outages = {field.name: getattr(self.outages, field.name)[kept] for field in fields(Outages)}
        price, delay = (None if each is None else each[chosen] for each in (self.price_factor, self.delay_days))
        return replace(
            self,
            ids=tuple(self.ids[draw] for draw in chosen),
            weights=self.weights[chosen] / self.weights[chosen].sum(),
            outages=Outages(**(outages | {"draw": place[outages["draw"]]})),
            refused=self.refused[chosen],
            failed=self.failed[chosen],
            fx_factor=self.fx_factor[chosen],
            demand=self.demand[chosen],
            price_factor=price,
            delay_days=delay,
        )

    @property
    def count(self) -> int:
        """How many draws there are (D)."""
        return len(self.weights)

    @cached_property
    def currency_index(self) -> dict[str, int]:
        """Currency → position in `currencies`."""
        return {currency: position for position, currency in enumerate(self.currencies)}

    @cached_property
    def licence_index(self) -> dict[str, int]:
        """Licence group → position in `licence_groups`."""
        return {group: position for position, group in enumerate(self.licence_groups)}

    def fx_factor_of(self, currency: str) -> NDArray[np.float64]:
        """Multiple of the base rate of a currency, shape (D, T); 1 for a currency that the scenario does not use."""
        position = self.currency_index.get(currency)
        if position is None:
            return np.ones((self.count, self.fx_factor.shape[2]))
        factors: NDArray[np.float64] = self.fx_factor[:, position, :]
        return factors

    def failure(self, route: str) -> NDArray[np.bool_]:
        """Whether the validation of a route fails, shape (D,)."""
        if route not in self.routes:
            return np.zeros(self.count, dtype=np.bool_)
        outcomes: NDArray[np.bool_] = self.failed[:, self.routes.index(route)]
        return outcomes

    def refusal(self, scenario: Scenario, offer_index: int, payer: str) -> NDArray[np.bool_]:
        """Whether the export licence of an offer is refused to a payer, shape (D,); never where refusal is 0."""
        offer = scenario.offers[offer_index]
        position = self.licence_index.get(scenario.licence_group_of(offer, payer))
        if offer.licence_refusal == 0.0 or position is None:
            return np.zeros(self.count, dtype=np.bool_)
        answers: NDArray[np.bool_] = self.refused[:, position]
        return answers
