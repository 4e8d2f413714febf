"""Codes of former years: reached only through the concordance, and a doubt where it carries nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from importplan.basics.errors import InputRejected
from importplan.catalog.lists.code_match import match_code
from importplan.catalog.lists.concordance import CodeStep, Concordance
from importplan.catalog.lists.goods_lists import CodeReference
from importplan.catalog.load import load

CATALOG = load()


def step(code: str, year: int, to: str, kind: str = "renumbered", confidence: str = "secondary") -> CodeStep:
    return CodeStep(code, year, to, kind, "made for this test", confidence)


CHAIN = Concordance(
    {
        "84560000": (step("84560000", 2012, "84560100", "split"), step("84560000", 2012, "84560200", "split")),
        "84560100": (step("84560100", 2022, "84560300", "renumbered", "unverified"),),
    },
    (2007, 2012, 2017, 2022),
)


def test_steps_are_followed_from_the_printed_year_to_the_year_asked_for() -> None:
    assert [route.to_code for route in CHAIN.routes("84560000", 2007, 2026)] == ["84560300", "84560200"]
    assert [route.to_code for route in CHAIN.routes("84560000", 2007, 2013)] == ["84560100", "84560200"]
    assert CHAIN.routes("84560000", 2012, 2013)[0].steps == ()  # printed after the step: another code of that number


def test_a_chain_is_as_sure_as_its_weakest_step() -> None:
    first, second = CHAIN.routes("84560000", 2007, 2026)
    assert first.confidence == "unverified"
    assert second.confidence == "secondary"


@pytest.mark.parametrize(
    ("printed", "year", "hs_code", "kind"),
    [
        ("84571010", 2025, "84571010", "exact"),
        ("84571010", 2025, "8457101000", "exact"),  # ten digits lie under eight
        ("ex84571010", 2025, "84571010", "ex"),
        ("8457", 2025, "84571010", "heading"),
        ("84571010", 2007, "84571010", "former"),  # the digits of an older nomenclature say nothing for certain
        ("84561000", 2007, "84561100", "concordance"),
        ("84561000", 2007, "84561200", "concordance"),
        ("84561000", 2007, "84561000", None),  # no longer what was printed
        ("84561000", 2007, "84562000", None),
        ("84571010", 2025, "84571020", None),
    ],
)
def test_a_printed_code_reaches_an_item(printed: str, year: int, hs_code: str, kind: str | None) -> None:
    code = CodeReference(printed.removeprefix("ex"), printed.startswith("ex"))
    match = match_code((code,), year, hs_code, 2026, CATALOG.concordance)
    assert (match and match.kind) == kind
    if match:
        assert match.words("zh") != match.words("en")
        assert match.certain == (kind in ("exact", "heading"))


def test_the_strongest_of_several_codes_answers() -> None:
    codes = (CodeReference("8457"), CodeReference("84571010", ex=True), CodeReference("84571010"))
    match = match_code(codes, 2025, "84571010", 2026, CATALOG.concordance)
    assert match and match.kind == "exact"


def test_former_codes_of_the_tariff_and_the_concordance_agree() -> None:
    """`replaced_by` of the tariff and the concordance say the same of the same code."""
    for year in CATALOG.tariff.years:
        for row in year.rows.values():
            if row.replaced_by:
                routes = CATALOG.concordance.routes(row.hs_code, 2007, year.valid_from.year)
                assert tuple(route.to_code for route in routes) == row.replaced_by


def test_every_present_code_of_the_concordance_is_in_the_tariff() -> None:
    present = CATALOG.tariff.years[-1].rows
    for code, steps in CATALOG.concordance.steps.items():
        assert all(step.to_code in present for step in steps)
        assert code not in present or present[code].replaced_by


def test_a_damaged_line_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "tariff").mkdir()
    (tmp_path / "tariff" / "concordance.csv").write_text(
        "from_year,from_code,to_year,to_code,kind,source,confidence\n2022,8456x,2017,84561100,moved,,official\n",
        encoding="utf-8",
    )
    with pytest.raises(InputRejected) as refused:
        load(own=tmp_path)
    places = {(str(issue.at), issue.values["column"]) for issue in refused.value.issues}
    assert {column for _, column in places} == {"from_code", "kind", "to_year", "source"}
    assert all("concordance.csv" in place for place, _ in places)
