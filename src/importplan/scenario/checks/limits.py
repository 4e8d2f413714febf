"""Limits: values in range, and what they speak of exists."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.basics.labels import text
from importplan.catalog.references.countries import shipped_countries
from importplan.scenario.checks.identity import GROUP
from importplan.scenario.limit_rules import About, LimitUnit, Who
from importplan.scenario.reserve import holdable
from importplan.scenario.scenario import HOME, RESERVE, Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.limits import Limit

EVERYBODY = ("each", "all")
PATH = "max_import_share"  # the rule whose share may fall along a line


def limit_values_are_in_range(scenario: Scenario) -> Iterator[Issue]:
    """Shares lie between 0 and 1, numbers of suppliers are whole, the HHI runs from 0 to 1 here."""
    for limit in scenario.limits:
        at = limit.cell("value")
        value = f"{limit.value:g}"
        if limit.kind.unit is LimitUnit.SHARE and limit.value > 1.0:
            yield Issue.error("limit-share-range", at, **_rule(limit), value=value)
        elif limit.kind.unit is LimitUnit.INDEX and limit.value > 1.0:
            yield Issue.error("limit-hhi-scale", at, value=value)
        elif limit.kind.unit is LimitUnit.SUPPLIERS and not limit.value.is_integer():
            yield Issue.error("limit-whole", at, **_rule(limit), value=value)
        if limit.value_to is not None:
            if limit.rule != PATH:
                yield Issue.error("limit-path-unused", limit.cell("value_to"), **_rule(limit))
            elif not 0.0 <= limit.value_to <= 1.0:
                yield Issue.error(
                    "limit-share-range", limit.cell("value_to"), **_rule(limit), value=f"{limit.value_to:g}"
                )
        if limit.kind.always_hard and limit.soft_cost_cny is not None:
            yield Issue.error("limit-hhi-soft", limit.cell("soft_cost_cny"))
        if limit.priority != "all" and not limit.kind.by_priority:
            yield Issue.warning("limit-priority-unused", limit.cell("priority"), **_rule(limit))


def service_is_attainable(scenario: Scenario) -> Iterator[Issue]:
    """A hard fill rate in every draw leaves no plan where a draw stops every source."""
    for limit in scenario.limits:
        hard = limit.in_each_draw and limit.soft_cost_cny is None
        if limit.kind.by_period and hard and limit.value > 0.0 and scenario.risks:
            yield Issue.warning("limit-hard-service", limit.cell("value"), value=limit.value)


def limit_groups_exist(scenario: Scenario) -> Iterator[Issue]:
    """`group:NAME` names the group of some item."""
    groups = {item.group for item in scenario.items if item.group}
    for limit in scenario.limits:
        if limit.item.startswith(GROUP) and limit.item.removeprefix(GROUP) not in groups:
            yield Issue.error("limit-unknown-group", limit.cell("item"), group=limit.item.removeprefix(GROUP))


def limit_subjects_exist(scenario: Scenario) -> Iterator[Issue]:
    """`who` is a country, supplier, firm or payer as the rule asks, or each, or all."""
    for limit in scenario.limits:
        if limit.who in EVERYBODY:
            continue
        if limit.kind.who is Who.COUNTRY:
            allowed, known = "ISO-2", shipped_countries().find(limit.who) == limit.who
        else:
            names = _subjects(scenario, limit)
            allowed, known = ", ".join((*EVERYBODY, *names[:20])), limit.who in names
        if not known:
            yield Issue.error("limit-unknown-who", limit.cell("who"), **_rule(limit), who=limit.who, allowed=allowed)


def _rule(limit: Limit) -> dict[str, object]:
    """What messages call the rule."""
    return {"rule": limit.rule, "rule_zh": text(f"choice.limits.rule.{limit.rule}", "zh")}


def _subjects(scenario: Scenario, limit: Limit) -> tuple[str, ...]:
    firms = tuple(firm.firm for firm in scenario.all_firms)
    known = {
        Who.SUPPLIER: tuple(row.supplier for row in scenario.suppliers),
        Who.FRAMEWORK: tuple(row.supplier for row in scenario.suppliers if row.booking_cost_cny is not None),
        Who.FIRM: firms,
        Who.PAYER: (*firms, RESERVE) if scenario.has_reserve else firms,
        Who.RESERVE: (RESERVE,),
    }
    return known.get(limit.kind.who, ())


def limits_leave_room(scenario: Scenario) -> Iterator[Issue]:
    """A cap on shares needs enough sources, a least number of suppliers as many, a floor lies below its ceiling."""
    for limit in scenario.limits:
        if limit.soft_cost_cny is None:
            yield from _enough_sources(scenario, limit)
    reserve = [limit for limit in scenario.limits if limit.kind.about is About.RESERVE]
    for ceiling in (limit for limit in reserve if not limit.kind.floor):
        for floor in scenario.reserve_floors:
            if floor.item == ceiling.item and floor.value > ceiling.value:
                values = {"low_rule": floor.rule, "low": f"{floor.value:g}", "high_rule": ceiling.rule}
                values |= {"high": f"{ceiling.value:g}", "other": ceiling.place.cell}
                yield Issue.error("limit-conflict", floor.cell("value"), **values)


def _enough_sources(scenario: Scenario, limit: Limit) -> Iterator[Issue]:
    rule = limit.kind
    capped = rule.unit is LimitUnit.SHARE and not rule.floor and limit.who == "each"
    for item in _items(scenario, limit):
        offers = [offer for offer in scenario.offers if offer.item == item]
        suppliers = len({offer.supplier for offer in offers} & scenario.supplier_index.keys())
        if not suppliers:
            continue
        if rule.unit is LimitUnit.SUPPLIERS and rule.floor and limit.value > suppliers:
            values = {"value": limit.value, "item": item, "count": suppliers}
            yield Issue.warning("limit-sources-too-few", limit.cell("value"), **values)
        origins = {scenario.origin_of(offer) for offer in offers if offer.supplier in scenario.supplier_index}
        sources = {Who.SUPPLIER: suppliers}
        if HOME not in origins:  # a cap on countries leaves home free
            sources[Who.COUNTRY] = len(origins)
        count = sources.get(rule.who)
        if count is not None and capped and limit.value * count < 1.0:
            values = _rule(limit) | {"value": limit.value, "item": item, "count": count}
            yield Issue.warning("limit-share-too-low", limit.cell("value"), **values)


def _items(scenario: Scenario, limit: Limit) -> tuple[str, ...]:
    """The items for each of which the limit holds by itself."""
    if limit.item == "each":
        return tuple(item.item for item in scenario.items)
    return (limit.item,) if limit.item in scenario.item_index else ()


def limits_speak_of_something(scenario: Scenario) -> Iterator[Issue]:
    """A floor that asks for more than nothing of nothing: no offer, no framework, no need, nothing to hold in reserve.

    Of the reserve it is told, and planning says that there is no plan; with a price the missing units are paid for.
    """
    for limit in scenario.limits:
        if limit.kind.floor and limit.value > 0.0:
            code = _about_nothing(scenario, limit)
            if code:
                yield Issue.error(code, limit.cell("value"), **_rule(limit), value=f"{limit.value:g}", item=limit.item)
            hard_reserve = limit.kind.about is About.RESERVE and limit.soft_cost_cny is None
            for item in _unheld(scenario, limit) if hard_reserve else ():
                yield Issue.warning("limit-nobody-holds", limit.cell("value"), value=f"{limit.value:g}", item=item)


def _about_nothing(scenario: Scenario, limit: Limit) -> str:
    """The code of the fault; "" where there is something that the floor is about."""
    named = _all_items(scenario, limit)
    sold = [offer for offer in scenario.offers if offer.item in named]
    if limit.kind.who is Who.SUPPLIER and limit.who not in EVERYBODY:
        sold = [offer for offer in sold if offer.supplier == limit.who]
    if limit.kind.about is About.PURCHASES and not sold:
        return "limit-without-offer"
    if limit.kind.about is About.BOOKING and all(row.booking_cost_cny is None for row in scenario.suppliers):
        return "limit-without-framework"
    if limit.kind.about is About.SERVICE and not any(_asked_by(scenario, limit, line) for line in scenario.demand):
        return "limit-without-need"
    return ""


def _asked_by(scenario: Scenario, limit: Limit, line: Demand) -> bool:
    who = limit.who in EVERYBODY or limit.who == scenario.firm_of(line)
    return who and line.item in _all_items(scenario, limit) and limit.priority in ("all", str(line.priority))


def _unheld(scenario: Scenario, limit: Limit) -> list[str]:
    """The items, or the set of items, of which the reserve can hold nothing."""
    named, held = _all_items(scenario, limit), holdable(scenario)
    if limit.item == "each":
        return [item for item in named if item not in held]
    return [] if held.intersection(named) else [limit.item]


def _all_items(scenario: Scenario, limit: Limit) -> tuple[str, ...]:
    """Every item that the limit is about."""
    if limit.item.startswith(GROUP):
        return tuple(row.item for row in scenario.items if row.group == limit.item.removeprefix(GROUP))
    return tuple(row.item for row in scenario.items if limit.item in (row.item, *EVERYBODY))
