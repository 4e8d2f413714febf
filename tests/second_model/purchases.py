"""What is bought: orders decided today, calls under frameworks, orders that have been signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from second_model.courses import Course
from second_model.linear import Linear, total
from second_model.makings import form_of
from second_model.parts import Part, parts_of_call, parts_of_order, parts_of_signed
from second_model.payments import CUSTOMS_ARE_THE_SELLERS, Deal, Payment, Payments
from second_model.price_steps import Step, steps_of
from second_model.purchase_sizes import most_of_use
from second_model.relief import Relief, reliefs
from second_model.world import World

OPEN_NEED_SHARE = "open_need_share"


@dataclass(frozen=True)
class Purchase:
    """Units of an offer for a buyer under a tax treatment, by draw, and the parts in which they come."""

    kind: str  # order, call, signed, fall_back
    offer: Offer
    buyer: str
    period: int  # of the order or call; -1 of what has been signed
    relief: Relief | None
    units: tuple[Linear, ...]  # by draw; the same in all of them for an order
    parts: tuple[tuple[Part, ...], ...]  # by draw
    planned: tuple[Part, ...]  # on the schedule
    payments: tuple[Payments, ...]  # by draw
    most: float = 0.0  # units of the largest order or call
    step: Step | None = None  # of an order: the sizes and the price that it has
    bonded: bool = False  # an order into bond

    @property
    def price(self) -> float:
        """What a unit costs by the sheets, in the currency of the offer."""
        return self.step.price if self.step else self.offer.unit_price

    def mean(self, world: World) -> Linear:
        """Its expected units."""
        return total(course.weight * units for course, units in zip(world.courses, self.units, strict=True))


def write_purchases(world: World) -> list[Purchase]:
    """Columns of everything that can be bought, with what it costs."""
    found = list(_signed(world))
    for offer in world.scenario.offers:
        for buyer in _buyers(world, offer):
            for period in world.periods:
                if may_order(world, offer, period):
                    found += _new(world, offer, buyer, period)
    return found


def may_order(world: World, offer: Offer, period: int) -> bool:
    """Whether an offer stands on the day of order, the first of a period, and its procurement is over."""
    day = world.timeline.first_day(period)
    there = world.timeline.date_of(day)
    begun = offer.from_day is None or offer.from_day <= there
    ended = offer.to_day is not None and there > offer.to_day
    return offer.use and begun and not ended and day >= offer.procurement_days


def _buyers(world: World, offer: Offer) -> list[str]:
    form = form_of(world.scenario, offer)
    firms = [
        firm
        for firm in world.firms
        if world.most_needed(firm, offer.item) > 0.0 and world.takes(firm, offer.item, form)
    ]
    return [*firms, RESERVE] if _reserve_buys(world, offer) else firms


def _reserve_buys(world: World, offer: Offer) -> bool:
    """The reserve buys what firms need or a limit asks it to hold, of what is listed, and nothing tied to its user.

    It orders; what is called under a framework is for the firms.
    """
    scenario = world.scenario
    if not scenario.has_reserve or offer.end_user == "named" or offer.contract == "framework":
        return False
    listed = {row.item for row in scenario.reserve_terms if row.mode in ("government", "entrusted")}
    if scenario.reserve_terms and offer.item not in listed:
        return False
    needed = world.most_due(RESERVE, offer.item) > 0.0
    own = [site for site in scenario.sites if scenario.owner_of(site) == RESERVE]
    room = not own or any(site.may_build_reserve for site in own)
    return room and (needed or world.floor_of_reserve(offer.item) > 0.0)


def _new(world: World, offer: Offer, buyer: str, period: int) -> Iterator[Purchase]:
    """Purchases of an offer in a period: what is bought at once is of use for so much, whatever its treatments."""
    found: list[Purchase] = []
    called, steps = offer.contract == "framework", steps_of(world, offer, buyer)
    most = most_of_use(world, offer, buyer) if called else max(step.most for step in steps)
    for relief in (None, *reliefs(world.scenario, offer, buyer)):
        if called:
            purchase = _call(world, offer, buyer, period, relief)
            found += () if purchase is None else (purchase,)
            continue
        for step in steps:
            found += _order(world, offer, buyer, period, relief, step)
    if may_go_into_bond(world, offer, buyer):
        for step in steps:
            found += _order(world, offer, buyer, period, None, step, bonded=True)
    for draw in world.draws:
        world.program.at_most(total(each.units[draw] for each in found), most)
    yield from found


def may_go_into_bond(world: World, offer: Offer, buyer: str) -> bool:
    """An import that is ordered by who owns a bonded site."""
    sites = [site for site in world.scenario.sites if site.kind == "bonded"]
    owns = any(world.scenario.owner_of(site) == buyer for site in sites)
    return owns and offer.contract == "order" and offer.incoterm not in CUSTOMS_ARE_THE_SELLERS


def _order(
    world: World,
    offer: Offer,
    buyer: str,
    period: int,
    relief: Relief | None,
    step: Step,
    bonded: bool = False,
) -> Iterator[Purchase]:
    parts = tuple(parts_of_order(world.scenario, offer, period, course) for course in world.courses)
    if not _can_serve(world, parts):
        return
    whole = world.items[offer.item].whole_units
    units = world.program.column(0.0, step.most, whole=whole)
    payments = _payments(world, offer, buyer, period, relief, step.price, bonded)
    base = Payments(world.scenario, Deal.new(offer, buyer, step.price, relief, bonded), world.schedule)
    planned = parts_of_order(world.scenario, offer, period, world.schedule)
    world.accounts.scheduled(buyer, _sum(world, base, planned, relief), units)
    for draw in world.draws:
        world.accounts.happens(draw, buyer, _sum(world, payments[draw], parts[draw], relief), units)
    of_draws = (units,) * len(parts)
    yield Purchase("order", offer, buyer, period, relief, of_draws, parts, planned, payments, step.most, step, bonded)


def _call(world: World, offer: Offer, buyer: str, period: int, relief: Relief | None) -> Purchase | None:
    parts = tuple(parts_of_call(world.scenario, offer, period, course) for course in world.courses)
    if not _can_serve(world, parts):
        return None
    whole = world.items[offer.item].whole_units
    most = most_of_use(world, offer, buyer)
    units = _called(world, period, most, whole)
    payments = _payments(world, offer, buyer, period, relief, offer.unit_price)
    for draw in world.draws:
        world.accounts.follows(draw, buyer, _sum(world, payments[draw], parts[draw], relief), units[draw])
    planned = parts_of_call(world.scenario, offer, period, world.schedule)
    return Purchase("call", offer, buyer, period, relief, units, parts, planned, payments, most)


def bought_by_draw(world: World, offer: Offer, buyer: str, period: int, units: Linear) -> Purchase:
    """What an instruction of today orders in every draw: its money is that of the draw, nothing of it is known."""
    parts = tuple(parts_of_order(world.scenario, offer, period, course) for course in world.courses)
    payments = _payments(world, offer, buyer, period, None, offer.unit_price)
    for draw in world.draws:
        world.accounts.follows(draw, buyer, _sum(world, payments[draw], parts[draw], None), units)
    planned = parts_of_order(world.scenario, offer, period, world.schedule)
    return Purchase("fall_back", offer, buyer, period, None, (units,) * len(parts), parts, planned, payments)


def _called(world: World, period: int, most: float, whole: bool) -> tuple[Linear, ...]:
    """A column for every history up to a period: draws that look alike so far get the same call."""
    by_history: dict[tuple[object, ...], Linear] = {}
    found = []
    for course in world.courses:
        seen = course.seen_until(period, world.due)
        if seen not in by_history:
            by_history[seen] = world.program.column(0.0, most, whole=whole)
        found.append(by_history[seen])
    return tuple(found)


def _signed(world: World) -> Iterator[Purchase]:
    """What has been signed is fixed; it costs what is still due."""
    for order in world.scenario.open_orders:
        offer = world.scenario.offers[world.scenario.offer_index[order.offer]]
        buyer = world.scenario.owner_of(order)
        yield _signed_order(world, order, offer, buyer)


def _signed_order(world: World, order: OpenOrder, offer: Offer, buyer: str) -> Purchase:
    known = [r for r in reliefs(world.scenario, offer, buyer) if order.relief in (r.row.certificate, r.row.regime)]
    relief = known[0] if order.relief and known else None
    deal = Deal.signed(offer, order, buyer, relief)
    parts = tuple(parts_of_signed(world.scenario, offer, order, course) for course in world.courses)
    payments = tuple(Payments(world.scenario, deal, course) for course in world.courses)
    planned = parts_of_signed(world.scenario, offer, order, world.schedule)
    base = Payments(world.scenario, deal, world.schedule)
    world.accounts.scheduled(buyer, _sum(world, base, planned, relief), order.quantity)
    for draw in world.draws:
        world.accounts.happens(draw, buyer, _sum(world, payments[draw], parts[draw], relief), order.quantity)
    units = (Linear(constant=order.quantity),) * len(parts)
    return Purchase("signed", offer, buyer, -1, relief, units, parts, planned, payments)


def _payments(
    world: World,
    offer: Offer,
    buyer: str,
    period: int,
    relief: Relief | None,
    price: float,
    bonded: bool = False,
) -> tuple[Payments, ...]:
    """A price that a draw gives holds for what is ordered in its period, and for the taxes on it.

    It moves the prices of all steps in the same proportion.
    """
    moved = price / offer.unit_price if offer.unit_price else 1.0

    def on(course: Course) -> Payments:
        paid = course.price[offer.offer, period] * moved
        return Payments(world.scenario, Deal.new(offer, buyer, paid, relief, bonded), course)

    return tuple(on(course) for course in world.courses)


def _sum(world: World, payments: Payments, parts: tuple[Part, ...], relief: Relief | None) -> list[Payment]:
    """The payments of one unit over the parts in which it comes."""
    found = []
    for part in parts:
        freed = relief is not None and relief.in_force(world.timeline, part)
        found += [payment._replace(cny=part.share * payment.cny) for payment in payments.of(part, freed)]
    return found


def _can_serve(world: World, parts: tuple[tuple[Part, ...], ...]) -> bool:
    """Whether some of it can serve within the plan in some draw; later ones are of use where open needs cost."""
    if getattr(world.scenario.settings, OPEN_NEED_SHARE, 0.0) > 0.0:
        return True
    return any(part.period(world.timeline) < world.timeline.periods for draw in parts for part in draw)
