"""Which inputs act: each column of each sheet is changed alone in small cases that hold it, and the case planned again.

    python benchmarks/idle_inputs.py                     # all sheets
    python benchmarks/idle_inputs.py offers items        # some
    python benchmarks/idle_inputs.py --table             # and the table of docs/verification.md at the end

A column **acts** where a number of the result or of the landed cost changes or the case is refused; it is **shown**
where only words of the result or of its sheets change; else `check` has to say that it does not act (**told**). What is
none of these in any case is silent, and the exit code says so. The goal is met exactly on few draws, so that a number
that changes does so by the change alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import MISSING, replace
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from importplan.basics.errors import InputRejected
from importplan.basics.spans import TimeSpan
from importplan.documents.case.example import example
from importplan.pipeline.case import check_case, in_memory
from importplan.pipeline.plan import plan_case, to_json, write_result
from importplan.pipeline.settings import RunSettings
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.column import CellKind, ColumnSpec, Row
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.demand_risks import DemandRisk
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.schema.routes import Route
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier
from importplan.scenario.wording import find_sheet
from importplan.tables.workbook import read_xlsx

FAST = RunSettings(time_limit_s=20.0)
STRUCTURE = (CellKind.ID, CellKind.REFERENCE)  # ids and what refers to them: changing them makes another case
PAPERS = "papers: applications, contract page, statement of what is declared"
PAGE = "page one, notes or the sheets of the result"
ELSEWHERE = {
    "settings": {
        "base": "names the case that this one rests on", "catalogs": "names a folder of catalogs",
        "language": "language of the result", "time_limit_s": "how long is searched", "gap": "how near is near enough",
        "base_currency": "CNY alone", "smallest_cell": "survey report and share", "dominant_firms": "survey report",
        "dominant_share": "survey report", "guess_share": "survey report", "title": PAGE, "version": PAGE,
        "prepared_by": PAGE, "reviewed_by": PAGE, "approved_by": PAGE, "data_as_of": PAGE, "marking": PAGE,
    },
    "items": {
        "unit": "whole units, sheets", "group": "limits `group:NAME`", "spec": "rows of lists with limits of a kind",
        "confirmed_by": "consent where one certificate claims the item", "confirmed_on": "the same",
        "confirmed_basis": "the same", "statutory": PAPERS,
    },
    "firms": {"name": PAGE, "city": "a label", "ownership": "a label", "customs_code": PAPERS},
    "qualifications": {
        "first_import_on": "instalments of the regimes that have them", "goods_class": "regimes with classes of goods",
        "project_no": PAPERS, "policy_clause": PAPERS, "approved_by": PAPERS, "tax_nature": PAPERS,
        "customs_office": PAPERS, "import_port": PAPERS, "confirmed_on": "consent: a day before the edition bars",
    },
    "demand": {"shortage_basis": PAGE, "source": PAGE},
    "sites": {"kind": "goods in bond"},
    "offers": {
        "maker": "refusals shared by maker", "lane": "risks of `lane:NAME`", "duty_rate_source": PAGE,
        "quote_date": "`check`: no later than the day to which it is valid",
    },
    "risks": {"what": PAGE, "distribution": "draws in which an outage falls", "source": PAGE},
}  # fmt: skip  # what acts, or is shown, where none of the small cases shows it: by reading the code
NO_NEWS = ("seconds", "sha256", "version", "input")  # of the record: differs from run to run, or is the input itself
MOST = 3  # other values of a column that are tried in a case
DAY = date(2027, 1, 1)


class Effect(IntEnum):
    """What became of a change; of several changes and cases the highest counts."""

    SILENT = 0
    TOLD = 1
    SHOWN = 2
    ACTS = 3


# Cases


def _settings(case: Scenario, **changes: Any) -> Scenario:
    given = {"draws": 6, "seed": 3, "gap": 0.0, "periods": 8, "open_need_share": 1.2} | changes
    return case.replace(settings=replace(case.settings, **given))


def plain() -> Scenario:
    """The example of the template with a part, rates, a store and a contract on the way."""
    case = example("en")
    machine, home = case.offers
    abroad = replace(machine, incoterm="FOB", freight_share=0.04, order_cost_cny=1e4, clearance_cost_cny=5e3, lane="SH",
                     lc_fee_share=0.01, payment="LC-usance", lc_days=90.0, control_code="2B001",
                     retention_share=0.05, warranty_months=12.0)  # fmt: skip
    return _settings(
        case.replace(
            items=(replace(case.items[0], volume_m3=4.0, group="G", obsolescence_rate=0.05, workaround_cost_cny=5e4,
                           workaround_limit=1.0, import_permits=("O",), permit_days=20.0),),
            firms=(Firm(firm="F", name="Works", industry="tools", city="Foshan"),),
            offers=(abroad, home),
            sites=(Site(site="W", cost_cny_per_m3_month=30.0, capacity_m3=40.0),),
            stock=(Stock(item="M1", quantity=1.0, site="W"),),
            demand=(
                replace(case.demand[0], quantity_low=1.0, quantity_high=4.0),
                Demand(line="D2", item="M1", period=TimeSpan.quarter_of(date(2027, 10, 1)), quantity=2.0,
                       firmness="budgeted", shortage_cost_cny=3e5, lost_after_periods=3),
                Demand(line="D3", item="M1", period=TimeSpan.quarter_of(date(2028, 4, 1)), quantity=1.0,
                       firmness="wished"),
                Demand(line="D4", item="M1", period=TimeSpan.quarter_of(date(2028, 4, 1)), quantity=1.0,
                       firmness="approved"),
            ),
            open_orders=(OpenOrder(order="P1", offer="S1-M1", quantity=1.0, due=date(2027, 8, 1), ordered=DAY,
                                   paid_share=0.3, unit_price=5e7, currency="JPY", fx_locked_rate=0.046),),
            demand_risks=(DemandRisk(industry="tools", volatility=0.2),),
            fx=(ExchangeRate(currency="JPY", cny_per_unit=0.0455, volatility=0.1, budget_rate=0.047, locked_share=0.5,
                             locked_rate=0.046),),
            budgets=(*(replace(row, amount_cny=8e6) for row in case.budgets),
                     Budget(payer="all", from_day=date(2029, 1, 1), amount_cny=1e6)),
            limits=(Limit(rule="max_country_share", who="JP", value=0.6, soft_cost_cny=10.0),
                    Limit(rule="min_fill_rate", value=0.2, priority="2"),),
            risks=(replace(case.risks[0], active_until=date(2027, 3, 31)),),
        ),
        contingency_share=0.05, terminal_value_share=0.3, risk_weight=0.3,
    )  # fmt: skip


def framework() -> Scenario:
    """A supplier under a framework with a qualification to pay, given draws, the goal of stages."""
    case = plain()
    abroad, home = case.offers
    called = replace(abroad, offer="S3-M1", supplier="S3", contract="framework", currency="CNY", incoterm="domestic",
                     unit_price=2.5e6, price_includes_vat=True, payment="TT", licence_refusal=0.0)  # fmt: skip
    booked = Supplier(supplier="S3", country="CN", booking_cost_cny=2e4, booking_min=0.5, booking_max=3.0,
                      booking_from=DAY, qualified=False, qualification_cost_cny=4e4, qualification_months=2.0,
                      capacity_per_period=2.0)  # fmt: skip
    return _settings(
        case.replace(
            offers=(abroad, replace(home, qualified=False, qualification_cost_cny=3e4, qualification_months=3), called),
            suppliers=(*case.suppliers, booked),
            draws=(Draw(draw="a", weight=0.6), Draw(draw="b", weight=0.4)),
            draw_values=(DrawValue(draw="b", what="availability", id="S1", value=0.2),
                         DrawValue(draw="a", what="fx", id="JPY", period=TimeSpan.on(date(2028, 1, 1)), value=0.06)),
            risks=(), risk_targets=(), demand_risks=(),
        ),
        goal="ordered",
    )  # fmt: skip


def relieved() -> Scenario:
    """Goods under a certificate with a quota, one applied for under a guarantee, goods under supervision."""
    case = plain()
    consent = {"confirmed_by": "赵敏", "confirmed_on": date(2025, 12, 1), "confirmed_basis": "项目设备清单第 1 项"}
    terms = {"firm": "F", "regime": "encouraged_project", "item": "M1", "applicant_class": "domestic_project"} | consent
    return _settings(
        case.replace(
            offers=(replace(case.offers[0], currency="EUR", unit_price=3e5, origin="DE"), case.offers[1]),
            fx=(*case.fx, ExchangeRate(currency="EUR", cny_per_unit=7.6)),
            open_orders=(),
            qualifications=(Qualification(certificate="C1", quota_units=2.0, valid_to=date(2028, 12, 31),
                                          project_no="P1", **terms),),
            stock=(Stock(item="M1", quantity=1.0, site="W", customs_status="relieved", released_on=date(2026, 1, 1),
                         value_cny=2e6),),
        ),
        goal="cvar_limit", risk_limit_cny=9e6,
    )  # fmt: skip


def reserve() -> Scenario:
    """A bureau with a reserve for two firms, and a route that makes the machine."""
    case = plain()
    return _settings(
        case.replace(
            firms=(*case.firms, Firm(firm="G", name="Other", industry="tools")),
            items=(*case.items, Item(item="K", name_en="Kit", kind="part", hs_code="84669390")),
            offers=(replace(case.offers[0], end_user="retransfer", retransfer_days=20.0), case.offers[1],
                    replace(case.offers[1], offer="S2-K", item="K", unit_price=4e5)),
            demand=tuple(replace(row, firm=firm, accepts=("machine", "domestic", "parts"))
                         for row, firm in zip(case.demand, "FGFG", strict=True)),
            stock=(replace(case.stock[0], owner="reserve"),), sites=(replace(case.sites[0], owner="reserve"),),
            open_orders=(replace(case.open_orders[0], firm="F"),),
            reserve_terms=(ReserveTerms(item="M1", release_price_share=0.9),),
            routes=(Route(route="R", item="M1", firm="F", local_cost_cny=3e5, lead_time_days=60.0,
                          capacity_per_period=1.0, capacity_growth=0.1, opening_cost_cny=1e5, success_probability=0.7,
                          validation_months=3.0, yield_share=0.9, fallback_offer="S2-M1"),),
            route_inputs=(RouteInput(route="R", item="K", quantity=2.0),),
            limits=(*case.limits, Limit(rule="min_reserve", item="M1", value=1.0, soft_cost_cny=1e5)),
        ),
        owner="bureau",
    )  # fmt: skip


CASES: dict[str, Callable[[], Scenario]] = {
    "plain": plain, "framework": framework, "relieved": relieved, "reserve": reserve,
}  # fmt: skip


# Changes


def values_of(spec: ColumnSpec, value: Any) -> Iterator[Any]:
    """Other values of a cell, one after the other."""
    default = None if spec.default is MISSING else spec.default
    now = default if value is None else value
    if spec.kind in (CellKind.NUMBER, CellKind.MONEY, CellKind.WHOLE, CellKind.SHARE):
        yield from _numbers(spec, float(now or 0.0))
    elif spec.kind is CellKind.YES_NO:
        yield from (flag for flag in (True, False) if flag != now)
    elif spec.kind in (CellKind.CHOICE, CellKind.PROBABILITY_WORD):
        yield from (choice for choice in spec.choices if choice != now)
    elif spec.kind is CellKind.PERIOD:
        yield TimeSpan.on(now.last + timedelta(days=92) if isinstance(now, TimeSpan) else date(2028, 2, 1))
    elif spec.kind in (CellKind.DATE, CellKind.BY, CellKind.START, CellKind.END):
        yield from (date(2028, 6, 1), date(2027, 9, 1)) if now is None else (now + timedelta(200), now - timedelta(400))
    else:
        other = {
            CellKind.COUNTRY: "CH", CellKind.COUNTRIES: ("US",), CellKind.LIST: ("x",), CellKind.PAIRS: (("x", "1"),),
            CellKind.CURRENCY: "USD", CellKind.HS_CODE: "84589110",
        }  # fmt: skip
        yield other.get(spec.kind, "x")


def _numbers(spec: ColumnSpec, now: float) -> Iterator[float]:
    low, high = spec.low or 0.0, spec.high if spec.high is not None else 1e15
    for other in (now * 1.5 + (0.05 if spec.kind is CellKind.SHARE else 3.0), now / 2, 1.0, 40.0, 0.0):
        if low <= other <= high and other != now:
            yield int(other) if spec.kind is CellKind.WHOLE else other


def changed(scenario: Scenario, schema: type[Row], spec: ColumnSpec) -> Iterator[Scenario]:
    """The case with another value of a column, in one row after the other and in as many ways as there are."""
    if schema.ONE_ROW:
        for value in list(values_of(spec, getattr(scenario.settings, spec.attribute)))[:MOST]:
            yield scenario.replace(settings=replace(scenario.settings, **{spec.attribute: value}))
        return
    rows = getattr(scenario, schema.SHEET)
    for place, row in enumerate(rows):
        for value in list(values_of(spec, getattr(row, spec.attribute)))[:MOST]:
            other = replace(row, **{spec.attribute: value})
            yield scenario.replace(**{schema.SHEET: (*rows[:place], other, *rows[place + 1 :])})


class Seen:
    """A case as it is planned: its numbers, its words, and the issues that check tells."""

    def __init__(self, scenario: Scenario) -> None:
        self.numbers: list[float] = []
        self.words: list[str] = []
        self.issues: set[str] = set()
        self.refused = False
        try:
            case = in_memory(scenario)
            self.issues = {f"{issue.code} {dict(issue.values)}" for issue in check_case(case)}
            result = plan_case(case, FAST, beside=False)
        except InputRejected:
            self.refused = True
            return
        self._result = result
        self._take(to_json(result))
        self.numbers += result.landed.unit_cny.ravel().tolist()

    def _take(self, record: Any, key: str = "") -> None:
        if any(word in key for word in NO_NEWS):
            return
        if isinstance(record, dict):
            for name, value in record.items():
                self._take(value, name)
        elif isinstance(record, list):
            for value in record:
                self._take(value, key)
        elif isinstance(record, bool | str) or record is None:
            self.words.append(f"{key}={record}")
        else:
            self.numbers.append(float(record))

    @cached_property
    def cells(self) -> frozenset[str]:
        """The words of the result workbook but for what echoes the input, what differs from run to run, and numbers."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "result.xlsx"
            write_result(self._result, path)
            grids = read_xlsx(path, path.name).grids
        shown = (grid for grid in grids if find_sheet(grid.name) not in {schema.SHEET for schema in SHEETS})
        return frozenset(
            f"{grid.name}: {value}" for grid in shown for row in grid.values for value in row if isinstance(value, str)
        )

    def against(self, base: Seen) -> Effect:
        """What differs from the base."""
        if self.refused or len(self.numbers) != len(base.numbers):
            return Effect.ACTS
        if not np.allclose(self.numbers, base.numbers, rtol=1e-6, atol=1e-4):
            return Effect.ACTS
        if self.words != base.words or self.cells != base.cells:
            return Effect.SHOWN
        return Effect.TOLD if self.issues - base.issues else Effect.SILENT


def effect_of(cases: dict[str, tuple[Scenario, Seen]], schema: type[Row], spec: ColumnSpec) -> tuple[Effect, str]:
    """The highest effect of a change of a column alone, and the case where it was seen."""
    best = (Effect.SILENT, "-")
    for name, (scenario, base) in cases.items():
        if not schema.ONE_ROW and not getattr(scenario, schema.SHEET):
            continue
        for other in changed(scenario, schema, spec):
            best = max(best, (Seen(other).against(base), name), key=lambda found: found[0])
            if best[0] is Effect.ACTS:
                return best
    return best


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sheets", nargs="*")
    options.add_argument("--columns", nargs="*", default=[], help="only these: offers.lane items.unit")
    options.add_argument("--table", action="store_true")
    asked = options.parse_args()
    cases = {name: (case, Seen(case)) for name, case in ((name, made()) for name, made in CASES.items())}
    assert not any(base.refused for _, base in cases.values()), [
        name for name, (_, base) in cases.items() if base.refused
    ]
    found: dict[Effect, list[str]] = {effect: [] for effect in Effect}
    for schema in SHEETS:
        if asked.sheets and schema.SHEET not in asked.sheets:
            continue
        if not schema.USED or not any(schema.ONE_ROW or getattr(case, schema.SHEET) for case, _ in cases.values()):
            print(f"{schema.SHEET}: {'in none of the cases' if schema.USED else 'told as a whole'}", flush=True)
            continue
        for spec in schema.specs():
            if spec.kind in STRUCTURE:
                continue
            if (why := ELSEWHERE.get(schema.SHEET, {}).get(spec.key)) and not asked.columns:
                print(f"{schema.SHEET}.{spec.key}: elsewhere ({why})", flush=True)
                continue
            if asked.columns and f"{schema.SHEET}.{spec.key}" not in asked.columns:
                continue
            effect, where = effect_of(cases, schema, spec)
            found[effect].append(f"{schema.SHEET}.{spec.key}")
            print(f"{schema.SHEET}.{spec.key}: {effect.name.lower()} ({where})", flush=True)
    print({effect.name.lower(): len(some) for effect, some in found.items()})
    if asked.table:
        for effect, some in found.items():
            print(f"| {effect.name.lower()} | {len(some)} | {', '.join(some)} |")
    sys.exit(1 if found[Effect.SILENT] else 0)


if __name__ == "__main__":
    main()
