"""Stress events of a case made whole: library events filled in, what hits everything spread over what the case has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from importplan.basics.issues import Issue
from importplan.catalog.references.stress_events import KnownEvent
from importplan.parsing.words import nearest
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.events import Event
from importplan.scenario.target import split_target

LIBRARY, SOURCES = "library", "sources"  # every event of the library; every supplier out for the whole plan
ALL = "all"  # of a target: `country:all` every foreign origin, `currency:all` every foreign currency
GROUPS = (LIBRARY, SOURCES)


def with_events(
    scenario: Scenario, library: Mapping[str, KnownEvent], asked: Sequence[str] = ()
) -> tuple[Scenario, tuple[Issue, ...]]:
    """The case with every event whole.

    Parameters
    ----------
    scenario
        The case; rows of its sheet `events` without a target are filled in from the library, their own dates kept.
    library
        Events by key (`Catalog.stress_events`).
    asked
        Events to come beside them: keys of the library, `library` (all), `sources` (each supplier that sells).

    Returns
    -------
    tuple
        Rows that hit nothing of the case are left out. What was asked for and hits nothing, or is unknown, is told.
        Done twice it is the same.
    """
    issues: list[Issue] = []
    told = {row.event for row in scenario.events}
    rows = [*scenario.events, *(row for row in _asked(scenario, library, asked, issues) if row.event not in told)]
    if not rows:
        return scenario, ()
    whole = [one for row in rows for filled in _filled(row, library) for one in _spread(filled, scenario)]
    hit = tuple(row for row in whole if _hits(row, scenario))
    idle = dict.fromkeys(row.event for row in rows if row.event not in {one.event for one in hit})
    # Of the whole library what does not concern a case is no news; rows of the sheet are told by its checks.
    issues.extend(Issue.warning("event-hits-nothing", event=event) for event in idle if event in asked)
    return scenario.replace(events=hit), tuple(issues)


def _asked(
    scenario: Scenario, library: Mapping[str, KnownEvent], asked: Sequence[str], issues: list[Issue]
) -> Iterator[Event]:
    for key in dict.fromkeys(asked):
        if key == SOURCES:
            yield from _each_source(scenario)
        elif key == LIBRARY:
            yield from (Event(event=name) for name in library)
        elif key in library:
            yield Event(event=key)
        else:
            near = nearest(key, library) or ", ".join((*GROUPS, *library))
            issues.append(Issue.warning("event-unknown", event=key, nearest=near))


def _each_source(scenario: Scenario) -> Iterator[Event]:
    """Every supplier that sells or has a contract, shipping nothing from the first day to the last."""
    first, last = scenario.settings.start, scenario.calendar.end - timedelta(days=1)
    for name in dict.fromkeys(offer.supplier for offer in scenario.offers):
        yield Event(event=f"supplier:{name}", target=f"supplier:{name}", from_day=first, to_day=last)


def _filled(row: Event, library: Mapping[str, KnownEvent]) -> Iterator[Event]:
    known = None if row.target else library.get(row.event)
    if known is None:
        yield row
        return
    months = known.months if row.months is None and row.to_day is None else row.months
    for hit in known.targets:
        yield replace(
            row,
            target=hit.target,
            tag=row.tag or hit.tag,
            months=months,
            severity=hit.severity,
            effect=hit.effect,
            stops=hit.stops,
            source=row.source or hit.source,
        )


def _spread(row: Event, scenario: Scenario) -> Iterator[Event]:
    kind, name = split_target(row.target)
    if name.lower() != ALL or kind not in ("country", "currency"):
        yield row
        return
    if kind == "country":
        found = {scenario.origin_of(offer) for offer in scenario.offers} - {HOME}
    else:
        found = {row.currency for rows in (scenario.offers, scenario.open_orders) for row in rows}
        found -= {"", scenario.settings.base_currency}
    yield from (replace(row, target=f"{kind}:{one}") for one in sorted(found))


def hits_something(row: Event, library: Mapping[str, KnownEvent], scenario: Scenario) -> bool:
    """Whether a row, filled in, hits an offer of the case."""
    return any(_hits(one, scenario) for filled in _filled(row, library) for one in _spread(filled, scenario))


def _hits(row: Event, scenario: Scenario) -> bool:
    kind, name = split_target(row.target)
    for offer in scenario.offers:
        own = {
            "country": (scenario.origin_of(offer),),
            "control": scenario.controllers_of(offer),
            "supplier": (offer.supplier,),
            "lane": (offer.lane,),
            "offer": (offer.offer,),
            "currency": (offer.currency,),
        }
        if name in own.get(kind, ()) and (not row.tag or row.tag in scenario.item_of(offer).tags):
            return True
    return kind == "currency" and any(row.currency == name for row in scenario.open_orders)
