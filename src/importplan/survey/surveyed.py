"""From collected returns to a survey: each firm once, each of its items under the item of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from importplan.catalog.load import Catalog
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.settings import Settings
from importplan.survey.firms import Identified, IdentifiedFirm, identify
from importplan.survey.items import OUT, Matched, MatchedName, match
from importplan.survey.matching.answers import Remembered
from importplan.survey.matching.asked import most
from importplan.survey.returns.collected import Collected
from importplan.survey.returns.survey import ListedItem, Survey, SurveyedFirm, SurveyedItem

HOME_CURRENCY = "CNY"


@dataclass(frozen=True)
class Surveyed:
    """A survey, and what was decided on the way to it."""

    survey: Survey
    identified: Identified
    matched: Matched
    remembered: Remembered


def survey_of(
    collected: Collected,
    base: Scenario | None,
    catalog: Catalog,
    remembered: Remembered | None = None,
    known: Sequence[Firm] = (),
) -> Surveyed:
    """Firms and items of collected returns.

    Parameters
    ----------
    collected : Collected
        What was read.
    base : Scenario, optional
        Its items are the list, its firms keep their ids. Without one every name is new.
    catalog : Catalog
        Words, makers, cities, the tariff.
    remembered : Remembered, optional
        What people have said of names and firms so far.
    known : sequence of Firm
        Further firms whose ids are kept: those of the case that is updated.
    """
    remembered = remembered or Remembered()
    case = base or Scenario(Settings(start=_next_year(collected)))
    identified = identify(
        collected.returns, catalog.cities, _without_twins((*known, *case.firms)), remembered.same_firms
    )
    matched = match(identified.firms, case, catalog, rates_of(case, catalog), remembered)
    firms = tuple(_firm(firm, matched) for firm in identified.firms)
    survey = Survey(firms, _listed(case, matched), case.settings.start)
    return Surveyed(survey, identified, matched, remembered)


def rates_of(base: Scenario, catalog: Catalog) -> Mapping[str, float]:
    """CNY per unit of every currency: the rates of the base case over the reference levels of the catalog."""
    found = (catalog.fx.level(currency) for currency in dict.fromkeys(level.currency for level in catalog.fx.levels))
    levels = {level.currency: float(level.cny_per_unit) for level in found if level is not None}
    return {HOME_CURRENCY: 1.0} | levels | {row.currency: row.cny_per_unit for row in base.fx}


def _firm(firm: IdentifiedFirm, matched: Matched) -> SurveyedFirm:
    names = [(item, matched.of(item)) for item in firm.items]
    items = tuple(SurveyedItem(name.item, item, name.counts) for item, name in names if name.state != OUT)
    return SurveyedFirm(
        firm.firm, firm.name, firm.credit_code, firm.city, firm.industry, firm.record, items, firm.files
    )


def _listed(base: Scenario, matched: Matched) -> dict[str, ListedItem]:
    """The items of the list, and those that names bring with them."""
    found = {
        item.item: ListedItem(item.item, item.name_zh, item.name_en, item.unit, item.hs_code, item.kind)
        for item in base.items
    }
    for name in matched.names.values():
        if name.item and name.item not in found:
            found[name.item] = _new(name)
    return found


def _new(name: MatchedName) -> ListedItem:
    asked = name.asked
    return ListedItem(name.item, asked.bare, "", most(asked.units), name.hs_code, asked.kind)


def _without_twins(firms: Sequence[Firm]) -> tuple[Firm, ...]:
    """Each id once: the firm of the case that is updated stands before that of the base."""
    return tuple({firm.firm: firm for firm in reversed(firms)}.values())


def _next_year(collected: Collected) -> date:
    """The first day of the year after the latest return; only where no base says when the plan begins."""
    days = [entry.received for entry in collected.returns if entry.received]
    return date((max(days) if days else date.today()).year + 1, 1, 1)
