"""What an outage of each target would touch: how likely, how long, what of the plan hangs on it, what it costs then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.replay.estimates import SHORTAGE, of_lines
from importplan.results import forms
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult, once
from importplan.results.table import Column, Form, Look, Reader, Table
from importplan.results.views.order_lines import order_lines
from importplan.scenario.contract_price import offered_price
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.target import OF_COUNTRIES
from importplan.uncertainty.sampling.draw_set import OutageTarget

Real = NDArray[np.float64]


@dataclass(frozen=True)
class TargetExposure:
    """A target of outages and what is planned of one item behind it: orders, and calls at their mean."""

    target: OutageTarget
    item: str
    probability: float  # of at least one outage within the horizon
    mean_days: float  # out within the horizon, over the draws in which it is out
    value_cny: float  # goods behind the target
    share: float | None  # of all goods planned of the item
    loss_out_cny: float | None  # mean estimated loss of the whole plan in draws in which it is out
    loss_else_cny: float | None

    @property
    def expected_extra_cny(self) -> float:
        """Probability times what the loss is higher by when the target is out."""
        return self.probability * ((self.loss_out_cny or 0.0) - (self.loss_else_cny or 0.0))


@once
def bought(result: PlanResult) -> tuple[tuple[Offer, float], ...]:
    """Offers that the plan orders or calls from, with the goods' value in CNY at base prices; calls at their mean."""
    plan, scenario, landed = result.solution.plan, result.scenario, result.landed
    found = [(line.offer, line.price_cny) for line in order_lines(result)]
    called = np.tensordot(result.draws.weights, plan.recourse.call_offs.sum(axis=2), axes=1)
    for lane, units in zip(plan.recourse.call_off_lanes, called.tolist(), strict=True):
        offer = scenario.offers[scenario.offer_index[landed.options[lane.option].offer]]
        if units > 0:
            found.append((offer, units * offered_price(offer).amount * landed.base_rate.get(offer.currency, 1.0)))
    return tuple(found)


def is_hit(scenario: Scenario, target: OutageTarget, offer: Offer) -> bool:
    """Whether an outage of a target stops an offer: origin, controlling state, supplier, lane or offer, and its tag."""
    kind, _, name = target.target.partition(":")
    if target.tag and target.tag not in scenario.item_of(offer).tags:
        return False
    if kind == "control":
        return name in scenario.controllers_of(offer)
    own = {
        "country": scenario.origin_of(offer),
        "supplier": offer.supplier,
        "lane": offer.lane,
        "offer": offer.offer,
    }
    return own.get(kind) == name


@once
def exposures(result: PlanResult) -> tuple[TargetExposure, ...]:
    """Targets that something planned stands behind, most value at stake first."""
    costs, draws = result.own_costs, result.judging
    totals: dict[str, float] = {}
    for offer, value in bought(result):
        totals[offer.item] = totals.get(offer.item, 0.0) + value
    found, loss = [], of_lines(costs, SHORTAGE)
    for target in dict.fromkeys((entry.target, entry.tag) for entry in draws.targets):
        same = [n for n, entry in enumerate(draws.targets) if (entry.target, entry.tag) == target]
        values: dict[str, float] = {}
        for offer, value in bought(result):
            if is_hit(result.scenario, draws.targets[same[0]], offer):
                values[offer.item] = values.get(offer.item, 0.0) + value
        if values:
            found.extend(_of_target(result, same, values, totals, loss))
    return tuple(sorted(found, key=lambda entry: -entry.value_cny))


def _of_target(
    result: PlanResult, same: list[int], values: dict[str, float], totals: dict[str, float], loss: Real
) -> list[TargetExposure]:
    days, weights = days_out(result, same), result.judging.weights
    out = days > 0
    probability = float(weights[out].sum())
    mean_days = float(weights[out] @ days[out]) / probability if probability else 0.0
    out_loss = float(weights[out] @ loss[out]) / probability if probability else None
    else_loss = float(weights[~out] @ loss[~out]) / (1.0 - probability) if probability < 1.0 - 1e-9 else None
    target = result.judging.targets[same[0]]
    return [
        TargetExposure(
            target,
            item,
            probability,
            mean_days,
            value,
            value / totals[item] if totals[item] else None,
            out_loss,
            else_loss,
        )
        for item, value in values.items()
    ]


def days_out(result: PlanResult, same: list[int]) -> Real:
    """(D,) days within the horizon on which a target is out in the draws judged on; overlapping outages count once."""
    outages, calendar = result.judging.outages, result.scenario.calendar
    horizon = float(calendar.day_number(calendar.end))
    rows = np.flatnonzero(np.isin(outages.target, same) & (outages.severity > 0))
    start = np.clip(outages.start_day[rows], 0.0, horizon)
    end = np.clip(outages.end_day[rows], 0.0, horizon)
    order = np.lexsort((start, outages.draw[rows]))
    total = np.zeros(result.judging.count)
    reached: dict[int, float] = {}
    for draw, first, last in zip(outages.draw[rows][order], start[order], end[order], strict=True):
        begin = max(float(first), reached.get(int(draw), 0.0))
        total[draw] += max(float(last) - begin, 0.0)
        reached[int(draw)] = max(float(last), reached.get(int(draw), 0.0))
    return total


def target_words(names: Names, target: str) -> str:
    """A target in words: the country, the controlling state, the supplier, the lane or the offer."""
    kind, _, name = target.partition(":")
    if kind in OF_COUNTRIES:
        name = names.country(name)
    elif kind == "supplier" and name in names.scenario.supplier_index:
        name = names.supplier(name)
    return names.word(f"result.target.{kind}", name=name)


COLUMNS: tuple[Column[TargetExposure], ...] = (
    Column("target", "", Form(Look.LONG_TEXT, target_words), lambda row: row.target.target),
    Column("tag", "", forms.TEXT, lambda row: row.target.tag),
    Column("item", "", forms.ITEM, lambda row: row.item),
    Column("outage_probability", "share", forms.SHARE, lambda row: row.probability),
    Column("outage_days", "days", forms.ROUNDED, lambda row: row.mean_days),
    Column("exposed_cny", "cny", forms.YUAN, lambda row: row.value_cny),
    Column("exposed_share", "share", forms.SHARE, lambda row: row.share),
    Column("loss_out_cny", "cny", forms.YUAN, lambda row: row.loss_out_cny),
    Column("loss_else_cny", "cny", forms.YUAN, lambda row: row.loss_else_cny),
    Column("target_id", "", forms.TEXT, lambda row: row.target.target, reader=Reader.PEOPLE),
)


def exposure_table(result: PlanResult) -> Table[TargetExposure]:
    """One row for each target and item."""
    return Table("exposure", COLUMNS, exposures(result))
