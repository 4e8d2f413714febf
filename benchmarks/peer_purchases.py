"""What may be bought, written one purchase and one draw at a time: when it serves and what is paid for it.

Only the dates of shipments come from the package (`uncertainty.timeline`); amounts and payments are worked out here by
plain scalars, apart from the model's own arrays, so that an equal optimum says something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from importplan.customs.cost.charge_kind import ChargeKind
from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.customs.cost.rules.agency import AGENCY
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.rules.extra_duty import EXTRA_DUTY
from importplan.customs.cost.rules.fixed import INSTALL, LOCAL, TRAINING
from importplan.customs.cost.rules.freight import FREIGHT
from importplan.customs.cost.rules.goods import GOODS
from importplan.customs.cost.rules.insurance import INSURANCE
from importplan.customs.cost.rules.vat import VAT_CASH, VAT_COST
from importplan.customs.cost.table import LandedTable
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer
from importplan.uncertainty.dates.timeline import (
    Timeline,
    date_shipments,
    order_allowed,
    plan_shipments,
    signed_shipments,
)
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import nominal

TAX_WORDS = frozenset(TAXES)
SERVES, SHIPS, ARRIVES, ACCEPTED, RETAINED, RECOVERED = range(6)


@dataclass(frozen=True)
class Purchase:
    """An option bought in a period, or a signed order (`units` given)."""

    option: int
    offer: Offer
    period: int
    units: float | None
    price_ratio: float  # own price over the offer's
    paid: float  # share that was paid before the start
    periods: list[tuple[int, ...]]  # by draw: serves, ships, arrives, accepted, retained, VAT recovered
    planned: tuple[int, ...]  # the same without outages


@dataclass(frozen=True)
class Payment:
    """One amount per unit at its base rate; `cost` False: cash only."""

    charge: ChargeKind
    cny: float
    period: int
    rate_period: int
    cost: bool


def purchases(scenario: Scenario, landed: LandedTable, draws: DrawSet) -> list[Purchase]:
    """Every option that may be ordered in every period, and the signed orders."""
    found: list[Purchase] = []
    allowed = order_allowed(scenario)
    for position, offer in enumerate(scenario.offers):
        periods = np.flatnonzero(allowed[position])
        shipments = plan_shipments(scenario, np.full(len(periods), position), periods)
        in_draws = _dates(scenario, offer, date_shipments(scenario, shipments, draws))
        planned = _dates(scenario, offer, date_shipments(scenario, shipments, nominal(scenario)))
        for option, entry in enumerate(landed.options):
            if entry.offer == offer.offer and not landed.planned[option]:
                for row, period in enumerate(periods):
                    found.append(Purchase(option, offer, int(period), None, 1.0, 0.0, in_draws[row], planned[row][0]))
    signed = signed_shipments(scenario)
    if len(signed.offer):
        in_draws = date_shipments(scenario, signed, draws)
        without = date_shipments(scenario, signed, nominal(scenario))
        for row, order in enumerate(scenario.open_orders):
            offer = scenario.offers[scenario.offer_index[order.offer]]
            option = next(p for p, e in enumerate(landed.options) if e.offer == order.offer and e.regime == "ordinary")
            ratio = (offer.unit_price if order.unit_price is None else order.unit_price) / offer.unit_price
            dates = _dates(scenario, offer, in_draws)[row]
            planned_dates = _dates(scenario, offer, without)[row][0]
            found.append(Purchase(option, offer, 0, order.quantity, ratio, order.paid_share, dates, planned_dates))
    return found


def _dates(scenario: Scenario, offer: Offer, found: Timeline) -> list[list[tuple[int, ...]]]:
    """By shipment and draw the periods of everything that happens."""
    if (found.share != 1.0).any() or found.lost.any():
        raise ValueError("the peer knows whole consignments only: severity 1 and effect delay")
    calendar = scenario.calendar
    firm = scenario.all_firms[0]
    columns = (
        calendar.of_days(found.serve_day),
        calendar.of_days(found.ship_day),
        calendar.of_days(found.port_day),
        calendar.of_days(found.accept_day),
        calendar.of_months_after(found.accept_day, offer.warranty_months or 0.0),
        calendar.of_months_after(found.port_day, firm.vat_recovery_months),
    )
    table = np.maximum(np.stack(columns, axis=-1), 0)
    table[:, :, RETAINED] = np.maximum(table[:, :, RETAINED], table[:, :, ACCEPTED])
    return [[tuple(int(period) for period in draw) for draw in row] for row in table]


def payments(landed: LandedTable, bought: Purchase, dates: tuple[int, ...], lost: bool) -> Iterator[Payment]:
    """Everything that is paid for a unit of a purchase with these dates."""
    last = landed.unit_cny.shape[2] - 1
    offer, home = bought.offer, landed.options[bought.option].domestic

    def unit(charge: ChargeKind) -> float:
        amount = float(landed.unit_cny[bought.option, CHARGE_INDEX[charge], min(dates[ARRIVES], last)])
        return amount * bought.price_ratio if charge.ad_valorem else amount

    if lost:
        goods = unit(GOODS)
        spent = (offer.deposit_share + bought.paid) * (1.0 - offer.deposit_refund_share) - bought.paid
        yield Payment(GOODS, goods * spent, bought.period, bought.period, True)
        return
    for share, period in _instalments(bought, dates):
        yield Payment(GOODS, unit(GOODS) * share, period, period, True)
        if home:
            yield Payment(VAT_CASH, unit(VAT_CASH) * share, period, period, False)
    if home:
        back = -unit(VAT_CASH)
        yield Payment(VAT_CASH, back, dates[RECOVERED], dates[RECOVERED], False)
    for charge, moment in _ON_THE_WAY:
        if not (home and charge in TAX_WORDS):
            yield Payment(charge, unit(charge), dates[moment], dates[moment], charge.cost_line is not None)
    if not home:
        yield Payment(VAT_CASH, -unit(VAT_CASH), dates[RECOVERED], dates[ARRIVES], False)


_ON_THE_WAY = (
    (FREIGHT, SHIPS), (INSURANCE, SHIPS), (DUTY, ARRIVES), (EXTRA_DUTY, ARRIVES),
    (VAT_COST, ARRIVES), (VAT_CASH, ARRIVES), (AGENCY, ARRIVES), (LOCAL, ARRIVES),
    (INSTALL, SERVES), (TRAINING, SERVES),
)  # fmt: skip


def _instalments(bought: Purchase, dates: tuple[int, ...]) -> list[tuple[float, int]]:
    """Shares of the price still due and their periods; what was paid before the start covers the earliest first."""
    offer = bought.offer
    accepted = 1.0 - offer.deposit_share - offer.shipment_share - offer.retention_share
    shares = [offer.deposit_share, offer.shipment_share, max(0.0, accepted), offer.retention_share]
    periods = [bought.period, dates[SHIPS], dates[ACCEPTED], dates[RETAINED]]
    covered, due = bought.paid, []
    for share, period in zip(shares, periods, strict=True):
        used = min(share, covered)
        covered -= used
        due.append((share - used, period))
    return due
