"""Networks of stocks that no case of today has yet: kits, substitutes, two stocks for a queue, goods in bond; by hand.

The tiny case: two machines M are needed in Q2, one costs 100 CNY at once, one that is late 50 CNY a quarter.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pytest
from hand_cases import (
    Q1,
    Q2,
    Q3,
    Q4,
    catalog,
    courses,
    home_offer,
    import_offer,
    machine,
    need,
    settings,
    tiny,
)
from networks import Solved, assembled, bonded, own, relieved, solved, with_flow, with_service, with_stock

from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.table import LandedTable
from importplan.model.case.network import Flow, FlowKind, Network, Service
from importplan.model.program.variables import ORDER, SERVED
from importplan.plan.plan import Holding
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.sites import Site

FEBRUARY = date(2027, 2, 1)
KIT, PART, SUBSTITUTE = Holding("firm", "K"), Holding("firm", "P"), Holding("firm", "S")


def found(case: Scenario, network: Network, **changes: Any) -> Solved:
    """The optimum, which must be the same when every draw has columns of its own."""
    answer, alone = solved(case, network, **changes), solved(case, network, merge=False, **changes)
    assert answer is not None
    assert alone is not None
    assert answer.objective == pytest.approx(alone.objective)
    return answer


# --- assembly --------------------------------------------------------------------------------------------------------


def kits(**sheets: Any) -> Scenario:
    """Machines may be bought for 100, or made of two kits at 30 each."""
    given = {
        "items": (machine(), machine("K"), machine("P")),
        "offers": (home_offer(), home_offer("k", 30.0, item="K")),
    }
    return tiny(**(given | sheets))


def kit_network(case: Scenario, *flows: Flow) -> Network:
    return with_flow(with_stock(own(case), KIT), *flows)


def test_machines_are_made_of_kits_by_ratio_and_delay() -> None:
    """Assembly takes 95 days: started on 1 January it serves Q2. 2 machines x 2 kits x 30."""
    case = kits()
    answer = found(case, kit_network(case, assembled(((1, 2.0),), delay_days=95.0)))
    assert answer.objective == pytest.approx(120.0)
    assert answer.ordered == {("k", 0): 4.0}
    assert answer.flow()[:, 0].tolist() == pytest.approx([2.0, 0.0, 0.0, 0.0])


def test_kits_that_come_later_than_machines_are_worth_their_delay() -> None:
    """Needed in Q1, kits would serve in Q2: 120 + 2 x 50 late; bought machines cost 2 x 100."""
    case = kits(demand=(need(Q1),))
    answer = found(case, kit_network(case, assembled(((1, 2.0),), delay_days=95.0)))
    assert answer.objective == pytest.approx(200.0)
    dear = case.replace(offers=(home_offer(unit_price=120.0), case.offers[1]))
    assert found(dear, kit_network(dear, assembled(((1, 2.0),), delay_days=95.0))).objective == pytest.approx(220.0)


def test_assembly_waits_for_kits_that_are_late() -> None:
    """The kits of an order of Q1 come in Q2 in one draw of two: there the machines serve in Q3, 2 x 50 late."""
    case = kits(
        offers=(home_offer(unit_price=300.0), home_offer("k", 30.0, item="K", origin="DE")),
        **courses({"fine": 0.5, "slow": 0.5}, ("slow", "delay_days", "k", Q1, 100.0)),
    )
    answer = found(case, kit_network(case, assembled(((1, 2.0),), delay_days=95.0)))
    assert answer.objective == pytest.approx(120.0 + 0.5 * 100.0)
    assert answer.flow()[:, 0].tolist() == pytest.approx([2.0, 0.0, 0.0, 0.0])
    assert answer.flow()[:, 1].tolist() == pytest.approx([0.0, 2.0, 0.0, 0.0])


def test_an_assembly_of_two_parts_is_bounded_by_the_scarcer_one() -> None:
    """A machine takes a kit (30) and a part, of which one is in stock and none is sold: 30, and 100 for the other."""
    case = kits()
    network = with_stock(with_stock(own(case), KIT), PART, 1.0)
    answer = found(case, with_flow(network, assembled(((1, 1.0), (2, 1.0)))))
    assert answer.objective == pytest.approx(130.0)
    assert answer.flow().sum(axis=0).tolist() == pytest.approx([1.0])


def test_what_a_machine_is_made_of_may_be_needed_itself() -> None:
    """Kits of a firm serve its own need of kits, at 80 a quarter late, before they become machines at 50.

    Two kits in stock, none sold, no machine sold: both serve kits. Taking one back from them is no way out.
    """
    case = kits(offers=(), demand=(need(Q1), need(Q1, item="K", line="L2", shortage_cost_cny=80.0)))
    network = own(case)
    answer = found(case, with_flow(replace(network, opening=np.array([0.0, 2.0])), assembled(((1, 1.0),))))
    assert answer.objective == pytest.approx(2.0 * 4.0 * 50.0)


def test_no_more_kits_are_ordered_than_machines_and_kits_can_use() -> None:
    case = kits()
    answer = found(case, kit_network(case, assembled(((1, 2.0),))))
    upper = answer.frame.draft.upper_of(answer.frame.draft.names[ORDER])
    by_offer = dict(zip([key[0] for key in answer.frame.order_ids], upper.tolist(), strict=True))
    assert by_offer == {"h": 2.0, "k": 4.0}


# --- substitutes, and queues that several stocks serve ----------------------------------------------------------------


def substitutes(**sheets: Any) -> Scenario:
    """One and a half S do the work of an M; S costs 60."""
    given = {
        "items": (machine(), machine("S")),
        "offers": (home_offer(), home_offer("s", 60.0, item="S")),
    }
    return tiny(**(given | sheets))


def test_a_substitute_serves_at_its_ratio() -> None:
    """2 x 1.5 x 60 = 180 < 200."""
    case = substitutes()
    answer = found(case, with_service(with_stock(own(case), SUBSTITUTE), Service(1, 0, 1.5)))
    assert answer.objective == pytest.approx(180.0)
    assert sum(units for (offer, _), units in answer.ordered.items() if offer == "s") == 3.0


def test_what_a_substitute_leaves_open_stays_in_the_queue() -> None:
    """One S in stock serves 2/3; one M is bought (100), and the last third waits three quarter ends x 50."""
    case = substitutes(offers=(home_offer(),))
    answer = found(case, with_service(with_stock(own(case), SUBSTITUTE, 1.0), Service(1, 0, 1.5)))
    assert answer.objective == pytest.approx(150.0)
    assert answer.served(1).sum() == pytest.approx(2.0 / 3.0)


def test_a_substitute_alone_serves_at_its_ratio_without_columns_of_its_own() -> None:
    """Nothing but S serves: the ratio stands in the balance of S."""
    case = substitutes(offers=(home_offer("s", 60.0, item="S"),))
    network = with_stock(own(case), SUBSTITUTE)
    answer = found(case, replace(network, services=(Service(1, 0, 1.5),)))
    assert answer.objective == pytest.approx(180.0)
    assert answer.frame.draft.names[SERVED].size == 0


def test_a_queue_is_served_by_two_stocks() -> None:
    """One machine under supervision is there; one is bought."""
    case = tiny()
    answer = found(case, with_service(with_stock(own(case), relieved(), 1.0), Service(1, 0)))
    assert answer.objective == pytest.approx(100.0)


def test_the_stock_that_serves_only_one_queue_leaves_the_other_stock_to_the_other_queue() -> None:
    """Supervised goods may serve the cheap queue only. One unit in each stock, one need in each queue: nobody waits."""
    lines = (need(quantity=1.0), need(quantity=1.0, line="L2", shortage_cost_cny=80.0))
    case = tiny(offers=(), demand=lines)
    network = own(case)
    cheap = [queue.shortage_cost_cny for queue in network.queues].index(50.0)
    network = with_stock(replace(network, opening=np.array([1.0])), relieved(), 1.0)
    assert found(case, network).objective == pytest.approx(3.0 * 50.0)
    assert found(case, with_service(network, Service(1, cheap))).objective == pytest.approx(0.0)


def test_waiting_belongs_to_the_queue_whoever_serves_it_in_the_end() -> None:
    """Needed in Q1; goods of both stocks come in Q2, one each: both wait one quarter end."""
    slow = (home_offer(lead_time_days=100.0), home_offer("s", 60.0, item="S", lead_time_days=100.0))
    case = substitutes(demand=(need(Q1),), offers=slow)
    answer = found(case, with_service(with_stock(own(case), SUBSTITUTE), Service(1, 0, 1.5)))
    assert answer.objective == pytest.approx(2.0 * 50.0 + 180.0)


def test_demand_that_several_stocks_serve_is_lost_when_it_has_waited() -> None:
    """Two needs of Q1 wait a quarter (2 x 50) and are lost; with a supervised machine only one waits."""
    case = tiny(offers=(), demand=(need(Q1, lost_after_periods=1),))
    network = with_stock(own(case), relieved(), 0.0)
    assert found(case, with_service(network, Service(1, 0))).objective == pytest.approx(100.0)
    served = with_service(with_stock(own(case), relieved(), 1.0), Service(1, 0))
    assert found(case, served).objective == pytest.approx(50.0)


def test_who_was_served_by_another_stock_is_not_lost_for_the_next() -> None:
    """A needs one in Q1, B in Q2, patient for two quarters; the supervised machine goes to A at once.

    B is late in Q2 and Q3 and lost in Q4: 2 x 50. Nobody has waited for two quarters in Q3.
    """
    lines = (need(Q1, 1.0, "A", lost_after_periods=2), need(Q2, 1.0, "B", lost_after_periods=2))
    case = tiny(offers=(), demand=lines)
    network = with_service(with_stock(own(case), relieved(), 1.0), Service(1, 0))
    assert found(case, network).objective == pytest.approx(100.0)


def test_a_fill_rate_counts_what_any_stock_serves() -> None:
    """Half of the need must be served in its period; a substitute in stock does it for nothing."""
    limit = Limit(rule="min_fill_rate", item="each", who="each", value=0.5)
    case = substitutes(offers=(home_offer(unit_price=1000.0),), limits=(limit,))
    answer = found(case, with_service(with_stock(own(case), SUBSTITUTE, 1.5), Service(1, 0, 1.5)))
    assert answer.objective == pytest.approx(3.0 * 50.0)  # the other one waits three quarter ends
    assert found(case, own(case)).objective == pytest.approx(1000.0 + 3.0 * 50.0)


# --- goods in bond ----------------------------------------------------------------------------------------------------


def in_bond(shortage_cost_cny: float, **sheets: Any) -> Scenario:
    """One imported machine (100 CNY CIF, duty 10 %, VAT 14.3 deductible) is needed in Q2; ten times as dear to buy."""
    given: dict[str, Any] = {
        "offers": (import_offer(),),
        "demand": (need(quantity=1.0, shortage_cost_cny=shortage_cost_cny),),
    }
    return tiny(**(given | sheets))


def clearing(case: Scenario, units: float = 1.0, site: str = "") -> Network:
    """The machine lies in bond; cleared, it pays the tax of option 0."""
    network = with_stock(own(case), bonded(site=site), units)
    return with_flow(network, Flow(FlowKind.CLEARANCE, ((len(network.stocks) - 1, 1.0),), 0, tax=0))


def halved_from(period: int, landed: LandedTable) -> LandedTable:
    """Half the duty from a period on."""
    unit = landed.unit_cny.copy()
    unit[:, CHARGE_INDEX[DUTY], period:] *= 0.5
    return replace(landed, unit_cny=unit)


halved_from_q2, halved_from_q3 = partial(halved_from, 1), partial(halved_from, 2)


def test_goods_leave_bond_at_the_duty_of_that_day() -> None:
    """10 in Q2; from Q3 on 5. Waiting a quarter costs 50, or 3."""
    case = in_bond(50.0)
    answer = found(case, clearing(case), changed=halved_from_q3)
    assert answer.objective == pytest.approx(10.0)
    assert answer.line("duty") == pytest.approx([10.0])
    patient = in_bond(3.0)
    answer = found(patient, clearing(patient), changed=halved_from_q3)
    assert answer.objective == pytest.approx(3.0 + 5.0)
    assert answer.flow()[:, 0].tolist() == pytest.approx([0.0, 0.0, 1.0, 0.0])


def test_goods_leave_bond_at_the_exchange_rate_of_that_day_in_each_draw() -> None:
    """In one draw of two the euro halves in Q3: there waiting (4) for 5 is cheaper than 10 now."""
    euro = courses({"as it is": 0.5, "cheap": 0.5}, *[("cheap", "fx", "EUR", day, 5.0) for day in (Q3, Q4)])
    case = in_bond(4.0, **euro)
    answer = found(case, clearing(case))
    assert answer.objective == pytest.approx(0.5 * 10.0 + 0.5 * 9.0)
    assert answer.line("exchange_rate") == pytest.approx([0.0, -5.0])


def test_tax_out_of_bond_stands_in_the_budget_of_who_takes_the_goods() -> None:
    """Needed in January; VAT of 14.3 comes back in February, within the quarter, so that the duty of 10 counts.

    Of 5, half a machine is cleared; the other half waits and pays in Q2: 0.5 x 10 + 0.5 x (10 + 50).
    """
    budget = Budget(payer="firm", from_day=Q1, to_day=Q1, amount_cny=5.0)
    case = in_bond(50.0, demand=(need(Q1, quantity=1.0),), budgets=(budget,))
    answer = found(case, clearing(case))
    assert answer.objective == pytest.approx(35.0)
    assert answer.flow()[:, 0].tolist() == pytest.approx([0.5, 0.5, 0.0, 0.0])


def test_deductible_tax_out_of_bond_is_cash_until_it_comes_back() -> None:
    """By month: 24.3 leave in January, 14.3 come back in February; over both months a machine costs 10."""
    case = in_bond(50.0, settings=settings(period="month", periods=3), demand=(need(Q1, quantity=1.0),))
    january = Budget(payer="firm", from_day=Q1, to_day=Q1, amount_cny=12.15)
    half = case.replace(budgets=(january,))
    assert found(half, clearing(half)).flow()[:, 0].tolist() == pytest.approx([0.5, 0.5, 0.0])
    both = case.replace(budgets=(replace(january, to_day=FEBRUARY, amount_cny=5.0),))
    assert found(both, clearing(both)).flow()[:, 0].tolist() == pytest.approx([0.5, 0.0, 0.5])


def test_tax_out_of_bond_counts_under_a_limit_of_tax() -> None:
    """Deductible or not: half of 24.3 may be paid in Q1."""
    limit = Limit(rule="max_tax", who="all", from_day=Q1, to_day=Q1, value=12.15)
    case = in_bond(50.0, demand=(need(Q1, quantity=1.0),), limits=(limit,))
    assert found(case, clearing(case)).objective == pytest.approx(35.0)


def test_goods_in_bond_take_room_and_rent_of_their_site() -> None:
    """Two are needed in Q2, and duty falls to half then: 5 each. Until then one finds room, for 3 months at 1 CNY.

    The other is cleared in Q1 for 10.
    """
    sites = (
        Site(site="B", kind="bonded", capacity_m3=1.0, cost_cny_per_m3_month=1.0, owner="firm"),
        Site(site="A", owner="firm"),
    )
    case = in_bond(50.0, items=(machine(volume_m3=1.0),), sites=sites, demand=(need(),))
    answer = found(case, clearing(case, units=2.0, site="B"), changed=halved_from_q2)
    assert answer.objective == pytest.approx(10.0 + 3.0 + 5.0)
    assert answer.flow(-1)[:, 0].tolist() == pytest.approx([1.0, 1.0, 0.0, 0.0])
    roomy = case.replace(sites=(replace(sites[0], capacity_m3=None), sites[1]))
    assert found(roomy, clearing(roomy, units=2.0, site="B"), changed=halved_from_q2).objective == pytest.approx(16.0)
    dear = case.replace(sites=(replace(sites[0], cost_cny_per_m3_month=2.0), sites[1]))
    assert found(dear, clearing(dear, units=2.0, site="B"), changed=halved_from_q2).objective == pytest.approx(20.0)


def test_rent_of_a_bonded_site_stands_in_the_budget_of_the_owner() -> None:
    """In Q1 a machine costs 3 if it stays, and 10 if it is cleared."""
    sites = (Site(site="B", kind="bonded", cost_cny_per_m3_month=1.0, owner="firm"),)
    budget = Budget(payer="firm", from_day=Q1, to_day=Q1, amount_cny=6.5)
    case = in_bond(50.0, items=(machine(volume_m3=1.0),), sites=sites, budgets=(budget,))
    answer = found(case, clearing(case, site="B"), changed=halved_from_q2)
    assert answer.flow(-1)[:, 0].tolist() == pytest.approx([0.0, 1.0, 0.0, 0.0])  # 3 <= 6.5
    tight = case.replace(budgets=(replace(budget, amount_cny=2.0),))
    assert solved(tight, clearing(tight, site="B"), changed=halved_from_q2) is None


# --- what is no network ---------------------------------------------------------------------------------------------


def faulty(change: str) -> Network:
    """A network with one fault."""
    case = kits()
    network = with_stock(with_stock(with_stock(own(case), KIT), bonded()), Holding(RESERVE, "M"))
    clear = Flow(FlowKind.CLEARANCE, ((2, 1.0),), 0, tax=0)
    changes: dict[str, Any] = {
        "twice": lambda: with_stock(network, KIT),
        "nobody": lambda: replace(network, services=()),
        "two times": lambda: with_service(network, Service(0, 0)),
        "bond": lambda: with_service(network, Service(2, 0)),
        "others": lambda: with_service(network, Service(3, 0)),
        "nothing": lambda: with_service(network, Service(1, 0, 0.0)),
        "circle": lambda: with_flow(network, assembled(((1, 1.0),)), assembled(((0, 1.0),), gives=1)),
        "tax free": lambda: with_flow(network, replace(clear, tax=None)),
        "taxed twice": lambda: with_flow(network, replace(assembled(((1, 1.0),)), tax=0)),
        "out of nothing": lambda: with_flow(network, assembled(((1, 0.0),))),
        "same item": lambda: with_flow(network, assembled(((0, 1.0),), gives=0)),
        "in bond": lambda: with_flow(network, assembled(((2, 1.0),), gives=1)),
        "partly in bond": lambda: with_flow(with_stock(network, bonded("P")), assembled(((1, 1.0), (4, 1.0)))),
        "release at home": lambda: with_flow(network, Flow(FlowKind.RELEASE, ((1, 1.0),), 0)),
        "into bond": lambda: with_flow(network, replace(clear, gives=2)),
        "backwards": lambda: with_flow(network, assembled(((1, 1.0),), delay_days=-1.0)),
    }
    return changes[change]()


@pytest.mark.parametrize(
    "change",
    ["twice", "nobody", "two times", "bond", "others", "nothing", "circle", "tax free", "taxed twice", "out of nothing",
     "same item", "in bond", "partly in bond", "release at home", "into bond", "backwards"],
)  # fmt: skip
def test_what_makes_no_sense_is_no_network(change: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        faulty(change)


def test_relief_in_instalments_is_unknown_of_goods_in_bond() -> None:
    """The tax of an option that pays VAT later is not built."""
    case = in_bond(50.0)
    landed = halved_from_q3(price(case, catalog()))
    share = landed.timing.vat_share.copy()
    share[0, :, 0] = 0.2
    late = replace(landed, timing=replace(landed.timing, vat_share=share))
    with pytest.raises(ValueError, match="ordinary tax"):
        solved(case, clearing(case), landed=late)


def test_a_bonded_site_must_be_one() -> None:
    case = in_bond(50.0, sites=(Site(site="B", owner="firm"),))
    with pytest.raises(ValueError, match="no bonded site"):
        solved(case, clearing(case, site="B"))
