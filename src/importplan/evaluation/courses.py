"""What the deals of a plan bring, draw by draw: arrivals into stocks and what a quota leaves taxed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.deals import Band, Deal
from importplan.evaluation.statement import Books
from importplan.plan.plan import Plan
from importplan.scenario.scenario import RESERVE, Scenario

Real = NDArray[np.float64]


def arrivals(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Real:
    """(D, holding, T) units that serve in each period."""
    periods = books.scenario.calendar.count
    total = np.zeros((books.draws.count, len(plan.recourse.holdings), periods))
    where = {(row.owner, row.item, row.release_delay_days): p for p, row in enumerate(plan.recourse.holdings)}
    for deal in found:
        holding = where.get((deal.terms.payer, deal.offer.item, waiting_days(deal)))
        if holding is None:
            continue
        for band in deal.bands:
            serve = np.maximum(books.scenario.calendar.of_days(band.serve_day), 0)
            comes = (serve < periods) & ~band.lost
            draws = np.flatnonzero(comes)
            total[draws, holding, serve[draws]] += deal.quantity[draws] * band.share
    return total


def waiting_days(deal: Deal) -> float:
    """Days that a taker waits for consent when goods of this deal leave the reserve."""
    pooled = deal.terms.payer == RESERVE and deal.offer.end_user == "retransfer"
    return deal.offer.retransfer_days if pooled else 0.0


@dataclass(frozen=True)
class Beyond:
    """A part of an exempt deal and the units of it that a quota left taxed, in every draw."""

    deal: Deal
    band: Band
    units: Real  # (D,)


def beyond_quota(plan: Plan, found: tuple[Deal, ...]) -> Iterator[Beyond]:
    """What the plan says was taxed beyond a quota."""
    by_key = {(deal.kind, deal.position): deal for deal in found}
    for column, part in enumerate(plan.recourse.quota_parts):
        key = ("order", part.order) if part.order is not None else ("signed", part.signed)
        deal = by_key[key]  # type: ignore[index]
        yield Beyond(deal, deal.bands[part.band], plan.recourse.beyond_quota[:, column])


def opening_stock(scenario: Scenario, plan: Plan) -> Real:
    """(holding,) units at the start."""
    units = np.zeros(len(plan.recourse.holdings))
    for position, holding in enumerate(plan.recourse.holdings):
        if holding.release_delay_days == 0:
            units[position] = sum(
                row.quantity
                for row in scenario.stock
                if row.item == holding.item and scenario.owner_of(row) == holding.owner
            )
    return units
