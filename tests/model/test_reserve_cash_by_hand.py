"""Money of the reserve, worked by hand: it advances nothing that it has not, and is paid back by who takes from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import Q1, Q2, Q3, Q4, catalog, courses, home_offer, machine, need, planned, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.audit import audit
from importplan.model.program.build import basis_of
from importplan.model.search.generation.generate import generate
from importplan.pipeline.plan import plan_case
from importplan.results.names import Names
from importplan.results.page_one.bureau import fund_words
from importplan.results.sheets.cash import budget_uses
from importplan.running.clock import Clock
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.sites import Site
from importplan.uncertainty.sampling.sample import sample


def advanced(*amounts: float, carry: bool = True, within: str = "plan") -> Scenario:
    """The reserve alone can buy in Q1, for 100, and is paid 100 in Q3, when it is late for 300 a quarter.

    It has so much in equal parts of the year.
    """
    ends = {1: [(Q1, Q4)], 2: [(Q1, Q2), (Q3, Q4)]}[len(amounts)]
    own = tuple(
        Budget(payer=RESERVE, from_day=first, to_day=last, amount_cny=amount, carry_over=carry, within=within)
        for (first, last), amount in zip(ends, amounts, strict=True)
    )
    return tiny(
        settings=settings(owner="bureau"),
        firms=(Firm(firm="F"),),
        offers=(home_offer(to_day=Q1),),
        demand=(need(Q3, 1.0, firm="F", shortage_cost_cny=300.0),),
        budgets=(*own, Budget(payer="F", from_day=Q1, to_day=Q2, amount_cny=0.0)),
    )


@pytest.mark.parametrize("within", ["plan", "each_draw"])
@pytest.mark.parametrize(
    ("amounts", "carry", "cost"),
    [
        ((100.0,), False, 100.0),
        ((60.0,), False, 600.0),  # though it would have 100 back before the year ends
        ((100.0, 0.0), True, 100.0),
        ((60.0, 40.0), True, 600.0),  # what comes later helps no earlier
        ((100.0, 0.0), False, 100.0),  # in the second half it only receives
    ],
)
def test_the_reserve_keeps_its_budget_at_the_end_of_every_period(
    amounts: tuple[float, ...], carry: bool, cost: float, within: str
) -> None:
    assert planned(advanced(*amounts, carry=carry, within=within)).objective == pytest.approx(cost)


def test_a_reserve_that_overdraws_on_the_way_is_found() -> None:
    """A plan for 100 where there are 60: 40 too few from Q1 on, though nothing is missing at the end of the year."""
    rich, poor = planned(advanced(100.0)), planned(advanced(60.0))
    broken = audit(poor.scenario, poor.landed, poor.draws, rich.solution.plan)
    assert [(entry.family, entry.about[0]) for entry in broken.violations] == [("budget", RESERVE)]
    assert broken.violations[0].excess == pytest.approx(40.0)


def revolving(budget: bool = True) -> Scenario:
    """M can be bought in Q1 for 100 and is needed in Q2 in one draw of two; N in Q3 for 50, needed in Q4.

    The reserve has 100. In the mean it has paid 100, 50, 100, 50 at the ends of the quarters; where nobody takes M,
    100, 100, 150, 100: 50 more than it has.
    """
    spans = ((Q1, Q1, 0.0), (Q2, Q2, 100.0), (Q3, Q3, 0.0), (Q4, Q4, 50.0))
    firm = tuple(Budget(payer="F", from_day=first, to_day=last, amount_cny=cny) for first, last, cny in spans)
    return tiny(
        settings=settings(owner="bureau"),
        items=(machine(volume_m3=1.0), machine("N", reference_value_cny=50.0)),
        sites=(Site(site="dear", owner="F", cost_cny_per_m3_month=1.0),),  # nobody takes what it does not need
        firms=(Firm(firm="F"),),
        offers=(home_offer(to_day=Q1), home_offer("n", 50.0, item="N", from_day=Q3, to_day=Q3)),
        demand=(
            need(Q2, 1.0, "M", firm="F", shortage_cost_cny=500.0),
            need(Q4, 1.0, "N", firm="F", item="N", shortage_cost_cny=500.0),
        ),
        budgets=(*firm, *((Budget(payer=RESERVE, amount_cny=100.0),) if budget else ())),
        **courses({"taken": 1.0, "left": 1.0}, ("left", "demand", "M", None, 0.0)),
    )


def test_the_worst_draw_s_overdraft_is_told_with_its_period() -> None:
    result = plan_case(revolving())
    use = next(use for use in budget_uses(result) if use.budget.payer == RESERVE)
    assert (use.available_cny, use.spent_cny, use.worst_cny, use.overdraft_cny) == pytest.approx((100, 100, 150, 50))
    assert use.over_cny == pytest.approx([0.0, 50.0])
    assert result.scenario.calendar.first_day(int(use.over_at[1])) == Q3
    told = fund_words(result, Names(result.scenario, result.catalog, "en"))[1]
    assert "2027Q3" in told and "50% of the draws" in told


def test_a_reserve_without_a_budget_is_told_to_be_without_limit() -> None:
    result = plan_case(revolving(budget=False))
    assert fund_words(result, Names(result.scenario, result.catalog, "en")) == (
        "The reserve has no budget: it counts as without limit",
    )


def test_what_is_overdrawn_is_carried_on_in_its_draw() -> None:
    """The year in halves: the second inherits in each draw what the first left there."""
    case = revolving()
    own = replace(case.budgets[-1], to_day=Q2, carry_over=True)
    later = replace(own, from_day=Q3, to_day=Q4, amount_cny=0.0)
    result = plan_case(case.replace(budgets=(*case.budgets[:-1], own, later)))
    first, second = (use for use in budget_uses(result) if use.budget.payer == RESERVE)
    assert (first.overdraft_cny, second.overdraft_cny) == pytest.approx((0.0, 50.0))


@pytest.mark.parametrize(("amount", "cost"), [(100.0, 150.0), (99.0, 50.0 + 0.5 * 3 * 500.0), (0.0, 1250.0)])
def test_the_road_of_large_cases_keeps_the_reserve_s_cash_too(amount: float, cost: float) -> None:
    """With 99 it cannot buy M, late in one draw of two for three quarters; with nothing N is late as well, for one."""
    case = revolving()
    case = case.replace(budgets=(*case.budgets[:-1], replace(case.budgets[-1], amount_cny=amount)))
    assert planned(case).objective == pytest.approx(cost)
    landed = price(case, catalog())
    found = generate(basis_of(case, landed, sample(case, base_rate=landed.base_rate)), Clock(10.0))
    assert found is not None
    assert audit(case, landed, sample(case, base_rate=landed.base_rate), found.plan).violations == ()
    assert found.bound_cny <= cost + 1e-6 <= found.objective_cny + 1e-3
