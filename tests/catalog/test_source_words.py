"""Every source that the shipped catalogs state has Chinese words, so that a Chinese result needs no English."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from importplan.catalog.load import load
from importplan.catalog.source_words import in_language

CATALOGS = Path(__file__).parents[2] / "catalogs"
NOT_IN_RESULTS = {"figures.csv", "nomenclature.csv"}  # read by people who look after the catalogs
ENGLISH = re.compile(r"[A-Za-z]{3,},? [a-z]{2,}")  # two words that are no address and no name of a file
PLACES = re.compile(r"GitHub dcd887\S* \S+ \S+")


def _in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (words for key, words in value.items() if key == "source" and isinstance(words, str))
        yield from (words for part in value.values() for words in _in(part))
    elif isinstance(value, list):
        yield from (words for part in value for words in _in(part))


def sources() -> set[str]:
    found = {words for file in CATALOGS.rglob("*.toml") for words in _in(tomllib.loads(file.read_text("utf-8")))}
    for file in CATALOGS.rglob("*.csv"):
        if file.name not in NOT_IN_RESULTS:
            with file.open(encoding="utf-8-sig") as lines:
                found |= {row["source"] for row in csv.DictReader(lines) if row.get("source")}
    return found


def test_every_source_of_the_catalogs_is_said_in_chinese() -> None:
    assert len(sources()) > 100
    left = {words: said for words in sources() if ENGLISH.search(PLACES.sub("", said := in_language(words, "zh")))}
    assert left == {}


def test_english_sources_stay_as_they_stand() -> None:
    assert all(in_language(words, "en") == words for words in sources())


def test_a_source_of_several_parts_is_said_part_by_part() -> None:
    rates = "rate pages of china-gacc.agency for chapters 84, 85, 90 (read as stored copies)"
    said = in_language(f"13 % VAT rate; {rates}; the first day is general knowledge, unverified", "zh")
    assert said == "增值税税率13%; china-gacc.agency 第84、85、90章税率页（存件）；起始日属行业常识，待核"


def test_references_name_lists_as_people_do_and_are_read_again() -> None:
    lists = load().goods_lists
    for row in lists.rows():
        said = lists.in_words(str(row.reference), "zh")
        assert re.match(r"[一-鿿]", said)
        assert lists.refer(said) == row.reference
        assert lists.in_words(str(row.reference), "en") == str(row.reference)
