"""Words without what people do not see as a difference, and the nearest one to a misspelt word."""

from __future__ import annotations

import pytest

from importplan.parsing.words import fold, is_note, nearest, plain


def test_what_people_do_not_see_is_no_difference() -> None:
    assert fold("Ｕnit_Price *") == fold("unit price") == "unitprice"
    assert plain(" １ –２−3 ") == "1-2-3"
    assert fold("\ufeffM1\u200b") == fold("M\u200e1") == "m1"


@pytest.mark.parametrize(
    ("words", "near"),
    [("machin", "machine"), ("Ｍachine", "machine"), ("供应商s", "供应商"), ("spaceship", ""), ("", "")],
)
def test_the_nearest_word_is_proposed_and_none_where_none_is_near(words: str, near: str) -> None:
    assert nearest(words, ("machine", "供应商", "material")) == near


def test_of_two_spellings_of_one_word_the_first_is_proposed() -> None:
    assert nearest("unitprice", ("unit_price", "Unit Price")) == "unit_price"


def test_notes_begin_with_a_mark() -> None:
    assert [is_note(name) for name in ("#a", "＃a", " _a", "a#")] == [True, True, True, False]
