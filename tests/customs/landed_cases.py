"""Small planning cases for landed cost: one offer, one firm, and the shipments of tests/cases/customs."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from consents import CONSENT
from importplan.catalog.files import shipped
from importplan.catalog.load import Catalog, load
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier

CERTIFICATE = {"certificate": "C-1", "valid_from": date(2020, 1, 1)}
CASES = Path(__file__).parent.parent / "cases"
FILES = sorted((CASES / "customs").glob("*.toml"))


def read_shipments(path: Path) -> dict[str, Any]:
    """One file of worked shipments."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


SHIPMENTS = [path for path in FILES if "fault" not in read_shipments(path)]
FAULTS = [path for path in FILES if "fault" in read_shipments(path)]


def catalog_with(overlay: str, folder: Path) -> Catalog:
    """The shipped catalogs with the files of an overlay laid over them."""
    shutil.copytree(shipped("catalogs"), folder, dirs_exist_ok=True)
    shutil.copytree(CASES / "catalogs" / overlay, folder, dirs_exist_ok=True)
    return load(folder)


def _with_pairs(item: dict[str, Any]) -> dict[str, Any]:
    """The parameters of an item as the reader gives them; `consented`: a person has filled the three columns."""
    consent = CONSENT if item.get("consented") else {}
    given = {name: value for name, value in item.items() if name != "consented"}
    return given | consent | {"spec": tuple((name, value) for name, value in item.get("spec", ()))}


def tiny(case: dict[str, Any] | None = None, **sheets: Any) -> Scenario:
    """One German supplier, one item `M`, one offer `O`, one firm `F`, with what the case changes."""
    given = case or {}
    firm = Firm(**({"firm": "F"} | given.get("firm", {})))
    item = Item(**({"item": "M", "hs_code": "84602419"} | _with_pairs(given.get("item", {}))))
    terms = {"offer": "O", "supplier": "S", "item": "M", "unit_price": 1_000_000, "currency": "CNY"}
    relief = given.get("relief")
    scenario = Scenario(
        settings=Settings(start=given.get("start", date(2026, 1, 1)), periods=12),
        items=(item,),
        firms=(firm,),
        suppliers=(Supplier(supplier="S", country="DE"),),
        offers=(Offer(**(terms | given.get("offer", {}))),),
        qualifications=(Qualification(firm="F", **(CERTIFICATE | relief)),) if relief else (),
        fx=tuple(ExchangeRate(currency=word, cny_per_unit=rate) for word, rate in given.get("fx", {}).items()),
    )
    return scenario.replace(**sheets)
