"""Page one: the timeline adds up to its dates, the bridge to the cost, and one sentence says what matters."""

from __future__ import annotations

import re
from itertools import accumulate

import pytest
from result_fixtures import names_of, planned

from importplan.evaluation.replay.judged import NAIVE
from importplan.results.page_one import tipping
from importplan.results.page_one.lead import lead
from importplan.results.page_one.money import bridge
from importplan.results.page_one.section import Section, numbered
from importplan.results.page_one.timeline import timeline
from importplan.results.views.order_lines import order_lines


def test_the_nearest_stands_first_and_what_is_far_is_left_out() -> None:
    rows = tipping.table(planned(), names_of(planned())).rows
    distances = [row.distance for row in rows]
    assert distances == sorted(distances)
    assert len(rows) <= tipping.SHOWN and max(distances, default=0.0) <= tipping.FAR


def test_bars_end_where_their_dates_do() -> None:
    """The stages of an order that is not late end on the day of use; what is to spare ends with the need."""
    result = planned()
    found = timeline(result, names_of(result), 8)
    assert found is not None
    for bar, line in zip(found.bars, order_lines(result), strict=False):
        *stages, spare, late = bar.days
        ends = [bar.start.toordinal() + days for days in accumulate(stages)]
        needed = line.dates.latest.needed
        assert ends[-1] + late == line.dates.usable.toordinal()
        assert late == (line.late_days or 0)
        assert spare == max(0, (needed - line.dates.usable).days if needed else 0)


def test_the_steps_from_goods_to_cost_add_up() -> None:
    """Every signed amount of the sentence, from net cash on, adds up to the cost that is judged."""
    result = planned()
    words = bridge(result, names_of(result))
    net, rest = words.split("净支出 ")[1].split("；", 1)
    steps, cost = rest.split("＝")[0], float(rest.split("已折现）")[1].replace(",", ""))
    amounts = [float(amount.replace(",", "")) for amount in re.findall(r"[+-][\d,.]+", steps)]
    assert len(amounts) == 3
    assert float(net.replace(",", "")) + sum(amounts) == pytest.approx(cost, abs=0.03)
    assert cost == pytest.approx(result.own.judgement.money_cny.value / 10_000, abs=0.01)  # type: ignore[union-attr]


def test_one_sentence_names_the_first_contract_the_cash_and_the_worst_case() -> None:
    result = planned()
    words, names = lead(result, names_of(result)), names_of(result)
    first = min(order_lines(result), key=lambda line: line.dates.latest.day)
    assert f"{first.dates.latest.day}" in words and names.supplier(first.offer.supplier) in words
    worst = result.own.judgement
    assert worst is not None and f"{worst.shortage_cvar_cny.value / 10_000:,.0f} 万元" in words
    assert result.alternatives[1].key == NAIVE


def test_sections_are_numbered_as_they_stand() -> None:
    sections = (Section("建议"), Section("资金"))
    assert [section.heading for section in numbered(sections, names_of(planned()))] == ["一、建议", "二、资金"]
