"""Quotas: what arrives exempt under a certificate in a year, or in total, less what of it is taxed (section 3, 4).

Year and value are those of the day of arrival, at the price of the draw. What arrives where a relief frees nothing and
lets nothing be paid later uses no quota.
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
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.purchases import CALL, ORDER
from importplan.evaluation.ledger.violation import CONTRACT, Violation, where
from importplan.plan.plan import QuotaPart
from importplan.scenario.schema.qualifications import Qualification

Real = NDArray[np.float64]
NOTHING_CNY = 1e-9  # per unit: a difference below it is rounding
ALL_YEARS = 0
Use = dict[tuple[int, int], tuple[Real, Real]]  # certificate and year → (D,) units, CNY


def beyond_of(said: Claims, parts: Parts) -> tuple[NDArray[np.int64], list[QuotaPart], Real]:
    """Rows of parts that the plan says a quota leaves taxed in part, what it calls them, (rows, D) their units."""
    rows, found = [], []
    for row, band in enumerate(parts.bands):
        purchase = band.purchase
        order, signed = (purchase.place, None) if purchase.kind == ORDER else (None, purchase.place)
        part = QuotaPart(order, signed, band.number)
        if purchase.kind != CALL and part in said.parts:
            rows.append(row)
            found.append(part)
    return np.array(rows, dtype=np.int64), found, said.beyond[:, [said.parts[part] for part in found]].T


@dataclass(frozen=True)
class QuotaUse:
    """What the exempt goods of a plan use of the quotas of their certificates."""

    books: Books
    orders: Use = field(default_factory=dict)
    calls: Use = field(default_factory=dict)
    by_period: Use = field(default_factory=dict)  # of orders, by the year of the first day of the period of arrival

    def arrive(self, parts: Parts) -> None:
        """Count what arrives exempt."""
        self._count(parts, parts.arriving)

    def taxed(self, parts: Parts, beyond: Real) -> Iterator[Violation]:
        """Take off, (B, D), what is taxed all the same; no more of a part than arrives of it."""
        for row, band in enumerate(parts.bands):
            about = (band.purchase.offer.offer, band.purchase.payer)
            exempt = parts.arriving[row] if band.purchase.terms.qualification is not None else 0.0
            yield from where("quota_request", about, beyond[row] - exempt)
        self._count(parts, -beyond)

    def _count(self, parts: Parts, units: Real) -> None:
        relieves = self._relieves(parts)
        for row, purchase in enumerate(parts.purchases):
            certificate = purchase.terms.qualification
            if certificate is None or not units[row].any():
                continue
            terms = self.books.scenario.qualifications[certificate]
            if not _quotas(self.books, terms):
                continue
            used = self.calls if parts.called[row, 0] else self.orders
            counts = np.where(relieves[row], units[row], 0.0)
            worth = counts * parts.price[row] * self.books.landed.customs_value_cny[purchase.option]
            years, whole = np.full(len(counts), ALL_YEARS), terms.quota_scope != "year"
            _add(used, certificate, years if whole else self.books.year_of(parts.port_day[row]), counts, worth)
            if used is self.orders:
                of_period = years if whole else self._first_years[parts.arrived[row]]
                _add(self.by_period, certificate, of_period, counts, worth)

    @cached_property
    def _first_years(self) -> NDArray[np.int64]:
        """The year of the first day of each period of the table."""
        calendar = self.books.scenario.calendar
        years = [calendar.first_day(period).year for period in range(self.books.table_periods)]
        return np.array(years, dtype=np.int64)

    def _relieves(self, parts: Parts) -> NDArray[np.bool_]:
        """(B, D) whether the relief of a part frees any tax on its day of arrival, or lets it be paid later."""
        ordinary = self.books.landed.ordinary[parts.option]
        found = np.zeros(parts.shape, dtype=np.bool_)
        for kind in TAXES:
            column = CHARGE_INDEX[kind]
            found |= np.abs(parts.unit_cny(column, ordinary) - parts.unit_cny(column)) > NOTHING_CNY
        share = self.books.landed.timing.vat_share
        found |= (share[ordinary, parts.arrived] != share[parts.option, parts.arrived]).any(axis=2)
        return found

    def violations(self) -> Iterator[Violation]:
        """Quotas that are exceeded.

        Told as `contract`, until the model is mended: those that call-offs make so, and those that are kept where all
        that arrives in a period counts for the year in which the period begins.
        """
        nothing = np.zeros(self.books.draws.count)
        for certificate, year in sorted({*self.orders, *self.calls}):
            row = self.books.scenario.qualifications[certificate]
            about = (row.firm, row.regime, str(year))
            used = self.orders.get((certificate, year), (nothing, nothing))
            called = self.calls.get((certificate, year), (nothing, nothing))
            for kind, most in _quotas(self.books, row):
                broken = list(where("quota", about, used[kind] - most, most))
                if broken and not self._by_period(certificate, kind, most):
                    yield Violation(CONTRACT, ("quota_year", *about), broken[0].excess)
                else:
                    over = used[kind] + called[kind] - most
                    yield from broken or where(CONTRACT, ("calls_quota", *about), over, most)

    def _by_period(self, certificate: int, kind: int, most: float) -> bool:
        """Whether a quota is exceeded also where periods count for the year in which they begin."""
        uses = (use[kind] - most for (of, _), use in self.by_period.items() if of == certificate)
        return any(True for use in uses for _ in where("quota", (), use, most))


def _add(used: Use, certificate: int, years: NDArray[np.int64], units: Real, worth: Real) -> None:
    """Count units and CNY, (D,) each, for the year that each draw has."""
    nothing = np.zeros(len(units))
    for year in np.unique(years[units != 0.0]).tolist():
        inside = years == year
        before = used.get((certificate, year), (nothing, nothing))
        used[certificate, year] = (before[0] + units * inside, before[1] + worth * inside)


def _quotas(books: Books, row: Qualification) -> list[tuple[int, float]]:
    """What a certificate limits: (0, units) and (1, CNY)."""
    usd = None if row.quota_usd is None else row.quota_usd * books.landed.base_rate["USD"]
    return [(kind, most) for kind, most in ((0, row.quota_units), (1, row.quota_cny), (1, usd)) if most is not None]
