"""Shipments worked by hand, to the fen (tests/cases/customs)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from landed_cases import FAULTS, SHIPMENTS, catalog_with, read_shipments, tiny

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Severity
from importplan.catalog.load import Catalog, load
from importplan.customs.cost import trace
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.rules import CHARGES, EVERY_CHARGE
from importplan.customs.cost.table import LandedTable
from importplan.customs.relief.worth import reductions
from importplan.scenario.scenario import Scenario

COUNTED = frozenset(charge.key for charge in CHARGES)
Priced = tuple[dict[str, Any], Scenario, Catalog, LandedTable]


@pytest.fixture(params=SHIPMENTS, ids=lambda path: path.stem)
def priced(request: pytest.FixtureRequest, tmp_path: Path) -> Priced:
    """One file of shipments with its priced case."""
    case = read_shipments(request.param)
    catalog = catalog_with(case["catalog"], tmp_path) if "catalog" in case else load()
    scenario = tiny(case)
    return case, scenario, catalog, price(scenario, catalog)


def option_of(table: LandedTable, shipment: dict[str, Any]) -> int:
    return [option.regime for option in table.options].index(shipment.get("regime", "ordinary"))


def test_every_line_of_a_worked_shipment_agrees_to_the_fen(priced: Priced) -> None:
    case, scenario, catalog, table = priced
    for shipment in case["shipments"]:
        period, quantity = scenario.calendar.index_of(shipment["arrival"]), shipment.get("quantity", 1)
        found = trace.lines(scenario, catalog, table, option_of(table, shipment), period, quantity)
        assert {line.charge: str(line.amount_cny) for line in found} == shipment["expected"]
        rules = {line.charge: line.rule for line in found}
        assert {charge: rules[charge] for charge in shipment.get("rules", {})} == shipment.get("rules", {})


def test_every_charge_is_worked_by_hand_in_some_shipment() -> None:
    worked = {charge for path in SHIPMENTS for each in read_shipments(path)["shipments"] for charge in each["expected"]}
    assert {kind.key for kind in EVERY_CHARGE} <= worked


def test_every_line_has_the_base_rate_rule_and_source_that_were_worked_out(priced: Priced) -> None:
    case, scenario, catalog, table = priced
    for shipment in case["shipments"]:
        period, quantity = scenario.calendar.index_of(shipment["arrival"]), shipment.get("quantity", 1)
        option = option_of(table, shipment)
        found = {line.charge: line for line in trace.lines(scenario, catalog, table, option, period, quantity)}
        for charge, line in shipment.get("lines", {}).items():
            shown = found[charge]
            assert (str(shown.base_cny), str(shown.amount_cny)) == (line["base"], line["amount"])
            assert shown.rate == Decimal(line["rate"])
            assert (shown.rule, shown.confidence) == (line["rule"], line["confidence"])
            assert line["source"] in shown.source


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_what_is_not_known_is_an_error_with_its_remedy(path: Path) -> None:
    case = read_shipments(path)
    with pytest.raises(InputRejected) as rejected:
        price(tiny(case), load())
    fault = {issue.code: issue for issue in rejected.value.issues}[case["fault"]["code"]]
    assert fault.severity is Severity.ERROR
    assert case["fault"]["repair"] in fault.repair("en")


def test_a_relief_that_is_not_among_the_shipments_of_a_taxed_case_is_not_offered(priced: Priced) -> None:
    """Where a case has a certificate and only ordinary shipments, no relief is an option at all."""
    case, _, _, table = priced
    if "relief" in case and not any("regime" in shipment for shipment in case["shipments"]):
        assert [option.regime for option in table.options] == ["ordinary"]


def test_the_table_for_the_model_agrees_with_the_documents_but_for_rounding(priced: Priced) -> None:
    case, scenario, catalog, table = priced
    for shipment in case["shipments"]:
        option, period = option_of(table, shipment), scenario.calendar.index_of(shipment["arrival"])
        quantity = shipment.get("quantity", 1)
        found = trace.lines(scenario, catalog, table, option, period, quantity)
        rounded = float(sum(line.amount_cny for line in found if line.charge in COUNTED))
        arrival = min(max(period, 0), table.unit_cny.shape[2] - 1)
        unrounded = float(table.unit_cny[option, :, arrival].sum()) * quantity
        assert abs(rounded - unrounded) <= 0.01 * len(found)


def test_every_line_can_be_worked_out_from_its_own_base_and_rate(priced: Priced) -> None:
    """A reader with the printed page and nothing else gets the same amounts."""
    case, scenario, catalog, table = priced
    for shipment in case["shipments"]:
        period = scenario.calendar.index_of(shipment["arrival"])
        for line in trace.lines(scenario, catalog, table, option_of(table, shipment), period):
            if line.rate is not None:
                assert abs(line.base_cny * line.rate - line.amount_cny) <= Decimal("0.005")
            assert line.rule and line.source and line.confidence


def test_the_three_numbers_of_a_relief(priced: Priced) -> None:
    """Tax relieved, effect on cost, effect on cash: deductible VAT is never a saving."""
    case, scenario, catalog, table = priced
    worth = reductions(scenario, catalog, table)
    for shipment in case["shipments"]:
        at = option_of(table, shipment), scenario.calendar.index_of(shipment["arrival"])
        if "relief" in shipment:
            assert worth.tax_relieved_cny[at] == pytest.approx(shipment["relief"]["tax"])
            assert worth.cost_effect_cny[at] == pytest.approx(shipment["relief"]["cost"])
            assert worth.cash_effect_cny[at] == pytest.approx(shipment["relief"]["cash"])


def test_the_assumptions_of_a_case_are_said(priced: Priced) -> None:
    case, _, _, table = priced
    if "notes" in case:
        assert sorted(note.code for note in table.notes) == sorted(case["notes"])
