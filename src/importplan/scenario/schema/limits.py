"""Sheet `limits`: rules that the plan must keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from importplan.scenario.limit_rules import LIMIT_RULES, LimitRule, LimitUnit
from importplan.scenario.schema.column import CellKind, Row, column


@dataclass(frozen=True, kw_only=True)
class Limit(Row):
    """One row of `limits`."""

    SHEET = "limits"

    rule: str = column(CellKind.CHOICE, choices=tuple(LIMIT_RULES))
    item: str = column(CellKind.REFERENCE, "each", refers=("items",), literals=("each", "all", "group:"))
    who: str = column(CellKind.TEXT, "each", literals=("each", "all"))
    from_day: date | None = column(CellKind.START, None, key="from")
    to_day: date | None = column(CellKind.END, None, key="to")
    value: float = column(CellKind.NUMBER)
    value_to: float | None = column(CellKind.NUMBER, None)
    priority: str = column(CellKind.CHOICE, "all", choices=("1", "2", "3", "all"))
    measure: str = column(CellKind.CHOICE, "value", choices=("units", "value"))
    within: str = column(CellKind.CHOICE, "each_draw", key="in", choices=("mean", "each_draw"))
    soft_cost_cny: float | None = column(CellKind.MONEY, None, unit="CNY per unit of excess")
    use: bool = column(CellKind.YES_NO, True)

    def __post_init__(self) -> None:
        if self.rule not in LIMIT_RULES:
            raise ValueError(f"{self.rule!r} is no rule of limits; known are {', '.join(LIMIT_RULES)}")

    def by_year(self, years: Sequence[int]) -> dict[int, float]:
        """Value of each year of an interval: straight from `value` in the first to `value_to` in the last one."""
        if self.value_to is None or not years:
            return dict.fromkeys(years, self.value)
        steps = max(1, years[-1] - years[0])
        first = years[0] if years[-1] > years[0] else years[0] - 1  # of a single year the end is asked
        return {year: self.value + (self.value_to - self.value) * (year - first) / steps for year in years}

    @property
    def kind(self) -> LimitRule:
        """What is known of its rule."""
        return LIMIT_RULES[self.rule]

    @property
    def by_value(self) -> bool:
        """Whether it measures purchases in CNY, not in units."""
        return self.kind.measured and self.measure == "value"

    @property
    def in_cny(self) -> bool:
        """Whether a unit of excess is one CNY."""
        return self.by_value or self.kind.unit is LimitUnit.CNY

    @property
    def in_each_draw(self) -> bool:
        """Whether it binds in every draw by itself."""
        return self.kind.by_draw and self.within == "each_draw"
