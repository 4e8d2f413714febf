"""Being late costs enough that buying is worth it at all; else the cheapest plan is to buy nothing."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.scenario.checks.exchange import reference_rate
from importplan.scenario.contract_price import offered_price
from importplan.scenario.limit_rules import About
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand


def lateness_outweighs_the_price(scenario: Scenario) -> Iterator[Issue]:
    """Per item, the lines that cost less left open to the end of the plan, and open there, than the cheapest unit."""
    if any(limit.kind.about is About.SERVICE for limit in scenario.limits):
        return
    prices = _cheapest_cny(scenario)
    references = {item.item: item.reference_value_cny for item in scenario.items}
    found: dict[str, list[tuple[Demand, float]]] = {}
    for line in scenario.demand:
        price = prices.get(line.item)
        left = scenario.settings.periods - scenario.period_due(line)
        if price is None or left <= 0 or line.quantity == 0.0:
            continue
        default = scenario.settings.shortage_share * (references.get(line.item) or price)
        cost = line.shortage_cost_cny if line.shortage_cost_cny is not None else default
        late = cost * min(left, line.lost_after_periods or left)
        if line.lost_after_periods is None or line.lost_after_periods >= left:  # it is open at the end
            late += scenario.settings.open_need_share * max(references.get(line.item) or 0.0, price)
        if late < price:
            found.setdefault(line.item, []).append((line, late))
    for item, lines in found.items():
        line, late = lines[0]
        values = {"item": item, "count": len(lines), "late": late, "price": prices[item]}
        yield Issue.warning("lateness-too-cheap", line.cell("shortage_cost_cny"), **values)


def _cheapest_cny(scenario: Scenario) -> dict[str, float]:
    """Item → the least price of a unit in CNY, before freight and taxes."""
    rates = {scenario.settings.base_currency: 1.0} | {row.currency: row.cny_per_unit for row in scenario.fx}
    prices: dict[str, float] = {}
    for offer in scenario.offers:
        rate = rates.get(offer.currency) or reference_rate(offer.currency)
        if rate is not None:
            price = offered_price(offer).amount * rate
            prices[offer.item] = min(price, prices.get(offer.item, price))
    return prices
