"""Diversification. ordered from one country or supplier <= share x all ordered.  Guide: `diversification`.

Per item or group, on units or on customs value at base rates; call-offs count at their mean. Also the share of imports,
the least number of suppliers, and concentration (HHI): sum of squared amounts <= limit x squared sum is a cone, whose
tangents are added round by round until the exact value holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.draft import Index, Repairable
from importplan.model.frame import Frame, LimitRows
from importplan.model.scopes import countries, interval, items
from importplan.model.trade import Trade
from importplan.model.variables import ANYTHING, CALL, ORDER, USED
from importplan.scenario.limit_rules import About, LimitUnit
from importplan.scenario.scenario import HOME
from importplan.scenario.schema.limits import Limit
from importplan.solvers.program import Program

Real = NDArray[np.float64]
MANY = 1e4  # units; call-offs have no bound of their own


@dataclass(frozen=True)
class Measured:
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


def _too_concentrated(frame: Frame, values: Real, tolerance: float = 1e-6) -> Iterator[tuple[Limit, Measured, Real]]:
    for limit, measured in _concentration(frame):
        amounts = _by_supplier(frame, measured, values)
        if (amounts**2).sum() > (limit.value + tolerance) * amounts.sum() ** 2:
            yield limit, measured, amounts


def _concentration(frame: Frame) -> Iterator[tuple[Limit, Measured]]:
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


def measures(frame: Frame, limit: Limit) -> Iterator[Measured]:
    """What a limit measures, one set for every separate limit; values are in units of money."""
    scenario = frame.facts.scenario
    periods = interval(scenario.calendar, limit.from_day, limit.to_day, frame.facts.periods)
    for name, mask in items(scenario, limit):
        parts = [_measured(frame, trade, mask, periods, limit.measure) for trade in (frame.orders, frame.calls)]
        joined = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        offer, column, units, weight = joined
        if len(offer):
            yield Measured(name, offer.astype(np.int64), column.astype(np.int64), units, weight)


def _measured(
    frame: Frame, trade: Trade, mask: NDArray[np.bool_], periods: Index, measure: str
) -> tuple[Index, Index, Real, Real]:
    rows = trade.purchases.decided
    inside = np.flatnonzero(mask[trade.purchases.item[rows]] & np.isin(trade.purchases.period[rows], periods))
    offer = trade.purchases.offer[rows[inside]]
    each = frame.facts.landed.customs_value_cny[trade.purchases.option[rows[inside]]] / frame.draft.money
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


def _origin(frame: Frame) -> NDArray[np.str_]:
    scenario = frame.facts.scenario
    return np.array([scenario.origin_of(offer) for offer in scenario.offers])


def _unit(frame: Frame, limit: Limit) -> float:
    """What one unit of excess, as a soft limit prices it, is in the row: one unit, or one CNY of value."""
    return 1.0 / frame.draft.money if limit.by_value else 1.0


def _country_shares(frame: Frame, limit: Limit) -> None:
    origin = _origin(frame)
    _shares(frame, limit, {country: origin == country for country in countries(frame.facts.scenario, limit.who)})


def _supplier_shares(frame: Frame, limit: Limit) -> None:
    supplier, scenario = _supplier(frame), frame.facts.scenario
    chosen = scenario.supplier_index if limit.who in ("each", "all") else (limit.who,)
    _shares(frame, limit, {name: supplier == scenario.supplier_index[name] for name in chosen})


def _import_share(frame: Frame, limit: Limit) -> None:
    _shares(frame, limit, {"all": _origin(frame) != HOME})


def _shares(frame: Frame, limit: Limit, parts: dict[str, NDArray[np.bool_]]) -> None:
    """Part by part (a mask over the offers): its amount <= share x all."""
    for measured in measures(frame, limit):
        for who, part in parts.items():
            inside = part[measured.offer]
            if inside.any():
                row = frame.draft.rows(limit.rule, (1,), part=(*frame.limit_id(limit), measured.item, who), upper=0.0)
                frame.draft.entries(row, measured.column, measured.weight * (inside - limit.value))
                frame.soften(limit, row, -_unit(frame, limit), measured.item, who)


def _least_suppliers(frame: Frame, limit: Limit) -> None:
    for measured in measures(frame, limit):
        _enough(frame, limit, measured)


def _enough(frame: Frame, limit: Limit, measured: Measured) -> None:
    """Where anything is bought, enough suppliers sell at least one unit; where nothing is, nothing is asked."""
    draft = frame.draft
    names, which = np.unique(_supplier(frame)[measured.offer], return_inverse=True)
    most = np.zeros(len(names))
    np.add.at(most, which, measured.units * np.minimum(draft.upper_of(measured.column), MANY))
    part, sold = (*frame.limit_id(limit), measured.item), ([frame.facts.scenario.suppliers[s].supplier for s in names],)
    used = draft.columns(USED, (len(names),), sold, part, upper=1.0, whole=True)
    anything = draft.columns(ANYTHING, (1,), (), part, upper=1.0)
    counts = draft.rows("min_suppliers", (len(names),), sold, (*part, "sells"), lower=0.0)
    draft.entries(counts[which], measured.column, measured.units)
    draft.entries(counts, used, -1.0)
    only_if = draft.rows("min_suppliers", (len(names),), sold, (*part, "only"), upper=0.0)
    draft.entries(only_if[which], measured.column, measured.units)
    draft.entries(only_if, used, -most)
    bought = draft.rows("min_suppliers", (len(names),), sold, (*part, "bought"), upper=0.0)
    draft.entries(bought, used, 1.0)
    draft.entries(bought, anything, -1.0)
    enough = draft.rows("min_suppliers", (1,), part=part, lower=0.0)
    draft.entries(enough, used, 1.0)
    draft.entries(enough, anything, -limit.value)
    frame.soften(limit, enough, 1.0, measured.item)


def _by_supplier(frame: Frame, measured: Measured, values: Real) -> Real:
    names, which = np.unique(_supplier(frame)[measured.offer], return_inverse=True)
    amounts = np.zeros(len(names))
    np.add.at(amounts, which, measured.weight * values[measured.column])
    return amounts


def _first_tangents(frame: Frame, limit: Limit) -> None:
    for measured in measures(frame, limit):
        for direction in np.eye(len(np.unique(_supplier(frame)[measured.offer]))):
            _tangent(frame, limit, measured, direction)


def _tangent(frame: Frame, limit: Limit, measured: Measured, direction: Real) -> None:
    """direction @ amounts <= sqrt(limit) x sum of amounts: holds for every mix inside the cone (|direction| = 1)."""
    _, which = np.unique(_supplier(frame)[measured.offer], return_inverse=True)
    part = (*frame.limit_id(limit), measured.item, frame.draft.rows_count)
    row = frame.draft.rows("max_hhi", (1,), part=part, upper=0.0)
    frame.draft.entries(row, measured.column, measured.weight * (direction[which] - np.sqrt(limit.value)))
    place = str(limit.cell("value"))
    span = (limit.from_day, limit.to_day)
    repairable = Repairable("max_hhi", measured.item, "all", *span, place, row, -_unit(frame, limit), limit.in_cny)
    frame.draft.repairable.append(repairable)


ROWS: dict[str, LimitRows] = {
    "max_country_share": _country_shares,
    "max_supplier_share": _supplier_shares,
    "min_suppliers": _least_suppliers,
    "max_hhi": _first_tangents,
    "max_import_share": _import_share,
}
