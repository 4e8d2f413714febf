"""The ladder: seeded cases of any size by the contract, with what makes large cases hard.

    python benchmarks/ladder.py S M                  # the whole command: seconds by stage, memory, gap against time
    python benchmarks/ladder.py 25x6x12x200 --relaxed --time-limit 60 --firms 20 --json-lines
    python benchmarks/ladder.py 50x6x12x1000 100x6x12x1000 --stages    # built only: by stage, with exponents
    python benchmarks/ladder.py S --peers linopy pyomo mpi-sppy        # extensive forms in other libraries beside it

Items have offers from several countries, some of which may be stopped for months; demand lines of three priorities;
yearly budgets that bind (a share of what meeting all demand would cost); CVaR has weight; machines are whole and many
offers have a smallest order and a cost per order. Nothing else joins items, unless `--shared` adds suppliers with one
capacity over all their offers.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.modes import with_modes
from importplan.documents.case.write import write as write_case
from importplan.model.program.blocks import components
from importplan.model.program.build import basis_of
from importplan.model.search.generation import generate as generation
from importplan.model.search.generation.blocks import Frames, ItemBlock, Joint, written
from importplan.model.search.generation.rounds import Rounds
from importplan.pipeline.plan import plan_case, write_result
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
from importplan.uncertainty.sampling.sample import sample
from resident import PAGE_MB, Resident

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


def rung_of(name: str, relaxed: bool = False, firms: int = 1, shared: bool = False) -> Rung:
    """A rung by its letter, or by items x offers x periods x draws (25x6x12x200)."""
    found = RUNGS.get(name) or Rung(*(int(part) for part in name.split("x")))
    return replace(found, whole=not relaxed, firms=firms, shared=shared)


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
            unit="台" if rung.whole else "kg",
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


# --- what is measured ------------------------------------------------------------------------------------------------


class Stages:
    """Processor seconds and resident memory, stage by stage."""

    def __init__(self) -> None:
        self.found: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        gc.collect()
        self.found[f"{name}_s"] = time.process_time() - began
        self.found[f"{name}_mb"] = int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MB


def built(rung: Rung, seed: int) -> dict[str, Any]:
    """Everything before the search, in one process: what it takes and what stays in memory."""
    stages = Stages()
    with stages.stage("case"):
        catalog = load()
        scenario = with_modes(case(rung, seed), catalog)
    with stages.stage("price"):
        landed = price(scenario, catalog)
    with stages.stage("sample"):
        draws = sample(scenario, base_rate=landed.base_rate)
    with stages.stage("states"):
        basis = basis_of(scenario, landed, draws)
    with stages.stage("write"):
        frames, blocks = Frames(basis), []
        parts = [written(frames.of(items), items) for items in components(basis)]
        joint = Joint.of(written(frames.of(()), ()), parts)
        while parts:
            blocks.append(ItemBlock.of(parts.pop(), joint))
    size = {
        "states": int(basis.states.count.sum()),
        "columns": sum(len(block.program.objective) for block in blocks),
        "entries": sum(len(block.program.value) for block in blocks),
    }
    return size | stages.found | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def planned(rung: Rung, seed: int, gap: float, time_limit_s: float) -> dict[str, Any]:
    """The whole command: workbook, plan, judging, result workbook; and bound and plan against time."""
    course: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory() as folder, Resident() as resident, _watched(course, time.process_time()):
        path = Path(folder) / "case.xlsx"
        write_case(case(rung, seed, gap, time_limit_s), path, "en")
        read_from, worked = time.perf_counter(), _worked()
        result = plan_case(path)
        ended = time.perf_counter()
        if result.solution.found is not None:
            write_result(result, Path(folder) / "plan.xlsx")
        wrote = time.perf_counter()
    solution = result.solution
    return {
        "way": "importplan",
        "draws": result.draws.count,
        "objective_cny": solution.objective_cny,
        "bound_cny": solution.bound_cny,
        "gap": solution.gap,
        "processor_s": _worked() - worked,
        "wall_s": wrote - read_from,
        **{f"{stage}_s": seconds for stage, seconds in result.run.seconds.items()},
        "write_s": wrote - ended,
        "peak_mb": resident.peak(),
        "course": course,
    }


def _worked() -> float:
    """Processor seconds of this process and of those that it has ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@contextmanager
def _watched(course: list[tuple[float, float, float]], began: float) -> Iterator[None]:
    """Note processor seconds, bound and plan (units of money) whenever blocks have answered."""
    asked, best = Rounds.ask, [float("inf")]
    better = generation._Search._better

    def ask(self: Rounds, *given: Any, **named: Any) -> None:
        asked(self, *given, **named)
        course.append((time.process_time() - began, self.bound, best[0]))

    def improve(self: Any, found: Any) -> Any:
        kept = better(self, found)
        best[0] = kept.objective if kept is not None else best[0]
        return kept

    Rounds.ask, generation._Search._better = ask, improve  # type: ignore[method-assign]
    try:
        yield
    finally:
        Rounds.ask, generation._Search._better = asked, better  # type: ignore[method-assign]


def exponents(rows: list[dict[str, Any]], along: str) -> dict[str, float]:
    """What every figure grows with: the slope of its logarithm over that of `along`, by least squares."""
    x = np.log([row[along] for row in rows])
    if len(rows) < 2 or np.ptp(x) == 0:
        return {}
    keys = [key for key in rows[0] if key.endswith(("_s", "_mb", "states", "columns", "entries"))]
    known = [key for key in keys if all(isinstance(row.get(key), float | int) and row[key] > 0 for row in rows)]
    return {key: float(np.polyfit(x, np.log([row[key] for row in rows]), 1)[0]) for key in known}


def beside(own: dict[str, Any], peer: dict[str, Any]) -> str:
    """Ratios, and whether the bounds of both leave room for the plans of both."""
    head = f"    {peer['way']}: {peer['processor_s'] / own['processor_s']:.1f} x the processor seconds,"
    if not np.isfinite(peer["objective_cny"]):
        return f"{head} no plan; {_agreement(own, peer)}"
    plan = peer["objective_cny"] / own["objective_cny"]
    return f"{head} gap {peer['gap']:.2%} against {own['gap']:.2%}, plan {plan:.5f} x; {_agreement(own, peer)}"


def _agreement(own: dict[str, Any], peer: dict[str, Any]) -> str:
    room = 1 + 1e-6
    agree = own["bound_cny"] <= peer["objective_cny"] * room and peer["bound_cny"] <= own["objective_cny"] * room
    return "bounds leave room for plans" if agree else "A BOUND CONTRADICTS A PLAN"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "rungs", nargs="+", help="S, M, L, XL, or items x offers x periods x draws, such as 25x6x12x200"
    )
    parser.add_argument("--relaxed", action="store_true", help="units that can be divided")
    parser.add_argument("--firms", type=int, default=1)
    parser.add_argument("--shared", action="store_true", help="suppliers with one capacity over all offers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gap", type=float, default=1e-3)
    parser.add_argument("--time-limit", type=float, default=100.0)
    parser.add_argument("--stages", action="store_true", help="built only")
    parser.add_argument("--peers", nargs="*", default=(), help="linopy, pyomo, mpi-sppy, where they are installed")
    parser.add_argument("--json-lines", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    asked = _arguments()
    if asked.one:
        rung = rung_of(asked.rungs[0], asked.relaxed, asked.firms, asked.shared)
        print(
            json.dumps(
                built(rung, asked.seed) if asked.stages else planned(rung, asked.seed, asked.gap, asked.time_limit)
            )
        )
        return
    rows = []
    for name in asked.rungs:
        rung = rung_of(name, asked.relaxed, asked.firms, asked.shared)
        own = _apart([__file__, *sys.argv[1:], "--one"], name, asked.rungs)
        rows.append({"rung": name, "items": rung.items, "draws_asked": rung.draws} | own)
        print(json.dumps(rows[-1]) if asked.json_lines else _told(rows[-1]), flush=True)
        for peer in asked.peers:
            limits = ["--seed", str(asked.seed), "--gap", str(asked.gap), "--time-limit", str(asked.time_limit)]
            command = [str(Path(__file__).parent / "peer_libraries.py"), name, peer, *limits]
            other = _apart([*command, "--relaxed"] if asked.relaxed else command, name, [name])
            print(json.dumps({"rung": name} | other) if asked.json_lines else beside(own, other), flush=True)
    for along in ("items", "draws_asked"):
        grown = exponents(rows, along)
        if grown:
            print(f"grows with {along}^:", ", ".join(f"{key} {value:.2f}" for key, value in grown.items()))


def _apart(command: list[str], name: str, rungs: list[str]) -> dict[str, Any]:
    """One run in a process of its own, of one rung alone."""
    words = [word for word in command if word not in rungs or word == name]
    finished = subprocess.run([sys.executable, *words], capture_output=True, check=False, encoding="utf-8")
    if finished.returncode:
        raise SystemExit(f"{name}: {finished.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return answer


def _told(row: dict[str, Any]) -> str:
    course = [f"{at:.0f}s {bound:.6g}/{plan:.6g}" for at, bound, plan in row.pop("course", [])]
    words = [f"{key} {value:,.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in row.items()]
    return "  ".join(words) + (("\n    bound/plan: " + "  ".join(course)) if course else "")


if __name__ == "__main__":
    main()
