"""Every traced amount of a case in a row of its own: what `importplan duty --json` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.customs.cost import trace
from importplan.customs.cost.charge_kind import Milestone
from importplan.customs.cost.pricing import Pricing
from importplan.customs.cost.rules import paid_at
from importplan.customs.cost.table import ChargeLine, LandedOption, LandedTable
from importplan.customs.relief.choice import preferred

VAT = {kind.key: kind for kind in paid_at(Milestone.IMPORT_VAT)}


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One amount per unit of one option in one arrival period."""

    option: int
    chosen: bool
    item: str
    offer: str
    firm: str
    arrival: str
    regime: str
    status: str
    charge: str
    deductible: bool | None  # of a VAT line
    line: ChargeLine

    def as_record(self) -> dict[str, object]:
        """The line as plain values, for machines."""
        return {
            "option": self.option,
            "chosen": self.chosen,
            "item": self.item,
            "offer": self.offer,
            "firm": self.firm,
            "arrival": self.arrival,
            "regime": self.regime,
            "status": self.status,
            "charge": self.charge,
            "deductible": self.deductible,
            "base_cny": float(self.line.base_cny),
            "rate": None if self.line.rate is None else float(self.line.rate),
            "amount_cny": float(self.line.amount_cny),
            "rule": self.line.rule,
            "source": self.line.source,
            "confidence": self.line.confidence,
        }


def charge_key(option: LandedOption, charge: str) -> str:
    """What people call a charge: the two kinds of VAT are one tax, at import or in a sale in China."""
    if charge in VAT:
        return "domestic_vat" if option.domestic else "import_vat"
    return charge


def duty_lines(pricing: Pricing, table: LandedTable) -> Iterator[DutyLine]:
    """All lines, for arrivals within the plan, per unit (clearance per shipment)."""
    chosen = preferred(table)
    calendar = pricing.arrivals.calendar
    for position, option in enumerate(table.options):
        item = pricing.scenario.offers[pricing.scenario.offer_index[option.offer]].item
        known: dict[tuple[int, bool], tuple[ChargeLine, ...]] = {}
        for period in range(calendar.count):
            key = (int(pricing.arrivals.segment[period]), pricing.relieved(option, period))
            if key not in known:
                known[key] = trace.of_option(pricing, option, period)
            for line in known[key]:
                yield DutyLine(
                    option=position,
                    chosen=bool(chosen[position, period]),
                    item=item,
                    offer=option.offer,
                    firm=option.payer,
                    arrival=calendar.label(period),
                    regime=option.regime,
                    status=option.status,
                    charge=charge_key(option, line.charge),
                    deductible=VAT[line.charge].deductible if line.charge in VAT else None,
                    line=line,
                )
