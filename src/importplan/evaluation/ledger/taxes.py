"""Import tax: duty and VAT of the day of arrival, VAT by instalments, guarantees, and tax beyond a quota.

    duty       CNY per unit on the day of arrival × units, paid on arrival
    VAT        the same; its instalments fall due at the beginning of each twelve months from the first import, and each
               comes back, where it is deducted, `vat_recovery_months` later (docs/model.md, Cash and budgets)
    guarantee  share × the tax that the relief frees, from arrival until the application is decided
    beyond     units that a quota leaves taxed pay the ordinary tax and not that of their relief

All of it is at the rate of the day of arrival, on which it is assessed. What is cleared before the plan has paid its
duty, its first instalment of VAT, and all that was due before the plan.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.charge_kind import ChargeKind, Milestone
from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.payments import PaymentKind, recovery_months
from importplan.evaluation.ledger.purchases import CLEARED
from importplan.evaluation.ledger.rates import market_rate
from importplan.plan.lines import VAT_RECOVERED

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
MONTHS_A_YEAR = 12.0
DUTIES = tuple(kind for kind in TAXES if kind.milestone is not Milestone.IMPORT_VAT)
VAT = tuple(kind for kind in TAXES if kind.milestone is Milestone.IMPORT_VAT)


def taxes(books: Books, parts: Parts) -> Iterator[PaymentKind]:
    """Import tax of what arrives, as if every relief held that was asked for."""
    yield from _assessed(books, parts, parts.option, _imported(parts, parts.arriving))


def beyond_quota(books: Books, parts: Parts, beyond: Real) -> Iterator[PaymentKind]:
    """What changes for the units, (B, D), that a quota leaves taxed: the ordinary tax in place of their own."""
    units = _imported(parts, beyond)
    yield from _assessed(books, parts, parts.option, -units)
    yield from _assessed(books, parts, books.landed.ordinary[parts.option], units)


def _imported(parts: Parts, units: Real) -> Real:
    return np.where(parts.domestic, 0.0, units * parts.price)


def _assessed(books: Books, parts: Parts, option: Whole, units: Real) -> Iterator[PaymentKind]:
    """Tax on units (times their price) under a treatment; `option` is (B, 1)."""
    if not units.any():
        return
    rate = market_rate(books, parts, parts.arrived)
    for kind in DUTIES:
        amount = parts.unit_cny(CHARGE_INDEX[kind], option) * units * parts.before(CLEARED)
        if amount.any():
            yield PaymentKind(kind.cost_line, kind.cash_line, amount, books.paid_in(parts.port_day), rate)
    share = books.landed.timing.vat_share[option, parts.arrived]  # (B, D, instalment)
    for kind in VAT:
        amount = parts.unit_cny(CHARGE_INDEX[kind], option) * units
        if not amount.any():
            continue
        for number in range(share.shape[2]):
            part = amount * share[:, :, number]
            if part.any():
                yield from _instalment(books, parts, option, kind, number, part, rate)
    yield from _guarantee(books, parts, option, units, rate)


def _instalment(
    books: Books, parts: Parts, option: Whole, kind: ChargeKind, number: int, amount: Real, rate: Real | None
) -> Iterator[PaymentKind]:
    first = books.landed.timing.first_import_day[option]
    began = np.where(np.isnan(first), parts.port_day, np.minimum(first, parts.port_day))

    def due(later_months: Real | float) -> Whole:
        """An instalment whose day has passed is due on arrival; the first one is, in any case. Before the plan: < 0."""
        on_arrival = books.scenario.calendar.of_months_after(parts.port_day, later_months)
        since = books.scenario.calendar.of_months_after(began, number * MONTHS_A_YEAR + later_months)
        return on_arrival if number == 0 else np.maximum(since, on_arrival)

    coming, paid = parts.before(CLEARED), due(0.0)
    owed = np.where(coming | ((paid >= 0) & (number > 0)), amount, 0.0)
    yield PaymentKind(kind.cost_line, kind.cash_line, owed, np.maximum(paid, 0), rate)
    if kind.deductible:
        back = due(recovery_months(books, parts))
        still = np.where(coming | (back >= 0), amount, 0.0)
        yield PaymentKind(None, VAT_RECOVERED, -still, np.maximum(back, 0), rate)


def _guarantee(books: Books, parts: Parts, option: Whole, units: Real, rate: Real | None) -> Iterator[PaymentKind]:
    """Tax that an undecided application would free stays with customs, as far as it is secured in cash."""
    timing = books.landed.timing
    share, decided = timing.guarantee_share[option], timing.decision_day[option]
    waits = (share > 0.0) & (parts.port_day < np.where(np.isnan(decided), -np.inf, decided))
    if not waits.any():
        return
    ordinary = books.landed.ordinary[option]
    freed = np.zeros(parts.shape)
    for kind in TAXES:
        freed += parts.unit_cny(CHARGE_INDEX[kind], ordinary) - parts.unit_cny(CHARGE_INDEX[kind], option)
    amount = np.where(waits, freed * units * share, 0.0)
    arrived = books.paid_in(parts.port_day)
    back = np.maximum(books.paid_in(np.nan_to_num(decided)), arrived)
    yield PaymentKind(None, "tax_guarantee", amount * parts.before(CLEARED), arrived, rate)
    yield PaymentKind(None, "tax_guarantee", -amount, np.broadcast_to(back, parts.shape), rate)
