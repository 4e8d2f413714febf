"""What the deals of a plan bring, draw by draw: arrivals into stocks and what a quota leaves taxed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.deals import Deal
from importplan.evaluation.parts import Part, chunks, of_deals
from importplan.evaluation.statement import Books
from importplan.plan.plan import Plan
from importplan.scenario.scenario import RESERVE, Scenario

Real = NDArray[np.float64]


def arrivals(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Real:
    """(D, holding, T) units that serve in each period."""
    periods = books.scenario.calendar.count
    total = np.zeros((books.draws.count, len(plan.recourse.holdings), periods))
    where = {(row.owner, row.item, row.release_delay_days): p for p, row in enumerate(plan.recourse.holdings)}
    draw = np.broadcast_to(np.arange(books.draws.count), (1, books.draws.count))
    for parts in chunks(books.draws, of_deals(found)):
        keys = [(deal.terms.payer, deal.offer.item, waiting_days(deal)) for deal in parts.deals]
        holding = np.array([[where.get(key, -1)] for key in keys], dtype=np.int64)
        serve = np.maximum(books.scenario.calendar.of_days(parts.serve_day), 0)
        comes = (serve < periods) & ~parts.lost & (holding >= 0)
        spots = np.broadcast_arrays(draw, holding, serve)
        np.add.at(total, tuple(spot[comes] for spot in spots), parts.units[comes])
    return total


def waiting_days(deal: Deal) -> float:
    """Days that a taker waits for consent when goods of this deal leave the reserve."""
    pooled = deal.terms.payer == RESERVE and deal.offer.end_user == "retransfer"
    return deal.offer.retransfer_days if pooled else 0.0


def beyond_quota(plan: Plan, found: tuple[Deal, ...]) -> Iterator[Part]:
    """The parts of exempt deals that the plan says were taxed beyond a quota, with those units."""
    by_key = {(deal.kind, deal.position): deal for deal in found}
    for column, part in enumerate(plan.recourse.quota_parts):
        key = ("order", part.order) if part.order is not None else ("signed", part.signed)
        deal = by_key[key]  # type: ignore[index]
        yield Part(deal, deal.bands[part.band], plan.recourse.beyond_quota[:, column])


def opening_stock(scenario: Scenario, plan: Plan) -> Real:
    """(holding,) units at the start."""
    there: dict[tuple[str, str], float] = {}
    for row in scenario.stock:
        key = (scenario.owner_of(row), row.item)
        there[key] = there.get(key, 0.0) + row.quantity
    return np.array(
        [0.0 if row.release_delay_days else there.get((row.owner, row.item), 0.0) for row in plan.recourse.holdings]
    )
