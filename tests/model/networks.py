"""Networks made in Python around a case, solved with the real solver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from hand_cases import catalog
from numpy.typing import NDArray

from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedTable
from importplan.model.case.case_network import network_of
from importplan.model.case.needs import Needs
from importplan.model.case.network import Flow, FlowKind, Network, Service
from importplan.model.program.build import build
from importplan.model.program.draft import LINE
from importplan.model.program.frame import Frame
from importplan.model.program.goals import stages
from importplan.model.program.variables import FLOW, ORDER, SERVED, STOCK
from importplan.plan.plan import CustomsStatus, Holding
from importplan.scenario.scenario import Scenario
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import SolverSettings
from importplan.uncertainty.sampling.sample import sample

Real = NDArray[np.float64]


def own(case: Scenario, landed: LandedTable | None = None) -> Network:
    """The network of the case itself."""
    landed = landed or price(case, catalog())
    return network_of(case, landed, Needs(case, landed))


def with_stock(network: Network, stock: Holding, units: float = 0.0) -> Network:
    """The network with one more stock, its last one."""
    return replace(network, stocks=(*network.stocks, stock), opening=np.append(network.opening, units))


def with_service(network: Network, *services: Service) -> Network:
    """The network in which more stocks may serve."""
    return replace(network, services=(*network.services, *services))


def with_flow(network: Network, *flows: Flow) -> Network:
    """The network with more flows."""
    return replace(network, flows=(*network.flows, *flows))


def assembled(takes: tuple[tuple[int, float], ...], gives: int = 0, delay_days: float = 0.0) -> Flow:
    """Parts that become a machine."""
    return Flow(FlowKind.ASSEMBLY, takes, gives, delay_days)


def bonded(item: str = "M", owner: str = "firm", site: str = "") -> Holding:
    """Goods in bond."""
    return Holding(owner, item, status=CustomsStatus.BONDED, site=site)


def relieved(item: str = "M", owner: str = "firm") -> Holding:
    """Goods under customs supervision."""
    return Holding(owner, item, status=CustomsStatus.RELIEVED)


@dataclass(frozen=True)
class Solved:
    """A frame with the optimum of its first stage."""

    frame: Frame
    objective: float  # CNY
    values: Real

    @property
    def ordered(self) -> dict[tuple[str, int], float]:
        """(offer, period) → units."""
        keys, units = self.frame.order_ids, self.values[self.frame.draft.names[ORDER]]
        return {(key[0], key[-1]): round(float(each), 6) for key, each in zip(keys, units, strict=True) if each > 1e-6}

    def flow(self, number: int = 0) -> Real:
        """(T, D) units of a flow."""
        found: Real = self.values[self.frame.draft.names[FLOW][number]]
        return found

    def served(self, number: int) -> Real:
        """(T, D) demand that a service of a queue of several stocks serves."""
        found: Real = self.values[self.frame.draft.names[SERVED][number]]
        return found

    def stock(self, number: int) -> Real:
        """(T, D) units of a stock."""
        found: Real = self.values[self.frame.draft.names[STOCK][number]]
        return found

    def line(self, name: str) -> list[float]:
        """Cost of a line in each draw."""
        return [float(each) for each in self.frame.draft.draw_coefficients(LINE[name]) @ self.values]


def solved(
    case: Scenario,
    network: Network | None = None,
    landed: LandedTable | None = None,
    merge: bool = True,
    changed: Callable[[LandedTable], LandedTable] = lambda table: table,
) -> Solved | None:
    """The optimum of a case with a network in place of its own; None where there is no plan."""
    landed = landed or changed(price(case, catalog()))
    draws = sample(case, base_rate=landed.base_rate)
    frame = build(case, landed, draws, merge, by_rule=False, network=network)
    stage = stages(frame)[0]
    answer = solve_in_parts(frame.draft.program(stage.coefficients, stage.constant), SolverSettings(gap=0.0))
    if answer.values is None:
        return None
    return Solved(frame, answer.objective * frame.draft.money, answer.values)
