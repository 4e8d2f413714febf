"""Awards for domestic goods: worked cases on their caps, and who may lower whose cost."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from landed_cases import CASES, tiny

from importplan.basics.errors import InputRejected
from importplan.basics.labels import LANGUAGES
from importplan.catalog.load import load
from importplan.customs.cost import trace
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.rules.subsidy import SUBSIDY
from importplan.customs.cost.subsidy import award_cny
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.routes import Route

CATALOG = load()
AWARDS = CATALOG.subsidies.awards
WORKED = tomllib.loads((CASES / "subsidies" / "caps.toml").read_text(encoding="utf-8"))["awards"]
HOME = {"incoterm": "domestic", "price_includes_vat": False, "origin": "CN"}


def case(**offer: Any) -> Scenario:
    """A machine bought in China for 1,000,000 net of VAT."""
    return tiny({"offer": HOME | offer})


def codes(scenario: Scenario) -> list[str]:
    try:
        found = price(scenario, CATALOG).notes
    except InputRejected as rejected:
        found = rejected.issues
    for issue in found:
        assert all(issue.found(language) and issue.repair(language) for language in LANGUAGES)
    return [issue.code for issue in found if issue.code.startswith("subsidy")]


def grant(scenario: Scenario) -> float:
    """What is taken off the cost of a unit."""
    return -float(price(scenario, CATALOG).unit_cny[0, CHARGE_INDEX[SUBSIDY], 0])


@pytest.mark.parametrize("worked", WORKED, ids=lambda worked: worked["why"][:40])
def test_a_worked_award(worked: dict[str, Any]) -> None:
    found = award_cny(AWARDS[worked["award"]], map(Decimal, worked["bases"]))
    assert str(found) == worked["amount"]


def test_an_award_never_exceeds_its_rate_or_its_cap() -> None:
    for award in AWARDS.values():
        amounts = [award_cny(award, (Decimal(base),)) for base in range(0, 100_000_001, 9_999_999)]
        assert amounts == sorted(amounts)
        assert award.cap_cny is None or max(amounts) <= award.cap_cny
    with pytest.raises(ValueError, match="negative"):
        award_cny(AWARDS["guangdong_first_unit"], (Decimal(-1),))


@pytest.mark.parametrize("status", ["expected", "granted"])
def test_an_award_of_the_maker_never_lowers_the_cost_of_the_buyer(status: str) -> None:
    scenario = case(subsidy="guangdong_first_unit", subsidy_status=status, subsidy_cny=300_000.0)
    assert grant(scenario) == 0.0
    assert codes(scenario) == ["subsidy-of-maker"]
    (note,) = (issue for issue in price(scenario, CATALOG).notes if issue.code == "subsidy-of-maker")
    assert note.values["amount"] == "300,000.00"  # 30 % of 1,000,000


def test_what_a_unit_may_bring_is_worked_out_without_the_vat_inside_the_price() -> None:
    """1,130,000 with 13 % VAT inside is 1,000,000."""
    scenario = case(subsidy="guangdong_first_unit", unit_price=1_130_000, price_includes_vat=True)
    (note,) = (issue for issue in price(scenario, CATALOG).notes if issue.code == "subsidy-of-maker")
    assert note.values["amount"] == "300,000.00"


def test_an_award_of_the_buyer_counts_only_when_it_is_granted() -> None:
    expected = case(subsidy="tianjin_showcase", subsidy_cny=100_000.0)
    assert (grant(expected), codes(expected)) == (0.0, ["subsidy-of-buyer"])
    granted = case(subsidy="tianjin_showcase", subsidy_status="granted", subsidy_cny=100_000.0)
    assert (grant(granted), codes(granted)) == (100_000.0, ["subsidy-granted"])
    cost = [float(price(scenario, CATALOG).cost_cny()[0, 0]) for scenario in (expected, granted)]
    assert cost[0] - cost[1] == pytest.approx(100_000.0)


def test_a_grant_is_a_line_with_its_document() -> None:
    scenario = case(subsidy="tianjin_showcase", subsidy_status="granted", subsidy_cny=100_000.0)
    found = trace.lines(scenario, CATALOG, price(scenario, CATALOG), 0, 0, quantity=3)
    line = next(line for line in found if line.charge == "subsidy")
    assert (line.amount_cny, line.confidence) == (Decimal("-300000.00"), "given")
    assert "津政办规〔2023〕4号" in line.rule


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        ({"subsidy": "lottery"}, "subsidy-unknown"),
        ({"subsidy": "guangdong_first_unit", "incoterm": "CIF"}, "subsidy-imported"),
        ({"subsidy": "zhongshan_design_national"}, "subsidy-not-of-a-purchase"),
        ({"subsidy": "tianjin_showcase", "subsidy_status": "granted"}, "subsidy-without-sum"),
        (
            {"subsidy": "shanghai_eda_purchase", "subsidy_status": "granted", "subsidy_cny": 500_001},
            "subsidy-above-rule",
        ),
        ({"subsidy": "天津高端装备优质应用场景奖励"}, "subsidy-of-buyer"),
    ],
)
def test_what_does_not_fit_is_said(offer: dict[str, Any], code: str) -> None:
    terms = HOME | offer
    if terms["incoterm"] == "CIF":
        terms |= {"price_includes_vat": None, "origin": "DE"}
    assert codes(tiny({"offer": terms})) == [code]


def test_a_rule_is_not_used_before_its_first_day() -> None:
    scenario = tiny({"offer": HOME | {"subsidy": "tianjin_showcase"}, "start": date(2026, 1, 1)})
    assert AWARDS["tianjin_showcase"].in_force(date(2023, 4, 18))
    assert not AWARDS["tianjin_showcase"].in_force(date(2023, 4, 17))
    assert codes(scenario) == ["subsidy-of-buyer"]


def test_the_rule_of_a_route_is_checked() -> None:
    route = Route(route="R", item="M", subsidy="lottery")
    assert codes(case().replace(routes=(route,))) == ["subsidy-unknown"]


def test_facts_without_money_are_no_awards() -> None:
    assert len(CATALOG.subsidies.facts) == 6
    assert all(fact.source and fact.fact_zh for fact in CATALOG.subsidies.facts)
