"""From a case to who gets what: requests, what is there, whose word priorities are, what letters tell; by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pytest

from importplan.allocation.drawn import drawn_shortages
from importplan.allocation.rule import Division, Request, divide
from importplan.allocation.shortage import told
from importplan.basics.errors import InputRejected
from importplan.basics.spans import TimeSpan
from importplan.cli.main import main
from importplan.documents.case.write import write
from importplan.pipeline.allocate import allocate_case, write_allocation, write_letters
from importplan.plan.plan import Holding, Recourse, ReleaseLane, Tier
from importplan.results.names import Names
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier

FIRMS = ("甲", "乙", "丙", "丁")
RULE = ConfidentialityRule()


def line(firm: str, quantity: float, quarter: int = 1, **more: Any) -> Demand:
    given: dict[str, Any] = {
        "line": f"{firm}{quarter}{more.get('priority', 2)}", "firm": firm, "item": "P", "quantity": quantity,
        "period": TimeSpan.of_months(2027, 3 * quarter - 2, 3), "shortage_cost_cny": 10.0,
    }  # fmt: skip
    return Demand(**(given | more))


def case(**sheets: Any) -> Scenario:
    """Four firms ask for 6, 4, 4 and 2 bearings in the first quarter of 2027; the reserve has 8."""
    offer = Offer(
        offer="o",
        supplier="A",
        item="P",
        unit_price=100.0,
        currency="CNY",
        incoterm="domestic",
        price_includes_vat=False,
    )
    given: dict[str, Any] = {
        "settings": Settings(start=date(2027, 1, 1), periods=4, owner="bureau", title="t", marking="内部"),
        "firms": tuple(Firm(firm=name, name=f"{name}公司") for name in FIRMS),
        "items": (
            Item(item="P", name_zh="轴承", hs_code="84833000", kind="part", unit="件", reference_value_cny=100.0),
        ),
        "suppliers": (Supplier(supplier="A", country="CN"),),
        "offers": (offer,),
        "demand": tuple(line(firm, units) for firm, units in zip(FIRMS, (6.0, 4.0, 4.0, 2.0), strict=True)),
        "stock": (Stock(item="P", quantity=8.0, owner="reserve"),),
        "reserve_terms": (ReserveTerms(item="P", release_price_share=0.9),),
    }
    return Scenario(**(given | sheets))


def given(scenario: Scenario, **how: Any) -> dict[tuple[str, int], float]:
    (found,) = allocate_case(scenario, **how).found
    return {
        (request.firm, request.priority): part
        for request, part in zip(found.division.requests, found.division.given, strict=True)
    }


def test_what_is_there_goes_to_the_smallest_share() -> None:
    # One each: 1/6, 1/4, 1/4, 1/2; then 甲 2/6, 乙 and 丙 2/4, 甲 3/6: eight.
    assert given(case()) == {("甲", 2): 3.0, ("乙", 2): 2.0, ("丙", 2): 2.0, ("丁", 2): 1.0}


def test_own_stock_and_what_serves_in_time_is_taken_off_and_only_the_reserves_own_is_there() -> None:
    stock = (*case().stock, Stock(item="P", quantity=3.0, owner="甲"))
    orders = (
        OpenOrder(order="in time", offer="o", firm="甲", quantity=1.0, due=date(2027, 3, 31)),
        OpenOrder(order="late", offer="o", firm="甲", quantity=9.0, due=date(2027, 4, 1)),
        OpenOrder(order="pool", offer="o", firm="reserve", quantity=1.0, due=date(2027, 2, 1)),
    )
    (found,) = allocate_case(case(stock=stock, open_orders=orders)).found
    assert (found.there, found.division.requests[0].quantity) == (9.0, 2.0)
    assert (found.own["甲"].stock, found.own["甲"].coming) == (3.0, 1.0)


def test_a_floor_is_kept_unless_a_person_says_how_much() -> None:
    limits = (Limit(rule="min_reserve", item="P", who="reserve", value=3.0),)
    (found,) = allocate_case(case(limits=limits)).found
    assert (found.kept, found.division.total) == (3.0, 5.0)
    (found,) = allocate_case(case(limits=limits), available=["轴承=7"]).found
    assert (found.kept, found.division.total, found.typed) == (0.0, 7.0, True)


def test_later_needs_and_those_that_may_not_come_do_not_ask() -> None:
    demand = (*case().demand, line("丁", 5.0, 2), line("丁", 3.0, 1, line="wish", firmness="wished"))
    (found,) = allocate_case(case(demand=demand)).found
    assert found.division.asked == 16.0
    assert (found.uncertain_lines, found.uncertain_units) == (1, 3.0)
    (later,) = allocate_case(case(demand=demand), when="2027-06").found
    assert later.division.asked == 21.0


def test_a_firms_own_priority_counts_and_is_told_with_what_it_moves() -> None:
    own = (line("甲", 6.0, priority=1, priority_by="firm"), *case().demand[1:])
    (found,) = allocate_case(case(demand=own)).found
    first, *others, smallest = found.division.given
    assert (first, sorted(others), smallest) == (6.0, [0.0, 1.0], 1.0)  # two left: the largest rise, then a lot
    assert found.moved_by_claims == 3.0  # 甲 would have three
    rated = (line("甲", 6.0, priority=1, priority_by="bureau"), *case().demand[1:])
    assert allocate_case(case(demand=rated)).found[0].moved_by_claims == 0.0


def test_requests_of_a_file_are_taken_as_they_stand(tmp_path: Path) -> None:
    write(case(stock=(*case().stock, Stock(item="P", quantity=3.0, owner="甲"))), tmp_path / "case.xlsx", "zh")
    typed = Scenario(settings=case().settings, demand=(line("甲", 5.0, line="r1"), line("乙", 5.0, line="r2")))
    write(typed, tmp_path / "asked.xlsx", "zh")
    (found,) = allocate_case(tmp_path / "case.xlsx", requests=tmp_path / "asked.xlsx").found
    assert found.division.given == (4.0, 4.0)
    assert not found.deducted


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"when": "soon"}, "allocation-period-unknown"),
        ({"when": "2031Q1"}, "allocation-period-outside"),
        ({"available": ["X=3"]}, "allocation-item-unknown"),
        ({"available": ["P=many"]}, "allocation-amount"),
    ],
)
def test_wrong_words_are_told(how: dict[str, Any], code: str) -> None:
    with pytest.raises(InputRejected) as fault:
        allocate_case(case(), **how)
    assert [issue.code for issue in fault.value.issues] == [code]
    assert all(
        issue.found(language) and issue.repair(language) for issue in fault.value.issues for language in ("zh", "en")
    )


def test_letters_name_nobody_else_and_tell_only_sums_that_pass(tmp_path: Path) -> None:
    allocation = allocate_case(case())
    names = Names(allocation.scenario, allocation.catalog, "zh")
    files = write_letters(allocation, tmp_path, names)
    assert len(files) == 4
    for firm, path in zip(FIRMS, files, strict=True):
        document = docx.Document(str(path))
        words = "\n".join(paragraph.text for paragraph in document.paragraphs)
        cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
        assert f"{firm}公司" in words and not any(f"{other}公司" in words for other in FIRMS if other != firm)
        assert "共 4 家单位需要 16 件，可调配 8 件" in words
        assert "90%" in words and "未经批准" in words
        request, part = {"甲": ("6", "3"), "乙": ("4", "2"), "丙": ("4", "2"), "丁": ("2", "1")}[firm]
        assert cells[8:16] == [
            "轴承",
            "件",
            request,
            "2",
            "未定级（按 2 级）",
            part,
            "50%",
            f"{int(request) - int(part)}",
        ]
    two = allocate_case(case(demand=case().demand[:2]))
    (first, _) = write_letters(two, tmp_path / "two", names)
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(first)).paragraphs)
    assert "不列汇总数" in words and "共 2 家" not in words


def test_a_sum_whose_rest_gives_a_firm_away_is_withheld() -> None:
    many = [Request(name, 2, 4.0) for name in "ABCD"]
    assert told(divide(many, 8.0, True), RULE).total
    # With one urgent firm beside them the sum of all less that of priority 2 would be its own figure.
    beside = told(divide([*many, Request("E", 1, 4.0)], 12.0, True), RULE)
    assert beside.levels == {1: False, 2: True}
    assert not beside.total
    assert not told(divide([Request("A", 2, 90.0), Request("B", 2, 1.0), Request("C", 2, 1.0)], 46.0, True), RULE).total


def test_the_workbook_is_written_and_the_command_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    allocation = allocate_case(case())
    write_allocation(allocation, tmp_path / "a.xlsx", Names(allocation.scenario, allocation.catalog, "en"))
    assert (tmp_path / "a.xlsx").stat().st_size > 5000
    write(case(), tmp_path / "case.xlsx", "zh")
    assert main(["allocate", str(tmp_path / "case.xlsx"), "--json"]) == 0
    assert '"given": 3.0' in capsys.readouterr().out


def test_the_worst_draw_of_a_plan_is_divided_by_the_rule() -> None:
    # Draw 2 costs most: 甲 and 乙 ask for 4 each (release + late); the plan gives 甲 all four, the rule two each.
    scenario = case(demand=(line("甲", 4.0, shortage_cost_cny=100.0), line("乙", 4.0, shortage_cost_cny=10.0)))
    tiers = (Tier("甲", "P", 2, 100.0, None, (0,)), Tier("乙", "P", 2, 10.0, None, (1,)))
    shape = (2, 2, 4)
    demand, late, release = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    demand[:, :, 0] = 4.0
    release[0, :, 0], late[0, 1, 0] = (4.0, 3.0), 1.0
    release[1, :, 0], late[1, 1, :] = (4.0, 0.0), 4.0
    stock = np.zeros((2, 1, 4))
    recourse = Recourse(
        holdings=(Holding("reserve", "P"),), stock=stock, tiers=tiers, demand=demand, backlog=late,
        lost=np.zeros(shape), workaround=np.zeros(shape), release_lanes=(ReleaseLane(0, "甲"), ReleaseLane(0, "乙")),
        release=release, call_off_lanes=(), call_offs=np.zeros((2, 0, 4)), quota_parts=(),
        beyond_quota=np.zeros((2, 0)), start_lanes=(), starts=np.zeros((2, 0, 4)),
        clearance_lanes=(), cleared=np.zeros((2, 0, 4)),
    )  # fmt: skip
    (found,) = drawn_shortages(scenario, recourse)
    assert (found.draw, found.period, found.planned) == (1, 0, (4.0, 0.0))
    assert found.division.given == (2.0, 2.0)
    assert found.rule_costs_cny == (2 * 100 + 2 * 10) - 4 * 10
    assert isinstance(found.division, Division)
