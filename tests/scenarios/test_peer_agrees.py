"""Two roads: the model of arrays and the peer of plain loops have the same optimum."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import pytest

from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.model.search.solve import solve
from importplan.pipeline.case import fx_reference, read_case
from importplan.uncertainty.sampling.sample import sample

ROOT = Path(__file__).parents[2]
CASE = ROOT / "scenarios" / "compressor_maker" / "compressor_maker"


@pytest.mark.parametrize(("item", "budget"), [("ROTOR-GRINDER", 1e9), ("ROTOR-GRINDER", 8e6), ("FIVE-AXIS", 7e6)])
def test_arrays_and_loops_have_the_same_optimum(item: str, budget: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outages, refusals, exchange rates, qualification, quota, budget, open needs, workaround and CVaR take part.

    Two deposits for German grinders are 7.1 m, a Japanese five-axis machine 3.8 m: 8 m and 7 m bind. Draws do not
    share columns here: sharing is a restriction where a budget limits workaround in the mean (docs/solving.md).
    """
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    peer_loops = importlib.import_module("peer_loops")
    case = read_case(CASE)
    case = case.replace(
        settings=replace(case.settings, draws=25, gap=1e-9),
        demand=tuple(line for line in case.demand if line.item == item),
        offers=tuple(offer for offer in case.offers if offer.item == item),
        limits=tuple(limit for limit in case.limits if limit.item == item),
        stock=(),
        open_orders=(),
        budgets=tuple(replace(row, amount_cny=budget) for row in case.budgets),
    )
    catalog = load()
    landed = price(case, catalog)
    draws = sample(case, fx_reference=fx_reference(catalog), base_rate=landed.base_rate)
    package = solve(case, landed, draws, merge=False)
    peer = peer_loops.solve(peer_loops.build(case, landed, draws), gap=1e-9, time_limit_s=60.0)
    assert package.objective_cny == pytest.approx(peer.objective_value() * peer_loops.MILLION, rel=1e-6)
    assert solve(case, landed, draws).objective_cny >= package.objective_cny * (1 - 1e-9)
