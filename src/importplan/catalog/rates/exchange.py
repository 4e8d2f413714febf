"""Reference exchange rates against CNY: levels, volatilities, correlations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.catalog.reading import Reading


@dataclass(frozen=True, slots=True)
class Level:
    """The mean rate of a span of days, CNY per unit of the currency."""

    currency: str
    cny_per_unit: Decimal
    from_day: date
    to_day: date
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Volatility:
    """Standard deviation of the log return in CNY, as shares: per day, per year (from days), per quarter."""

    currency: str
    daily: float
    annual: float
    quarterly: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Correlation:
    """Correlation of the log returns of two currencies in CNY."""

    pair: frozenset[str]
    basis: str
    value: float
    source: str
    confidence: str


@dataclass(frozen=True)
class ExchangeRates:
    """What is on record of exchange rates."""

    levels: tuple[Level, ...]
    volatilities: tuple[Volatility, ...]
    correlations: tuple[Correlation, ...]

    def level(self, currency: str) -> Level | None:
        """The latest level of a currency, None when none is on record."""
        found = [level for level in self.levels if level.currency == currency]
        return max(found, key=lambda level: level.to_day, default=None)


def read(reading: Reading) -> ExchangeRates:
    """The tables of `fx/`."""
    return ExchangeRates(_levels(reading), _volatilities(reading), _correlations(reading))


def _levels(reading: Reading) -> tuple[Level, ...]:
    columns = ("currency", "units", "cny", "from", "to", "source", "confidence")
    return tuple(
        Level(
            currency=line.text("currency", required=True),
            cny_per_unit=line.needed("cny") / (line.number("units") or Decimal(1)),
            from_day=line.first_day("from"),
            to_day=line.first_day("to"),
            source=line.text("source", required=True),
            confidence=line.confidence(),
        )
        for line in reading.table("fx/levels.csv", columns)
    )


def _volatilities(reading: Reading) -> tuple[Volatility, ...]:
    columns = ("currency", "daily_pct", "annual_pct", "quarterly_pct", "source", "confidence")
    return tuple(
        Volatility(
            currency=line.text("currency", required=True),
            daily=float(line.percent("daily_pct") or 0),
            annual=float(line.percent("annual_pct") or 0),
            quarterly=float(line.percent("quarterly_pct") or 0),
            source=line.text("source", required=True),
            confidence=line.confidence(),
        )
        for line in reading.table("fx/volatility.csv", columns)
    )


def _correlations(reading: Reading) -> tuple[Correlation, ...]:
    columns = ("currency_a", "currency_b", "basis", "correlation", "source", "confidence")
    return tuple(
        Correlation(
            pair=frozenset((line.text("currency_a", required=True), line.text("currency_b", required=True))),
            basis=line.text("basis", required=True),
            value=float(line.needed("correlation")),
            source=line.text("source", required=True),
            confidence=line.confidence(),
        )
        for line in reading.table("fx/correlations.csv", columns)
    )
