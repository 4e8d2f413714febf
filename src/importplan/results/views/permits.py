"""Permits at the import side: for every order and permit, by which day to apply so that no declaration waits for it.

The list of steps is plain data with dates; a calendar of all dates can take it as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from importplan.basics.periods import add_months
from importplan.catalog.rules.permits import USED_MACHINERY, Permit
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Table
from importplan.results.views.order_lines import order_lines, signed_lines
from importplan.scenario.scenario import HOME
from importplan.scenario.schema.offers import Offer

PASSED = ("cleared", "installed", "accepted")  # stages of signed orders that need no permit any more


@dataclass(frozen=True)
class PermitStep:
    """One permit of one order."""

    order: str  # number as in the sheet `orders`, or the contract of a signed order
    item: str
    buyer: str
    permit: str  # as written in the workbook, or the key of the catalog
    known: Permit | None  # what the catalog says of it
    days: float | None  # from application to issue; None where nobody has said
    apply_by: date | None  # latest day that keeps the declaration; None with `days`
    apply_from: date | None  # before it, the permit would run out before the declaration; None where nothing is known
    declare: date  # earliest declaration: the goods are there, and so is the permit
    waits_days: int  # that the goods wait at the port for the permit


@dataclass(frozen=True)
class _Arrival:
    order: str
    offer: Offer
    buyer: str
    ordered: date  # before it nobody can apply
    port: date


def permit_steps(result: PlanResult) -> tuple[PermitStep, ...]:
    """Every permit that planned and signed orders still need, by the latest day of application."""
    steps = [step for arrival in _arrivals(result) for step in _of_arrival(result, arrival)]
    return tuple(sorted(steps, key=lambda step: (step.apply_by or step.declare, step.declare, step.order)))


def _arrivals(result: PlanResult) -> Iterator[_Arrival]:
    start = result.scenario.settings.start
    for signed in signed_lines(result):
        if signed.order.stage not in PASSED:
            ordered = max(signed.order.ordered or start, start)
            yield _Arrival(signed.reference, signed.offer, signed.owner, ordered, signed.order.due)
    for line in order_lines(result):
        yield _Arrival(str(line.number), line.offer, line.option.payer, line.dates.order_by, line.dates.port)


def _of_arrival(result: PlanResult, arrival: _Arrival) -> Iterator[PermitStep]:
    scenario, offer = result.scenario, arrival.offer
    if scenario.origin_of(offer) == HOME:
        return
    item, permits = scenario.item_of(offer), result.catalog.permits
    named = dict.fromkeys(item.import_permits)
    if offer.condition != "new" and not any(_is_used(permits.find(word)) for word in named):
        named[USED_MACHINERY] = None
    for word in named:
        known = permits.find(word)
        days = item.permit_days or (known.calendar_days if known else None)
        yield _step(arrival, word, known, None if days is None else float(days))


def _is_used(permit: Permit | None) -> bool:
    return permit is not None and permit.key == USED_MACHINERY


def _step(arrival: _Arrival, word: str, known: Permit | None, days: float | None) -> PermitStep:
    there = arrival.ordered + timedelta(days=days or 0.0)
    declare = max(arrival.port, there)
    apply_by = None if days is None else max(arrival.ordered, arrival.port - timedelta(days=days))
    months = known.valid_months if known else None
    return PermitStep(
        order=arrival.order,
        item=arrival.offer.item,
        buyer=arrival.buyer,
        permit=word,
        known=known,
        days=days,
        apply_by=apply_by,
        apply_from=None if months is None else max(arrival.ordered, add_months(declare, -months)),
        declare=declare,
        waits_days=(declare - arrival.port).days,
    )


def permit_name(step: PermitStep, names: Names) -> str:
    """What a permit is called: by the catalog, else as written."""
    return step.known.name(names.language) if step.known else step.permit


def waits_words(names: Names, step: PermitStep) -> str:
    """Whether the goods wait for the permit, or that nobody has said how long it takes."""
    if step.days is None:
        return names.word("result.permit.days_unknown")
    return names.word("result.permit.waits", days=step.waits_days) if step.waits_days else ""


def validity_words(names: Names, step: PermitStep) -> str:
    """How long a permit is valid."""
    months = step.known.valid_months if step.known else None
    return names.word("result.permit.valid", months=months) if months else names.word("result.permit.unknown")


COLUMNS: tuple[Column[PermitStep], ...] = (
    Column("order_label", "", forms.TEXT, lambda row: row.order, known_as="order"),
    Column("item", "", forms.ITEM, lambda row: row.item),
    in_words("permit", lambda names, row: permit_name(row, names)),
    Column("buyer", "", forms.FIRM, lambda row: row.buyer),
    Column("permit_days", "days", forms.ROUNDED, lambda row: row.days, known_as="days"),
    Column("apply_from", "", forms.DATE, lambda row: row.apply_from),
    Column("apply_by", "", forms.DATE, lambda row: row.apply_by),
    Column("declare", "", forms.DATE, lambda row: row.declare),
    in_words("permit_validity", validity_words),
    in_words("permit_waits", waits_words),
    Column("confidence", "", forms.CONFIDENCE, lambda row: row.known.confidence if row.known else "given"),
    for_machines("permit", lambda row: row.known.key if row.known else row.permit),
    for_machines("waits_days", lambda row: row.waits_days),
)


def permits_table(result: PlanResult) -> Table[PermitStep]:
    """One row for each order and permit."""
    return Table("permits", COLUMNS, permit_steps(result), quiet=True)
