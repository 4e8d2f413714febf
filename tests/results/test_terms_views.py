"""Terms of orders in the result: warranty spent in stock, permits with dates, controlling states, deposits at risk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from result_fixtures import names_of, planned
from tiny_case import tiny_case

from importplan.pipeline.plan import plan_case, to_json
from importplan.results.page_one.next_steps import next_actions
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.sourcing import sourcing_table
from importplan.results.table import Table
from importplan.results.views.controls import controls, controls_table
from importplan.results.views.exposure import exposures, target_words
from importplan.results.views.landed_orders import landed_orders_table
from importplan.results.views.order_lines import order_lines
from importplan.results.views.order_terms import terms_table
from importplan.results.views.permits import permit_name, permit_steps, permits_table
from importplan.results.views.warranty import waits, warranty_table
from importplan.scenario.schema.risk_targets import RiskTarget


def changed(offers: dict[str, dict[str, Any]], **sheets: Any) -> PlanResult:
    """The tiny case with other terms of some offers."""
    case = tiny_case().replace(**sheets)
    rows = tuple(replace(offer, **offers.get(offer.offer, {})) for offer in case.offers)
    return plan_case(case.replace(offers=rows))


def row_of(table: Table[Any], result: PlanResult, key: str, value: object) -> dict[str, Any]:
    """What people read in the row that has a value in a column."""
    shown = table.shown(names_of(result))
    row = shown.rows[shown.cells(key).index(value)]  # type: ignore[arg-type]
    return {column.key: cell for column, cell in zip(shown.columns, row, strict=True)}


def test_bearings_that_wait_spend_their_warranty_first_in_first_out() -> None:
    """10 there, 5 signed for 2027-03-10, 40 needed on 2027-04-01, warranty of 3 months from arrival.

    The 10 go first, then the 5: these wait from 2027-03-10 to 2027-04-01, 22 days of 92, each 80,000 yen at 0.048.
    """
    result = changed({"B-NSK": {"warranty_months": 3.0, "warranty_from": "arrival"}})
    wait = next(entry for entry in waits(result) if entry.lot.order == "+合同-118")
    assert (wait.lot.start, wait.lot.end) == (date(2027, 3, 10), date(2027, 6, 10))
    assert wait.months == pytest.approx(22 / (365.25 / 12))
    assert wait.share == pytest.approx(wait.months / 3)
    assert (wait.waiting_units, wait.ended_units) == (5.0, 0.0)
    assert wait.lot.unit_cny == pytest.approx(3_840.0)
    row = row_of(warranty_table(result), result, "order_label", "+合同-118")
    assert row["warranty_waiting_cny"] == pytest.approx(19_200.0)
    assert row["warranty_from"] == "到港"


def test_a_warranty_of_days_ends_in_stock_and_its_money_is_named() -> None:
    """One month from shipment (15 days before 2027-03-10): over on 2027-03-23, before anybody needs the 5 units."""
    result = changed({"B-NSK": {"warranty_months": 1.0, "warranty_from": "shipment"}})
    wait = next(entry for entry in waits(result) if entry.lot.order == "+合同-118")
    assert wait.lot.end == date(2027, 3, 23)
    assert wait.ended_units == 5.0
    row = row_of(warranty_table(result), result, "order_label", "+合同-118")
    assert row["warranty_ended_cny"] == pytest.approx(19_200.0)
    assert row["warranty_months_spent"] == pytest.approx(0.4)  # 13 days


def test_without_a_warranty_there_is_nothing_to_spend() -> None:
    assert all(wait.lot.item != "BEARING" for wait in waits(planned()))


def permitted(*permits: str, days: float = 0.0, **offer: Any) -> PlanResult:
    items = tuple(
        replace(item, import_permits=permits, permit_days=days) if item.item == "BEARING" else item
        for item in tiny_case().items
    )
    return changed({"B-NSK": offer}, items=items)


def test_a_permit_is_applied_for_its_days_before_the_goods_arrive() -> None:
    """The signed 5 bearings arrive on 2027-03-10; 20 days before it is 2027-02-18."""
    result = permitted("O自动进口许可", days=20.0)
    step = next(entry for entry in permit_steps(result) if entry.order == "+合同-118")
    assert (step.apply_by, step.declare, step.waits_days) == (date(2027, 2, 18), date(2027, 3, 10), 0)


def test_a_permit_that_takes_longer_than_the_voyage_keeps_the_goods_waiting() -> None:
    """Ordered by the first day of the plan at the earliest, due on day 68: 100 days of permit make them wait 32."""
    result = permitted("CCC", days=100.0)
    step = next(entry for entry in permit_steps(result) if entry.order == "+合同-118")
    assert (step.apply_by, step.declare, step.waits_days) == (date(2027, 1, 1), date(2027, 4, 11), 32)
    row = row_of(permits_table(result), result, "order_label", "+合同-118")
    assert row["permit_waits"] == "货物须等证 32 天"


def test_what_the_catalog_knows_of_a_permit_dates_it_and_what_nobody_knows_is_said() -> None:
    """An automatic licence takes 10 working days, 14 of the calendar, and runs out after 6 months."""
    result = permitted("自动进口许可", "某种许可")
    names = names_of(result)
    steps = {permit_name(entry, names): entry for entry in permit_steps(result) if entry.order == "+合同-118"}
    known, unknown = steps["自动进口许可证"], steps["某种许可"]
    assert known.apply_by == date(2027, 2, 24)
    assert known.apply_from == date(2027, 1, 1)
    assert (unknown.apply_by, unknown.apply_from, unknown.days) == (None, None, None)
    row = row_of(permits_table(result), result, "permit", "某种许可")
    assert row["permit_waits"] == "办理天数未填，须核实"
    assert any("申领自动进口许可证" in action.words for action in next_actions(result, names, 50))


def test_used_goods_need_the_formalities_of_used_machinery() -> None:
    result = permitted(condition="refurbished")
    assert {step.known.key for step in permit_steps(result) if step.known} == {"used_machinery"}
    assert not permit_steps(permitted())


GERMAN_WITH_AMERICAN_CONTENT = {"G-KAPP": {"control_by": ("DE", "US"), "control_code": "3B001", "end_user": "named"}}


def test_goods_under_two_states_count_under_each() -> None:
    result = changed(GERMAN_WITH_AMERICAN_CONTENT)
    german = sum(line.price_cny for line in order_lines(result) if line.offer.offer == "G-KAPP")
    found = {entry.state: entry for entry in controls(result)}
    assert german > 0
    assert found["US"].cny == found["DE"].cny == pytest.approx(german)
    assert found["US"].abroad_cny == pytest.approx(german)
    assert found["DE"].abroad_cny == 0.0
    assert found["US"].licensed_cny == found["US"].named_cny == pytest.approx(german)
    assert (found["US"].codes, found["JP"].codes) == ({"3B001"}, set())
    row = row_of(controls_table(result), result, "controlling_state", "美国")
    assert row["controlled_cny"] == pytest.approx(german)
    controlled = sourcing_table(result).shown(names_of(result)).cells("controllers")
    assert "德国，美国" in controlled
    assert "日本" in controlled


def test_a_risk_of_a_controlling_state_hits_what_it_controls() -> None:
    targets = (*tiny_case().risk_targets, RiskTarget(risk="DE-STOP", target="control:US"))
    result = changed(GERMAN_WITH_AMERICAN_CONTENT, risk_targets=targets)
    names = names_of(result)
    german = sum(line.price_cny for line in order_lines(result) if line.offer.offer == "G-KAPP")
    if german:
        hit = [entry for entry in exposures(result) if entry.target.target == "control:US"]
        assert [entry.value_cny for entry in hit] == [pytest.approx(german)]
    assert target_words(names, "control:US") == "美国收紧出口管制"


def test_machines_get_the_same() -> None:
    result = changed(GERMAN_WITH_AMERICAN_CONTENT)
    found = to_json(result)
    assert [entry["state"] for entry in found["controls"]] == [entry.state for entry in controls(result)]
    assert len(found["warranty"]) == len(waits(result))
    assert found["permits"] == []


def test_a_deposit_is_at_risk_unless_a_bank_stands_for_it() -> None:
    """30 % of 14,000,000 a machine on signing; an insurance counts for what is given, here nothing."""
    for guarantee, at_risk in (("none", 1.0), ("insurance", 1.0), ("bank", 0.0)):
        result = changed({"G-KAPP": {"guarantee": guarantee}})
        line = next(line for line in order_lines(result) if line.offer.offer == "G-KAPP")
        own = row_of(terms_table(result), result, "number", line.number)
        assert own["deposit_cny"] == pytest.approx(0.3 * 14_000_000 * line.order.quantity)
        assert own["deposit_at_risk_cny"] == pytest.approx(at_risk * own["deposit_cny"])
        assert own["retention_cny"] == pytest.approx(0.05 * 14_000_000 * line.order.quantity)


def test_the_warranty_in_the_terms_runs_from_acceptance_by_default() -> None:
    line = next(line for line in order_lines(planned()) if line.offer.offer == "G-KAPP")
    own = row_of(terms_table(planned()), planned(), "number", line.number)
    assert own["warranty_start"] == line.dates.accepted
    assert own["warranty_end"] == line.dates.accepted.replace(year=line.dates.accepted.year + 1)


def test_the_parts_of_a_row_of_landed_cost_add_up_to_it() -> None:
    table = landed_orders_table(planned())
    parts = ("goods_cny", "carriage_cny", "duty_cny", "vat_cost_cny", "local_total_cny", "per_order_cny")
    sums = [sum(values) for values in zip(*(table.values(part) for part in parts), strict=True)]
    assert sums == pytest.approx(list(table.values("landed_cost_cny")))
