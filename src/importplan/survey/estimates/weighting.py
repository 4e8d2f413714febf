"""Weights for firms that did not answer, from the frame; without a frame every firm stands for itself.

Method, as told in the report: strata by industry and size class (`strata`); a firm that answered has the weight of
firms asked over firms answered of its stratum; the part that stands for others is then fitted to the number of firms by
city (`raking`). Where a figure is not known of some firms (不清楚, blank), they count as not having answered to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importplan.catalog.references.size_classes import SizeClasses
from importplan.survey.estimates.estimate import FloatArray, IntArray, RegionalEstimate, Sample, ratio, totals
from importplan.survey.estimates.raking import rake
from importplan.survey.estimates.strata import FEWEST, Key, Stratum, strata
from importplan.survey.returns.frame import SamplingFrame
from importplan.survey.returns.survey import Survey

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Weights:
    """The weights of the firms that answered, and what they rest on."""

    sample: Sample
    strata: tuple[Stratum, ...]
    city_missed: float = 0.0  # the largest share of a city's firms by which their number is not met


@dataclass(frozen=True)
class Weighting:
    """Turns figures of firms into figures of the region. Rows of values are the firms of the survey, in their order."""

    survey: Survey
    frame: SamplingFrame | None
    sizes: SizeClasses
    places: tuple[int | None, ...]  # of each firm that answered, in the frame
    _known: dict[bytes, Weights] = field(default_factory=dict, repr=False)

    @property
    def is_weighted(self) -> bool:
        """Whether there is a frame to weight to."""
        return self.frame is not None

    @property
    def weights(self) -> Weights:
        """Those for a question that every firm answered."""
        return self.of(np.ones(len(self.survey.firms), dtype=bool))

    def of(self, known: BoolArray) -> Weights:
        """The weights of the firms of which a figure is known, as if the others had not answered."""
        key = known.tobytes()
        if key not in self._known:
            self._known[key] = self._weigh(known)
        return self._known[key]

    def totals(self, values: FloatArray) -> tuple[RegionalEstimate, ...]:
        """Totals of the region by column; shape (firms, columns), nan where a firm's figure is not known."""
        known = ~np.isnan(values)
        found: dict[int, RegionalEstimate] = {}
        patterns, groups = np.unique(known.T, axis=0, return_inverse=True)
        for number, pattern in enumerate(patterns):
            columns = np.flatnonzero(groups.reshape(-1) == number)
            chosen = self._bare(totals(self.of(pattern).sample, values[np.ix_(pattern, columns)]))
            found |= dict(zip(columns.tolist(), chosen, strict=True))
        return tuple(found[column] for column in range(values.shape[1]))

    def ratio(self, above: FloatArray, below: FloatArray) -> RegionalEstimate | None:
        """A share of the region over the firms of which both figures are known; None where there is nothing below."""
        known = ~(np.isnan(above) | np.isnan(below))
        if not known.any():
            return None
        found = ratio(self.of(known).sample, above[known], below[known])
        return None if found is None else self._bare((found,))[0]

    def _bare(self, found: tuple[RegionalEstimate, ...]) -> tuple[RegionalEstimate, ...]:
        # Without a frame nobody knows how many did not answer: the figures are of those who did, without an interval.
        if self.is_weighted:
            return found
        return tuple(RegionalEstimate(entry.value, firms=entry.firms) for entry in found)

    def key(self, place: int) -> Key:
        """Industry and size class of a firm of the frame."""
        assert self.frame is not None
        firm = self.frame.firms[place]
        return firm.industry, self.sizes.place(firm.revenue_cny)

    def _weigh(self, known: BoolArray) -> Weights:
        places = [place for place, is_known in zip(self.places, known, strict=True) if is_known]
        inside = [place for place in places if place is not None]
        if self.frame is None or not inside:
            alone = np.full(len(places), -1, dtype=np.int64)
            return Weights(Sample(np.ones(len(places)), alone, alone, np.zeros(0)), ())
        found = strata([self.key(place) for place in range(len(self.frame.firms))], [self.key(p) for p in inside])
        return self._fitted(places, found)

    def _fitted(self, places: list[int | None], found: tuple[Stratum, ...]) -> Weights:
        assert self.frame is not None
        cell_of = {key: number for number, stratum in enumerate(found) for key in stratum.keys}
        cells = np.array([-1 if place is None else cell_of[self.key(place)] for place in places], dtype=np.int64)
        inside = cells >= 0
        asked = np.array([stratum.asked for stratum in found], dtype=np.float64)
        answered = np.array([stratum.answered for stratum in found], dtype=np.float64)
        beyond = (asked / answered - 1.0)[cells[inside]]
        open_places = {place for place in range(len(self.frame.firms))} - set(places)
        cities, city_firms = self._cities(places, cells, beyond, open_places)
        raked = rake(beyond, cells[inside], cities[inside], asked - answered, city_firms)
        weights = np.ones(len(places))
        weights[inside] += raked.beyond
        in_city = city_firms + np.bincount(cities[inside], minlength=len(city_firms))
        missed = float((raked.missed / np.maximum(in_city, 1.0)).max(initial=0.0))
        return Weights(Sample(weights, cells, cities, asked), found, missed)

    def _cities(
        self, places: list[int | None], cells: IntArray, beyond: FloatArray, open_places: set[int]
    ) -> tuple[IntArray, FloatArray]:
        """The group of cities of each answer and the firms of each group that did not answer; 0 is all other cities."""
        assert self.frame is not None
        firms = self.frame.firms
        stands = dict(zip(np.flatnonzero(cells >= 0).tolist(), beyond.tolist(), strict=True))
        counts: dict[str, int] = {}
        for row, place in enumerate(places):
            if place is not None and stands[row] > 0.0:
                counts[firms[place].city] = counts.get(firms[place].city, 0) + 1
        own = sorted(city for city, count in counts.items() if count >= FEWEST)
        number = {city: position for position, city in enumerate(own, start=1)}
        groups = np.array(
            [0 if place is None else number.get(firms[place].city, 0) for place in places], dtype=np.int64
        )
        missing = np.zeros(len(own) + 1)
        for place in open_places:
            missing[number.get(firms[place].city, 0)] += 1.0
        return groups, missing


def weighting(survey: Survey, frame: SamplingFrame | None, sizes: SizeClasses) -> Weighting:
    """The weighting of a survey; `frame` None: none, every firm stands for itself."""
    places = tuple(None if frame is None else frame.place(firm) for firm in survey.firms)
    return Weighting(survey, frame, sizes, places)
