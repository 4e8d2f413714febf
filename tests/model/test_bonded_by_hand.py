"""Bonded sites and goods by customs status, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hand_cases import (
    NEXT_Q1,
    Q1,
    Q2,
    Q3,
    Q4,
    Planned,
    courses,
    holding,
    home_offer,
    import_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
)

from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.settling.names import SETTLED
from importplan.evaluation.settling.settled import settled
from importplan.evaluation.settling.telling import told
from importplan.plan.plan import Plan
from importplan.plan.settlement import Settlement
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock


def stored(kind: str, units: float = 1.0, **terms: object) -> Scenario:
    """Machines of 1 m³ are there and needed in Q3; a site takes 1 CNY a month for each."""
    site = replace(Site(site="W", kind=kind, cost_cny_per_m3_month=1.0, owner="firm"), **terms)  # type: ignore[arg-type]
    return tiny(
        items=(machine(volume_m3=1.0),),
        stock=(Stock(item="M", quantity=units),),
        demand=(need(Q3, units),),
        sites=(site,),
    )


@pytest.mark.parametrize("kind", ["ordinary", "bonded"])
def test_a_bonded_site_has_rent_and_room_like_any_other(kind: str) -> None:
    assert planned(stored(kind)).objective == pytest.approx(2 * 3 * 1.0)
    assert planned(stored(kind, 2.0, capacity_m3=1.0)).solution.found is None


def test_stock_beyond_the_room_of_a_bonded_site_is_found() -> None:
    roomy = planned(stored("bonded", 2.0))
    tight = stored("bonded", 2.0, capacity_m3=1.0)
    broken = audit(tight, roomy.landed, roomy.draws, roomy.solution.plan)
    assert [(entry.family, entry.excess) for entry in broken.violations] == [("storage", pytest.approx(1.0))]


def held(**row: object) -> Planned:
    """One machine is needed; one is there, else it costs 110."""
    stock = Stock(item="M", quantity=1.0, **row)  # type: ignore[arg-type]
    return planned(tiny(offers=(import_offer(),), stock=(stock,), demand=(need(Q1, 1.0),)))


def test_goods_in_bond_owe_their_duty_and_relieved_ones_serve_their_firm() -> None:
    """10 % of 100; the VAT comes back. Relieved goods do not serve those who take from the reserve."""
    assert held().objective == pytest.approx(0.0)
    assert held(customs_status="bonded").objective == pytest.approx(10.0)
    assert held(customs_status="relieved").objective == pytest.approx(0.0)
    assert held(owner=RESERVE).objective == pytest.approx(0.0)
    assert held(owner=RESERVE, customs_status="bonded").objective == pytest.approx(10.0)
    assert held(owner=RESERVE, customs_status="relieved").objective == pytest.approx(110.0)


def test_goods_in_bond_act_as_a_signed_order_that_has_arrived() -> None:
    """As the check says: paid for, at the port, so that only duty is left to pay and the VAT to lay out."""
    row = OpenOrder(order="B", offer="e", quantity=1.0, due=date(2027, 1, 1), paid_share=1.0, stage="arrived")
    found = planned(tiny(offers=(import_offer(),), open_orders=(row,), demand=(need(Q1, 1.0),)))
    assert found.objective == pytest.approx(10.0)


def in_bond(units: float = 1.0, wanted: float = 1.0, period: date = Q3, **sheets: object) -> Scenario:
    """Machines lie in bond since the start, and some are needed in Q3; else one costs 110 from abroad."""
    lot = Stock(item="M", quantity=units, customs_status="bonded")
    demand = (need(period, wanted),) if wanted else (need(Q4, 1.0, item="N"),)
    given: dict[str, object] = {
        "stock": (lot,), "offers": (import_offer(), home_offer("n", 0.0, item="N")), "demand": demand,
        "items": (machine(), machine("N")),
    }  # fmt: skip
    return tiny(**(given | sheets))


def left(found: Planned, lane: int = 0) -> list[float]:
    """Units that leave bond by one way, period by period, in the first draw."""
    return [round(float(units), 6) for units in found.plan.recourse.cleared[0, lane]]


def test_tax_is_deferred_until_release_and_avoided_for_what_stays() -> None:
    """Two lie there, one is needed in Q3: 10 of duty half a year later, 10 / 1.1 at 21 % a year; none for the other.

    Had both been taxed at the start it would have been 20.00; 0.91 is deferral, 10.00 is never paid.
    """
    found = planned(in_bond(2.0, settings=LATER))
    assert found.objective == pytest.approx(10.0 / 1.1)
    assert round(20.0 - found.objective, 2) == 10.91
    assert left(found) == [0.0, 0.0, 1.0, 0.0]
    assert found.line("duty") == pytest.approx(10.0 / 1.1)


def test_vat_out_of_bond_is_cash_and_where_it_is_not_deducted_cost() -> None:
    """13 % of 110; it comes back in the month after, which is still Q3."""
    assert planned(in_bond()).line("vat_cost") == pytest.approx(0.0)
    firm = Firm(firm="firm", vat_deductible=False)
    assert planned(in_bond(firms=(firm,))).objective == pytest.approx(10.0 + 14.3)


def test_tax_is_that_of_the_price_at_the_rate_of_the_day_or_of_the_customs_value() -> None:
    """A euro costs 12: 2 of 12 are the rate's. A lot of 2 worth 100 in all owes 5 a machine, come what may."""
    dearer = courses({"A": 1.0}, ("A", "fx", "EUR", None, 12.0))
    found = planned(in_bond(**dearer))
    assert found.objective == pytest.approx(12.0)
    assert found.line("exchange_rate") == pytest.approx(2.0)
    lot = Stock(item="M", quantity=2.0, customs_status="bonded", value_cny=100.0)
    assert planned(in_bond(stock=(lot,), **dearer)).objective == pytest.approx(5.0)


def test_without_a_named_offer_the_tax_is_the_largest_that_may_be_due() -> None:
    """An offer at twice the price owes 20; named is the other."""
    offers = (import_offer(), import_offer("d", 20.0))
    assert planned(in_bond(offers=offers)).objective == pytest.approx(20.0)
    lot = Stock(item="M", quantity=1.0, customs_status="bonded", offer="e")
    assert planned(in_bond(offers=offers, stock=(lot,))).objective == pytest.approx(10.0)


LATER = settings(discount_rate=0.21)  # half a year takes 1 / 1.1
BOND = Site(site="B", kind="bonded", longest_stay_months=6.0, owner="firm")


def test_a_longest_stay_binds_and_what_nobody_needs_goes_abroad_again() -> None:
    """There since January 2027, six months: out in Q3. For a need in Q4 it is cleared for 10 then, half a year later.

    Nobody needs it: it is re-exported in Q3, free of tax, and not before, though it costs 3 a quarter to hold.
    """
    needed = planned(in_bond(period=Q4, sites=(BOND,), settings=LATER))
    assert needed.objective == pytest.approx(10.0 / 1.1)
    assert left(needed) == [0.0, 0.0, 1.0, 0.0]
    spare = planned(in_bond(wanted=0.0, items=(holding(3.0), machine("N")), sites=(BOND,)))
    assert spare.objective == pytest.approx(2 * 3.0)
    lanes = spare.plan.recourse.clearance_lanes
    assert [(lane.taker, lane.option) for lane in lanes] == [("firm", 0), ("", None)]
    assert left(spare, 1) == [0.0, 0.0, 1.0, 0.0]


def test_a_stay_is_counted_from_the_day_since_which_goods_lie_there() -> None:
    """Six months since November 2026 end in May 2027: Q2. Those of a year and a half ago leave at once."""
    for since, period in ((date(2026, 11, 20), 1), (date(2025, 7, 1), 0)):
        lot = Stock(item="M", quantity=1.0, customs_status="bonded", as_of=since)
        found = planned(in_bond(period=Q4, stock=(lot,), sites=(BOND,), settings=LATER))
        assert left(found).index(1.0) == period
    endless = in_bond(period=Q4, sites=(replace(BOND, longest_stay_months=None),), settings=LATER)
    assert left(planned(endless)) == [0.0, 0.0, 0.0, 1.0]


def test_goods_out_of_bond_wait_where_there_is_room() -> None:
    """Who owns nothing but the bonded site keeps what is cleared there, too, at 1 a month; elsewhere it is free."""
    site = replace(BOND, capacity_m3=1.0, cost_cny_per_m3_month=1.0)
    case = in_bond(period=Q4, items=(machine(volume_m3=1.0), machine("N")), sites=(site,))
    assert planned(case).objective == pytest.approx(10.0 + 9.0)
    free = case.replace(sites=(site, Site(site="A", owner="firm")))
    assert planned(free).objective == pytest.approx(10.0)


def relief(firm: str = "F", **changes: object) -> Qualification:
    """A held certificate that frees the machine from duty."""
    return Qualification(**({"firm": firm, "regime": "encouraged_project", "item": "M"} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "cost"),
    [((), 20.0), ((relief(),), 0.0), ((relief(quota_units=1.0),), 10.0), ((relief(quota_cny=50.0),), 15.0)],
)
def test_tax_out_of_bond_goes_by_the_class_of_who_takes(rows: tuple[Qualification, ...], cost: float) -> None:
    """Two of 100 are needed; a quota frees one of them, or half of one."""
    lot = Stock(item="M", quantity=2.0, owner="F", customs_status="bonded")
    demand = (need(Q3, 2.0, firm="F"),)
    found = planned(in_bond(firms=(Firm(firm="F"),), stock=(lot,), demand=demand, qualifications=rows))
    assert found.objective == pytest.approx(cost)


def test_relief_out_of_bond_asks_for_consent() -> None:
    bare = machine(confirmed_by="", confirmed_on=None, confirmed_basis="")
    lot = Stock(item="M", quantity=1.0, owner="F", customs_status="bonded")
    case = in_bond(
        firms=(Firm(firm="F"),), stock=(lot,), demand=(need(Q3, 1.0, firm="F"),),
        items=(bare, machine("N")), qualifications=(relief(),),
    )  # fmt: skip
    assert planned(case).objective == pytest.approx(10.0)


def pooled(**sheets: object) -> Scenario:
    """Two machines of the reserve lie in bond; F is relieved, G is not, and each needs one in Q3."""
    lot = Stock(item="M", quantity=2.0, owner=RESERVE, customs_status="bonded")
    given: dict[str, object] = {
        "firms": (Firm(firm="F"), Firm(firm="G")), "stock": (lot,), "qualifications": (relief(),),
        "demand": (need(Q3, 1.0, "LF", firm="F"), need(Q3, 1.0, "LG", firm="G")),
    }  # fmt: skip
    return in_bond(**(given | sheets))


def test_a_firm_clears_what_the_reserve_gives_it_and_pays_half_its_value() -> None:
    """F pays nothing but the price, G 10 of duty; both 50 of 100 to the reserve, and the VAT until it comes back."""
    terms = (ReserveTerms(item="M", release_price_share=0.5),)
    found = planned(pooled(reserve_terms=terms))
    assert found.objective == pytest.approx(10.0)
    assert found.ledger is not None
    cash = found.ledger.cash
    row = {line: at for at, line in enumerate(cash.lines)}
    owed = {who: cash.plan_cny[at].sum(axis=1) for at, who in enumerate(cash.payers)}
    assert [float(owed[who][row["release"]]) for who in ("F", "G", RESERVE)] == pytest.approx([50.0, 50.0, -100.0])
    assert float(owed["G"][row["duty"]]) == pytest.approx(10.0)


def test_a_budget_and_a_limit_of_tax_count_what_leaves_bond() -> None:
    """G has 60 until Q3: price 50 and duty 10, and the VAT of 14.30 comes back in August. Less, and a part waits."""
    terms = (ReserveTerms(item="M", release_price_share=0.5),)
    budget = Budget(payer="G", from_day=Q1, to_day=Q3, amount_cny=60.0)
    assert planned(pooled(reserve_terms=terms, budgets=(budget,))).objective == pytest.approx(10.0)
    tight = replace(budget, amount_cny=59.0)
    assert planned(pooled(reserve_terms=terms, budgets=(tight,))).objective > 10.5
    limit = Limit(rule="max_tax", who="G", value=0.0, from_day=Q1, to_day=Q3)
    assert planned(pooled(limits=(limit,))).objective == pytest.approx(50.0 + 10.0)


def test_a_floor_of_the_reserve_counts_what_lies_in_bond() -> None:
    """One must stay until Q3, so G or F waits a quarter, or buys for 110; and the duty of G."""
    limit = Limit(rule="min_reserve", item="M", value=1.0, from_day=Q1, to_day=Q3)
    found = planned(pooled(limits=(limit,)))
    assert found.objective == pytest.approx(50.0 + 10.0)


def broken(found: Planned, **changes: np.ndarray) -> set[str]:
    """What the auditor says of a plan in whose draws something else happens."""
    plan = replace(found.plan, recourse=replace(found.plan.recourse, **changes))
    return {each.family for each in audit(found.scenario, found.landed, found.draws, plan).violations}


def test_the_auditor_finds_what_stays_too_long_leaves_too_early_or_pays_as_another() -> None:
    case = in_bond(wanted=0.0, sites=(BOND,))
    found = planned(case)
    course = found.plan.recourse
    stays = np.zeros_like(course.cleared)
    assert broken(found, cleared=stays) == {"balance"}
    there = np.where(np.arange(len(course.holdings))[None, :, None] == len(course.holdings) - 1, 1.0, course.stock)
    assert broken(found, cleared=stays, stock=there) == {"longest_stay"}
    early = np.zeros_like(course.cleared)
    early[:, 1, 1] = 1.0
    assert broken(found, cleared=early) == {"balance", "stay_over"}
    other = tuple(replace(lane, option=1) for lane in course.clearance_lanes)
    assert "unknown" in broken(found, clearance_lanes=other)  # type: ignore[arg-type]
    assert audit(case.replace(sites=(replace(BOND, longest_stay_months=None),)), found.landed, found.draws, found.plan)


def test_the_auditor_finds_relief_beyond_its_quota_or_without_consent() -> None:
    lot = Stock(item="M", quantity=2.0, owner="F", customs_status="bonded")
    case = in_bond(firms=(Firm(firm="F"),), stock=(lot,), demand=(need(Q3, 2.0, firm="F"),), qualifications=(relief(),))
    found = planned(case)
    for changed, family in (
        (case.replace(qualifications=(relief(quota_units=1.0),)), "quota"),
        (case.replace(items=(machine(confirmed_by=""), machine("N"))), "consent"),
        (case.replace(items=(machine(confirmed_on=NEXT_Q1), machine("N"))), "consent"),
    ):
        said = audit(changed, found.landed, found.draws, found.plan)
        assert {each.family for each in said.violations} == {family}


@pytest.mark.parametrize("case", [pooled(), in_bond(wanted=0.0, sites=(BOND,)), in_bond(2.0, period=Q2)])
def test_what_leaves_bond_is_told_and_read_again(case: Scenario) -> None:
    found = planned(case)
    books, calendar = Books(found.scenario, found.landed, found.draws), case.calendar
    periods = tuple(calendar.first_day(period).isoformat() for period in range(calendar.count))
    given = Settlement(told(books, found.plan), dict.fromkeys(SETTLED, found.draws.ids), periods)
    bare = Plan(found.plan.orders, found.plan.qualified_suppliers, found.plan.qualified_offers, found.plan.bookings)
    again = settled(books, bare, given).recourse
    assert again.clearance_lanes == found.plan.recourse.clearance_lanes
    assert again.holdings == found.plan.recourse.holdings
    assert again.cleared == pytest.approx(found.plan.recourse.cleared)
    assert again.stock == pytest.approx(found.plan.recourse.stock, abs=1e-6)


# --- ordered into bond ----------------------------------------------------------------------------------------------

OPEN = Site(site="B", kind="bonded", owner="firm")
DEAR = {"shortage_cost_cny": 500.0}


def to_order(*lines: Demand, **sheets: object) -> Scenario:
    """Machines of 110 from abroad, taxed on arrival or, at a bonded site of the firm, when they leave it."""
    given: dict[str, object] = {
        "offers": (import_offer(),),
        "demand": lines or (need(Q1, 1.0, **DEAR),),
        "sites": (OPEN,),
    }
    return tiny(**(given | sheets))


def treatments(found: Planned) -> list[tuple[str, float]]:
    """Treatment and units of each order."""
    return [(found.landed.options[order.option].regime, order.quantity) for order in found.plan.orders]


def test_what_may_not_be_needed_is_ordered_into_bond() -> None:
    """A need that comes in one draw of two, at once: the machine must be there, its duty only where it comes."""
    found = planned(to_order(**courses({"A": 0.5, "B": 0.5}, ("B", "demand", "L1", None, 0.0))))
    assert found.objective == pytest.approx(100.0 + 0.5 * 10.0)
    assert treatments(found) == [("bonded", 1.0)]
    assert found.by_draw("duty") == pytest.approx([10.0, 0.0])
    taxed = planned(to_order(sites=(), **courses({"A": 0.5, "B": 0.5}, ("B", "demand", "L1", None, 0.0))))
    assert taxed.objective == pytest.approx(110.0)


def test_an_order_for_later_defers_its_tax_in_bond() -> None:
    """Sold in Q1 only and needed in Q3: 10 of duty half a year later. Rent of 1 a month for two quarters is dearer."""
    early = import_offer(to_day=Q1)
    found = planned(to_order(need(Q3, 1.0, **DEAR), offers=(early,), settings=LATER))
    assert found.objective == pytest.approx(100.0 + 10.0 / 1.1)
    assert treatments(found) == [("bonded", 1.0)]
    sites = (replace(OPEN, cost_cny_per_m3_month=1.0), Site(site="A", owner="firm"))
    rent = planned(
        to_order(need(Q3, 1.0, **DEAR), offers=(early,), settings=LATER, sites=sites, items=(machine(volume_m3=1.0),))
    )
    assert rent.objective == pytest.approx(110.0)
    assert treatments(rent) == [("ordinary", 1.0)]


def test_the_stay_of_an_order_begins_when_it_arrives() -> None:
    """Ordered in Q1, it arrives after 100 days, in April: three months later, in Q3, it must leave. Needed in Q4."""
    late = import_offer(to_day=Q1, transit_days=100.0, shipment_share=0.7)
    site = replace(OPEN, longest_stay_months=3.0)
    found = planned(to_order(need(Q4, 1.0, **DEAR), offers=(late,), sites=(site,), settings=LATER))
    assert found.objective == pytest.approx(100.0 + 10.0 / 1.1)
    assert left(found) == [0.0, 0.0, 1.0, 0.0]
    longer = replace(site, longest_stay_months=6.0)
    assert left(planned(to_order(need(Q4, 1.0, **DEAR), offers=(late,), sites=(longer,), settings=LATER)))[3] == 1.0


def test_what_is_ordered_and_not_needed_goes_abroad_again() -> None:
    """Its stay of six months ends in Q3, free of tax, in the draw without a need."""
    site = replace(OPEN, longest_stay_months=6.0)
    found = planned(to_order(sites=(site,), **courses({"A": 0.5, "B": 0.5}, ("B", "demand", "L1", None, 0.0))))
    assert found.objective == pytest.approx(105.0)
    course = found.plan.recourse
    assert [float(units) for units in course.cleared[1, -1]] == [0.0, 0.0, 1.0, 0.0]
    spoilt = np.array(course.cleared)
    spoilt[1, -1] = 0.0
    stock = np.array(course.stock)
    stock[1, -1, 2:] = 1.0
    assert broken(found, cleared=spoilt, stock=stock) == {"longest_stay"}


def test_the_reserve_orders_into_bond_and_each_taker_pays_by_its_own_class() -> None:
    """F is relieved and G is not; each needs one with half a chance, never both. One in reserve: 100, half of 10."""
    sheets: dict[str, object] = {
        "firms": (Firm(firm="F"), Firm(firm="G")), "qualifications": (relief(),),
        "sites": (Site(site="B", kind="bonded", owner=RESERVE),), "reserve_terms": (ReserveTerms(item="M"),),
        "demand": (need(Q1, 1.0, "LF", firm="F", **DEAR), need(Q1, 1.0, "LG", firm="G", **DEAR)),
    }  # fmt: skip
    either = courses({"A": 0.5, "B": 0.5}, ("A", "demand", "LG", None, 0.0), ("B", "demand", "LF", None, 0.0))
    found = planned(to_order(**(sheets | either)))
    assert found.objective == pytest.approx(105.0)
    assert treatments(found) == [("bonded", 1.0)]
    assert found.by_draw("duty") == pytest.approx([0.0, 10.0])


def test_an_order_is_one_whatever_part_of_it_goes_into_bond() -> None:
    """Two in Q1, one of them perhaps: one fee of 7, one smallest order of 2."""
    offer = import_offer(order_cost_cny=7.0, min_order=2.0)
    lines = (need(Q1, 1.0, **DEAR), need(Q1, 1.0, "L2", **DEAR))
    found = planned(
        to_order(*lines, offers=(offer,), **courses({"A": 0.5, "B": 0.5}, ("B", "demand", "L2", None, 0.0)))
    )
    assert found.objective == pytest.approx(7.0 + 200.0 + 10.0 + 5.0)
