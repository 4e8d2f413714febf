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
from importplan.results.views.order_lines import OrderLine, order_lines
from importplan.scenario.target import OF_COUNTRIES
from importplan.uncertainty.sampling.draw_set import OutageTarget

Real = NDArray[np.float64]


@dataclass(frozen=True)
class TargetExposure:
    """A target of outages and the planned orders of one item behind it."""

    target: OutageTarget
    item: str
    probability: float  # of at least one outage within the horizon
    mean_days: float  # out within the horizon, over the draws in which it is out
    value_cny: float  # goods ordered behind the target
    share: float | None  # of all goods ordered of the item
    loss_out_cny: float | None  # mean estimated loss of the whole plan in draws in which it is out
    loss_else_cny: float | None

    @property
    def expected_extra_cny(self) -> float:
        """Probability times what the loss is higher by when the target is out."""
        return self.probability * ((self.loss_out_cny or 0.0) - (self.loss_else_cny or 0.0))


def is_hit(result: PlanResult, target: OutageTarget, line: OrderLine) -> bool:
    """Whether an outage of a target stops an order: origin, controlling state, supplier, lane or offer, and its tag."""
    kind, _, name = target.target.partition(":")
    if kind == "control":
        return name in line.controllers and (not target.tag or target.tag in line.item.tags)
    own = {
        "country": line.origin,
        "supplier": line.offer.supplier,
        "lane": line.offer.lane,
        "offer": line.offer.offer,
    }
    return own.get(kind) == name and (not target.tag or target.tag in line.item.tags)


@once
def exposures(result: PlanResult) -> tuple[TargetExposure, ...]:
    """Targets that some planned order stands behind, most value at stake first."""
    lines, costs, draws = order_lines(result), result.own_costs, result.judging
    totals: dict[str, float] = {}
    for line in lines:
        totals[line.item.item] = totals.get(line.item.item, 0.0) + line.price_cny
    found, loss = [], of_lines(costs, SHORTAGE)
    for target in dict.fromkeys((entry.target, entry.tag) for entry in draws.targets):
        same = [n for n, entry in enumerate(draws.targets) if (entry.target, entry.tag) == target]
        values: dict[str, float] = {}
        for line in lines:
            if is_hit(result, draws.targets[same[0]], line):
                values[line.item.item] = values.get(line.item.item, 0.0) + line.price_cny
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
