"""How long the spine takes: shipped cases by number of draws, beside the peer that builds the same model in loops.

    python benchmarks/spine.py                              # compressor_maker, 200 draws, package and peer
    python benchmarks/spine.py --draws 50 200 500 --peer none
    python benchmarks/spine.py --peer solve --json-lines    # the peer is solved too; one JSON object a line

Every run has a process of its own, so that peak memory is its own. Ratios count, seconds do not: they depend on the
machine and on what else runs there.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import peer_loops
from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedTable
from importplan.model.search.solve import solve
from importplan.pipeline.case import fx_reference, read_case
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import sample

ROOT = Path(__file__).parents[1]
CASES = tuple(sorted(path.stem for path in (ROOT / "scenarios").glob("*/*.xlsx")))
WAYS = ("importplan", "extensive", "peer-build", "peer")
TITLES = ("case", "draws", "way", "prepare_s", "build_s", "solve_s", "total_s", "peak_mb", "columns", "rows", "gap")


def main() -> None:
    arguments = _arguments()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.cases[0], arguments.draws[0], arguments)))
        return
    if not arguments.json_lines:
        print("  ".join(f"{title:>10}" for title in TITLES))
    ways = ["importplan", *(["extensive"] if arguments.extensive else [])]
    ways += {"none": [], "build": ["peer-build"], "solve": ["peer"]}[arguments.peer]
    for case in arguments.cases:
        for draws in arguments.draws:
            found = {way: _in_child(way, case, draws, arguments) for way in ways}
            _show(found, arguments.json_lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", nargs="*", default=["compressor_maker"], help=f"of {', '.join(CASES)}")
    parser.add_argument("--draws", type=int, nargs="+", default=[200])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gap", type=float, default=0.005, help="relative gap at which a solve may end")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for a solve")
    parser.add_argument("--peer", choices=("none", "build", "solve"), default="build")
    parser.add_argument("--extensive", action="store_true", help="also without sharing columns between draws")
    parser.add_argument("--json-lines", action="store_true")
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_child(way: str, case: str, draws: int, arguments: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, __file__, case, "--one", way, "--draws", str(draws), "--seed", str(arguments.seed)]
    command += ["--gap", str(arguments.gap), "--time-limit", str(arguments.time_limit)]
    finished = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if finished.returncode:
        raise SystemExit(f"{way} {case}: {finished.stderr}")
    answer: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])  # solvers may print before it
    return answer


def measure(way: str, case: str, draws: int, arguments: argparse.Namespace) -> dict[str, Any]:
    """Read, price and sample a case, then build and solve it one way."""
    began = time.perf_counter()
    scenario = read_case(ROOT / "scenarios" / case / f"{case}.xlsx")
    asked = {"draws": draws, "seed": arguments.seed, "gap": arguments.gap, "time_limit_s": arguments.time_limit}
    scenario = scenario.replace(settings=replace(scenario.settings, **asked))
    catalog = load()
    landed = price(scenario, catalog)
    drawn = sample(scenario, fx_reference=fx_reference(catalog), base_rate=landed.base_rate)
    prepared = time.perf_counter() - began
    run = _peer if way.startswith("peer") else _package
    figures = run(way, scenario, landed, drawn)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    about = {"case": case, "draws": draws, "way": way, "seed": arguments.seed, "prepare_s": prepared}
    total = prepared + figures["build_s"] + (figures["solve_s"] or 0.0)
    return about | figures | {"total_s": total, "peak_mb": memory}


def _package(way: str, scenario: Scenario, landed: LandedTable, drawn: DrawSet) -> dict[str, Any]:
    clock = Clock(scenario.settings.time_limit_s)
    found = solve(scenario, landed, drawn, merge=way != "extensive", clock=clock)
    return {
        "build_s": clock.seconds["build"],
        "solve_s": clock.seconds["solve"],
        "status": found.termination.reason.value,
        "objective_cny": found.objective_cny,
        "bound_cny": found.bound_cny,
        "gap": found.gap,
        **found.size,
    }


def _peer(way: str, scenario: Scenario, landed: LandedTable, drawn: DrawSet) -> dict[str, Any]:
    began = time.perf_counter()
    peer = peer_loops.build(scenario, landed, drawn)
    built = time.perf_counter()
    model = peer.model
    figures: dict[str, Any] = {
        "build_s": built - began,
        "solve_s": None,
        "gap": None,
        "columns": model.get_num_variables(),
        "rows": model.get_num_linear_constraints(),
    }
    if way == "peer":
        result = peer_loops.solve(peer, scenario.settings.gap, scenario.settings.time_limit_s)
        figures["solve_s"] = time.perf_counter() - built
        figures["status"] = result.termination.reason.value
        bound = result.termination.objective_bounds.dual_bound
        figures["bound_cny"] = bound * peer_loops.MILLION
        if result.has_primal_feasible_solution():
            figures["objective_cny"] = result.objective_value() * peer_loops.MILLION
            figures["gap"] = (result.objective_value() - bound) / abs(result.objective_value())
    return figures


def _show(found: dict[str, dict[str, Any]], json_lines: bool) -> None:
    for row in found.values():
        print(json.dumps(row) if json_lines else _line(row), flush=True)
    package = found["importplan"]
    for way, row in found.items():
        if way == "importplan" or json_lines:
            continue
        ratios = [
            f"build {row['build_s'] / package['build_s']:.0f} x",
            f"columns {row['columns'] / package['columns']:.1f} x",
        ]
        if row["solve_s"] is not None:
            ratios.append(f"solve {row['solve_s'] / package['solve_s']:.1f} x")
        print(f"    {way} against importplan: {', '.join(ratios)}; {_agreement(package, row)}", flush=True)


def _agreement(package: dict[str, Any], other: dict[str, Any]) -> str:
    """Whether a bound proven one way leaves room for the plan found the other way.

    Not the reverse: where a budget limits workaround in the mean, sharing columns is a (slight) restriction, and a plan
    of the extensive form may lie below the bound of the shared one.
    """
    if other.get("bound_cny") is None:
        return "not solved"
    agree = other["bound_cny"] <= package["objective_cny"] * (1 + 1e-6)
    return "its bound leaves room for the plan" if agree else "ITS BOUND CONTRADICTS THE PLAN"


def _line(row: dict[str, Any]) -> str:
    return "  ".join(f"{_cell(title, row.get(title)):>10}" for title in TITLES)


def _cell(title: str, value: Any) -> str:
    if value is None:
        return "-"
    if title == "gap":
        return f"{value:.2%}"
    if title in ("case", "way"):
        return str(value)[:10]
    return f"{value:,.2f}" if title.endswith("_s") else f"{value:,.0f}"


if __name__ == "__main__":
    main()
