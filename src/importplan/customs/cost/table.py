"""The landed-cost table: arrays for the model, options and traced lines for people.

An **option** is one way to buy: an offer, bought and declared by one payer (a firm or `reserve`) under one tax
treatment. The ordinary treatment is always there; a relief is an option of its own. Amounts are CNY per unit at the
base exchange rate and base price, by period of arrival at the port (period 0 is the first of the plan; the last entry
stands for everything later). A relief whose certificate is not valid in an arrival period has the ordinary amounts
there: relief is a request, and goods that come too late are taxed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.basics.issues import Issue
from importplan.customs.cost.rules import CHARGE_INDEX, CHARGES, TAXES
from importplan.customs.cost.tax_timing import TaxTiming

BONDED = "bonded"  # the regime of goods that are taxed when they leave bond
NO_TAX_CNY = 1e-9  # per unit: a difference below it is rounding


@dataclass(frozen=True, slots=True)
class LandedOption:
    """One way to buy. `qualification` is the position of the relief's row in the sheet, None if ordinary."""

    offer: str
    payer: str
    regime: str  # `ordinary` or the key of the relief regime in the catalog
    qualification: int | None
    status: str  # held | applied | planned of the relief; empty for the ordinary option
    domestic: bool  # bought in China or delivered duty paid: no customs, VAT follows the instalments of the price
    needs_consent: bool = False  # the relief asks for a confirmed item

    @property
    def in_bond(self) -> bool:
        """Whether the goods go into bond on arrival: import tax is due when they leave, as another option says."""
        return self.regime == BONDED


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One traced amount, rounded to the fen. `charge` is the key of a charge or `customs_value`."""

    charge: str
    base_cny: Decimal
    rate: Decimal | None
    amount_cny: Decimal
    rule: str
    source: str
    confidence: str


@dataclass(frozen=True)
class LandedTable:
    """Landed cost of all options."""

    options: tuple[LandedOption, ...]
    ordinary: NDArray[np.int64]  # (option,) position of the ordinary option of the same offer and payer
    unit_cny: NDArray[np.float64]  # (option, charge, arrival period) CNY per unit
    customs_value_cny: NDArray[
        np.float64
    ]  # (option,) CNY per unit, CIF at the Chinese port; price net of VAT if domestic
    planned: NDArray[np.bool_]  # (option,) relief only planned: priced as taxed, its worth is reported
    reference_value_cny: NDArray[np.float64]  # (item,) given, else the median landed cost of its offers at the start
    timing: TaxTiming  # when import tax is paid
    base_rate: dict[str, float]  # currency → CNY per unit
    notes: tuple[Issue, ...]  # assumptions behind the amounts, for page one

    def of(self, options: NDArray[np.int64], items: NDArray[np.int64]) -> LandedTable:
        """The table of some options, with the ordinary ones of theirs, and of some items; positions in order."""
        return LandedTable(
            options=tuple(self.options[position] for position in options),
            ordinary=np.searchsorted(options, self.ordinary[options]),
            unit_cny=self.unit_cny[options],
            customs_value_cny=self.customs_value_cny[options],
            planned=self.planned[options],
            reference_value_cny=self.reference_value_cny[items],
            timing=self.timing.of(options),
            base_rate=self.base_rate,
            notes=self.notes,
        )

    def cost_cny(self) -> NDArray[np.float64]:
        """Landed cost (到厂成本) per unit without deductible VAT, shape (option, arrival period)."""
        return self._cost_cny

    @cached_property
    def _cost_cny(self) -> NDArray[np.float64]:
        costs = [position for position, charge in enumerate(CHARGES) if not charge.deductible]
        total: NDArray[np.float64] = self.unit_cny[:, costs, :].sum(axis=1)
        total.flags.writeable = False
        return total

    @cached_property
    def positions(self) -> dict[tuple[str, str], list[int]]:
        """Offer and payer → positions of their options on the home market, the ordinary one first."""
        found: dict[tuple[str, str], list[int]] = {}
        for position, option in enumerate(self.options):
            if not option.in_bond:
                found.setdefault((option.offer, option.payer), []).append(position)
        return found

    @cached_property
    def into_bond(self) -> dict[tuple[str, str], int]:
        """Offer and payer → the option under which the goods go into bond."""
        return {(row.offer, row.payer): position for position, row in enumerate(self.options) if row.in_bond}

    def planned_reliefs(self, option: LandedOption) -> list[int]:
        """Positions of the reliefs of the same offer and payer that are only planned."""
        return [position for position in self.positions[option.offer, option.payer] if self.planned[position]]

    @cached_property
    def relieves(self) -> NDArray[np.bool_]:
        """Whether a relief frees any tax or lets it be paid later, (option, arrival period): else it uses no quota."""
        taxes = [CHARGE_INDEX[charge] for charge in TAXES]
        freed = np.abs(self.unit_cny[self.ordinary][:, taxes] - self.unit_cny[:, taxes]).max(axis=1) > NO_TAX_CNY
        share = self.timing.vat_share
        found: NDArray[np.bool_] = freed | (share[self.ordinary] != share).any(axis=2)
        return found
