"""The same case told otherwise: money in another unit, rows in another order, other names, a draw split in two."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from typing import Any

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.column import CellKind, Row
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder

IN_CNY = ("max_tax", "max_booking_cost")  # limits whose value is an amount


def _rows(case: Scenario) -> dict[str, tuple[Row, ...]]:
    return {field.name: getattr(case, field.name) for field in fields(case) if field.name != "settings"}


# --- money in another unit ----------------------------------------------------------------------------------------


def scaled(case: Scenario, factor: float) -> Scenario:
    """Every amount in CNY and every exchange rate times a factor; prices in foreign currency as they are."""
    sheets = {name: tuple(_scaled(case, row, factor) for row in rows) for name, rows in _rows(case).items()}
    return Scenario(settings=_scaled(case, case.settings, factor), **sheets)  # type: ignore[arg-type]


def _scaled(case: Scenario, row: Row, factor: float) -> Any:
    money = [spec.attribute for spec in type(row).specs() if spec.kind is CellKind.MONEY]
    if isinstance(row, Limit) and (row.rule in IN_CNY or (row.measure == "value" and "share" in row.rule)):
        money.remove("soft_cost_cny")  # CNY per CNY of excess
    if isinstance(row, Limit) and row.rule in IN_CNY:
        money.append("value")
    money += _in_cny(case, row)
    given = {name: getattr(row, name) for name in money}
    return replace(row, **{name: value * factor for name, value in given.items() if value is not None})


def _in_cny(case: Scenario, row: Row) -> list[str]:
    """Columns that are CNY only in some rows, and exchange rates."""
    if isinstance(row, ExchangeRate):
        return ["cny_per_unit", "locked_rate"]
    if isinstance(row, OpenOrder):
        currency = row.currency or case.offers[case.offer_index[row.offer]].currency
        return ["fx_locked_rate", *(["unit_price"] if currency == "CNY" else [])]
    if isinstance(row, Offer) and row.currency == "CNY":
        return ["unit_price"]
    if isinstance(row, DrawValue):
        of_home = row.what == "price" and case.offers[case.offer_index[row.id]].currency == "CNY"
        return ["value"] if row.what == "fx" or of_home else []
    return []


# --- order and names ----------------------------------------------------------------------------------------------


def shuffled(case: Scenario, seed: int) -> Scenario:
    """All rows in another order."""
    random = Random(seed)
    sheets = {name: tuple(random.sample(rows, len(rows))) for name, rows in _rows(case).items()}
    return Scenario(settings=case.settings, **sheets)  # type: ignore[arg-type]


def renamed(case: Scenario) -> Scenario:
    """Other names of items, suppliers, offers, demand lines and draws."""
    known = {
        **{row.item: f"item of {row.item}" for row in case.items},
        **{row.supplier: f"maker {row.supplier}" for row in case.suppliers},
        **{row.offer: f"quote {row.offer}" for row in case.offers},
        **{row.line: f"need {row.line}" for row in case.demand},
        **{row.draw: f"course {row.draw}" for row in case.draws},
    }
    known |= {f"supplier:{row.supplier}": f"supplier:maker {row.supplier}" for row in case.suppliers}
    names = ("item", "supplier", "offer", "line", "draw", "id", "target", "who")
    sheets = {name: tuple(_renamed(row, names, known) for row in rows) for name, rows in _rows(case).items()}
    return Scenario(settings=case.settings, **sheets)  # type: ignore[arg-type]


def _renamed(row: Row, names: tuple[str, ...], known: dict[str, str]) -> Row:
    given = {name: getattr(row, name) for name in names if hasattr(row, name)}
    return replace(row, **{name: known.get(value, value) for name, value in given.items()})


def split(case: Scenario) -> Scenario:
    """The first given draw as two of half its weight each."""
    first = case.draws[0]
    halves = tuple(replace(first, draw=f"{first.draw}{half}", weight=first.weight / 2) for half in "ab")
    values = tuple(
        replace(row, draw=name)
        for row in case.draw_values
        for name in ([half.draw for half in halves] if row.draw == first.draw else [row.draw])
    )
    assert all(isinstance(half, Draw) for half in halves)
    return case.replace(draws=(*halves, *case.draws[1:]), draw_values=values)
