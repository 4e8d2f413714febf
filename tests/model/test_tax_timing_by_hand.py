"""Import tax that is paid later, left as a guarantee, or taken on by giving up a relief; worked by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hand_cases import Q1, Q2, Q3, Planned, import_offer, machine, need, planned, settings, tiny

from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.qualifications import Qualification

DISPLAYS = Qualification(firm="F", regime="new_displays", applicant_class="major_project", goods_class="new_equipment",
                         certificate="P-1")  # fmt: skip
PARTS = Qualification(firm="F", regime="major_equipment", certificate="C-1")
ONE = (need(Q1, 1.0, firm="F", shortage_cost_cny=900.0),)


def cash(found: Planned, line: str) -> dict[int, float]:
    """Cash of the firm on the plan's schedule: period → CNY."""
    assert found.ledger is not None
    table = found.ledger.cash
    row = table.plan_cny[0, table.lines.index(line)]
    return {int(period): round(float(row[period]), 9) for period in np.flatnonzero(row.round(9))}


def relieved_share(found: Planned) -> float:
    """Units that are ordered under the relief."""
    return sum(order.quantity for order in found.plan.orders if found.landed.options[order.option].status)


def test_vat_of_a_display_project_is_paid_over_six_years() -> None:
    """14.30 of VAT from the first machine on: nothing for twelve months, then 2.86 a year at the start of each.

    Duty of 10 is due on arrival. The plan begins in 2027Q1 and years are four periods. What is deducted comes back in
    the month after each instalment.
    """
    found = planned(tiny(firms=(Firm(firm="F"),), qualifications=(DISPLAYS,), offers=(import_offer(),), demand=ONE))
    assert relieved_share(found) == 1.0
    assert cash(found, "duty") == {0: 10.0}
    assert cash(found, "vat") == {4: 2.86, 8: 2.86, 12: 2.86, 16: 2.86, 20: 2.86}
    assert cash(found, "vat_recovered") == {4: -2.86, 8: -2.86, 12: -2.86, 16: -2.86, 20: -2.86}
    assert found.objective == pytest.approx(110.0)


def test_vat_that_is_cost_is_cheaper_when_it_is_paid_later() -> None:
    """At 10 % a year five instalments of 2.86 cost 2.86 x (1/1.1 + … + 1/1.1^5) = 10.84165; at once 14.30."""
    firm = (Firm(firm="F", vat_deductible=False),)
    case = tiny(
        settings=settings(discount_rate=0.1),
        firms=firm,
        qualifications=(DISPLAYS,),
        offers=(import_offer(),),
        demand=ONE,
    )
    found = planned(case)
    assert found.line("vat_cost") == pytest.approx(2.86 * sum(1.1**-year for year in range(1, 6)))
    assert planned(case.replace(qualifications=())).line("vat_cost") == pytest.approx(14.3)


def test_the_months_run_from_the_first_machine_of_the_project() -> None:
    """The first machine came in 2025Q3, 18 months ago: 20 % is overdue on arrival, the next years follow in Q3."""
    begun = replace(DISPLAYS, first_import_on=date(2025, 7, 1))
    found = planned(tiny(firms=(Firm(firm="F"),), qualifications=(begun,), offers=(import_offer(),), demand=ONE))
    assert cash(found, "vat") == {0: 2.86, 2: 2.86, 6: 2.86, 10: 2.86, 14: 2.86}
    # What is overdue is paid on arrival, and comes back a month after that, not a month after the day it missed.
    assert cash(found, "vat_recovered") == {0: -2.86, 2: -2.86, 6: -2.86, 10: -2.86, 14: -2.86}


def test_instalments_that_are_overdue_are_paid_on_arrival_all_at_once() -> None:
    """The first machine came in 2023Q3: the shares of July 2024, 2025 and 2026 are due when this one arrives in Q1.

    Four months later, in May, they come back; those of July 2027 and 2028 in November.
    """
    begun = replace(DISPLAYS, first_import_on=date(2023, 7, 1))
    firm = (Firm(firm="F", vat_recovery_months=4.0),)
    found = planned(tiny(firms=firm, qualifications=(begun,), offers=(import_offer(),), demand=ONE))
    assert cash(found, "vat") == {0: 8.58, 2: 2.86, 6: 2.86}
    assert cash(found, "vat_recovered") == {1: -8.58, 3: -2.86, 7: -2.86}


def test_an_instalment_due_between_order_and_arrival_waits_for_the_goods() -> None:
    """Ordered in Q1, at the port on day 200 (20 July, Q3); twelve months after the first machine were over in May.

    The first share, of Q2 already, is paid in Q3; what is deducted is back two months later.
    """
    begun = replace(DISPLAYS, first_import_on=date(2026, 5, 1))
    firm = (Firm(firm="F", vat_recovery_months=2.0),)
    offer = import_offer(transit_days=200.0)
    demand = (need(Q3, 1.0, firm="F", shortage_cost_cny=900.0),)
    found = planned(tiny(firms=firm, qualifications=(begun,), offers=(offer,), demand=demand))
    assert cash(found, "vat") == {2: 2.86, 5: 2.86, 9: 2.86, 13: 2.86, 17: 2.86}
    assert cash(found, "vat_recovered") == {2: -2.86, 6: -2.86, 10: -2.86, 14: -2.86, 18: -2.86}


def test_used_machines_have_no_instalments() -> None:
    """The regime speaks of new equipment: the whole VAT is due on arrival."""
    offer = import_offer(condition="used")
    found = planned(tiny(firms=(Firm(firm="F"),), qualifications=(DISPLAYS,), offers=(offer,), demand=ONE))
    assert cash(found, "vat") == {0: 14.3}


@pytest.mark.parametrize(("share", "held"), [(1.0, 24.3), (0.4, 9.72), (0.0, 0.0)])
def test_a_guarantee_stays_with_customs_until_the_application_is_decided(share: float, held: float) -> None:
    """Arrival in Q1, decision in Q3: duty 10 and VAT 14.30 that the relief would free are left in cash."""
    row = replace(PARTS, status="applied", decision_on=Q3, guarantee_share=share)
    case = tiny(
        items=(machine(kind="part", hs_code="84669390"),),
        firms=(Firm(firm="F"),),
        qualifications=(row,),
        offers=(import_offer(),),
        demand=ONE,
    )
    found = planned(case)
    assert relieved_share(found) == 1.0
    assert cash(found, "tax_guarantee") == ({0: held, 2: -held} if held else {})
    assert found.objective == pytest.approx(100.0)  # cash, not cost


def test_goods_that_arrive_after_the_decision_need_no_guarantee() -> None:
    row = replace(PARTS, status="applied", decision_on=Q1, guarantee_share=1.0)
    case = tiny(
        items=(machine(kind="part", hs_code="84669390"),), firms=(Firm(firm="F"),), qualifications=(row,),
        offers=(import_offer(),),
        demand=(need(Q2, 1.0, firm="F"),),
    )  # fmt: skip
    assert cash(planned(case), "tax_guarantee") == {}


def test_giving_up_the_relief_of_vat_frees_duty_alone() -> None:
    """Duty 0, VAT 13 % of 100 = 13.00 is paid and deducted; the relief costs nothing more than with both."""
    row = replace(PARTS, gives_up_vat=True)
    case = tiny(
        items=(machine(kind="part", hs_code="84669390"),),
        firms=(Firm(firm="F"),),
        qualifications=(row,),
        offers=(import_offer(),),
        demand=ONE,
    )
    found = planned(case)
    assert cash(found, "duty") == {}
    assert cash(found, "vat") == {0: 13.0}
    assert found.objective == pytest.approx(100.0)
    assert "relief-vat-given-up" in {note.code for note in found.landed.notes}


def test_giving_up_where_no_vat_is_freed_has_no_effect_and_is_said() -> None:
    row = replace(DISPLAYS, gives_up_vat=True)
    found = planned(tiny(firms=(Firm(firm="F"),), qualifications=(row,), offers=(import_offer(),), demand=ONE))
    assert cash(found, "vat") == {4: 2.86, 8: 2.86, 12: 2.86, 16: 2.86, 20: 2.86}
    assert "relief-nothing-to-give-up" in {note.code for note in found.landed.notes}
