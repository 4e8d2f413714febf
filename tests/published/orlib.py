"""OR-Library cap71 … cap74 (Beasley 1988): which warehouses to open for fifty customers.

A warehouse is a supplier that must be qualified (the fixed cost) and has a capacity; a customer is an item; the price
is the cost of supplying the whole customer divided by its demand, kept unrounded. Split supply is allowed. One
warehouse has a fixed cost of 0: 0 is a value and not "missing".

The data files are no part of this repository; they are looked for in the folder `shared` beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from domestic_case import ALL_ON_TIME, START, plain_item, plain_offer, plain_settings

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.suppliers import Supplier

FOLDER = Path(__file__).parents[2].parent / "shared" / "benchmarks" / "orlib"
OPTIMA = {"cap71": 932615.750, "cap72": 977799.400, "cap73": 1010641.450, "cap74": 1034976.975}


def _numbers(path: Path) -> Iterator[float]:
    return iter([float(word) for word in path.read_text(encoding="ascii").split()])


def capacitated(path: Path) -> Scenario:
    """Read m, n; m lines of capacity and fixed cost; for each customer its demand and m costs of supplying it whole."""
    numbers = _numbers(path)
    warehouses = range(int(next(numbers)))
    customers = range(int(next(numbers)))
    suppliers = tuple(
        Supplier(
            supplier=f"w{warehouse}", country="CN", capacity_per_period=next(numbers),
            qualified=False, qualification_cost_cny=next(numbers),
        )
        for warehouse in warehouses
    )  # fmt: skip
    demand: list[Demand] = []
    offers: list[Offer] = []
    for customer in customers:
        quantity = next(numbers)
        demand.append(Demand(line=f"need-{customer}", item=f"c{customer}", period=START, quantity=quantity))
        for warehouse in warehouses:
            price = next(numbers) / quantity
            offers.append(plain_offer(f"w{warehouse}-c{customer}", f"w{warehouse}", f"c{customer}", price))
    return Scenario(
        settings=plain_settings(f"OR-Library {path.stem}"),
        items=tuple(plain_item(f"c{customer}") for customer in customers),
        demand=tuple(demand),
        suppliers=suppliers,
        offers=tuple(offers),
        limits=(ALL_ON_TIME,),
    )
