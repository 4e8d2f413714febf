"""Terms of a past deal: currency, trade term, VAT.

What a firm does not say is worked out where the rest allows only one reading; else the price cannot be used.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from importplan.scenario.scenario import HOME
from importplan.survey.returns.answers import Record

CNY = "CNY"
CIF, DDP, DOMESTIC = "CIF", "DDP", "domestic"


@dataclass(frozen=True, slots=True)
class DealTerms:
    """Terms under which a price can stand in the sheet `offers`; `assumed` where the trade term is ours."""

    currency: str
    incoterm: str
    price_includes_vat: bool
    assumed: bool = False


def terms_of(record: Record, origin: str, currencies: Container[str]) -> DealTerms | str:
    """The terms of a deal, or the reason why its price cannot be used."""
    currency, incoterm = record.text("currency"), record.text("incoterm")
    told = record.value("price_includes_vat")
    includes_vat = told if isinstance(told, bool) else None
    if not currency:
        return "no_currency"
    if currency not in currencies:
        return "no_rate"
    if currency == CNY:
        return _in_yuan(incoterm, includes_vat, origin)
    # An import price is without our VAT; one with it, or a domestic one in foreign money, contradicts itself.
    if includes_vat or incoterm == DOMESTIC:
        return "terms_contradict"
    return DealTerms(currency, incoterm or CIF, False, assumed=not incoterm)


def _in_yuan(incoterm: str, includes_vat: bool | None, origin: str) -> DealTerms | str:
    """A price in yuan must say whether VAT is in it; imported goods bought in China are duty-paid."""
    if includes_vat is None:
        return "no_vat"
    if origin == HOME:
        return DealTerms(CNY, DOMESTIC, includes_vat, assumed=incoterm != DOMESTIC)
    if not incoterm and not includes_vat:
        return "no_term"
    bought_here = incoterm in ("", DOMESTIC)
    return DealTerms(CNY, DDP if bought_here else incoterm, includes_vat, assumed=bought_here)
