"""VAT of display projects by day, to the fen; goods that are handed over in bond and taxed when they leave it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from landed_cases import tiny

from consents import CONSENT
from importplan.catalog.load import Catalog, load
from importplan.customs.declaring.alternative import DeclaringAlternative, Shipment, as_records
from importplan.customs.declaring.alternatives import ways
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.sites import Site

PROJECT = {
    "regime": "new_displays", "applicant_class": "major_project", "goods_class": "new_equipment", "certificate": "P",
}  # fmt: skip
IN_BOND = (Site(site="W", kind="bonded", owner="F"),)
PART = {"kind": "part", "hs_code": "84193990", **CONSENT}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def found(scenario: Scenario, catalog: Catalog, **about: object) -> dict[tuple[str, str], DeclaringAlternative]:
    shipment = Shipment(**({"arrival": 0} | about))  # type: ignore[arg-type]
    return {(way.regime, way.how): way for way in ways(scenario, catalog, shipment)}


def dated(way: DeclaringAlternative) -> list[tuple[str, str]]:
    return [(part.due.isoformat(), str(part.amount_cny)) for part in way.vat_instalments]


def test_each_twelve_months_pay_a_fifth_from_the_second_on(catalog: Catalog) -> None:
    """333,333.33: duty 30,000.00, VAT 13 % of 363,333.33 = 47,233.33, which does not part into five.

    Running sums 9,446.67, 18,893.33, 28,340.00, 37,786.66, 47,233.33.
    """
    case = tiny({"item": CONSENT, "relief": PROJECT, "offer": {"unit_price": 333_333.33}})
    way = found(case, catalog)["new_displays", ""]
    assert dated(way) == [
        ("2027-01-01", "9446.67"), ("2028-01-01", "9446.66"), ("2029-01-01", "9446.67"), ("2030-01-01", "9446.66"),
        ("2031-01-01", "9446.67"),
    ]  # fmt: skip
    assert way.tax_later_cny == sum(part.amount_cny for part in way.vat_instalments) == Decimal("47233.33")
    assert as_records(way, 0, case.calendar)[0]["vat_instalments"][0] == {  # type: ignore[index]
        "number": 2, "due": "2027-01-01", "share": 0.2, "amount_cny": 9446.67,
    }  # fmt: skip


def test_the_months_run_from_the_first_machine_and_what_has_passed_is_due_at_once(catalog: Catalog) -> None:
    """First machine on 2024-03-31: the second and third twelve months begin on 2025-03-31 and 2026-03-31.

    A lot of 2026-04-01 pays two fifths of 141,700 at once, the rest on 2027-03-31, 2028-03-31, 2029-03-31.
    """
    case = tiny({"item": CONSENT, "relief": PROJECT | {"first_import_on": date(2024, 3, 31)}})
    way = found(case, catalog, arrival=1)["new_displays", ""]
    assert dated(way) == [
        ("2026-04-01", "28340.00"), ("2026-04-01", "28340.00"), ("2027-03-31", "28340.00"), ("2028-03-31", "28340.00"),
        ("2029-03-31", "28340.00"),
    ]  # fmt: skip
    assert (way.cash_on_arrival_cny, way.tax_later_cny) == (Decimal("146680.00"), Decimal("85020.00"))


def test_goods_taken_over_in_bond_are_taxed_when_the_taker_declares(catalog: Catalog) -> None:
    """Nothing on arrival, 231,700 at release, which the taker pays; what no document says is to be checked."""
    way = found(tiny(sites=IN_BOND), catalog, release=3)["ordinary", "handed_over"]
    assert (way.cash_on_arrival_cny, way.tax_later_cny, way.payers) == (Decimal("0.00"), Decimal("231700.00"), ("F",))
    assert way.standing == "doubt"
    points = {(point.code, point.confidence) for point in way.open_points}
    assert {("way-hand-over-procedure", "secondary"), ("way-hand-over-procedure", "unverified")} <= points
    assert ("way-hand-over-taker", "unverified") in points
    closed = found(tiny(), catalog, release=3)["ordinary", "handed_over"]
    assert {point.code for point in closed.open_points} == {"way-no-bonded-site"}


def test_the_taker_declares_by_its_own_treatment(catalog: Catalog) -> None:
    """A maker with a certificate takes a part over in bond: nothing is due; after the certificate everything is."""
    held = {"regime": "major_equipment", "certificate": "C", "valid_to": date(2026, 12, 31)}
    case = tiny({"item": PART, "relief": held}, sites=IN_BOND)
    way = found(case, catalog, release=2)["major_equipment", "handed_over"]
    assert (way.tax_cny, way.standing) == (Decimal(0), "doubt")
    assert ("major_equipment", "handed_over") not in found(case, catalog, release=4)  # 2027Q1: the certificate is over


def test_the_rate_of_the_day_of_release_holds(catalog: Catalog) -> None:
    """84571010 stays at 9 %; a provisional 3 % of 85371019 ends with 2026: in bond until 2027 it pays 5 %."""
    case = tiny({"item": {"hs_code": "8537101901", "kind": "part"}}, sites=IN_BOND)
    of = found(case, catalog, release=4)
    assert of["ordinary", ""].rate("duty") == Decimal("0.03")
    assert of["ordinary", "handed_over"].rate("duty") == Decimal("0.05")
