"""Landed cost of every option by arrival period, as arrays for the model."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importplan.catalog.load import Catalog
from importplan.catalog.rules.regimes import ORDINARY
from importplan.customs.cost.amounts import unit_amounts
from importplan.customs.cost.in_bond import ways_into_bond
from importplan.customs.cost.pricing import Pricing, gather
from importplan.customs.cost.reference_value import reference_values
from importplan.customs.cost.rules import CHARGE_INDEX, levies
from importplan.customs.cost.rules.goods import GOODS
from importplan.customs.cost.signed import remark_on_reliefs
from importplan.customs.cost.table import LandedOption, LandedTable
from importplan.customs.cost.tax_schedule import tax_timing
from importplan.customs.cost.terms import CUSTOMS_VALUE
from importplan.customs.relief.rulings import Judgements
from importplan.scenario.scenario import Scenario

CHARGE_KEYS = tuple(charge.key for charge in CHARGE_INDEX)  # in the order of the rows of the table


def price(
    scenario: Scenario, catalog: Catalog, settled: Callable[[Judgements], Judgements] | None = None
) -> LandedTable:
    """Price every offer for every payer under every treatment that fits; `settled` as in `gather`.

    Raises
    ------
    InputRejected
        With every rate, regime or exchange rate that is unknown, each at its cell; nothing unknown is taken as zero.
    """
    pricing = gather(scenario, catalog, settled=settled)
    remark_on_reliefs(scenario, pricing.options, pricing.problems)
    return table(pricing)


def table(pricing: Pricing) -> LandedTable:
    """The table of a case that is ready for pricing."""
    options = (*pricing.options, *ways_into_bond(pricing.scenario, pricing.options))
    unit_cny, customs_value = _unit_cny(pricing, options)
    ordinary = _ordinary(options)
    planned = np.array([option.status == "planned" for option in options], dtype=np.bool_)
    return LandedTable(
        options=options,
        ordinary=ordinary,
        unit_cny=unit_cny,
        customs_value_cny=customs_value,
        planned=planned,
        reference_value_cny=reference_values(pricing.scenario, options, unit_cny),
        timing=tax_timing(pricing, options),
        base_rate={currency: float(rate.value) for currency, rate in pricing.rates.items()},
        notes=pricing.problems.notes,
    )


def _ordinary(options: tuple[LandedOption, ...]) -> NDArray[np.int64]:
    where = {
        (option.offer, option.payer): position for position, option in enumerate(options) if option.regime == ORDINARY
    }
    return np.array([where[option.offer, option.payer] for option in options], dtype=np.int64)


def _unit_cny(pricing: Pricing, options: tuple[LandedOption, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Amounts (option, charge, period) and customs values (option,).

    Options that are taxed alike share one block of (charge, period).
    """
    blocks: list[NDArray[np.float64]] = []
    values: list[float] = []
    found: dict[Hashable, int] = {}
    block_of = []
    segments = _Segments(pricing.arrivals.segment)
    for option in options:
        key = (pricing.taxed_alike(option), option.in_bond)
        if key not in found:
            found[key] = len(blocks)
            block, value = _block(pricing, option, segments)
            blocks.append(block)
            values.append(value)
        block_of.append(found[key])
    shape = (0, len(CHARGE_INDEX), pricing.arrivals.count)
    every = np.stack(blocks) if blocks else np.zeros(shape)
    chosen = np.array(block_of, dtype=np.int64)
    return every[chosen], np.array(values)[chosen]


@dataclass
class _Segments:
    """The arrival periods in which rules and relief are the same: alike for most options, so found once each."""

    segment: NDArray[np.int64]
    _known: dict[bytes, tuple[NDArray[np.int64], NDArray[np.int64]]] = field(default_factory=dict)

    def of(self, free: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first period of each segment, and the segment of each period."""
        key = free.tobytes()
        if key not in self._known:
            _, first, same = np.unique(2 * self.segment + free, return_index=True, return_inverse=True)
            self._known[key] = first, same
        return self._known[key]


def _block(pricing: Pricing, option: LandedOption, segments: _Segments) -> tuple[NDArray[np.float64], float]:
    """Amounts (charge, period) of one option, worked out once per segment and treatment; and its customs value."""
    free = pricing.in_force(option)
    first, same = segments.of(free)
    columns: list[list[float]] = []
    value = 0.0
    known: dict[tuple[object, ...], tuple[list[float], float]] = {}  # where a rule changes, these rates often do not
    for period in first:
        terms = pricing.terms(option, int(period), bool(free[period]))
        extra = None if terms.extra_duty is None else terms.extra_duty.value
        rates = (terms.duty.value, extra, terms.vat.value, id(terms.relief))
        if rates not in known:
            amounts = unit_amounts(terms, levies(terms))
            customs_value = amounts.get(CUSTOMS_VALUE, amounts[GOODS.key])
            known[rates] = [amounts.get(key, 0.0) for key in CHARGE_KEYS], customs_value
        column, value = known[rates]
        columns.append(column)
    found = np.array(columns)[same].T
    if option.in_bond:
        found[[row for charge, row in CHARGE_INDEX.items() if charge.tax]] = 0.0
    return found, value
