"""What sellers, firms and customs ask of a purchase: shares, fees, exchange rates, refusals, charges by arrival."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.charge_kind import ChargeKind
from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.table import LandedTable
from importplan.model.case.purchases import Purchases, currency_positions, payers_of
from importplan.scenario.contract_price import credit_fee, credit_margin, days_after_shipment
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class OfferTerms:
    """Terms of offers and options as arrays; exchange rates of the draws of the plan, or of others."""

    scenario: Scenario
    landed: LandedTable
    draws: DrawSet

    def option_id(self, option: int) -> tuple[str, str, str, int]:
        """Offer, payer, treatment and certificate (its number on the sheet, 0 where there is none) of an option."""
        row = self.landed.options[option]
        return row.offer, row.payer, row.regime, 0 if row.qualification is None else row.qualification + 1

    @property
    def last_period(self) -> int:
        """The last period of the landed-cost table; everything later counts as in it."""
        return int(self.landed.unit_cny.shape[2]) - 1

    @cached_property
    def offer_item(self) -> Whole:
        """(offer,) position of the item."""
        return np.array([self.scenario.item_index[offer.item] for offer in self.scenario.offers], dtype=np.int64)

    @cached_property
    def option_item(self) -> Whole:
        """(option,) position of the item."""
        offers = [self.scenario.offer_index[option.offer] for option in self.landed.options]
        return self.offer_item[np.array(offers, dtype=np.int64)]

    @cached_property
    def qualification(self) -> Whole:
        """(option,) position of the qualification that it rests on; -1 where it rests on none."""
        found = [-1 if option.qualification is None else option.qualification for option in self.landed.options]
        return np.array(found, dtype=np.int64)

    @cached_property
    def domestic(self) -> NDArray[np.bool_]:
        """(option,) bought in China."""
        return np.array([option.domestic for option in self.landed.options], dtype=bool)

    @cached_property
    def refund_share(self) -> Real:
        """(offer,) share of the instalments paid that comes back when an order is lost."""
        return np.array([offer.refund_share for offer in self.scenario.offers], dtype=np.float64)

    @cached_property
    def clearance_cny(self) -> Real:
        """(offer,) CNY per shipment."""
        return np.array([offer.clearance_fee_cny for offer in self.scenario.offers], dtype=np.float64)

    @cached_property
    def currency(self) -> Whole:
        """(offer,) position of its currency in `LandedTable.base_rate`."""
        return currency_positions(self.landed, (offer.currency for offer in self.scenario.offers))

    def charge_at(self, option: Whole, charge: ChargeKind, period: Whole) -> Real:
        """CNY per unit of a charge for goods that arrive in `period` (part, D), shape (part, D)."""
        found: Real = self.landed.unit_cny[option[:, None], CHARGE_INDEX[charge], np.minimum(period, self.last_period)]
        return found

    @cached_property
    def _rate_lock(self) -> tuple[Real, Real]:
        # (currency,) share of contract payments whose rate is locked, and the locked rate over the base rate
        rows = {row.currency: row for row in self.scenario.fx if row.locked_rate is not None}
        lock = [rows.get(currency) for currency in self.landed.base_rate]
        share = np.array([0.0 if row is None else row.locked_share for row in lock])
        rate = [1.0 if row is None else (row.locked_rate or 0.0) / self.landed.base_rate[row.currency] for row in lock]
        return share, np.array(rate)

    def contract_rate_factor(self, currency: Whole, period: Whole, draws: DrawSet) -> Real:
        """As `rate_factor`, for payments to the seller: their locked share keeps the locked rate."""
        if not (currency >= 0).any():
            return np.ones(period.shape)
        share, rate = (
            np.where(currency >= 0, each[currency], fixed)[:, None]
            for each, fixed in zip(self._rate_lock, (0.0, 1.0), strict=True)
        )
        found: Real = share * rate + (1.0 - share) * self.rate_factor(currency, period, draws)
        return found

    def rate_factor(self, currency: Whole, period: Whole, draws: DrawSet) -> Real:
        """Exchange rate of each draw in `period` (part, D) over the base rate; 1 where `currency` (part,) is -1."""
        of_draws = [draws.currency_index.get(name, -1) for name in self.landed.base_rate]
        currency = np.array([*of_draws, -1], dtype=np.int64)[currency]
        if not (currency >= 0).any():
            return np.ones(period.shape)
        draw = np.arange(draws.count)[None, :]
        last = draws.fx_factor.shape[2] - 1
        factor = draws.fx_factor[draw, np.maximum(currency, 0)[:, None], np.minimum(period, last)]
        return np.where((currency >= 0)[:, None], factor, 1.0)

    def refusals(self, purchases: Purchases, row: Whole, draws: DrawSet) -> NDArray[np.bool_]:
        """(part, D) whether the export licence of a purchase is refused; licences in hand are not refused any more."""
        never, payers = len(draws.licence_groups), payers_of(self.scenario)
        pairs, inverse = np.unique(np.stack([purchases.offer[row], purchases.payer[row]]), axis=1, return_inverse=True)
        group = np.full(pairs.shape[1], never, dtype=np.int64)
        for position, (offer_index, payer) in enumerate(pairs.T):
            offer = self.scenario.offers[offer_index]
            if offer.licence_refusal > 0:
                name = self.scenario.licence_group_of(offer, payers[payer])
                group[position] = draws.licence_index.get(name, never)
        refused = np.append(draws.refused, np.zeros((draws.count, 1), dtype=bool), axis=1).T
        found: NDArray[np.bool_] = refused[group[inverse.reshape(-1)]]
        first_signed = int(np.isnan(purchases.signed).sum())
        for position, order in enumerate(self.scenario.open_orders if first_signed < purchases.count else ()):
            if order.stage not in ("signed", "licence_applied"):
                found[row == first_signed + position] = False
        return found

    @cached_property
    def credit_terms(self) -> tuple[Real, Real, Real]:
        """(offer,) margin share and fee share of a letter of credit, days until what is due on shipment is paid."""
        each = [(credit_margin(row), credit_fee(row), days_after_shipment(row)) for row in self.scenario.offers]
        margin, fee, days = np.array(each, dtype=np.float64).reshape(-1, 3).T
        return margin, fee, days

    def vat_share(self, option: Whole, period: Whole, number: int) -> Real:
        """(part, D) share of the import VAT that is due with instalment `number` for goods that arrive in `period`."""
        found: Real = self.landed.timing.vat_share[option[:, None], np.minimum(period, self.last_period), number]
        return found
