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
        each = facts.charge_at(ordinary, charge, port) - facts.charge_at(relieved, charge, port)
        cost = charge.value if charge.is_cost else None
        yield charge, Payment(cost, CASH[charge], each * price, port, factor)
        if charge is Charge.VAT_CASH:
            back = facts.recovery_period(trade.purchases.payer[row], trade.dating, consignment)
            yield charge, Payment(None, "vat_recovered", -each * price, back, factor)
