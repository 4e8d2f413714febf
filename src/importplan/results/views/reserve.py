"""The reserve list: one row an item with need, first source, quantity, how and by whom it is held, money, rotation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.assessment.assess import assess
from importplan.assessment.survival import Survival
from importplan.evaluation.ledger.frameworks import booked_periods
from importplan.plan.plan import DUST
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult, once
from importplan.results.table import NUMBER, Column, Look, Table
from importplan.results.views.assessment_tables import months_words
from importplan.results.views.order_lines import OrderLine, order_lines, signed_lines
from importplan.scenario.reserve import reservable
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.reserve_terms import ReserveTerms

FRAMEWORK = "framework"


@dataclass(frozen=True)
class ReserveRow:
    """One item in the reserve, or a booked framework (`item` empty, `supplier` set)."""

    item: str
    supplier: str
    yearly_need: float | None
    top_country: str  # of the orders of the plan and signed ones, by units; empty where there are none
    top_share: float | None
    there: float  # units in the reserve at the start
    signed: float  # units that the reserve has signed for
    new: float  # units the plan orders for the reserve; of a framework: units booked in a period
    level: float | None  # highest expected stock at the end of a period; None for a framework
    mode: str
    holder: str
    money_cny: float  # landed cost of what is ordered; of a framework: what the booking costs
    rotation_months: float | None
    terms: ReserveTerms | None  # None for a framework
    worst: Survival | None = (
        None  # of its most dangerous supplier, before the plan; None where nothing is short or known
    )


@once
def reserve_rows(result: PlanResult) -> tuple[ReserveRow, ...]:
    """What the plan holds in reserve, most money first, then the frameworks it books."""
    scenario = result.scenario
    lines = [line for line in order_lines(result) if line.option.payer == RESERVE]
    bought: dict[str, list[OrderLine]] = defaultdict(list)
    for line in lines:
        bought[line.item.item].append(line)
    there, signed = _opening(result), _signed(result)
    rows = [
        _of_item(result, item.item, bought[item.item], there[item.item], signed[item.item])
        for item in scenario.items
        if bought[item.item] or there[item.item] > DUST or signed[item.item] > DUST
    ]
    return (*sorted(rows, key=lambda row: -row.money_cny), *_frameworks(result))


@once
def worst_stops(result: PlanResult) -> dict[str, Survival | None]:
    """Item → the stop of the one supplier that leaves most of it short, as `assess` finds it, before the plan."""
    return {row.item: row.worst for row in assess(result.scenario, result.landed).items}


def survival_words(names: Names, row: ReserveRow | Unreserved) -> str | None:
    """`2.1 / 9.0`: months that it lasts, and until it is served again; `∞` where it lasts to the end of the plan."""
    if row.worst is None:
        return None
    return names.word(
        "result.survival",
        survive=months_words(names, row.worst.survive_months),
        recover=months_words(names, row.worst.recovery.months),
    )


def _opening(result: PlanResult) -> dict[str, float]:
    scenario = result.scenario
    return _summed((row.item, row.quantity) for row in scenario.usable_stock if scenario.owner_of(row) == RESERVE)


def _signed(result: PlanResult) -> dict[str, float]:
    lines = (line for line in signed_lines(result) if line.owner == RESERVE)
    return _summed((line.offer.item, line.order.quantity) for line in lines)


def _summed(units: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for item, quantity in units:
        found[item] += quantity
    return found


def terms_of(result: PlanResult, item: str) -> ReserveTerms:
    """The reserve terms of an item, or the defaults of the sheet."""
    return next((row for row in result.scenario.reserve_terms if row.item == item), ReserveTerms(item=item))


def _of_item(result: PlanResult, item: str, lines: list[OrderLine], there: float, signed: float) -> ReserveRow:
    terms = terms_of(result, item)
    country, share = top_source(result, item)
    return ReserveRow(
        item=item,
        supplier="",
        yearly_need=yearly_need(result, item),
        top_country=country,
        top_share=share,
        there=there,
        signed=signed,
        new=sum(line.order.quantity for line in lines),
        level=level(result, item),
        mode=terms.mode,
        holder=terms.holder,
        money_cny=sum(line.landed_cost_cny for line in lines),
        rotation_months=terms.rotation_months,
        terms=terms,
        worst=worst_stops(result)[item],
    )


def _frameworks(result: PlanResult) -> list[ReserveRow]:
    """Booked frameworks; the fee is paid in every period they are booked for."""
    scenario = result.scenario
    rows = []
    for supplier, units in result.solution.plan.bookings.items():
        if units > DUST:
            fee = scenario.suppliers[scenario.supplier_index[supplier]].booking_cost_cny or 0.0
            cost = fee * units * len(booked_periods(scenario, supplier))
            rows.append(
                ReserveRow("", supplier, None, "", None, 0.0, 0.0, units, None, FRAMEWORK, "", cost, None, None)
            )
    return rows


def level(result: PlanResult, item: str) -> float:
    """The highest expected stock of the reserve at the end of a period: what is held, not all that passes through."""
    recourse = result.solution.plan.recourse
    held = [position for position, row in enumerate(recourse.holdings) if (row.owner, row.item) == (RESERVE, item)]
    mean = result.draws.weights @ recourse.stock[:, held, :].sum(axis=1)
    return float(mean.max(initial=0.0))


def yearly_need(result: PlanResult, item: str) -> float:
    """Expected demand for an item over the horizon, by year."""
    recourse, calendar = result.solution.plan.recourse, result.scenario.calendar
    mine = [position for position, tier in enumerate(recourse.tiers) if tier.item == item]
    total = float(result.draws.weights @ recourse.demand[:, mine, :].sum(axis=(1, 2)))
    return total * calendar.per_year / calendar.count


def top_source(result: PlanResult, item: str) -> tuple[str, float | None]:
    """The country most units come from, among the orders of the plan and signed ones, and its share."""
    lines = (line for line in order_lines(result) if line.item.item == item)
    signed = (line for line in signed_lines(result) if line.offer.item == item)
    units = _summed(
        (
            *((line.origin, line.order.quantity) for line in lines),
            *((result.scenario.origin_of(line.offer), line.order.quantity) for line in signed),
        )
    )
    if not units:
        return "", None
    country = max(units, key=lambda code: units[code])
    return country, units[country] / sum(units.values())


def goods_words(names: Names, row: ReserveRow) -> str:
    """The item, or the supplier of a framework with the items it may be asked for."""
    if row.item:
        return names.item(row.item)
    offers = names.scenario.offers
    items = dict.fromkeys(offer.item for offer in offers if offer.supplier == row.supplier and is_framework(offer))
    what = names.word("result.list_join").join(names.item(item) for item in items)
    return names.word("result.framework_goods", supplier=names.supplier(row.supplier), items=what)


def is_framework(offer: Offer) -> bool:
    """Whether an offer is called under a framework."""
    return offer.contract == FRAMEWORK


def source_words(names: Names, row: ReserveRow) -> str:
    """`德国 71%`; empty where nothing is bought."""
    if row.top_share is None:
        return ""
    return names.word("result.top_source", country=names.country(row.top_country), share=row.top_share)


def unit_words(names: Names, row: ReserveRow) -> str:
    """The unit of the item; a framework is booked by period."""
    return names.unit(row.item) if row.item else names.word("result.per_period")


MODE = forms.choice("reserve_terms.mode")
COLUMNS: tuple[Column[ReserveRow], ...] = (
    NUMBER,
    in_words("item", goods_words, Look.TEXT),
    in_words("top_source", source_words, Look.TEXT),
    Column("yearly_need", "goods", forms.UNITS, lambda row: row.yearly_need),
    in_words("survive_recover", survival_words, Look.FIGURE),
    Column("gap_units", "goods", forms.UNITS, lambda row: row.worst and row.worst.gap_units),
    Column("reserve_there", "goods", forms.UNITS, lambda row: row.there + row.signed if row.item else None),
    Column("reserve_new", "goods", forms.UNITS, lambda row: row.new, known_as="new"),
    Column("reserve_units", "goods", forms.UNITS, lambda row: row.level, known_as="level"),
    in_words("unit", unit_words, Look.TEXT),
    Column("reserve_mode", "", MODE, lambda row: row.mode, known_as="mode"),
    Column("reserve_holder", "", forms.TEXT, lambda row: row.holder, known_as="holder"),
    Column("reserve_money_cny", "cny", forms.YUAN, lambda row: row.money_cny, total=True, known_as="money_cny"),
    Column("rotation_months", "months", forms.UNITS, lambda row: row.rotation_months),
    Column("release_price", "share", forms.SHARE, lambda row: row.terms.release_price_share if row.terms else None),
    Column("approver", "", forms.TEXT, lambda row: row.terms.approver if row.terms else ""),
    for_machines("item", lambda row: row.item or None),
    for_machines("supplier", lambda row: row.supplier or None),
    for_machines("first_country", lambda row: row.top_country or None),
    for_machines("first_share", lambda row: row.top_share),
    for_machines("there", lambda row: row.there),
    for_machines("signed", lambda row: row.signed),
    for_machines("survive_months", lambda row: row.worst and row.worst.survive_months),
    for_machines("recover_months", lambda row: row.worst and row.worst.recovery.months),
)


def reserve_table(result: PlanResult) -> Table[ReserveRow]:
    """One row for each item in reserve and each booked framework."""
    return Table("reserve_list", COLUMNS, reserve_rows(result))


@dataclass(frozen=True)
class Unreserved:
    """An item that is not held in reserve although some of it may be late."""

    item: str
    late_probability: float  # of anything late at all
    loss_cny: float  # expected loss, an estimate
    named: bool  # every offer names its end user: the goods cannot be pooled
    worst: Survival | None  # of its most dangerous supplier, before the plan


def unreserved(result: PlanResult) -> tuple[Unreserved, ...]:
    """Items outside the reserve with an expected shortage, the largest loss first."""
    held = {row.item for row in reserve_rows(result)}
    recourse, weights, calendar = result.solution.plan.recourse, result.draws.weights, result.scenario.calendar
    discount = calendar.discount(np.arange(calendar.count), result.scenario.settings.discount_rate)
    loss: dict[str, float] = defaultdict(float)
    late: dict[str, NDArray[np.bool_]] = defaultdict(lambda: np.zeros(result.draws.count, dtype=bool))
    for position, tier in enumerate(recourse.tiers):
        waiting = recourse.backlog[:, position, :]
        open_late = np.maximum(waiting - recourse.workaround[:, position, :], 0.0) @ discount
        loss[tier.item] += float(weights @ open_late) * tier.shortage_cost_cny
        np.logical_or(late[tier.item], (waiting > DUST).any(axis=1), out=late[tier.item])
    found = [
        Unreserved(item, float(weights @ late[item]), loss[item], _all_named(result, item), worst_stops(result)[item])
        for item in loss
        if item not in held and late[item].any()
    ]
    return tuple(sorted(found, key=lambda entry: -entry.loss_cny))


def _all_named(result: PlanResult, item: str) -> bool:
    offers = [offer for offer in result.scenario.offers if offer.item == item]
    return bool(offers) and all(offer.end_user == "named" for offer in offers)


def why_unreserved(names: Names, entry: Unreserved) -> str:
    """Goods of a named user, an item held in another way, an item not listed, or one that does not pay."""
    if entry.named:
        return names.word("result.unreserved.named")
    if entry.item in reservable(names.scenario):
        return names.word("result.unreserved.not_worth")
    listed = [row.mode for row in names.scenario.reserve_terms if row.item == entry.item]
    if not listed:
        return names.word("result.unreserved.not_listed")
    return names.word("result.unreserved.mode", mode=names.choice("reserve_terms.mode", listed[0]))


UNRESERVED: tuple[Column[Unreserved], ...] = (
    NUMBER,
    Column("item", "", forms.ITEM, lambda row: row.item),
    in_words("survive_recover", survival_words, Look.FIGURE),
    Column("gap_units", "goods", forms.UNITS, lambda row: row.worst and row.worst.gap_units),
    in_words("unreserved_why", why_unreserved),
    Column("late_probability", "share", forms.SHARE, lambda row: row.late_probability),
    Column("shortage_mean_cny", "cny", forms.YUAN, lambda row: row.loss_cny, total=True),
)


def unreserved_table(result: PlanResult) -> Table[Unreserved]:
    """Items outside the reserve with an expected shortage and why they are not in it."""
    return Table("unreserved", UNRESERVED, unreserved(result), quiet=True)
