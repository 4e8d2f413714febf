"""What decides the amounts of one purchase, and how an amount is worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from importplan.catalog.cited import Cited
from importplan.catalog.regimes import Citation, RegimeVersion
from importplan.landed.quote import Quote
from importplan.scenario.schema.offers import Offer

PRICE = "price"  # the contract price in CNY, the first amount of all
CUSTOMS_VALUE = "customs_value"
CLEARANCE = "clearance"
ONE = Decimal(1)


@dataclass(frozen=True)
class Terms:
    """One offer for one kind of buyer, arriving in one segment, under one treatment."""

    quote: Quote
    duty: Cited
    extra_duty: Cited | None
    vat: Cited
    vat_deductible: bool
    relief: RegimeVersion | None  # in force on arrival; None: ordinary
    customs_value_rule: Citation

    @property
    def offer(self) -> Offer:
        """The offer."""
        return self.quote.offer

    def freed(self, charge: str) -> Cited | None:
        """The zero rate of a charge (`duty`, `import_vat`) that the relief frees, None when it is levied."""
        if self.relief is None or charge not in self.relief.frees:
            return None
        return Cited(Decimal(0), self.relief.document, self.relief.source, self.relief.confidence)


@dataclass(frozen=True, slots=True)
class Levy:
    """One amount: (sum of the named earlier amounts) × rate ÷ divisor, or a fixed sum in CNY.

    `shown` is the rate as people call it; None where a rate says nothing (a fixed sum, a sum of amounts).
    """

    charge: str
    bases: tuple[str, ...]
    rate: Decimal
    rule: str
    source: str
    confidence: str
    divisor: Decimal = ONE
    fixed_cny: Decimal | None = None
    per_shipment: bool = False
    shown: Decimal | None = None


Rule = Callable[[Terms], tuple[Levy, ...]]


def at_rate(charge: str, bases: tuple[str, ...], cited: Cited) -> Levy:
    """An amount that is a cited rate of earlier amounts."""
    return Levy(charge, bases, cited.value, cited.rule, cited.source, cited.confidence, shown=cited.value)


def at_offered_share(charge: str, share: Decimal, word: str, source: str) -> Levy:
    """An amount that is a share of the contract price which the offer states."""
    return Levy(charge, (PRICE,), share, word, source, "given", shown=share)
