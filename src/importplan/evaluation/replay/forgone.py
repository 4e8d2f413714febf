"""What would have to be true for a part of a plan to pay: the plan with it and the plan without it on the same draws.

With d the cost of a draw without the part less that with it, w the weight of draws, S what is spent on the part and
grows with its price, and L what being late costs more without it (all discounted, in the mean but d):

    worth           E[d]
    price           (1 + E[d] / S) times the price now
    cost of late    (1 - E[d] / L) times that of now
    probability     c / (g + c) for the draws with d > 0, where g = E[d | d > 0] and c = E[-d | d <= 0]

The last is the newsvendor's: what a unit costs in vain over what it spares where it is needed (Arrow, Harris and
Marschak 1951, doi:10.2307/1906813). At each of these values alone both ways cost the same, as long as nothing that is
decided in a draw changes with it and nothing is planned anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.plan.lines import COST_INDEX, PRIORITIES
from importplan.plan.solution import CostLines

LATE = [COST_INDEX[f"shortage_{priority}"] for priority in PRIORITIES]
ORDER, SECOND, RESERVED, ROUTE = "order", "second_source", "reserve", "route"  # what a part of a plan is
DUST = 1e-9  # of the cost of a draw


@dataclass(frozen=True, slots=True)
class Forgone:
    """A part of a plan, and what doing without it costs on the draws that made the plan."""

    kind: str  # order | second_source | reserve | route
    item: str
    buyer: str
    source: str  # offer, or route
    instead: str  # the offer that the same units come from without it; empty: nothing is bought in their place
    units: float
    worth_cny: float  # mean cost without it less that with it
    priced_cny: float  # mean of what is spent on it and grows with its price; of a route its opening
    late_cny: float  # mean cost of being late without it less that with it
    pays_in: float  # weight of the draws in which it pays
    gained_cny: float  # mean of what it spares there
    wasted_cny: float  # mean of what it costs in vain in the others

    @property
    def price_ratio(self) -> float | None:
        """Price at which it just pays, over the price now; None: at no price above 0."""
        ratio = 1.0 + self.worth_cny / self.priced_cny if self.priced_cny > 0.0 else 0.0
        return ratio if ratio > 0.0 else None

    @property
    def late_ratio(self) -> float | None:
        """Cost of being late at which it just pays, over that of now; None: it pays, or does not, at any."""
        ratio = 1.0 - self.worth_cny / self.late_cny if self.late_cny > 0.0 else 0.0
        return ratio if ratio > 0.0 else None

    @property
    def pays_from(self) -> float | None:
        """Probability, of what makes it pay, from which it pays in the mean; None: it pays in every draw or in none."""
        if not 0.0 < self.pays_in < 1.0 or self.gained_cny + self.wasted_cny <= 0.0:
            return None
        return self.wasted_cny / (self.gained_cny + self.wasted_cny)

    @property
    def distance(self) -> float:
        """How far the nearest of its values is from what is assumed: a logarithm, infinite where nothing tips."""
        pays = self.pays_from
        chance = pays / self.pays_in if pays else None
        ratios = [each for each in (self.price_ratio, self.late_ratio, chance) if each is not None and each > 0.0]
        return min((abs(math.log(each)) for each in ratios), default=math.inf)


@dataclass(frozen=True, slots=True)
class PartOfPlan:
    """What may be forgone: what it is, how many units, what of it grows with its price."""

    kind: str
    item: str
    buyer: str
    source: str
    units: float
    priced_cny: float


def forgone(part: PartOfPlan, instead: str, with_it: CostLines, without: CostLines, priced_cny: float) -> Forgone:
    """What doing without a part costs; both ways on the same draws."""
    weights = with_it.weights
    costs = with_it.of_draws + with_it.known_cny
    more: NDArray[np.float64] = without.of_draws + without.known_cny - costs
    late = float((without.expected - with_it.expected)[LATE].sum())
    pays = more > DUST * max(1.0, float(np.abs(costs).max()))
    share = float(weights[pays].sum())
    gained = float(weights[pays] @ more[pays]) / share if share > 0.0 else 0.0
    wasted = (0.0 - float(weights[~pays] @ more[~pays])) / (1.0 - share) if share < 1.0 else 0.0  # no minus zero
    return Forgone(
        part.kind, part.item, part.buyer, part.source, instead, part.units,
        float(weights @ more), priced_cny, late, share, gained, wasted,
    )  # fmt: skip
