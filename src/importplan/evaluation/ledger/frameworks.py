"""Frameworks: what is booked, in which periods, and what may be called of it (planning model, section 3, family 11)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.violation import Violation, where
from importplan.scenario.scenario import Scenario

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
FRAMEWORK = "framework"
SEEN_DECIMALS = 9  # shares of capacity nearer than this are the same thing seen


def booked_periods(scenario: Scenario, supplier: str) -> Whole:
    """The periods that the framework of a supplier covers; none where it has none."""
    row = scenario.suppliers[scenario.supplier_index[supplier]]
    calendar = scenario.calendar
    if row.booking_cost_cny is None:
        return np.zeros(0, dtype=np.int64)
    first = 0 if row.booking_from is None else max(0, calendar.index_of(row.booking_from))
    last = calendar.count - 1 if row.booking_to is None else min(calendar.count - 1, calendar.index_of(row.booking_to))
    return np.arange(first, last + 1, dtype=np.int64)


def frameworks(books: Books, hazards: Hazards, said: Claims) -> Iterator[Violation]:
    """Bookings between their bounds; calls within what is booked and available, on offers that can be called."""
    scenario = books.scenario
    for name, units in said.bookings.items():
        row = scenario.suppliers[scenario.supplier_index[name]]
        most = 0.0 if row.booking_cost_cny is None else np.inf if row.booking_max is None else row.booking_max
        yield from where("booking", (name,), max(-units, units - most, row.booking_min - units if units else 0.0))
    called = calls_by_offer(books, said)
    yield from _in_whole_units(books, said, called)
    for at, taken in called.items():
        if scenario.offers[at].contract != FRAMEWORK:
            yield from where(FRAMEWORK, (scenario.offers[at].offer,), taken)
    for supplier in scenario.suppliers:
        booked = np.zeros(books.periods)
        booked[booked_periods(scenario, supplier.supplier)] = said.bookings.get(supplier.supplier, 0.0)
        yield from _of_supplier(books, hazards, called, supplier.supplier, booked)


def _in_whole_units(books: Books, said: Claims, called: dict[int, Real]) -> Iterator[Violation]:
    """Where an item is planned in whole units, calls of it are whole, and bookings of such items alone.

    Calls that a rule makes are looked at with it (`call_rule`).
    """
    offers = books.scenario.offers
    counted = {row for row, offer in enumerate(offers) if books.scenario.item_of(offer).whole_units}
    if books.draws.given:
        for row in sorted(counted & called.keys()):
            yield from where("whole_units", (offers[row].offer,), np.abs(called[row] - np.round(called[row])))
    for name, units in said.bookings.items():
        mine = {row for row, offer in enumerate(offers) if (offer.supplier, offer.contract) == (name, FRAMEWORK)}
        if mine and mine <= counted:
            yield from where("whole_units", (name,), abs(units - round(units)))


def _of_supplier(
    books: Books, hazards: Hazards, called: dict[int, Real], supplier: str, booked: Real
) -> Iterator[Violation]:
    """Each offer within what is available of it, all of them together within the best one of them."""
    offers, scale = books.scenario.offers, float(booked.max(initial=0.0))
    mine = [row for row, offer in enumerate(offers) if (offer.supplier, offer.contract) == (supplier, FRAMEWORK)]
    if not any(row in called for row in mine):
        return
    total, best = np.zeros((books.draws.count, books.periods)), np.zeros((books.draws.count, books.periods))
    for row in mine:
        available, units = hazards.available(row), called.get(row, np.zeros_like(total))
        yield from where(FRAMEWORK, (offers[row].offer,), units - available * booked, scale)
        total, best = total + units, np.maximum(best, available)
    yield from where(FRAMEWORK, (supplier,), total - best * booked, scale)


def calls_by_offer(books: Books, said: Claims) -> dict[int, Real]:
    """Offer → (D, T) units called."""
    found: dict[int, Real] = {}
    for lane, option in said.calls.items():
        row = books.scenario.offer_index[books.landed.options[option].offer]
        found[row] = found[row] + said.called[:, lane] if row in found else said.called[:, lane]
    return found


def foresight(books: Books, hazards: Hazards, said: Claims) -> Iterator[Violation]:
    """A call knows what was seen up to its period and nothing else: draws that look alike so far get the same call.

    Seen at t (planning model, Sharpened): demand due up to t, line by line, what of every offer is available up to t,
    and all other values that the workbook gives. Where draws are sampled calls follow a rule instead (`call_rule`).
    """
    if not books.draws.given or not any(said.called[:, lane].any() for lane in said.calls):
        return
    label = np.zeros(books.draws.count, dtype=np.int64)
    for period, seen in enumerate(_seen(books, hazards)):
        known = np.column_stack([label, np.round(seen, SEEN_DECIMALS)])
        label = np.unique(known, axis=0, return_inverse=True)[1].reshape(-1)
        first = np.unique(label, return_index=True)[1][label]  # the first draw that looks the same
        for lane, option in said.calls.items():
            units = said.called[:, lane, period]
            about = (books.landed.options[option].offer, str(period))
            yield from where("foresight", about, np.abs(units - units[first]))


def _seen(books: Books, hazards: Hazards) -> Iterator[Real]:
    """(D, anything) what each draw shows in a period, period by period."""
    draws, patterns = books.draws, np.unique(hazards.pattern, return_index=True)[1].tolist()
    available = np.stack([hazards.available(row) for row in patterns], axis=1)
    due_in = np.array([books.scenario.period_due(line) for line in books.scenario.demand], dtype=np.int64)
    given = [values for values in (draws.price_factor, draws.delay_days) if values is not None]
    for period in range(books.periods):
        seen = [available[:, :, period], draws.demand[:, due_in == period]]
        seen += [values[:, :, period] for values in (draws.fx_factor, *given)]
        yield np.concatenate(seen, axis=1)
