"""Two results side by side: which orders move, which changed input speaks of them, and the same from workbooks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.pipeline.compare import compare_results, names_of
from importplan.pipeline.plan import plan_case, write_result
from importplan.results.differing import Move, ResultDifference
from importplan.results.plan_result import PlanResult
from importplan.results.views.difference_tables import difference_record, difference_sheets, sentences
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier


def offer(name: str, price: float, item: str = "M") -> Offer:
    return Offer(
        offer=name, supplier=name.upper(), item=item, unit_price=price, currency="CNY", incoterm="domestic",
        price_includes_vat=False,
    )  # fmt: skip


def case(**sheets: Any) -> Scenario:
    """Two machines in Q2 and a spindle in Q3; A sells machines at 100, B at 120."""
    given: dict[str, Any] = {
        "settings": Settings(start=date(2027, 1, 1), periods=4, draws=2, discount_rate=0.0, gap=0.0),
        "items": tuple(Item(item=name, hs_code="84571010", reference_value_cny=100.0) for name in ("M", "S")),
        "suppliers": tuple(Supplier(supplier=name, country="CN") for name in "ABC"),
        "offers": (offer("a", 100.0), offer("b", 120.0), offer("c", 10.0, "S")),
        "demand": (
            Demand(line="L1", item="M", period=date(2027, 4, 1), quantity=2.0, shortage_cost_cny=500.0),
            Demand(line="L2", item="S", period=date(2027, 7, 1), quantity=1.0, shortage_cost_cny=500.0),
        ),
    }
    return Scenario(**(given | sheets))


def planned(scenario: Scenario) -> PlanResult:
    result = plan_case(scenario)
    assert result.has_plan
    return result


BASE = case()


def differs(changed: Scenario) -> ResultDifference:
    return ResultDifference(planned(BASE), planned(changed))


def moves(found: ResultDifference) -> dict[str, str]:
    return {row.offer: row.move.value for row in found.orders}


def behind(found: ResultDifference, offer_id: str) -> list[tuple[str, str]]:
    row = next(row for row in found.orders if row.offer == offer_id)
    return [(change.sheet, change.row) for change in row.behind]


def test_nothing_has_changed() -> None:
    found = differs(BASE)
    assert set(moves(found).values()) == {"same"} and found.inputs == () and found.needs == ()
    assert all(row.change == pytest.approx(0.0, abs=1e-9) for row in found.figures if row.change is not None)


def test_a_supplier_that_is_gone_is_behind_what_comes_and_goes() -> None:
    found = differs(BASE.replace(offers=BASE.offers[1:]))
    assert moves(found) == {"a": "out", "b": "in", "c": "same"}
    assert behind(found, "a")[0] == ("offers", "a")
    # Of B nothing has changed: it follows from others.
    assert behind(found, "b") == [("offers", "a")]
    money = {row.key: row.change for row in found.money}
    assert money["goods"] == pytest.approx(40.0)


def test_a_need_that_grows_is_behind_its_own_item_alone() -> None:
    grown = (replace(BASE.demand[0], quantity=3.0), BASE.demand[1])
    found = differs(BASE.replace(demand=grown))
    assert moves(found) == {"a": "more", "c": "same"}
    assert behind(found, "a") == [("demand", "L1")]


def test_a_need_that_comes_later_moves_its_order() -> None:
    later = (BASE.demand[0], replace(BASE.demand[1], period=date(2027, 10, 1)))
    found = differs(BASE.replace(demand=later, items=(BASE.items[0], replace(BASE.items[1], holding_rate=0.5))))
    row = next(row for row in found.orders if row.offer == "c")
    assert row.move in (Move.LATER, Move.SAME)
    assert ("demand", "L2") in behind(found, "c")


def test_a_budget_that_forbids_is_told_with_the_need() -> None:
    found = differs(BASE.replace(budgets=(Budget(payer="all", amount_cny=150.0),)))
    assert moves(found)["a"] == "less"
    assert ("budgets", "all") in [(sheet, row.split("/")[0]) for sheet, row in behind(found, "a")]
    (need,) = found.needs
    assert need.line == "L1" and need.before is None and need.after is not None


def test_settings_of_the_run_stand_behind_nothing() -> None:
    found = differs(BASE.replace(settings=replace(BASE.settings, time_limit_s=123.0)))
    assert [change.sheet for change in found.inputs] == ["settings"]
    assert behind(found, "a") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_from_workbooks_as_in_memory(language: Any, tmp_path: Path) -> None:
    one, two = planned(BASE), planned(BASE.replace(offers=BASE.offers[1:]))
    for name, result in (("a.xlsx", one), ("b.xlsx", two)):
        write_result(result, tmp_path / name)
    read = compare_results(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    held = ResultDifference(one, two)
    told, known = (difference_record(each, names_of(each, language)) for each in (read, held))
    assert told["orders"] == known["orders"]
    for one_figure, other in zip(told["figures"], known["figures"], strict=True):
        assert one_figure["change"] == pytest.approx(other["change"], abs=1e-6)
    words = " ".join(sentences(read, names_of(read, language)))
    assert "{" not in words
    for sheet in difference_sheets(read, names_of(read, language)):
        sheet.table.shown(names_of(read, language)[1])


def test_the_command_writes_and_never_over_an_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_result(planned(BASE), tmp_path / name)
    one, two = str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx")
    assert main(["compare", one, two, "-o", str(tmp_path / "d.xlsx")]) == ExitCode.DONE
    assert (tmp_path / "d.xlsx").exists()
    before = (tmp_path / "a.xlsx").read_bytes()
    assert main(["compare", one, two, "-o", one]) != ExitCode.DONE
    assert (tmp_path / "a.xlsx").read_bytes() == before
