"""One side of the radar: what goods cost under one catalog on any day, by the rules of landed cost and no others.

Prices are those of `customs.cost`: the same levies, verdicts and quotas, on single days instead of periods. What cannot
be priced on a day is an issue of that item and day alone: the other goods go on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from importplan.basics.errors import InputRejected, RuleUnknown
from importplan.basics.issues import Issue
from importplan.basics.money import exact
from importplan.catalog.load import Catalog
from importplan.customs.cost import trace
from importplan.customs.cost.arrival_segments import on_days
from importplan.customs.cost.pricing import Pricing, gather, with_signed
from importplan.customs.cost.rules import CHARGES, TAXES
from importplan.customs.cost.signed import options_of_signed
from importplan.customs.cost.table import ChargeLine, LandedOption
from importplan.customs.cost.terms import CUSTOMS_VALUE
from importplan.customs.relief.verdict import Verdict
from importplan.results.radar.consignments import Consignment, Source
from importplan.results.views.within_quota import AskedRelief, within
from importplan.scenario.scenario import Scenario

ZERO = Decimal(0)
COSTS = tuple(kind.key for kind in CHARGES if not kind.deductible)
CASH = tuple(kind.key for kind in CHARGES if kind.deductible)
TAX_KEYS = tuple(kind.key for kind in TAXES)


@dataclass(frozen=True)
class Bill:
    """What goods cost on a day, to the fen: `exempt` units under a relief, the rest as taxed."""

    option: LandedOption
    exempt: float
    parts: tuple[
        tuple[ChargeLine, ...], ...
    ]  # the lines of the exempt part and of the taxed part, each where there is one
    hs_code: str
    verdict: Verdict | None  # on the relief that was asked for

    def amount(self, keys: Iterable[str]) -> Decimal:
        """Some charges together."""
        wanted = frozenset(keys)
        return sum((line.amount_cny for part in self.parts for line in part if line.charge in wanted), ZERO)

    @property
    def cost(self) -> Decimal:
        """Landed cost without deductible VAT, and without what is charged once a shipment."""
        return self.amount(COSTS)

    @property
    def cash(self) -> Decimal:
        """Deductible VAT: paid and got back."""
        return self.amount(CASH)

    @property
    def tax(self) -> Decimal:
        """Duties and VAT of every kind."""
        return self.amount(TAX_KEYS)

    def lines(self, key: str) -> tuple[ChargeLine, ...]:
        """The lines of a charge, of each part."""
        return tuple(line for part in self.parts for line in part if line.charge == key)


@dataclass
class Side:
    """A case under one catalog. `days` are all days that will be asked for."""

    scenario: Scenario
    catalog: Catalog
    days: tuple[date, ...]
    _whole: Pricing | None = field(default=None, init=False)
    _tried: bool = field(default=False, init=False)
    _of_item: dict[tuple[str, date], Pricing | tuple[Issue, ...]] = field(default_factory=dict, init=False)
    _signed: dict[tuple[int, str], Pricing] = field(default_factory=dict, init=False)
    _bills: dict[Hashable, Bill] = field(default_factory=dict, init=False)
    _ways: dict[int, dict[tuple[str, str], list[LandedOption]]] = field(default_factory=dict, init=False)

    def pricing(self, item: str, day: date) -> Pricing | tuple[Issue, ...]:
        """The pricing that answers for an item on a day, or why there is none."""
        if not self._tried:
            self._tried = True
            try:
                self._whole = gather(
                    self.scenario, self.catalog, times=on_days(self.scenario.calendar, self.days, self.catalog)
                )
            except InputRejected:
                self._whole = None
        if self._whole is not None:
            return self._whole
        if (item, day) not in self._of_item:
            self._price_item(item)
        return self._of_item[item, day]

    def _price_item(self, item: str) -> None:
        """The offers of one item alone, under the code that it has on each day: a renumbered code is followed."""
        row = self.scenario.items[self.scenario.item_index[item]]
        mine = tuple(offer for offer in self.scenario.offers if offer.item == item)
        by_code: dict[str, list[date]] = {}
        for day in self.days:
            by_code.setdefault(code_on(self.catalog, row.hs_code, day), []).append(day)
        for code, days in by_code.items():
            items = tuple(replace(each, hs_code=code) if each is row else each for each in self.scenario.items)
            case = self.scenario.replace(items=items, offers=mine)
            if not self._priced(case, item, days):
                for day in days:
                    self._priced(case, item, [day])

    def _priced(self, case: Scenario, item: str, days: list[date]) -> bool:
        """Price a case of one item on some days, or keep why that cannot be."""
        found: Pricing | tuple[Issue, ...]
        try:
            found = gather(case, self.catalog, times=on_days(case.calendar, days, self.catalog))
        except InputRejected as rejected:
            found = rejected.issues
        self._of_item |= {(item, day): found for day in days}
        return isinstance(found, Pricing)

    def ways(self, pricing: Pricing, offer: str, payer: str) -> list[LandedOption]:
        """The options of an offer and payer, the ordinary one first."""
        known = self._ways.setdefault(id(pricing), {})
        if not known:
            for option in pricing.options:
                known.setdefault((option.offer, option.payer), []).append(option)
        return known.get((offer, payer), [])

    def own_way(self, pricing: Pricing, goods: Consignment) -> LandedOption | None:
        """How goods are declared: the relief that the order names, or was planned with, where it is there."""
        ways = self.ways(pricing, goods.offer.offer, goods.payer)
        if not ways:
            return None
        if goods.order is not None:
            return ways[options_of_signed(pricing.scenario, ways, [goods.order])[0]]
        return next((way for way in ways if way.qualification == goods.certificate), ways[0])

    def of_contract(self, pricing: Pricing, goods: Consignment) -> Pricing:
        """The pricing at the price of the contract, where it is signed."""
        if goods.order is None:
            return pricing
        key = (id(pricing), goods.order.order)
        if key not in self._signed:
            self._signed[key] = with_signed(pricing, goods.order)
        return self._signed[key]

    def bill(
        self, goods: Consignment, day: date, way: LandedOption | None = None, exempt: float | None = None
    ) -> Bill | None:
        """What goods cost on a day; `exempt` units of them within the quota (None: all, where the relief holds).

        None where the pricing has no such day or nobody like the payer may buy the offer.
        """
        pricing = self.pricing(goods.item.item, day)
        if not isinstance(pricing, Pricing):
            return None
        chosen = way or self.own_way(pricing, goods)
        if chosen is None:
            return None
        period = pricing.arrivals.first_days.index(day)
        relieved = pricing.relieved(chosen, period)
        units = 0.0 if not relieved else goods.quantity if exempt is None else min(exempt, goods.quantity)
        key = (id(pricing), goods.quantity, units, day, pricing.taxed_alike(chosen))
        if goods.order is None and key in self._bills:
            return self._bills[key]
        taxed = replace(chosen, regime="ordinary", qualification=None, status="")
        contract = self.of_contract(pricing, goods)
        parts = [
            trace.of_option(contract, option, period, quantity)
            for option, quantity in ((chosen, units), (taxed, goods.quantity - units))
            if quantity > 0
        ]
        found = Bill(
            chosen,
            units,
            tuple(parts),
            pricing.scenario.item_of(goods.offer).hs_code,
            self.verdict(pricing, goods, chosen, period),
        )
        if goods.order is None:  # payers that are taxed alike share it
            self._bills[key] = found
        return found

    def verdict(self, pricing: Pricing, goods: Consignment, way: LandedOption, period: int) -> Verdict | None:
        """The verdict on the relief that goods are to be declared under, also where it is barred altogether."""
        certificate = way.qualification if way.qualification is not None else self.wanted(goods)
        if certificate is None or not pricing.judgements.has(goods.offer.offer, certificate):
            return None
        return pricing.judgements.of(goods.offer.offer, certificate).at(period)

    def wanted(self, goods: Consignment) -> int | None:
        """The certificate that an order was planned with or names."""
        if goods.order is None or not goods.order.relief:
            return goods.certificate
        words = goods.order.relief
        for number, row in enumerate(self.scenario.qualifications):
            regime = self.catalog.regime(row.regime)
            named = {row.certificate, row.regime, regime.key if regime else ""}
            if row.firm == goods.payer and words in named and row.item in ("", goods.item.item):
                return number
        return None

    def faults(self, goods: Consignment, day: date) -> tuple[Issue, ...]:
        """Why goods are not priced on a day."""
        found = self.pricing(goods.item.item, day)
        return () if isinstance(found, Pricing) else found

    def exempt(self, every: Sequence[Consignment], ways: Sequence[LandedOption | None]) -> tuple[float | None, ...]:
        """Units of each that are exempt within the quotas of the certificates; None where no relief is asked for."""
        asked: list[tuple[int, AskedRelief]] = []
        for number, (goods, way) in enumerate(zip(every, ways, strict=True)):
            if way is None or way.qualification is None:
                continue
            whole = self.bill(goods, goods.day, way)
            taxed = self.bill(goods, goods.day, way, exempt=0.0)
            if whole is None or taxed is None or not whole.exempt:
                continue
            asked.append((number, self._asked(goods, way, whole, taxed)))
        usd = self._usd(every)
        units = within([each for _, each in asked], self.scenario.qualifications, usd)
        found: list[float | None] = [None] * len(every)
        for (number, _), of in zip(asked, units, strict=True):
            found[number] = of
        return tuple(found)

    def _asked(self, goods: Consignment, way: LandedOption, whole: Bill, taxed: Bill) -> AskedRelief:
        assert way.qualification is not None

        def value(units: float) -> Decimal:
            some = self.bill(replace(goods, quantity=units), goods.day, way)
            return some.amount((CUSTOMS_VALUE,)) if some is not None else ZERO

        return AskedRelief(
            certificate=way.qualification,
            year=goods.day.year,
            quantity=goods.quantity,
            whole=bool(goods.item.whole_units),
            fixed=goods.decided,
            value_cny=value,
            cost_cny=float(taxed.cost - whole.cost),
            tax_cny=float(taxed.tax - whole.tax),
        )

    def _usd(self, every: Sequence[Consignment]) -> Decimal:
        for goods in every:
            pricing = self.pricing(goods.item.item, goods.day)
            if isinstance(pricing, Pricing) and "USD" in pricing.rates:
                return pricing.rates["USD"].value
        return exact(1)

    def other_reliefs(self, goods: Consignment, day: date) -> list[LandedOption]:
        """Reliefs of the payer, beside the ordinary way, that hold for goods on a day."""
        pricing = self.pricing(goods.item.item, day)
        if not isinstance(pricing, Pricing):
            return []
        period = pricing.arrivals.first_days.index(day)
        ways = self.ways(pricing, goods.offer.offer, goods.payer)
        return [way for way in ways if way.qualification is not None and pricing.relieved(way, period)]

    def best(self, goods: Consignment, day: date) -> Bill | None:
        """The cheapest way for goods on a day: least landed cost, then least cash."""
        pricing = self.pricing(goods.item.item, day)
        if not isinstance(pricing, Pricing):
            return None
        bills = (self.bill(goods, day, way) for way in self.ways(pricing, goods.offer.offer, goods.payer))
        return min((bill for bill in bills if bill is not None), key=lambda bill: (bill.cost, bill.cash), default=None)

    def answer(self, goods: Consignment, day: date, exempt: float | None) -> Bill | None:
        """The bill of an order as it is to be declared; of an offer, the cheapest."""
        return self.best(goods, day) if goods.source is Source.OFFER else self.bill(goods, day, exempt=exempt)


def code_on(catalog: Catalog, hs_code: str, day: date) -> str:
    """The code that a code has become by a day, where the tariff or the concordance names one alone; else itself."""
    try:
        table = catalog.tariff.table(day)
    except RuleUnknown:
        return hs_code
    row = table.rows.get(hs_code[:8])
    if row is not None and not row.replaced_by:
        return hs_code
    if row is not None:
        became = set(row.replaced_by)
    else:
        years = [year.valid_from.year for year in catalog.tariff.years if hs_code[:8] in year.rows]
        routes = catalog.concordance.routes(hs_code[:8], max(years), day.year) if years else ()
        became = {route.to_code for route in routes if route.steps and route.to_code in table.rows}
    return became.pop() if len(became) == 1 else hs_code
