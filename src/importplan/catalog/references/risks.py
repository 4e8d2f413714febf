"""Sourced figures on disruptions, controls, clearance and lead times: a table to cite, not defaults to apply unseen."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.catalog.reading import Reading


@dataclass(frozen=True, slots=True)
class RiskFigure:
    """One figure as its source prints it; `low` and `high` where it is a number or a range."""

    topic: str
    country: str
    figure: str
    low: float | None
    high: float | None
    unit: str
    period: str
    source: str
    confidence: str


def read(reading: Reading) -> tuple[RiskFigure, ...]:
    """The table `risks/figures.csv`."""
    columns = ("topic", "country", "figure", "low", "high", "unit", "period", "source", "confidence")
    return tuple(
        RiskFigure(
            topic=line.text("topic", required=True),
            country=line.text("country"),
            figure=line.text("figure", required=True),
            low=_float(line.number("low", required=False)),
            high=_float(line.number("high", required=False)),
            unit=line.text("unit", required=True),
            period=line.text("period"),
            source=line.text("source", required=True),
            confidence=line.confidence(),
        )
        for line in reading.table("risks/figures.csv", columns)
    )


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
