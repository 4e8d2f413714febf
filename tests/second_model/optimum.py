"""The optimum of a case: its table of contents.

from second_model.optimum import optimum
optimum(scenario)  # the objective in CNY; None where no plan keeps every row
"""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from second_model.bonds import write_bonds
from second_model.budgets import write_budgets
from second_model.capacity import write_capacity
from second_model.frameworks import write_frameworks
from second_model.goals import reach, write_risk_limit
from second_model.linear import Linear
from second_model.lots import write_lots
from second_model.open_needs import write_open_needs
from second_model.other_limits import write_other_limits
from second_model.program import Solved
from second_model.purchase_limits import write_purchase_limits
from second_model.purchases import write_purchases
from second_model.queues import write_lateness, write_queues
from second_model.quotas import write_quotas
from second_model.routes import write_fall_backs, write_lanes, write_starts
from second_model.stocks import write_balances, write_holding, write_stocks, write_storage
from second_model.world import World

MOST_CUTS = 200


def optimum(scenario: Scenario) -> float | None:
    """The least objective of a case, in CNY; None where it has no plan."""
    world = World.of(scenario)
    purchases = write_purchases(world)
    write_lots(world, purchases)
    booked = write_frameworks(world, purchases)
    bonds, clearances = write_bonds(world, purchases)
    write_quotas(world, purchases, clearances)
    queues = write_queues(world)
    write_lateness(world, queues)
    lanes = write_lanes(world)
    instead = write_fall_backs(world, lanes, purchases)
    write_capacity(world, [*purchases, *instead])
    stock_of = write_stocks(world, [*purchases, *instead], queues, clearances)
    write_starts(world, lanes, stock_of, purchases)
    stocks = list(stock_of.values())
    write_balances(world, stocks)
    write_holding(world, [*stocks, *bonds])
    write_storage(world, stocks, bonds)
    write_open_needs(world, [*stocks, *bonds], queues)
    concentrations = write_purchase_limits(world, purchases, lanes)
    write_other_limits(world, queues, [*stocks, *bonds], booked)
    write_budgets(world)
    write_risk_limit(world)

    def least(objective: Linear) -> Solved | None:
        for _ in range(MOST_CUTS):
            answer = world.program.least(objective)
            if answer is None or not any([one.cut(world, answer) for one in concentrations]):
                return answer
        raise RuntimeError("concentration limits are not reached")

    return reach(world, queues, least)
