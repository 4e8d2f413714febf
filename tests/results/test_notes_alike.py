"""What several certificates are told at one place is one line of the sheet of assumptions."""

from __future__ import annotations

from importplan.basics.issues import Issue, Place
from importplan.results.sheets.notes import alike

ITEM, OTHER = Place("case.xlsx", "items", "E2"), Place("case.xlsx", "items", "E3")


def note(at: Place, firm: str, item: str = "M") -> Issue:
    names = {"regime": "major_equipment", "regime_zh": "重大技术装备", "regime_en": "Major equipment"}
    return Issue.warning("relief-item-not-confirmed", at, item=item, firm=firm, **names)


def test_only_the_holder_may_differ() -> None:
    """Three firms on one item, one on another, and one of the three with another kind of note: 3 lines."""
    applied = Issue.warning("relief-applied", ITEM, certificate="C", firm="B", regime="major_equipment")
    said = (note(ITEM, "A"), note(OTHER, "A", "N"), note(ITEM, "B"), applied, note(ITEM, "C"))
    assert alike(said) == ((said[0], 2), (said[1], 0), (applied, 0))


def test_other_words_at_the_same_place_are_another_line() -> None:
    said = (note(ITEM, "A"), note(ITEM, "A", "N"))
    assert alike(said) == ((said[0], 0), (said[1], 0))
