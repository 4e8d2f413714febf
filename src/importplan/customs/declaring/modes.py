"""Customs modes of offers: what they change, who may use them, and what has to be said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from importplan.basics.labels import text
from importplan.catalog.load import Catalog
from importplan.catalog.rules.clearance import ClearanceMode
from importplan.customs.cost.options import payers_of
from importplan.customs.cost.problems import Problems
from importplan.customs.cost.quote import is_imported
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer


def with_modes(scenario: Scenario, catalog: Catalog) -> Scenario:
    """The case with days, fee and condition of its customs modes; the same case where all are standard.

    An unknown mode changes nothing here and is a fault when the case is priced.
    """
    if all(mode_of(catalog, offer) in (None, _standard(catalog)) for offer in scenario.offers):
        return scenario
    return scenario.replace(offers=tuple(in_mode(offer, mode_of(catalog, offer)) for offer in scenario.offers))


def mode_of(catalog: Catalog, offer: Offer) -> ClearanceMode | None:
    """The mode of an offer that is cleared by its buyer; None where it is not, or where the mode is unknown."""
    return catalog.clearance.mode(offer.customs_mode) if is_imported(offer) else None


def in_mode(offer: Offer, mode: ClearanceMode | None) -> Offer:
    """An offer as it is cleared in a mode."""
    if mode is None:
        return replace(offer, mode_days=0.0, mode_fee_cny=0.0, mode_needs_aeo=False)
    return replace(offer, mode_days=float(mode.days), mode_fee_cny=float(mode.fee_cny), mode_needs_aeo=mode.needs_aeo)


def check_modes(scenario: Scenario, catalog: Catalog, problems: Problems) -> None:
    """Faults of customs modes (unknown, not in force, nobody who may use it) and what they rest on, as notes."""
    for offer in scenario.offers:
        mode = catalog.clearance.mode(offer.customs_mode)
        place = offer.cell("customs_mode")
        if mode is None:
            known = ", ".join(catalog.clearance.modes)
            problems.error("customs-mode-unknown", place, mode=offer.customs_mode, known=known)
        elif mode.key == catalog.clearance.standard:
            continue
        elif not is_imported(offer):
            problems.note("customs-mode-without-customs", place, offer=offer.offer, incoterm=offer.incoterm)
        elif not mode.in_force(scenario.settings.start):
            day = scenario.settings.start.isoformat()
            problems.error("customs-mode-not-in-force", place, offer=offer.offer, day=day, **_names(mode))
        else:
            _check_users(scenario, offer, mode, problems)
            _say(offer, mode, problems)


def _check_users(scenario: Scenario, offer: Offer, mode: ClearanceMode, problems: Problems) -> None:
    allowed = {firm.firm for firm in payers_of(scenario, offer)}
    values = {"offer": offer.offer, **_names(mode)}
    if not allowed:
        problems.note("customs-mode-nobody", offer.cell("customs_mode"), item=offer.item, **values)
    for order in scenario.open_orders:
        if order.offer == offer.offer and scenario.owner_of(order) not in allowed:
            problems.error("customs-mode-signed", order.cell("firm"), order=order.order, **values)
    for firm in _shut_out(scenario, offer, allowed):
        others = any(
            other.item == offer.item and firm in (payer.firm for payer in payers_of(scenario, other))
            for other in scenario.offers
        )
        code = "customs-mode-closed" if others else "customs-mode-no-source"
        report = problems.note if others else problems.error
        report(code, offer.cell("customs_mode"), firm=firm, item=offer.item, **values)


def _shut_out(scenario: Scenario, offer: Offer, allowed: set[str]) -> Iterator[str]:
    """Firms that need the item of an offer and may not use its mode."""
    needing = dict.fromkeys(scenario.firm_of(line) for line in scenario.demand if line.item == offer.item)
    yield from (firm for firm in needing if firm not in allowed)


def _say(offer: Offer, mode: ClearanceMode, problems: Problems) -> None:
    problems.note(
        "customs-mode-assumed",
        offer.cell("customs_mode"),
        offer=offer.offer,
        days=f"{float(mode.days):+.2f}",
        before=f"{offer.clearance_days:g}",
        after=f"{max(0.0, offer.clearance_days + float(mode.days)):.2f}",
        condition_zh=mode.condition_zh,
        condition_en=mode.condition_en,
        source=mode.source,
        confidence_zh=text(f"confidence.{mode.confidence}", "zh"),
        confidence_en=text(f"confidence.{mode.confidence}", "en"),
        **_names(mode),
    )


def _names(mode: ClearanceMode) -> dict[str, str]:
    return {"mode_zh": mode.name_zh, "mode_en": mode.name_en}


def _standard(catalog: Catalog) -> ClearanceMode:
    return catalog.clearance.modes[catalog.clearance.standard]
