"""The reserve list: one row an item with need, first source, quantity, how and by whom it is held, money, rotation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.frameworks import booked_periods
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.order_lines import OrderLine, order_lines
from importplan.scenario.reserve import reservable
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.reserve_terms import ReserveTerms

SMALLEST = 1e-6  # units
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
        if bought[item.item] or there[item.item] > SMALLEST or signed[item.item] > SMALLEST
    ]
    return (*sorted(rows, key=lambda row: -row.money_cny), *_frameworks(result))


def _opening(result: PlanResult) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for row in result.scenario.stock:
        if result.scenario.owner_of(row) == RESERVE:
            found[row.item] += row.quantity
    return found


def _signed(result: PlanResult) -> dict[str, float]:
    scenario = result.scenario
    found: dict[str, float] = defaultdict(float)
    for row in scenario.open_orders:
        if scenario.owner_of(row) == RESERVE:
            found[scenario.offers[scenario.offer_index[row.offer]].item] += row.quantity
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
    )


def _frameworks(result: PlanResult) -> list[ReserveRow]:
    """Booked frameworks; the fee is paid in every period they are booked for."""
    scenario = result.scenario
    rows = []
    for supplier, units in result.solution.plan.bookings.items():
        if units > SMALLEST:
            fee = scenario.suppliers[scenario.supplier_index[supplier]].booking_cost_cny or 0.0
            cost = fee * units * len(booked_periods(scenario, supplier))
            rows.append(ReserveRow("", supplier, None, "", None, 0.0, 0.0, units, None, FRAMEWORK, "", cost, None))
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
    scenario = result.scenario
    units: dict[str, float] = defaultdict(float)
    for line in order_lines(result):
        if line.item.item == item:
            units[line.origin] += line.order.quantity
    for row in scenario.open_orders:
        offer = scenario.offers[scenario.offer_index[row.offer]]
        if offer.item == item:
            units[scenario.origin_of(offer)] += row.quantity
    if not units:
        return "", None
    country = max(units, key=lambda code: units[code])
    return country, units[country] / sum(units.values())


LIST = (
    Column("number", Form.WHOLE),
    Column("item"),
    Column("top_source"),
    Column("yearly_need", Form.UNITS),
    Column("reserve_there", Form.UNITS),
    Column("reserve_new", Form.UNITS),
    Column("reserve_units", Form.UNITS),
    Column("unit"),
    Column("reserve_mode"),
    Column("reserve_holder"),
    Column("reserve_money_cny", Form.YUAN, total=True),
    Column("rotation_months", Form.UNITS),
    Column("release_price", Form.SHARE),
    Column("approver"),
)


def reserve_table(result: PlanResult, names: Names) -> Table:
    """One row for each item in reserve and each booked framework."""
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(reserve_rows(result), start=1):
        terms = terms_of(result, row.item) if row.item else None
        rows.append(
            (
                number,
                goods_words(result, names, row),
                source_words(names, row),
                row.yearly_need,
                row.there + row.signed if row.item else None,
                row.new,
                row.level,
                names.unit(row.item) if row.item else names.word("result.per_period"),
                names.choice("reserve_terms.mode", row.mode),
                row.holder,
                row.money_cny,
                row.rotation_months,
                terms.release_price_share if terms else None,
                terms.approver if terms else "",
            )
        )
    return Table("reserve_list", LIST, tuple(rows))


def goods_words(result: PlanResult, names: Names, row: ReserveRow) -> str:
    """The item, or the supplier of a framework with the items it may be asked for."""
    if row.item:
        return names.item(row.item)
    offers = result.scenario.offers
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


@dataclass(frozen=True)
class Unreserved:
    """An item that is not held in reserve although some of it may be late."""

    item: str
    late_probability: float  # of anything late at all
    loss_cny: float  # expected loss, an estimate
    named: bool  # every offer names its end user: the goods cannot be pooled


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
        np.logical_or(late[tier.item], (waiting > SMALLEST).any(axis=1), out=late[tier.item])
    found = [
        Unreserved(item, float(weights @ late[item]), loss[item], _all_named(result, item))
        for item in loss
        if item not in held and late[item].any()
    ]
    return tuple(sorted(found, key=lambda entry: -entry.loss_cny))


def _all_named(result: PlanResult, item: str) -> bool:
    offers = [offer for offer in result.scenario.offers if offer.item == item]
    return bool(offers) and all(offer.end_user == "named" for offer in offers)


UNRESERVED = (
    Column("number", Form.WHOLE),
    Column("item"),
    Column("unreserved_why", Form.LONG_TEXT),
    Column("late_probability", Form.SHARE),
    Column("shortage_mean_cny", Form.YUAN, total=True),
)


def unreserved_table(result: PlanResult, names: Names) -> Table:
    """Items outside the reserve with an expected shortage and why they are not in it."""
    rows = []
    for number, entry in enumerate(unreserved(result), start=1):
        why = why_unreserved(result, names, entry)
        rows.append((number, names.item(entry.item), why, entry.late_probability, entry.loss_cny))
    return Table("unreserved", UNRESERVED, tuple(rows))


def why_unreserved(result: PlanResult, names: Names, entry: Unreserved) -> str:
    """Goods of a named user, an item held in another way, an item not listed, or one that does not pay."""
    if entry.named:
        return names.word("result.unreserved.named")
    if entry.item in reservable(result.scenario):
        return names.word("result.unreserved.not_worth")
    listed = [row.mode for row in result.scenario.reserve_terms if row.item == entry.item]
    if not listed:
        return names.word("result.unreserved.not_listed")
    return names.word("result.unreserved.mode", mode=names.choice("reserve_terms.mode", listed[0]))
