"""A plan that leaves the process: plain rows that read back as the same plan, bound again to the case by ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hand_cases import Planned, home_offer, import_offer, need, planned, tiny
from random_cases import FEATURES, random_case

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Place
from importplan.plan.plan_file import (
    FiledBooking,
    FiledCallLevel,
    FiledOrder,
    FiledQualification,
    PlanFile,
    bind,
    filed,
    from_rows,
    to_rows,
)
from importplan.plan.treatments import Treatments


def read_back(plan: PlanFile) -> PlanFile:
    """The plan as a file of text gives it back."""
    rows = to_rows(plan)
    return from_rows((Place("f", "plan", str(number)), as_text(row)) for number, row in enumerate(rows, start=2))


def as_text(row: Mapping[str, object]) -> dict[str, object]:
    return {column: repr(value) if isinstance(value, float) else value for column, value in row.items()}


@pytest.fixture(scope="module")
def bought() -> Planned:
    """A machine from China and one from abroad."""
    case = tiny(
        offers=(home_offer(capacity_per_period=1.0), import_offer(capacity_per_period=1.0)),
        demand=(need(quantity=2.0, shortage_cost_cny=500.0),),
    )
    return planned(case)


@pytest.mark.parametrize("seed", range(len(FEATURES)))
def test_a_plan_read_back_and_bound_again_is_the_same_plan(seed: int) -> None:
    """To the last digit, whatever it decides."""
    found = planned(random_case(seed))
    if found.solution.found is None:
        return
    file = filed(found.plan, found.scenario, found.landed)
    assert read_back(file) == file
    again = bind(file, found.scenario, found.landed)
    assert replace(again, recourse=found.plan.recourse) == found.plan
    assert again.recourse.stock.shape[0] == 0


def test_rows_hold_ids_and_days() -> None:
    """What a program of somebody else can read."""
    file = PlanFile(
        orders=(FiledOrder("O", "F1", "encouraged_project", "no 1", date(2027, 4, 1), 0.1 + 0.2),),
        suppliers=(FiledQualification("S"),),
        offers=(FiledQualification("O"),),
        bookings=(FiledBooking("S", 1.5),),
        call_rule=(FiledCallLevel("O", "F1", "ordinary", "", "begun", date(2027, 4, 1), 3.0),),
    )
    assert to_rows(file)[0] == {
        "kind": "order",
        "id": "O",
        "payer": "F1",
        "treatment": "encouraged_project",
        "certificate": "no 1",
        "period": "2027-04-01",
        "quantity": 0.30000000000000004,
    }
    assert [row["kind"] for row in to_rows(file)[1:]] == ["qualify_supplier", "qualify_offer", "booking", "call_rule"]
    assert read_back(file) == file


def order(**changes: object) -> FiledOrder:
    """An order of the one home offer of `tiny`, at row 5 of a file."""
    plain = FiledOrder("h", "firm", "ordinary", "", date(2027, 1, 1), 1.0, Place("f", "plan", "5"))
    return replace(plain, **changes)  # type: ignore[arg-type]


def level(**changes: object) -> FiledCallLevel:
    """A level of the one home offer of `tiny`."""
    plain = FiledCallLevel("h", "firm", "ordinary", "", "open", date(2027, 1, 1), 1.0, Place("f", "plan", "6"))
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "code", "word"),
    [
        ({"id": "gone"}, "plan-offer-gone", "gone"),
        ({"payer": "F9"}, "plan-payer-gone", "F9"),
        ({"treatment": "encouraged_project", "certificate": "no 1"}, "plan-treatment-gone", "encouraged_project no 1"),
        ({"period": date(2031, 1, 1)}, "plan-period-outside", "2031-01-01"),
        ({"period": date(2026, 10, 1)}, "plan-period-outside", "2026-10-01"),
        ({"period": date(2027, 2, 1)}, "plan-period-not-first-day", "2027-02-01"),
    ],
)
def test_what_is_gone_is_told_at_its_row(change: dict[str, object], code: str, word: str, bought: Planned) -> None:
    """An offer, a payer, a certificate, a period outside."""
    with pytest.raises(InputRejected) as refused:
        bind(PlanFile(orders=(order(**change),)), bought.scenario, bought.landed)
    (issue,) = refused.value.issues
    assert (issue.code, str(issue.at)) == (code, "f: plan!5")
    assert word in issue.found("en")
    assert issue.repair("zh")


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (PlanFile(suppliers=(FiledQualification("gone"),)), "plan-supplier-gone"),
        (PlanFile(offers=(FiledQualification("gone"),)), "plan-offer-gone"),
        (PlanFile(bookings=(FiledBooking("gone", 1.0),)), "plan-supplier-gone"),
        (PlanFile(call_rule=(level(state="out"),)), "plan-state-unknown"),
        (PlanFile(call_rule=(level(id="gone"),)), "plan-offer-gone"),
        (PlanFile(call_rule=(level(), level(quantity=2.0))), "plan-row-twice"),
        (PlanFile(orders=(order(), order(quantity=2.0))), "plan-row-twice"),
    ],
)
def test_other_decisions_are_bound_as_strictly(plan: PlanFile, code: str, bought: Planned) -> None:
    """Nothing of a plan is dropped in silence."""
    with pytest.raises(InputRejected) as refused:
        bind(plan, bought.scenario, bought.landed)
    assert [issue.code for issue in refused.value.issues] == [code]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"kind": "wish"}, "plan-kind-unknown"),
        ({"kind": "booking", "id": "S", "quantity": "much"}, "plan-quantity-unreadable"),
        ({"kind": "booking", "id": "S", "quantity": -1.0}, "plan-quantity-unreadable"),
        ({"kind": "booking", "id": "S", "quantity": "nan"}, "plan-quantity-unreadable"),
        ({"kind": "order", "id": "h", "quantity": 1.0, "period": "spring"}, "plan-period-unreadable"),
    ],
)
def test_rows_that_say_nothing_are_told_all_at_once(row: dict[str, object], code: str) -> None:
    """Every fault in one pass, each with its row."""
    with pytest.raises(InputRejected) as refused:
        from_rows([(Place("f", "plan", "2"), row), (Place("f", "plan", "3"), row)])
    assert [(issue.code, issue.at.cell) for issue in refused.value.issues] == [(code, "2"), (code, "3")]


def test_every_option_has_a_name_of_its_own() -> None:
    """Also where two certificates of one regime read the same: the second one in the sheet is called so."""
    for seed in (8, 29):
        found = planned(random_case(seed))
        treatments = Treatments(found.scenario, found.landed)
        assert len(treatments.option) == len(found.landed.options)
    twice = replace(found.landed, options=(*found.landed.options, *found.landed.options))
    names = Treatments(found.scenario, twice).ids[len(found.landed.options) :]
    assert all(name[3].endswith("#2") for name in names)
