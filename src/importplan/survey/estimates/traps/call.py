"""An answer worth a phone call, and what the traps look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from importplan.basics.issues import Place
from importplan.catalog.load import Catalog
from importplan.scenario.known_figures import NOTHING_KNOWN, KnownFigures
from importplan.survey.estimates.demand_range import PER_YEAR, horizon
from importplan.survey.estimates.prices import median_prices, price_told
from importplan.survey.estimates.weighting import Weighting
from importplan.survey.returns.answers import Record
from importplan.survey.returns.frame import AskedFirm
from importplan.survey.returns.quarters import quarter
from importplan.survey.returns.survey import SurveyedFirm, SurveyedItem


@dataclass(frozen=True)
class Call:
    """One reason to phone a firm. Its words stand under `survey.trap.<trap>.{said,expected,why}`, filled with `values`.

    `moves_cny` is what the answer would move in the total of the region if it is wrong: with the firm's weight; None
    where no price is known to reckon it with.
    """

    trap: str
    firm: SurveyedFirm
    questions: tuple[str, ...]  # numbers of the form: B17
    at: tuple[Place, ...]  # the cells
    values: Mapping[str, float | str] = field(default_factory=lambda: MappingProxyType({}))
    moves_cny: float | None = None
    item: str = ""


@dataclass(frozen=True)
class Seen:
    """A firm with its place in the survey, its weight, and its entry in the list of firms asked."""

    place: int
    firm: SurveyedFirm
    weight: float
    asked: AskedFirm | None


class TrapView:
    """What the traps look at: the firms, and prices and yearly quantities worked out once."""

    def __init__(self, weighting: Weighting, catalog: Catalog, known: KnownFigures = NOTHING_KNOWN) -> None:
        self.catalog = catalog
        self.known = known
        self.survey = weighting.survey
        self.years = max(len(horizon(self.survey)), 1) / PER_YEAR
        weights = weighting.weights.sample.weights
        self.seen = tuple(
            Seen(place, firm, float(weights[place]), self._asked(weighting, place))
            for place, firm in enumerate(self.survey.firms)
        )
        self.prices = median_prices(self.survey, catalog)

    @staticmethod
    def _asked(weighting: Weighting, place: int) -> AskedFirm | None:
        found = weighting.places[place]
        return None if found is None or weighting.frame is None else weighting.frame.firms[found]

    def price_told(self, answers: Record) -> float | None:
        """The last unit price (B13) in CNY."""
        return price_told(answers, self.catalog)

    def price(self, entry: SurveyedItem) -> float | None:
        """The price of a unit: the median of all firms, so that a slip of this one does not hide itself.

        Where no firm tells one, that of the base case.
        """
        found = self.prices.get(entry.item)
        return self.known.prices.get(entry.item) if found is None else found.cny

    def needed(self, entry: SurveyedItem, firmnesses: tuple[str, ...] | None = None) -> float:
        """Units needed over all quarters, of needs of some firmness; what is not known is left out."""
        return sum(
            need.number("quantity") or 0.0
            for need in entry.answers.needs
            if quarter(need) and (firmnesses is None or need.text("firmness") in firmnesses)
        )

    def used_per_year(self, answers: Record) -> float | None:
        """Units used up in a year: in use × use a machine (B5 × B6)."""
        installed, use = answers.number("installed"), answers.number("use_per_machine_year")
        return installed * use if installed and use else None


def worth(units: float, price: float | None, weight: float) -> float | None:
    """What some units are worth in the region; None without a price."""
    return None if price is None else abs(units) * price * weight


def cells(answers: Record, *keys: str) -> tuple[Place, ...]:
    """The cells of some answers, as far as they were asked."""
    return tuple(answers.answer(key).at for key in keys if key in answers.answers)
