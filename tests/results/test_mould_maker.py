"""A mould maker's first workbook: five needs, defaults everywhere. What is needed is bought, or the reason is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.results.machine_record import record
from importplan.results.names import Names
from importplan.results.page_one.advice import heading
from importplan.results.page_one.page import summary
from importplan.results.plan_result import PlanResult
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier

NEXT_YEAR, THE_YEAR_AFTER = 18e6, 10e6


def need(line: str, item: str, day: date, quantity: float, **changes: Any) -> Demand:
    """A line of the sheet; most columns are left blank."""
    return Demand(line=line, item=item, period=day, quantity=quantity, **changes)


def sale(offer: str, supplier: str, item: str, price: float, days: float, way: float, **changes: Any) -> Offer:
    """An offer with its days of making and on the way."""
    given = {"currency": "EUR", "lead_time_days": days, "transit_days": way}
    return Offer(offer=offer, supplier=supplier, item=item, unit_price=price, **(given | changes))


def mould_maker(budget: tuple[float, float] = (NEXT_YEAR, THE_YEAR_AFTER), **settings: Any) -> Scenario:
    """The case, with two budgets in CNY for 2027 and 2028."""
    home = {"currency": "CNY", "incoterm": "domestic", "price_includes_vat": True}
    slow = {"retention_share": 0.1, "warranty_months": 12.0}
    return Scenario(
        settings=Settings(title="精模", start=date(2027, 1, 1), periods=8, **settings),
        items=(
            Item(item="五轴", hs_code="84571010", reference_value_cny=4.2e6),
            Item(item="慢走丝", hs_code="84563010", reference_value_cny=1.8e6),
            Item(item="三坐标", hs_code="9031802000", reference_value_cny=1.5e6),
            Item(item="打印机", hs_code="84851000", reference_value_cny=5e6),
        ),
        suppliers=tuple(
            Supplier(supplier=name, country=country)
            for name, country in {
                "牧野": "JP",
                "罗德斯": "DE",
                "科德": "CN",
                "沙迪克": "JP",
                "安德建奇": "CN",
                "蔡司": "DE",
                "海克斯康": "IT",
                "AI": "NL",
                "EOS": "DE",
                "铂力特": "CN",
            }.items()
        ),
        offers=(
            sale("1", "牧野", "五轴", 98e6, 270, 30, currency="JPY", licence_days=60, install_days=30, **slow),
            sale("2", "罗德斯", "五轴", 680e3, 300, 45, incoterm="FOB", licence_days=90, install_days=45, **slow),
            sale("3", "科德", "五轴", 3.8e6, 150, 5, install_days=30, **home),
            sale("4", "沙迪克", "慢走丝", 32e6, 180, 25, currency="JPY", install_days=20),
            sale("5", "安德建奇", "慢走丝", 880e3, 90, 5, **home),
            sale("6", "蔡司", "三坐标", 185e3, 150, 45, incoterm="CIP", install_days=15),
            sale("7", "海克斯康", "三坐标", 150e3, 120, 45, incoterm="CIP", install_days=15),
            sale("8", "AI", "打印机", 780e3, 240, 45, incoterm="EXW", install_days=30),
            sale("9", "EOS", "打印机", 650e3, 210, 40, incoterm="FCA", install_days=30),
            sale("10", "铂力特", "打印机", 3.2e6, 150, 7, install_days=20, **home),
        ),
        demand=(
            need("1", "五轴", date(2027, 10, 1), 2, priority=1, shortage_cost_cny=1.8e6),
            need("2", "五轴", date(2028, 6, 30), 1, firmness="wished"),
            need("3", "慢走丝", date(2027, 9, 1), 3, priority=1, firmness="budgeted", shortage_cost_cny=3e5),
            need("4", "三坐标", date(2027, 12, 31), 1, firmness="approved"),
            need("5", "打印机", date(2028, 4, 1), 1, firmness="wished"),
        ),
        budgets=tuple(
            Budget(payer="all", from_day=date(year, 1, 1), to_day=date(year, 12, 31), amount_cny=amount)
            for year, amount in zip((2027, 2028), budget, strict=True)
        ),
        risks=(
            Risk(risk="1", starts_per_year=0.1, mean_months=9.0),
            Risk(risk="2", starts_per_year=0.1, mean_months=9.0, effect="cancel"),
        ),
        risk_targets=(
            RiskTarget(risk="1", target="country:JP", hit_probability=0.8),
            RiskTarget(risk="2", target="country:NL", hit_probability=0.5),
            RiskTarget(risk="2", target="country:DE", hit_probability=0.5),
        ),
        fx=(ExchangeRate(currency="JPY", cny_per_unit=0.046), ExchangeRate(currency="EUR", cny_per_unit=8.1)),
    )


@cache
def planned(budget: tuple[float, float] = (NEXT_YEAR, THE_YEAR_AFTER), **settings: float) -> PlanResult:
    """A plan of the case."""
    return plan_case(mould_maker(budget, **settings), RunSettings(fresh=20))


def bought(result: PlanResult) -> Counter[str]:
    """Units ordered by item."""
    found: Counter[str] = Counter()
    for order in result.solution.plan.orders:
        option = result.landed.options[order.option]
        item = result.scenario.offers[result.scenario.offer_index[option.offer]].item
        found[item] += round(order.quantity)
    return found


def page(result: PlanResult) -> str:
    """Page one: what is said, headings, and the cells of its tables."""
    names = Names(result.scenario, result.catalog, result.language)
    told = summary(result, names)
    words = [told.lead]
    for section in told.sections:
        rows = section.table.shown(names).rows if section.table else ()
        words += [section.heading, *section.lines, *(str(cell) for row in rows for cell in row)]
    return "\n".join(words)


def test_what_is_needed_is_bought_within_the_budgets() -> None:
    """Before, two of five: 4.2 m at 5 % a quarter costs less to go without for three quarters than to buy."""
    result = planned()
    assert bought(result) == {"五轴": 3, "慢走丝": 3, "三坐标": 1, "打印机": 1}
    assert result.audit.violations == ()
    assert record(result)["open_needs"] == []
    assert "未购需求" not in page(result)


def test_without_a_price_of_open_needs_page_one_says_that_they_cost_less_than_buying() -> None:
    result = planned(open_need_share=0.0)
    assert bought(result) == {"五轴": 2, "慢走丝": 3}
    assert "未购 3 条，延迟 0 条" in page(result)


def test_what_is_only_wished_says_from_which_probability_it_pays() -> None:
    """Without weight on risk a wish of 30 % is not bought; at what is told, and a little more, it is."""
    result = planned(risk_weight=0.0)
    told = {row["line"]: row for row in record(result)["open_needs"]}
    assert {"2", "5"} <= told.keys()
    for line in ("2", "5"):
        row = told[line]
        assert (row["why"], row["probability"]) == ("not_worth", 0.3)
        assert 0.3 < row["pays_from"] < 0.6
    case = mould_maker(risk_weight=0.0)
    surer = tuple(
        replace(row, firmness=min(1.0, told[row.line]["pays_from"] + 0.1)) if row.line in ("2", "5") else row
        for row in case.demand
    )
    assert bought(plan_case(case.replace(demand=surer), RunSettings(fresh=20)))["打印机"] == 1
    assert "起划算" in page(result)


def test_half_the_money_says_which_budget_forbids_what() -> None:
    result = planned((9e6, 7e6))
    told = record(result)["open_needs"]
    assert told
    forbidden = [row for row in told if row["why"] == "forbidden"]
    assert forbidden
    assert {row["missing"]["rule"] for row in forbidden} == {"budget"}
    assert all(row["missing"]["amount"] > 0 for row in forbidden)
    assert "预算缺" in page(result)
    late = [row for row in record(result)["orders"] if "个月" in row["reason"]]
    assert all("预算缺" in row["reason"] for row in late)


@pytest.mark.parametrize("budget", [(NEXT_YEAR, THE_YEAR_AFTER), (9e6, 7e6)])
def test_the_price_of_open_needs_is_no_money_and_no_loss(budget: tuple[float, float]) -> None:
    """It is a line of its own: cost lines add up to the objective's mean, and neither money nor loss has it."""
    result = planned(budget)
    costs, judged = record(result)["costs"], result.own.judgement
    assert judged is not None
    risk = record(result)["risk"]
    assert risk["mean_cny"] - risk["mean_without_open_needs_cny"] == pytest.approx(costs["open_needs"], abs=1e-3)
    assert sum(costs.values()) == pytest.approx(risk["known_cny"] + risk["mean_cny"])


def test_where_nothing_can_be_bought_page_one_does_not_say_that_nothing_is_needed() -> None:
    result = plan_case(mould_maker((0.0, 0.0), draws=4), RunSettings(fresh=4))
    assert result.solution.plan.orders == ()
    for language, wrong, count in (("zh", "不需要", "5 项"), ("en", "no new orders", "5")):
        words = heading(result, Names(result.scenario, result.catalog, language))  # type: ignore[arg-type]
        assert wrong not in words and count in words
