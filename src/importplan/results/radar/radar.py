"""Two catalogs over one case: who gains, who loses, how much to the fen, and before which day one must declare.

    change = what goods cost under NEW on the day of declaration − what they cost under OLD on that day

Cost is landed cost without deductible VAT; deductible VAT is cash and told apart. The rates of the day on which the
declaration is accepted apply (Tariff Law, Art. 20), so every amount is that of one day. For the day before which one
must declare, the goods are priced under NEW on the day before every change of a rule between today and their own day.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cached_property

from importplan.basics.issues import Issue, Severity
from importplan.catalog.load import Catalog
from importplan.customs.cost.options import payers_of
from importplan.customs.cost.rules import CHARGES
from importplan.customs.cost.table import ChargeLine, LandedOption
from importplan.results.radar.consignments import Consignment, Source, offers
from importplan.results.radar.side import Bill, Side
from importplan.results.radar.supervised_change import LotChange, lot_changes
from importplan.scenario.scenario import Scenario

ZERO = Decimal(0)
DAY = timedelta(days=1)


class Bearing(Enum):
    """What a change means for goods."""

    LOSES = "loses"
    GAINS = "gains"
    OPENS = "opens"  # a relief comes within reach: gained once it is applied for
    SAME = "same"
    DECIDED = "decided"  # declared before: the change does not reach them
    UNPRICED = "unpriced"


@dataclass(frozen=True)
class ChargeChange:
    """One charge before and after: its amounts, and the lines that say by which rule."""

    charge: str
    before: Decimal
    after: Decimal
    was: tuple[ChargeLine, ...]
    now: tuple[ChargeLine, ...]


@dataclass(frozen=True)
class Timing:
    """Another day of declaration under NEW that costs less: the last one before a change, or the first one after it."""

    change: date  # the day of the change
    cost_cny: Decimal  # less than on the day of the goods
    cash_cny: Decimal
    passed: bool = False  # the day is over


@dataclass(frozen=True)
class RadarLine:
    """Goods under both catalogs."""

    goods: Consignment
    bearing: Bearing
    before: Bill | None
    after: Bill | None
    faults: tuple[Issue, ...] = ()
    declare_before: Timing | None = None
    declare_from: Timing | None = None

    @cached_property
    def cost_cny(self) -> Decimal:
        """Change of landed cost; above zero goods cost more under NEW."""
        return self._change(lambda bill: bill.cost)

    @cached_property
    def cash_cny(self) -> Decimal:
        """Change of deductible VAT."""
        return self._change(lambda bill: bill.cash)

    @cached_property
    def tax_cny(self) -> Decimal:
        """Change of all duties and VAT."""
        return self._change(lambda bill: bill.tax)

    def _change(self, amount: Callable[[Bill], Decimal]) -> Decimal:
        return ZERO if self.before is None or self.after is None else amount(self.after) - amount(self.before)

    @cached_property
    def charges(self) -> tuple[ChargeChange, ...]:
        """The charges that differ."""
        if self.before is None or self.after is None:
            return ()
        found = (
            ChargeChange(
                kind.key,
                self.before.amount((kind.key,)),
                self.after.amount((kind.key,)),
                self.before.lines(kind.key),
                self.after.lines(kind.key),
            )
            for kind in CHARGES
        )
        return tuple(change for change in found if change.before != change.after)

    @property
    def counts(self) -> bool:
        """Whether it is money of the firm: an offer is not bought yet, and a relief not applied for."""
        return self.goods.source is not Source.OFFER and self.bearing in (Bearing.GAINS, Bearing.LOSES)


@dataclass(frozen=True)
class RadarCase:
    """A case under both catalogs."""

    name: str
    scenario: Scenario
    old: Catalog
    new: Catalog
    today: date
    has_plan: bool
    lines: tuple[RadarLine, ...]
    lots: tuple[LotChange, ...]


@dataclass(frozen=True)
class FirmTotal:
    """What all orders of a firm, or of one of its contracts, come to, in CNY."""

    case: RadarCase
    firm: str
    contract: str | None  # None: all of them; blank: the planned orders
    orders: int
    gains: Decimal
    losses: Decimal
    cash: Decimal
    unpriced: int
    declare_before: date | None  # the first day that is still to come
    saves: Decimal  # of all lines that can still be declared before a change

    @property
    def net(self) -> Decimal:
        """Losses less gains."""
        return self.losses - self.gains


def watch(
    name: str, scenario: Scenario, goods: Iterable[Consignment], old: Catalog, new: Catalog, today: date, has_plan: bool
) -> RadarCase:
    """Price all goods of a case under both catalogs; without a plan, a unit of each offer too."""
    orders = tuple(goods)
    offered = () if has_plan else tuple(_offered(scenario, old, new, today))
    lines = (*_orders(scenario, orders, old, new, today), *_offers(scenario, offered, old, new))
    ranked = sorted(
        lines, key=lambda line: (line.goods.source is Source.OFFER, -abs(line.cost_cny), -abs(line.cash_cny))
    )
    return RadarCase(name, scenario, old, new, today, has_plan, tuple(ranked), lot_changes(scenario, old, new, today))


def _orders(
    scenario: Scenario, orders: tuple[Consignment, ...], old: Catalog, new: Catalog, today: date
) -> Iterator[RadarLine]:
    if not orders:
        return
    span = new.deadlines.spans["declaration"]
    changes = [day for day in new.change_days() if today < day]
    asked: dict[int, tuple[list[date], list[date]]] = {}
    for number, goods in enumerate(orders):
        earlier = [day for day in changes if day <= goods.day]
        later = [day for day in changes if goods.day < day <= span.after(goods.day)]
        asked[number] = (earlier, later)
    own = {goods.day for goods in orders}
    others = {day - DAY for earlier, _ in asked.values() for day in earlier} | {
        day for _, later in asked.values() for day in later
    }
    named = {goods.offer.offer for goods in orders}
    case = scenario.replace(offers=tuple(offer for offer in scenario.offers if offer.offer in named))
    sides = [Side(case, old, tuple(sorted(own))), Side(case, new, tuple(sorted(own | others)))]
    exempt = [side.exempt(orders, [_way(side, goods) for goods in orders]) for side in sides]
    for number, goods in enumerate(orders):
        if goods.decided:
            yield RadarLine(goods, Bearing.DECIDED, None, None)
            continue
        before, after = (side.answer(goods, goods.day, of[number]) for side, of in zip(sides, exempt, strict=True))
        if before is None or after is None:
            yield RadarLine(goods, Bearing.UNPRICED, before, after, _faults(sides, goods))
            continue
        # On another day the quota is as open as on its own; where the relief is lost, as it was under OLD.
        units = exempt[1][number] if exempt[1][number] is not None else exempt[0][number]
        earlier, later = asked[number]
        yield RadarLine(
            goods,
            *_bearing(sides, goods, before, after),
            declare_before=_before(sides[1], goods, after, earlier, units, today),
            declare_from=_from(sides[1], goods, after, later, units),
        )


def _faults(sides: Sequence[Side], goods: Consignment) -> tuple[Issue, ...]:
    """Why goods are not priced under one of the catalogs, each reason once."""
    every = (issue for side in sides for issue in side.faults(goods, goods.day) if issue.severity is Severity.ERROR)
    return tuple({(issue.code, issue.at): issue for issue in every}.values())


def _way(side: Side, goods: Consignment) -> LandedOption | None:
    pricing = side.pricing(goods.item.item, goods.day)
    return None if isinstance(pricing, tuple) else side.own_way(pricing, goods)


def _bearing(sides: list[Side], goods: Consignment, before: Bill, after: Bill) -> tuple[Bearing, Bill, Bill]:
    """What the change means. Goods that are taxed on both sides while NEW has a relief that OLD had not: it opens."""
    change = (after.cost - before.cost, after.cash - before.cash)
    if change == (ZERO, ZERO) and not before.exempt and goods.declared:
        was = {way.qualification for way in sides[0].other_reliefs(goods, goods.day)}
        for way in sides[1].other_reliefs(goods, goods.day):
            if way.qualification not in was and way.status in ("held", "applied"):
                with_relief = sides[1].bill(goods, goods.day, way)
                if with_relief is not None and (with_relief.cost, with_relief.cash) < (after.cost, after.cash):
                    return Bearing.OPENS, before, with_relief
    if change == (ZERO, ZERO):
        return Bearing.SAME, before, after
    return Bearing.LOSES if change > (ZERO, ZERO) else Bearing.GAINS, before, after


def _before(
    side: Side, goods: Consignment, after: Bill, changes: list[date], units: float | None, today: date
) -> Timing | None:
    """The change before which declaring saves most under NEW; of equal ones the last."""
    best: Timing | None = None
    for change in changes:
        bill = side.answer(goods, change - DAY, units)
        if bill is None:
            continue
        saved = (after.cost - bill.cost, after.cash - bill.cash)
        if saved > (ZERO, ZERO) and (best is None or saved >= (best.cost_cny, best.cash_cny)):
            best = Timing(change, *saved, passed=change - DAY < today)
    return best


def _from(side: Side, goods: Consignment, after: Bill, changes: list[date], units: float | None) -> Timing | None:
    """The first change, while declaring costs no late fee, after which goods cost less."""
    for change in changes:
        bill = side.answer(goods, change, units)
        if bill is not None and (bill.cost, bill.cash) < (after.cost, after.cash):
            return Timing(change, after.cost - bill.cost, after.cash - bill.cash)
    return None


def _offered(scenario: Scenario, old: Catalog, new: Catalog, today: date) -> Iterator[Consignment]:
    """A unit of every offer for each kind of payer on each day on which a rule of either catalog changes."""
    last = scenario.calendar.first_day(scenario.calendar.count) - DAY
    first = max(today, scenario.settings.start)
    changes = {day for catalog in (old, new) for day in catalog.change_days() if first < day <= last}
    yield from offers(scenario, _kinds_of_payer(scenario), sorted({first, *changes}))


def _kinds_of_payer(scenario: Scenario) -> Iterator[tuple[str, str, int]]:
    """Offer, one payer, and how many there are like it: firms without certificates differ by their VAT alone."""
    holding = {row.firm for row in scenario.qualifications}
    for offer in scenario.offers:
        kinds: dict[Hashable, list[str]] = {}
        for firm in payers_of(scenario, offer):
            alone = firm.firm if firm.firm in holding else ""
            kinds.setdefault((alone, firm.vat_deductible), []).append(firm.firm)
        yield from ((offer.offer, firms[0], len(firms)) for firms in kinds.values())


def _offers(scenario: Scenario, offered: tuple[Consignment, ...], old: Catalog, new: Catalog) -> Iterator[RadarLine]:
    """Offers whose cost per unit differs, on the first day from which it does so; payers alike in one line."""
    days = tuple(sorted({goods.day for goods in offered}))
    if not days:
        return
    sides = (Side(scenario, old, days), Side(scenario, new, days))
    seen: dict[tuple[str, str], tuple[Decimal, Decimal] | None] = {}
    alike: dict[Hashable, RadarLine] = {}
    for goods in offered:
        before, after = (side.best(goods, goods.day) for side in sides)
        payer = (goods.offer.offer, goods.payer)
        if before is None or after is None:
            faults = _faults(sides, goods)
            if faults and seen.get(payer, (ZERO, ZERO)) is not None:
                _together(alike, RadarLine(goods, Bearing.UNPRICED, before, after, faults))
                seen[payer] = None
            continue
        change = (after.cost - before.cost, after.cash - before.cash)
        if change != (ZERO, ZERO) and seen.get(payer) != change:
            bearing = Bearing.LOSES if change > (ZERO, ZERO) else Bearing.GAINS
            _together(alike, RadarLine(goods, bearing, before, after))
        seen[payer] = change
    yield from alike.values()


def _together(alike: dict[Hashable, RadarLine], line: RadarLine) -> None:
    """Keep a line, or count its payers with those who pay the same by the same rules."""
    goods = line.goods
    key = (goods.offer.offer, goods.day, line.bearing, id(line.before), id(line.after))
    known = alike.get(key)
    if known is not None:
        goods = replace(known.goods, payers=known.goods.payers + goods.payers)
        line = replace(known, goods=goods)
    alike[key] = line


def totals(case: RadarCase) -> tuple[FirmTotal, ...]:
    """Every firm that has orders, those that lose most first."""
    return _totals(case, lambda line: (line.goods.payer, None))


def contract_totals(case: RadarCase) -> tuple[FirmTotal, ...]:
    """Every contract of every firm; its planned orders together, under a blank contract."""
    return _totals(case, lambda line: (line.goods.payer, line.goods.reference))


def _totals(case: RadarCase, key: Callable[[RadarLine], tuple[str, str | None]]) -> tuple[FirmTotal, ...]:
    mine: dict[tuple[str, str | None], list[RadarLine]] = {}
    for line in case.lines:
        if line.goods.source is not Source.OFFER:
            mine.setdefault(key(line), []).append(line)
    found = (_total(case, firm, contract, lines) for (firm, contract), lines in mine.items())
    return tuple(sorted(found, key=lambda total: (-total.net, total.firm)))


def _total(case: RadarCase, firm: str, contract: str | None, lines: list[RadarLine]) -> FirmTotal:
    counted = [line for line in lines if line.counts]
    open_still = [line.declare_before for line in lines if line.declare_before and not line.declare_before.passed]
    return FirmTotal(
        case=case,
        firm=firm,
        contract=contract,
        orders=len(lines),
        gains=-sum((line.cost_cny for line in counted if line.cost_cny < 0), ZERO),
        losses=sum((line.cost_cny for line in counted if line.cost_cny > 0), ZERO),
        cash=sum((line.cash_cny for line in counted), ZERO),
        unpriced=sum(line.bearing is Bearing.UNPRICED for line in lines),
        declare_before=min((timing.change for timing in open_still), default=None),
        saves=sum((timing.cost_cny for timing in open_still), ZERO),
    )
