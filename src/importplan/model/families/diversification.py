"""Diversification. ordered from one country or supplier <= share x all ordered.  Guide: `diversification`.

Per item or group, on units or on customs value at base rates; call-offs count at their mean. Also the share of imports
(with what routes make at home, and year by year on a path), the least share of a supplier, the least and the largest
number of suppliers, and concentration (HHI): sum of squared amounts <= limit x squared sum is a cone, whose tangents
are added round by round until the exact value holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.limit_subjects import countries, interval, items
from importplan.model.program.draft import Repairable
from importplan.model.program.frame import Frame, LimitRows
from importplan.model.program.ids import Index
from importplan.model.program.variables import ANYTHING, CALL, MAKE, ORDER, USED
from importplan.scenario.limit_rules import About, LimitUnit
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.limits import Limit
from importplan.solvers.program import Program

Real = NDArray[np.float64]


@dataclass(frozen=True)
class MeasuredPurchases:
    """Purchases in the scope of one limit: offer, column, units and the weight that the limit measures."""

    item: str  # the item or group of the scope
    offer: Index
    column: Index
    units: Real
    weight: Real


def add(frame: Frame) -> None:
    """Add the rows of the limits on the mix of what is bought."""
    frame.add_limits(ROWS, About.PURCHASES)


def concentrated(frame: Frame) -> bool:
    """Whether the case limits concentration."""
    return any(limit.kind.unit is LimitUnit.INDEX for limit in frame.facts.scenario.limits)


def cut(frame: Frame, values: Real) -> int:
    """Add a tangent for every concentration limit that a solution breaks; returns how many."""
    broken = list(_too_concentrated(frame, values))
    for limit, measured, amounts in broken:
        _tangent(frame, limit, measured, amounts / np.linalg.norm(amounts))
    return len(broken)


def spread(frame: Frame, values: Real) -> bool:
    """Whether a solution keeps every concentration limit."""
    return not any(_too_concentrated(frame, values))


def _too_concentrated(
    frame: Frame, values: Real, tolerance: float = 1e-6
) -> Iterator[tuple[Limit, MeasuredPurchases, Real]]:
    for limit, measured in _concentration(frame):
        amounts = _by_supplier(frame, measured, values)
        if (amounts**2).sum() > (limit.value + tolerance) * amounts.sum() ** 2:
            yield limit, measured, amounts


def _concentration(frame: Frame) -> Iterator[tuple[Limit, MeasuredPurchases]]:
    for limit in frame.facts.scenario.limits:
        if limit.kind.unit is LimitUnit.INDEX:
            yield from ((limit, measured) for measured in measures(frame, limit))


def within(frame: Frame, program: Program) -> Program:
    """A narrower program whose every solution keeps the concentration limits.

    Where no supplier has more than the share h, the sum of squared shares is at most h x the sum of shares = h.
    """
    first = len(program.row_lower)
    columns, values = [], []
    for limit, measured in _concentration(frame):
        _, which = np.unique(_supplier(frame)[measured.offer], return_inverse=True)
        for supplier in range(int(which.max()) + 1):
            columns.append(measured.column)
            values.append(measured.weight * ((which == supplier) - limit.value))
    rows = np.repeat(first + np.arange(len(columns)), [len(column) for column in columns])
    return replace(
        program,
        row_lower=np.append(program.row_lower, np.full(len(columns), -np.inf)),
        row_upper=np.append(program.row_upper, np.zeros(len(columns))),
        row=np.concatenate([program.row, rows]),
        column=np.concatenate([program.column, *columns]),
        value=np.concatenate([program.value, *values]),
    )


def measures(frame: Frame, limit: Limit) -> Iterator[MeasuredPurchases]:
    """What a limit measures, one set for every separate limit; values are in units of money."""
    scenario = frame.facts.scenario
    periods = interval(scenario.calendar, limit.from_day, limit.to_day, frame.facts.periods)
    for name, mask in items(scenario, limit):
        parts = [_measured(frame, trade, mask, periods, limit.measure) for trade in (frame.orders, frame.calls)]
        joined = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        offer, column, units, weight = joined
        if len(offer):
            yield MeasuredPurchases(name, offer.astype(np.int64), column.astype(np.int64), units, weight)


def _measured(
    frame: Frame, trade: Trade, mask: NDArray[np.bool_], periods: Index, measure: str
) -> tuple[Index, Index, Real, Real]:
    rows, (offer, inside) = trade.purchases.decided, _inside(trade, mask, periods)
    each = frame.facts.landed.customs_value_cny[trade.purchases.option[rows[inside]]] / frame.draft.money
    each = each * trade.purchases.price_ratio[rows[inside]]
    weight = each if measure == "value" else np.ones(len(inside))
    if trade is frame.orders:
        return offer, frame.draft.names[ORDER][inside], np.ones(len(inside)), weight
    draws = frame.draws
    mean = np.tile(draws.weights, len(inside))
    columns = frame.draft.names[CALL][inside].reshape(-1) if len(inside) else np.empty(0, np.int64)
    return np.repeat(offer, draws.count), columns, mean, np.repeat(weight, draws.count) * mean


def _supplier(frame: Frame) -> Index:
    scenario = frame.facts.scenario
    return np.array([scenario.supplier_index[offer.supplier] for offer in scenario.offers], dtype=np.int64)


def _from(scenario: Scenario, who: str) -> NDArray[np.bool_]:
    return np.array([scenario.origin_of(offer) == who for offer in scenario.offers], dtype=bool)


def _sold_by(scenario: Scenario, who: str) -> NDArray[np.bool_]:
    return np.array([offer.supplier == who for offer in scenario.offers], dtype=bool)


def _suppliers(scenario: Scenario, who: str) -> list[str]:
    return list(scenario.supplier_index) if who in ("each", "all") else [who]


@dataclass(frozen=True)
class ShareOf:
    """Of whom a rule limits the share: their names where `who` is that of a limit, and the (offer,) mask of each."""

    named: Callable[[Scenario, str], list[str]]
    part: Callable[[Scenario, str], NDArray[np.bool_]]


SHARES = {
    "max_country_share": ShareOf(countries, _from),
    "max_supplier_share": ShareOf(_suppliers, _sold_by),
    "max_import_share": ShareOf(lambda _, __: ["all"], lambda scenario, _: ~_from(scenario, HOME)),
}


def _unit(frame: Frame, limit: Limit) -> float:
    """What one unit of excess, as a soft limit prices it, is in the row: one unit, or one CNY of value."""
    return 1.0 / frame.draft.money if limit.by_value else 1.0


def _dependence(frame: Frame, limit: Limit) -> None:
    """Imports <= share x (all that is bought + what is made at home): over the interval, or year by year on a path."""
    scenario, (rule, number) = frame.facts.scenario, frame.limit_id(limit)
    periods = interval(scenario.calendar, limit.from_day, limit.to_day, frame.facts.periods)
    foreign = ~_from(scenario, HOME)
    for name, mask in items(scenario, limit):
        if not frame.common.sellers.get((number, name)):
            continue
        for year, share, chosen in _years(scenario, limit, periods):
            parts = [_measured(frame, trade, mask, chosen, limit.measure) for trade in (frame.orders, frame.calls)]
            made, worth = _made(frame, mask, chosen, limit.measure)
            if not len(made) and not any(len(part[0]) for part in parts):
                continue
            at = () if limit.value_to is None else (year,)
            row = frame.draft.rows(rule, (1,), part=(rule, number, name, "all", *at), upper=0.0)
            for offer, column, _, weight in parts:
                frame.draft.entries(row, column, weight * (foreign[offer] - share))
            frame.draft.entries(row, made, -share * worth)
            frame.soften(limit, row, -_unit(frame, limit), name, "all" if limit.value_to is None else str(year))


def _years(scenario: Scenario, limit: Limit, periods: Index) -> list[tuple[int, float, Index]]:
    """Year, greatest share and periods of each part of an interval that is measured by itself."""
    if limit.value_to is None:
        return [(0, limit.value, periods)]
    of = np.array([scenario.calendar.first_day(int(period)).year for period in periods], dtype=np.int64)
    shares = limit.by_year(sorted(set(of.tolist())))
    return [(year, share, periods[of == year]) for year, share in shares.items()]


def _made(frame: Frame, mask: NDArray[np.bool_], periods: Index, measure: str) -> tuple[Index, Real]:
    """Columns of what is planned to start on routes to some items, and what a unit counts: its local cost, or one."""
    network = frame.facts.network
    lanes = [(number, network.flows[position]) for number, position in enumerate(network.on_routes)]
    mine = [(number, flow) for number, flow in lanes if mask[frame.facts.stock_item[flow.gives]]]
    columns = frame.draft.names[MAKE][[number for number, _ in mine]][:, periods]
    each = np.array([flow.local_cny / frame.draft.money if measure == "value" else 1.0 for _, flow in mine])
    return columns.reshape(-1), np.repeat(each, len(periods))


def _shares(frame: Frame, limit: Limit) -> None:
    """Part by part: its amount <= share x all; only where anybody of the part sells anything, in the whole case."""
    rule, number = frame.limit_id(limit)
    part_of = cache(partial(SHARES[rule].part, frame.facts.scenario))
    for measured in measures(frame, limit):
        for who in frame.common.sellers.get((number, measured.item), ()):
            inside = part_of(who)[measured.offer]
            row = frame.draft.rows(rule, (1,), part=(rule, number, measured.item, who), upper=0.0)
            frame.draft.entries(row, measured.column, measured.weight * (inside - limit.value))
            frame.soften(limit, row, -_unit(frame, limit), measured.item, who)


def sellers(facts: Facts, orders: Trade, calls: Trade) -> dict[tuple[int, str], tuple[str, ...]]:
    """Number of a limit on shares and item (or group) in its scope → whose share it limits: of who sells anything."""
    scenario, found = facts.scenario, {}
    for number, limit in enumerate(scenario.limits):
        if limit.rule not in SHARES:
            continue
        parts = {who: SHARES[limit.rule].part(scenario, who) for who in SHARES[limit.rule].named(scenario, limit.who)}
        for item, offers in _offered(facts, orders, calls, limit):
            found[number, item] = tuple(who for who, part in parts.items() if part[offers].any())
    return found


def _offered(facts: Facts, orders: Trade, calls: Trade, limit: Limit) -> Iterator[tuple[str, Index]]:
    """The offers of the purchases that each separate limit speaks of."""
    periods = interval(facts.scenario.calendar, limit.from_day, limit.to_day, facts.periods)
    for name, mask in items(facts.scenario, limit):
        yield name, np.concatenate([_inside(trade, mask, periods)[0] for trade in (orders, calls)])


def _inside(trade: Trade, mask: NDArray[np.bool_], periods: Index) -> tuple[Index, Index]:
    """Offers and positions of decided purchases of some items in some periods."""
    rows = trade.purchases.decided
    inside = np.flatnonzero(mask[trade.purchases.item[rows]] & np.isin(trade.purchases.period[rows], periods))
    return trade.purchases.offer[rows[inside]], inside


def _selling(frame: Frame, limit: Limit, measured: MeasuredPurchases) -> tuple[list[str], Index, Index, Real]:
    """Sellers in the scope of a limit, which of them sells each purchase, their yes or no, and the most of each.

    Whoever sells anything is a yes; rows count units, or parts of the most.
    """
    draft = frame.draft
    names, which = np.unique(_supplier(frame)[measured.offer], return_inverse=True)
    most = np.zeros(len(names))
    np.add.at(most, which, measured.units * draft.upper_of(measured.column))
    part = (*frame.limit_id(limit), measured.item)
    sellers = [frame.facts.scenario.suppliers[s].supplier for s in names]
    used = draft.columns(USED, (len(names),), (sellers,), part, upper=1.0, whole=True)
    only_if = draft.rows(limit.rule, (len(names),), (sellers,), (*part, "bought"), upper=0.0)
    draft.entries(only_if[which], measured.column, measured.units / np.maximum(most, 1.0)[which])
    draft.entries(only_if, used, -1.0)
    return sellers, which, used, most


def _most_suppliers(frame: Frame, limit: Limit) -> None:
    """No more suppliers than so many sell anything."""
    for measured in measures(frame, limit):
        _, _, used, _ = _selling(frame, limit, measured)
        part = (*frame.limit_id(limit), measured.item)
        few = frame.draft.rows("max_suppliers", (1,), part=part, upper=limit.value)
        frame.draft.entries(few, used, 1.0)
        frame.soften(limit, few, -1.0, measured.item)


def _least_share(frame: Frame, limit: Limit) -> None:
    """The supplier that is named, or everybody who sells anything, sells at least a share of all that is bought."""
    draft = frame.draft
    for measured in measures(frame, limit):
        part = (*frame.limit_id(limit), measured.item)
        if limit.who not in ("each", "all"):
            inside = _sold_by(frame.facts.scenario, limit.who)[measured.offer]
            row = draft.rows(limit.rule, (1,), part=(*part, limit.who), lower=0.0)
            draft.entries(row, measured.column, measured.weight * (inside - limit.value))
            frame.soften(limit, row, _unit(frame, limit), measured.item, limit.who)
            continue
        sellers, which, used, _ = _selling(frame, limit, measured)
        most = float((measured.weight * draft.upper_of(measured.column)).sum()) * limit.value
        for number, seller in enumerate(sellers):
            row = draft.rows(limit.rule, (1,), part=(*part, "share", seller), lower=-most)
            inside = which == number
            draft.entries(row, measured.column, measured.weight * (inside - limit.value))
            draft.entries(row, used[number : number + 1], -most)
            frame.soften(limit, row, _unit(frame, limit), measured.item, seller)


def _least_suppliers(frame: Frame, limit: Limit) -> None:
    for measured in measures(frame, limit):
        _enough(frame, limit, measured)


def _enough(frame: Frame, limit: Limit, measured: MeasuredPurchases) -> None:
    """Where anything is bought, enough suppliers sell at least one unit; where nothing is, nothing is asked."""
    draft = frame.draft
    names, which = np.unique(_supplier(frame)[measured.offer], return_inverse=True)
    most = np.zeros(len(names))
    np.add.at(most, which, measured.units * draft.upper_of(measured.column))
    most = np.maximum(most, 1.0)  # rows count units, or parts of the most
    part, sold = (*frame.limit_id(limit), measured.item), ([frame.facts.scenario.suppliers[s].supplier for s in names],)
    used = draft.columns(USED, (len(names),), sold, part, upper=1.0, whole=True)
    anything = draft.columns(ANYTHING, (1,), (), part, upper=1.0, whole=True)
    counts = draft.rows("min_suppliers", (len(names),), sold, (*part, "sells"), lower=0.0)
    draft.entries(counts[which], measured.column, measured.units)
    draft.entries(counts, used, -1.0)
    only_if = draft.rows("min_suppliers", (len(names),), sold, (*part, "bought"), upper=0.0)
    draft.entries(only_if[which], measured.column, measured.units / most[which])
    draft.entries(only_if, anything, -1.0)
    enough = draft.rows("min_suppliers", (1,), part=part, lower=0.0)
    draft.entries(enough, used, 1.0)
    draft.entries(enough, anything, -limit.value)
    frame.soften(limit, enough, 1.0, measured.item)


def _by_supplier(frame: Frame, measured: MeasuredPurchases, values: Real) -> Real:
    names, which = np.unique(_supplier(frame)[measured.offer], return_inverse=True)
    amounts = np.zeros(len(names))
    np.add.at(amounts, which, measured.weight * values[measured.column])
    return amounts


def _first_tangents(frame: Frame, limit: Limit) -> None:
    for measured in measures(frame, limit):
        for direction in np.eye(len(np.unique(_supplier(frame)[measured.offer]))):
            _tangent(frame, limit, measured, direction)


def _tangent(frame: Frame, limit: Limit, measured: MeasuredPurchases, direction: Real) -> None:
    """direction @ amounts <= sqrt(limit) x sum of amounts: holds for every mix inside the cone (|direction| = 1)."""
    _, which = np.unique(_supplier(frame)[measured.offer], return_inverse=True)
    part = (*frame.limit_id(limit), measured.item)
    number = sum(block.part[:-1] == part for block in frame.draft.row_blocks)
    row = frame.draft.rows("max_hhi", (1,), part=(*part, number), upper=0.0)
    frame.draft.entries(row, measured.column, measured.weight * (direction[which] - np.sqrt(limit.value)))
    place = str(limit.cell("value"))
    span = (limit.from_day, limit.to_day)
    repairable = Repairable("max_hhi", measured.item, "all", *span, place, row, -_unit(frame, limit), limit.in_cny)
    frame.draft.repairable.append(repairable)


ROWS: dict[str, LimitRows] = {
    **dict.fromkeys(SHARES, _shares),
    "max_import_share": _dependence,
    "min_supplier_share": _least_share,
    "min_suppliers": _least_suppliers,
    "max_suppliers": _most_suppliers,
    "max_hhi": _first_tangents,
}
