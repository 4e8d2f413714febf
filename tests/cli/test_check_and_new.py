"""`importplan new` and `importplan check` as the shell sees them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language
from importplan.cli.main import main
from importplan.cli.show_issues import show_issues
from importplan.documents.case import csv_folder
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.events import Event

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_new_writes_a_template_that_passes_its_own_check(language: str, tmp_path: Path, capsys: Capture) -> None:
    assert main(["new", str(tmp_path / "case"), "--language", language]) == 0
    assert str(tmp_path / "case.xlsx") in capsys.readouterr().out
    assert main(["check", str(tmp_path / "case.xlsx")]) == 0


def test_new_never_overwrites_a_file(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "case.xlsx"
    path.write_text("mine", encoding="utf-8")
    assert main(["new", str(path)]) == 2
    assert "case.xlsx" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"


def test_new_plans_as_it_stands(tmp_path: Path, capsys: Capture) -> None:
    """The example buys both machines; a template whose plan were empty would teach nothing."""
    path = tmp_path / "case.xlsx"
    assert main(["new", str(path)]) == 0
    capsys.readouterr()
    assert main(["plan", str(path), "--json"]) == 0
    assert sum(order["quantity"] for order in json.loads(capsys.readouterr().out)["orders"]) == 2


def test_check_groups_all_faults_by_sheet_and_says_how_to_mend_them(tmp_path: Path, capsys: Capture) -> None:
    base = example("zh")
    offers = (dataclasses.replace(base.offers[0], supplier="S11"), *base.offers[1:])
    demand = (dataclasses.replace(base.demand[0], item="M9"),)
    write(base.replace(offers=offers, demand=demand), tmp_path / "case.xlsx", "zh")
    assert main(["check", str(tmp_path / "case.xlsx")]) == 1
    printed = capsys.readouterr().out
    assert printed.index("需求计划") < printed.index("报价")
    assert "“S11”" in printed
    assert "B2" in printed
    assert "S1" in printed


def test_check_finds_what_only_the_tariff_can_tell(tmp_path: Path, capsys: Capture) -> None:
    """A code of eight digits that no tariff knows: `plan` would refuse it, so `check` must not call the case sound."""
    base = example("zh")
    write(base.replace(items=(dataclasses.replace(base.items[0], hs_code="84571077"),)), tmp_path / "case.xlsx", "zh")
    assert main(["check", str(tmp_path / "case.xlsx")]) == 1
    printed = capsys.readouterr().out
    assert "税则目录中没有税号 84571077" in printed
    assert "共 1 个错误" in printed
    assert main(["plan", str(tmp_path / "case.xlsx")]) == 1


@pytest.mark.parametrize("command", ["check", "duty", "assess"])
def test_draws_that_do_not_fit_are_refused_by_whoever_reads_the_case(
    command: str, tmp_path: Path, capsys: Capture
) -> None:
    """Twice the same value is a fault that only sampling finds; so no command may pass it that does not sample."""
    base = example("zh")
    rate = DrawValue(draw="A", what="price", id=base.offers[0].offer, value=7.5)
    twice = base.replace(draws=(Draw(draw="A"),), draw_values=(rate, dataclasses.replace(rate, value=8.0)))
    for case, found in ((base.replace(draws=(Draw(draw="A", weight=0.0),)), "权重都为 0"), (twice, "给了两个值")):
        path = tmp_path / "case.xlsx"
        write(case, path, "zh")
        assert main([command, str(path)]) == 1
        printed = capsys.readouterr()
        assert found in printed.out + printed.err
        assert (printed.out == "") is (command != "check")


def test_check_prints_json_for_machines(tmp_path: Path, capsys: Capture) -> None:
    base = example("en")
    offers = (dataclasses.replace(base.offers[0], currency="CNY", price_includes_vat=None), *base.offers[1:])
    csv_folder.write(base.replace(offers=offers), tmp_path / "case")
    assert main(["check", str(tmp_path / "case"), "--json"]) == 1
    (record,) = [one for one in json.loads(capsys.readouterr().out) if one["severity"] == "error"]
    assert (record["code"], record["sheet"], record["cell"]) == ("vat-unstated", "offers", "G2")
    assert record["repair"]["zh"]
    assert record["repair"]["en"]


def test_check_of_a_sound_case_with_warnings_exits_with_zero(tmp_path: Path, capsys: Capture) -> None:
    base = example("en")
    demand = (dataclasses.replace(base.demand[0], shortage_cost_cny=1.0),)
    write(
        base.replace(demand=demand, settings=dataclasses.replace(base.settings, open_need_share=0.0)),
        tmp_path / "case.xlsx",
        "en",
    )
    assert main(["check", str(tmp_path / "case.xlsx")]) == 0
    printed = capsys.readouterr().out
    assert "0 error(s)" in printed and "Check the shortage cost" in printed


@pytest.mark.parametrize(("language", "count"), [("zh", "共 1 个错误、1 个提醒"), ("en", "1 error(s), 1 warning(s)")])
def test_issues_are_shown_in_the_order_of_rows(language: Language, count: str, capsys: Capture) -> None:
    issues = (
        Issue.warning("demand-zero", Place("c.xlsx", "demand", "E10")),
        Issue.error("value-missing", Place("c.xlsx", "demand", "E9"), column="quantity", column_zh="数量"),
    )
    show_issues(issues, language)
    printed = capsys.readouterr().err
    assert printed.index("E9") < printed.index("E10")
    assert count in printed


def test_rows_of_the_example_that_were_left_are_told(tmp_path: Path, capsys: Capture) -> None:
    """A person's own rows beside them; the example alone is told once; rows that are switched off are nobody's."""
    base = example("zh")
    own = dataclasses.replace(base.items[0], item="M7", name_zh="磨床", name_en="grinder")
    need = dataclasses.replace(base.demand[0], line="D7", item="M7")
    offer = dataclasses.replace(base.offers[1], offer="S2-M7", item="M7", use=True)
    off = tuple(dataclasses.replace(row, use=False) for row in base.risks)
    case = base.replace(items=(*base.items, own), demand=(*base.demand, need), offers=(*base.offers, offer), risks=off)
    write(case, tmp_path / "case.xlsx", "zh")
    write(base, tmp_path / "example.xlsx", "zh")
    assert main(["check", str(tmp_path / "case.xlsx"), "--json"]) == 0
    told = [one for one in json.loads(capsys.readouterr().out) if one["code"] == "example-row-left"]
    assert {one["values"]["id"] for one in told} >= {"M1", "D1", "S1", "S2", "S1-M1", "S2-M1"}
    assert not {"M7", "D7", "S2-M7", "R1"} & {one["values"]["id"] for one in told}
    assert main(["check", str(tmp_path / "example.xlsx"), "--json"]) == 0
    codes = [one["code"] for one in json.loads(capsys.readouterr().out)]
    assert codes.count("case-is-the-example") == 1 and "example-row-left" not in codes


def test_events_act_and_one_that_nobody_knows_is_told_by_check(tmp_path: Path, capsys: Capture) -> None:
    """An event of its own, one of the library, one misspelt, a currency that the case has not."""
    base = example("en")
    own = Event(event="E1", target="country:JP", from_day=base.settings.start, to_day=base.settings.start)
    known, misspelt = Event(event="JP-QUAKE"), Event(event="JP-QUAK")
    write(base.replace(events=(own, known, misspelt)), tmp_path / "case.xlsx", "en")
    assert main(["check", str(tmp_path / "case.xlsx"), "--json"]) == 0
    told = [one for one in json.loads(capsys.readouterr().out) if one["sheet"] == "events"]
    assert [(one["code"], one["values"]["nearest"]) for one in told] == [("event-unknown", "JP-QUAKE")]
    write(base.replace(events=(Event(event="FX", target="currency:XAU"),)), tmp_path / "case.xlsx", "en")
    assert main(["check", str(tmp_path / "case.xlsx"), "--json"]) == 1


def test_check_lists_the_figures_worth_a_phone_call_with_their_money(tmp_path: Path, capsys: Capture) -> None:
    """The need of the example becomes 60 times that of the case before: in words, for machines, and in the copy."""
    base = example("zh")
    before = base.replace(demand=tuple(dataclasses.replace(row, quantity=1.0) for row in base.demand))
    largest = dataclasses.replace(base.demand[0], quantity=60.0)
    now, last_year, marked = (tmp_path / name for name in ("now.xlsx", "before.xlsx", "marked.xlsx"))
    write(base.replace(demand=(largest, *base.demand[1:])), now, "zh")
    write(before, last_year, "zh")
    assert main(["check", str(now), "--before", str(last_year), "--json"]) == 0
    (record,) = [one for one in json.loads(capsys.readouterr().out) if "moves_cny" in one]
    assert (record["code"], record["cell"]) == ("need-far-from-before", "D2")
    assert main(["check", str(now), "--before", str(last_year), "-o", str(marked)]) == 0
    printed = capsys.readouterr().out
    section = printed[printed.index("值得打电话核实的数字（1 个") :]
    assert "需求计划!D2" in section and f"{record['moves_cny'] / 10_000:,.1f}" in section
    book = load_workbook(marked)
    (line,) = book["_值得核实"].iter_rows(min_row=4, values_only=True)
    assert line[:4] == ("1", pytest.approx(record["moves_cny"] / 10_000, abs=0.005), "需求计划", "D2")
    assert "importplan" in book["需求计划"]["D2"].comment.text
    # Checked again without the case before, nothing is odd: the sheet is empty, the comment gone.
    assert main(["check", str(marked), "-o", str(tmp_path / "again.xlsx")]) == 0
    book = load_workbook(tmp_path / "again.xlsx")
    assert list(book["_值得核实"].iter_rows(min_row=4, values_only=True)) == []
    assert book["需求计划"]["D2"].comment is None
    assert "值得打电话" not in capsys.readouterr().out
