"""What must hold for every shipment, whatever its price, rates and terms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from landed_cases import tiny

from consents import CONSENT
from importplan.catalog.load import load
from importplan.customs.cost import trace
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.rules import CHARGE_INDEX, CHARGES, TAXES
from importplan.customs.cost.rules.vat import VAT_CASH

CATALOG = load()
quick = settings(max_examples=25, deadline=None)
rates = st.floats(0.0, 1.0, allow_nan=False).map(lambda rate: round(rate, 4))
prices = st.floats(0.0, 5e7, allow_nan=False).map(lambda price: round(price, 2))
offers = st.fixed_dictionaries(
    {
        "unit_price": prices,
        "incoterm": st.sampled_from(["EXW", "FAS", "FOB", "CFR", "CPT", "CIF", "DAP", "DPU", "DDP", "domestic"]),
        "freight_share": rates,
        "insurance_share": rates,
        "duty_rate": rates,
        "extra_duty_rate": rates,
        "agency_fee_share": rates,
        "local_cost_cny": prices,
    }
)


@quick
@given(
    offer=offers,
    kind=st.sampled_from(["part", "machine", "kit", "material"]),
    regime=st.sampled_from(sorted(CATALOG.regimes)),
    class_number=st.integers(0, 6),
    deductible=st.booleans(),
)
def test_a_relief_never_raises_a_tax_nor_the_cost(
    offer: dict[str, Any], kind: str, regime: str, class_number: int, deductible: bool
) -> None:
    """Whatever the regime, the class of importer and the kind of goods."""
    found = CATALOG.regimes[regime]
    classes = [entry.key for entry in found.applicants] or [""]
    case = {
        "item": {"kind": kind, **CONSENT},
        "offer": offer,
        "relief": {"regime": regime, "applicant_class": classes[class_number % len(classes)]},
        "firm": {"vat_deductible": deductible},
    }
    table = price(tiny(case), CATALOG)
    taxes = [CHARGE_INDEX[charge] for charge in TAXES]
    saved = table.unit_cny[table.ordinary] - table.unit_cny
    assert (saved[:, taxes] >= 0).all()
    assert (saved >= 0).all()


@quick
@given(offer=offers, quantity=st.integers(1, 500))
def test_totals_are_sums_of_lines_within_a_fen_a_line(offer: dict[str, Any], quantity: int) -> None:
    scenario = tiny({"offer": offer})
    table = price(scenario, CATALOG)
    found = trace.lines(scenario, CATALOG, table, 0, 0, quantity)
    charges = {charge.key for charge in CHARGES}
    total = sum((line.amount_cny for line in found if line.charge in charges), Decimal(0))
    assert float(total) == pytest.approx(table.unit_cny[0, :, 0].sum() * quantity, abs=0.01 * len(found), rel=1e-12)
    assert table.cost_cny()[0, 0] + table.unit_cny[0, CHARGE_INDEX[VAT_CASH], 0] == pytest.approx(
        table.unit_cny[0, :, 0].sum()
    )


@quick
@given(value=st.floats(1.0, 1e8), rate=rates, deductible=st.booleans())
def test_duty_on_a_value_divided_by_one_plus_its_rate_equals_no_duty(
    value: float, rate: float, deductible: bool
) -> None:
    """Duty r on CIF c / (1 + r) costs what c without duty costs, VAT included."""
    firm = {"vat_deductible": deductible}
    taxed = price(tiny({"offer": {"unit_price": value / (1 + rate), "duty_rate": rate}, "firm": firm}), CATALOG)
    free = price(tiny({"offer": {"unit_price": value, "duty_rate": 0.0}, "firm": firm}), CATALOG)
    assert taxed.cost_cny() == pytest.approx(free.cost_cny())
    assert taxed.unit_cny.sum(axis=1) == pytest.approx(free.unit_cny.sum(axis=1))


@quick
@given(offer=offers, factor=st.floats(0.1, 1000.0))
def test_all_money_times_k_gives_k_times_the_amounts(offer: dict[str, Any], factor: float) -> None:
    larger = offer | {name: offer[name] * factor for name in ("unit_price", "local_cost_cny")}
    table, scaled = price(tiny({"offer": offer}), CATALOG), price(tiny({"offer": larger}), CATALOG)
    assert np.allclose(scaled.unit_cny, table.unit_cny * factor)


@quick
@given(offer=offers)
def test_ad_valorem_amounts_move_with_the_price_and_fixed_ones_do_not(offer: dict[str, Any]) -> None:
    """The model scales the first by exchange rates and price changes of a draw."""
    table = price(tiny({"offer": offer}), CATALOG)
    double = price(tiny({"offer": offer | {"unit_price": 2 * offer["unit_price"]}}), CATALOG)
    for charge, position in CHARGE_INDEX.items():
        factor = 2 if charge.ad_valorem else 1
        assert np.allclose(double.unit_cny[0, position], factor * table.unit_cny[0, position])
