"""Lots under customs supervision (监管台账): goods under a relief, until when, and what leaving costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from importplan.basics.errors import RuleUnknown
from importplan.basics.money import exact
from importplan.catalog.load import Catalog
from importplan.catalog.rules.regimes import Regime
from importplan.catalog.rules.supervision import SupervisionTerm
from importplan.customs.cost.rates_of_day import DayRates, rates_on
from importplan.customs.relief.supervision import MakeUp, RelievedGoods, end_of_supervision, make_up, report_days
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult, once
from importplan.results.views.declared import Declared, declared
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.stock import Stock

STOCK = "stock"


class PricedCase(Protocol):
    """What lots rest on: a case and the catalogs it is priced with; a result has both."""

    @property
    def scenario(self) -> Scenario:
        """The case."""

    @property
    def catalog(self) -> Catalog:
        """The catalogs."""


@dataclass(frozen=True)
class SupervisedLot:
    """Goods of one release. What is not known is None, never zero."""

    kind: str  # stock, signed_order, planned_order
    number: int  # of the order in its sheet, of the row of stock
    reference: str
    payer: str
    item: Item
    offer: Offer | None
    quantity: float
    qualification: Qualification | None
    regime: Regime | None
    place: str
    released: date | None
    term: SupervisionTerm | None
    customs_value_cny: Decimal | None
    duty_relieved_cny: Decimal | None
    vat_relieved_cny: Decimal | None
    frees: tuple[str, ...] | None  # the charges that were freed; None where what a transfer makes up is not known

    @property
    def end(self) -> date | None:
        """The first day on which the goods are free."""
        return end_of_supervision(self.released, self.term) if self.released and self.term else None

    def reports(self, result: PricedCase) -> tuple[date, ...]:
        """The days by which use is to be reported."""
        if self.released is None or self.end is None:
            return ()
        return report_days(self.released, self.end, result.catalog.supervision)

    def goods(self, result: PricedCase, day: date) -> RelievedGoods | None:
        """The lot with the rates that apply to a transfer on a day; None where something is not known."""
        value, released, term, frees = self.customs_value_cny, self.released, self.term, self.frees
        if value is None or released is None or term is None or frees is None:
            return None
        rates = self.rates(result, released if result.catalog.supervision.rate_day == "release" else day)
        if rates is None:
            return None
        return RelievedGoods(value, released, term, frees, rates.duty, rates.vat, rates.extra_duty)

    def rates(self, result: PricedCase, day: date) -> DayRates | None:
        """The ordinary rates of the goods on a day."""
        return rates_on(result.scenario, result.catalog, self.item, self.offer, day)

    def transferred(self, result: PricedCase, day: date) -> MakeUp | None:
        """What a transfer of the whole lot on a day has to make up."""
        goods = self.goods(result, day)
        return None if goods is None else make_up(goods, day, result.catalog.supervision)

    def is_watched(self, day: date) -> bool:
        """Whether the lot is under supervision on a day; for certain or perhaps."""
        return (self.released is None or self.released <= day) and (self.end is None or day < self.end)

    def state(self, day: date) -> str:
        """`watched`, `free`, `not_yet` or `unknown` on a day."""
        if self.released is None or self.end is None:
            return "unknown"
        if self.released > day:
            return "not_yet"
        return "watched" if self.is_watched(day) else "free"


def lot_words(names: Names, lot: SupervisedLot) -> str:
    """Where a lot comes from."""
    return names.word(f"result.lot.{lot.kind}", number=lot.number, reference=lot.reference)


def regime_words(names: Names, lot: SupervisedLot) -> str | None:
    """The relief of a lot with its status; None where it is not known."""
    if lot.regime is None or lot.qualification is None:
        return None
    status = names.word(f"relief_status.{lot.qualification.status}")
    return names.word("result.regime.relief", name=lot.regime.name(names.language), status=status)


def term_words(names: Names, lot: SupervisedLot) -> str | None:
    """How long goods of its kind are under supervision."""
    term = lot.term
    return None if term is None else names.word("result.term", goods=term.name(names.language), years=term.years)


@once
def lots(result: PlanResult) -> tuple[SupervisedLot, ...]:
    """Stock under relief, signed orders, planned orders; what is only planned to be applied for is taxed and no lot."""
    arriving = (
        _of_shipment(result, entry)
        for entry in declared(result)
        if entry.qualification(result.scenario).status != "planned"
    )
    return (*in_stock(result), *sorted(arriving, key=lambda lot: (lot.kind == "planned_order", lot.number)))


def _of_shipment(result: PlanResult, entry: Declared) -> SupervisedLot:
    row = entry.qualification(result.scenario)
    released = entry.dates.released
    return SupervisedLot(
        kind=entry.kind,
        number=entry.number,
        reference=entry.reference,
        payer=entry.payer,
        item=entry.item,
        offer=entry.offer,
        quantity=entry.quantity,
        qualification=row,
        regime=entry.regime,
        place=row.use_place,
        released=released,
        term=_term(result, entry.item.hs_code, released),
        customs_value_cny=entry.customs_value_cny,
        duty_relieved_cny=entry.duty_relieved_cny,
        vat_relieved_cny=entry.vat_relieved_cny,
        frees=None if entry.is_spread else entry.frees,
    )


def in_stock(result: PricedCase) -> Iterator[SupervisedLot]:
    """Stock under relief, in the order of its sheet."""
    scenario = result.scenario
    for number, row in enumerate(scenario.stock, start=1):
        if row.customs_status != "relieved":
            continue
        item = scenario.items[scenario.item_index[row.item]]
        qualification = _qualification(result, row, item)
        regime = result.catalog.regime(qualification.regime) if qualification else None
        lot = SupervisedLot(
            kind=STOCK,
            number=number,
            reference="",
            payer=scenario.owner_of(row),
            item=item,
            offer=None,
            quantity=row.quantity,
            qualification=qualification,
            regime=regime,
            place=row.site or (qualification.use_place if qualification else ""),
            released=row.released_on,
            term=_term(result, item.hs_code, row.released_on),
            customs_value_cny=None if row.value_cny is None else exact(row.value_cny),
            duty_relieved_cny=None,
            vat_relieved_cny=None,
            frees=_freed(regime, row.released_on),
        )
        yield _with_relieved(result, lot)


def _freed(regime: Regime | None, released: date | None) -> tuple[str, ...] | None:
    version = regime.on(released) if regime and released else None
    return version.frees if version else None


def _with_relieved(result: PricedCase, lot: SupervisedLot) -> SupervisedLot:
    """A lot of stock with what was relieved: what a transfer on the day of release would have made up."""
    found = lot.transferred(result, lot.released) if lot.released else None
    return lot if found is None else replace(lot, duty_relieved_cny=found.duty_cny, vat_relieved_cny=found.vat_cny)


def _term(result: PricedCase, hs_code: str, released: date | None) -> SupervisionTerm | None:
    try:
        return result.catalog.supervision.term(hs_code, released) if released else None
    except RuleUnknown:
        return None


def _qualification(result: PricedCase, row: Stock, item: Item) -> Qualification | None:
    """The certificate of stock: the only regime of its owner that fits the item; None where there are several."""
    scenario: Scenario = result.scenario
    fitting = [
        entry
        for entry in scenario.qualifications
        if entry.firm == scenario.owner_of(row) and entry.item in ("", item.item) and entry.status == "held"
        if (regime := result.catalog.regime(entry.regime)) is not None and item.kind in regime.item_kinds
    ]
    return fitting[0] if len({entry.regime for entry in fitting}) == 1 else None
