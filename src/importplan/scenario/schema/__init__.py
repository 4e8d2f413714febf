"""The one schema of the scenario workbook: an explicit list of its sheets, each in a file of its own.

It generates the template, the checks, the headings and the reference page. A new column is one line in the sheet's
file and its words in `scenario/words/columns.csv`.
"""

from __future__ import annotations

from itertools import pairwise

from importplan.basics.labels import table as words
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.column import CellKind, ColumnSpec, Row
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.demand_risks import DemandRisk
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.events import Event
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.installed_base import InstalledBase
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.overrides import Override
from importplan.scenario.schema.price_breaks import PriceBreak
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.schema.routes import Route
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.substitutes import Substitute
from importplan.scenario.schema.suppliers import Supplier
from importplan.scenario.schema.usage import Usage

SHEETS: tuple[type[Row], ...] = (
    Settings,
    Item,
    Firm,
    Qualification,
    Demand,
    Stock,
    ReserveTerms,
    InstalledBase,
    Usage,
    Site,
    OpenOrder,
    Supplier,
    Offer,
    PriceBreak,
    Substitute,
    Route,
    RouteInput,
    Budget,
    Limit,
    Risk,
    RiskTarget,
    DemandRisk,
    Event,
    Draw,
    DrawValue,
    ExchangeRate,
    Override,
)

REQUIRED_SHEETS = ("settings", "items", "demand", "suppliers", "offers")
# Every sheet that has a name and is no input is one of results; reports on surveys are workbooks of their own.
RESULT_SHEETS = tuple(
    key.removeprefix("sheet.")
    for key in words()
    if key.startswith("sheet.") and not key.startswith("sheet.survey_")
    if key.removeprefix("sheet.") not in {entry.SHEET for entry in SHEETS}
)


def sheet(key: str) -> type[Row]:
    """The schema of one sheet. Raises KeyError for an unknown key."""
    return next(entry for entry in SHEETS if key == entry.SHEET)


def ends_of_interval(key: str, spec: ColumnSpec) -> tuple[ColumnSpec, ColumnSpec] | None:
    """The columns of both ends of the interval of which a column is one; None where it is none, or stands alone."""
    specs = sheet(key).specs()
    pairs = (pair for pair in pairwise(specs) if spec in pair)
    return next((pair for pair in pairs if [one.kind for one in pair] == [CellKind.START, CellKind.END]), None)
