"""Sheet `items`: what is needed: machines, kits, parts, materials."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class Item(Row):
    """One row of `items`."""

    SHEET = "items"

    item: str = column(Kind.ID)
    name_zh: str = column(Kind.TEXT, "")
    name_en: str = column(Kind.TEXT, "")
    kind: str = column(Kind.CHOICE, "machine", choices=("machine", "kit", "part", "material"))
    hs_code: str = column(Kind.HS_CODE)
    unit: str = column(Kind.TEXT, "台")
    whole_units: bool = column(Kind.YES_NO, True)
    group: str = column(Kind.TEXT, "")
    tags: tuple[str, ...] = column(Kind.LIST, ())
    catalog_ref: str = column(Kind.TEXT, "")
    spec: tuple[tuple[str, str], ...] = column(Kind.PAIRS, ())
    reference_value_cny: float | None = column(Kind.MONEY, None, unit="CNY")
    holding_rate: float = column(Kind.SHARE, 0.02, unit="per year")
    obsolescence_rate: float = column(Kind.SHARE, 0.0, unit="per year")
    volume_m3: float = column(Kind.NUMBER, 0.0, unit="m3")
    workaround_cost_cny: float = column(Kind.MONEY, 0.0, unit="CNY per unit and period")
    workaround_limit: float = column(Kind.NUMBER, 0.0, unit="units per period")
    import_permits: tuple[str, ...] = column(Kind.LIST, ())
    permit_days: float = column(Kind.NUMBER, 0.0, unit="days")
