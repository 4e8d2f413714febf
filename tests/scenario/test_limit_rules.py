"""The record of the rules of sheet `limits`, and what the checks make of it."""

from __future__ import annotations

from datetime import date

import pytest

from importplan.scenario.checks.limits import limit_subjects_exist
from importplan.scenario.limit_rules import LIMIT_RULES, About, LimitRule, LimitUnit, Who
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier

CASE = Scenario(
    settings=Settings(start=date(2027, 1, 1)),
    suppliers=(Supplier(supplier="S", country="DE"), Supplier(supplier="K", country="DE", booking_cost_cny=1.0)),
    reserve_terms=(ReserveTerms(item="M"),),
)
MAY_NAME = {
    Who.NOBODY: set(),
    Who.COUNTRY: {"NL"},
    Who.SUPPLIER: {"S", "K"},
    Who.FRAMEWORK: {"K"},
    Who.FIRM: {"firm"},
    Who.PAYER: {"firm", "reserve"},
    Who.RESERVE: {"reserve"},
}


def test_a_rule_is_a_floor_or_a_ceiling() -> None:
    with pytest.raises(ValueError, match="suppliers"):
        LimitRule("suppliers", About.PURCHASES, LimitUnit.SUPPLIERS)


@pytest.mark.parametrize("rule", LIMIT_RULES)
def test_a_rule_may_name_only_what_it_is_about(rule: str) -> None:
    """A firm in a rule about the reserve, or a supplier in a share of countries, would be passed over in silence."""
    accepted = set()
    for who in ("NL", "S", "K", "firm", "reserve"):
        found = list(limit_subjects_exist(CASE.replace(limits=(Limit(rule=rule, value=1.0, who=who),))))
        accepted |= set() if found else {who}
    assert accepted == MAY_NAME[LIMIT_RULES[rule].who]


def test_a_unit_of_excess_is_a_yuan_where_the_rule_counts_money_or_value() -> None:
    assert Limit(rule="max_hhi", value=1.0, measure="value").in_cny
    assert not Limit(rule="max_hhi", value=1.0, measure="units").in_cny
    for rule in ("max_tax", "min_suppliers"):
        given = {Limit(rule=rule, value=1.0, measure=measure).in_cny for measure in ("value", "units")}
        assert given == {rule == "max_tax"}, rule
