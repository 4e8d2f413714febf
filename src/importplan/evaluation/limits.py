"""Limits and budgets of the case checked on an exported plan, and what broken soft limits cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.cash import Cash
from importplan.evaluation.constraints import TOLERANCE, Violation, served_units
from importplan.evaluation.cost_ledger import booked_periods
from importplan.evaluation.deals import Deal
from importplan.evaluation.statement import Books
from importplan.plan.plan import Plan
from importplan.plan.solution import CostLines
from importplan.scenario.scenario import HOME, RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Excess:
    """How far a limit is exceeded: per draw where it binds in every draw, else one number."""

    limit: Limit
    about: tuple[str, ...]
    over: Real  # (D,) or (1,)
    scale: float


@dataclass(frozen=True)
class Audited:
    """What an audit looks at."""

    books: Books
    plan: Plan
    deals: tuple[Deal, ...]
    cash: Cash


def measure(books: Books, plan: Plan, found: tuple[Deal, ...], cash: Cash) -> tuple[Excess, ...]:
    """Every separate limit of the case and its excess (0 where it holds)."""
    of = Audited(books, plan, found, cash)
    return tuple(over for limit in books.scenario.limits for over in AUDITS[limit.rule](of, limit))


def violations(excesses: tuple[Excess, ...]) -> Iterator[Violation]:
    """Hard limits that are broken."""
    for each in excesses:
        worst = float(each.over.max(initial=0.0))
        if each.limit.soft_cost_cny is None and worst > TOLERANCE * max(1.0, each.scale):
            yield Violation(each.limit.rule, each.about, worst)


def soft_cost(books: Books, excesses: tuple[Excess, ...]) -> tuple[float, Real]:
    """What broken soft limits cost: (known, (D,) by draw)."""
    known, by_draw = 0.0, np.zeros(books.draws.count)
    for each in excesses:
        if each.limit.soft_cost_cny is not None:
            price = each.limit.soft_cost_cny
            if len(each.over) == books.draws.count and each.limit.in_each_draw:
                by_draw += price * np.maximum(each.over, 0.0)
            else:
                known += price * float(np.maximum(each.over, 0.0).sum())
    return known, by_draw


def periods_of(scenario: Scenario, first: date | None, last: date | None, count: int) -> NDArray[np.int64]:
    """Whole periods from the one that contains `first` to the one that contains `last`."""
    calendar = scenario.calendar
    start = 0 if first is None else max(0, calendar.index_of(first))
    end = count if last is None else min(count, calendar.index_of(last) + 1)
    return np.arange(start, max(start, end))


def _item_sets(scenario: Scenario, limit: Limit) -> list[set[str]]:
    if limit.item == "each":
        return [{item.item} for item in scenario.items]
    if limit.item == "all":
        return [{item.item for item in scenario.items}]
    if limit.item.startswith("group:"):
        return [{item.item for item in scenario.items if item.group == limit.item[len("group:") :]}]
    return [{limit.item}]


def _name_sets(who: str, names: list[str]) -> list[set[str]]:
    return [{name} for name in names] if who == "each" else [set(names) if who == "all" else {who}]


def _tax(of: Audited, limit: Limit) -> Iterator[Excess]:
    books, cash = of.books, of.cash
    periods = periods_of(books.scenario, limit.from_day, limit.to_day, books.last_period + 1)
    for names in _name_sets(limit.who, list(cash.payers)):
        rows = [cash.payers.index(name) for name in names]
        paid = cash.tax_by_draw_cny[:, rows][:, :, periods].sum(axis=(1, 2))
        yield Excess(limit, tuple(names), _in_draws(books, limit, paid) - limit.value, limit.value)


def _in_draws(books: Books, limit: Limit, values: Real) -> Real:
    return values if limit.within == "each_draw" else np.array([books.draws.weights @ values])


def _booking(of: Audited, limit: Limit) -> Iterator[Excess]:
    books, plan = of.books, of.plan
    suppliers = [row for row in books.scenario.suppliers if row.booking_cost_cny is not None]
    for names in _name_sets(limit.who, [row.supplier for row in suppliers]):
        booked = {name: plan.bookings.get(name, 0.0) for name in names}
        if limit.rule == "min_booked_capacity":
            yield Excess(limit, tuple(names), np.array([limit.value - sum(booked.values())]), limit.value)
        else:
            fee = {row.supplier: row.booking_cost_cny or 0.0 for row in suppliers}
            cost = sum(units * fee[name] * len(booked_periods(books.scenario, name)) for name, units in booked.items())
            yield Excess(limit, tuple(names), np.array([cost - limit.value]), limit.value)


def _mix(of: Audited, limit: Limit) -> Iterator[Excess]:
    books, scenario = of.books, of.books.scenario
    periods = periods_of(scenario, limit.from_day, limit.to_day, scenario.calendar.count)
    by_item: dict[str, list[Deal]] = {}
    for deal in of.deals:
        if deal.kind != "signed" and deal.period in periods:
            by_item.setdefault(deal.offer.item, []).append(deal)
    for chosen in _item_sets(scenario, limit):
        inside = [deal for item in sorted(chosen) for deal in by_item.get(item, ())]
        amounts = [_amount(books, deal, limit.measure) for deal in inside]
        total = sum(amounts)
        about = tuple(sorted(chosen))[:1]
        if limit.rule == "min_suppliers":
            units: dict[str, float] = {}
            for deal in inside:
                mean = float(books.draws.weights @ deal.quantity)
                units[deal.offer.supplier] = units.get(deal.offer.supplier, 0.0) + mean
            counted = sum(1 for amount in units.values() if amount >= 1.0 - TOLERANCE)
            yield Excess(limit, about, np.array([limit.value - counted if units else 0.0]), 1.0)
        elif limit.rule == "max_hhi":
            shares: dict[str, float] = {}
            for deal, amount in zip(inside, amounts, strict=True):
                shares[deal.offer.supplier] = shares.get(deal.offer.supplier, 0.0) + amount
            hhi = sum(amount**2 for amount in shares.values()) / total**2 if total else 0.0
            yield Excess(limit, about, np.array([hhi - limit.value]), 1.0)
        else:
            for name, part in _parts(scenario, limit, inside, amounts):
                yield Excess(limit, (*about, name), np.array([part - limit.value * total]), total)


def _amount(books: Books, deal: Deal, measure_by: str) -> float:
    worth = float(books.landed.customs_value_cny[deal.option]) if measure_by == "value" else 1.0
    return float(books.draws.weights @ deal.quantity) * worth


def _parts(scenario: Scenario, limit: Limit, inside: list[Deal], amounts: list[float]) -> Iterator[tuple[str, float]]:
    """Each limited part of the mix: its name and amount."""
    parts: dict[str, float] = {}
    for deal, amount in zip(inside, amounts, strict=True):
        origin = scenario.origin_of(deal.offer)
        if limit.rule == "max_supplier_share":
            name = deal.offer.supplier
        elif limit.rule == "max_country_share":
            name = origin
        else:
            name = "home" if origin == HOME else "imports"
        parts[name] = parts.get(name, 0.0) + amount
    for name, amount in parts.items():
        abroad = limit.rule != "max_country_share" or name != HOME or limit.who == HOME
        if name != "home" and abroad and limit.who in ("each", "all", name):
            yield name, amount


def _service(of: Audited, limit: Limit) -> Iterator[Excess]:
    books, plan = of.books, of.plan
    scenario, recourse = books.scenario, plan.recourse
    periods = periods_of(scenario, limit.from_day, limit.to_day, scenario.calendar.count)
    on_time = np.minimum(served_units(plan), recourse.demand)
    by_item: dict[str, list[int]] = {}
    for position, tier in enumerate(recourse.tiers):
        if limit.priority in ("all", str(tier.priority)):
            by_item.setdefault(tier.item, []).append(position)
    for chosen in _item_sets(scenario, limit):
        of_items = [position for item in sorted(chosen) for position in by_item.get(item, ())]
        for names in _name_sets(limit.who, [firm.firm for firm in scenario.all_firms]):
            tiers = [position for position in of_items if recourse.tiers[position].firm in names]
            if not tiers:
                continue
            about = (*tuple(sorted(chosen))[:1], *tuple(sorted(names))[:1])
            if limit.rule == "min_fill_rate":
                due = recourse.demand[:, tiers][:, :, periods].sum(axis=(1, 2))
                late = due - on_time[:, tiers][:, :, periods].sum(axis=(1, 2))
                over = _in_draws(books, limit, late - (1.0 - limit.value) * due)
                yield Excess(limit, about, over, float(due.max(initial=0.0)))
            else:
                for period in periods:
                    late = recourse.backlog[:, tiers, period].sum(axis=1)
                    yield Excess(limit, about, _in_draws(books, limit, late) - limit.value, limit.value)


def _reserve(of: Audited, limit: Limit) -> Iterator[Excess]:
    books, scenario, recourse = of.books, of.books.scenario, of.plan.recourse
    sign = 1.0 if limit.rule == "max_reserve" else -1.0
    for chosen in _item_sets(scenario, limit):
        held = [p for p, row in enumerate(recourse.holdings) if row.owner == RESERVE and row.item in chosen]
        if held:
            for period in periods_of(scenario, limit.from_day, limit.to_day, scenario.calendar.count):
                stock = _in_draws(books, limit, recourse.stock[:, held, period].sum(axis=1))
                yield Excess(limit, tuple(sorted(chosen))[:1], sign * (stock - limit.value), limit.value)


AUDITS: dict[str, Callable[[Audited, Limit], Iterator[Excess]]] = {
    "max_country_share": _mix,
    "max_supplier_share": _mix,
    "min_suppliers": _mix,
    "max_hhi": _mix,
    "max_import_share": _mix,
    "min_fill_rate": _service,
    "max_shortage": _service,
    "max_tax": _tax,
    "min_booked_capacity": _booking,
    "max_booking_cost": _booking,
    "min_reserve": _reserve,
    "max_reserve": _reserve,
}


def budget_violations(books: Books, cash: Cash) -> Iterator[Violation]:
    """Budgets that are overrun: on the plan's schedule, or in any draw where the budget says so."""
    for budget, amount, spent in budget_use(books, cash):
        over = float((spent - amount).max())
        if over > TOLERANCE * max(1.0, amount):
            yield Violation("budget", (budget.payer, str(budget.from_day or ""), str(budget.to_day or "")), over)


def risk_violations(scenario: Scenario, costs: CostLines) -> Iterator[Violation]:
    """A tail of the cost of a draw above the risk limit: the mean of its worst part, counted out from the top."""
    limit, level = scenario.settings.risk_limit_cny, scenario.settings.risk_level
    if limit is None:
        return
    worst_first = np.argsort(-costs.of_draws)
    left, total = 1.0 - level, 0.0
    if level >= 1.0:
        total, left = float(costs.of_draws[costs.weights > 0].max()), 0.0
    else:
        for draw in worst_first:
            taken = min(left, float(costs.weights[draw]))
            total, left = total + taken * float(costs.of_draws[draw]) / (1.0 - level), left - taken
    if total - limit > TOLERANCE * max(1.0, abs(limit)):
        yield Violation("risk_limit", (), total - limit)


def budget_use(books: Books, cash: Cash) -> Iterator[tuple[Budget, float, Real]]:
    """Every budget row: what may be spent (with what it inherits) and what is, by draw or on the schedule (1,)."""
    scenario = books.scenario
    index = {payer: position for position, payer in enumerate(cash.payers)}
    by_payer: dict[tuple[str, str], list[Budget]] = {}
    for row in scenario.budgets:
        by_payer.setdefault((row.payer, row.within), []).append(row)
    for (payer, within), rows in by_payer.items():
        payers = list(range(len(cash.payers))) if payer == "all" else [index[payer]]
        spent = (
            cash.by_draw_cny[:, payers].sum(axis=1)
            if within == "each_draw"
            else cash.plan_cny[payers].sum(axis=(0, 1))[None, :]
        )
        left: Real = np.zeros(len(spent))
        for row in sorted(rows, key=lambda row: row.from_day or scenario.calendar.start):
            periods = periods_of(scenario, row.from_day, row.to_day, spent.shape[1])
            used = spent[:, periods].sum(axis=1)
            amount = row.amount_cny / (1.0 + scenario.settings.contingency_share)
            yield row, amount, used - left
            left = amount + left - used if row.carry_over else np.zeros(len(spent))
