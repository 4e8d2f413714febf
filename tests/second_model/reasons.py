"""Why the product may differ on a case: which of the `known_differences` may show there."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from second_model.courses import courses
from second_model.relief import reliefs
from second_model.world import World


def reasons(scenario: Scenario) -> tuple[str, ...]:
    """The known differences that may show on a case; empty where the two models must agree."""
    return tuple(name for name, may_show in KNOWN.items() if may_show(scenario))


def _called_while_out(scenario: Scenario) -> bool:
    called = {offer.offer for offer in scenario.offers if offer.contract == "framework"}
    return any(
        share < 1.0 for course in courses(scenario) for (offer, _), share in course.available.items() if offer in called
    )


def _called_for_a_share(scenario: Scenario) -> bool:
    mix = ("max_country_share", "max_supplier_share", "max_import_share", "min_suppliers", "max_hhi")
    called = any(offer.contract == "framework" for offer in scenario.offers)
    return called and any(row.rule in mix for row in scenario.limits)


def _called_under_quota(scenario: Scenario) -> bool:
    return any(
        relief.limited
        for offer in scenario.offers
        if offer.contract == "framework"
        for firm in scenario.all_firms
        for relief in reliefs(scenario, offer, firm.firm)
    )


def _called_with_delays(scenario: Scenario) -> bool:
    called = any(offer.contract == "framework" for offer in scenario.offers)
    return called and any(value.what == "delay_days" for value in scenario.draw_values)


def _released_by_rule(scenario: Scenario) -> bool:
    settings = scenario.settings
    at_risk = settings.goal != "weighted" or settings.risk_weight > 0.0 or settings.risk_limit_cny is not None
    of_plan = any(row.within == "plan" for row in scenario.budgets)
    return scenario.has_reserve and at_risk and (of_plan or any(row.within == "mean" for row in scenario.limits))


def _held_for_nobody(scenario: Scenario) -> bool:
    world = World.of(scenario)
    held = [(scenario.owner_of(row), row.item) for row in scenario.stock]
    for order in scenario.open_orders:
        held.append((scenario.owner_of(order), scenario.offers[scenario.offer_index[order.offer]].item))
    return any(world.most_needed(owner, item) == 0.0 for owner, item in held)


KNOWN = {
    "availability acts on called units again": _called_while_out,
    "calls that nobody needs fill shares": _called_for_a_share,
    "call-offs use no quota": _called_under_quota,
    "a call does not see delays": _called_with_delays,
    "releases share draws by rule": _released_by_rule,
    "what nobody needs is kept for nothing": _held_for_nobody,
}
