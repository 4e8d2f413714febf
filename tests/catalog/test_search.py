"""Search over tariff codes and list rows: beginnings of codes, words that stand together, what is nearly alike."""

from __future__ import annotations

import json
from datetime import date
from time import perf_counter

import pytest

from importplan.catalog.lists.goods_lists import ListRow
from importplan.catalog.load import load
from importplan.catalog.search import Search, kinds
from importplan.cli.catalog.search import search

CATALOG = load()
INDEX = Search(CATALOG, date(2026, 6, 1))


def codes(words: str, most: int = 20) -> list[str]:
    return [row.hs_code for row in kinds(INDEX.find(words, most))[0]]


def rows(words: str, most: int = 20) -> list[str]:
    return [str(row.reference) for row in kinds(INDEX.find(words, most))[1]]


@pytest.mark.parametrize("written", ["8457", "84.57", "８４５７"])
def test_the_beginning_of_a_code_finds_all_below_it(written: str) -> None:
    table = CATALOG.tariff.table(date(2026, 6, 1)).rows
    assert set(codes(written)) == {code for code in table if code.startswith("8457")}
    assert "encouraged_imports/2016/2" in rows(written)  # printed as 845710


def test_words_stand_together_in_any_order() -> None:
    assert codes("立式 加工中心") == codes("加工中心 立式") == ["84571010"]
    assert codes("8457 立式") == ["84571010"]
    assert codes("8459 立式加工中心") == []


def test_english_words_find_rows_and_spellings_are_one() -> None:
    found = rows("machining center")
    assert found == rows("machining centre")
    assert "domestic_projects_not_exempt/2012/1" in found


def test_a_misprint_finds_what_is_nearly_alike_and_nonsense_finds_nothing() -> None:
    assert codes("曲轴摩床")[0] == "84602311"
    assert rows("grindr")
    for words in ("", "  ", "xyz", "99999999", "精密"):  # the last one names no goods by itself
        assert INDEX.find(words) == ()


def test_codes_do_not_crowd_out_rows() -> None:
    found = INDEX.find("磨床", most=3)
    assert len(kinds(found)[0]) == len(kinds(found)[1]) == 3
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_the_shorter_name_of_equal_hits_comes_first() -> None:
    first, second = INDEX.find("曲轴磨床")[:2]
    assert isinstance(first.found, ListRow)
    assert (first.found.name_zh, first.score > second.score) == ("曲轴磨床", True)


def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    search(["立式", "加工中心"], most=20, day="2026-06-01", language="zh", json=True)
    found = json.loads(capsys.readouterr().out)
    assert found[0]["hs_code"] == "84571010"
    assert found[0]["mfn"] == "9.00%"
    assert {record["reference"] for record in found[1:]} == set(rows("立式 加工中心"))


def test_goods_are_found_by_the_words_of_their_heading() -> None:
    """The eight digits of a sub-heading are named by the heading in English too."""
    assert set(codes("nuclear reactors", 50)) >= {"84011000", "84012000", "84013010", "84013090"}
    assert {code[:4] for code in codes("preparing textile fibres")} >= {"8445"}


@pytest.mark.parametrize("words", ["注塑机", "ball or roller bearings", "xyz qqq", "数控 磨床"])
def test_a_search_over_all_codes_takes_less_than_50_ms(words: str) -> None:
    def seconds() -> float:
        start = perf_counter()
        INDEX.find(words)
        return perf_counter() - start

    assert min(seconds() for _ in range(3)) < 0.05


def test_a_code_is_found_by_its_headings_in_both_languages_after_those_so_named() -> None:
    """84829900 is 其他零件 by its own name; 柴油机 and moulding stand in headings only."""
    assert "84829900" in codes("滚动轴承") and "84829900" in codes("roller bearings")
    assert {code[:4] for code in codes("柴油机")} >= {"8408"}
    assert codes("注塑机")[0] == "84771010" and "84779000" in codes("注塑机")
    found = INDEX.find("滚动轴承", most=40)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_every_code_stands_under_two_headings_that_say_where_their_names_are_from() -> None:
    headings = CATALOG.headings
    present = [row for row in CATALOG.tariff.table(date(2026, 6, 1)).rows.values() if not row.replaced_by]
    assert all([len(each.hs_code) for each in headings.above(row.hs_code)] == [4, 6] for row in present)
    wide = [each for code, each in headings.by_code.items() if len(code) == 4]
    assert all(each.name_zh and each.name_en and each.confidence == "unverified" for each in wide)
    printed = [each for code, each in headings.by_code.items() if len(code) == 6 and each.name_zh]
    assert len(wide) == 166 and len(printed) == 560 and {each.confidence for each in printed} == {"secondary"}


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        ("螺杆转子磨床", "磨床"),
        ("rotor grinding machine", "grinding machine"),
        ("螺杆转子 专用 数控外圆磨床", "数控外圆磨床"),
    ],
)
def test_a_machine_that_nothing_is_called_by_is_found_by_what_its_name_ends_in(words: str, ending: str) -> None:
    assert INDEX.find(words) == ()
    found, hits = INDEX.by_ending(words)
    assert found == ending and hits == INDEX.find(ending)
    assert {code[:4] for code in codes(ending)} & {"8460"}


def test_an_ending_that_finds_nothing_is_none_and_the_command_says_by_what_it_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert INDEX.by_ending("qqq zzz") == INDEX.by_ending("") == ("", ())
    search(["螺杆转子磨床"], 20, None, None, "zh", False)
    assert "按“磨床”查到" in capsys.readouterr().err
