"""Goods in bond (planning model, section 3, family 5): what lies there, who clears it, and what he pays.

    tax        of the offer that the goods came from, at the rates of the period in which they leave, on its price at
               the rate of that day, or on the customs value of the lot; VAT comes back, where it is deducted, as ever
    price      a firm that takes from the reserve pays it `release_price_share` of the customs value
    stay       what has come has left by the end of the period in which its longest stay ends; in that one it may be
               re-exported, free of tax, and the reserve may clear it for itself: else it clears for who takes

Import tax is nobody's until then, and never that of what stays or goes abroad again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.consents import released_unconsented
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.payments import PaymentKind, months_of_recovery
from importplan.evaluation.ledger.purchases import Purchase
from importplan.evaluation.ledger.quotas import QuotaUse
from importplan.evaluation.ledger.violation import Violation, where
from importplan.plan.lines import VAT_RECOVERED
from importplan.plan.plan import CustomsStatus, Holding
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock

Real = NDArray[np.float64]
HOME_TERMS = ("domestic", "DDP")  # sold cleared: nothing that could lie in bond


@dataclass(frozen=True)
class Bond:
    """What the case has in bond, read from its sheets."""

    books: Books

    @cached_property
    def lots(self) -> dict[Holding, list[tuple[float, float]]]:
        """Stock → units of each lot there at the start, and the day since which it lies there."""
        found: dict[Holding, list[tuple[float, float]]] = {}
        for row in self.books.scenario.stock:
            offer = self._owes(row) if row.customs_status == "bonded" and row.quantity > 0.0 else None
            if offer is not None:
                owner, worth = self.books.scenario.owner_of(row), (row.value_cny or 0.0) / row.quantity
                stock = Holding(owner, row.item, 0.0, CustomsStatus.BONDED, self._place(row), offer.offer, worth)
                start = self.books.scenario.settings.start
                found.setdefault(stock, []).append((row.quantity, float(((row.as_of or start) - start).days)))
        return found

    def _owes(self, row: Stock) -> Offer | None:
        """The offer whose tax a lot owes: as named, else the import of the item on which most is due at the start."""
        offers = [
            each
            for each in self.books.scenario.offers
            if each.item == row.item and each.incoterm not in HOME_TERMS and row.offer in ("", each.offer)
        ]
        owner = self.books.scenario.owner_of(row)
        taxed = [(self._tax_at_start(each, owner), -place, each) for place, each in enumerate(offers)]
        return max(((tax, place, each) for tax, place, each in taxed if tax is not None), default=(0, 0, None))[2]

    def _tax_at_start(self, offer: Offer, payer: str) -> float | None:
        landed = self.books.landed
        for at, option in enumerate(landed.options):
            if (option.offer, option.payer, option.qualification) == (offer.offer, payer, None):
                return float(sum(landed.unit_cny[at, CHARGE_INDEX[kind], 0] for kind in TAXES))
        return None

    def _place(self, row: Stock) -> str:
        mine = [site for site in self._sites(self.books.scenario.owner_of(row))]
        return next((site.site for site in mine if site.site == row.site), mine[0].site if mine else "")

    def _sites(self, owner: str) -> list[Site]:
        scenario = self.books.scenario
        mine = [site for site in scenario.sites if site.kind == "bonded" and scenario.owner_of(site) == owner]
        return sorted(mine, key=lambda site: site.cost_cny_per_m3_month)

    def holding(self, purchase: Purchase) -> Holding:
        """The stock that goods which are ordered into bond go into: at the cheapest bonded site of who buys them."""
        site = next((site.site for site in self._sites(purchase.payer)), "")
        item, offer = purchase.offer.item, purchase.offer.offer
        return Holding(purchase.payer, item, 0.0, CustomsStatus.BONDED, site, offer)

    def stay(self, stock: Holding) -> float | None:
        """Months that goods may lie where a stock in bond lies."""
        sites = (site for site in self.books.scenario.sites if site.site == stock.site)
        return next((site.longest_stay_months for site in sites), None)

    def of_offer(self, stock: Holding) -> Offer:
        """The offer whose tax a stock in bond owes."""
        return self.books.scenario.offers[self.books.scenario.offer_index[stock.offer]]

    def consent_days(self, stock: Holding) -> float:
        """Days that who takes out of the reserve waits for consent."""
        offer = self.of_offer(stock)
        return offer.retransfer_days if stock.owner == RESERVE and offer.end_user == "retransfer" else 0.0


@dataclass(frozen=True)
class Clearing:
    """What a plan says leaves bond."""

    books: Books
    said: Claims
    bond: Bond
    came: dict[Holding, Real] = field(default_factory=dict)  # (2, D, T) ordered: units that come, whose stay ends

    def arrive(self, parts: Parts) -> None:
        """Count what comes into bond, and when its stay ends: not before it is there."""
        calendar, draws, periods = self.books.scenario.calendar, self.books.draws.count, self.books.periods
        serves = np.maximum(calendar.of_days(parts.serve_day), 0)
        for row, purchase in enumerate(parts.purchases):
            if not purchase.into_bond:
                continue
            stock = self.bond.holding(purchase)
            months = self.bond.stay(stock)
            found = self.came.setdefault(stock, np.zeros((2, draws, periods)))
            ends = np.full(draws, periods)
            if months is not None:
                ends = np.maximum(self.books.months_after(parts.port_day[row], months), serves[row])
            for kind, when in enumerate((serves[row], ends)):
                draw = np.flatnonzero((serves[row] < periods) & (when < periods) & ~parts.lost[row])
                found[kind, draw, when[draw]] += parts.units[row, draw]

    def _lanes(self) -> Iterator[tuple[Holding, str, int, Real]]:
        """Stock, taker, option and (T, D) units of what is cleared into the home market."""
        for lane, (place, taker, option) in self.said.clearing.items():
            if option is not None:
                yield self.said.stocks[place], taker, option, self.said.cleared[:, lane].T

    def tax(self, place: int) -> Real:
        """(D,) import tax that is paid on what leaves a stock in bond, undiscounted, deducted or not."""
        found = np.zeros(self.books.draws.count)
        for lane, (of, _, option) in self.said.clearing.items():
            if of == place and option is not None:
                for payment in self._assessed(self.said.stocks[of], option, self.said.cleared[:, lane].T):
                    found += payment.paid.sum(axis=0)
        return found

    def payments(self) -> Iterator[tuple[str, PaymentKind]]:
        """Who pays which tax on what leaves bond."""
        days = self.books.scenario.calendar.first_day_numbers[: self.books.periods].astype(np.float64)[:, None]
        deducted = {kind.cash_line for kind in TAXES if kind.deductible}
        for stock, taker, option, units in self._lanes():
            back = np.maximum(self.books.months_after(days, months_of_recovery(self.books, taker)), 0)
            for payment in self._assessed(stock, option, units) if units.any() else ():
                yield taker, payment
                if payment.cash in deducted:
                    yield taker, PaymentKind(None, VAT_RECOVERED, -payment.amount, back, payment.rate)

    def _assessed(self, stock: Holding, option: int, units: Real) -> Iterator[PaymentKind]:
        """Tax on (T, D) units that leave bond on the first day of each period."""
        books = self.books
        part, rate = 1.0, self._rate(stock)
        if stock.value_cny:
            part, rate = stock.value_cny / float(books.landed.customs_value_cny[option]), None
        for kind in TAXES:
            each = books.landed.unit_cny[option, CHARGE_INDEX[kind], : books.periods][:, None]
            periods = np.arange(books.periods)[:, None]
            yield PaymentKind(kind.cost_line, kind.cash_line, each * units * part, periods, rate)

    def _rate(self, stock: Holding) -> Real | None:
        """(T, D) the rate of the offer's currency in each period over the base rate."""
        draws, currency = self.books.draws, self.bond.of_offer(stock).currency
        if currency not in draws.currencies:
            return None
        factors: Real = draws.fx_factor[:, draws.currencies.index(currency), : self.books.periods]
        return factors.T

    def prices(self) -> Iterator[tuple[str, Real]]:
        """Who pays the reserve, or is paid as it, (D, T) CNY for goods in bond that a firm takes."""
        share = {row.item: row.release_price_share for row in self.books.scenario.reserve_terms}
        for stock, taker, option, units in self._lanes():
            if stock.owner == RESERVE != taker:
                worth = stock.value_cny or float(self.books.landed.customs_value_cny[option])
                paid = units.T * worth * share.get(stock.item, 1.0)
                yield taker, paid
                yield RESERVE, -paid

    def use_quotas(self, quotas: QuotaUse) -> None:
        """Count what is cleared exempt."""
        for stock, _, option, units in self._lanes():
            worth: Real | float = stock.value_cny
            if not worth:
                rate = self._rate(stock)
                worth = float(self.books.landed.customs_value_cny[option]) * (1.0 if rate is None else rate)
            quotas.cleared(option, units, worth)

    def violations(self) -> Iterator[Violation]:
        """What stays too long, goes abroad too early, or is freed without consent."""
        for place, stock in self.said.stocks.items():
            if stock.status is CustomsStatus.BONDED:
                yield from self._stays(place, stock)
        for stock, _, option, units in self._lanes():
            yield from released_unconsented(self.books, option, stock.item, units)

    def _stays(self, place: int, stock: Holding) -> Iterator[Violation]:
        months, books = self.bond.stay(stock), self.books
        ways = self.said.clearing.items()
        unasked = [lane for lane, (of, taker, _) in ways if of == place and taker in ("", RESERVE)]
        left = self.said.cleared[:, unasked].sum(axis=1)
        if months is None:
            yield from where("stay_over", (stock.owner, stock.item), left)
            return
        came, over = (self.came.get(stock, np.zeros((2, *left.shape)))[row].copy() for row in (0, 1))
        for units, day in self.bond.lots.get(stock, ()):
            ends = int(books.months_after(np.array([day]), months)[0])
            came[:, 0] += units
            if ends < books.periods:
                over[:, ends] += units
        still = np.cumsum(came - over, axis=1)
        yield from where("longest_stay", (stock.owner, stock.item, stock.site), self.said.stock[:, place] - still)
        yield from where("stay_over", (stock.owner, stock.item), left - over)
