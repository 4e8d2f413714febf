"""Quota. exempt arrivals[firm, item, year] - beyond the quota <= quota, in each draw.  Guide: `quota`.

Owns the units that arrive beyond a quota: they are taxed there, at that draw's cost. An exempt order is a request.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model import payments
from importplan.model.beyond_quota import taxes_beyond
from importplan.model.dating import Dating
from importplan.model.draft import Index
from importplan.model.frame import Frame
from importplan.plan.solution import COST_LINES
from importplan.scenario.schema.qualifications import Qualification


@dataclass(frozen=True)
class Requests:
    """Parts of exempt purchases under one qualification: R parts in D draws."""

    row: Index  # (R,) purchase
    consignment: Index  # (R,)
    year: Index  # (R, D) calendar year of arrival (0 for all where the quota is for the whole time)
    comes: NDArray[np.bool_]  # (R, D) not lost


def add(frame: Frame) -> None:
    """Add, for every qualification with a quota, what is exempt and what is taxed beyond it."""
    trade, draft = frame.orders, frame.draft
    beyond: list[Index] = []
    where: list[Index] = []
    parts: list[Index] = []
    for position, row in enumerate(frame.facts.scenario.qualifications):
        quotas = quotas_of(frame, row)
        asked = requests(frame, position, trade.dating)
        if not quotas or not len(asked.row):
            continue
        columns = _beyond_columns(frame, position, asked)  # two quotas of one certificate: one set of taxed units
        beyond.append(columns)
        where.append(asked.row)
        parts.append(asked.consignment)
        for kind, limit in quotas:
            _rows(frame, asked, columns, kind, limit)
    draft.names["beyond"] = np.concatenate(beyond) if beyond else np.empty((0, frame.draws.count), dtype=np.int64)
    draft.about["beyond"] = np.concatenate(where) if where else np.empty(0, dtype=np.int64)
    draft.about["beyond_part"] = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def quotas_of(frame: Frame, row: Qualification) -> list[tuple[str, float]]:
    """The quotas of a qualification: (units | value, amount); values in CNY at base rates."""
    found = []
    if row.quota_units is not None:
        found.append(("units", row.quota_units))
    if row.quota_cny is not None:
        found.append(("value", row.quota_cny))
    if row.quota_usd is not None:
        found.append(("value", row.quota_usd * frame.facts.landed.base_rate["USD"]))
    return found


def requests(frame: Frame, qualification: int, dating: Dating) -> Requests:
    """The parts of purchases that ask for relief under a qualification, and when they arrive."""
    facts, trade = frame.facts, frame.orders
    asks = np.array([option.qualification == qualification for option in facts.landed.options], dtype=bool)
    rows = np.flatnonzero(asks[trade.purchases.option])
    rows = rows[_of_use(frame)[rows]]
    position, consignment = dating.consignments_of(trade.purchases.shipment[rows])
    row = rows[position]
    port = dating.port[consignment]
    calendar = facts.scenario.calendar
    years = np.array([calendar.first_day(period).year for period in range(facts.last_period + 1)])
    by_year = facts.scenario.qualifications[qualification].quota_scope == "year"
    year = years[np.minimum(port, facts.last_period)] if by_year else np.zeros_like(port)
    lost = dating.lost[consignment]
    lost = lost | facts.refusals(trade.purchases, row, frame.draws)
    return Requests(row, consignment, year, ~lost)


def _of_use(frame: Frame) -> NDArray[np.bool_]:
    """(purchase,) signed orders, and orders that can be placed at all."""
    useful = np.ones(frame.orders.purchases.count, dtype=bool)
    useful[frame.orders.purchases.decided] = frame.draft.upper_of(frame.draft.names["order"]) > 0
    return useful


def _beyond_columns(frame: Frame, qualification: int, asked: Requests) -> Index:
    draft, trade = frame.draft, frame.orders
    columns = draft.columns(f"beyond:{qualification}", (len(asked.row), frame.draws.count))
    share = trade.dating.share[asked.consignment][:, None]
    signed = trade.purchases.signed[asked.row]
    decided = np.flatnonzero(np.isnan(signed))
    order = order_columns(frame)[asked.row]
    at_most = draft.rows("quota_request", columns.shape, upper=np.where(np.isnan(signed), 0.0, signed)[:, None] * share)
    draft.entries(at_most, columns, 1.0)
    draft.entries(at_most[decided], order[decided][:, None], -share[decided])
    cost = _tax_beyond(frame, asked)
    for line in range(cost.shape[2]):
        if cost[:, :, line].any():
            draft.draw_cost(COST_LINES[line], frame.every_draw[None, :], columns, cost[:, :, line])
    return columns


def _rows(frame: Frame, asked: Requests, columns: Index, kind: str, limit: float) -> None:
    trade, draft = frame.orders, frame.draft
    option = trade.purchases.option[asked.row]
    scale = 1.0 if kind == "units" else draft.money
    weight = np.ones(asked.comes.shape)
    if kind == "value":
        value = frame.facts.landed.customs_value_cny[option] / scale
        weight = value[:, None] * trade.purchases.price(asked.row, frame.draws)
    weight = weight * asked.comes
    share = trade.dating.share[asked.consignment][:, None] * weight
    years, which = np.unique(asked.year, return_inverse=True)
    which = which.reshape(asked.year.shape)
    signed = np.nan_to_num(trade.purchases.signed[asked.row])
    used = np.zeros((len(years), frame.draws.count))
    draw = np.broadcast_to(frame.every_draw, which.shape)
    np.add.at(used, (which, draw), share * signed[:, None])
    rows = draft.rows("quota", used.shape, upper=limit / scale - used)
    at = rows[which, draw]
    decided = np.flatnonzero(np.isnan(trade.purchases.signed[asked.row]))
    order = order_columns(frame)[asked.row]
    draft.entries(at[decided], order[decided][:, None], share[decided])
    draft.entries(at, columns, -weight)


def order_columns(frame: Frame) -> Index:
    """(purchase,) the order column of each purchase; -1 for signed orders."""
    found = np.full(frame.orders.purchases.count, -1, dtype=np.int64)
    found[frame.orders.purchases.decided] = frame.draft.names["order"]
    return found


def _tax_beyond(frame: Frame, asked: Requests) -> NDArray[np.float64]:
    """(R, D, cost line) discounted tax per unit that is not exempt after all."""
    facts = frame.facts
    cost = np.zeros((*asked.comes.shape, len(COST_LINES)))
    for charge, tax in taxes_beyond(frame, asked.row, asked.consignment):
        if charge.is_cost:
            value = tax.amount * facts.discount[np.minimum(tax.period, facts.last_period)]
            cost[:, :, payments.LINE[charge.value]] += value
            cost[:, :, payments.LINE["exchange_rate"]] += value * (tax.rate_factor - 1.0)
    return cost
