"""Diversification, service, tax, reserve and booking limits, and the risk limit, worked by hand."""

from dataclasses import replace
from datetime import date

import pytest
from hand_cases import (
    Q2,
    Q3,
    courses,
    holding,
    home_offer,
    import_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_settings,
    with_supplier,
)

from importplan.plan.solution import Reason
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.stock import Stock

# --- diversification ----------------------------------------------------------------------------------------------


def three_sources(*limits: Limit, whole: bool = True, **need_terms: object) -> Scenario:
    """Four machines; German ones cost 100, Japanese 120, domestic 150 (no customs, so that only prices differ)."""
    return tiny(
        items=(machine(whole_units=whole),),
        offers=(
            home_offer("de", 100.0, supplier="E", origin="DE"),
            home_offer("jp", 120.0, supplier="J", origin="JP"),
            home_offer("cn", 150.0),
        ),
        demand=(need(quantity=4.0, **({"shortage_cost_cny": 90.0} | need_terms)),),
        limits=limits,
    )


def units(rule: str, value: float, **changes: object) -> Limit:
    """A limit measured on units."""
    return Limit(rule=rule, value=value, measure="units", **changes)  # type: ignore[arg-type]


def test_without_a_limit_the_cheapest_source_sells_everything() -> None:
    assert planned(three_sources()).objective == pytest.approx(400.0)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (units("max_country_share", 0.5), 440.0),  # 2 x 100 + 2 x 120
        (units("max_country_share", 0.5, who="JP"), 400.0),  # the limit names Japan only
        (units("max_supplier_share", 0.75), 420.0),  # 3 x 100 + 120
        (units("max_import_share", 0.5), 500.0),  # 2 x 100 + 2 x 150
        (units("max_country_share", 0.25), 520.0),  # 100 + 120 + 2 x 150: home is no foreign origin
        (units("max_country_share", 0.25, who="CN"), 400.0),  # but may be named
        (units("min_suppliers", 2.0), 420.0),
        (units("min_suppliers", 3.0), 470.0),  # 2 x 100 + 120 + 150
        (units("min_supplier_share", 0.25, who="J"), 420.0),  # one of four from the one that is named
        (units("min_supplier_share", 0.3, who="J"), 440.0),  # 1.2 of them: two
        (units("min_supplier_share", 0.5), 400.0),  # who sells nothing need not sell half
        (units("max_suppliers", 1.0), 400.0),
    ],
)
def test_shares_and_numbers_of_sources(limit: Limit, expected: float) -> None:
    assert planned(three_sources(limit)).objective == pytest.approx(expected)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (units("max_suppliers", 2.0), 2 * 100.0 + 2 * 120.0),
        (units("max_suppliers", 1.0), 2 * 100.0 + 2 * 3 * 90.0),  # two are late for three quarters
        (units("max_suppliers", 1.0, soft_cost_cny=30.0), 440.0 + 30.0),
        (units("min_supplier_share", 0.6, who="E"), 2 * 100.0 + 120.0 + 270.0),  # two of three, one is late
        (units("min_supplier_share", 0.51), 200.0 + 540.0),  # two halves are too small: one sells alone
    ],
)
def test_few_sources_and_least_shares_where_one_cannot_supply_all(limit: Limit, expected: float) -> None:
    """The cheapest sells two a quarter and in Q2 alone; the second one two."""
    only = {"from_day": Q2, "to_day": Q2, "capacity_per_period": 2.0}
    case = three_sources(limit)
    offers = tuple(replace(offer, **only) for offer in case.offers[:2])
    assert planned(case.replace(offers=offers)).objective == pytest.approx(expected)


def path(value: float, value_to: float | None, **changes: object) -> Limit:
    return units("max_import_share", value, value_to=value_to, item="M", **changes)


@pytest.mark.parametrize(
    ("limit", "abroad"),
    [
        (path(1.0, 0.0), (4, 2, 0)),  # 1, one half, none
        (path(0.5, 0.5), (2, 2, 2)),
        (path(0.5, None), (4, 2, 0)),  # over the three years together: six of twelve
        (path(1.0, 0.0, to_day=date(2028, 12, 31)), (4, 0, 4)),
        (path(1.0, 0.25, from_day=date(2029, 1, 1)), (4, 4, 1)),  # of one year the end counts
    ],
)
def test_dependence_falls_year_by_year(limit: Limit, abroad: tuple[int, ...]) -> None:
    """Four machines a year for three years, 100 from abroad and 150 at home; each is bought in its year."""
    years = (date(2027, 1, 1), date(2028, 1, 1), date(2029, 1, 1))
    case = three_sources(limit)
    lines = tuple(need(day, 4.0, line=str(day), shortage_cost_cny=200.0) for day in years)
    offers = tuple(
        replace(offer, offer=f"{offer.offer}{day.year}", from_day=day, to_day=day)
        for offer in (case.offers[0], case.offers[2])
        for day in years
    )
    found = planned(with_settings(case.replace(items=(holding(100.0),), demand=lines, offers=offers), periods=12))
    units_of = {day.year: 0.0 for day in years}
    for (offer, _, _), bought in found.bought.items():
        if found.scenario.offers[found.scenario.offer_index[offer]].origin != "":
            units_of[int(offer[-4:])] += bought
    if limit.value_to is None:
        assert sum(units_of.values()) == sum(abroad)
    else:
        assert tuple(units_of.values()) == abroad
    assert found.objective == pytest.approx(12 * 150.0 - 50.0 * sum(abroad))


def test_a_share_of_value_counts_dear_machines_more() -> None:
    # a x 100 <= 0.5 x (100 a + 120 b) with a + b = 4: a <= 2.18; and 120 b <= half: b <= 1.82. In fractions of machines
    # a = 2.1818 is cheapest: 4 x 120 - 20 a.
    found = planned(three_sources(Limit(rule="max_country_share", value=0.5), whole=False))
    cheap = 4 * 120.0 / 220.0
    assert found.objective == pytest.approx(480.0 - 20.0 * cheap)


def test_where_nothing_is_bought_no_number_of_suppliers_is_asked() -> None:
    found = planned(three_sources(units("min_suppliers", 3.0), shortage_cost_cny=1.0))
    assert found.bought == {}
    assert found.objective == pytest.approx(4 * 3 * 1.0)


def test_concentration_holds_exactly() -> None:
    """x^2 + (1 - x)^2 <= 0.52 gives x <= 0.6: 2.4 machines at 100 and 1.6 at 120."""
    case = three_sources(units("max_hhi", 0.52), whole=False)
    found = planned(case.replace(offers=case.offers[:2]))
    assert found.objective == pytest.approx(2.4 * 100.0 + 1.6 * 120.0, rel=1e-6)
    shares = [quantity / 4.0 for quantity in found.bought.values()]
    assert sum(share**2 for share in shares) == pytest.approx(0.52, abs=1e-6)


def test_concentration_of_whole_machines() -> None:
    # 4:0 is 1, 3:1 is 0.625, 2:2 is 0.5, 2:1:1 is 0.375.
    assert planned(three_sources(units("max_hhi", 0.63))).objective == pytest.approx(420.0)
    assert planned(three_sources(units("max_hhi", 0.6))).objective == pytest.approx(440.0)
    assert planned(three_sources(units("max_hhi", 0.4))).objective == pytest.approx(470.0)


def test_concentration_is_hard_also_where_the_sheet_prices_it() -> None:
    assert planned(three_sources(units("max_hhi", 0.6, soft_cost_cny=0.0))).objective == pytest.approx(440.0)


def test_a_soft_share_is_broken_where_its_price_is_less_than_the_cure() -> None:
    # One unit of excess costs 5 and saves 20: all from Germany, 400 + 2 units above half x 5.
    assert planned(three_sources(units("max_country_share", 0.5, soft_cost_cny=5.0))).objective == pytest.approx(410.0)
    # At 30 it is kept: moving one machine saves 20 and costs 30.
    assert planned(three_sources(units("max_country_share", 0.5, soft_cost_cny=30.0))).objective == pytest.approx(440.0)


def test_a_share_within_an_interval_says_nothing_of_other_periods() -> None:
    case = three_sources(units("max_supplier_share", 0.5, from_day=Q3)).replace(items=(holding(10.0),))
    assert planned(case).objective == pytest.approx(400.0)


# --- service ------------------------------------------------------------------------------------------------------


def test_a_fill_rate_of_one_makes_nothing_late_however_cheap_it_were() -> None:
    case = tiny(demand=(need(quantity=1.0, shortage_cost_cny=1.0),))
    assert planned(case).objective == pytest.approx(3.0)
    assert planned(case.replace(limits=(Limit(rule="min_fill_rate", value=1.0),))).objective == pytest.approx(100.0)


def unsteady(*limits: Limit) -> Scenario:
    """Two machines in Q2: foreign ones at 60, stopped in Q2 in one of two draws; at home 100; holding costs 30."""
    return tiny(
        items=(holding(30.0),),
        offers=(home_offer(), home_offer("f", 60.0, supplier="J", origin="JP")),
        demand=(need(shortage_cost_cny=26.0),),
        limits=limits,
        **courses({"calm": 1.0, "stop": 1.0}, ("stop", "availability", "supplier:J", Q2, 0.0)),
    )


def test_a_fill_rate_in_the_mean_or_in_each_draw() -> None:
    """In time from abroad: 2 x 60, and 2 x 26 late in the stopped draw, weight 1/2: 146, fill rates 1 and 0."""
    assert planned(unsteady()).objective == pytest.approx(146.0)
    mean = Limit(rule="min_fill_rate", value=0.5, within="mean")
    assert planned(unsteady(mean)).objective == pytest.approx(146.0)
    # In each draw one machine must be there: the foreign one a quarter early, 60 + 30, not 100 at home.
    each = Limit(rule="min_fill_rate", value=0.5)
    assert planned(unsteady(each)).objective == pytest.approx(90.0 + 60.0 + 0.5 * 26.0)


def test_a_largest_shortage_by_priority() -> None:
    """One machine a quarter from Q2 on. B is dearer to keep waiting, A is what the limit protects."""
    case = tiny(
        items=(holding(500.0),),
        offers=(home_offer(capacity_per_period=1.0),),
        demand=(
            need(Q2, 1.0, "A", priority=1, shortage_cost_cny=60.0),
            need(Q2, 1.0, "B", priority=2, shortage_cost_cny=70.0),
        ),
    )
    assert planned(case).objective == pytest.approx(260.0)
    protects = case.replace(limits=(Limit(rule="max_shortage", value=0.0, priority="1"),))
    assert planned(protects).objective == pytest.approx(270.0)


def test_a_soft_shortage_makes_late_what_pays() -> None:
    case = tiny(demand=(need(quantity=1.0, shortage_cost_cny=1.0),))
    soft = Limit(rule="max_shortage", value=0.0, soft_cost_cny=30.0)
    assert planned(case.replace(limits=(soft,))).objective == pytest.approx(93.0)  # 3 quarters x (1 + 30) < 100
    dear = replace(soft, soft_cost_cny=40.0)
    assert planned(case.replace(limits=(dear,))).objective == pytest.approx(100.0)


def test_the_ordered_goal_serves_priority_one_before_it_looks_at_cost() -> None:
    case = tiny(demand=(need(quantity=1.0, shortage_cost_cny=1.0, priority=1),))
    assert planned(case).objective == pytest.approx(3.0)
    assert planned(with_settings(case, goal="ordered")).objective == pytest.approx(100.0)


# --- tax, booking, reserve ----------------------------------------------------------------------------------------


def test_a_limit_on_tax_counts_duty_and_import_vat() -> None:
    """An import is 110 and pays 10 + 14.3 of tax; at home the machine costs 130."""
    case = tiny(offers=(import_offer(), home_offer(unit_price=130.0)), demand=(need(shortage_cost_cny=70.0),))
    assert planned(case).objective == pytest.approx(220.0)
    for value, expected in ((48.7, 220.0), (48.5, 240.0), (24.2, 260.0)):
        limited = case.replace(limits=(Limit(rule="max_tax", value=value),))
        assert planned(limited).objective == pytest.approx(expected), value


def test_tax_above_a_soft_limit_has_its_price() -> None:
    """Two imports pay 48.60; 8.60 above 40 at 0.50 a yuan cost 4.30, less than machines at 130."""
    case = tiny(offers=(import_offer(), home_offer(unit_price=130.0)), demand=(need(shortage_cost_cny=70.0),))
    found = planned(case.replace(limits=(Limit(rule="max_tax", value=40.0, soft_cost_cny=0.5),)))
    assert found.objective == pytest.approx(224.3)
    assert found.line("soft_limits") == pytest.approx(4.3)


def test_a_limit_on_tax_of_one_payer_does_not_count_the_other() -> None:
    firms = (Firm(firm="F"), Firm(firm="G"))
    demand = (
        need(quantity=1.0, firm="F", shortage_cost_cny=70.0),
        need(quantity=1.0, line="L2", firm="G", shortage_cost_cny=70.0),
    )
    case = tiny(firms=firms, offers=(import_offer(), home_offer(unit_price=130.0)), demand=demand)
    for who, expected in (("each", 220.0), ("G", 220.0), ("all", 240.0)):
        limited = case.replace(limits=(Limit(rule="max_tax", value=25.0, who=who),))
        assert planned(limited).objective == pytest.approx(expected), who


def booked(*limits: Limit) -> Scenario:
    """A framework nobody needs: 5 a unit and quarter; and one that is cheaper than its order."""
    case = tiny(
        items=(holding(100.0),),
        offers=(home_offer("k", 60.0, supplier="J", contract="framework"), home_offer()),
        demand=(need(quantity=2.0),),
        limits=limits,
    )
    return with_supplier(case, "J", booking_cost_cny=5.0)


def test_booking_limits() -> None:
    assert planned(booked()).objective == pytest.approx(2 * (20.0 + 60.0))
    least = Limit(rule="min_booked_capacity", value=3.0)
    assert planned(booked(least)).objective == pytest.approx(3 * 20.0 + 2 * 60.0)
    # 20 CNY of booking are one unit; the other machine is ordered.
    most = Limit(rule="max_booking_cost", value=20.0)
    assert planned(booked(most)).objective == pytest.approx(80.0 + 100.0)


def pooled(*limits: Limit, **sheets: object) -> Scenario:
    """A firm and a reserve; a machine is needed in Q2, holding costs 10 a quarter."""
    given: dict[str, object] = {
        "settings": settings(owner="bureau"),
        "firms": (Firm(firm="F"),),
        "items": (holding(10.0),),
        "demand": (need(quantity=1.0, firm="F"),),
        "limits": limits,
    }
    return tiny(**(given | sheets))


def test_the_reserve_holds_at_least_what_is_asked() -> None:
    assert planned(pooled()).objective == pytest.approx(100.0)
    # One more machine, bought in Q3, held over the ends of Q3 and Q4.
    floor = Limit(rule="min_reserve", value=1.0, from_day=Q3)
    assert planned(pooled(floor)).objective == pytest.approx(200.0 + 20.0)


def test_the_reserve_holds_at_most_what_is_allowed() -> None:
    """Two machines in the reserve at the start, one needed in Q3; above one, the firm takes it and holds it itself."""
    stock = (Stock(item="M", quantity=2.0, owner="reserve"),)
    demand = (need(Q3, 1.0, firm="F"),)
    free = pooled(stock=stock, demand=demand)
    assert planned(free).objective == pytest.approx(2 * 10.0 + 2 * 10.0 + 10.0 + 10.0)
    # The same holding cost, wherever it is held: but over the end of Q1 the reserve has one.
    found = planned(free.replace(limits=(Limit(rule="max_reserve", value=1.0),)))
    assert found.objective == pytest.approx(60.0)
    assert found.plan.recourse.stock[0, 1].max() <= 1.0


# --- risk ---------------------------------------------------------------------------------------------------------


def chance(**changes: object) -> Scenario:
    """At home 100; from abroad 60, and in one draw of four 120 late: 60 + 30 = 90 in the mean. Never: 120."""
    case = tiny(
        items=(holding(100.0),),
        offers=(home_offer(), home_offer("f", 60.0, supplier="J", origin="JP")),
        demand=(need(quantity=1.0, shortage_cost_cny=40.0),),
        **courses({"calm": 3.0, "stop": 1.0}, ("stop", "availability", "supplier:J", None, 0.0)),
    )
    return with_settings(case, **changes)


def test_a_risk_limit_buys_safety() -> None:
    """The cost of a draw is 0 or 120 from abroad: CVaR at 0.75 and the worst are 120, at 0.5 it is 60, the mean 30."""
    assert planned(chance()).objective == pytest.approx(90.0)
    for level, limit, expected in ((1.0, 119.0, 100.0), (1.0, 120.0, 90.0), (0.5, 59.0, 100.0), (0.5, 61.0, 90.0)):
        found = planned(chance(risk_level=level, risk_limit_cny=limit))
        assert found.objective == pytest.approx(expected), (level, limit)


def test_a_draw_without_weight_is_no_worst_draw() -> None:
    """The maker abroad is stopped only in a draw that never happens: 60 whatever the weight on the worst."""
    case = chance(risk_weight=1.0, risk_level=1.0)
    never = case.replace(draws=(case.draws[0], replace(case.draws[1], weight=0.0)))
    assert planned(never).objective == pytest.approx(60.0)
    assert planned(never, merge=False).objective == pytest.approx(60.0)


def test_goals_that_look_at_risk() -> None:
    # 0.5 x 30 + 0.5 x 60 = 45: 105 from abroad, more than 100 at home.
    assert planned(chance(risk_weight=0.5, risk_level=0.5)).objective == pytest.approx(100.0)
    # 0.2: 0.8 x 30 + 0.2 x 60 = 36: 96.
    assert planned(chance(risk_weight=0.2, risk_level=0.5)).objective == pytest.approx(96.0)
    assert planned(chance(goal="cvar_limit", risk_level=0.5, risk_limit_cny=61.0)).objective == pytest.approx(90.0)
    assert planned(chance(goal="min_cvar", risk_level=0.5)).objective == pytest.approx(100.0)


def test_a_risk_limit_that_nothing_meets_leaves_no_plan() -> None:
    case = tiny(offers=(), risks=()).replace(**courses({"a": 1.0, "b": 1.0}, ("b", "demand", "L1", None, 4.0)))
    found = planned(with_settings(case, risk_level=1.0, risk_limit_cny=599.0))
    assert found.solution.termination.reason is Reason.INFEASIBLE  # 4 x 3 x 50 in draw b
    assert planned(with_settings(case, risk_level=1.0, risk_limit_cny=601.0)).objective == pytest.approx(450.0)
