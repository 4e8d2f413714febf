"""The network of a case is today's program; queues that several stocks serve and flows are built into the same rows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hand_cases import home_offer, machine, need, tiny
from networks import assembled, own, relieved, solved, with_flow, with_service, with_stock
from random_cases import FEATURES, random_case

from importplan.model.case.network import FlowKind, Network, Service
from importplan.plan.plan import CustomsStatus, Holding
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.stock import Stock

SEEDS = range(len(FEATURES))


def doubled(network: Network) -> Network:
    """Every queue may be served by a second stock too, in which there is nothing: rows and columns of its own."""
    for number, queue in enumerate(network.queues):
        spare = relieved(queue.item, queue.firm)
        if spare not in network.stocks:
            network = with_stock(network, spare)
        network = with_service(network, Service(network.stocks.index(spare), number))
    return network


def exchanging(network: Network) -> Network:
    """Goods of one item serve the queues of the next one of the firm, and become that item within 40 days."""
    firms = [position for position, row in enumerate(network.stocks) if row.owner != RESERVE]
    by_owner = sorted(firms, key=lambda position: network.stocks[position].owner)
    for giver, taker in pairwise(by_owner):
        if network.stocks[giver].owner == network.stocks[taker].owner:
            served = [number for number, stock in enumerate(network.queue_stock) if stock == taker]
            network = with_service(network, *(Service(giver, number, 1.5) for number in served))
            network = with_flow(network, assembled(((giver, 2.0),), taker, 40.0))
    return network


def test_a_case_has_a_stock_for_each_firm_and_item_with_its_queues() -> None:
    firms = (Firm(firm="A"), Firm(firm="B"))
    lines = (
        need(firm="A"),
        need(firm="A", line="L2", shortage_cost_cny=80.0),
        need(firm="B", line="L3"),
    )
    network = own(tiny(firms=firms, demand=lines))
    assert network.stocks == (Holding("A", "M"), Holding("B", "M"))
    assert [(service.stock, service.queue, service.ratio) for service in network.services] == [
        (0, 0, 1.0),
        (0, 1, 1.0),
        (1, 2, 1.0),
    ]
    assert network.flows == ()


def test_the_reserve_releases_to_every_firm_that_needs_the_item_after_consent() -> None:
    """Goods with 30 days of consent are a stock of their own; a taker pays the reference value, 100 CNY."""
    firms = (Firm(firm="A"), Firm(firm="B"))
    slow = home_offer("r", end_user="retransfer", retransfer_days=30.0)
    case = tiny(
        firms=firms,
        items=(machine(), machine("N")),
        demand=(need(firm="A"), need(firm="B", line="L2")),
        offers=(home_offer(), slow),
        stock=(Stock(item="M", quantity=3.0, owner=RESERVE), Stock(item="N", quantity=1.0, owner=RESERVE)),
    )
    network = own(case)
    # Nobody needs N, which lies there all the same.
    assert network.stocks[2:] == (Holding(RESERVE, "M"), Holding(RESERVE, "M", 30.0), Holding(RESERVE, "N"))
    assert network.opening.tolist() == [0.0, 0.0, 3.0, 0.0, 1.0]
    assert {flow.kind for flow in network.flows} == {FlowKind.RELEASE}
    ends = [(flow.source, flow.gives, flow.delay_days, flow.price_cny) for flow in network.flows]
    assert ends == [(2, 0, 0.0, 100.0), (2, 1, 0.0, 100.0), (3, 0, 30.0, 100.0), (3, 1, 30.0, 100.0)]


@pytest.mark.parametrize("seed", SEEDS)
def test_in_cases_of_today_one_taxed_stock_serves_every_queue(seed: int) -> None:
    network = own(random_case(seed))
    assert network.lone.all()
    assert {service.ratio for service in network.services} <= {1.0}
    assert {stock.status for stock in network.stocks} <= {CustomsStatus.TAXED}
    assert {flow.kind for flow in network.flows} <= {FlowKind.RELEASE}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_stock_with_nothing_in_it_changes_no_optimum(seed: int) -> None:
    """What is served as columns and a row of the queue is what follows from stock and backlog without them."""
    case = random_case(seed)
    today, other = solved(case, own(case), merge=False), solved(case, doubled(own(case)), merge=False)
    assert (today is None) == (other is None)
    if today is not None and other is not None:
        assert other.objective == pytest.approx(today.objective, rel=1e-6, abs=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_draws_that_look_alike_to_all_that_exchanges_share_columns(seed: int) -> None:
    """The same optimum as with columns of its own for every draw, where goods substitute and become each other."""
    case = random_case(seed)
    network = exchanging(own(case))
    shared, alone = solved(case, network), solved(case, network, merge=False)
    assert (shared is None) == (alone is None)
    if shared is not None and alone is not None:
        assert shared.objective == pytest.approx(alone.objective, rel=1e-6, abs=1e-3)
        assert shared.frame.draft.columns_count <= alone.frame.draft.columns_count


def test_more_ways_never_cost_more() -> None:
    """Substitutes and assembly only add ways: over all random cases the optimum never rises, and falls in some.

    Without limits, of which those on the mix bind the new orders too.
    """
    gains = []
    for seed in SEEDS:
        case = random_case(seed).replace(limits=())
        today, more = solved(case, own(case)), solved(case, exchanging(own(case)))
        if today is not None:
            assert more is not None
            assert more.objective <= today.objective + 1e-6 * abs(today.objective) + 1e-3
            gains.append(today.objective - more.objective)
    assert max(gains) > 1.0


def test_flows_are_sorted_along_the_way_of_goods() -> None:
    """A kit becomes a machine, and parts a kit: the need of parts is the machines' through both."""
    case = tiny(items=(machine(), machine("K"), machine("P")))
    network = with_stock(with_stock(own(case), Holding("firm", "K")), Holding("firm", "P"))
    network = with_flow(network, assembled(((1, 2.0),)), assembled(((2, 3.0),), gives=1))
    assert network.needed(np.array([2.0])).tolist() == [2.0, 4.0, 12.0]
    assert network.reachable(np.array([1.0, 2.0, 12.0])).tolist() == [1.0 + 3.0, 6.0, 12.0]
