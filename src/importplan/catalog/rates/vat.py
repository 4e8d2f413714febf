"""The VAT rate by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.errors import RuleUnknown
from importplan.catalog.reading import Reading


@dataclass(frozen=True, slots=True)
class VatRate:
    """A VAT rate (share) in force from a day on."""

    from_day: date
    rate: Decimal
    document: str
    source: str
    confidence: str


@dataclass(frozen=True)
class VatRates:
    """The rates in order of their first day."""

    rates: tuple[VatRate, ...]

    def on(self, day: date) -> VatRate:
        """The rate of a day. Raises RuleUnknown before the first rate on record."""
        for rate in reversed(self.rates):
            if rate.from_day <= day:
                return rate
        first = self.rates[0].from_day.isoformat() if self.rates else "-"
        raise RuleUnknown("vat-unknown", day=day.isoformat(), first=first)


def read(reading: Reading) -> VatRates:
    """The VAT rates of `vat/import.toml`."""
    found = [
        VatRate(
            from_day=block.first_day("from"),
            rate=block.needed("value"),
            document=block.text("document"),
            source=block.text("source", required=True),
            confidence=block.confidence(),
        )
        for block in reading.rule("vat/import.toml").blocks("values")
    ]
    return VatRates(tuple(sorted(found, key=lambda rate: rate.from_day)))
