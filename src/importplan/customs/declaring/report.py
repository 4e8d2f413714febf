"""The ways of a shipment with the words that people see: treatment, buyers, customs modes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from importplan.basics.labels import Language, text
from importplan.catalog.load import Catalog
from importplan.catalog.rules.clearance import ClearanceMode
from importplan.catalog.rules.regimes import ORDINARY
from importplan.customs.cost.duty_report import DutyReport, report
from importplan.customs.cost.quote import is_imported
from importplan.customs.declaring.alternative import DeclaringAlternative, Effects, Shipment, effects
from importplan.customs.declaring.alternatives import ways
from importplan.customs.relief.claim import Finding
from importplan.customs.relief.relief_notes import NO_NEWS
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer


@dataclass(frozen=True)
class WaysReport:
    """All ways of one shipment of a case."""

    duty: DutyReport  # the case as it stands
    shipment: Shipment
    ways: tuple[DeclaringAlternative, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that have ways, in the order of the case."""
        return tuple(dict.fromkeys(way.item for way in self.ways))

    def of(self, item: Item) -> tuple[DeclaringAlternative, ...]:
        """The ways of an item, usable ones first, then by cost."""
        return tuple(way for way in self.ways if way.item is item or way.item == item)

    def label(self, period: int) -> str:
        """What a period is called."""
        return self.duty.scenario.calendar.label(period)

    def treatment(self, way: DeclaringAlternative, language: Language) -> str:
        """How the goods are declared."""
        if way.how and way.regime != ORDINARY:
            relief = self.duty.pricing.catalog.regimes[way.regime].name(language)
            return text(f"ways.how.{way.how}_relieved", language, release=self.label(way.declared), regime=relief)
        if way.how:
            return text(f"ways.how.{way.how}", language, release=self.label(way.declared))
        catalog = self.duty.pricing.catalog
        if way.regime == ORDINARY:
            return catalog.ordinary.name(language)
        name = catalog.regimes[way.regime].name(language)
        if not way.status:
            return text("ways.no_certificate", language, regime=name)
        status = text(f"relief_status.{way.status}", language)
        return text("duty.relief_in_force", language, regime=name, status=status)

    def against_ordinary(self, way: DeclaringAlternative) -> Effects:
        """The three numbers of a way, against ordinary taxation of the same offer on arrival."""
        plain = next(
            other
            for other in self.ways
            if other.offer.offer == way.offer.offer
            and (other.regime, other.how) == (ORDINARY, "")
            and set(way.payers) & set(other.payers)
        )
        return effects(way, plain)

    def offers(self, item: Item) -> tuple[Offer, ...]:
        """The offers of an item that the buyer declares at customs, once each."""
        found = {way.offer.offer: way.offer for way in self.of(item) if is_imported(way.offer)}
        return tuple(found.values())

    def modes(self) -> tuple[ClearanceMode, ...]:
        """The customs modes on record."""
        return tuple(self.duty.pricing.catalog.clearance.modes.values())

    def guarantee(self, offer: Offer, mode: ClearanceMode) -> Decimal:
        """Tax of the ordinary way that a mode wants secured."""
        plain = next(way for way in self.ways if way.offer.offer == offer.offer and way.regime == ORDINARY)
        return (plain.tax_cny * mode.guarantee_share).quantize(Decimal("0.01"))


def fits(way: DeclaringAlternative) -> bool:
    """Whether the way could ever be used for goods of this kind."""
    return not any(found.code in NO_NEWS for found in way.findings)


def point(found: Finding, language: Language) -> str:
    """What is missing or to check, and what to do about it."""
    remedy = found.repair(language)
    return f"{found.found(language)} → {remedy}" if remedy else found.found(language)


def ways_report(scenario: Scenario, catalog: Catalog, shipment: Shipment, firms: tuple[str, ...] = ()) -> WaysReport:
    """All ways of a shipment of the offers of a case."""
    return WaysReport(report(scenario, catalog), shipment, ways(scenario, catalog, shipment, firms))
