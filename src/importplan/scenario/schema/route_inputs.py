"""Sheet `route_inputs`: what a route uses per unit made."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class RouteInput(Row):
    """One row of `route_inputs`."""

    SHEET = "route_inputs"

    route: str = column(CellKind.REFERENCE, refers=("routes",))
    item: str = column(CellKind.REFERENCE, refers=("items",))
    quantity: float = column(CellKind.NUMBER, unit="units per unit made", above=True)
