"""Every purchase of a plan as a deal: what was bought or signed or called, at which terms, and when each part moves.

Written without the model: from the plan, the scenario, the landed-cost table and the dates of the draws alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.landed.signed import options_of_signed
from importplan.landed.table import LandedOption, LandedTable
from importplan.plan.plan import Plan
from importplan.scenario.contract_price import signed_over_offered
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer
from importplan.uncertainty.draw_set import DrawSet
from importplan.uncertainty.shipments import Shipments, plan_shipments, signed_shipments
from importplan.uncertainty.timeline import Timeline, date_shipments

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Band:
    """A part of a deal that moves together; (D,) days counted from the start."""

    share: float
    lost: NDArray[np.bool_]
    ship_day: Real
    port_day: Real
    serve_day: Real
    accept_day: Real


@dataclass(frozen=True)
class Deal:
    """One order of the plan, signed order, or call-off."""

    kind: str  # order | signed | call
    position: int  # in Plan.orders, the sheet open_orders, or the call-off lanes
    option: int
    terms: LandedOption
    offer: Offer
    period: int
    quantity: Real  # (D,) the same in every draw but for call-offs
    price: Real  # (D,) multiple of the offer's price at base rates
    locked: bool  # the exchange rate of a signed order is fixed
    due: dict[str, float]  # milestone → share of the price still due
    paid: float  # share paid before the start
    bands: tuple[Band, ...]


def deals(scenario: Scenario, landed: LandedTable, draws: DrawSet, plan: Plan) -> tuple[Deal, ...]:
    """All deals of a plan on some draws."""
    return (
        *_orders(scenario, landed, draws, plan),
        *_signed(scenario, landed, draws),
        *_calls(scenario, landed, draws, plan),
    )


def _orders(scenario: Scenario, landed: LandedTable, draws: DrawSet, plan: Plan) -> Iterator[Deal]:
    bought = [(order.option, order.period) for order in plan.orders]
    timeline = _dated(scenario, landed, draws, bought)
    for position, order in enumerate(plan.orders):
        quantity = np.full(draws.count, order.quantity)
        yield _planned(
            scenario, landed, draws, "order", position, (order.option, order.period), quantity, timeline, position
        )


def _calls(scenario: Scenario, landed: LandedTable, draws: DrawSet, plan: Plan) -> Iterator[Deal]:
    recourse = plan.recourse
    if recourse.call_offs.shape[0] != draws.count:
        return
    lane_period = np.argwhere(recourse.call_offs.max(axis=0, initial=0.0) > 0)
    bought = [(recourse.call_off_lanes[lane].option, int(period)) for lane, period in lane_period]
    timeline = _dated(scenario, landed, draws, bought)
    for shipment, ((lane, period), deal) in enumerate(zip(lane_period, bought, strict=True)):
        quantity = recourse.call_offs[:, lane, period]
        yield _planned(scenario, landed, draws, "call", int(lane), deal, quantity, timeline, shipment)


def _dated(scenario: Scenario, landed: LandedTable, draws: DrawSet, bought: list[tuple[int, int]]) -> Timeline:
    offers = np.array([scenario.offer_index[landed.options[option].offer] for option, _ in bought], dtype=np.int64)
    periods = np.array([period for _, period in bought], dtype=np.int64)
    shipments: Shipments = plan_shipments(scenario, offers, periods)
    return date_shipments(scenario, shipments, draws)


def _planned(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    kind: str,
    position: int,
    bought: tuple[int, int],
    quantity: Real,
    timeline: Timeline,
    shipment: int,
) -> Deal:
    option, period = bought
    terms = landed.options[option]
    index = scenario.offer_index[terms.offer]
    offer = scenario.offers[index]
    price = np.ones(draws.count) if draws.price_factor is None else draws.price_factor[:, index, period]
    bands = _bands(timeline, shipment, _refused(scenario, draws, offer, terms.payer))
    return Deal(kind, position, option, terms, offer, period, quantity, price, False, instalments(offer), 0.0, bands)


def _signed(scenario: Scenario, landed: LandedTable, draws: DrawSet) -> Iterator[Deal]:
    if not scenario.open_orders:
        return
    timeline = date_shipments(scenario, signed_shipments(scenario), draws)
    options = options_of_signed(scenario, landed.options, scenario.open_orders)
    for position, (row, option) in enumerate(zip(scenario.open_orders, options, strict=True)):
        payer = scenario.owner_of(row)
        terms, offer = landed.options[option], scenario.offers[scenario.offer_index[row.offer]]
        licensed = row.stage not in ("signed", "licence_applied")
        refused = np.zeros(draws.count, bool) if licensed else _refused(scenario, draws, offer, payer)
        yield Deal(
            "signed",
            position,
            option,
            terms,
            offer,
            0,
            np.full(draws.count, row.quantity),
            np.full(draws.count, signed_over_offered(offer, row, landed.base_rate)),
            row.fx_locked_rate is not None,
            still_due(instalments(offer), row.paid_share),
            row.paid_share,
            _bands(timeline, position, refused),
        )


def instalments(offer: Offer) -> dict[str, float]:
    """Milestone → share of the contract price."""
    rest = 1.0 - offer.deposit_share - offer.shipment_share - offer.retention_share
    return {
        "deposit": offer.deposit_share,
        "shipment": offer.shipment_share,
        "acceptance": max(0.0, rest),
        "retention": offer.retention_share,
    }


def still_due(shares: dict[str, float], paid: float) -> dict[str, float]:
    """What is left of each milestone when `paid` has gone to the earliest ones."""
    left, due = paid, {}
    for milestone, share in shares.items():
        used = min(left, share)
        due[milestone], left = share - used, left - used
    return due


def _refused(scenario: Scenario, draws: DrawSet, offer: Offer, payer: str) -> NDArray[np.bool_]:
    group = scenario.licence_group_of(offer, payer)
    if offer.licence_refusal > 0 and group in draws.licence_index:
        return draws.refused[:, draws.licence_index[group]]
    return np.zeros(draws.count, dtype=bool)


def _bands(timeline: Timeline, shipment: int, refused: NDArray[np.bool_]) -> tuple[Band, ...]:
    # Parts of a shipment stand together, in the order of the shipments.
    return tuple(
        Band(
            float(timeline.share[part]),
            timeline.lost[part] | refused,
            timeline.ship_day[part],
            timeline.port_day[part],
            timeline.serve_day[part],
            timeline.accept_day[part],
        )
        for part in range(*np.searchsorted(timeline.shipment, (shipment, shipment + 1)))
    )
