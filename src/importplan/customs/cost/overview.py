"""Landed cost for people: one row per offer, buyers and run of arrival periods that pay the same, cheapest first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost import trace
from importplan.customs.cost.charge_kind import ChargeKind
from importplan.customs.cost.pricing import Pricing
from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.rules.vat import VAT_CASH
from importplan.customs.cost.table import ChargeLine, LandedTable
from importplan.customs.relief.choice import preferred
from importplan.customs.relief.worth import Reductions
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer


@dataclass(frozen=True, slots=True)
class ArrivalRun:
    """Arrival periods `first` … `last` in which an option costs the same; `last` is None if it never changes again."""

    first: int
    last: int | None


@dataclass(frozen=True)
class OverviewRow:
    """One way to buy in one run of arrival periods, for all buyers who pay the same."""

    item: Item
    offer: Offer
    option: int  # one of the options that stand in this row
    payers: tuple[str, ...]
    regime: str
    status: str
    run: ArrivalRun
    chosen: bool
    relieved: bool
    lines: tuple[ChargeLine, ...]
    cost_cny: float
    vat_cash_cny: float
    tax_relieved_cny: float
    cost_effect_cny: float
    cash_effect_cny: float

    def line(self, charge: ChargeKind | str) -> ChargeLine | None:
        """The line of a charge, None when there is none."""
        key = charge.key if isinstance(charge, ChargeKind) else charge
        return next((line for line in self.lines if line.charge == key), None)

    @property
    def has_relief(self) -> bool:
        """Whether the row asks for a relief (which may not be in force)."""
        return bool(self.status)

    @property
    def duty_rate(self) -> Decimal | None:
        """The duty rate, None where no duty is levied on the buyer."""
        line = self.line(DUTY)
        return line.rate if line else None


def overview(pricing: Pricing, table: LandedTable, reductions: Reductions) -> tuple[OverviewRow, ...]:
    """All rows by item in the order of the case, then cheapest first at the first arrival period."""
    merged: dict[tuple[object, ...], OverviewRow] = {}
    for row in _rows(pricing, table, reductions):
        key = (row.offer.offer, row.regime, row.status, row.run, row.chosen, row.lines, row.cost_effect_cny)
        seen = merged.get(key)
        merged[key] = row if seen is None else replace(seen, payers=(*seen.payers, *row.payers))
    order = {item.item: position for position, item in enumerate(pricing.scenario.items)}
    return tuple(sorted(merged.values(), key=lambda row: (order[row.item.item], row.run.first, row.cost_cny)))


def _rows(pricing: Pricing, table: LandedTable, reductions: Reductions) -> Iterator[OverviewRow]:
    chosen, cost = preferred(table), table.cost_cny()
    for positions in _alike(pricing, table, reductions, chosen):
        position = positions[0]
        option = table.options[position]
        offer = pricing.scenario.offers[pricing.scenario.offer_index[option.offer]]
        same = np.vstack([table.unit_cny[position], reductions.tax_relieved_cny[position], chosen[position]])
        for run in _runs(same, pricing.arrivals.calendar.count):
            at = run.first
            yield OverviewRow(
                item=pricing.scenario.item_of(offer),
                offer=offer,
                option=position,
                payers=tuple(table.options[each].payer for each in positions),
                regime=option.regime,
                status=option.status,
                run=run,
                chosen=bool(chosen[position, at]),
                relieved=pricing.relieved(option, at),
                lines=trace.of_option(pricing, option, at),
                cost_cny=float(cost[position, at]),
                vat_cash_cny=float(table.unit_cny[position, CHARGE_INDEX[VAT_CASH], at]),
                tax_relieved_cny=float(reductions.tax_relieved_cny[position, at]),
                cost_effect_cny=float(reductions.cost_effect_cny[position, at]),
                cash_effect_cny=float(reductions.cash_effect_cny[position, at]),
            )


def _alike(
    pricing: Pricing, table: LandedTable, reductions: Reductions, chosen: NDArray[np.bool_]
) -> Iterable[list[int]]:
    """Options that differ by their payer alone, by the first of each."""
    found: dict[Hashable, list[int]] = {}
    for position, option in enumerate(pricing.options):
        saved = reductions.tax_relieved_cny[position].tobytes(), reductions.cost_effect_cny[position].tobytes()
        standing = option.regime, option.status, chosen[position].tobytes()
        found.setdefault((pricing.taxed_alike(option), *standing, *saved), []).append(position)
    return found.values()


def _runs(values: NDArray[np.float64], horizon: int) -> Iterator[ArrivalRun]:
    """Runs of equal columns that begin within the horizon."""
    changes = np.flatnonzero((values[:, 1:] != values[:, :-1]).any(axis=0)) + 1
    bounds = [0, *(int(change) for change in changes), values.shape[1]]
    for first, after in pairwise(bounds):
        if first < horizon:
            yield ArrivalRun(first, None if after == values.shape[1] else after - 1)
