"""What settling a doubt is worth, by hand: two machines from abroad at 100, duty 10 each unless they are relieved."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hand_cases import home_offer, import_offer, machine, need, tiny

from importplan.customs.relief.answers import Ground, Grounds
from importplan.pipeline.doubts import WhatKnowingIsWorth, settle, write_doubts
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.results.doubts.open_doubts import Kind
from importplan.results.doubts.settled import Reached, SettledDoubt
from importplan.results.names import Names
from importplan.results.views.doubt_tables import doubt_record, doubt_sentences, doubt_sheets
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.qualifications import Qualification


def case(status: str = "applied", home: float = 0.0, confirmed: bool = True, **changes: object) -> Scenario:
    """A certificate that is not held; a machine of our own country at `home` CNY where it is not 0."""
    offers = (import_offer(), *((home_offer(unit_price=home),) if home else ()))
    nobody = {"confirmed_by": "", "confirmed_on": None, "confirmed_basis": ""}
    return tiny(
        firms=(Firm(firm="F"),), demand=(need(firm="F"),), offers=offers,
        items=(machine() if confirmed else machine(**nobody),),
        qualifications=(
            Qualification(
                firm="F", regime="encouraged_project", item="M", certificate="A-1", status=status,
                valid_from=date(2026, 1, 1), valid_to=date(2030, 12, 31),
            ),
        ),
    ).replace(**changes)  # fmt: skip


CHANCE = {"pending/F/encouraged_project/A-1": 0.25}


def threads(workers: int, _seconds: float) -> Executor:
    """In this process: others start slowly."""
    return ThreadPoolExecutor(workers)


@cache
def known(*given: object) -> WhatKnowingIsWorth:
    """Its doubts, each planned to the end."""
    found = plan_case(case(*given), RunSettings(fresh=1))  # type: ignore[arg-type]
    return settle(found, 60.0, CHANCE, hands=threads)


def of_kind(found: WhatKnowingIsWorth, kind: Kind) -> SettledDoubt:
    (row,) = [row for row in found.rows if row.doubt.kind is kind]
    return row


def figures(row: SettledDoubt) -> tuple[float | None, ...]:
    return row.worth_cny, row.low_cny, row.high_cny, row.traced_cny, row.before_signing_cny


def test_an_application_without_another_source_is_worth_the_duty() -> None:
    """Granted 200, refused 220, and the orders are the same: nothing is lost by knowing it later."""
    found = settle(plan_case(case(), RunSettings(fresh=1)), 60.0, CHANCE)  # in other processes
    row = of_kind(found, Kind.PENDING)
    assert row.doubt.yes and row.reached is Reached.PLANNED and row.told_apart and not row.moves
    assert figures(row) == pytest.approx((20.0, 20.0, 20.0, 20.0, 0.0), abs=1e-6)
    assert row.expected_cny == pytest.approx(0.25 * 20.0)


def test_what_another_source_takes_over_is_worth_less_than_the_duty_and_must_be_known_before_signing() -> None:
    """At home for 105: granted 200 from abroad, refused 210 at home; signed abroad and then refused 220."""
    row = of_kind(known("applied", 105.0), Kind.PENDING)
    assert figures(row) == pytest.approx((10.0, 10.0, 10.0, 20.0, 10.0), abs=1e-6)
    assert {move.offer for move in row.moves} == {"e", "h"}
    assert row.day == min(row.before.dates[0].order_by, row.after.dates[0].order_by)  # type: ignore[union-attr]


def test_a_certificate_that_is_only_planned_is_worth_what_it_would_save() -> None:
    """Taxed 210 at home, granted 200 from abroad; the orders as they stand save nothing, and cost 210 under it."""
    row = of_kind(known("planned", 105.0), Kind.PENDING)
    assert not row.doubt.yes
    assert figures(row) == pytest.approx((10.0, 10.0, 10.0, 0.0, 10.0), abs=1e-6)


def test_an_item_that_nobody_has_confirmed_is_worth_the_duty_of_its_orders() -> None:
    """The certificate is held; a person who signs for the row frees both machines."""
    found = known("held", 0.0, False)
    assert all(row.doubt.kind is not Kind.PENDING for row in found.rows)
    row = of_kind(found, Kind.ROW)
    assert not row.doubt.yes and "relief-item-not-confirmed" in [each.code for each in row.doubt.findings]
    assert figures(row) == pytest.approx((20.0, 20.0, 20.0, 20.0, 0.0), abs=1e-6)


def test_a_relief_that_no_order_uses_is_worth_nothing_and_is_not_planned() -> None:
    """At home for 90 nobody imports."""
    row = of_kind(known("applied", 90.0), Kind.PENDING)
    assert (row.reached, row.worth_cny, row.after) == (Reached.IDLE, 0.0, None)


def test_plans_with_gaps_do_not_tell_apart_what_is_worth_less() -> None:
    """A bound 30 below each plan: the worth of 20 may be anything from −10 to 50."""
    row = of_kind(known(), Kind.PENDING)
    here, there = (
        replace(each, solution=replace(each.solution, bound_cny=each.solution.plan_cny - 30.0))
        for each in (row.before, row.after)
        if each is not None
    )
    loose = replace(row, before=here, after=there)
    assert (loose.low_cny, loose.high_cny) == pytest.approx((-10.0, 50.0)) and not loose.told_apart


def test_only_its_own_grounds_are_settled() -> None:
    """Refused, the doubts of these grounds bar and others stay; granted, what asked for the paper is gone."""
    found = known("held", 0.0, False)
    row = of_kind(found, Kind.ROW)
    grounds = row.doubt.grounds
    assert grounds is not None and grounds == Grounds(Ground.ROW, "F", "encouraged_project", "M")
    assert row.after is not None
    saved = row.before.landed.cost_cny().min() - row.after.landed.cost_cny().min()
    assert saved == pytest.approx(10.0)


def test_sheets_and_records_say_who_settles_it_by_when_and_on_which_paper(tmp_path) -> None:  # type: ignore[no-untyped-def]
    found = known("applied", 105.0)
    for language in ("zh", "en"):
        names = Names(found.result.scenario, found.result.catalog, language)
        assert all("{" not in words for words in doubt_sentences(found.result, found.rows, names))
        for sheet in doubt_sheets(found.result, found.rows, names):
            sheet.table.shown(names)
        record = doubt_record(found.result, found.rows, found.unknown_chances, names)
        (told,) = [row for row in record["doubts"] if row["kind"] == "pending"]
        assert told["worth_cny"] == pytest.approx(10.0) and told["document"] and told["step"] and told["by"]
    write_doubts(found, tmp_path / "doubts.xlsx", names)
    assert (tmp_path / "doubts.xlsx").stat().st_size > 5000
