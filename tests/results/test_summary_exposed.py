"""Page one, what could happen: outages once each, origins that are not used, exchange rates on what is not locked."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from result_fixtures import names_of, planned

from importplan.results.names import Names
from importplan.results.page_one.advice import price_words
from importplan.results.page_one.exposed import exchange_words, outage_words, untouched_words
from importplan.results.page_one.next_steps import next_actions
from importplan.results.page_one.page import rate_words
from importplan.results.views.order_lines import order_lines
from importplan.scenario.schema.risk_targets import RiskTarget


def test_a_rise_of_a_currency_costs_five_hundredths_of_the_goods_that_are_not_locked() -> None:
    result = planned()
    goods = {"日元": 0.0, "欧元": 0.0}
    for line in order_lines(result):
        goods[{"JPY": "日元", "EUR": "欧元"}[line.offer.currency]] += line.price_cny
    words = exchange_words(result, names_of(result))[0]
    said = {name: float(figure.replace(",", "")) for name, figure in re.findall(r"(\w元) ＋([\d,.]+)", words)}
    assert said == pytest.approx({name: 0.05 * cny / 1e4 for name, cny in goods.items() if cny}, abs=0.005)


def test_half_of_it_where_half_is_locked() -> None:
    result = planned()
    locked = tuple(replace(row, locked_share=0.5, locked_rate=row.cny_per_unit) for row in result.scenario.fx)
    half = replace(result, scenario=result.scenario.replace(fx=locked))

    def sums(words: str) -> list[float]:
        return [float(figure.replace(",", "")) for figure in re.findall(r"＋([\d,.]+)", words)]

    whole = sums(exchange_words(result, names_of(result))[0])
    assert sums(exchange_words(half, names_of(half))[0]) == pytest.approx([0.5 * cny for cny in whole], abs=0.01)


def test_an_origin_that_the_plan_does_not_use_is_named_and_one_it_uses_is_not() -> None:
    result = planned()
    more = (*result.scenario.risk_targets, RiskTarget(risk="DE-STOP", target="country:NL"))
    wider = replace(result, scenario=result.scenario.replace(risk_targets=more))
    used = {line.origin for line in order_lines(result)}
    said = untouched_words(wider, names_of(wider))[0]
    assert "荷兰" in said
    assert not any(wider.catalog.countries.name(code, "zh") in said for code in used)


def test_an_outage_stands_once_with_all_items_behind_it() -> None:
    result = planned()
    targets = [words.partition("：")[0] for words in outage_words(result, names_of(result))]
    assert len(targets) == len(set(targets))


def test_prices_and_rates_are_written_as_the_trade_does() -> None:
    result = planned()
    names, english = names_of(result), Names(result.scenario, result.catalog, "en")
    offer = result.scenario.offers[0]
    yen = replace(offer, currency="JPY", unit_price=255_000_000.0)
    assert price_words(names, yen) == "25,500万日元"
    assert price_words(english, yen) == "JPY 255,000,000"
    assert price_words(names, replace(offer, currency="CNY", unit_price=1_600_000.0)) == "160万元"
    assert price_words(names, replace(offer, currency="EUR", unit_price=960.0)) == "960欧元"
    assert rate_words(names, "JPY", 0.04231) == "100 日元＝4.231 元"
    assert rate_words(english, "EUR", 7.433) == "1 EUR = 7.433 CNY"


def test_steps_of_one_kind_and_day_stand_in_one_row() -> None:
    result = planned()
    rows = next_actions(result, names_of(result), 50)
    assert len({(row.by, row.role, row.words.partition("：")[0]) for row in rows}) == len(rows)
