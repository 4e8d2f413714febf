"""Every charge has one record beside its rule, and a levy that no record knows is an error where it enters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from landed_cases import tiny

from importplan.basics.labels import known
from importplan.catalog.load import load
from importplan.customs.cost import rules
from importplan.customs.cost.charge_kind import ChargeKind, Milestone, PageGroup
from importplan.customs.cost.pricing import gather
from importplan.customs.cost.rules import CHARGES, EVERY_CHARGE, RULES, SHIPMENT_CHARGES, TAXES, fixed
from importplan.customs.cost.rules.agency import AGENCY
from importplan.customs.cost.rules.fixed import CLEARANCE
from importplan.customs.cost.terms import CUSTOMS_VALUE, PRICE, ChargeRule, Levy, PurchaseTerms, at_offered_share

SHARE = Levy("agency", (PRICE,), Decimal("0.01"), "rule.agency", "-", "given")
FIXED = replace(SHARE, bases=(), fixed_cny=Decimal(5))


def terms() -> PurchaseTerms:
    """The terms of the offer of the tiny case."""
    pricing = gather(tiny(), load())
    return pricing.terms(pricing.options[0], 0, relieved=False)


def test_every_file_of_the_room_stands_in_the_one_list() -> None:
    """A rule that is written and not listed would charge nothing."""
    files = {file.stem for file in Path(rules.__file__).parent.glob("*.py")} - {"__init__"}
    listed = {rule.work_out.__module__.rpartition(".")[2] for rule in RULES}
    assert listed == files


def test_the_key_of_a_charge_stands_once() -> None:
    keys = [kind.key for kind in EVERY_CHARGE]
    assert len(set(keys)) == len(keys)


def test_a_charge_is_a_share_of_amounts_that_are_worked_out_before_it() -> None:
    """A base that comes later would count as nothing."""
    known = {PRICE}
    for rule in RULES:
        for kind in rule.charges:
            assert set(kind.base) <= known, kind.key
        known |= {*rule.bases, *(kind.key for kind in rule.charges)}
    assert CUSTOMS_VALUE in known


def test_charges_that_share_a_cash_line_share_their_group() -> None:
    groups = {kind.cash_line: kind.page_group for kind in CHARGES}
    assert all(groups[kind.cash_line] is kind.page_group for kind in CHARGES)


def test_only_taxes_come_back() -> None:
    assert all(kind in TAXES for kind in CHARGES if kind.deductible)


def test_only_clearance_is_due_once_for_an_order() -> None:
    """The model has a column for an order placed, with the fee of clearance; another fee needs its cost there."""
    assert SHIPMENT_CHARGES == (CLEARANCE,)


@pytest.mark.parametrize(
    "changes",
    [
        {"deductible": True},
        {"base": (), "tax": True},
        {"tax": True, "milestone": Milestone.ACCEPTANCE},
        {"per_shipment": True},
    ],
)
def test_a_record_that_no_part_of_the_house_could_pay_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="agency"):
        replace(AGENCY, **changes)


def test_every_rule_that_a_levy_names_has_its_words() -> None:
    """A rule without words would stand in results as its bare key."""
    for file in Path(rules.__file__).parent.glob("*.py"):
        for word in re.findall(r'"(rule\.\w+)"', file.read_text(encoding="utf-8")):
            assert known(word), f"{file.name}: {word}"
    for kind in fixed.RULE.charges:
        assert known(f"rule.{kind.key}")


@pytest.mark.parametrize(
    ("levy", "words"),
    [
        (replace(SHARE, charge="inspection"), "no record knows"),
        (FIXED, "not what its record says"),
        (replace(FIXED, per_shipment=True), "not what its record says"),
    ],
)
def test_a_levy_that_no_record_knows_is_an_error(levy: Levy, words: str) -> None:
    rule = ChargeRule(lambda _: (levy,), (AGENCY,))
    with pytest.raises(ValueError, match=words):
        rule.levies(terms())


def levied(kind: ChargeKind) -> Callable[[PurchaseTerms], tuple[Levy, ...]]:
    """A rule that levies one hundredth of the price under a kind of charge."""
    return lambda _: (at_offered_share(kind, Decimal("0.01"), "rule.agency", "-"),)


def test_a_levy_that_its_record_knows_enters() -> None:
    kind = ChargeKind("inspection", (PRICE,), Milestone.ACCEPTANCE, PageGroup.LOCAL)
    assert ChargeRule(levied(kind), (kind,)).levies(terms())[0].charge == "inspection"
