"""What a purchase declares and pays beside its price, from the columns of its offer (workbook contract, offers).

    customs value = price + freight + insurance + royalty + design + commission + packing
                    + tooling − installation inside
    paid beside the price: royalty, design, commission, packing; tooling and installation inside are not

Who pays freight and insurance follows from the term; insurance is a share of price and freight. In CNY at base rates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from importplan.customs.cost.rules import CHARGES
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.purchases import Purchase
from importplan.evaluation.ledger.violation import Violation, where
from importplan.scenario.contract_price import offered_price
from importplan.scenario.schema.offers import Offer

DECLARED = "declared"
CARRIED_BY_BUYER = {"EXW", "FCA", "FAS", "FOB"}
INSURED_BY_BUYER = CARRIED_BY_BUYER | {"CFR", "CPT"}


def declared(books: Books, bought: Iterable[Purchase]) -> Iterator[Violation]:
    """Customs values, and sums beside the price, that are not what the offer says; relief changes neither."""
    options = sorted({int(books.landed.ordinary[purchase.option]) for purchase in bought})
    charges = {kind.key: place for place, kind in enumerate(CHARGES)}
    for option in options:
        terms = books.landed.options[option]
        if terms.domestic:
            continue
        offer = books.scenario.offers[books.scenario.offer_index[terms.offer]]
        rate = books.landed.base_rate.get(offer.currency, 1.0)
        value = _value(offer) * rate
        found = books.landed.customs_value_cny[option]
        yield from where(DECLARED, (offer.offer, "customs_value"), np.abs(np.array([found - value])), value)
        for name, amount in _paid_beside(offer).items():
            over = np.abs(books.landed.unit_cny[option, charges[name]] - amount * rate)
            yield from where(DECLARED, (offer.offer, name), over, amount * rate)


def _paid_beside(offer: Offer) -> dict[str, float]:
    return {
        "royalty": offer.royalty, "design": offer.design, "commission": offer.commission, "packing": offer.packing,
    }  # fmt: skip


def _value(offer: Offer) -> float:
    price = offered_price(offer).amount
    freight = price * offer.freight_share if offer.incoterm in CARRIED_BY_BUYER else 0.0
    insurance = (price + freight) * offer.insurance_share if offer.incoterm in INSURED_BY_BUYER else 0.0
    carried = price + freight + insurance
    return carried + sum(_paid_beside(offer).values()) + offer.tooling - offer.installation_inside
