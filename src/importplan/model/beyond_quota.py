"""Tax on goods that asked for relief and found the quota used up: ordinary less relieved tax, on arrival."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.landed.table import TAXES, Charge
from importplan.model.frame import Frame
from importplan.model.payments import Payment

CASH = {Charge.DUTY: "duty", Charge.EXTRA_DUTY: "duty", Charge.VAT_COST: "vat", Charge.VAT_CASH: "vat"}


def taxes_beyond(
    frame: Frame, row: NDArray[np.int64], consignment: NDArray[np.int64]
) -> Iterator[tuple[Charge, Payment]]:
    """Every tax per unit beyond the quota, for parts (row, consignment) of purchases in every draw.

    Deductible VAT goes out and comes back like any other.
    """
    facts, trade = frame.facts, frame.orders
    port = np.minimum(trade.dating.port[consignment], facts.last_period)
    relieved = trade.purchases.option[row]
    ordinary = facts.landed.ordinary[relieved]
    offer = np.where(trade.purchases.fx_exposed[row], trade.purchases.offer[row], -1)
    factor = facts.rate_factor(offer, port, frame.draws)
    price = trade.purchases.price(row, frame.draws)
    for charge in TAXES:
        ordinarily = facts.charge_at(ordinary, charge, port) * price
        cost = charge.value if charge.is_cost else None
        yield charge, Payment(cost, CASH[charge], ordinarily, port, factor)
        if charge is Charge.VAT_CASH:
            back = facts.recovery_period(trade.purchases.payer[row], trade.dating, consignment)
            yield charge, Payment(None, "vat_recovered", -ordinarily, back, factor)
        for payment in _relieved(frame, row, consignment, charge, factor):
            yield charge, payment


def _relieved(
    frame: Frame,
    row: NDArray[np.int64],
    consignment: NDArray[np.int64],
    charge: Charge,
    factor: NDArray[np.float64],
) -> Iterator[Payment]:
    """What is not paid because the relief does not hold: its own tax, VAT by its instalments."""
    facts, trade = frame.facts, frame.orders
    timing, calendar = facts.landed.timing, facts.scenario.calendar
    option, port_day = trade.purchases.option[row], trade.dating.port_day[consignment]
    port = np.minimum(trade.dating.port[consignment], facts.last_period)
    whole = facts.charge_at(option, charge, port) * trade.purchases.price(row, frame.draws)
    if CASH[charge] == "duty":
        yield Payment(charge.value, "duty", -whole, port, factor)
        return
    began, months = timing.began(option, port_day), facts.recovery_months(trade.purchases.payer[row])[:, None]
    for number in range(timing.instalments):
        share = -whole * facts.vat_share(option, port, number)
        if not share.any():
            continue
        due = timing.due_period(calendar, number, began, port_day)
        yield Payment(charge.value if charge.is_cost else None, "vat", share, due, factor)
        if charge is Charge.VAT_CASH:
            back = timing.back_period(calendar, number, began, port_day, months)
            yield Payment(None, "vat_recovered", -share, back, factor)
