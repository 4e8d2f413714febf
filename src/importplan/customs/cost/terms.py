"""What decides the amounts of one purchase, and how an amount is worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from importplan.catalog.cited import Cited
from importplan.catalog.rules.regimes import Citation, RegimeVersion
from importplan.customs.cost.charge_kind import ChargeKind
from importplan.customs.cost.quote import Quote
from importplan.scenario.schema.offers import Offer

PRICE = "price"  # the contract price in CNY, the first amount of all
CUSTOMS_VALUE = "customs_value"
ONE = Decimal(1)


@dataclass(frozen=True)
class PurchaseTerms:
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
    """One amount: (sum of the named earlier amounts) × rate ÷ divisor, or a sum per unit in CNY or in the currency.

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
    fixed_in_currency: Decimal | None = None  # per unit, in the currency of the contract
    per_shipment: bool = False
    shown: Decimal | None = None


@dataclass(frozen=True)
class ChargeRule:
    """How the amounts of one file are worked out, the charges they may be, and amounts that are no charge but a base.

    Raises
    ------
    ValueError
        When asked for an amount that none of its records knows, or that is a share where its record says a fixed sum.
    """

    work_out: Callable[[PurchaseTerms], tuple[Levy, ...]]
    charges: tuple[ChargeKind, ...] = ()
    bases: tuple[str, ...] = ()

    def levies(self, terms: PurchaseTerms) -> tuple[Levy, ...]:
        """The amounts of a purchase, each known to a record."""
        found = self.work_out(terms)
        for levy in found:
            if levy.charge not in self.bases:
                self._check(levy)
        return found

    def _check(self, levy: Levy) -> None:
        kind = next((kind for kind in self.charges if kind.key == levy.charge), None)
        if kind is None:
            raise ValueError(f"levy {levy.charge!r}: no record knows this charge")
        if (levy.fixed_cny is None) != kind.ad_valorem or levy.per_shipment != kind.per_shipment:
            raise ValueError(f"levy {levy.charge!r} is not what its record says: {kind}")


def at_rate(kind: ChargeKind, cited: Cited, bases: tuple[str, ...] = ()) -> Levy:
    """An amount that is a cited rate of earlier amounts, those of its record where no others are named."""
    rate = cited.value
    return Levy(kind.key, bases or kind.base, rate, cited.rule, cited.source, cited.confidence, shown=rate)


def at_offered_share(kind: ChargeKind, share: Decimal, word: str, source: str) -> Levy:
    """An amount that is a share which the offer states."""
    return Levy(kind.key, kind.base, share, word, source, "given", shown=share)
