"""Official lists by edition and day, as shipped: what is in force, what is in hand, what a reference means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from importplan.basics.labels import LANGUAGES
from importplan.catalog.coherence import coherence
from importplan.catalog.lists.goods_lists import CodeReference, Reference
from importplan.catalog.lists.standing import BARS, DOUBTS, is_stale, row_standings
from importplan.catalog.load import load

CATALOG = load()
LISTS = CATALOG.goods_lists
PARTS = LISTS.by_key["major_equipment_parts"]
NOT_EXEMPT = LISTS.by_key["major_equipment_not_exempt"]


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2021, 12, 31), "2018"),
        (date(2022, 1, 1), "2021"),
        (date(2025, 2, 28), "2021"),
        (date(2025, 3, 1), "2025"),
        (date(2040, 1, 1), "2025"),
    ],
)
def test_the_edition_is_that_of_the_day(day: date, edition: str) -> None:
    for entry in (PARTS, NOT_EXEMPT, LISTS.by_key["major_equipment_supported"]):
        found = entry.on(day)
        assert found is not None and found.key == edition


def test_no_list_is_in_force_before_its_first_edition() -> None:
    assert PARTS.on(date(2006, 12, 31)) is None


def test_a_transition_keeps_the_older_edition_for_projects_approved_in_time() -> None:
    """List 3 of 2010: projects approved before 2010-04-26 keep the list of 2009 until 2010-10-25."""

    def edition(day: date, approved: date) -> str:
        found = NOT_EXEMPT.on(day, approved)
        assert found is not None
        return found.key

    assert edition(date(2010, 10, 25), date(2010, 4, 25)) == "2009"
    assert edition(date(2010, 10, 26), date(2010, 4, 25)) == "2010"
    assert edition(date(2010, 10, 25), date(2010, 4, 26)) == "2010"


def test_a_list_is_found_by_key_and_by_its_names() -> None:
    for words in ("major_equipment_parts", "清单二", "LIST 2", "重大技术装备和产品进口关键零部件、原材料商品目录"):
        assert LISTS.find(words) is PARTS
        assert LISTS.refer(f"{words}/2025/3.2.1") == Reference("major_equipment_parts", "2025", "3.2.1")
    assert LISTS.refer("由企业提供") is None
    assert LISTS.refer("清单九/2025/1") is None


@pytest.mark.parametrize(
    ("printed", "code", "covered"),
    [
        ("8482", "84828000", True),
        ("84828000", "84828000", True),
        ("8482800010", "84828000", True),  # the ten-digit code lies under the eight that are asked for
        ("8482", "84838000", False),
        ("84828000", "84828010", False),
    ],
)
def test_a_printed_code_covers_what_lies_under_it(printed: str, code: str, covered: bool) -> None:
    assert CodeReference(printed).covers(code) is covered
    assert CodeReference(printed, ex=True).covers(code) is covered


def test_the_shipped_lists_agree_with_themselves() -> None:
    assert not [issue for issue in coherence(CATALOG) if issue.severity.value == "error"]


def test_a_regime_that_names_a_list_that_is_not_there_is_a_fault() -> None:
    regimes = dict(CATALOG.regimes)
    regimes["major_equipment"] = replace(regimes["major_equipment"], goods_list="nowhere")
    assert "regime-list-unknown" in [issue.code for issue in coherence(replace(CATALOG, regimes=regimes))]


def codes(words: str, day: date, **options: date) -> list[str]:
    reference = LISTS.refer(words)
    assert reference is not None
    standings = row_standings(LISTS, reference, day, **options)
    for standing in standings:
        assert standing.code in (*BARS, *DOUBTS)
        assert all(standing.words(language) for language in LANGUAGES)
    return [standing.code for standing in standings]


def test_a_row_of_a_repealed_edition_is_barred_first() -> None:
    assert codes("清单二/2007/1", date(2008, 5, 1)) == ["incomplete"]
    assert codes("清单二/2007/1", date(2026, 5, 1)) == ["repealed", "incomplete"]


def test_a_row_that_nobody_has_seen_is_a_doubt_and_an_edition_that_is_not_there_a_bar() -> None:
    assert codes("清单二/2025/3.2.1", date(2026, 5, 1)) == ["no_rows", "row_not_in_hand"]
    assert codes("清单二/2021/3.2.1", date(2025, 3, 1))[0] == "repealed"
    assert codes("清单二/2025/3.2.1", date(2025, 2, 28))[0] == "not_yet"
    assert codes("清单二/2024/1", date(2026, 5, 1)) == ["edition_unknown"]


def test_an_edition_that_a_transition_sets_aside_is_barred_for_that_project_only() -> None:
    on, early = date(2010, 10, 25), date(2010, 4, 25)
    assert codes("清单三/2010/1", on, approved=early)[0] == "older_edition_kept"
    assert "repealed" not in codes("清单三/2009/1", on, approved=early)
    assert codes("清单三/2009/1", on)[0] == "repealed"


def test_illustrative_rows_say_so() -> None:
    found = codes("encouraged_imports/2016/1", date(2026, 5, 1))
    assert found[:2] == ["illustrative", "unverified"]


def test_what_was_read_is_stale_from_the_day_after_the_months_in_the_catalogs() -> None:
    """The shipped lists were read on 2026-11-24 and have to be looked at again after twelve months."""
    assert LISTS.stale_after_months == 12
    assert "stale" not in codes("清单二/2025/1", date(2026, 12, 1), seen_on=date(2027, 11, 24))
    assert "stale" in codes("清单二/2025/1", date(2026, 12, 1), seen_on=date(2027, 11, 25))
    assert "stale" not in codes("清单二/2025/1", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("read_on", "seen_on", "stale"),
    [
        (date(2026, 1, 15), date(2026, 7, 15), False),
        (date(2026, 1, 15), date(2026, 7, 16), True),
        (date(2026, 1, 15), date(2026, 7, 14), False),
        (date(2026, 1, 15), date(2026, 8, 1), True),
        (None, date(2026, 1, 1), True),
    ],
)
def test_six_months_are_counted_by_the_calendar(read_on: date | None, seen_on: date, stale: bool) -> None:
    assert is_stale(read_on, seen_on, 6) is stale
