"""Quota. exempt arrivals[firm, item, year] - beyond the quota <= quota, in each draw.  Guide: `quota`.

Owns the units that arrive beyond a quota: they are taxed there, at that draw's cost. An exempt order is a request, and
so is an exempt call of given draws: those that look alike when it is made may use up the quota differently later. What
leaves bond exempt is settled in each draw, and is never beyond. Under
sampled draws the rule calls exempt only within what is left. What arrives where the relief frees no tax (its
certificate is not valid) uses no quota, and where all that can be ordered fits into the quota nothing is beyond it:
neither has columns or rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.beyond_quota import taxes_beyond
from importplan.model.case.calling import Quota
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.purchases import currency_positions, units_ordered
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index, Key
from importplan.model.program.variables import BEYOND, CALL, CALLED_BEYOND, FLOW, NEVER_BEYOND, ORDER, Variable
from importplan.plan.lines import COST_INDEX, COST_LINES
from importplan.plan.plan import Plan
from importplan.scenario.schema.qualifications import Qualification
from importplan.uncertainty.dates.shipments import CLEARED


@dataclass(frozen=True)
class Requests:
    """Parts of exempt purchases under one qualification: R parts in D draws."""

    trade: Trade
    row: Index  # (R,) purchase
    consignment: Index  # (R,)
    year: Index  # (R, D) calendar year of arrival (0 for all where the quota is for the whole time)
    port: Index  # (R, D) period of arrival
    counts: NDArray[np.bool_]  # (R, D) not lost, and with a relief that holds on the day of arrival
    cleared: NDArray[np.bool_]  # (R, 1) before the plan: what it was taxed is settled


@dataclass(frozen=True)
class Use:
    """What may be used of one quota: Y years, D draws."""

    limit: NDArray[np.float64]  # (Y, D) less what was cleared before the plan
    weight: NDArray[np.float64]  # (R, D) what a unit of each part uses up; 0 where it does not count
    signed: NDArray[np.float64]  # (Y, D) used by signed orders that come


def add(frame: Frame) -> None:
    """Add, for every qualification with a quota, what is exempt and what is taxed beyond it."""
    draft = frame.draft
    never = draft.columns(NEVER_BEYOND, (1,), (), upper=0.0)
    ordered, called_beyond = _Taxed(frame, BEYOND), _Taxed(frame, CALLED_BEYOND)
    for position, row in enumerate(frame.facts.scenario.qualifications):
        quotas = quotas_of(row)
        if not quotas:
            continue
        asked, called = (requests(frame, each, position) for each in (frame.orders, frame.calls))
        cleared = _cleared(frame, position)
        if not len(asked.row) + len(called.row) + len(cleared):
            continue
        out = _year_of_period(frame, position) if cleared else np.zeros(0, dtype=np.int64)
        years = np.unique(np.concatenate([asked.year.ravel(), called.year.ravel(), out]))
        which = np.searchsorted(years, asked.year)
        uses = [_use(frame, asked, which, len(years), quota) for quota in quotas]
        of_calls = np.searchsorted(years, called.year)
        calls = [_called(frame, called, of_calls, quota) for quota in quotas]
        out_of_bond = [
            [_out_of_bond(frame, flow, np.searchsorted(years, out), quota) for flow in cleared] for quota in quotas
        ]
        short = _may_be_short(frame, asked, which, uses, calls) | bool(cleared)
        # Two quotas of one certificate have one set of taxed units.
        columns = ordered.add(position, asked, short[which, frame.every_draw], never)
        among_calls = np.full(called.year.shape, never[0])
        if frame.draws.given:
            among_calls = called_beyond.add(position, called, short[of_calls, frame.every_draw], never)
        for number, (use, of_each) in enumerate(zip(uses, calls, strict=True)):
            rows = _rows(frame, asked, which, columns, use, short, years, (position, number))
            _enter_calls(frame, of_each, among_calls, rows)
            for of_flow in out_of_bond[number]:
                _enter_calls(frame, of_flow, np.full(of_flow.column.shape, never[0]), rows)
    ordered.place()
    called_beyond.place()


class _Taxed:
    """Columns of what is taxed beyond quotas: of orders (`BEYOND`) or of calls (`CALLED_BEYOND`)."""

    def __init__(self, frame: Frame, variable: Variable) -> None:
        self._frame, self._variable = frame, variable
        self._columns: list[Index] = [np.empty((0, frame.draws.count), dtype=np.int64)]
        self._about: list[Index] = [np.empty((2, 0), dtype=np.int64)]

    def add(self, qualification: int, asked: Requests, short: NDArray[np.bool_], never: Index) -> Index:
        """(R, D) the columns of requests under a qualification, where (R, D) a quota of it may be short."""
        able = asked.counts & ~asked.cleared & short
        columns = _beyond_columns(self._frame, self._variable, qualification, asked, able, never)
        self._columns.append(columns)
        self._about.append(np.stack([asked.row, asked.consignment]))
        return columns

    def place(self) -> None:
        """Say what they are."""
        draft, trade = self._frame.draft, trade_of(self._frame, self._variable)
        about = draft.about[self._variable] = np.concatenate(self._about, axis=1)  # (purchase and consignment, part)
        draft.place(self._variable, np.concatenate(self._columns), (partial(_part_ids, self._frame, trade, about),))


def trade_of(frame: Frame, variable: Variable) -> Trade:
    """The purchases of which a variable says what is taxed beyond quotas."""
    return frame.calls if variable is CALLED_BEYOND else frame.orders


def _part_ids(frame: Frame, trade: Trade, about: Index) -> list[Key]:
    """(part,) the purchase and the number of the part among those of its purchase."""
    ids, seen = trade.ids(frame.facts), dict[int, int]()
    found = []
    for row in about[0].tolist():
        seen[row] = seen.get(row, -1) + 1
        found.append((*ids[row], seen[row]))
    return found


UNITS = ""


def quotas_of(row: Qualification) -> list[tuple[str, float]]:
    """The quotas of a qualification: `UNITS` or the currency of a value, and how much."""
    every = ((UNITS, row.quota_units), ("CNY", row.quota_cny), ("USD", row.quota_usd))
    return [(measure, amount) for measure, amount in every if amount is not None]


def requests(frame: Frame, trade: Trade, qualification: int) -> Requests:
    """The parts of purchases that ask for relief under a qualification, and when they arrive."""
    facts, dating = frame.facts, trade.dating
    rows = np.flatnonzero(facts.terms.qualification[trade.purchases.option] == qualification)
    rows = rows[_of_use(frame, trade)[rows]]
    position, consignment = dating.consignments_of(trade.purchases.shipment[rows])
    row = rows[position]
    port = dating.port[consignment]
    by_year = facts.scenario.qualifications[qualification].quota_scope == "year"
    year = facts.scenario.calendar.year_of(dating.port_day[consignment]) if by_year else np.zeros_like(port)
    lost = dating.lost[consignment]
    lost = lost | facts.terms.refusals(trade.purchases, row, frame.draws)
    option = trade.purchases.option[row][:, None]
    relieved = facts.landed.relieves[option, np.minimum(port, facts.last_period)]
    cleared = (trade.purchases.done[row] >= CLEARED)[:, None]
    return Requests(trade, row, consignment, year, port, ~lost & relieved, cleared)


def _of_use(frame: Frame, trade: Trade) -> NDArray[np.bool_]:
    """(purchase,) signed orders, calls, and orders that can be placed at all."""
    useful = np.ones(trade.purchases.count, dtype=bool)
    if trade is frame.orders:
        useful[trade.purchases.decided] = frame.draft.upper_of(frame.draft.names[ORDER]) > 0
    return useful


def _use(frame: Frame, asked: Requests, which: Index, years: int, quota: tuple[str, float]) -> Use:
    trade, (measure, limit) = asked.trade, quota
    weight = _weight(frame, asked, measure)
    if measure != UNITS:
        limit *= frame.facts.landed.base_rate[measure] / frame.draft.money
    signed = np.nan_to_num(trade.purchases.signed[asked.row])[:, None] * trade.dating.share[asked.consignment][:, None]
    settled, coming = (_by_year(frame, which, years, signed * weight * of) for of in (asked.cleared, ~asked.cleared))
    return Use(np.maximum(limit - settled, 0.0), weight, coming)


def _weight(frame: Frame, asked: Requests, measure: str) -> NDArray[np.float64]:
    """(R, D) what a unit of each part uses of a quota in units or in value; 0 where it does not count."""
    weight = asked.counts.astype(np.float64)
    if measure != UNITS:
        weight *= _value_cny(frame, asked) / _rate(frame, measure, asked.port) / frame.draft.money
    return weight


@dataclass(frozen=True)
class UseOfCalls:
    """What calls use of one quota."""

    which: Index  # (R, D) year
    column: Index  # (R, D) of the call
    weight: NDArray[np.float64]  # (R, D) for a unit that arrives
    each: NDArray[np.float64]  # (R, D) for a unit called
    most: NDArray[np.float64]  # (R, D) if as much is called as could be of use


def _called(frame: Frame, called: Requests, which: Index, quota: tuple[str, float]) -> UseOfCalls:
    column = frame.draft.names[CALL][called.row] if len(called.row) else np.empty(called.year.shape, dtype=np.int64)
    weight = _weight(frame, called, quota[0])
    each = weight * called.trade.dating.share[called.consignment][:, None]
    most = each * (frame.draft.upper_of(column) if len(called.row) else 0.0)
    return UseOfCalls(which, column, weight, each, most)


def _cleared(frame: Frame, qualification: int) -> list[int]:
    """Flows out of bond that ask for relief under a qualification."""
    flows, under = frame.facts.network.flows, frame.facts.terms.qualification
    return [at for at, flow in enumerate(flows) if flow.tax is not None and under[flow.tax] == qualification]


def _year_of_period(frame: Frame, qualification: int) -> Index:
    """(T,) the year of a quota in which goods count that leave bond on the first day of each period."""
    facts = frame.facts
    days = facts.scenario.calendar.first_day_numbers[: facts.periods].astype(np.float64)
    by_year = facts.scenario.qualifications[qualification].quota_scope == "year"
    return facts.scenario.calendar.year_of(days) if by_year else np.zeros(facts.periods, dtype=np.int64)


def _out_of_bond(frame: Frame, position: int, which: Index, quota: tuple[str, float]) -> UseOfCalls:
    """What a flow out of bond uses of a quota: what is beyond it leaves by the flow that pays the tax."""
    facts, flow = frame.facts, frame.facts.network.flows[position]
    assert flow.tax is not None
    period = np.repeat(np.arange(facts.periods)[:, None], frame.draws.count, axis=1)
    weight = np.broadcast_to(facts.landed.relieves[flow.tax, : facts.periods, None], period.shape).astype(np.float64)
    if quota[0] != UNITS:
        own = facts.network.stocks[flow.source].value_cny
        offer = np.full(facts.periods, facts.scenario.offer_index[facts.landed.options[flow.tax].offer])
        rate = facts.terms.rate_factor(facts.terms.currency[offer], period, frame.draws)
        value = np.full(period.shape, own) if own else float(facts.landed.customs_value_cny[flow.tax]) * rate
        weight *= value / _rate(frame, quota[0], period) / frame.draft.money
    column = frame.draft.names[FLOW][position]
    return UseOfCalls(np.broadcast_to(which[:, None], period.shape), column, weight, weight, weight)


def _enter_calls(frame: Frame, calls: UseOfCalls, beyond: Index, rows: Index) -> None:
    """Enter calls, less what of them (R, D) is taxed, into the rows (Y, D) of a quota."""
    at = rows[calls.which, frame.every_draw]
    part, draw = np.nonzero((at >= 0) & (calls.each > 0))
    frame.draft.entries(at[part, draw], calls.column[part, draw], calls.each[part, draw])
    frame.draft.entries(at[part, draw], beyond[part, draw], -calls.weight[part, draw])


def _value_cny(frame: Frame, asked: Requests) -> NDArray[np.float64]:
    """(R, D) customs value of a unit at the price of the draw and its rate on arrival."""
    facts, purchases = frame.facts, asked.trade.purchases
    value = facts.landed.customs_value_cny[purchases.option[asked.row]][:, None]
    rate = facts.terms.rate_factor(purchases.currency[asked.row], asked.port, frame.draws)
    found: NDArray[np.float64] = value * purchases.price(asked.row, frame.draws) * rate
    return found


def _rate(frame: Frame, currency: str, period: Index) -> NDArray[np.float64]:
    """(R, D) the rate of a currency in each draw over its base rate."""
    facts = frame.facts
    position = currency_positions(facts.landed, [currency])
    return facts.terms.rate_factor(np.repeat(position, len(period)), period, frame.draws)


def _by_year(frame: Frame, which: Index, years: int, amount: NDArray[np.float64]) -> NDArray[np.float64]:
    """(Y, D) sums of amounts of parts (R, D)."""
    total = np.zeros((years, frame.draws.count))
    np.add.at(total, (which, np.broadcast_to(frame.every_draw, which.shape)), amount)
    return total


def _may_be_short(
    frame: Frame, asked: Requests, which: Index, uses: list[Use], calls: list[UseOfCalls]
) -> NDArray[np.bool_]:
    """(Y, D) whether the most that can be ordered and called is beyond some quota: elsewhere nothing is ever taxed."""
    order, upper = order_columns(frame)[asked.row], np.zeros(len(asked.row))
    decided = order >= 0
    upper[decided] = frame.draft.upper_of(order[decided])
    most = (upper * frame.orders.dating.share[asked.consignment])[:, None]
    short = np.zeros(uses[0].signed.shape, dtype=bool)
    for use, called in zip(uses, calls, strict=True):
        total = use.signed + _by_year(frame, which, len(short), most * use.weight)
        short |= total + _by_year(frame, called.which, len(short), called.most) > use.limit
    return short


def _beyond_columns(
    frame: Frame, variable: Variable, qualification: int, asked: Requests, able: NDArray[np.bool_], never: Index
) -> Index:
    """(R, D) units taxed beyond the quota; one column of nothing for all parts that never are."""
    draft, trade = frame.draft, asked.trade
    part, draw = np.nonzero(able)
    found = draft.columns(variable, (len(part),), part=(qualification,))
    share = trade.dating.share[asked.consignment][part]
    signed = trade.purchases.signed[asked.row][part]
    decided = np.flatnonzero(np.isnan(signed))
    names = partial(_request_ids, frame, asked, part, draw)
    about = (variable.name, qualification)
    at_most = draft.rows("quota_request", (len(part),), (names,), about, upper=np.nan_to_num(signed) * share)
    draft.entries(at_most, found, 1.0)
    if trade is frame.calls and len(part):
        draft.entries(at_most, draft.names[CALL][asked.row[part], draw], -share)
    elif len(part):
        draft.entries(at_most[decided], order_columns(frame)[asked.row][part[decided]], -share[decided])
    cost = _tax_beyond(frame, asked)[part, draw]
    for line in range(cost.shape[1]):
        if cost[:, line].any():
            draft.draw_cost(COST_LINES[line], draw, found, cost[:, line])
    columns = np.full(able.shape, never[0], dtype=np.int64)
    columns[part, draw] = found
    return columns


def _request_ids(frame: Frame, asked: Requests, part: Index, draw: Index) -> list[Key]:
    ids = _part_ids(frame, asked.trade, np.stack([asked.row, asked.consignment]))
    return [(*ids[of_part], in_draw) for of_part, in_draw in zip(part.tolist(), draw.tolist(), strict=True)]


def _rows(
    frame: Frame,
    asked: Requests,
    which: Index,
    columns: Index,
    use: Use,
    short: NDArray[np.bool_],
    years: Index,
    quota: Key,
) -> Index:
    """The rows (Y, D) of a quota with what is ordered; -1 where it is never short."""
    draft = frame.draft
    rows = np.full(short.shape, -1, dtype=np.int64)
    names = [(int(years[year]), int(draw)) for year, draw in np.argwhere(short)]
    rows[short] = draft.rows("quota", (len(names),), (names,), quota, upper=(use.limit - use.signed)[short])
    at = rows[which, frame.every_draw]
    part, draw = np.nonzero((at >= 0) & (use.weight > 0))
    draft.entries(at[part, draw], columns[part, draw], -use.weight[part, draw])
    order = order_columns(frame)[asked.row][part]
    share = frame.orders.dating.share[asked.consignment][part]
    decided = order >= 0
    each = (share * use.weight[part, draw])[decided]
    draft.entries(at[part, draw][decided], order[decided], each)
    return rows


def left_to_calls(frame: Frame, plan: Plan) -> tuple[Quota, ...]:
    """What every quota leaves to calls beside the exempt orders of a plan, which came first, and signed ones."""
    found = []
    units = units_ordered(frame.facts.scenario, frame.facts.landed, frame.orders.purchases, plan.orders)
    exempt = np.unique(frame.facts.terms.qualification[frame.calls.purchases.option])
    for position in exempt[exempt >= 0].tolist():
        row, called = frame.facts.scenario.qualifications[position], requests(frame, frame.calls, position)
        if not len(called.row):
            continue
        asked = requests(frame, frame.orders, position)
        years = np.unique(np.concatenate([asked.year, called.year]))
        which, arrives = np.searchsorted(years, asked.year), np.searchsorted(years, called.year)
        for quota in quotas_of(row):
            use, each = _use(frame, asked, which, len(years), quota), _weight(frame, called, quota[0])
            each *= called.trade.dating.share[called.consignment][:, None]
            amount = (units[asked.row] * asked.trade.dating.share[asked.consignment])[:, None] * use.weight
            left = np.maximum(use.limit - use.signed - _by_year(frame, which, len(years), amount), 0.0)
            of_call = {int(call): np.zeros_like(left) for call in called.row}
            for part, call in enumerate(called.row.tolist()):
                of_call[call][arrives[part], frame.every_draw] += each[part]
            found.append(Quota(left, of_call))
    return tuple(found)


def order_columns(frame: Frame) -> Index:
    """(purchase,) the order column of each purchase; -1 for signed orders."""
    found = np.full(frame.orders.purchases.count, -1, dtype=np.int64)
    found[frame.orders.purchases.decided] = frame.draft.names[ORDER]
    return found


def _tax_beyond(frame: Frame, asked: Requests) -> NDArray[np.float64]:
    """(R, D, cost line) discounted tax per unit that is not exempt after all."""
    facts = frame.facts
    cost = np.zeros((*asked.counts.shape, len(COST_LINES)))
    for charge, tax in taxes_beyond(facts, asked.trade, frame.draws, asked.row, asked.consignment):
        if not charge.deductible:
            value = tax.amount * facts.discount_of(tax.period)
            cost[:, :, COST_INDEX[charge.key]] += value
            cost[:, :, COST_INDEX["exchange_rate"]] += value * (tax.rate_factor - 1.0)
    return cost
