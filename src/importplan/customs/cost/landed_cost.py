"""Landed cost of every option by arrival period, as arrays for the model."""

from __future__ import annotations

from collections.abc import Callable, Hashable

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
    for option in options:
        key = (pricing.taxed_alike(option), option.in_bond)
        if key not in found:
            found[key] = len(blocks)
            block, value = _block(pricing, option)
            blocks.append(block)
            values.append(value)
        block_of.append(found[key])
    shape = (0, len(CHARGE_INDEX), pricing.arrivals.count)
    every = np.stack(blocks) if blocks else np.zeros(shape)
    chosen = np.array(block_of, dtype=np.int64)
    return every[chosen], np.array(values)[chosen]


def _block(pricing: Pricing, option: LandedOption) -> tuple[NDArray[np.float64], float]:
    """Amounts (charge, period) of one option, worked out once per segment and treatment; and its customs value."""
    free = pricing.in_force(option)
    _, first, same = np.unique(2 * pricing.arrivals.segment + free, return_index=True, return_inverse=True)
    columns = np.zeros((len(CHARGE_INDEX), len(first)))
    value = 0.0
    known: dict[tuple[object, ...], dict[str, float]] = {}  # where a rule changes, these rates often do not
    for column, period in enumerate(first):
        terms = pricing.terms(option, int(period), bool(free[period]))
        extra = None if terms.extra_duty is None else terms.extra_duty.value
        rates = (terms.duty.value, extra, terms.vat.value, id(terms.relief))
        if rates not in known:
            known[rates] = unit_amounts(terms, levies(terms))
        amounts = known[rates]
        value = amounts.get(CUSTOMS_VALUE, amounts[GOODS.key])
        for charge, row in CHARGE_INDEX.items():
            columns[row, column] = 0.0 if option.in_bond and charge.tax else amounts.get(charge.key, 0.0)
    return columns[:, same], value
