"""Runs the checks of a typed scenario. `CHECKS` is the explicit list; each yields issues and never raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from importplan.basics.issues import Issue
from importplan.scenario.checks import (
    budgets,
    demand,
    draws,
    exchange,
    firms,
    holdings,
    identity,
    intervals,
    items,
    lateness,
    limits,
    magnitudes,
    offers,
    parts,
    peers,
    risks,
    settings,
    whole_units,
)
from importplan.scenario.scenario import Scenario
from importplan.scenario.unused import unused

Check = Callable[[Scenario], Iterator[Issue]]

CHECKS: tuple[Check, ...] = (
    identity.ids_are_unique,
    identity.references_exist,
    magnitudes.values_are_within_reason,
    settings.format_is_of_today,
    settings.start_is_first_of_month,
    settings.risk_settings_are_complete,
    settings.examples_are_told,
    settings.open_needs_are_told,
    settings.reserve_has_a_worth_at_the_end,
    items.needed_items_have_a_source,
    items.workarounds_can_act,
    firms.credit_codes_check_out,
    demand.several_firms_are_named,
    demand.demand_lies_in_the_plan,
    demand.needs_are_of_one_period,
    demand.needs_between_two_ends_are_split,
    demand.needs_may_wait_in_their_period,
    demand.demand_quantities_rise,
    demand.urgent_demand_has_a_cost,
    lateness.lateness_outweighs_the_price,
    whole_units.quantities_are_whole,
    whole_units.lots_can_be_signed,
    offers.yuan_offers_state_vat,
    offers.payments_add_up,
    offers.quotations_hold,
    offers.offers_differ,
    offers.duty_rates_have_a_source,
    offers.terms_fit_the_origin,
    offers.used_goods_need_formalities,
    offers.insured_deposits_say_what_comes_back,
    offers.sums_beside_the_price_are_declared,
    offers.orders_can_be_placed,
    offers.frameworks_have_terms,
    intervals.intervals_run_forward,
    intervals.intervals_touch_the_plan,
    intervals.intervals_are_of_whole_periods,
    intervals.offers_are_open_on_days_of_order,
    intervals.reliefs_cover_whole_periods,
    intervals.reliefs_are_in_force,
    holdings.stock_lies_with_its_owner,
    holdings.stock_is_of_the_start,
    holdings.used_stock_is_told,
    holdings.bonded_stock_stays_new,
    holdings.relieved_stock_is_complete,
    holdings.stock_may_be_taken,
    holdings.contracts_are_consistent,
    budgets.budgets_of_a_payer_are_apart,
    budgets.budgets_leave_something,
    budgets.the_reserve_has_a_budget,
    limits.limit_values_are_in_range,
    limits.limit_groups_exist,
    limits.limit_subjects_exist,
    limits.limits_leave_room,
    limits.limits_speak_of_something,
    limits.service_is_attainable,
    risks.targets_exist,
    risks.risks_can_act,
    draws.draw_weights_are_usable,
    draws.draw_values_speak_of_something,
    draws.draw_values_are_of_one_period,
    exchange.rates_stand_once,
    exchange.rates_are_plausible,
    parts.reserve_terms_stand_once,
    parts.usage_says_how_much,
    parts.nothing_is_made_from_itself,
    peers.figures_fit_their_peers,
    unused,
)


def run(scenario: Scenario) -> tuple[Issue, ...]:
    """Every issue of every check."""
    return tuple(issue for check in CHECKS for issue in check(scenario))
