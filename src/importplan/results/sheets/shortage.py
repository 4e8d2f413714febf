"""Sheet `shortage` (缺口预测): by demand tier and period the probability, the mean and the worst of what is late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from importplan.plan.plan import DUST, Recourse, Tier
from importplan.results import forms
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet, printed_if_short
from importplan.results.plan_result import PlanResult, once
from importplan.results.table import Column, Reader, Table
from importplan.scenario.spares import Spare, spares

MOST_PRINTED = 80  # rows by demand tier and period


def late_now(recourse: Recourse) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """(D, tier, T) what is due in a period and not served in it; a tier serves what has waited longest first."""
    return np.minimum(recourse.backlog, recourse.demand)


@dataclass(frozen=True)
class TierLate:
    """What may be late of a demand tier over the whole horizon; the loss is as in the cost lines: discounted."""

    tier: Tier
    demand: float
    on_time: float
    probability: float  # of anything late at all
    unit_periods: float
    lost: float
    workaround: float
    loss_cny: float


WHO: tuple[Column[TierLate | TierPeriod], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.tier.item),
    Column("firm", "", forms.FIRM, lambda row: row.tier.firm),
    Column("priority", "", forms.WHOLE, lambda row: row.tier.priority),
)
SUMMARY: tuple[Column[TierLate], ...] = (
    *WHO,
    Column("demand_mean", "goods", forms.UNITS, lambda row: row.demand),
    Column("on_time_share", "share", forms.SHARE, lambda row: row.on_time),
    Column("late_probability", "share", forms.SHARE, lambda row: row.probability),
    Column("late_unit_periods", "", forms.UNITS, lambda row: row.unit_periods),
    Column("lost_mean", "goods", forms.UNITS, lambda row: row.lost),
    Column("workaround_mean", "goods", forms.UNITS, lambda row: row.workaround),
    Column("shortage_unit_cost", "cny", forms.YUAN, lambda row: row.tier.shortage_cost_cny),
    Column("shortage_mean_cny", "cny", forms.YUAN, lambda row: row.loss_cny, total=True),
    Column("item_id", "", forms.TEXT, lambda row: row.tier.item, reader=Reader.PEOPLE),
)


def shortage_summary(result: PlanResult) -> Table[TierLate]:
    """One row for each demand tier."""
    recourse, weights = result.solution.plan.recourse, result.draws.weights
    late, calendar = late_now(recourse), result.scenario.calendar
    discount = calendar.discount(np.arange(calendar.count), result.scenario.settings.discount_rate)

    def row(at: int, tier: Tier) -> TierLate:
        backlog = recourse.backlog[:, at, :]
        due = float(weights @ recourse.demand[:, at, :].sum(axis=1))
        open_late = np.maximum(backlog - recourse.workaround[:, at, :], 0.0) @ discount
        return TierLate(
            tier=tier,
            demand=due,
            on_time=1.0 - float(weights @ late[:, at, :].sum(axis=1)) / due if due > 0 else 1.0,
            probability=float(weights @ (backlog > DUST).any(axis=1)),
            unit_periods=float(weights @ backlog.sum(axis=1)),
            lost=float(weights @ recourse.lost[:, at, :].sum(axis=1)),
            workaround=float(weights @ recourse.workaround[:, at, :].sum(axis=1)),
            loss_cny=float(weights @ open_late) * tier.shortage_cost_cny,
        )

    return Table("shortage_summary", SUMMARY, tuple(row(at, tier) for at, tier in enumerate(recourse.tiers)))


@dataclass(frozen=True)
class TierPeriod:
    """What may be late of a demand tier at the end of a period."""

    tier: Tier
    period: str
    demand: float
    probability: float
    backlog: float
    worst: float
    workaround: float
    lost: float


DETAIL: tuple[Column[TierPeriod], ...] = (
    *WHO,
    Column("period", "", forms.TEXT, lambda row: row.period),
    Column("demand_mean", "goods", forms.UNITS, lambda row: row.demand),
    Column("late_probability", "share", forms.SHARE, lambda row: row.probability, known_as="probability"),
    Column("backlog_mean", "goods", forms.UNITS, lambda row: row.backlog, known_as="mean"),
    Column("backlog_worst", "goods", forms.UNITS, lambda row: row.worst, known_as="worst"),
    Column("workaround_mean", "goods", forms.UNITS, lambda row: row.workaround),
    Column("lost_mean", "goods", forms.UNITS, lambda row: row.lost),
    Column("item_id", "", forms.TEXT, lambda row: row.tier.item, reader=Reader.PEOPLE),
)


def shortage_table(result: PlanResult) -> Table[TierPeriod]:
    """One row for each tier and period in which something is due or may be late."""
    return Table("shortage", DETAIL, [row for row in tier_periods(result) if max(row.demand, row.worst) > DUST])


def late_table(result: PlanResult) -> Table[TierPeriod]:
    """The rows in which something may be late."""
    return Table("shortage", DETAIL, [row for row in tier_periods(result) if row.worst > DUST])


@once
def tier_periods(result: PlanResult) -> tuple[TierPeriod, ...]:
    """Every tier in every period."""
    recourse, weights, calendar = result.solution.plan.recourse, result.draws.weights, result.scenario.calendar
    late = (recourse.backlog > DUST).astype(np.float64)
    means = [np.tensordot(weights, each, axes=1) for each in (recourse.demand, late, recourse.backlog)]
    more = [np.tensordot(weights, each, axes=1) for each in (recourse.workaround, recourse.lost)]
    columns = (*means, recourse.backlog.max(axis=0), *more)
    return tuple(
        TierPeriod(tier, calendar.label(period), *(float(column[at, period]) for column in columns))
        for at, tier in enumerate(recourse.tiers)
        for period in range(calendar.count)
    )


SPARES: tuple[Column[Spare], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item),
    Column("firm", "", forms.FIRM, lambda row: row.firm),
    Column("machine", "", forms.ITEM, lambda row: row.running.machine),
    Column("machines_from", "", forms.worded("spares.origin"), lambda row: row.running.origin),
    Column("machines", "", forms.UNITS, lambda row: float(row.running.machines.max(initial=0.0))),
    Column("used_per_year", "goods", forms.UNITS, lambda row: row.per_year),
    Column("used_in_plan", "goods", forms.UNITS, lambda row: float(row.units.sum())),
    Column("stated_need", "goods", forms.UNITS, lambda row: row.stated),
    Column("spares_count", "", forms.worded("spares.counts"), lambda row: how_it_counts(row)),
    Column("machine_cells", "", forms.LONG, lambda row: ", ".join(str(each.place) for each in row.running.rows)),
    Column("usage_cell", "", forms.TEXT, lambda row: str(row.usage.place)),
)


def how_it_counts(spare: Spare) -> str:
    """Whether needs follow from it, and if not, why."""
    return "yes" if spare.counts else "stated" if spare.stated is not None else "no_hours"


def spares_table(result: PlanResult) -> Table[Spare]:
    """Needs for parts that follow from machines, firm by firm, with the cells behind them."""
    return Table("spares", SPARES, spares(result.scenario), quiet=True)


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """By demand tier, then by tier and period."""
    yield names.word("result.about.shortage")
    yield shortage_summary(result)
    yield spares_table(result)
    yield from printed_if_short(names, shortage_table(result), MOST_PRINTED)


SHEET = ResultSheet("shortage", blocks)
