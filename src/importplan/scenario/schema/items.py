"""Sheet `items`: what is needed: machines, kits, parts, materials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.catalog.rules.grants import ITEM_KINDS
from importplan.parsing.units import counts_pieces
from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Item(Row):
    """One row of `items`."""

    SHEET = "items"

    item: str = column(CellKind.ID)
    name_zh: str = column(CellKind.TEXT, "")
    name_en: str = column(CellKind.TEXT, "")
    kind: str = column(CellKind.CHOICE, "machine", choices=ITEM_KINDS)
    hs_code: str = column(CellKind.HS_CODE)
    unit: str = column(CellKind.TEXT, "台")
    whole_units: bool = column(CellKind.YES_NO, None)  # blank: yes where the unit counts pieces
    group: str = column(CellKind.TEXT, "")
    tags: tuple[str, ...] = column(CellKind.LIST, ())
    catalog_ref: str = column(CellKind.TEXT, "")
    confirmed_by: str = column(CellKind.TEXT, "")
    confirmed_on: date | None = column(CellKind.DATE, None)
    confirmed_basis: str = column(CellKind.TEXT, "")
    spec: tuple[tuple[str, str], ...] = column(CellKind.PAIRS, ())
    reference_value_cny: float | None = column(CellKind.MONEY, None, unit="CNY")
    holding_rate: float = column(CellKind.SHARE, 0.02, unit="per year")
    obsolescence_rate: float = column(CellKind.SHARE, 0.0, unit="per year")
    volume_m3: float = column(CellKind.NUMBER, 0.0, unit="m3")
    workaround_cost_cny: float = column(CellKind.MONEY, 0.0, unit="CNY per unit and period")
    workaround_limit: float = column(CellKind.NUMBER, 0.0, unit="units per period")
    import_permits: tuple[str, ...] = column(CellKind.LIST, ())
    permit_days: float = column(CellKind.NUMBER, 0.0, unit="days")
    statutory: tuple[tuple[str, str], ...] = column(CellKind.PAIRS, ())
    use: bool = column(CellKind.YES_NO, True)

    def __post_init__(self) -> None:
        if self.whole_units is None:
            object.__setattr__(self, "whole_units", counts_pieces(self.unit))
