"""The timing of import tax of every option, from the certificates and the regimes in force on arrival."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.pricing import Pricing
from importplan.customs.cost.table import LandedOption
from importplan.customs.cost.tax_timing import TaxTiming
from importplan.customs.relief.rulings import Ruling

AT_ONCE = ("1",)


def tax_timing(pricing: Pricing, options: Sequence[LandedOption]) -> TaxTiming:
    """The timing of options of a case."""
    calendar, rows = pricing.arrivals.calendar, pricing.scenario.qualifications
    chosen = [None if option.qualification is None else rows[option.qualification] for option in options]
    days = [
        (row.first_import_on, row.decision_on if row.status == "applied" else None) if row else (None, None)
        for row in chosen
    ]
    numbers = [[np.nan if day is None else float(calendar.day_number(day)) for day in pair] for pair in days]
    first, decided = np.array(numbers, dtype=np.float64).reshape(-1, 2).T
    return TaxTiming(
        vat_share=_vat_share(pricing, options),
        first_import_day=first,
        guarantee_share=np.array([0.0 if row is None else row.guarantee_share for row in chosen]),
        decision_day=decided,
    )


def _vat_share(pricing: Pricing, options: Sequence[LandedOption]) -> NDArray[np.float64]:
    known: dict[Ruling, list[tuple[str, ...]]] = {}
    of_option = [_by_period(pricing, option, known) for option in options]
    most = max((len(shares) for periods in of_option for shares in periods), default=1)
    found = np.zeros((len(of_option), pricing.arrivals.count, most))
    found[:, :, 0] = 1.0
    for position, periods in enumerate(of_option):
        for period, shares in enumerate(periods):
            if shares != AT_ONCE:
                found[position, period, :] = 0.0
                found[position, period, : len(shares)] = [float(share) for share in shares]
    return found


def _by_period(
    pricing: Pricing, option: LandedOption, known: dict[Ruling, list[tuple[str, ...]]]
) -> list[tuple[str, ...]]:
    """The shares of an option in every arrival period; options under one ruling have the same."""
    ruling = pricing.ruling(option)
    if ruling is None:
        return []
    if ruling not in known:
        treated = [ruling.at(period).treatment for period in range(pricing.arrivals.count)]
        known[ruling] = [
            version.vat_instalments or AT_ONCE if version is not None and free else AT_ONCE
            for version, free in zip(treated, ruling.granted, strict=True)
        ]
    return known[ruling]
