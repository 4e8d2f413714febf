"""Quotas: what arrives exempt under a certificate in a year, or in total, less what of it is taxed (section 3, 4).

Year and value are those of the day of arrival, at the price of the draw and its exchange rate on that day. What arrives
where a relief frees nothing and lets nothing be paid later uses no quota.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.purchases import CALL, CLEARED, ORDER, SIGNED
from importplan.evaluation.ledger.rates import market_rate
from importplan.evaluation.ledger.violation import Violation, where
from importplan.plan.plan import QuotaPart
from importplan.scenario.schema.qualifications import Qualification

Real = NDArray[np.float64]
NOTHING_CNY = 1e-9  # per unit: a difference below it is rounding
ALL_YEARS = 0
UNITS, IN_CNY, IN_USD = range(3)  # what a quota counts
Use = dict[tuple[int, int], Real]  # certificate and year → (3, D) units, customs value in CNY and in USD


def beyond_of(said: Claims, parts: Parts) -> tuple[NDArray[np.int64], list[QuotaPart], Real]:
    """Rows of parts that the plan says a quota leaves taxed in part, what it calls them, (rows, D) their units."""
    rows, found = [], []
    for row, band in enumerate(parts.bands):
        purchase = band.purchase
        part = QuotaPart(
            order=purchase.place if purchase.kind == ORDER else None,
            signed=purchase.place if purchase.kind == SIGNED else None,
            band=band.number,
            call=(purchase.place, purchase.period) if purchase.kind == CALL else None,
        )
        if part in said.parts:
            rows.append(row)
            found.append(part)
    return np.array(rows, dtype=np.int64), found, said.beyond[:, [said.parts[part] for part in found]].T


@dataclass(frozen=True)
class QuotaUse:
    """What the exempt goods of a plan use of the quotas of their certificates."""

    books: Books
    coming: Use = field(default_factory=dict)  # ordered, signed, called
    settled: Use = field(default_factory=dict)  # cleared before the plan

    def arrive(self, parts: Parts) -> None:
        """Count what arrives exempt."""
        self._count(parts, parts.arriving)

    def taxed(self, parts: Parts, beyond: Real) -> Iterator[Violation]:
        """Take off, (B, D), what is taxed all the same; no more of a part than arrives of it."""
        for row, band in enumerate(parts.bands):
            about = (band.purchase.offer.offer, band.purchase.payer)
            open_still = band.purchase.terms.qualification is not None and band.purchase.step < CLEARED
            exempt = parts.arriving[row] if open_still else 0.0
            yield from where("quota_request", about, beyond[row] - exempt)
        self._count(parts, -beyond)

    def cleared(self, option: int, units: Real, worth: Real | float) -> None:
        """Count what leaves bond under an option: (T, D) units on the first day of each period, CNY per unit."""
        landed, calendar = self.books.landed, self.books.scenario.calendar
        certificate, periods = landed.options[option].qualification, self.books.periods
        if certificate is None or not units.any() or not _quotas(self.books.scenario.qualifications[certificate]):
            return
        taxes = [CHARGE_INDEX[kind] for kind in TAXES]
        freed = np.abs(landed.unit_cny[landed.ordinary[option]][taxes] - landed.unit_cny[option][taxes]).max(axis=0)
        counts = np.where(freed[:periods, None] > NOTHING_CNY, units, 0.0)
        value = counts * worth
        usd = np.full(counts.shape, landed.base_rate.get("USD", 1.0))
        if "USD" in self.books.draws.currencies:
            usd = usd * self.books.draws.fx_factor[:, self.books.draws.currencies.index("USD"), :periods].T
        by_year = self.books.scenario.qualifications[certificate].quota_scope == "year"
        for period in range(periods):
            year = calendar.first_day(period).year if by_year else ALL_YEARS
            use = np.stack([counts[period], value[period], value[period] / usd[period]])
            _add(self.coming, certificate, np.full(counts.shape[1], year), use)

    def _count(self, parts: Parts, units: Real) -> None:
        relieves, rate, usd = relieved(parts), market_rate(self.books, parts, parts.arrived), self._usd(parts)
        for row, purchase in enumerate(parts.purchases):
            certificate = purchase.terms.qualification
            if certificate is None or not units[row].any():
                continue
            terms = self.books.scenario.qualifications[certificate]
            if not _quotas(terms):
                continue
            used = self.settled if purchase.step >= CLEARED else self.coming
            counts = np.where(relieves[row], units[row], 0.0)
            worth = counts * parts.price[row] * self.books.landed.customs_value_cny[purchase.option]
            worth = worth if rate is None else worth * rate[row]
            use = np.stack([counts, worth, worth / usd[row]])
            years = np.full(len(counts), ALL_YEARS)
            _add(
                used,
                certificate,
                years if terms.quota_scope != "year" else self.books.year_of(parts.port_day[row]),
                use,
            )

    def _usd(self, parts: Parts) -> Real:
        """(B, D) CNY for a US dollar on the day of arrival."""
        draws, base = self.books.draws, self.books.landed.base_rate.get("USD", 1.0)
        if "USD" not in draws.currencies:
            return np.full(parts.shape, base)
        factors = draws.fx_factor[:, draws.currencies.index("USD")]
        found: Real = base * factors[np.arange(draws.count), np.minimum(parts.arrived, factors.shape[1] - 1)]
        return found

    def violations(self) -> Iterator[Violation]:
        """Quotas that what comes exceeds; what was cleared before the plan leaves so much less, but never below 0."""
        nothing = np.zeros((3, self.books.draws.count))
        for (certificate, year), used in sorted(self.coming.items()):
            row = self.books.scenario.qualifications[certificate]
            settled = self.settled.get((certificate, year), nothing)
            for kind, most in _quotas(row):
                left = np.maximum(most - settled[kind], 0.0)
                yield from where("quota", (row.firm, row.regime, str(year)), used[kind] - left, most)


def relieved(parts: Parts) -> NDArray[np.bool_]:
    """(B, D) whether the relief of a part frees any tax on its day of arrival, or lets it be paid later."""
    landed = parts.books.landed
    ordinary = landed.ordinary[parts.option]
    found = np.zeros(parts.shape, dtype=np.bool_)
    for kind in TAXES:
        column = CHARGE_INDEX[kind]
        found |= np.abs(parts.unit_cny(column, ordinary) - parts.unit_cny(column)) > NOTHING_CNY
    share = landed.timing.vat_share
    found |= (share[ordinary, parts.arrived] != share[parts.option, parts.arrived]).any(axis=2)
    return found


def _add(used: Use, certificate: int, years: NDArray[np.int64], use: Real) -> None:
    """Count units and values, (3, D), for the year that each draw has."""
    for year in np.unique(years[use[UNITS] != 0.0]).tolist():
        before = used.get((certificate, year), np.zeros(use.shape))
        used[certificate, year] = before + use * (years == year)


def _quotas(row: Qualification) -> list[tuple[int, float]]:
    """What a certificate limits, and how much of it."""
    limits = ((UNITS, row.quota_units), (IN_CNY, row.quota_cny), (IN_USD, row.quota_usd))
    return [(kind, most) for kind, most in limits if most is not None]
