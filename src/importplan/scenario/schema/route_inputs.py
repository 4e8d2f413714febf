"""Sheet `route_inputs`: what a route uses per unit made."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.column import Kind, Row, column


@dataclass(frozen=True, kw_only=True)
class RouteInput(Row):
    """One row of `route_inputs`."""

    SHEET = "route_inputs"
    USED = False

    route: str = column(Kind.REFERENCE, refers=("routes",))
    item: str = column(Kind.REFERENCE, refers=("items",))
    quantity: float = column(Kind.NUMBER, unit="units per unit made", above=True)
