"""The planning case that comes of a survey.

The survey speaks for the firms: their demand, stock, contracts, machines and budgets. The base case speaks for the
rest: settings, items, offers, exchange rates, risks, limits, sites, and what belongs to the reserve. What the base says
of firms' demand or stock is not carried over, so nothing is counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from importplan.basics.labels import Language
from importplan.catalog.load import Catalog
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.settings import Settings
from importplan.survey.case.budgets import budgets
from importplan.survey.case.consumption import consumption
from importplan.survey.case.deals import market
from importplan.survey.case.demand import demand
from importplan.survey.case.duties import Duties
from importplan.survey.case.firms import firms, qualifications
from importplan.survey.case.holdings import installed_base, open_orders, stock
from importplan.survey.case.items import items
from importplan.survey.case.lines import lines_of
from importplan.survey.case.makers import MakerIds
from importplan.survey.case.trace import Figure, LeftOut, Trace
from importplan.survey.case.wishes import tell_wishes
from importplan.survey.surveyed import Surveyed, rates_of


@dataclass(frozen=True)
class CollectedCase:
    """A case, the source of every figure in it that the survey gave, and what was left out of it."""

    scenario: Scenario
    figures: tuple[Figure, ...]
    left_out: tuple[LeftOut, ...]


def to_scenario(surveyed: Surveyed, base: Scenario, catalog: Catalog, language: Language = "zh") -> CollectedCase:
    """Make the case of a survey.

    Parameters
    ----------
    surveyed : Surveyed
        Firms and items as identified and matched. Names that wait for a person are left out, and told.
    base : Scenario
        Settings, items, offers, rates, and what belongs to the reserve.
    catalog : Catalog
        Makers and reference exchange rates.
    language : str
        Of the few words that are written into the case.
    """
    trace = Trace()
    identified = surveyed.identified.firms
    rates = rates_of(base, catalog)
    makers = MakerIds(base, catalog.makers)
    listed = items(surveyed.matched, base, language, trace)
    lines = list(lines_of(surveyed, {item.item: item for item in listed}, trace))
    trade = market(lines, base, makers, Duties(base, catalog), rates, trace)
    orders = open_orders(lines, base, trade, makers, trace)
    present = firms(identified, base, trace)
    tell_wishes(identified, lines, trace)
    scenario = base.replace(
        settings=_settings(base.settings, surveyed),
        items=listed,
        firms=present,
        qualifications=qualifications(identified, base, present, catalog, trace),
        demand=(*demand(lines, base, trace), *consumption(lines, base, language, trace)),
        stock=stock(lines, base, trace),
        installed_base=installed_base(lines, trace),
        suppliers=trade.suppliers,
        offers=trade.offers,
        open_orders=orders,
        budgets=budgets(identified, base, orders, trade, rates, trace),
        draws=(),  # the base's own draws speak of its lines of demand
        draw_values=(),
        overrides=(),
    )
    return CollectedCase(scenario, tuple(trace.figures), tuple(trace.left_out))


def _settings(settings: Settings, surveyed: Surveyed) -> Settings:
    """The settings of the base; data are as of the latest return."""
    entries = (standing.entry for firm in surveyed.identified.firms for standing in firm.standings)
    days = [entry.received for entry in entries if entry.received]
    return replace(settings, data_as_of=max(days) if days else settings.data_as_of)
