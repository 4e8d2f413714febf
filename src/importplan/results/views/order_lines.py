"""Each planned order with its offer, option, dates, and amounts on the schedule without outages."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.customs.cost.charge_kind import ChargeKind, PageGroup
from importplan.customs.cost.pricing import Pricing, with_offer
from importplan.customs.cost.rules import CHARGE_INDEX, CHARGES
from importplan.customs.cost.table import LandedOption
from importplan.evaluation.schedule import OrderDates
from importplan.plan.plan import PlannedOrder
from importplan.results.plan_result import PlanResult, once
from importplan.scenario.contract_price import at_quantity, offered_price, price_over_quoted
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder

UNUSED = 1e-6  # units: a solver's dust
COSTS = tuple(charge for charge in CHARGES if not charge.deductible)
APART = (PageGroup.CONTRACT, PageGroup.CARRIAGE, PageGroup.DUTY, PageGroup.VAT)  # told in columns of their own


@dataclass(frozen=True)
class OrderLine:
    """One planned order; amounts are CNY for its whole quantity, undiscounted, at base price and rate."""

    number: int  # as people count the orders: by the latest day on which procurement must start
    position: int  # in Plan.orders
    order: PlannedOrder
    option: LandedOption
    offer: Offer  # at the price of the whole order: that of the price break which it reaches
    item: Item
    origin: str
    controllers: tuple[str, ...]  # states whose permission the goods need
    dates: OrderDates
    price_ratio: float  # that price over the offer's own
    together: float  # units of the whole order, over all treatments
    price: float  # in the currency of the offer, whole quantity
    price_cny: float
    customs_value_cny: float
    charges: dict[ChargeKind, float]
    ordinary: dict[ChargeKind, float]  # the same goods without relief
    opens_order: bool  # the first of its order placed: treatments of one offer, payer and period are one order

    @property
    def late_days(self) -> int | None:
        """Days that its first unit is usable after the period that asks for it; None where nothing asks for it."""
        needed = self.dates.latest.needed
        return None if needed is None else max(0, (self.dates.usable - needed).days)

    @property
    def per_order_cny(self) -> float:
        """Clearance and the fixed cost of an order, once for every order placed."""
        return self.offer.clearance_fee_cny + self.offer.order_cost_cny if self.opens_order else 0.0

    def cost_of(self, group: PageGroup) -> float:
        """What the charges of a group cost."""
        return sum(self.charges[charge] for charge in COSTS if charge.page_group is group)

    @property
    def duty_cny(self) -> float:
        """Duties of every kind."""
        return self.cost_of(PageGroup.DUTY)

    @property
    def local_cny(self) -> float:
        """Every cost per unit besides price, carriage and tax."""
        return sum(self.charges[charge] for charge in COSTS if charge.page_group not in APART)

    @property
    def vat_cash_cny(self) -> float:
        """Deductible VAT: cash for a while, no cost."""
        return sum(self.charges[charge] for charge in CHARGES if charge.deductible)

    @property
    def landed_cost_cny(self) -> float:
        """Landed cost without deductible VAT, with clearance and order cost."""
        return sum(self.charges[charge] for charge in COSTS) + self.per_order_cny

    @property
    def relief_cost_cny(self) -> float:
        """What the relief takes off the cost (never deductible VAT). Tax of goods in bond is only suspended."""
        return 0.0 if self.option.in_bond else sum(self.ordinary[charge] - self.charges[charge] for charge in COSTS)


@once
def order_lines(result: PlanResult) -> tuple[OrderLine, ...]:
    """All planned orders, by the latest day on which their procurement must start."""
    orders, options = result.solution.plan.orders, result.landed.options
    placed = [(options[order.option].offer, options[order.option].payer, order.period) for order in orders]
    first: dict[tuple[str, str, int], int] = {}
    together: dict[tuple[str, str, int], float] = {}
    for position, (order, key) in enumerate(zip(orders, placed, strict=True)):
        first.setdefault(key, position)
        together[key] = together.get(key, 0.0) + order.quantity
    by_day = sorted(range(len(orders)), key=lambda at: (result.dates[at].start_by, result.dates[at].order_by, at))
    opening = set(first.values())
    return tuple(
        _line(result, at, number, at in opening, together[placed[at]]) for number, at in enumerate(by_day, start=1)
    )


@dataclass(frozen=True)
class SignedLine:
    """One signed order, which the plan takes as given."""

    number: int  # row of the sheet `open_orders`
    order: OpenOrder
    offer: Offer
    owner: str
    dates: OrderDates

    @property
    def reference(self) -> str:
        """What people call it: the contract, else its id."""
        return self.order.contract_no or self.order.order


@once
def signed_lines(result: PlanResult) -> tuple[SignedLine, ...]:
    """All signed orders, in the order of their sheet."""
    scenario = result.scenario
    return tuple(
        SignedLine(number, row, scenario.offers[scenario.offer_index[row.offer]], scenario.owner_of(row), dates)
        for number, (row, dates) in enumerate(zip(scenario.open_orders, result.signed, strict=True), start=1)
    )


def arrival_period(result: PlanResult, dates: OrderDates) -> int:
    """The arrival period of the landed-cost table that a port date falls into."""
    last = result.landed.unit_cny.shape[2] - 1
    return int(min(max(result.scenario.calendar.index_of(dates.port), 0), last))


def at_price_of(pricing: Pricing, line: OrderLine) -> Pricing:
    """The case with the offer of an order alone, at the price that the order pays; as it is where none is reached."""
    return pricing if line.price_ratio == 1.0 else with_offer(pricing, line.offer)


def units_for_the_price(result: PlanResult, line: OrderLine) -> float:
    """Units that are ordered only to reach a price break: never used in any draw, and the step is missed without."""
    plan, scenario = result.solution.plan, result.scenario
    if line.price_ratio == 1.0 or not line.opens_order or not plan.recourse.stock.size:
        return 0.0
    key = line.option.payer, line.item.item
    mine = [at for at, row in enumerate(plan.recourse.holdings) if (row.owner, row.item) == key]
    unused = float(plan.recourse.stock[:, mine, -1].sum(axis=1).min())
    quoted = scenario.offers[scenario.offer_index[line.offer.offer]]
    fewer = at_quantity(quoted, scenario.price_breaks, line.together - unused)
    return unused if unused > UNUSED and offered_price(fewer).exact != offered_price(line.offer).exact else 0.0


def _line(result: PlanResult, position: int, number: int, first: bool, together: float) -> OrderLine:
    order, landed, scenario = result.solution.plan.orders[position], result.landed, result.scenario
    option = landed.options[order.option]
    quoted = scenario.offers[scenario.offer_index[option.offer]]
    offer = at_quantity(quoted, scenario.price_breaks, together)
    ratio = price_over_quoted(offer, quoted)
    arrival = arrival_period(result, result.dates[position])

    def amounts(row: int) -> dict[ChargeKind, float]:
        units = landed.unit_cny[row, :, arrival] * order.quantity
        return {
            charge: float(units[CHARGE_INDEX[charge]]) * (ratio if charge.ad_valorem else 1.0) for charge in CHARGES
        }

    price = offered_price(offer).amount * order.quantity
    return OrderLine(
        number=number,
        position=position,
        order=order,
        option=option,
        offer=offer,
        item=scenario.item_of(offer),
        origin=scenario.origin_of(offer),
        controllers=scenario.controllers_of(offer),
        dates=result.dates[position],
        price_ratio=ratio,
        together=together,
        price=price,
        price_cny=price * landed.base_rate.get(offer.currency, 1.0),
        customs_value_cny=float(landed.customs_value_cny[order.option]) * order.quantity * ratio,
        charges=amounts(order.option),
        ordinary=amounts(int(landed.ordinary[order.option])),
        opens_order=first,
    )
