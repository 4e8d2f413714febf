"""Import tax on goods that leave bond: at the rates of the day on which they leave, in the currency of that day.

The price is the offer's, whatever it was when the goods were bought; where the customs value of a lot is given it
stands in place of the price, in CNY. Deductible VAT goes out and comes back.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from importplan.customs.cost.rules import TAXES
from importplan.model.case.facts import Facts
from importplan.model.case.network import Flow
from importplan.model.case.payments import Payment
from importplan.plan.lines import VAT_RECOVERED


def taxes(facts: Facts, flow: Flow) -> Iterator[Payment]:
    """Every tax of a unit that leaves bond on the first day of a period, (T, D); nothing of other flows.

    Raises
    ------
    ValueError
        The option pays its VAT in instalments or leaves a guarantee: neither is known of goods in bond.
    """
    if flow.tax is None:
        return
    timing, calendar = facts.landed.timing, facts.scenario.calendar
    if timing.guarantee_share[flow.tax] > 0 or (timing.vat_share[flow.tax, :, 0] < 1.0).any():
        raise ValueError(f"goods leave bond under ordinary tax: {facts.terms.option_id(flow.tax)}")
    option = np.full(facts.periods, flow.tax)
    offer = np.full(facts.periods, facts.scenario.offer_index[facts.landed.options[flow.tax].offer])
    period = np.repeat(np.arange(facts.periods)[:, None], facts.draws.count, axis=1)
    value = facts.network.stocks[flow.source].value_cny
    factor = (
        np.ones(period.shape) if value else facts.terms.rate_factor(facts.terms.currency[offer], period, facts.draws)
    )
    part = value / float(facts.landed.customs_value_cny[flow.tax]) if value else 1.0
    months = facts.dates.recovery_months(np.full(facts.periods, facts.stock_payer[flow.gives]))
    days = calendar.first_day_numbers[: facts.periods].astype(np.float64)
    back = np.minimum(calendar.of_months_after(days, months), facts.last_period)[:, None]
    for charge in TAXES:
        amount = facts.terms.charge_at(option, charge, period) * part
        yield Payment(charge.cost_line, charge.cash_line, amount, period, factor)
        if charge.deductible:
            yield Payment(None, VAT_RECOVERED, -amount, np.broadcast_to(back, period.shape), factor)
