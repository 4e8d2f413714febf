"""The ladder: seeded cases of any size by the contract, with what makes large cases hard.

    python benchmarks/ladder.py S M                 # plan both, print seconds by stage, memory and gap
    python benchmarks/ladder.py M --relaxed --time-limit 60
    python benchmarks/ladder.py --items 50 --draws 300 --firms 20 --json-lines

Items have offers from several countries, some of which may be stopped for months; demand lines of three priorities;
yearly budgets that bind (a share of what meeting all demand would cost); CVaR has weight; machines are whole and many
offers have a smallest order and a cost per order. Nothing else joins items, unless `--shared` adds suppliers with one
capacity over all their offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier

COUNTRIES = ("JP", "DE", "IT", "NL", "CN")
CURRENCY = {"JP": "JPY", "DE": "EUR", "IT": "EUR", "NL": "EUR", "CN": "CNY"}
CNY = {"JPY": 0.048, "EUR": 7.8, "CNY": 1.0}
START = date(2027, 1, 1)


@dataclass(frozen=True)
class Rung:
    """How large a case is."""

    items: int
    offers: int
    periods: int
    draws: int
    firms: int = 1
    whole: bool = True
    shared: bool = False
    tightness: float = 0.7  # of what meeting all demand would cost


RUNGS = {
    "S": Rung(20, 6, 8, 100),
    "M": Rung(100, 6, 12, 200),
    "L": Rung(1_000, 6, 12, 1_000),
    "XL": Rung(10_000, 6, 12, 1_000),
}


def case(rung: Rung, seed: int = 1, gap: float = 0.001, time_limit_s: float = 100.0) -> Scenario:
    """A case of this size; the same seed gives the same case, whatever is asked of its solution."""
    rng = np.random.default_rng(seed)
    worth = np.round(np.exp(rng.normal(np.log(1.5e6), 0.8, rung.items)), -3)
    items = tuple(
        Item(
            item=f"I{n:05d}",
            hs_code="84571010",
            whole_units=rung.whole,
            reference_value_cny=float(worth[n]),
            confirmed_by="bench",
            confirmed_on=START,
            confirmed_basis="list, row 1",
            volume_m3=0.0,
        )
        for n in range(rung.items)
    )
    firms = tuple(Firm(firm=f"F{n:04d}") for n in range(rung.firms)) if rung.firms > 1 else ()
    settings = Settings(
        start=START, periods=rung.periods, draws=rung.draws, seed=seed, gap=gap, time_limit_s=time_limit_s,
        risk_weight=0.4, risk_level=0.9,
    )  # fmt: skip
    suppliers = tuple(
        Supplier(
            supplier=f"{country}{n:03d}",
            country=country,
            capacity_per_period=float(3 * rung.items / (len(COUNTRIES) * _makers(rung))) if rung.shared else None,
        )
        for country in COUNTRIES
        for n in range(_makers(rung))
    )
    demand = tuple(_needs(rng, rung, items, firms))
    return Scenario(
        settings=settings,
        items=items,
        firms=firms,
        demand=demand,
        suppliers=suppliers,
        offers=tuple(_offers(rng, rung, items, suppliers)),
        budgets=tuple(_budgets(rung, worth, demand, firms)),
        risks=RISKS,
        risk_targets=TARGETS,
        fx=tuple(ExchangeRate(currency=name, cny_per_unit=rate, volatility=0.0) for name, rate in CNY.items()
                 if name != "CNY"),
    )  # fmt: skip


RISKS = (
    Risk(risk="JP", what="controls", starts_per_year=0.12, mean_months=14.0),
    Risk(risk="EU", what="controls", starts_per_year=0.08, mean_months=18.0),
    Risk(risk="NLJP", what="coalition", starts_per_year=0.10, mean_months=24.0, effect="cancel"),
    Risk(risk="sea", what="lane", starts_per_year=0.3, mean_months=2.0),
)
TARGETS = (
    RiskTarget(risk="JP", target="country:JP"),
    RiskTarget(risk="EU", target="country:DE"),
    RiskTarget(risk="EU", target="country:IT", hit_probability=0.7),
    RiskTarget(risk="NLJP", target="country:NL"),
    RiskTarget(risk="NLJP", target="country:JP", hit_probability=0.6),
    RiskTarget(risk="sea", target="country:JP"),
    RiskTarget(risk="sea", target="country:DE"),
)


def _makers(rung: Rung) -> int:
    return max(2, rung.items // 20)


def _needs(rng: np.random.Generator, rung: Rung, items: tuple[Item, ...], firms: tuple[Firm, ...]) -> list[Demand]:
    found = []
    for n, item in enumerate(items):
        periods = rng.choice(np.arange(2, rung.periods), size=min(4, rung.periods - 2), replace=False)
        who = rng.choice(len(firms), size=len(periods)) if firms else None
        for k, period in enumerate(sorted(periods.tolist())):
            found.append(
                Demand(
                    line=f"{item.item}-{k}",
                    item=item.item,
                    firm=firms[who[k]].firm if who is not None else "",
                    period=date(START.year + period // 4, 1 + 3 * (period % 4), 1),
                    quantity=float(rng.integers(1, 6)),
                    priority=2,
                    shortage_cost_cny=round(float(item.reference_value_cny or 0.0) * (0.05 + 0.1 * (n % 4)), 2),
                )
            )
    return found


def _offers(
    rng: np.random.Generator, rung: Rung, items: tuple[Item, ...], suppliers: tuple[Supplier, ...]
) -> list[Offer]:
    found = []
    for item in items:
        chosen = rng.choice(len(suppliers), size=min(rung.offers, len(suppliers)), replace=False)
        for k, position in enumerate(chosen.tolist()):
            maker = suppliers[position]
            currency = CURRENCY[maker.country]
            cheap = 1.12 if maker.country == "CN" else 0.9
            price_cny = float(item.reference_value_cny or 0.0) * cheap * rng.uniform(0.85, 1.15)
            given: dict[str, Any] = {"incoterm": "domestic", "price_includes_vat": False}
            if maker.country != "CN":
                given = {"incoterm": "CIF", "duty_rate": 0.05, "duty_rate_source": "benchmark", "transit_days": 30.0}
            found.append(
                Offer(
                    offer=f"{item.item}-{k}",
                    supplier=maker.supplier,
                    item=item.item,
                    unit_price=round(price_cny / CNY[currency], 2),
                    currency=currency,
                    lead_time_days=float(rng.integers(30, 240)),
                    order_cost_cny=float(rng.integers(2, 15)) * 1e4,
                    min_order=float(rng.integers(1, 4)),
                    capacity_per_period=float(rng.integers(2, 7)),
                    **given,
                )
            )
    return found


def _budgets(rung: Rung, worth: Any, demand: tuple[Demand, ...], firms: tuple[Firm, ...]) -> list[Budget]:
    """Of every payer and year: a share of what its demand of all years is worth, spread evenly."""
    value = {f"I{n:05d}": float(each) for n, each in enumerate(worth)}
    years = -(-rung.periods // 4)
    found = []
    for firm in [row.firm for row in firms] or ["firm"]:
        total = sum(row.quantity * value[row.item] for row in demand if not firms or row.firm == firm)
        for year in range(years):
            first, last = date(START.year + year, 1, 1), date(START.year + year, 10, 1)
            amount = round(rung.tightness * total * 1.1 / years, 2)
            found.append(Budget(payer=firm, from_day=first, to_day=last, amount_cny=amount))
    return found
