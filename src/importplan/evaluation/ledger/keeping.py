"""What the owner of a stock pays for keeping it under terms of the reserve (sheet `reserve_terms`).

government, entrusted    the stock of the reserve
firm                     each firm's own stock
capacity, framework      no stock
"""

from __future__ import annotations

from importplan.evaluation.ledger.books import Books
from importplan.scenario.scenario import RESERVE

STOCK_OF_THE_RESERVE = {"government": True, "entrusted": True, "firm": False}


def kept_for(books: Books, owner: str, item: str) -> dict[str, float]:
    """Line → CNY of a unit of an owner's stock for a whole period; empty where no terms hold for it."""
    found: dict[str, float] = {}
    for row in books.scenario.reserve_terms:
        if row.item != item or STOCK_OF_THE_RESERVE.get(row.mode) is not (owner == RESERVE):
            continue
        worth, months = books.reference_value(item), books.scenario.calendar.months
        found["holding_fee"] = months * row.holding_fee_cny
        found["rotation"] = (
            worth * row.rotation_loss_share * (months / row.rotation_months if row.rotation_months else 0)
        )
        found["interest_subsidy"] = -worth * row.interest_subsidy * months / 12.0
    return found
