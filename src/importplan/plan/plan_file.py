"""A plan that can leave the process: the decisions of today by ids, as plain rows, and bound again to a priced case.

A row is a kind and what the record of that kind holds: `order` with id (of the offer), payer, treatment, certificate,
period (its first day) and quantity; `qualify_supplier` and `qualify_offer` with id; `booking` with id (of the supplier)
and units per period; `open_route` with id; `make` with id (of the route), payer (the firm in need), period and
quantity; `call_rule` as an order, with the state that is seen and the level as quantity. Numbers are written so that
they read back as the same number. What follows in a draw is no part of it: that is the settlement.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place, Severity
from importplan.customs.cost.table import LandedTable
from importplan.plan.call_rule import CallLevel, OutageState
from importplan.plan.plan import Plan, PlannedOrder, PlannedStart
from importplan.plan.treatments import Treatments
from importplan.scenario.scenario import Scenario

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FiledOrder:
    """Units ordered on the first day of a period by a payer under a treatment. `id` is the offer."""

    id: str
    payer: str
    treatment: str  # a regime; `ordinary` without relief
    certificate: str
    period: date
    quantity: float
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class FiledQualification:
    """A supplier or an offer (`id`) that is qualified at the plan's cost."""

    id: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class FiledBooking:
    """Capacity booked with a supplier (`id`), units per period."""

    id: str
    quantity: float
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class FiledRoute:
    """A route (`id`) that is opened at the plan's cost."""

    id: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class FiledStart:
    """Units whose making on a route (`id`) is to start in a period, for the firm in need (`payer`)."""

    id: str
    payer: str
    period: date
    quantity: float
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class FiledCallLevel:
    """Call up to `quantity` of position in a period under an offer (`id`), a payer and a treatment, while its supplier
    is seen in a `state`. Ways to call stand in the order in which they call.
    """

    id: str
    payer: str
    treatment: str
    certificate: str
    state: str
    period: date
    quantity: float
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class PlanFile:
    """The decisions of today, by ids."""

    orders: tuple[FiledOrder, ...] = ()
    suppliers: tuple[FiledQualification, ...] = ()
    offers: tuple[FiledQualification, ...] = ()
    bookings: tuple[FiledBooking, ...] = ()
    routes: tuple[FiledRoute, ...] = ()
    starts: tuple[FiledStart, ...] = ()
    call_rule: tuple[FiledCallLevel, ...] = ()


KINDS: dict[str, tuple[str, Any]] = {  # kind of a row → part of the plan, its record
    "order": ("orders", FiledOrder),
    "qualify_supplier": ("suppliers", FiledQualification),
    "qualify_offer": ("offers", FiledQualification),
    "booking": ("bookings", FiledBooking),
    "open_route": ("routes", FiledRoute),
    "make": ("starts", FiledStart),
    "call_rule": ("call_rule", FiledCallLevel),
}
COLUMNS = ("id", "payer", "treatment", "certificate", "state", "period", "quantity")


def filed(plan: Plan, scenario: Scenario, landed: LandedTable) -> PlanFile:
    """What a plan decides today, by ids."""
    ids = Treatments(scenario, landed).ids
    return PlanFile(
        orders=tuple(
            FiledOrder(*ids[order.option], scenario.calendar.first_day(order.period), order.quantity)
            for order in plan.orders
        ),
        suppliers=tuple(map(FiledQualification, plan.qualified_suppliers)),
        offers=tuple(map(FiledQualification, plan.qualified_offers)),
        bookings=tuple(FiledBooking(supplier, units) for supplier, units in plan.bookings.items()),
        routes=tuple(map(FiledRoute, plan.opened_routes)),
        starts=tuple(
            FiledStart(start.route, start.firm, scenario.calendar.first_day(start.period), start.quantity)
            for start in plan.starts
        ),
        call_rule=tuple(
            FiledCallLevel(*ids[each.option], each.seen.value, scenario.calendar.first_day(each.period), each.level)
            for each in plan.call_rule
        ),
    )


def to_rows(plan: PlanFile) -> tuple[dict[str, object], ...]:
    """Plain rows, one a decision: `kind`, then what the record says; days as ISO text."""
    return tuple(
        {"kind": kind} | {name: value for name, value in _said(entry) if value != ""}
        for kind, (part, _) in KINDS.items()
        for entry in getattr(plan, part)
    )


def _said(entry: Any) -> Iterator[tuple[str, object]]:
    for column in fields(entry):
        value = getattr(entry, column.name)
        if column.name != "place":
            yield column.name, value.isoformat() if isinstance(value, date) else value


def from_rows(rows: Iterable[tuple[Place, Row]]) -> PlanFile:
    """The plan of plain rows, each with its place. Raises InputRejected with every fault."""
    found: dict[str, list[object]] = {}
    issues: list[Issue] = []
    for place, row in rows:
        kind = str(row.get("kind", ""))
        if kind not in KINDS:
            issues.append(Issue.error("plan-kind-unknown", place, kind=kind, known=", ".join(KINDS)))
            continue
        part, record = KINDS[kind]
        try:
            values = {column.name: _read(row, column.name) for column in fields(record) if column.name != "place"}
        except _Unreadable as fault:
            issues.append(Issue.error(fault.code, place, value=fault.value))
        else:
            found.setdefault(part, []).append(record(place=place, **values))
    if issues:
        raise InputRejected(tuple(issues))
    return PlanFile(**{part: tuple(entries) for part, entries in found.items()})  # type: ignore[arg-type]


class _Unreadable(Exception):
    """A cell that does not say what belongs there."""

    def __init__(self, code: str, value: object) -> None:
        self.code, self.value = code, value
        super().__init__(code)


def _read(row: Row, column: str) -> object:
    value = row.get(column)
    if column == "quantity":
        return _quantity(value)
    if column == "period":
        return _day(value)
    return "" if value is None else str(value)


def _quantity(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise _Unreadable("plan-quantity-unreadable", value)
    return number


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise _Unreadable("plan-period-unreadable", value) from None


def bind(plan: PlanFile, scenario: Scenario, landed: LandedTable) -> Plan:
    """A plan of a priced case, without what follows in its draws. Orders stand by item, offer, option, period.

    Raises
    ------
    InputRejected
        With everything that the case does not know any more, at its row.
    """
    known = _Known(scenario, landed)
    issues = (*_twice(plan), *(issue for part, row in _rows(plan) for issue in _issues(part, row, known)))
    if issues:
        raise InputRejected(issues)
    return _bound(plan, scenario, landed)


def bind_what_fits(plan: PlanFile, scenario: Scenario, landed: LandedTable) -> tuple[Plan, tuple[Issue, ...]]:
    """What a priced case still knows of a plan, and a warning at each row that it does not know or that was moved.

    Orders whose treatment is gone are bought under the first one that the buyer has there; what was decided on a day
    inside a period counts on its first day. Rows that then decide the same are added up.
    """
    known, kept = _Known(scenario, landed), dict[str, dict[tuple[object, ...], Any]]()
    told: list[Issue] = []
    for part, row in _rows(plan):
        moved = _moved(row, known)
        issues = tuple(_issues(part, moved, known))
        told += issues or (tuple(_issues(part, row, known)) if moved is not row else ())
        if not issues:
            same = tuple(value for name, value in _said(moved) if name != "quantity")
            before = kept.setdefault(part, {}).get(same)
            if before is not None and part in ("orders", "starts"):
                moved = replace(moved, quantity=before.quantity + moved.quantity)
            kept[part][same] = moved
    fits = PlanFile(**{part: tuple(rows.values()) for part, rows in kept.items()})
    return _bound(fits, scenario, landed), tuple(replace(issue, severity=Severity.WARNING) for issue in told)


@dataclass(frozen=True)
class _Known:
    """What a case knows."""

    scenario: Scenario
    landed: LandedTable

    @cached_property
    def treatments(self) -> Treatments:
        return Treatments(self.scenario, self.landed)

    @cached_property
    def first(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Offer and payer → the first treatment that they have."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for offer, payer, treatment, certificate in self.treatments.ids:
            found.setdefault((offer, payer), (treatment, certificate))
        return found


def _rows(plan: PlanFile) -> Iterator[tuple[str, Any]]:
    """Part of the plan, and a row of it."""
    return ((part, row) for part, _ in KINDS.values() for row in getattr(plan, part))


def _moved(row: Any, known: _Known) -> Any:
    """A row under the treatment and in the period that the case has in place of those it names; itself where it has."""
    if isinstance(row, FiledOrder):
        named, bought = (row.id, row.payer), (row.id, row.payer, row.treatment, row.certificate)
        if named in known.first and bought not in known.treatments.option:
            treatment, certificate = known.first[named]
            row = replace(row, treatment=treatment, certificate=certificate)
    if isinstance(row, (FiledOrder, FiledStart, FiledCallLevel)):
        calendar = known.scenario.calendar
        period = calendar.index_of(row.period)
        if 0 <= period < calendar.count and calendar.first_day(period) != row.period:
            row = replace(row, period=calendar.first_day(period))
    return row


def _issues(part: str, row: Any, known: _Known) -> Iterator[Issue]:
    """What a case does not know of a row."""
    scenario = known.scenario
    if isinstance(row, FiledOrder):
        yield from _order_issues(row, scenario, known.treatments)
    elif isinstance(row, FiledCallLevel):
        yield from _level_issues(row, scenario, known.treatments)
    elif isinstance(row, FiledStart):
        yield from _start_issues(row, scenario)
    else:
        kind = {"routes": "route", "offers": "offer"}.get(part, "supplier")
        if row.id not in getattr(scenario, f"{kind}_index"):
            yield _gone(kind, row)


def _bound(plan: PlanFile, scenario: Scenario, landed: LandedTable) -> Plan:
    treatments = Treatments(scenario, landed)
    orders = [
        PlannedOrder(
            treatments.option[order.id, order.payer, order.treatment, order.certificate],
            scenario.calendar.index_of(order.period),
            order.quantity,
        )
        for order in plan.orders
    ]

    calendar = scenario.calendar

    def standing(order: PlannedOrder) -> tuple[int, int, int, int]:
        offer = scenario.offer_index[landed.options[order.option].offer]
        return scenario.item_index[scenario.offers[offer].item], offer, order.option, order.period

    return Plan(
        orders=tuple(sorted(orders, key=standing)),
        qualified_suppliers=tuple(row.id for row in plan.suppliers),
        qualified_offers=tuple(row.id for row in plan.offers),
        bookings={row.id: row.quantity for row in plan.bookings},
        opened_routes=tuple(sorted(row.id for row in plan.routes)),
        starts=tuple(
            sorted(
                (PlannedStart(row.id, row.payer, calendar.index_of(row.period), row.quantity) for row in plan.starts),
                key=lambda start: (start.route, start.firm, start.period),
            )
        ),
        call_rule=tuple(
            CallLevel(
                treatments.option[row.id, row.payer, row.treatment, row.certificate],
                scenario.calendar.index_of(row.period),
                OutageState(row.state),
                row.quantity,
            )
            for row in plan.call_rule
        ),
    )


def _level_issues(row: FiledCallLevel, scenario: Scenario, treatments: Treatments) -> Iterator[Issue]:
    yield from _order_issues(row, scenario, treatments)
    states = [each.value for each in OutageState]
    if row.state not in states:
        yield Issue.error("plan-state-unknown", row.place, state=row.state, known=", ".join(states))


def _order_issues(order: FiledOrder | FiledCallLevel, scenario: Scenario, treatments: Treatments) -> Iterator[Issue]:
    named = {"offer": order.id, "payer": order.payer}
    if order.id not in scenario.offer_index:
        yield _gone("offer", order)
    elif (order.id, order.payer) not in treatments.payers:
        yield Issue.error("plan-payer-gone", order.place, **named)
    elif (order.id, order.payer, order.treatment, order.certificate) not in treatments.option:
        words = f"{order.treatment} {order.certificate}".strip()
        yield Issue.error("plan-treatment-gone", order.place, treatment=words, **named)
    yield from _period_issues(order, scenario)


def _start_issues(row: FiledStart, scenario: Scenario) -> Iterator[Issue]:
    if row.id not in scenario.route_index:
        yield _gone("route", row)
    if row.payer not in scenario.firm_index:
        yield Issue.error("plan-payer-gone", row.place, offer=row.id, payer=row.payer)
    yield from _period_issues(row, scenario)


def _period_issues(row: FiledOrder | FiledCallLevel | FiledStart, scenario: Scenario) -> Iterator[Issue]:
    calendar = scenario.calendar
    period = calendar.index_of(row.period)
    if not 0 <= period < calendar.count:
        last = calendar.first_day(calendar.count - 1)
        yield Issue.error("plan-period-outside", row.place, day=row.period, first=calendar.start, last=last)
    elif calendar.first_day(period) != row.period:
        first = calendar.first_day(period)
        yield Issue.error("plan-period-not-first-day", row.place, day=row.period, first=first)


Filed = FiledOrder | FiledQualification | FiledBooking | FiledRoute | FiledStart | FiledCallLevel


def _gone(kind: str, row: Filed) -> Issue:
    return Issue.error(f"plan-{kind}-gone", row.place, name=row.id)


def _twice(plan: PlanFile) -> Iterator[Issue]:
    """Rows that decide what a row before them has decided."""
    before: dict[tuple[object, ...], Place] = {}
    for kind, (part, _) in KINDS.items():
        for entry in getattr(plan, part):
            said = (kind, *(value for name, value in _said(entry) if name != "quantity"))
            if said in before:
                yield Issue.error("plan-row-twice", entry.place, first=str(before[said]))
            before.setdefault(said, entry.place)
