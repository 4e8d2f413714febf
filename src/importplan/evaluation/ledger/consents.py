"""No relief without consent (workbook contract): a person, a day and a paper, or the exact row of a list.

What the paper says is for the one who prices; here it is looked at whether somebody has consented at all, for this
firm, this regime and this item, and whether that was before the period in which the goods arrive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.purchases import CLEARED, Purchase
from importplan.evaluation.ledger.quotas import relieved
from importplan.evaluation.ledger.violation import Violation, where
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.qualifications import Qualification

Real = NDArray[np.float64]
CONSENT = "consent"
_ENTRIES = re.compile(r"[;；\n]")
_ROW = re.compile(r"[^/]*[^/\s][^/]*/[^/]*[^/\s][^/]*/.*\S")
_COMPARED = re.compile(r"\s*(优于|不属于|better than\b|not\b)", re.IGNORECASE)
_EXAMPLE = re.compile(r"示例|样例|范例|\bexample\b|\bsample\b", re.IGNORECASE)


def without_consent(books: Books, bought: Iterable[Purchase]) -> Iterator[Violation]:
    """Units that are bought under a relief to which nobody has consented; what was cleared before the plan is past."""
    for purchase in bought:
        terms = purchase.terms
        if terms.qualification is None or not terms.needs_consent or purchase.step >= CLEARED:
            continue
        row = books.scenario.qualifications[terms.qualification]
        item = books.scenario.item_of(purchase.offer)
        if not _consented(books, row, terms.regime, item):
            units = float(np.max(purchase.units, initial=0.0))
            yield from where(CONSENT, (row.firm, terms.regime, item.item), np.array([units]))


def before_consent(books: Books, parts: Parts) -> Iterator[Violation]:
    """Units that arrive free of tax in a period that has begun before somebody consented."""
    free = relieved(parts)
    calendar = books.scenario.calendar
    for place, purchase in enumerate(parts.purchases):
        terms = purchase.terms
        if terms.qualification is None or not terms.needs_consent or purchase.step >= CLEARED:
            continue
        row = books.scenario.qualifications[terms.qualification]
        item = books.scenario.item_of(purchase.offer)
        day = _consented_on(books, row, terms.regime, item)
        if day is None:
            continue
        first_period = calendar.index_of(day)
        if calendar.first_day(first_period) < day:
            first_period += 1
        early = free[place] & (parts.arrived[place] < first_period)
        units = float(np.max(np.where(early, parts.arriving[place], 0.0), initial=0.0))
        yield from where(CONSENT, (row.firm, terms.regime, item.item), np.array([units]))


def released_unconsented(books: Books, option: int, name: str, units: Real) -> Iterator[Violation]:
    """Units, (T, D), that leave bond under a relief without consent, or in a period that began before it."""
    terms = books.landed.options[option]
    if terms.qualification is None or not terms.needs_consent:
        return
    row = books.scenario.qualifications[terms.qualification]
    item = books.scenario.items[books.scenario.item_index[name]]
    about = (row.firm, terms.regime, name)
    if not _consented(books, row, terms.regime, item):
        yield from where(CONSENT, about, units)
        return
    day = _consented_on(books, row, terms.regime, item)
    ordinary = books.landed.ordinary[option]
    free = (books.landed.unit_cny[ordinary] != books.landed.unit_cny[option]).any(axis=0)[: books.periods]
    early = [day is not None and books.scenario.calendar.first_day(period) < day for period in range(books.periods)]
    yield from where(CONSENT, about, units[free & np.array(early)])


def _consented_on(books: Books, row: Qualification, regime: str, item: Item) -> date | None:
    """The first day of a consent; None where the goods rest on a row in hand, or nobody consented."""
    if _names_a_row(item):
        return None
    signed = [each.confirmed_on for each in _rows(books, row, regime, item) if _is_filled(books, each)]
    if not signed and _is_filled(books, item):
        signed = [item.confirmed_on]
    return min((day for day in signed if day is not None), default=None)


def _names_a_row(item: Item) -> bool:
    return any(
        _ROW.fullmatch(entry.strip()) for entry in _ENTRIES.split(item.catalog_ref) if not _COMPARED.match(entry)
    )


def _consented(books: Books, row: Qualification, regime: str, item: Item) -> bool:
    return (
        any(_is_filled(books, other) for other in _rows(books, row, regime, item))
        or (_is_filled(books, item) and _claims(books, item) <= 1)
        or _names_a_row(item)
    )


def _rows(books: Books, row: Qualification, regime: str, item: Item) -> Iterator[Qualification]:
    """The rows of the same firm and regime that name the item."""
    for other in books.scenario.qualifications:
        if (other.firm, other.item) == (row.firm, item.item) and other.regime in (row.regime, regime):
            yield other


def _is_filled(books: Books, row: Qualification | Item) -> bool:
    """Whether all three columns are; an example counts in an example alone."""
    filled = bool(row.confirmed_by and row.confirmed_on and row.confirmed_basis)
    shown = _EXAMPLE.search(f"{row.confirmed_by} {row.confirmed_basis}")
    return filled and (books.scenario.settings.example or not shown)


def _claims(books: Books, item: Item) -> int:
    """Certificates under which the item can be bought."""
    offers = {offer.offer for offer in books.scenario.offers if offer.item == item.item}
    return len({each.qualification for each in books.landed.options if each.offer in offers} - {None})
