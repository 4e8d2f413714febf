"""What a new version changes is told row by row, and merging keeps what people have added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from importplan.scenario.difference import KEYS, compare, merge
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.stock import Stock

START = date(2027, 1, 1)
LINE = Demand(line="D1", item="M", period=START, quantity=2.0)
BEFORE = Scenario(
    Settings(start=START, seed=7),
    demand=(replace(LINE, priority=1), replace(LINE, line="D2")),
    stock=(Stock(item="M", quantity=1.0), Stock(item="M", quantity=4.0)),
)
AFTER = Scenario(
    Settings(start=START),
    demand=(replace(LINE, quantity=3.0), replace(LINE, line="D3")),
    stock=(Stock(item="M", quantity=1.0), Stock(item="M", quantity=5.0)),
)


def test_every_sheet_has_something_that_names_its_rows() -> None:
    for schema in SHEETS:
        if not schema.ONE_ROW and schema.id_column() is None:
            keys = {spec.key for spec in schema.specs()}
            assert set(KEYS[schema.SHEET]) <= keys, schema.SHEET


def test_rows_are_added_changed_unchanged_or_only_before() -> None:
    found = compare(BEFORE, AFTER)
    assert found.counts()["demand"] == {"added": 1, "changed": 1, "unchanged": 0, "only_before": 1}
    assert found.counts()["stock"] == {"added": 0, "changed": 1, "unchanged": 1, "only_before": 0}
    changed = next(row for row in found.rows if row.row == "D1")
    assert set(changed.cells) == {("quantity", 2.0, 3.0), ("priority", 1, 2)}


def test_a_case_against_itself_changes_nothing() -> None:
    assert {row.change for row in compare(BEFORE, BEFORE).rows} == {"unchanged"}


def test_merging_takes_new_values_and_keeps_what_people_added() -> None:
    """The new quantity counts; the priority that somebody set stays, since the new row leaves it at its default."""
    merged = merge(BEFORE, AFTER, Scenario(Settings(start=START)))
    by_line = {row.line: row for row in merged.demand}
    assert set(by_line) == {"D1", "D2", "D3"}
    assert (by_line["D1"].quantity, by_line["D1"].priority) == (3.0, 1)
    assert merged.settings.seed == 7


def test_merging_keeps_an_offer_that_was_edited_since_it_came_from_the_base() -> None:
    offer = Offer(offer="O", supplier="S", item="M", unit_price=100.0, currency="EUR")
    base = Scenario(Settings(start=START), offers=(offer,))
    edited = Scenario(Settings(start=START), offers=(replace(offer, unit_price=120.0),))
    assert merge(edited, base, base).offers[0].unit_price == 120.0


def test_merging_twice_is_merging_once() -> None:
    base = Scenario(Settings(start=START))
    once = merge(BEFORE, AFTER, base)
    assert merge(once, AFTER, base) == once
