"""What may be bought and what is already signed, as one table of arrays.

A **purchase** is an option of the landed-cost table bought in one period; signed orders are purchases of a fixed
quantity with their own price and what is still to be paid of it. Both go through the same dates, costs and cash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.signed import options_of_signed
from importplan.customs.cost.table import LandedTable
from importplan.plan.plan import PlannedOrder
from importplan.scenario.contract_price import instalments, price_steps, signed_over_offered, step_reached
from importplan.scenario.reserve import may_be_reserved, reservable
from importplan.scenario.routes import COMPLETE, accepted_forms, form_sold
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.uncertainty.dates.shipments import Shipments, order_allowed, plan_shipments, signed_shipments
from importplan.uncertainty.sampling.draw_set import DrawSet


@dataclass(frozen=True)
class Purchases:
    """N purchases. Shares are parts of the contract price that are still due at each milestone."""

    option: NDArray[np.int64]  # position in LandedTable.options
    offer: NDArray[np.int64]
    item: NDArray[np.int64]
    payer: NDArray[np.int64]  # position in `payers`
    period: NDArray[np.int64]  # of the order
    shipment: NDArray[np.int64]  # row of `shipments`
    signed: NDArray[np.float64]  # units of a signed order; NaN where the plan decides
    price_ratio: NDArray[np.float64]  # own price in CNY over the offer's price in CNY at base rates
    currency: NDArray[np.int64]  # of the price, position in `LandedTable.base_rate`; -1 where its rate is locked
    deposit: NDArray[np.float64]
    on_shipment: NDArray[np.float64]
    on_acceptance: NDArray[np.float64]
    retention: NDArray[np.float64]
    paid: NDArray[np.float64]  # share that was paid before the start
    done: NDArray[np.int64]  # last step that was done before the start (`shipments.SHIPPED` …), 0 where none was
    step: NDArray[np.int64]  # step of the offer's price (`price_steps`): an order of it pays that price; 0 for others
    from_units: NDArray[np.float64]  # the least units of all treatments together that pay the price of the step
    below_units: NDArray[np.float64]  # they are fewer than this; infinite on the last step

    @property
    def count(self) -> int:
        """How many purchases there are (N)."""
        return len(self.option)

    def price(self, rows: NDArray[np.int64], draws: DrawSet) -> NDArray[np.float64]:
        """(row, D) price in each draw over the offer's price in CNY at base rates; signed prices do not move."""
        price = np.repeat(self.price_ratio[rows][:, None], draws.count, axis=1)
        if draws.price_factor is None:
            return price
        factors = draws.price_factor[:, self.offer[rows], self.period[rows]].T
        return np.where(np.isnan(self.signed[rows])[:, None], price * factors, price)

    @property
    def decided(self) -> NDArray[np.int64]:
        """Rows that the plan decides."""
        return np.flatnonzero(np.isnan(self.signed))


def steps_of(scenario: Scenario, landed: LandedTable, orders: Iterable[PlannedOrder]) -> dict[tuple[int, int], int]:
    """(option, period) of each order → the step of its price: that of all treatments of offer, payer and period."""
    together: dict[tuple[str, str, int], float] = {}
    keys = []
    for order in orders:
        option = landed.options[order.option]
        keys.append((order, (option.offer, option.payer, order.period)))
        together[keys[-1][1]] = together.get(keys[-1][1], 0.0) + order.quantity
    steps = {
        offer.offer: price_steps(offer, scenario.price_breaks)
        for offer in scenario.offers
        if any(row.offer == offer.offer for row in scenario.price_breaks)
    }
    return {
        (order.option, order.period): step_reached(steps[key[0]], together[key]) if key[0] in steps else 0
        for order, key in keys
    }


def units_ordered(
    scenario: Scenario, landed: LandedTable, purchases: Purchases, orders: Sequence[PlannedOrder]
) -> NDArray[np.float64]:
    """(purchase,) units that a plan orders of each, at the step of the price that they reach; 0 for what is signed."""
    reached = steps_of(scenario, landed, orders)
    units = {(each.option, each.period, reached[each.option, each.period]): each.quantity for each in orders}
    keys = zip(purchases.option.tolist(), purchases.period.tolist(), purchases.step.tolist(), strict=True)
    return np.where(np.isnan(purchases.signed), [units.get(key, 0.0) for key in keys], 0.0)


def payers_of(scenario: Scenario) -> tuple[str, ...]:
    """Everybody who pays: the firms, and the reserve where the case has one."""
    firms = tuple(firm.firm for firm in scenario.all_firms)
    return (*firms, RESERVE) if scenario.has_reserve else firms


def table(
    scenario: Scenario,
    landed: LandedTable,
    contract: str,
    held: frozenset[tuple[str, str]],
    only: Mapping[tuple[int, int], int] | None = None,
) -> tuple[Purchases, Shipments]:
    """All purchases under one kind of `contract` (order | framework); signed orders come with `order`.

    Firms buy what they hold, (firm, item). `only` keeps the (option, period) pairs of a plan whose orders are given,
    each at the step of its price. An order of an offer with price breaks is a purchase at every step; a call pays the
    price of the offer.

    Options that can never be better are left out: a relief that is only planned (priced as taxed, it equals the
    ordinary option), and the ordinary option beside a relief without a quota.
    """
    options = _options_worth_having(scenario, landed, contract, held)
    allowed = order_allowed(scenario)
    offer_of = np.array([scenario.offer_index[entry.offer] for entry in landed.options], dtype=np.int64)
    pairs_option, pairs_period = np.nonzero(allowed[offer_of[options]])
    if only is not None:
        chosen = [(int(options[o]), int(t)) in only for o, t in zip(pairs_option, pairs_period, strict=True)]
        pairs_option, pairs_period = pairs_option[chosen], pairs_period[chosen]
    called = contract == "framework"
    option = options[pairs_option]
    if called or not scenario.price_breaks:
        steps = np.zeros(len(option), dtype=np.int64)
    elif only is not None:
        steps = np.array([only[int(o), int(t)] for o, t in zip(option, pairs_period, strict=True)], dtype=np.int64)
    else:
        counts = [len(price_steps(offer, scenario.price_breaks)) for offer in scenario.offers]
        each = np.array(counts, dtype=np.int64)[offer_of[option]]
        first = np.repeat(np.cumsum(each) - each, each)
        steps = np.arange(len(first), dtype=np.int64) - first
        option, pairs_period = np.repeat(option, each), np.repeat(pairs_period, each)
    signed_rows = () if called else scenario.open_orders
    return table_of(scenario, landed, option, pairs_period, called, signed_rows, steps)


def table_of(
    scenario: Scenario,
    landed: LandedTable,
    option: NDArray[np.int64],
    pairs_period: NDArray[np.int64],
    called: bool = False,
    signed_rows: tuple[OpenOrder, ...] = (),
    steps: NDArray[np.int64] | None = None,
) -> tuple[Purchases, Shipments]:
    """Purchases of some (option, period) pairs, each at a step of its offer's price (None: 0), then signed orders."""
    offer_of = np.array([scenario.offer_index[entry.offer] for entry in landed.options], dtype=np.int64)
    offer, shipment = offer_of[option], np.empty(len(option), dtype=np.int64)
    distinct, shipment = np.unique(np.stack([offer, pairs_period]), axis=1, return_inverse=True)
    planned = plan_shipments(scenario, distinct[0], distinct[1], called=called)
    signed = signed_shipments(scenario) if signed_rows else None
    shipments = _joined(planned, signed) if signed else planned
    step = np.zeros(len(option), dtype=np.int64) if steps is None else steps
    prices = [price_steps(row, scenario.price_breaks) for row in scenario.offers]
    at_step = [prices[o][s] for o, s in zip(offer.tolist(), step.tolist(), strict=True)]
    rows = _planned_terms(scenario)[offer]
    rows[:, 0] = [each.ratio for each in at_step]
    exposed = [
        "" if row.fx_locked_rate else row.currency or scenario.offers[scenario.offer_index[row.offer]].currency
        for row in signed_rows
    ]
    signed_option = np.array(options_of_signed(scenario, landed.options, signed_rows), dtype=np.int64)
    signed_offer = np.array([scenario.offer_index[row.offer] for row in signed_rows], dtype=np.int64)
    signed_terms = np.array([_signed_terms(scenario, landed, row) for row in signed_rows]).reshape(-1, 6)
    every_option = np.concatenate([option, signed_option])
    every_offer = np.concatenate([offer, signed_offer])
    every_terms = np.concatenate([rows, signed_terms])
    payer_index = {payer: position for position, payer in enumerate(payers_of(scenario))}
    purchases = Purchases(
        option=every_option,
        offer=every_offer,
        item=np.array([scenario.item_index[scenario.offers[o].item] for o in every_offer], dtype=np.int64),
        payer=np.array([payer_index[landed.options[c].payer] for c in every_option], dtype=np.int64),
        period=np.concatenate([pairs_period, np.zeros(len(signed_rows), dtype=np.int64)]),
        shipment=np.concatenate([shipment.reshape(-1), len(distinct[0]) + np.arange(len(signed_rows))]),
        signed=np.concatenate([np.full(len(option), np.nan), [row.quantity for row in signed_rows]]),
        price_ratio=every_terms[:, 0],
        currency=np.concatenate(
            [
                currency_positions(landed, [row.currency for row in scenario.offers])[offer],
                currency_positions(landed, exposed),
            ]
        ),
        deposit=every_terms[:, 1],
        on_shipment=every_terms[:, 2],
        on_acceptance=every_terms[:, 3],
        retention=every_terms[:, 4],
        paid=every_terms[:, 5],
        done=np.concatenate(
            [np.zeros(len(option), dtype=np.int64), signed.steps_done if signed else np.zeros(0, dtype=np.int64)]
        ),
        step=np.concatenate([step, np.zeros(len(signed_rows), dtype=np.int64)]),
        from_units=np.array([*(each.from_units for each in at_step), *([0.0] * len(signed_rows))]),
        below_units=np.array([*(each.below_units for each in at_step), *([np.inf] * len(signed_rows))]),
    )
    return purchases, shipments


def _options_worth_having(
    scenario: Scenario, landed: LandedTable, contract: str, held: frozenset[tuple[str, str]]
) -> NDArray[np.int64]:
    pooled = reservable(scenario)
    unlimited = {
        int(landed.ordinary[position])
        for position, option in enumerate(landed.options)
        if option.qualification is not None
        and not landed.planned[position]
        and not scenario.qualifications[option.qualification].limited
    }
    chosen, forms = [], accepted_forms(scenario)
    for position, option in enumerate(landed.options):
        offer = scenario.offers[scenario.offer_index[option.offer]]
        if offer.contract != contract or landed.planned[position] or position in unlimited:
            continue
        if option.payer == RESERVE:
            if contract == "order" and offer.item in pooled and may_be_reserved(scenario, offer):
                chosen.append(position)
        elif (option.payer, offer.item) in held and form_sold(scenario, offer) in forms.get(
            (option.payer, offer.item), COMPLETE
        ):
            chosen.append(position)
    return np.array(chosen, dtype=np.int64)


def currency_positions(landed: LandedTable, names: Iterable[str]) -> NDArray[np.int64]:
    """The positions of currencies in `LandedTable.base_rate`; -1 for none."""
    index = {name: position for position, name in enumerate(landed.base_rate)}
    return np.array([index.get(name, -1) for name in names], dtype=np.int64)


def _planned_terms(scenario: Scenario) -> NDArray[np.float64]:
    """(offer, 6) price against the offer's own, instalments, what is paid."""
    rows = [(1.0, *instalments(offer).shares, 0.0) for offer in scenario.offers]
    return np.array(rows, dtype=np.float64).reshape(-1, 6)


def _signed_terms(scenario: Scenario, landed: LandedTable, row: OpenOrder) -> tuple[float, ...]:
    """The same of a signed order: payments made cover the earliest milestones first."""
    offer = scenario.offers[scenario.offer_index[row.offer]]
    ratio = signed_over_offered(offer, row, landed.base_rate)
    due = instalments(offer).still_due(row.paid_share)
    return (ratio, *due.shares, row.paid_share)


def _joined(first: Shipments, second: Shipments) -> Shipments:
    return Shipments(
        offer=np.concatenate([first.offer, second.offer]),
        ordered_day=np.concatenate([first.ordered_day, second.ordered_day]),
        ready_day=np.concatenate([first.ready_day, second.ready_day]),
        period=np.concatenate([first.period, second.period]),
        exposed=np.concatenate([first.exposed, second.exposed]),
        done=np.concatenate([first.steps_done, second.steps_done]),
    )
