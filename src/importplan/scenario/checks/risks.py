"""Risks hit something, start sometimes and last some time."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.catalog.references.countries import shipped_countries
from importplan.catalog.references.stress_events import shipped_events
from importplan.parsing.words import nearest
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.column import Row
from importplan.scenario.schema.events import Event
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.stress import ALL, hits_something
from importplan.scenario.target import CURRENCY, OF_COUNTRIES, split_target


def targets_exist(scenario: Scenario) -> Iterator[Issue]:
    """A target says its kind and names something that exists; a country may have no offer, which is only said."""
    names = {
        "supplier": {supplier.supplier for supplier in scenario.suppliers},
        "offer": {offer.offer for offer in scenario.offers},
        "lane": {offer.lane for offer in scenario.offers if offer.lane},
    }
    known = [offer for offer in scenario.offers if offer.supplier in scenario.supplier_index]
    states = {
        "country": {scenario.origin_of(offer) for offer in known},
        "control": {state for offer in known for state in scenario.controllers_of(offer)},
    }
    tags = {tag for item in scenario.items for tag in item.tags}
    rows: tuple[RiskTarget | Event, ...] = (*scenario.risk_targets, *scenario.events)
    for row in rows:
        if isinstance(row, Event) and (not row.target or _of_events_alone(row, scenario)):
            yield from _known_event(row, scenario)
            continue
        yield from _target_exists(row, row.target, names, states)
        if row.tag and row.tag not in tags:
            yield Issue.warning("risk-tag-unknown", row.cell("tag"), tag=row.tag)


def _of_events_alone(row: Event, scenario: Scenario) -> bool:
    """A currency of the case, or everything: what only an event can hit."""
    kind, name = split_target(row.target)
    currencies = {offer.currency for offer in scenario.offers} | {order.currency for order in scenario.open_orders}
    return (kind == CURRENCY and name in currencies) or (kind in ("country", CURRENCY) and name == ALL.upper())


def _known_event(row: Event, scenario: Scenario) -> Iterator[Issue]:
    """An event without a target is one of the library that travels with the product, or of one's own catalogs."""
    if not row.target and row.event not in shipped_events():
        near = nearest(row.event, shipped_events()) or ", ".join(shipped_events())
        yield Issue.warning("event-unknown", row.cell("event"), event=row.event, nearest=near)
    elif not hits_something(row, shipped_events(), scenario):
        yield Issue.warning("event-hits-nothing", row.cell("event"), event=row.event)


def _target_exists(row: Row, target: str, names: dict[str, set[str]], states: dict[str, set[str]]) -> Iterator[Issue]:
    kind, name = split_target(target)
    at = row.cell("target")
    if not kind or kind == CURRENCY or not name or (kind in OF_COUNTRIES and shipped_countries().find(name) != name):
        yield Issue.error("risk-target-syntax", at, target=target)
    elif kind in OF_COUNTRIES:
        if name not in states[kind]:
            yield Issue.warning("risk-target-no-offer", at, target=target)
    elif name not in names[kind]:
        near = nearest(name, sorted(names[kind]))
        code = "risk-target-misspelt" if near else "risk-target-unknown"
        yield Issue.error(code, at, target=target, nearest=f"{kind}:{near}")


def risks_can_act(scenario: Scenario) -> Iterator[Issue]:
    """A risk without target, rate or length does nothing; a planner who wrote it meant something."""
    hit = {row.risk for row in scenario.risk_targets}
    for risk in scenario.risks:
        until = risk.active_until
        if risk.risk not in hit:
            yield Issue.warning("risk-without-target", risk.cell("risk"), risk=risk.risk)
        if until is not None and until <= scenario.settings.start:
            at = risk.cell("active_until")
            yield Issue.warning("risk-active-before-start", at, risk=risk.risk, day=until)
        if risk.starts_per_year == 0.0 and until is None:
            yield Issue.warning("risk-without-rate", risk.cell("starts_per_year"), risk=risk.risk)
        if risk.starts_per_year > 0.0 and risk.mean_months == 0.0:
            yield Issue.warning("risk-without-length", risk.cell("mean_months"), risk=risk.risk)
