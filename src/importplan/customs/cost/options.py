"""Which ways to buy there are: every offer for every payer, ordinarily and under each relief that fits."""

from __future__ import annotations

from importplan.catalog.load import Catalog
from importplan.catalog.rules.regimes import ORDINARY
from importplan.customs.cost.problems import Problems
from importplan.customs.cost.quote import DUTY_PAID
from importplan.customs.cost.table import LandedOption
from importplan.customs.relief.certified import CertifiedRelief
from importplan.customs.relief.rulings import Judgements
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.offers import DOMESTIC, Offer
from importplan.scenario.wording import kinds_zh


def payers_of(scenario: Scenario, offer: Offer) -> tuple[Firm, ...]:
    """Who may buy an offer: every firm; the reserve where there is one and the licence names no end user.

    A customs mode for advanced certified firms leaves out the others.
    """
    buyers = scenario.all_firms
    if scenario.has_reserve and offer.end_user != "named":
        buyers = (*buyers, Firm(firm=RESERVE))
    return tuple(firm for firm in buyers if firm.aeo or not offer.mode_needs_aeo)


def reliefs(scenario: Scenario, catalog: Catalog, problems: Problems) -> tuple[CertifiedRelief, ...]:
    """The qualifications whose regime is known and fits the item that they name."""
    found = []
    for position, row in enumerate(scenario.qualifications):
        regime = catalog.regime(row.regime)
        if regime is None:
            known = ", ".join(sorted(catalog.regimes))
            problems.error("regime-unknown", row.cell("regime"), regime=row.regime, known=known)
            continue
        relief = CertifiedRelief(position, row, regime)
        found.append(relief)
        _check_items(scenario, relief, problems)
    return tuple(found)


def _check_items(scenario: Scenario, relief: CertifiedRelief, problems: Problems) -> None:
    row, regime = relief.row, relief.regime
    named = [item for item in scenario.items if item.item == row.item]
    names = {"regime_zh": regime.name_zh, "regime_en": regime.name_en}
    for item in named:
        if item.kind not in regime.item_kinds:
            place, allowed = row.cell("item"), ", ".join(regime.item_kinds)
            values = {"item": item.item, "kind": item.kind, "allowed": allowed, "source": regime.refusal_source}
            values |= {"kind_zh": kinds_zh(item.kind), "allowed_zh": kinds_zh(*regime.item_kinds)}
            problems.error("regime-refuses-kind", place, **names, **values)
    if not named and not any(item.kind in regime.item_kinds for item in scenario.items):
        problems.note("relief-fits-no-item", row.cell("item"), firm=scenario.name_of(row.firm), **names)


def options(scenario: Scenario, judgements: Judgements) -> tuple[LandedOption, ...]:
    """All options; the ordinary one of an offer and payer stands before the reliefs that are of use to it."""
    usable: dict[tuple[str, str], list[CertifiedRelief]] = {}
    for entry in judgements.usable():
        usable.setdefault((entry.offer.offer, entry.relief.row.firm), []).append(entry.relief)
    listed = []
    for offer in scenario.offers:
        domestic = offer.incoterm in (DOMESTIC, DUTY_PAID)
        for payer in payers_of(scenario, offer):
            listed.append(LandedOption(offer.offer, payer.firm, ORDINARY, None, "", domestic))
            listed += [
                LandedOption(
                    offer.offer,
                    payer.firm,
                    relief.regime.key,
                    relief.position,
                    relief.row.status,
                    domestic,
                    relief.regime.needs_confirmed_item,
                )
                for relief in usable.get((offer.offer, payer.firm), ())
            ]
    return tuple(listed)
