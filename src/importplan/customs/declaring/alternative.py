"""One way to buy and declare a shipment: what it costs, when its tax is due, and what is missing to use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.periods import Periods
from importplan.customs.cost.charge_kind import Milestone
from importplan.customs.cost.duty_lines import line_record
from importplan.customs.cost.quote import is_imported
from importplan.customs.cost.rules import BASES, CHARGES, TAXES, paid_at
from importplan.customs.cost.table import ChargeLine, LandedOption
from importplan.customs.relief.claim import Effect, Finding
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer

ZERO = Decimal(0)
TAX_KEYS = frozenset(kind.key for kind in TAXES)
VAT_KEYS = frozenset(kind.key for kind in paid_at(Milestone.IMPORT_VAT))
NOT_COST = frozenset((*BASES, *(kind.key for kind in CHARGES if kind.deductible)))
BONDED, PROOF, HANDED_OVER = "bonded", "proof", "handed_over"


@dataclass(frozen=True)
class Shipment:
    """Units that arrive at the port in one period; `release` is the period in which bonded stock is declared."""

    arrival: int
    quantity: float = 1.0
    release: int | None = None


@dataclass(frozen=True, slots=True)
class VatInstalment:
    """A part of the import VAT that is due on a day of its own."""

    number: int  # of the twelve months, from 1
    due: date
    share: Decimal
    amount_cny: Decimal


@dataclass(frozen=True)
class DeclaringAlternative:
    """One way to buy and declare a shipment, for all buyers to whom it is the same. Amounts are CNY, to the fen."""

    item: Item
    offer: Offer
    payers: tuple[str, ...]
    regime: str  # `ordinary` or the key of a relief
    # blank: declared on arrival as the case says; `proof`: with proof of origin; `bonded`: declared later;
    # `handed_over`: taken over in bond from another firm, declared later
    how: str
    status: str  # held | applied | planned of a certificate; blank where there is none
    findings: tuple[Finding, ...]
    lines: tuple[ChargeLine, ...]
    declared: int  # period of the declaration for the home market
    tax_later_cny: Decimal  # of the import tax, what falls due after the period of arrival
    guarantee_cny: Decimal  # left in cash while an application is pending
    vat_instalments: tuple[VatInstalment, ...] = ()  # they add up to the import VAT; empty: due at once

    @property
    def standing(self) -> str:
        """`usable`, `doubt` (usable, but something has to be checked), or `missing` (not usable yet)."""
        if any(found.effect is Effect.BARS for found in self.findings):
            return "missing"
        return "doubt" if any(found.effect is Effect.DOUBT for found in self.findings) else "usable"

    @property
    def open_points(self) -> tuple[Finding, ...]:
        """What bars the way; where nothing does, what has to be checked."""
        wanted = Effect.BARS if self.standing == "missing" else Effect.DOUBT
        return tuple(found for found in self.findings if found.effect is wanted)

    def amount(self, *charges: str) -> Decimal:
        """The sum of some charges."""
        return sum((line.amount_cny for line in self.lines if line.charge in charges), ZERO)

    def rate(self, charge: str) -> Decimal | None:
        """The rate of a charge, None where it is not levied."""
        return next((line.rate for line in self.lines if line.charge == charge), None)

    @property
    def cost_cny(self) -> Decimal:
        """Landed cost (到厂成本) with clearance, without deductible VAT."""
        return sum((line.amount_cny for line in self.lines if line.charge not in NOT_COST), ZERO)

    @property
    def tax_cny(self) -> Decimal:
        """Duty, additional duty and VAT."""
        return self.amount(*TAX_KEYS)

    @property
    def cash_on_arrival_cny(self) -> Decimal:
        """Import tax and guarantee that leave cash in the period of arrival; 0 for goods bought in China."""
        return self.tax_cny - self.tax_later_cny + self.guarantee_cny if is_imported(self.offer) else ZERO


@dataclass(frozen=True)
class Effects:
    """What a way saves against the ordinary one of the same offer and buyers: the three numbers of a relief."""

    tax_relieved_cny: Decimal
    cost_effect_cny: Decimal
    cash_effect_cny: Decimal  # less cash in the period of arrival


def effects(way: DeclaringAlternative, ordinary: DeclaringAlternative) -> Effects:
    """The three numbers of a way."""
    return Effects(
        ordinary.tax_cny - way.tax_cny,
        ordinary.cost_cny - way.cost_cny,
        ordinary.cash_on_arrival_cny - way.cash_on_arrival_cny,
    )


def as_records(way: DeclaringAlternative, number: int, calendar: Periods) -> list[dict[str, object]]:
    """The lines of a way as plain values, for machines: the names of `duty --json`, and the standing of the way."""
    option = LandedOption(way.offer.offer, way.payers[0], way.regime, None, way.status, not is_imported(way.offer))
    about: dict[str, object] = {
        "option": number,
        "item": way.item.item,
        "offer": way.offer.offer,
        "firms": list(way.payers),
        "regime": way.regime,
        "how": way.how or "arrival",
        "status": way.status,
        "declared": calendar.label(way.declared),
        "standing": way.standing,
        "cost_cny": float(way.cost_cny),
        "cash_on_arrival_cny": float(way.cash_on_arrival_cny),
        "tax_later_cny": float(way.tax_later_cny),
        "vat_instalments": [
            {
                "number": each.number,
                "due": each.due.isoformat(),
                "share": float(each.share),
                "amount_cny": float(each.amount_cny),
            }
            for each in way.vat_instalments
        ],
        "missing": [
            {"code": found.code, "zh": found.found("zh"), "en": found.found("en"), "source": found.source}
            for found in way.open_points
        ],
    }
    return [about | line_record(option, line) for line in way.lines]
