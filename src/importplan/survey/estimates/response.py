"""Who was asked and who answered, by city, industry and size class; categories of few firms are taken together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from importplan.scenario.confidentiality import ConfidentialityRule, joined
from importplan.survey.estimates.weighting import Weighting

CITY, INDUSTRY, SIZE = "city", "industry", "size"
DIMENSIONS = (CITY, INDUSTRY, SIZE)


@dataclass(frozen=True)
class ResponseRow:
    """Some categories of a dimension: firms asked (None without a frame), answered, and what the answers stand for."""

    names: tuple[str, ...]
    asked: int | None
    answered: int
    stand_for: float

    @property
    def rate(self) -> float | None:
        """The share that answered."""
        return self.answered / self.asked if self.asked else None


def response(weighting: Weighting, dimension: str, rule: ConfidentialityRule) -> tuple[ResponseRow, ...]:
    """The response by one dimension, the largest category first, sizes from large to small.

    With a frame the categories are those of the frame; firms that were not asked are not in it. Without one they are
    what the firms wrote.
    """
    answered = _answered(weighting, dimension)
    asked, told = Counter(_asked(weighting, dimension)), Counter(name for name in answered if name is not None)
    stand: dict[str, float] = defaultdict(float)
    for name, weight in zip(answered, weighting.weights.sample.weights, strict=True):
        if name is not None:
            stand[name] += float(weight)
    return tuple(
        ResponseRow(
            names=names,
            asked=sum(asked[name] for name in names) if weighting.is_weighted else None,
            answered=sum(told[name] for name in names),
            stand_for=sum(stand[name] for name in names),
        )
        for names in joined(_in_order(weighting, dimension, asked or told), rule)
    )


def _in_order(weighting: Weighting, dimension: str, counts: Counter[str]) -> dict[str, int]:
    if dimension != SIZE:
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    keys = [weighting.sizes.key(place) for place in range(len(weighting.sizes.classes) + 1)]
    return {key: counts[key] for key in keys if counts[key]}


def _asked(weighting: Weighting, dimension: str) -> list[str]:
    """The category of every firm of the frame."""
    firms = weighting.frame.firms if weighting.frame is not None else ()
    if dimension == SIZE:
        return [weighting.sizes.key(weighting.sizes.place(firm.revenue_cny)) for firm in firms]
    return [firm.city if dimension == CITY else firm.industry for firm in firms]


def _answered(weighting: Weighting, dimension: str) -> list[str | None]:
    """The category of each firm that answered; None where it was not asked."""
    if weighting.is_weighted:
        asked = _asked(weighting, dimension)
        return [None if place is None else asked[place] for place in weighting.places]
    firms = weighting.survey.firms
    if dimension == SIZE:
        return [weighting.sizes.key(weighting.sizes.place(firm.record.number("revenue_cny"))) for firm in firms]
    return [firm.city if dimension == CITY else firm.industry for firm in firms]
