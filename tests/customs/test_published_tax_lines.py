"""Tax lines of published worked examples and penalty decisions (tests/cases/published), as they are printed there."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from landed_cases import CASES, tiny

from importplan.catalog.load import Catalog, load
from importplan.catalog.rates.vat import VatRate, VatRates
from importplan.customs.cost import trace
from importplan.customs.cost.landed_cost import price

EXAMPLES = tomllib.loads((CASES / "published" / "tax_lines.toml").read_text(encoding="utf-8"))["examples"]
FEN, UNIT = Decimal("0.01"), Decimal(1)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def amounts(catalog: Catalog, example: dict[str, Any], duty: str, share: Decimal = UNIT) -> dict[str, Decimal]:
    """Customs value, duty and VAT of one unit at the rates of an example."""
    currency = example.get("currency", "CNY")
    offer = {
        "unit_price": float(Decimal(example["value"]) * share), "currency": currency,
        "incoterm": example.get("incoterm", "CIF"), "duty_rate": float(duty), "duty_rate_source": example["source"],
        "freight_share": example.get("freight_share", 0.0), "insurance_share": example.get("insurance_share", 0.0),
    }  # fmt: skip
    rate = VatRate(date(2000, 1, 1), Decimal(example["vat"]), "-", example["source"], "secondary")
    scenario = tiny({"offer": offer, "fx": {currency: example["rate"]} if "rate" in example else {}})
    priced = replace(catalog, vat=VatRates((rate,)))
    lines = trace.lines(scenario, priced, price(scenario, priced), 0, 0)
    found = {line.charge: line.amount_cny for line in lines}
    return {"customs_value": found["customs_value"], "duty": found["duty"], "vat": found["vat_cash"]}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_every_printed_figure_is_reached(catalog: Catalog, example: dict[str, Any]) -> None:
    due = amounts(catalog, example, example["duty"])
    due["tax"] = due["duty"] + due["vat"]
    due["with_tax"] = due["customs_value"] + due["tax"]
    share = Decimal(example.get("declared_share", 1))
    declared = amounts(catalog, example, example.get("declared_duty", example["duty"]), share)
    due["short"] = due["tax"] - declared["duty"] - declared["vat"]
    step = UNIT if example.get("rounded") else FEN
    found = {key: str(due[key].quantize(step, ROUND_HALF_UP)) for key in example["expected"]}
    assert found == example["expected"]


def test_there_are_more_than_twenty_lines_each_with_an_address() -> None:
    assert sum(len(example["expected"]) for example in EXAMPLES) > 20
    assert all("." in example["source"].split("/")[0] for example in EXAMPLES)
