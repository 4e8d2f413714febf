"""Size classes and makers' homes."""

from __future__ import annotations

import pytest

from importplan.catalog.load import load

CATALOG = load()


@pytest.mark.parametrize(
    ("revenue_cny", "key"),
    [(4e8, "large"), (3.99e8, "medium"), (2e7, "medium"), (1.9e7, "small"), (0.0, "micro"), (None, "unknown")],
)
def test_a_revenue_falls_into_its_size_class(revenue_cny: float | None, key: str) -> None:
    assert CATALOG.size_classes.key(CATALOG.size_classes.place(revenue_cny)) == key


@pytest.mark.parametrize(
    ("words", "name"),
    [("德国海德汉公司", "Heidenhain"), ("NSK Ltd.", "NSK"), ("三菱电机", "Mitsubishi Electric"), ("INAX", None)],
)
def test_makers_are_found_in_what_firms_write(words: str, name: str | None) -> None:
    """A short Latin name must stand alone: INA is not in INAX."""
    found = CATALOG.makers.find(words)
    assert (found.name if found else None) == name


def test_countries_of_makers_are_on_record() -> None:
    assert {code for maker in CATALOG.makers.makers for code in maker.countries} <= set(CATALOG.countries.by_code)
