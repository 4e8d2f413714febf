"""No rule of sheet `limits` is forgotten: each has rows in the model and an audit that can fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hand_cases import (
    Q2,
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
    with_supplier,
)

from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.ledger.limits import AUDITS
from importplan.model.families import LIMIT_ROWS
from importplan.scenario.limit_rules import LIMIT_RULES
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit


def two_machines() -> Scenario:
    """Two machines from one foreign maker, a quarter late."""
    late = import_offer(from_day=Q2, to_day=Q2, lead_time_days=100)
    return tiny(offers=(late,), demand=(need(shortage_cost_cny=90.0),))


def from_three() -> Scenario:
    """Two of four machines from one maker, one each from two others: nobody sells more in the only quarter."""
    only = {"from_day": Q2, "to_day": Q2}
    others = (home_offer(each, 120.0, supplier=each, capacity_per_period=1.0, **only) for each in ("J", "E"))
    return tiny(offers=(home_offer(capacity_per_period=2.0, **only), *others), demand=(need(quantity=4.0),))


def booked() -> Scenario:
    """One unit booked from Q2 on, at 5 a quarter, and called."""
    case = tiny(
        items=(holding(100.0),),
        offers=(home_offer("k", 80.0, supplier="J", contract="framework"),),
        demand=(need(quantity=1.0),),
        **courses({"a": 1.0, "b": 1.0}),
    )
    return with_supplier(case, "J", booking_cost_cny=5.0)


def pooled() -> Scenario:
    """A reserve that holds one machine of each kind, because it is asked to."""
    return tiny(
        settings=settings(owner="bureau"),
        firms=(Firm(firm="F"),),
        items=(machine(), machine("SPARE")),
        offers=(home_offer(), home_offer("s", 30.0, item="SPARE")),
        demand=(need(quantity=1.0, firm="F"),),
        limits=(Limit(rule="min_reserve", item="SPARE", value=1.0, from_day=Q2),),
    )


# Rule → a case, what its plan breaks, and what it keeps.
EXAMPLES: dict[str, tuple[Callable[[], Scenario], float, float]] = {
    "max_country_share": (two_machines, 0.9, 1.0),
    "max_supplier_share": (two_machines, 0.9, 1.0),
    "max_import_share": (two_machines, 0.9, 1.0),
    "min_supplier_share": (from_three, 0.3, 0.25),
    "min_suppliers": (two_machines, 2.0, 1.0),
    "max_suppliers": (from_three, 2.0, 3.0),
    "max_hhi": (two_machines, 0.9, 1.0),
    "min_fill_rate": (two_machines, 0.1, 0.0),
    "max_shortage": (two_machines, 1.0, 2.0),
    "max_tax": (two_machines, 48.5, 48.7),  # 2 x (10 duty + 14.3 VAT)
    "min_booked_capacity": (booked, 1.1, 1.0),
    "max_booking_cost": (booked, 19.0, 20.0),
    "min_reserve": (pooled, 1.1, 1.0),
    "max_reserve": (pooled, 0.9, 1.0),
}


def test_record_rows_audits_and_examples_know_the_same_rules() -> None:
    assert LIMIT_ROWS.keys() == LIMIT_RULES.keys()
    assert AUDITS.keys() == LIMIT_RULES.keys()
    assert EXAMPLES.keys() == LIMIT_RULES.keys()


def example(rule: str, value: float) -> Limit:
    """The limit on the example of a rule."""
    if EXAMPLES[rule][0] is pooled:
        return Limit(rule=rule, value=value, item="SPARE", from_day=Q2)
    return Limit(rule=rule, value=value)


def broken(found: Planned, limit: Limit) -> set[str]:
    """The families that the ledger says are broken where the case has this limit, too."""
    case = found.scenario.replace(limits=(*found.scenario.limits, limit))
    return {violation.family for violation in audit(case, found.landed, found.draws, found.plan).violations}


@pytest.mark.parametrize("rule", LIMIT_RULES)
def test_the_audit_of_a_rule_finds_what_breaks_it_and_lets_pass_what_keeps_it(rule: str) -> None:
    case, breaks, keeps = EXAMPLES[rule]
    found = planned(case())
    assert broken(found, example(rule, breaks)) == {rule}
    assert broken(found, example(rule, keeps)) == set()


@pytest.mark.parametrize("rule", LIMIT_RULES)
def test_the_rows_of_a_rule_change_a_plan_that_breaks_it(rule: str) -> None:
    """With the limit the old plan has no place in the program: another plan, dearer, or none."""
    case, breaks, _ = EXAMPLES[rule]
    limit = example(rule, breaks)
    free = case()
    limited = planned(free.replace(limits=(*free.limits, limit)))
    assert not limited.solution.termination.reason.has_plan or limited.objective > planned(free).objective + 1e-6
    if limited.solution.termination.reason.has_plan:
        assert rule not in broken(limited, limit)


@pytest.mark.parametrize("rule", LIMIT_RULES)
def test_where_the_excess_has_a_price_it_is_no_fault_but_a_cost(rule: str) -> None:
    case, breaks, _ = EXAMPLES[rule]
    assert broken(planned(case()), replace(example(rule, breaks), soft_cost_cny=1e-3)) == set()


def test_a_rule_that_nobody_knows_is_an_error_where_it_enters() -> None:
    with pytest.raises(ValueError, match="max_horses"):
        Limit(rule="max_horses", value=1.0)
