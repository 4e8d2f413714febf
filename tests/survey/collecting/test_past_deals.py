"""Offers from past deals: medians on the commonest terms, and no price whose terms are not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from returned import item, need, record, returned

from importplan.basics.spans import TimeSpan
from importplan.catalog.load import load
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier
from importplan.survey.case.terms import DealTerms, terms_of
from importplan.survey.returns.answers import FirmReturn
from importplan.survey.returns.collected import Collected
from importplan.survey.surveyed import survey_of
from importplan.survey.to_scenario import CollectedCase, to_scenario

CATALOG = load()
START = date(2027, 1, 1)
BASE = Scenario(
    Settings(start=START),
    items=(
        Item(item="GRINDER", name_zh="数控外圆磨床", hs_code="84602319"),
        Item(item="BEARING", name_zh="主轴轴承组", kind="part", hs_code="84828000", whole_units=False),
    ),
    suppliers=(Supplier(supplier="STUDER", name="斯图特 Studer", country="CH"),),
    offers=(Offer(offer="G@STUDER", supplier="STUDER", item="GRINDER", unit_price=500_000.0, currency="CHF"),),
    fx=(ExchangeRate(currency="CHF", cny_per_unit=8.0),),
)
DEAL: dict[str, Any] = {
    "item_name": "数控外圆磨床", "first_maker": "捷太格特", "first_origin": "JP", "currency": "JPY", "incoterm": "CIF",
    "make_months": 6.0, "transit_months": 1.0,
}  # fmt: skip


def made(*deals: dict[str, Any]) -> CollectedCase:
    """The case of firms that have each bought once."""
    return made_of(*(firm(number, DEAL | deal) for number, deal in enumerate(deals)))


def firm(number: int, values: dict[str, Any], *needs: dict[str, Any], **firm_values: Any) -> FirmReturn:
    file = f"{number}.xlsx"
    return returned(file, item(file, needs=needs, **values), firm_name=f"企业甲{'甲乙丙丁'[number]}", **firm_values)


def made_of(*returns: FirmReturn) -> CollectedCase:
    surveyed = survey_of(Collected(returns=returns), BASE, CATALOG)
    return to_scenario(surveyed, BASE, CATALOG)


def test_the_price_is_the_median_of_deals_on_the_commonest_terms() -> None:
    """Three CIF deals of 60, 80 and 90 m yen: 80 m; the FOB deal of 20 m is told and not in the median."""
    case = made({"unit_price": 9e7}, {"unit_price": 6e7}, {"unit_price": 8e7}, {"unit_price": 2e7, "incoterm": "FOB"})
    (offer,) = case.scenario.offers[1:]
    assert (offer.unit_price, offer.currency, offer.incoterm, offer.origin) == (8e7, "JPY", "CIF", "JP")
    assert offer.price_basis == "past_deal"
    assert [entry.reason for entry in case.left_out] == ["other_terms"]
    figure = next(figure for figure in case.figures if figure.column == "unit_price")
    assert len(figure.answers) == 3
    assert figure.detail == "n=3, 60,000,000–90,000,000 JPY"


def test_what_was_paid_beside_the_price_is_told_and_has_to_be_asked_for() -> None:
    """The offer is without the royalty that raises its customs value: the line that names it says so."""
    case = made({"unit_price": 8e7, "beside_price": ("royalty", "tooling")}, {"unit_price": 8e7, "beside_price": "无"})
    (offer,) = case.scenario.offers[1:]
    assert (offer.unit_price, offer.royalty) == (8e7, 0.0)
    ((reason, detail),) = [(entry.reason, entry.detail) for entry in case.left_out]
    assert (reason, detail) == ("beside_price", offer.offer)


def test_spellings_of_a_maker_are_one_supplier() -> None:
    case = made({"unit_price": 8e7, "first_maker": "三菱"}, {"unit_price": 6e7, "first_maker": "三菱电机"})
    assert len(case.scenario.offers) == 2
    assert case.scenario.offers[1].unit_price == 7e7


def test_the_offer_of_the_base_stands_and_the_deals_are_shown_beside_it() -> None:
    """600,000 CHF against 500,000 CHF in the base: 20 % more, told, and no second offer."""
    case = made({"unit_price": 6e5, "currency": "CHF", "first_maker": "Studer", "first_origin": "CH"})
    assert case.scenario.offers == BASE.offers
    (figure,) = [figure for figure in case.figures if figure.basis == "beside_base"]
    assert figure.detail.endswith("+20%")


@pytest.mark.parametrize(
    ("deal", "reason"),
    [
        ({"currency": "不清楚"}, "no_currency"),
        ({"first_maker": "无"}, "no_maker_or_origin"),
        ({"first_origin": "不清楚"}, "no_maker_or_origin"),
        ({"currency": "CNY"}, "no_vat"),
        ({"price_includes_vat": True}, "terms_contradict"),
    ],
)
def test_a_price_whose_terms_are_not_known_is_no_offer(deal: dict[str, Any], reason: str) -> None:
    case = made({"unit_price": 8e7} | deal)
    assert case.scenario.offers == BASE.offers
    assert [entry.reason for entry in case.left_out] == [reason]


def test_goods_whose_making_time_nobody_knows_are_no_offer() -> None:
    """For the bearing neither the firm nor the base says how long it takes: it must not seem to come at once."""
    case = made({"item_name": "主轴轴承", "unit_price": 1e5, "make_months": "不清楚", "transit_months": "不清楚"})
    assert [entry.reason for entry in case.left_out] == ["no_lead_time"]


@pytest.mark.parametrize(
    ("values", "origin", "terms"),
    [
        ({"currency": "CNY", "price_includes_vat": True}, "CN", DealTerms("CNY", "domestic", True, assumed=True)),
        ({"currency": "CNY", "price_includes_vat": True}, "DE", DealTerms("CNY", "DDP", True, assumed=True)),
        ({"currency": "EUR"}, "DE", DealTerms("EUR", "CIF", False, assumed=True)),
        ({"currency": "EUR", "incoterm": "FCA"}, "DE", DealTerms("EUR", "FCA", False)),
        ({"currency": "EUR", "incoterm": "domestic"}, "DE", "terms_contradict"),
        ({"currency": "XXX"}, "DE", "no_rate"),
    ],
)
def test_terms_are_read_only_where_one_reading_is_left(values: dict[str, Any], origin: str, terms: object) -> None:
    assert terms_of(record("item", "a", 1, values), origin, {"CNY", "EUR"}) == terms


def test_use_of_parts_becomes_demand_where_no_need_is_stated() -> None:
    """10 machines × 6 a year = 60 a year, 15 a quarter, over 12 quarters; purchases of 58 a year agree with it."""
    values = {"item_name": "主轴轴承组", "installed": 10.0, "use_per_machine_year": 6.0, "bought_per_year": 58.0}
    case = made_of(firm(0, values))
    assert [line.quantity for line in case.scenario.demand] == [15.0] * 12
    assert {line.firmness for line in case.scenario.demand} == {"budgeted"}
    apart = made_of(firm(0, values | {"bought_per_year": 20.0}))
    assert not apart.scenario.demand
    assert [entry.reason for entry in apart.left_out] == ["use_against_purchases"]
    stated = made_of(firm(0, values, need(date(2027, 4, 1), 7.0)))
    assert [line.quantity for line in stated.scenario.demand] == [7.0]


def test_output_without_a_margin_is_no_cost_of_lateness() -> None:
    values = {"item_name": "数控外圆磨床", "output_lost_cny_per_month": 1e6}
    case = made_of(firm(0, values, need(date(2027, 4, 1), 2.0)))
    (line,) = case.scenario.demand
    assert (line.shortage_cost_cny, line.shortage_basis) == (None, "")
    assert [entry.reason for entry in case.left_out] == ["margin_unknown"]


def test_a_budget_below_signed_contracts_is_told_and_not_written() -> None:
    """2 grinders at 500,000 CHF of 8 CNY are 8 m CNY: a budget of 1 m could not be kept by any plan."""
    values = DEAL | {
        "first_maker": "Studer", "first_origin": "CH", "unit_price": 5e5, "currency": "CHF", "on_order": 2.0,
        "on_order_due": TimeSpan.of_months(2027, 5),
    }  # fmt: skip
    poor = made_of(firm(0, values, budget_year_1_cny=1e6))
    assert not poor.scenario.budgets
    assert [entry.reason for entry in poor.left_out] == ["budget_below_contracts"]
    rich = made_of(firm(0, values, budget_year_1_cny=2e7, budget_year_2_cny="无"))
    assert [row.amount_cny for row in rich.scenario.budgets] == [2e7, 0.0]
    (order,) = rich.scenario.open_orders
    assert (order.offer, order.due) == ("G@STUDER", date(2027, 5, 31))


def test_half_a_machine_and_an_unknown_quantity_are_left_out() -> None:
    needs = [need(date(2027, 4, 1), 0.5), need(date(2027, 7, 1), 1.0) | {"quantity": "不清楚"}]
    case = made_of(firm(0, {"item_name": "数控外圆磨床"}, *needs))
    assert not case.scenario.demand
    assert sorted(entry.reason for entry in case.left_out) == ["fraction", "no_quantity"]


def test_a_part_weighed_in_kilograms_is_not_counted_in_sets() -> None:
    case = made_of(firm(0, {"item_name": "主轴轴承组", "unit": "kilogram"}, need(date(2027, 4, 1), 5.0)))
    assert [entry.reason for entry in case.left_out] == ["unit"]


def test_a_need_and_a_contract_keep_the_length_in_which_they_were_told() -> None:
    """A month stays a month, which only a plan by quarters rounds up; what is due in a quarter is due at its end."""
    values = DEAL | {
        "first_maker": "Studer", "first_origin": "CH", "unit_price": 5e5, "currency": "CHF", "on_order": 2.0,
        "on_order_due": TimeSpan.of_months(2027, 4, 3),
    }  # fmt: skip
    may = {"period": TimeSpan.of_months(2027, 5), "quantity": 3.0}
    case = made_of(firm(0, values, may, need(date(2027, 7, 1), 4.0)))
    assert sorted(str(line.period) for line in case.scenario.demand) == ["2027-05", "2027Q3"]
    assert [order.due for order in case.scenario.open_orders] == [date(2027, 6, 30)]
