"""The extensive form of a case of the ladder in other modelling libraries, solved by HiGHS with one thread.

    python benchmarks/peer_libraries.py S linopy pyomo mpi-sppy --time-limit 100

Needs `pip install linopy pyomo highspy mpi-sppy`. With x orders, z orders placed, s stock, b backlog, o open at the end

    minimise    (1 - lambda) E[c_d] + lambda (eta + E[e_d] / (1 - alpha))
    subject to  c_d = cost_d x + fee z + held s_d + late b_d + open o_d,  e_d >= c_d - eta
                s - b = s(t-1) - b(t-1) + what serves in t - due           every stock, period and draw
                o_d >= b_d(T) - what comes after the end,  least z <= x <= most z,  budgets

Prints bound, plan, processor seconds; `ladder.py --peers` runs it beside the package and holds them against each other.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.modes import with_modes
from importplan.uncertainty.sampling.sample import sample
from ladder import Rung, case, rung_of
from peer_arrays import MILLION, Arrays, arrays

Outcome = dict[str, float]


def linopy(given: Arrays, gap: float, time_limit_s: float) -> Outcome:
    """Arrays of variables with labels."""
    linopy, xarray = importlib.import_module("linopy"), importlib.import_module("xarray")
    count, stocks, periods, draws = given.shape
    model = linopy.Model()
    names = {"n": range(count), "h": range(stocks), "t": range(periods), "d": range(draws)}

    def of(values: Any, dims: str) -> Any:
        return xarray.DataArray(values, dims=list(dims), coords={dim: names[dim] for dim in dims})

    def columns(name: str, dims: str, **more: Any) -> Any:
        return model.add_variables(coords={dim: names[dim] for dim in dims}, dims=list(dims), name=name, **more)

    order = columns("order", "n", lower=0, upper=of(given.most, "n"), integer=given.whole)
    placed = columns("placed", "n", binary=True)
    stock, late = columns("stock", "htd", lower=0), columns("late", "htd", lower=0)
    waits = columns("open", "hd", lower=0)
    cost, excess = columns("cost", "d"), columns("excess", "d", lower=0)
    eta = model.add_variables(name="eta")
    model.add_constraints(order - of(given.most, "n") * placed <= 0)
    model.add_constraints(order - of(given.least, "n") * placed >= 0)
    for number, (spent, fees, amount) in enumerate(given.budgets):
        terms = (of(spent, "n") * order).sum() + (of(fees, "n") * placed).sum()
        model.add_constraints(terms <= amount, name=f"budget{number}")
    for h in range(stocks):
        mine = np.flatnonzero(given.stock == h)
        own = order.sel(n=mine)
        for t in range(periods):
            came = xarray.DataArray(
                (given.serve[mine] == t).astype(float), dims=["n", "d"], coords={"n": mine, "d": names["d"]}
            )
            left = stock.sel(h=h, t=t) - late.sel(h=h, t=t) - (came * own).sum("n")
            if t:
                left = left - stock.sel(h=h, t=t - 1) + late.sel(h=h, t=t - 1)
            model.add_constraints(left == of(-given.due[h, t], "d"), name=f"balance{h}_{t}")
        after = xarray.DataArray(
            (given.serve[mine] >= periods).astype(float), dims=["n", "d"], coords={"n": mine, "d": names["d"]}
        )
        model.add_constraints(
            waits.sel(h=h) - late.sel(h=h, t=periods - 1) + (after * own).sum("n") >= 0, name=f"open{h}"
        )
    spent = (of(given.cost, "nd") * order).sum("n") + (of(given.fee, "n") * placed).sum()
    spent = spent + (of(given.held, "ht") * stock).sum(["h", "t"]) + (of(given.late, "ht") * late).sum(["h", "t"])
    spent = spent + (of(given.still_open, "h") * waits).sum("h")
    model.add_constraints(cost - spent == 0, name="cost")
    model.add_constraints(excess - cost + eta >= 0, name="excess")
    weights, share = of(given.weights, "d"), given.risk_weight / (1.0 - given.risk_level)
    model.add_objective(
        ((1.0 - given.risk_weight) * weights * cost).sum() + given.risk_weight * eta + (share * weights * excess).sum()
    )
    options = {"mip_rel_gap": gap, "time_limit": time_limit_s, "threads": 1, "output_flag": False}
    model.solve(solver_name="highs", io_api="direct", **options)
    info = model.solver_model.getInfo()
    return {
        "plan": info.objective_function_value,
        "bound": info.mip_dual_bound if given.whole else info.objective_function_value,
    }


def _pyomo_draws(pyo: Any, model: Any, given: Arrays, draws: list[int]) -> None:
    """Orders, and stock, backlog and cost of some draws, as a loop over objects."""
    count, stocks, periods, _ = given.shape
    model.order = pyo.Var(range(count), domain=pyo.NonNegativeIntegers if given.whole else pyo.NonNegativeReals)
    model.placed = pyo.Var(range(count), domain=pyo.Binary)
    model.eta = pyo.Var()
    model.stock = pyo.Var(range(stocks), range(periods), draws, domain=pyo.NonNegativeReals)
    model.late = pyo.Var(range(stocks), range(periods), draws, domain=pyo.NonNegativeReals)
    model.open = pyo.Var(range(stocks), draws, domain=pyo.NonNegativeReals)
    model.excess = pyo.Var(draws, domain=pyo.NonNegativeReals)
    model.rows = pyo.ConstraintList()
    for n in range(count):
        model.rows.add(model.order[n] <= float(given.most[n]) * model.placed[n])
        model.rows.add(model.order[n] >= float(given.least[n]) * model.placed[n])
    for spent, fees, amount in given.budgets:
        used = np.flatnonzero((spent != 0) | (fees != 0)).tolist()
        model.rows.add(sum(float(spent[n]) * model.order[n] + float(fees[n]) * model.placed[n] for n in used) <= amount)
    mine = [np.flatnonzero(given.stock == h).tolist() for h in range(stocks)]
    model.cost = {}
    for d in draws:
        for h in range(stocks):
            for t in range(periods):
                before = model.stock[h, t - 1, d] - model.late[h, t - 1, d] if t else 0.0
                came = sum(model.order[n] for n in mine[h] if given.serve[n, d] == t)
                now = model.stock[h, t, d] - model.late[h, t, d]
                model.rows.add(now == before + came - float(given.due[h, t, d]))
            after = sum(model.order[n] for n in mine[h] if given.serve[n, d] >= periods)
            model.rows.add(model.open[h, d] >= model.late[h, periods - 1, d] - after)
        model.cost[d] = (
            sum(float(given.cost[n, d]) * model.order[n] + float(given.fee[n]) * model.placed[n] for n in range(count))
            + sum(
                float(given.held[h, t]) * model.stock[h, t, d] + float(given.late[h, t]) * model.late[h, t, d]
                for h in range(stocks)
                for t in range(periods)
            )
            + sum(float(given.still_open[h]) * model.open[h, d] for h in range(stocks))
        )
        model.rows.add(model.excess[d] >= model.cost[d] - model.eta)


def _counts(model: Any, given: Arrays, draw: int) -> Any:
    """What a draw counts in the goal, for a weight of 1."""
    tail = model.eta + model.excess[draw] / (1.0 - given.risk_level)
    return (1.0 - given.risk_weight) * model.cost[draw] + given.risk_weight * tail


def pyomo(given: Arrays, gap: float, time_limit_s: float) -> Outcome:
    """One object for every column, row and term."""
    pyo = importlib.import_module("pyomo.environ")
    model = pyo.ConcreteModel()
    draws = list(range(given.shape[3]))
    _pyomo_draws(pyo, model, given, draws)
    model.goal = pyo.Objective(expr=sum(float(given.weights[d]) * _counts(model, given, d) for d in draws))
    return _highs(pyo, model, gap, time_limit_s)


def mpi_sppy(given: Arrays, gap: float, time_limit_s: float) -> Outcome:
    """A model for every draw, put together by mpi-sppy with orders as their nonanticipative columns."""
    pyo, ef = importlib.import_module("pyomo.environ"), importlib.import_module("mpisppy.opt.ef")
    sputils = importlib.import_module("mpisppy.utils.sputils")

    def draw_model(name: str) -> Any:
        number = int(name[4:])
        model = pyo.ConcreteModel()
        _pyomo_draws(pyo, model, given, [number])
        model.goal = pyo.Objective(expr=_counts(model, given, number))
        sputils.attach_root_node(model, model.goal, [model.order, model.placed, model.eta])
        model._mpisppy_probability = float(given.weights[number])
        return model

    names = [f"draw{number}" for number in range(given.shape[3])]
    together = ef.ExtensiveForm({"solver": "appsi_highs"}, names, draw_model)
    return _highs(pyo, together.ef, gap, time_limit_s)


def _highs(pyo: Any, model: Any, gap: float, time_limit_s: float) -> Outcome:
    solver = pyo.SolverFactory("appsi_highs")
    solver.config.time_limit, solver.config.mip_gap, solver.config.load_solution = time_limit_s, gap, False
    solver.highs_options = {"threads": 1}
    found = solver.solve(model)
    return {"plan": float(found.problem.upper_bound), "bound": float(found.problem.lower_bound)}


PEERS: dict[str, Callable[[Arrays, float, float], Outcome]] = {"linopy": linopy, "pyomo": pyomo, "mpi-sppy": mpi_sppy}


def measured(rung: Rung, name: str, seed: int, gap: float, time_limit_s: float) -> dict[str, Any]:
    """One library on one case: CNY and seconds."""
    catalog = load()
    scenario = with_modes(case(rung, seed), catalog)
    landed = price(scenario, catalog)
    given = arrays(scenario, landed, sample(scenario, base_rate=landed.base_rate))
    began, worked = time.perf_counter(), time.process_time()
    found = PEERS[name](given, gap, time_limit_s)
    plan, bound = found["plan"] * MILLION, found["bound"] * MILLION
    return {
        "way": name,
        "objective_cny": plan,
        "bound_cny": bound,
        "gap": (plan - bound) / abs(plan) if np.isfinite(plan) else float("inf"),
        "processor_s": time.process_time() - worked,
        "wall_s": time.perf_counter() - began,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rung", help="S, M, L, XL, or items x offers x periods x draws, such as 25x6x12x200")
    parser.add_argument("libraries", nargs="+", choices=sorted(PEERS))
    parser.add_argument("--relaxed", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gap", type=float, default=1e-3)
    parser.add_argument("--time-limit", type=float, default=100.0)
    asked = parser.parse_args()
    for name in asked.libraries:
        rung = rung_of(asked.rung, relaxed=asked.relaxed)
        print(json.dumps(measured(rung, name, asked.seed, asked.gap, asked.time_limit)), flush=True)


if __name__ == "__main__":
    main()
