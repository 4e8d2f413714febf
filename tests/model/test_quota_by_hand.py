"""Quotas of reliefs, worked by hand: what arrives beyond them is taxed where and when it arrives."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hand_cases import (
    NEXT_Q1,
    Q2,
    Q3,
    Q4,
    catalog,
    courses,
    disagreements,
    holding,
    import_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_supplier,
)

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.settling.settled import settled
from importplan.evaluation.settling.telling import told
from importplan.model.program.build import build
from importplan.plan.plan import Recourse
from importplan.plan.settlement import Settlement
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification
from importplan.uncertainty.sampling.sample import sample

FIRM = (Firm(firm="F"),)


def relief(**changes: object) -> Qualification:
    """A held certificate that frees the machine from duty: 10 CNY a unit (10 % of 100)."""
    given: dict[str, object] = {"firm": "F", "regime": "encouraged_project", "item": "M"}
    return Qualification(**(given | changes))  # type: ignore[arg-type]


def relieved(*rows: Qualification, **sheets: object) -> Scenario:
    """Two machines from abroad under some certificates."""
    given: dict[str, object] = {"firms": FIRM, "offers": (import_offer(),), "demand": (need(firm="F"),)}
    return tiny(**(given | sheets), qualifications=rows)


def test_without_relief_both_machines_pay_duty() -> None:
    assert planned(relieved()).objective == pytest.approx(2 * 110.0)


def test_a_certificate_without_a_quota_frees_everything() -> None:
    assert planned(relieved(relief())).objective == pytest.approx(200.0)


def test_what_is_only_planned_frees_nothing() -> None:
    assert planned(relieved(relief(status="planned"))).objective == pytest.approx(220.0)


def test_units_beyond_the_quota_pay_duty() -> None:
    assert planned(relieved(relief(quota_units=1.0))).objective == pytest.approx(210.0)


def test_a_quota_in_value_may_free_a_part_of_a_machine() -> None:
    # 150 CNY of customs value are free: one machine and a half; 5 CNY of duty are left.
    assert planned(relieved(relief(quota_cny=150.0))).objective == pytest.approx(205.0)


def test_the_tighter_of_two_quotas_of_a_certificate_holds() -> None:
    assert planned(relieved(relief(quota_units=1.0, quota_cny=150.0))).objective == pytest.approx(210.0)
    assert planned(relieved(relief(quota_units=2.0, quota_cny=150.0))).objective == pytest.approx(205.0)


def two_years(**quota: object) -> Scenario:
    """A machine is needed in 2027Q4 and one in 2028Q1; holding over the end of a quarter costs 50."""
    return relieved(
        relief(quota_units=1.0, **quota),
        settings=settings(start=date(2027, 7, 1)),
        items=(holding(50.0),),
        demand=(need(Q4, 1.0, firm="F"), need(NEXT_Q1, 1.0, "L2", firm="F", shortage_cost_cny=70.0)),
    )


def test_a_yearly_quota_is_that_of_the_year_of_arrival() -> None:
    assert planned(two_years()).objective == pytest.approx(200.0)
    assert planned(two_years(quota_scope="total")).objective == pytest.approx(210.0)


def test_what_a_stop_pushes_into_the_next_year_is_taxed_there_in_that_draw() -> None:
    """In one of two draws nothing ships in 2027Q4: both machines arrive in 2028 and one is beyond the quota.

    In time: 200, and in the stopped draw 50 late and 10 duty: 230. A quarter early (2027Q3): 200 + 50 held = 250.
    """
    case = two_years().replace(**courses({"calm": 1.0, "stop": 1.0}, ("stop", "availability", "supplier:E", Q4, 0.0)))
    found = planned(case)
    assert found.objective == pytest.approx(230.0)
    assert found.by_draw("duty") == pytest.approx([0.0, 10.0])
    assert found.plan.recourse.beyond_quota.sum(axis=1) == pytest.approx([0.0, 1.0])


def test_the_tax_beyond_the_quota_goes_by_the_price_of_the_draw() -> None:
    """A price of 20 EUR in one draw: duty on it is 20 CNY a unit there, 10 in the other."""
    case = relieved(relief(quota_units=1.0), demand=(need(firm="F", shortage_cost_cny=200.0),))
    drawn = case.replace(**courses({"base": 1.0, "dear": 1.0}, ("dear", "price", "e", None, 20.0)))
    found = planned(drawn)
    # Goods 200 and 400, duty on one unit 10 and 20: the mean is 300 + 15.
    assert found.objective == pytest.approx(315.0)
    assert found.line("duty") == pytest.approx(15.0)


def test_all_tax_beyond_the_quota_goes_by_the_price_of_the_draw() -> None:
    """Import VAT that is cost: 13.00 under the relief, 14.30 beyond it; twice as much where the price is twice as high.

    The mean of 27.30 and 54.60.
    """
    firms = (Firm(firm="F", vat_deductible=False),)
    demand = (need(firm="F", shortage_cost_cny=900.0),)
    case = relieved(relief(quota_units=1.0), firms=firms, demand=demand)
    found = planned(case.replace(**courses({"base": 1.0, "dear": 1.0}, ("dear", "price", "e", None, 20.0))))
    assert found.line("vat_cost") == pytest.approx(40.95)


def test_tax_beyond_the_quota_counts_under_a_limit_of_tax_when_it_falls_due() -> None:
    """Both arrive in Q3, one is taxed there with 24.30: a limit of 0.50 in Q2 does not mind, in Q3 it forbids it.

    Then the second is never bought: 2 quarters x 90.
    """
    demand = (need(Q3, 2.0, firm="F", shortage_cost_cny=90.0),)
    for quarter, expected in ((Q2, 210.0), (Q3, 100.0 + 2 * 90.0)):
        limit = Limit(rule="max_tax", who="all", from_day=quarter, to_day=quarter, value=0.5)
        duty_free = relief(quota_units=1.0, regime="major_equipment")
        case = relieved(
            duty_free, offers=(import_offer(from_day=Q3, to_day=Q3),), demand=demand, limits=(limit,),
            items=(machine(kind="part", hs_code="84669390"),),
        )  # fmt: skip
        assert planned(case).objective == pytest.approx(expected), quarter


def test_what_is_taxed_of_a_signed_order_is_what_arrives_of_it() -> None:
    """Two are signed, one ships in Q2 and, after a stop, one in Q3. Half a machine is free, one and a half are taxed.

    At 1,500 % a year a quarter halves money, so the later one is taxed whole: 10 x 0.25 + 0.5 x 10 x 0.5 = 5.
    """
    row = OpenOrder(
        order="OO", offer="e", firm="F", quantity=2.0, ordered=date(2026, 12, 1), due=date(2027, 4, 5),
        relief="encouraged_project",
    )  # fmt: skip
    half = courses({"only": 1.0}, ("only", "availability", "supplier:E", Q2, 0.5))
    case = relieved(
        relief(quota_units=0.5), items=(machine(whole_units=False),), open_orders=(row,),
        settings=settings(discount_rate=15.0), **half,
    )  # fmt: skip
    assert planned(case).line("duty") == pytest.approx(5.0)


def test_a_quota_in_value_is_used_up_at_the_price_of_the_draw() -> None:
    """200 CNY free both machines at the base price; at twice the price they free one, the other pays 20."""
    case = relieved(relief(quota_cny=200.0), demand=(need(firm="F", shortage_cost_cny=200.0),))
    drawn = case.replace(**courses({"base": 1.0, "dear": 1.0}, ("dear", "price", "e", None, 20.0)))
    assert planned(drawn).line("duty") == pytest.approx(10.0)  # (0 + 20) / 2


def test_a_certificate_that_has_run_out_on_arrival_frees_nothing() -> None:
    demand = (need(Q3, 1.0, firm="F", shortage_cost_cny=80.0),)
    late = relieved(relief(valid_to=date(2027, 6, 30)), demand=demand, items=(holding(7.0),))
    # In Q2 it is free and held over one quarter end (7); in Q3 it pays 10.
    assert planned(late).objective == pytest.approx(107.0)


@pytest.mark.parametrize(("last", "cost"), [(date(2027, 12, 31), 100.0), (date(2027, 12, 30), 110.0)])
def test_a_certificate_is_good_on_its_last_day(last: date, cost: float) -> None:
    """Goods that arrive in 2027Q4 are freed by a certificate that ends on 31 December; a day less, and it does not
    cover the whole quarter. Ordered in Q4 only, so that nothing arrives before."""
    offers, demand = (import_offer(from_day=Q4),), (need(Q4, 1.0, firm="F", shortage_cost_cny=200.0),)
    found = planned(relieved(relief(valid_to=last), offers=offers, demand=demand))
    assert found.objective == pytest.approx(cost)


@pytest.mark.parametrize(("first", "cost"), [(Q2, 100.0), (date(2027, 4, 2), 110.0)])
def test_a_certificate_is_good_from_its_first_day_on(first: date, cost: float) -> None:
    """It has to cover every day of 2027Q2."""
    offers, demand = (import_offer(from_day=Q2, to_day=Q2),), (need(Q2, 1.0, firm="F", shortage_cost_cny=200.0),)
    found = planned(relieved(relief(valid_from=first), offers=offers, demand=demand))
    assert found.objective == pytest.approx(cost)


def test_a_yearly_quota_begins_again_on_the_first_of_january() -> None:
    """From 2027Q4 to 2028Q1, one unit a year: both machines are free, where the year is one for both it is 10 more."""
    demand = (
        need(Q4, 1.0, firm="F", shortage_cost_cny=900.0),
        need(NEXT_Q1, 1.0, "L2", firm="F", shortage_cost_cny=900.0),
    )
    late = {"settings": settings(start=Q4), "demand": demand, "items": (holding(30.0),)}
    assert planned(relieved(relief(quota_units=1.0, quota_scope="year"), **late)).objective == pytest.approx(200.0)
    assert planned(relieved(relief(quota_units=1.0, quota_scope="total"), **late)).objective == pytest.approx(210.0)


def test_a_signed_order_uses_the_quota_first_come_or_not() -> None:
    """A signed exempt order of one unit and one more unit in the same year: one of the two pays 10."""
    row = OpenOrder(order="OO", offer="e", firm="F", quantity=1.0, due=date(2027, 4, 5), relief="encouraged_project")
    case = relieved(relief(quota_units=1.0), open_orders=(row,), items=(machine(),))
    found = planned(case)
    assert found.objective == pytest.approx(200.0 + 10.0)
    assert sum(found.bought.values()) == 1.0


def quota_size(case: Scenario) -> dict[str, int]:
    """Rows of the quota families in a case's program."""
    landed, draws = price(case, catalog()), sample(case)
    found = {"quota": 0, "quota_request": 0}
    for block in build(case, landed, draws).draft.row_blocks:
        if block.family in found:
            found[block.family] += int(np.prod(block.shape))
    return found


def test_a_quota_that_nothing_can_exceed_has_no_rows() -> None:
    # Two machines are of use at most; a quota of eight (four orders of two) can never be short, a quota of one can.
    assert quota_size(relieved(relief(quota_units=8.0))) == {"quota": 0, "quota_request": 0}
    assert quota_size(relieved(relief(quota_units=1.0)))["quota"] == 1


def test_a_certificate_that_is_valid_after_all_arrivals_has_no_rows() -> None:
    # The goods arrive within 2027; they are taxed in any case, whatever the quota.
    after = relief(quota_units=1.0, valid_from=NEXT_Q1)
    assert quota_size(relieved(after)) == {"quota": 0, "quota_request": 0}


def test_what_arrives_before_the_certificate_is_valid_uses_no_quota() -> None:
    # Needed in 2027Q2, certificate valid from 2027Q3: both pay duty, the quota of one machine is not used, not broken
    # (`planned` audits the plan with the ledger).
    late = relief(quota_units=1.0, valid_from=Q3)
    assert planned(relieved(late)).objective == pytest.approx(220.0)
    # A third machine needed in 2027Q3 is exempt: 100 more.
    third = (need(firm="F"), need(Q3, 1.0, "L2", firm="F"))
    assert planned(relieved(late, demand=third)).objective == pytest.approx(320.0)


def test_a_quarter_that_holds_a_new_year_counts_by_the_day_of_arrival() -> None:
    """Quarters from November on. A machine arrives on 5 January of the first, one in April: both in 2028, one free."""
    case = tiny(
        settings=settings(start=date(2027, 11, 1), periods=3),
        firms=(Firm(firm="F"),),
        items=(machine(holding_rate=4.0),),
        offers=(import_offer(transit_days=65.0, capacity_per_period=1.0),),
        demand=tuple(
            need(day, 1.0, line, firm="F", shortage_cost_cny=500.0)
            for line, day in (("L1", date(2027, 11, 1)), ("L2", date(2028, 2, 1)))
        ),
        qualifications=(relief(quota_units=1.0),),
    )
    assert planned(case).objective == pytest.approx(210.0)


def called_for_both(**quota: object) -> Scenario:
    """Two machines are called in Q2 in both draws, paid at once and there in Q3, when a euro is 10 CNY or 20."""
    case = relieved(
        relief(**quota),
        offers=(import_offer(contract="framework", transit_days=91.0, deposit_share=1.0, shipment_share=0.0),),
        demand=(need(Q3, firm="F", shortage_cost_cny=1_000.0),),
        **courses({"calm": 1.0, "dear": 1.0}, ("dear", "fx", "EUR", Q3, 20.0)),
    )
    return with_supplier(case, "E", booking_cost_cny=0.5, booking_from=Q2, booking_to=Q2)


def test_an_exempt_call_is_a_request_and_taxed_beyond_the_quota_in_its_draw() -> None:
    """200 CNY of customs value are free on arrival: both machines in the calm draw, one of them in the dear one.

    Goods 200, booked 1, and 20 of duty in one draw of two: 211. One called exempt and one taxed would pay 10 and 20.
    """
    found = planned(called_for_both(quota_cny=200.0))
    assert found.objective == pytest.approx(211.0)
    assert found.by_draw("duty") == pytest.approx([0.0, 10.0])
    assert found.by_draw("exchange_rate") == pytest.approx([0.0, 10.0])
    assert found.plan.recourse.beyond_quota.sum(axis=1) == pytest.approx([0.0, 1.0])
    assert disagreements(found) == []
    assert found.ledger is not None
    assert found.ledger.violations == ()


def test_tax_beyond_the_quota_of_a_call_counts_in_a_limit_on_tax() -> None:
    """In the dear draw 20 of duty on the one beyond, and 13 % of 420: 74.6. A limit just below it costs more."""
    case = called_for_both(quota_cny=200.0)
    at_it, below = (
        planned(case.replace(limits=(Limit(rule="max_tax", item="all", value=value),))) for value in (74.61, 74.5)
    )
    assert at_it.objective == pytest.approx(211.0)
    assert below.objective > 211.01
    assert disagreements(below) == []
    assert below.ledger is not None
    assert below.ledger.violations == ()


def test_the_auditor_follows_the_call_beyond_the_quota() -> None:
    """Nothing taxed breaks the quota, more taxed than called breaks the request, a call that is none is unknown."""
    found = planned(called_for_both(quota_cny=200.0))
    course = found.plan.recourse

    def families(**changes: object) -> set[str]:
        plan = replace(found.plan, recourse=replace(course, **changes))  # type: ignore[arg-type]
        return {row.family for row in audit(found.scenario, found.landed, found.draws, plan).violations}

    assert families() == set()
    assert "quota" in families(beyond_quota=np.zeros_like(course.beyond_quota))
    assert "quota_request" in families(beyond_quota=course.beyond_quota * 3.0)
    assert "unknown" in families(quota_parts=tuple(replace(part, call=(9, 0)) for part in course.quota_parts))


def test_a_call_beyond_the_quota_is_told_and_read_back() -> None:
    """The settlement of a plan says which called units were taxed."""
    found = planned(called_for_both(quota_cny=200.0))
    books = Books(found.scenario, found.landed, found.draws)
    rows = Settlement(told(books, found.plan), {}, ())
    again = settled(books, replace(found.plan, recourse=Recourse.none()), rows)
    assert again.recourse.beyond_quota.sum(axis=1) == pytest.approx([0.0, 1.0])
    assert audit(found.scenario, found.landed, found.draws, again).violations == ()
