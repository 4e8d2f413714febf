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

    number: int  # of the option
    chosen: bool
    item: str
    arrival: str
    option: LandedOption
    line: ChargeLine

    def as_record(self) -> dict[str, object]:
        """The line as plain values, for machines."""
        return {
            "option": self.number,
            "chosen": self.chosen,
            "item": self.item,
            "offer": self.option.offer,
            "firm": self.option.payer,
            "arrival": self.arrival,
            "regime": self.option.regime,
            "status": self.option.status,
            **line_record(self.option, self.line),
        }


def line_record(option: LandedOption, line: ChargeLine) -> dict[str, object]:
    """A traced amount as plain values, for machines; only VAT is deductible or not."""
    return {
        "charge": charge_key(option, line.charge),
        "deductible": VAT[line.charge].deductible if line.charge in VAT else None,
        "base_cny": float(line.base_cny),
        "rate": None if line.rate is None else float(line.rate),
        "amount_cny": float(line.amount_cny),
        "rule": line.rule,
        "source": line.source,
        "confidence": line.confidence,
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
    for position, option in enumerate(pricing.options):
        item = pricing.scenario.offers[pricing.scenario.offer_index[option.offer]].item
        known: dict[tuple[int, bool], tuple[ChargeLine, ...]] = {}
        for period in range(calendar.count):
            key = (int(pricing.arrivals.segment[period]), pricing.relieved(option, period))
            if key not in known:
                known[key] = trace.of_option(pricing, option, period)
            for line in known[key]:
                yield DutyLine(
                    number=position,
                    chosen=bool(chosen[position, period]),
                    item=item,
                    arrival=calendar.label(period),
                    option=option,
                    line=line,
                )
