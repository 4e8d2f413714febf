"""Lead times of past deals: medians over firms, and where they come from when the firms of a deal say nothing.

Making and transit have to be known, or the offer would seem to come at once; from the same item of other makers, else
from the offers of the base for it. A licence or an installation that nobody speaks of takes no time, which is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from importplan.basics.periods import MONTH_DAYS
from importplan.scenario.scenario import HOME, Scenario
from importplan.survey.case.lines import SurveyLine
from importplan.survey.returns.answers import Answer

QUESTIONS = {
    "lead_time_days": "make_months",
    "licence_days": "licence_months",
    "transit_days": "transit_months",
    "install_days": "install_months",
}  # column → question
MUST_BE_KNOWN = ("lead_time_days", "transit_days")
FIRMS_TOLD, OTHER_MAKERS, OF_BASE, NONE_TOLD = "median", "median_of_item", "median_of_base", "assumed_none"


@dataclass(frozen=True, slots=True)
class Days:
    """Days of one stage, on what they rest, and the answers behind them."""

    value: float
    basis: str
    answers: tuple[Answer, ...] = ()


class LeadTimes:
    """Looks lead times up; `lines` are all lines of the survey."""

    def __init__(self, lines: Sequence[SurveyLine], base: Scenario) -> None:
        self._by_item: dict[tuple[str, bool], list[SurveyLine]] = {}
        for line in lines:
            key = (line.item.item, line.record.text("first_origin") == HOME)
            self._by_item.setdefault(key, []).append(line)
        self._base = base

    def of(self, deals: Sequence[SurveyLine], item: str, origin: str) -> Mapping[str, Days] | None:
        """Column → days; None where making or transit is not known from anywhere."""
        found: dict[str, Days] = {}
        for column, question in QUESTIONS.items():
            home = origin == HOME
            days = (
                _median(deals, question, FIRMS_TOLD)
                or _median(self._by_item.get((item, home), ()), question, OTHER_MAKERS)
                or self._of_base(item, home, column)
            )
            if days is None and (column not in MUST_BE_KNOWN or (home and column == "transit_days")):
                days = Days(0.0, NONE_TOLD)
            if days is None:
                return None
            found[column] = days
        return found

    def _of_base(self, item: str, home: bool, column: str) -> Days | None:
        offers = [row for row in self._base.offers if row.item == item and (self._base.origin_of(row) == HOME) == home]
        return Days(float(round(median(getattr(row, column) for row in offers))), OF_BASE) if offers else None


def _median(lines: Sequence[SurveyLine], question: str, basis: str) -> Days | None:
    told = [(line.record.number(question), line.record.answer(question)) for line in lines]
    known = [(months, answer) for months, answer in told if months is not None]
    if not known:
        return None
    days = float(round(median(months for months, _ in known) * MONTH_DAYS))
    return Days(days, basis, tuple(answer for _, answer in known))
