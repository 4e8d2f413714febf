"""What is exempt within a quota, by hand: in whole pieces, to the fen, those first that save most for what they use."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from importplan.results.views.within_quota import AskedRelief, lines, within
from importplan.scenario.schema.qualifications import Qualification

ONE = Decimal(1)


def asked(quantity: float, price: str, cost: float, tax: float = 0.0, year: int = 2027, **more: bool) -> AskedRelief:
    """So many at a price each, with the cost and the tax that their relief saves in all."""
    given = {"whole": True, "fixed": False} | more
    return AskedRelief(0, year, quantity, value_cny=lambda units: Decimal(price) * Decimal(str(units)), cost_cny=cost,
                 tax_cny=tax or cost, **given)  # fmt: skip


def held(**quota: object) -> tuple[Qualification, ...]:
    return (Qualification(firm="F", regime="major_equipment", **quota),)  # type: ignore[arg-type]


def test_the_ones_that_save_least_are_declared_as_taxed() -> None:
    """A quota of 1,000.00: three at 200.01 save 8 % of it, five at 100 nothing. 1,100.03 asked: two of the five go."""
    scale, screw = asked(5.0, "100", 0.0, 65.0), asked(3.0, "200.01", 48.0, 126.0)
    rows = held(quota_cny=1000.0)
    exempt = within((scale, screw), rows, ONE)
    assert exempt == (3.0, 3.0)
    (line,) = lines((scale, screw), exempt, rows, ONE)
    assert (line.used, line.left, line.year) == (Decimal("900.03"), Decimal("99.97"), 2027)


def test_each_year_has_its_quota_and_what_cleared_before_the_plan_has_used_it() -> None:
    past, now, next_year = asked(2.0, "1", 1.0, fixed=True), asked(2.0, "1", 9.0), asked(4.0, "1", 1.0, year=2028)
    rows = held(quota_units=3.0)
    assert within((past, now, next_year), rows, ONE) == (2.0, 1.0, 3.0)
    total = (replace(rows[0], quota_scope="total"),)
    assert within((past, now, next_year), total, ONE) == (2.0, 1.0, 0.0)


def test_goods_that_are_not_counted_fill_the_quota_and_dollars_are_dollars() -> None:
    (units,) = within((asked(10.0, "7", 1.0, whole=False),), held(quota_usd=5.0), Decimal(7))
    assert units == pytest.approx(5.0, abs=1e-4)
    assert units <= 5.0


def test_without_a_quota_everything_is_exempt() -> None:
    assert within((asked(7.0, "1", 1.0),), held(), ONE) == (7.0,)
    assert list(lines((asked(7.0, "1", 1.0),), (7.0,), held(), ONE)) == []
