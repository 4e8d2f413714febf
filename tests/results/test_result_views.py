"""The tables of the reports say what the plan says, and their sums agree with one another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from result_fixtures import names_of, planned

from importplan.customs.cost.rules.vat import VAT_CASH
from importplan.evaluation.replay.baselines import replay
from importplan.model.search.simple.rules import RULES
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import Plan
from importplan.plan.solution import Reason, Termination
from importplan.results.page_one.doubt import gap_words
from importplan.results.page_one.money import by_group, tax_sentences
from importplan.results.page_one.page import summary
from importplan.results.sheets.cash import budget_table, budget_uses, cash_by_year, cash_table
from importplan.results.sheets.comparison import comparison_table, lines_table
from importplan.results.sheets.landed_cost import landed_table
from importplan.results.sheets.orders import orders_table, payment_words
from importplan.results.sheets.risk import cost_table, histogram_table, measures_table
from importplan.results.sheets.shortage import shortage_summary
from importplan.results.sheets.sourcing import countries_table, sourcing_table
from importplan.results.sheets.stock_plan import stock_table
from importplan.results.table import Table
from importplan.results.views.exposure import days_out, exposures
from importplan.results.views.order_lines import order_lines
from importplan.results.views.relief import beyond_quota, relief_table, relief_worth

DAYS_OF_SIGNING = ("启动采购日", "计划签约日", "签约宽限（天）")  # stand behind the reason


def total(table: Table[Any], key: str) -> float:
    return sum(value for value in table.values(key) if isinstance(value, (int, float)))


def test_orders_are_sorted_by_the_latest_start() -> None:
    table = orders_table(planned(), names_of(planned()))
    starts = table.values("start_by")
    assert len(starts) >= 3
    assert list(starts) == sorted(starts)  # type: ignore[type-var]


def test_orders_have_the_columns_that_the_planner_asked_for_what_is_read_first_in_front() -> None:
    """The list of users' needs, section 3.1, all of it before anything else; what, by when and why on one screen."""
    first = [
        "序号",
        "物项",
        "数量",
        "制造商/原产国",
        "人民币金额（元）",
        "最迟签约日",
        "需求日期",
        "可用日",
        "晚（天）",
        "理由",
    ]
    wanted = [
        "序号",
        "物项",
        "品牌型号",
        "制造商/原产国",
        "数量",
        "币制",
        "单价（原币）",
        "原币金额",
        "人民币金额（元）",
        "价格依据",
        "贸易术语",
        "付款条件",
        "启动采购日",
        "计划签约日",
        "最迟签约日",
        "签约宽限（天）",
        "许可到期望日",
        "装运日",
        "到港日",
        "可用日",
        "需求日期",
        "晚（天）",
        "征免性质与状态",
        "关税（元）",
        "增值税（可抵扣，只占用资金）（元）",
        "到厂成本（元）",
        "理由",
    ]
    names = names_of(planned())
    headings = orders_table(planned(), names).shown(names).headings
    assert list(headings[: len(first)]) == first
    assert set(headings[: len(wanted)]) == set(wanted)
    others = [heading for heading in wanted if heading not in first]
    started = [heading for heading in headings[len(first) : len(wanted)] if heading not in DAYS_OF_SIGNING]
    assert started == [heading for heading in others if heading not in DAYS_OF_SIGNING]


def test_an_exempt_german_machine_costs_what_the_hand_says() -> None:
    """14,000,000 + freight 3 % 420,000 + insurance 0.3 % of both 43,260; VAT 13 % of 14,463,260 = 1,880,223.80 is cash.

    No duty. Landed: 14,463,260 + local 120,000 + clearance 6,000 + order cost 20,000 = 14,609,260. Without relief duty
    would be 9 % of 14,463,260 = 1,301,693.40, and the VAT on it 169,220.14 more.
    """
    line = next(line for line in order_lines(planned()) if line.offer.offer == "G-KAPP" and line.order.quantity == 1)
    assert line.option.status == "applied"
    assert line.price_cny == pytest.approx(14_000_000)
    assert line.charges[VAT_CASH] == pytest.approx(1_880_223.80)
    assert line.landed_cost_cny == pytest.approx(14_609_260)
    assert line.relief_cost_cny == pytest.approx(1_301_693.40)
    assert line.ordinary[VAT_CASH] - line.charges[VAT_CASH] == pytest.approx(169_220.142)


def test_charges_of_all_orders_add_up_to_their_landed_cost() -> None:
    """Traced lines are rounded to the fen each, so the sums may differ by half a fen a line."""
    names = names_of(planned())
    landed = landed_table(planned())
    charged = sum(float(row.charge.amount_cny) for row in landed.rows if row.nature == "cash")
    assert charged == pytest.approx(
        total(orders_table(planned(), names), "landed_cost_cny"), abs=0.005 * len(landed.rows)
    )


def test_sourcing_adds_up_to_the_orders_and_shares_to_one() -> None:
    names = names_of(planned())
    by_item, by_country = sourcing_table(planned()), countries_table(planned())
    assert total(by_item, "landed_cost_cny") == pytest.approx(total(orders_table(planned(), names), "landed_cost_cny"))
    assert total(by_country, "customs_value_cny") == pytest.approx(total(by_item, "customs_value_cny"))
    assert total(by_country, "value_share") == pytest.approx(1.0)
    for item in set(by_item.values("item_id")):
        assert sum(row.units_share or 0.0 for row in by_item.rows if row.first.item.item == item) == pytest.approx(1.0)


def test_cash_of_all_periods_is_the_cash_of_the_ledger() -> None:
    result, names = planned(), names_of(planned())
    table = cash_table(result, names)
    assert total(table, "cash_total") == pytest.approx(result.audit.cash.plan_cny.sum())
    years = cash_by_year(result)
    assert sum(year.spent_cny for year in years) == pytest.approx(result.audit.cash.plan_cny.sum())
    assert sum(by_group(result).values()) == pytest.approx(result.audit.cash.plan_cny.sum())


def test_a_budget_of_a_calendar_year_leaves_what_the_cash_of_the_year_leaves() -> None:
    result = planned()
    use, year = budget_uses(result)[0], cash_by_year(result)[0]
    assert (year.year, year.budget_cny) == (2027, 60_000_000.0)
    assert year.left_cny == pytest.approx(use.left_cny)
    assert budget_table(result).values("left_cny")[0] == pytest.approx(60_000_000 - year.spent_cny)


def test_cost_lines_are_those_of_the_plan_on_the_fresh_draws() -> None:
    result = planned()
    table = cost_table(result)
    assert total(table, "expected_cny") == pytest.approx(result.own_costs.expected.sum())
    assert total(table, "known_cny") == pytest.approx(result.own_costs.known_cny)


def test_what_is_known_now_is_the_same_on_fresh_draws_as_on_those_that_made_the_plan() -> None:
    """Orders are kept, so only what differs by draw may change."""
    result = planned()
    assert result.solution.costs is not None
    assert result.own_costs.known == pytest.approx(result.solution.costs.known)


def test_measures_of_the_spread_are_in_order() -> None:
    """Least, five quantiles, most: none above the next; the mean of the worst 5 % is no less than the 95 % quantile."""
    table = measures_table(planned())
    for kind in ("draw", "cash", "shortage"):
        _, tail_mean, *spread = table.values(f"measured_{kind}_cny")
        assert spread == sorted(spread)
        assert tail_mean >= spread[-2] - 1e-6


def test_the_histogram_holds_every_draw() -> None:
    table = histogram_table(planned())
    assert total(table, "bin_share") == pytest.approx(1.0)
    assert total(table, "bin_share_in_sample") == pytest.approx(1.0)


def test_loss_by_tier_adds_up_to_the_shortage_lines() -> None:
    result = planned()
    assert result.solution.costs is not None
    lines = dict(zip(COST_LINES, result.solution.costs.expected, strict=True))
    table = shortage_summary(result)
    late = sum(lines[f"shortage_{priority}"] for priority in (1, 2, 3))
    assert total(table, "shortage_mean_cny") == pytest.approx(late, abs=1.0)
    assert late > 0


def test_stock_of_a_firm_obeys_the_balance_in_the_mean_where_nothing_can_be_delayed() -> None:
    """Parts come from Japan, which no risk hits: opening + arrivals - demand + late = stock."""
    rows = [row for row in stock_table(planned()).rows if row.item == "BEARING"]
    assert rows[0].opening == 10.0  # stock at the start
    late = 0.0
    for row in rows:
        assert row.opening - late + row.arrivals - row.demand == pytest.approx(row.mean - row.backlog, abs=1e-6)
        late = row.backlog


def test_this_plan_comes_first_and_is_judged_like_the_others() -> None:
    result, names = planned(), names_of(planned())
    assert [entry.key for entry in result.alternatives] == ["this_plan", *RULES]
    own = result.own.judgement
    assert own is not None
    assert own.money_cny.value + own.shortage_cny.value == pytest.approx(
        result.own_costs.expected.sum()
    )  # no other estimates here
    assert total(lines_table(result, names), "this_plan") == pytest.approx(result.own_costs.expected.sum())
    table = comparison_table(result)
    assert table.values("cash_cost_cny")[0] == pytest.approx(own.money_cny.value)
    assert len(table.rows) == len(result.alternatives)


def test_only_targets_that_orders_stand_behind_are_exposures() -> None:
    """The risk hits Germany for controlled goods: the grinder from KAPP, nothing from Japan."""
    result = planned()
    found = exposures(result)
    assert {(entry.target.target, entry.item) for entry in found} == {("country:DE", "GRINDER")}
    ordered = [line for line in order_lines(result) if line.item.item == "GRINDER"]
    german = sum(line.price_cny for line in ordered if line.origin == "DE")
    assert found[0].value_cny == pytest.approx(german)
    assert found[0].share == pytest.approx(german / sum(line.price_cny for line in ordered))


def test_days_out_counts_overlapping_outages_once() -> None:
    result = planned()
    days = days_out(result, [0])
    horizon = result.scenario.calendar.day_number(result.scenario.calendar.end)
    outages = result.judging.outages
    for draw in range(20):
        calendar = np.zeros(horizon * 24, dtype=bool)  # by the hour, without the sweep that the report uses
        for row in np.flatnonzero(outages.draw == draw):
            first, last = (np.clip(day[row], 0, horizon) for day in (outages.start_day, outages.end_day))
            calendar[int(first * 24) : int(last * 24)] = True
        assert days[draw] == pytest.approx(calendar.sum() / 24, abs=0.5)
    assert days.max() > 0


def test_relief_is_three_numbers_with_its_status() -> None:
    """Cost is duty; tax and cash are duty and the VAT on it (13 %), which the firm can deduct: no cost.

    One German machine: 1,301,580 of duty and 169,205.40 of VAT on it (see above), within the quota or beyond.
    """
    result, names = planned(), names_of(planned())
    worth = relief_worth(result, names)
    assert [entry.status for entry in worth] == ["applied"]
    assert worth[0].worth.cost_cny > 1_000_000
    assert worth[0].worth.tax_cny == pytest.approx(worth[0].worth.cost_cny * 1.13)
    assert worth[0].worth.cash_cny == pytest.approx(worth[0].worth.cost_cny * 1.13)
    words = " ".join(tax_sentences(result, names))
    for number in ("减免税额", "成本影响", "资金影响", "申请中", "若全部不获批"):
        assert number in words
    assert "节省" not in words


def test_relief_by_order_adds_up_to_relief_by_regime() -> None:
    result, names = planned(), names_of(planned())
    orders = orders_table(result, names)
    for column in ("relief_tax_cny", "relief_cost_cny", "relief_cash_cny"):
        assert total(orders, column) == pytest.approx(total(relief_table(result, names), column))


def test_a_refusal_is_held_against_the_budget_of_the_year_of_arrival() -> None:
    """Page one: cost and cash of the year, and what the budget has left then."""
    result, names = planned(), names_of(planned())
    worth = relief_worth(result, names)[0].worth  # the only application; everything arrives in 2027
    year = next(year for year in cash_by_year(result) if year.year == 2027)
    assert year.left_cny is not None
    cost, cash, left = (cny / 10_000 for cny in (worth.cost_cny, worth.cash_cny, year.left_cny - worth.cash_cny))
    words = f"2027 年成本＋{cost:,.2f}，资金＋{cash:,.2f}（未计抵扣回流），预算仍够，余 {left:,.2f}"
    assert words in " ".join(tax_sentences(result, names))


def test_units_beyond_the_quota_are_counted_once() -> None:
    result = planned()
    units, cost = beyond_quota(result)
    exempt = sum(line.order.quantity for line in order_lines(result) if line.option.qualification is not None)
    assert 0 <= units <= max(0.0, exempt)
    assert (cost > 0) == (units > 0)


def test_payment_terms_are_said_in_words() -> None:
    result = planned()
    offer = next(offer for offer in result.scenario.offers if offer.offer == "G-KAPP")
    assert payment_words(names_of(result), offer) == "预付 30%，装运 60%，验收 5%，质保金 5%（12 个月后付）"


def test_page_one_says_what_to_sign_and_never_adds_cash_and_estimates() -> None:
    result = planned()
    page = summary(result, names_of(result))
    advice = page.sections[0]
    assert advice.table is not None
    goods = sum(line.price_cny for line in order_lines(result))
    assert total(advice.table, "goods_summary") == pytest.approx(goods)
    sections = {section.table.key: section for section in page.sections if section.table is not None}
    cash, risk = sections["summary_cash"].table, sections["summary_risk"].table
    assert cash is not None
    assert risk is not None
    assert total(cash, "net_summary") == pytest.approx(result.audit.cash.plan_cny.sum())
    assert not any(column.total for column in risk.columns)
    assert "新抽样检验" in sections["summary_risk"].heading
    own = result.own.judgement
    assert own is not None
    assert risk.shown(names_of(result)).rows[0][1] == pytest.approx(own.money_cny.value / 10_000)
    figure = " ".join(sections["summary_risk"].lines)
    assert f"{own.money_cny.value / 10_000:,.0f}（{own.money_cny.low / 10_000:,.0f}~" in figure


def test_page_one_counts_orders_that_it_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importplan.results.page_one.advice.SHOWN", 2)
    result = planned()
    table = summary(result, names_of(result)).sections[0].table
    assert table is not None
    assert len(table.rows) == 2
    assert total(table, "goods_summary") == pytest.approx(sum(line.price_cny for line in order_lines(result)))


def test_page_one_says_when_the_time_limit_stopped_the_search_or_no_bound_was_found() -> None:
    result = planned()
    stopped = replace(result.solution, termination=Termination(Reason.STOPPED_WITH_PLAN), gap=0.02)
    assert "不超过 2.00%" in gap_words(stopped, names_of(result))
    assert "时间上限" in gap_words(stopped, names_of(result))
    assert "未能得到" in gap_words(replace(stopped, gap=float("inf")), names_of(result))
    assert "未能得到" in gap_words(replace(stopped, gap=1.0855), names_of(result))  # its bound is below nothing


def test_a_plan_can_be_replayed_where_an_order_is_partly_exempt() -> None:
    """Three machines at once, two within the quota and one taxed: one lot, dear as where all three are asked for."""
    result = planned()
    cheapest = result.alternatives[1]
    assert cheapest.judgement is not None
    exempt = next(order for order in cheapest.orders if result.landed.options[order.option].offer == "G-KAPP")
    ordinary = replace(exempt, option=int(result.landed.ordinary[exempt.option]), quantity=1.0)
    asked = [order for order in cheapest.orders if result.landed.options[order.option].offer != "G-KAPP"]
    split = Plan((*asked, replace(exempt, quantity=2.0), ordinary), (), (), {})
    whole = Plan((*asked, replace(exempt, quantity=3.0)), (), (), {})
    one, other = (replay(result.scenario, result.landed, result.draws, plan) for plan in (split, whole))
    assert one.objective_cny == pytest.approx(other.objective_cny)
