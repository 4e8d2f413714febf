"""A case falls into parts that only a few rows join; put together by ids, the parts are the program of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bonded_cases import in_bond
from hand_cases import Q1, catalog, courses, home_offer, import_offer, machine, need, tiny, with_supplier
from networks import assembled, bonded, own, with_flow, with_service, with_stock
from random_cases import FEATURES, JOINTS, joined_case, random_case
from route_cases import random_routes, with_fallback

from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.modes import with_modes
from importplan.model.case.network import Flow, FlowKind, Network, Service
from importplan.model.program import build
from importplan.model.program.basis import Basis
from importplan.model.program.blocks import components, restrict
from importplan.model.program.build import basis_of, frame_of
from importplan.model.program.goals import program_of, stages
from importplan.pipeline.case import open_case
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.stock import Stock
from importplan.uncertainty.sampling.sample import sample

Id = tuple[str, tuple[object, ...]]
SHIPPED = Path(__file__).parents[2] / "scenarios"


@dataclass
class Named:
    """A program by ids: (lower, upper, whole, objective of every stage) of columns, (lower, upper) of rows, entries."""

    columns: dict[Id, tuple[float, ...]] = field(default_factory=dict)
    rows: dict[Id, tuple[float, float]] = field(default_factory=dict)
    entries: dict[tuple[Id, Id], float] = field(default_factory=dict)
    offsets: tuple[float, ...] = ()


def named(basis: Basis) -> Named:
    """The programs of all stages of a case or of a part of one."""
    frame = frame_of(basis)
    programs = [program_of(frame, stage) for stage in stages(frame)]
    columns, rows = frame.draft.column_ids(), frame.draft.row_ids()
    first, objectives = programs[0], [each.objective for each in programs]
    about = np.stack([first.column_lower, first.column_upper, first.whole, *objectives], axis=1)
    bounds = np.stack([first.row_lower, first.row_upper], axis=1)
    entries = zip(first.row.tolist(), first.column.tolist(), first.value.tolist(), strict=True)
    return Named(
        columns=dict(zip(columns, map(tuple, about.tolist()), strict=True)),
        rows=dict(zip(rows, map(tuple, bounds.tolist()), strict=True)),
        entries={(rows[row], columns[column]): value for row, column, value in entries},
        offsets=tuple(each.offset for each in programs),
    )


def together(nothing: Named, parts: list[Named]) -> Named:
    """The union of parts: equal wherever they meet, but bounds of coupling rows and offsets add up."""
    whole = Named(dict(nothing.columns), dict(nothing.rows), dict(nothing.entries), nothing.offsets)
    for part in parts:
        for name, about in part.columns.items():
            assert whole.columns.setdefault(name, about) == pytest.approx(about, rel=1e-12), name
        for at, value in part.entries.items():
            assert whole.entries.setdefault(at, value) == pytest.approx(value, rel=1e-12), at
        for name, bounds in part.rows.items():
            if name in nothing.rows:
                moved = zip(whole.rows[name], bounds, nothing.rows[name], strict=True)
                whole.rows[name] = tuple(a + b - c if isfinite(c) else c for a, b, c in moved)  # type: ignore[assignment]
            else:
                assert whole.rows.setdefault(name, bounds) == pytest.approx(bounds), name
        moved = zip(whole.offsets, part.offsets, nothing.offsets, strict=True)
        whole.offsets = tuple(a + b - c for a, b, c in moved)
    return whole


def equal(found: Named, asked: Named) -> None:
    """Entry by entry."""
    assert found.columns.keys() == asked.columns.keys()
    assert found.rows.keys() == asked.rows.keys()
    assert found.entries.keys() == asked.entries.keys()
    for name, about in asked.columns.items():
        assert found.columns[name] == pytest.approx(about, rel=1e-12), name
    for name, bounds in asked.rows.items():
        assert found.rows[name] == pytest.approx(bounds, rel=1e-9, abs=1e-6), name
    for at, value in asked.entries.items():
        assert found.entries[at] == pytest.approx(value, rel=1e-9), at
    assert found.offsets == pytest.approx(asked.offsets, rel=1e-9, abs=1e-9)


def basis(case: Scenario, network: Network | None = None, draws: int | None = None) -> Basis:
    """What the program of a case is written from."""
    landed = price(case, catalog())
    return basis_of(case, landed, sample(case, count=draws, base_rate=landed.base_rate), network=network)


def reassembled(whole: Basis) -> list[tuple[str, ...]]:
    """Take a case apart, put it together again, compare, and say of which components it is."""
    found = list(components(whole))
    nothing = named(restrict(whole, ()))
    parts = [named(restrict(whole, each)) for each in found]
    equal(together(nothing, parts), named(whole))
    return found


def twice(case: Scenario) -> Scenario:
    """The case with every item, its demand, stock, offers and signed orders a second time, of the same suppliers."""
    ids = {row.item for row in case.items} | {row.offer for row in case.offers}
    ids |= {row.line for row in case.demand} | {row.order for row in case.open_orders}

    def again(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        copies = []
        for row in rows:
            values = {spec.attribute: getattr(row, spec.attribute) for spec in row.specs()}
            changed = {key: f"{name}2" for key, name in values.items() if isinstance(name, str) and name in ids}
            copies += [replace(row, **changed)] if changed else []
        return (*rows, *copies)

    sheets = (
        "items",
        "demand",
        "stock",
        "offers",
        "price_breaks",
        "open_orders",
        "qualifications",
        "limits",
        "draw_values",
    )
    return case.replace(**{sheet: again(getattr(case, sheet)) for sheet in sheets})


@pytest.mark.parametrize("seed", range(2 * len(FEATURES)))
def test_random_cases_are_the_union_of_their_parts(seed: int) -> None:
    reassembled(basis(twice(random_case(seed))))


@pytest.mark.parametrize("seed", range(2 * len(JOINTS)))
def test_cases_whose_rows_join_stocks_or_draws_are_the_union_of_their_parts(seed: int) -> None:
    reassembled(basis(twice(joined_case(seed))))


@pytest.mark.parametrize("seed", range(len(JOINTS)))
def test_draws_are_told_apart_group_by_group_as_in_one_go(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Items whose stores may be full together are one group; all others a group each."""
    case = twice(joined_case(seed))
    whole = basis(case)
    monkeypatch.setattr(build, "DATES", 0)
    again = basis(case)
    assert (again.states.label == whole.states.label).all()
    assert (again.states.merged == whole.states.merged).all() and (again.states.by_rule == whole.states.by_rule).all()
    assert again.most == pytest.approx(whole.most, rel=1e-12)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_made_of_others_is_one_part_with_them(seed: int) -> None:
    """A machine, its kits and parts, beside a machine of its own, under one budget."""
    case = with_fallback(random_routes(seed)) if seed else random_routes(seed)
    other = replace(case.offers[0], offer="n", item="N")
    case = case.replace(
        items=(*case.items, machine("N")),
        offers=(*case.offers, other),
        demand=(*case.demand, need(Q1, line="n", item="N", firm="A")),
        budgets=(Budget(payer="all", amount_cny=900.0), Budget(payer="A", amount_cny=700.0, within="each_draw")),
    )
    assert reassembled(basis(case)) == [("M", "K", "P"), ("N",)]


@pytest.mark.parametrize("seed", [0, 3, 8, 9])
def test_goods_in_bond_are_part_of_their_item(seed: int) -> None:
    reassembled(basis(twice(in_bond(seed))))


@pytest.mark.parametrize("name", ["compressor_maker", "machine_tool_builder", "guangdong_machine_tools"])
def test_the_shipped_scenarios_are_the_union_of_their_parts(name: str) -> None:
    (path,) = sorted((SHIPPED / name).glob("*.xlsx"))
    case = with_modes(open_case(path).scenario, catalog())
    assert len(reassembled(basis(case, draws=None if case.draws else 5))) > 1


@pytest.mark.parametrize("seed", range(len(FEATURES)))
def test_networks_that_were_given_are_the_union_of_their_parts(seed: int) -> None:
    """Goods of the first item serve the second one's queues and become it: they are one component, the rest another."""
    case = twice(random_case(seed))
    network = own(case)
    firm = network.stocks[0].owner
    mine = [position for position, row in enumerate(network.stocks) if row.owner == firm][:2]
    if len(mine) == 2:
        giver, taker = mine
        served = [number for number, stock in enumerate(network.queue_stock) if stock == taker]
        network = with_service(network, *(Service(giver, number, 1.5) for number in served))
        network = with_flow(network, assembled(((giver, 2.0),), taker, 40.0))
        ends = {network.stocks[position].item for position in mine}
        assert any(ends <= set(each) for each in reassembled(basis(case, network)))


# --- what ties items -------------------------------------------------------------------------------------------------


def three(**sheets: Any) -> Scenario:
    """Machines A and B in one group and C alone, each needed and sold."""
    names = ("A", "B", "C")
    given: dict[str, Any] = {
        "items": tuple(machine(name, group="tools" if name != "C" else "") for name in names),
        "demand": tuple(need(item=name, line=f"L{name}") for name in names),
        "offers": tuple(import_offer(f"e{name}", item=name) for name in names),
    }
    return tiny(**(given | sheets))


APART, TOOLS, ALL = [("A",), ("B",), ("C",)], [("A", "B"), ("C",)], [("A", "B", "C")]
BUDGET = Budget(payer="firm", from_day=Q1, to_day=Q1, amount_cny=100.0)
PERMIT = Qualification(firm="F", regime="encouraged_project", quota_units=3.0)


@pytest.mark.parametrize(
    ("sheets", "tied"),
    [
        ({}, APART),
        ({"budgets": (BUDGET,)}, APART),
        ({"limits": (Limit(rule="max_country_share", item="all", value=0.5),)}, APART),
        ({"limits": (Limit(rule="max_supplier_share", item="group:tools", value=0.5),)}, APART),
        ({"limits": (Limit(rule="max_tax", who="all", value=5.0),)}, APART),
        ({"limits": (Limit(rule="min_fill_rate", item="each", value=0.5),)}, APART),
        ({"limits": (Limit(rule="min_fill_rate", item="group:tools", value=0.5, within="mean"),)}, TOOLS),
        ({"limits": (Limit(rule="max_shortage", item="all", value=1.0),)}, ALL),
        ({"limits": (Limit(rule="min_suppliers", item="group:tools", value=1.0),)}, TOOLS),
        ({"limits": (Limit(rule="max_hhi", item="all", value=0.9),)}, ALL),
    ],
)
def test_items_are_tied_by_what_has_columns_or_recourse_in_common(
    sheets: dict[str, Any], tied: list[tuple[str, ...]]
) -> None:
    assert reassembled(basis(three(**sheets))) == tied


def test_a_quota_of_several_items_ties_them_and_a_certificate_without_one_does_not() -> None:
    case = quota_case()
    assert list(components(basis(case))) == ALL
    free = case.replace(qualifications=tuple(replace(row, quota_units=None) for row in case.qualifications))
    assert list(components(basis(free))) == APART


def test_goods_that_become_or_replace_others_are_one_part_with_them() -> None:
    case = three()
    network = own(case)
    assert reassembled(basis(case, with_flow(network, assembled(((0, 1.0),), 1)))) == TOOLS
    assert reassembled(basis(case, with_service(network, Service(2, 1)))) == [("A",), ("B", "C")]


def test_goods_in_bond_pay_the_tax_of_their_own_option_in_their_part() -> None:
    """The third item's goods lie in bond; in its part its option is the first one."""
    case = three()
    landed = price(case, catalog())
    network = with_stock(own(case), bonded("C"), 2.0)
    option = [each.offer for each in landed.options].index("eC")
    network = with_flow(network, Flow(FlowKind.CLEARANCE, ((3, 1.0),), 2, tax=option))
    assert reassembled(basis(case, network)) == APART
    assert restrict(basis(case, network), ("C",)).facts.network.flows[0].tax == 0


# --- what a part knows ----------------------------------------------------------------------------------------------


def test_what_is_signed_takes_its_share_of_a_budget_in_its_own_part() -> None:
    """B has an order of 2 x 100 to pay in Q1; of 500 the part of B leaves 300, the others 500."""
    signed = OpenOrder(order="S", offer="hB", quantity=2.0, due=Q1, ordered=Q1)
    offers = tuple(home_offer(f"h{name}", item=name) for name in "ABC")
    case = three(offers=offers, open_orders=(signed,), budgets=(replace(BUDGET, amount_cny=500.0),))

    def left(*items: str) -> float:
        part = restrict(basis(case), items)
        uppers = [upper for (family, _), (_, upper) in named(part).rows.items() if family == "budget"]
        return uppers[0] * part.common.money

    assert (left(), left("A"), left("B"), left("C")) == pytest.approx((500.0, 500.0, 300.0, 500.0))


def test_the_reserve_pays_in_a_part_of_which_it_holds_nothing() -> None:
    """It is known from its stock of A alone; qualification is its to pay in the part of B too."""
    firms = (Firm(firm="X"), Firm(firm="Y"))
    lines = tuple(need(item=name, line=f"L{name}", firm="X") for name in "ABC")
    case = three(firms=firms, demand=lines, stock=(Stock(item="A", quantity=1.0, owner=RESERVE),))
    assert restrict(basis(case), ("B",)).facts.payers == ("X", "Y", RESERVE)
    assert reassembled(basis(case)) == APART


def test_a_part_is_as_small_as_its_items() -> None:
    part = restrict(basis(three()), ("B",))
    assert [row.item for row in part.facts.scenario.items] == ["B"]
    assert {option.offer for option in part.facts.landed.options} == {"eB"}
    assert part.facts.draws.demand.shape == (1, 1)


def test_a_part_sees_at_a_call_what_the_whole_sees() -> None:
    """Draws that differ in the need of A alone tell calls for B apart as well."""
    offers = tuple(import_offer(f"e{name}", item=name, contract="framework") for name in "AB")
    lines = tuple(need(Q1, item=name, line=f"L{name}") for name in "AB")
    more = courses({"few": 0.5, "many": 0.5}, ("many", "demand", "LA", None, 4.0))
    case = three(items=(machine("A"), machine("B")), offers=offers, demand=lines, **more)
    case = with_supplier(case, "E", booking_cost_cny=1.0)
    calls = [name for name in named(restrict(basis(case), ("B",))).columns if name[0] == "call"]
    assert {key[-1] for _, key in calls} == {0, 1}
    assert len(reassembled(basis(case))) == 2


def quota_case() -> Scenario:
    """One certificate for all items of a firm, with a quota over all of them."""
    return three(
        firms=(Firm(firm="F"),),
        demand=tuple(need(item=name, line=f"L{name}", firm="F") for name in "ABC"),
        qualifications=(PERMIT,),
    )
