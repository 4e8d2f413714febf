"""The one reader of prices and instalments: what a contract asks for a unit, at which rate, and when its parts are due.

No other module reads the columns `unit_price`, `deposit_share`, `shipment_share` and `retention_share` (a rule in CI
with its few exceptions: `tests/scenario/test_contract_price_fence.py`), nor what stands beside a price in its currency
(`royalty` … `installation_inside`). A column that changes the price, such as a rebate, is read here and nowhere else.
It stands in this room because the checks of a case and its draws need prices before any tax is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from importplan.basics.money import exact
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.price_breaks import PriceBreak

PAID_BESIDE = ("royalty", "design", "commission", "packing")  # on top of the price, in the customs value and paid
BESIDE_THE_PRICE = (*PAID_BESIDE, "tooling", "installation_inside")  # columns of the sheet `offers`
LATER = ("LC-usance", "OA")  # what is due on shipment is paid some days after it
REACHED = 1e-6  # of a quantity: a solver's 9.9999999 units are 10
CREDIT = "LC"  # how the names of letters of credit begin


@dataclass(frozen=True, slots=True)
class BesideThePrice:
    """What changes the customs value beside the price, per unit in its currency (Tariff Law, Arts. 25, 26)."""

    paid: tuple[tuple[str, Decimal], ...] = ()  # of PAID_BESIDE, those that are not 0
    tooling: Decimal = Decimal(0)  # provided by the buyer: raises the value and is not paid to anybody
    installation_inside: Decimal = Decimal(0)  # in the price, shown apart: paid with it and taken out of the value

    def __bool__(self) -> bool:
        return bool(self.paid or self.tooling or self.installation_inside)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that say something."""
        others = (("tooling", self.tooling), ("installation_inside", self.installation_inside))
        return tuple(name for name, amount in (*self.paid, *others) if amount)

    def times(self, factor: Decimal) -> BesideThePrice:
        """The same for another price: what stands beside a price moves with it."""
        paid = tuple((name, amount * factor) for name, amount in self.paid)
        return BesideThePrice(paid, self.tooling * factor, self.installation_inside * factor)


@dataclass(frozen=True, slots=True)
class ContractPrice:
    """What one unit costs under a contract, as written: in its currency, with the VAT that is inside it."""

    exact: Decimal
    currency: str
    locked_rate: float | None = None  # CNY per unit of the currency; None: the rate of the day
    beside: BesideThePrice = BesideThePrice()

    @property
    def amount(self) -> float:
        """The price in its currency, as a number of the model."""
        return float(self.exact)

    def cny(self, rates: Mapping[str, float]) -> float:
        """CNY per unit: at the locked rate, else at the rate of the currency."""
        return self.amount * (self.locked_rate or rates[self.currency])

    def without_vat(self, rate: Decimal) -> Decimal:
        """The price net of the VAT inside it."""
        return self.exact / (1 + rate)


def offered_price(offer: Offer) -> ContractPrice:
    """The price of an offer."""
    return ContractPrice(exact(offer.unit_price), offer.currency, beside=beside_the_price(offer))


def break_reached(offer: Offer, breaks: Iterable[PriceBreak], quantity: float) -> PriceBreak | None:
    """The row of `price_breaks` with the highest `from_quantity` that an order reaches; None: none is."""
    most = quantity * (1.0 + REACHED)
    reached = (row for row in breaks if row.offer == offer.offer and row.from_quantity <= most)
    return max(reached, key=lambda row: row.from_quantity, default=None)


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A price that holds for all units of an order of at least so many and of fewer than the next step asks."""

    from_units: float  # 0: the price of the offer
    below_units: float  # infinite: no step follows
    ratio: float  # its price over that of the offer


def price_steps(offer: Offer, breaks: Iterable[PriceBreak]) -> tuple[PriceStep, ...]:
    """The steps of an offer's price, from the smallest order on; one where no row of `price_breaks` names it."""
    prices = {0.0: offer.unit_price}
    for row in sorted((row for row in breaks if row.offer == offer.offer), key=lambda row: row.from_quantity):
        prices[max(0.0, row.from_quantity)] = row.unit_price
    begins = sorted(prices)
    return tuple(
        PriceStep(begin, end, prices[begin] / offer.unit_price if offer.unit_price else 1.0)
        for begin, end in zip(begins, (*begins[1:], math.inf), strict=True)
    )


def step_reached(steps: Sequence[PriceStep], quantity: float) -> int:
    """The position of the step whose price an order pays."""
    most = quantity * (1.0 + REACHED)
    return max(number for number, step in enumerate(steps) if step.from_units <= most or number == 0)


def at_quantity(offer: Offer, breaks: Iterable[PriceBreak], quantity: float) -> Offer:
    """An offer as it stands for an order: the price of the break that is reached holds for all its units.

    What stands beside the price is a sum of its own and stays.
    """
    reached = break_reached(offer, breaks, quantity)
    return offer if reached is None else replace(offer, unit_price=reached.unit_price)


def price_over_quoted(offer: Offer, quoted: Offer) -> float:
    """The price of an offer as it stands for an order over that of the offer; 1 where that is free."""
    return offer.unit_price / quoted.unit_price if quoted.unit_price else 1.0


def beside_the_price(offer: Offer) -> BesideThePrice:
    """What an offer adds to its customs value, and takes out of it."""
    amounts = (offer.royalty, offer.design, offer.commission, offer.packing)
    paid = ((name, exact(amount)) for name, amount in zip(PAID_BESIDE, amounts, strict=True) if amount)
    return BesideThePrice(tuple(paid), exact(offer.tooling), exact(offer.installation_inside))


def signed_price(offer: Offer, order: OpenOrder) -> ContractPrice:
    """The price of a signed order: its own where the contract names one, else that of its offer."""
    offered = offered_price(offer)
    price = offered.exact if order.unit_price is None else exact(order.unit_price)
    beside = offered.beside.times(price / offered.exact) if offered.exact else offered.beside
    return ContractPrice(price, order.currency or offer.currency, order.fx_locked_rate, beside)


def signed_over_offered(offer: Offer, order: OpenOrder, rates: Mapping[str, float]) -> float:
    """The price of a signed order in CNY over that of its offer; 1 where the offer is free."""
    base = offered_price(offer).cny(rates)
    return signed_price(offer, order).cny(rates) / base if base else 1.0


@dataclass(frozen=True, slots=True)
class Instalments:
    """Shares of a contract price by milestone, in the order in which they are due."""

    deposit: float
    shipment: float
    acceptance: float
    retention: float

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """The shares in the order of payment."""
        return self.deposit, self.shipment, self.acceptance, self.retention

    def still_due(self, paid: float) -> Instalments:
        """What is left of each when the share `paid` has gone to the earliest ones."""
        due, so_far, covered = [], 0.0, 0.0
        for share in self.shares:
            so_far += share
            now = min(so_far, paid)
            due.append(share - (now - covered))
            covered = now
        return Instalments(*due)


def instalments(offer: Offer) -> Instalments:
    """The instalments of an offer; what no column names is due on acceptance."""
    rest = 1.0 - offer.deposit_share - offer.shipment_share - offer.retention_share
    return Instalments(offer.deposit_share, offer.shipment_share, max(0.0, rest), offer.retention_share)


def days_after_shipment(offer: Offer) -> float:
    """Days from shipment until what is due on shipment is paid: usance credit and open account pay later."""
    return offer.lc_days if offer.payment in LATER else 0.0


def opens_credit(offer: Offer) -> bool:
    """Whether what is due on shipment is paid under a letter of credit."""
    return offer.payment.startswith(CREDIT)


def credit_margin(offer: Offer) -> float:
    """Share of a letter of credit that the bank holds until it pays."""
    return offer.lc_deposit_share if opens_credit(offer) else 0.0


def credit_fee(offer: Offer) -> float:
    """Share of a letter of credit that the bank charges."""
    return offer.lc_fee_share if opens_credit(offer) else 0.0
