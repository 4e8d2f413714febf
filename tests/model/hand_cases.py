"""One tiny case that anybody can compute by hand, its variations, and one way to plan and audit any case.

One firm needs 2 machines in 2027Q2. A maker in China sells them at 100 CNY net of VAT, at once. A machine that is late
costs 50 CNY a quarter. Nothing is discounted, holding is free, risk has no weight, there is one draw. So the firm buys
both in 2027Q2 for 200 CNY: never buying costs 2 x 50 x 3 quarters = 300.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from consents import CONSENT
from importplan.catalog.load import Catalog, load
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedTable
from importplan.evaluation.ledger.audit import Ledger, audit
from importplan.model.search.solve import solve
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import Plan
from importplan.plan.solution import Solution
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import sample

Q1, Q2, Q3, Q4 = date(2027, 1, 1), date(2027, 4, 1), date(2027, 7, 1), date(2027, 10, 1)
NEXT_Q1 = date(2028, 1, 1)
HS_CODE = "84571010"


def settings(**changes: Any) -> Settings:
    """Four quarters of 2027, no discount, no weight on risk, one draw, solved to the end."""
    given = {
        "start": Q1,
        "periods": 4,
        "discount_rate": 0.0,
        "risk_weight": 0.0,
        "draws": 1,
        "gap": 0.0,
        "time_limit_s": 30.0,
        "open_need_share": 0.0,
    }
    return Settings(**(given | changes))


def machine(name: str = "M", **changes: Any) -> Item:
    """A machine worth 100 CNY that costs nothing to hold."""
    given = {"item": name, "hs_code": HS_CODE, "reference_value_cny": 100.0, "holding_rate": 0.0, **CONSENT}
    return Item(**(given | changes))


def holding(cny_per_period: float, **changes: Any) -> Item:
    """A machine that costs this much to hold over the end of a quarter: rate x 100 CNY / 4."""
    return machine(holding_rate=cny_per_period * 4.0 / 100.0, **changes)


def home_offer(name: str = "h", unit_price: float = 100.0, **changes: Any) -> Offer:
    """Bought in CNY net of VAT, delivered at once. `origin` makes it foreign goods without customs."""
    given = {
        "offer": name,
        "supplier": "H",
        "item": "M",
        "unit_price": unit_price,
        "currency": "CNY",
        "incoterm": "domestic",
        "price_includes_vat": False,
    }
    return Offer(**(given | changes))


def import_offer(name: str = "e", unit_price: float = 10.0, **changes: Any) -> Offer:
    """10 EUR CIF at 10 CNY: 100 CNY, with 10 % duty: 10 CNY, and import VAT 13 % of 110: 14.3 CNY (deductible)."""
    given = {
        "offer": name,
        "supplier": "E",
        "item": "M",
        "unit_price": unit_price,
        "currency": "EUR",
        "incoterm": "CIF",
        "duty_rate": 0.1,
        "duty_rate_source": "by hand",
    }
    return Offer(**(given | changes))


def need(period: date = Q2, quantity: float = 2.0, line: str = "L1", **changes: Any) -> Demand:
    """Demand that costs 50 CNY per unit and quarter late."""
    given = {"line": line, "item": "M", "period": period, "quantity": quantity, "shortage_cost_cny": 50.0}
    return Demand(**(given | changes))


def tiny(**sheets: Any) -> Scenario:
    """The tiny case with some sheets in place of its own."""
    given: dict[str, Any] = {
        "settings": settings(),
        "items": (machine(),),
        "suppliers": (
            Supplier(supplier="H", country="CN"),
            Supplier(supplier="E", country="DE"),
            Supplier(supplier="J", country="JP"),
        ),
        "offers": (home_offer(),),
        "demand": (need(),),
        "fx": (ExchangeRate(currency="EUR", cny_per_unit=10.0, volatility=0.0),),
    }
    return Scenario(**(given | sheets))


def with_settings(scenario: Scenario, **changes: Any) -> Scenario:
    """The same case with other settings."""
    return scenario.replace(settings=replace(scenario.settings, **changes))


def with_supplier(scenario: Scenario, name: str, **changes: Any) -> Scenario:
    """The same case with other terms of one supplier."""
    rows = tuple(replace(row, **changes) if row.supplier == name else row for row in scenario.suppliers)
    return scenario.replace(suppliers=rows)


def courses(weights: dict[str, float], *values: tuple[str, str, str, date | None, float]) -> dict[str, Any]:
    """The sheets `draws` and `draw_values`: weights by draw, then (draw, what, id, period, value)."""
    return {
        "draws": tuple(Draw(draw=name, weight=weight) for name, weight in weights.items()),
        "draw_values": tuple(
            DrawValue(draw=draw, what=what, id=name, period=period, value=value)
            for draw, what, name, period, value in values
        ),
    }


@cache
def catalog() -> Catalog:
    """The catalogs, read once."""
    return load()


@dataclass(frozen=True)
class Planned:
    """A case with its prices and draws, what the solver said and what the ledger says."""

    scenario: Scenario
    landed: LandedTable
    draws: DrawSet
    solution: Solution
    ledger: Ledger | None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.solution.plan

    @property
    def objective(self) -> float:
        """The objective in CNY."""
        return self.solution.objective_cny

    @property
    def bought(self) -> dict[tuple[str, str, int], float]:
        """(offer, payer, period) → units ordered, over all treatments."""
        found: dict[tuple[str, str, int], float] = {}
        for order in self.plan.orders:
            option = self.landed.options[order.option]
            key = (option.offer, option.payer, order.period)
            found[key] = found.get(key, 0.0) + order.quantity
        return found

    def line(self, name: str) -> float:
        """Expected cost of a line in CNY."""
        assert self.solution.costs is not None
        return float(self.solution.costs.expected[COST_LINES.index(name)])

    def by_draw(self, name: str) -> list[float]:
        """What a line differs in each draw."""
        assert self.solution.costs is not None
        return [float(cost) for cost in self.solution.costs.by_draw[:, COST_LINES.index(name)]]


def planned(
    scenario: Scenario,
    merge: bool = True,
    keep: Plan | None = None,
    draws: DrawSet | None = None,
) -> Planned:
    """Price, draw, plan and audit a case. A plan whose ledger disagrees fails here, whatever the test asks."""
    landed = price(scenario, catalog())
    drawn = sample(scenario, base_rate=landed.base_rate) if draws is None else draws
    solution = solve(scenario, landed, drawn, keep=keep, merge=merge)
    if solution.found is None:
        return Planned(scenario, landed, drawn, solution, None)
    found = Planned(scenario, landed, drawn, solution, audit(scenario, landed, drawn, solution.plan))
    if keep is None:
        assert found.ledger is not None
        assert found.ledger.violations == ()
    assert disagreements(found) == []
    return found


def disagreements(found: Planned, relative: float = 1e-6) -> list[tuple[str, float]]:
    """Cost lines on which solution and ledger differ, with the largest difference in CNY."""
    assert found.ledger is not None
    assert found.solution.costs is not None
    ours, theirs = found.solution.costs, found.ledger.costs
    scale = max(1.0, abs(found.objective))
    worst = np.maximum(np.abs(ours.known - theirs.known), np.abs(ours.by_draw - theirs.by_draw).max(axis=0))
    return [(line, float(gap)) for line, gap in zip(COST_LINES, worst, strict=True) if gap > relative * scale]
