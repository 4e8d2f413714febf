"""Tax on goods that asked for relief and found the quota used up: ordinary less relieved tax, on arrival."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.charge_kind import ChargeKind, Milestone
from importplan.customs.cost.rules import TAXES
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.payments import Payment
from importplan.plan.lines import VAT_RECOVERED
from importplan.uncertainty.sampling.draw_set import DrawSet


def taxes_beyond(
    facts: Facts, trade: Trade, draws: DrawSet, row: NDArray[np.int64], consignment: NDArray[np.int64]
) -> Iterator[tuple[ChargeKind, Payment]]:
    """Every tax per unit beyond the quota, for parts (row, consignment) of purchases in every draw.

    Deductible VAT goes out and comes back like any other.
    """
    port = trade.dating.port[consignment]
    relieved = trade.purchases.option[row]
    ordinary = facts.landed.ordinary[relieved]
    factor = facts.terms.rate_factor(trade.purchases.currency[row], port, draws)
    price = trade.purchases.price(row, draws)
    for charge in TAXES:
        ordinarily = facts.terms.charge_at(ordinary, charge, port) * price
        yield charge, Payment(charge.cost_line, charge.cash_line, ordinarily, port, factor)
        if charge.deductible:
            back = facts.dates.recovery(trade.purchases.payer[row], trade.dating, consignment)
            yield charge, Payment(None, VAT_RECOVERED, -ordinarily, np.maximum(back, 0), factor)
        for payment in _relieved(facts, trade, draws, row, consignment, charge, factor):
            yield charge, payment


def _relieved(
    facts: Facts,
    trade: Trade,
    draws: DrawSet,
    row: NDArray[np.int64],
    consignment: NDArray[np.int64],
    charge: ChargeKind,
    factor: NDArray[np.float64],
) -> Iterator[Payment]:
    """What is not paid because the relief does not hold: its own tax, VAT by its instalments."""
    timing, calendar = facts.landed.timing, facts.scenario.calendar
    option, port_day = trade.purchases.option[row], trade.dating.port_day[consignment]
    port = trade.dating.port[consignment]
    whole = facts.terms.charge_at(option, charge, port) * trade.purchases.price(row, draws)
    if charge.milestone is not Milestone.IMPORT_VAT:
        yield Payment(charge.cost_line, charge.cash_line, -whole, port, factor)
        return
    began, months = timing.began(option, port_day), facts.dates.recovery_months(trade.purchases.payer[row])[:, None]
    for number in range(timing.instalments):
        share = -whole * facts.terms.vat_share(option, port, number)
        if not share.any():
            continue
        due = np.maximum(timing.due_period(calendar, number, began, port_day), 0)
        yield Payment(charge.cost_line, charge.cash_line, share, due, factor)
        if charge.deductible:
            back = np.maximum(timing.back_period(calendar, number, began, port_day, months), 0)
            yield Payment(None, VAT_RECOVERED, -share, back, factor)
