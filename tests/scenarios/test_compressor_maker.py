"""compressor_maker: the numbers its README prints, and the four questions that the case turns on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.model.search.solve import solve
from importplan.pipeline.case import fx_reference, read_case
from importplan.plan.solution import Solution
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.sample import sample

CASE = Path(__file__).parents[2] / "scenarios" / "compressor_maker" / "compressor_maker"
DOMESTIC = ("A-KEDE", "A-TOPSTAR")
IN_TIME = ("G-KAPP", "G-HOLROYD")  # 502 and 537 days from January 2027 end in the second quarter of 2028


def alone(case: Scenario, item: str) -> Scenario:
    """One item with money enough, to a gap of 0.01 %: the question by itself, answered sharply."""
    return case.replace(
        settings=replace(case.settings, gap=1e-4),
        demand=tuple(line for line in case.demand if line.item == item),
        limits=tuple(limit for limit in case.limits if limit.item == item),
        stock=(),
        open_orders=(),
        budgets=(),
    )


def planned(case: Scenario) -> tuple[Solution, Counter[tuple[str, int]]]:
    """The solution, and units by offer and year of order."""
    catalog = load()
    landed = price(case, catalog)
    draws = sample(case, fx_reference=fx_reference(catalog), base_rate=landed.base_rate)
    solution = solve(case, landed, draws)
    units: Counter[tuple[str, int]] = Counter()
    for order in solution.plan.orders:
        year = case.calendar.first_day(order.period).year
        units[landed.options[order.option].offer, year] += int(order.quantity)
    return solution, units


@cache
def grinders() -> tuple[Scenario, Solution, Counter[tuple[str, int]]]:
    case = alone(read_case(CASE), "ROTOR-GRINDER")
    return case, *planned(case)


def with_offers(case: Scenario, change: Callable[..., object]) -> Scenario:
    return case.replace(offers=tuple(change(offer) for offer in case.offers))


def ordered(units: Counter[tuple[str, int]], offers: tuple[str, ...], year: int | None = None) -> int:
    return sum(count for (offer, when), count in units.items() if offer in offers and year in (None, when))


def test_gating_grinders_are_ordered_now_from_a_source_that_is_in_time() -> None:
    """The cheaper Japanese machine would come in July 2028, after the line has started."""
    _, solution, units = grinders()
    assert solution.gap <= 1e-4
    assert ordered(units, IN_TIME, 2027) == 2


def test_waiting_for_the_relief_costs_two_machines_late_by_two_quarters() -> None:
    """Ordered in July 2027 they serve in November 2028: 2 x 2 x 1.8 m = 7.2 m, discounted 6.8 m.

    The tail grows too: an outage now pushes them further into the time when each quarter costs 1.8 m.
    """
    case, solution, _ = grinders()
    confirmed = date(2027, 7, 1)
    waiting = with_offers(case, lambda o: replace(o, from_day=confirmed))
    late, _ = planned(waiting)
    assert 6.8e6 < late.objective_cny - solution.objective_cny < 8.5e6


def test_forgetting_that_domestic_prices_include_vat_buys_abroad() -> None:
    """4.2 m with VAT is 3.72 m without; read as 4.2 m it loses against ¥80 m = 3.38 m + 9 % duty = 3.69 m."""
    case = alone(read_case(CASE), "FIVE-AXIS")
    _, units = planned(case)
    naive = with_offers(case, lambda o: replace(o, price_includes_vat=False) if o.price_includes_vat else o)
    _, wrongly = planned(naive)
    assert ordered(wrongly, DOMESTIC) < ordered(units, DOMESTIC)


def test_relief_is_worth_the_duty_of_the_machines_it_covers() -> None:
    """4.2 m dollars x 6.6529 x 9 % = 2.51 m of duty, discounted by 1.25 to 2.25 years at 4 %: 2.3 to 2.4 m."""
    case, solution, units = grinders()
    taxed, units_without = planned(case.replace(qualifications=()))
    assert 2.25e6 < taxed.objective_cny - solution.objective_cny < 2.5e6
    assert ordered(units_without, IN_TIME, 2027) == ordered(units, IN_TIME, 2027)


@pytest.mark.parametrize(("late_a_month", "in_time"), [(0.55e6, 2), (0.4e6, 1), (0.1e6, 0)])
def test_the_cheap_source_wins_below_a_break_even_cost_of_being_late(late_a_month: float, in_time: int) -> None:
    """Money enough and grinders alone: the first changes between 0.45 and 0.5 m a month, both from 0.3 m down."""
    case, _, _ = grinders()
    cheaper = case.replace(demand=tuple(replace(line, shortage_cost_cny=3 * late_a_month) for line in case.demand))
    _, units = planned(cheaper)
    assert ordered(units, IN_TIME, 2027) == in_time


def test_landed_cost_of_the_german_grinder_by_hand() -> None:
    """€1,600,000 FOB x 7.4326 = 11,892,160; freight 2 % = 237,843.20; insurance 0.3 % of both = 36,390.0096.

    CIF 12,166,393.2096. Taxed: + 9 % duty + 120,000 local + 60,000 training. Exempt: no duty.
    """
    case = read_case(CASE)
    landed = price(case, load())
    rows = {(option.offer, option.regime): position for position, option in enumerate(landed.options)}
    cif = 12_166_393.2096
    cost = landed.cost_cny()[:, 8]  # arrives in 2029Q1: the certificate is valid
    assert cost[rows["G-KAPP", "ordinary"]] == pytest.approx(cif * 1.09 + 180_000, rel=1e-9)
    assert cost[rows["G-KAPP", "encouraged_project"]] == pytest.approx(cif + 180_000, rel=1e-9)
