"""Sheet `quotes` (比价表): all offers of each item asked for, side by side, which was chosen and why not the lowest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet, first_rows_printed
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.orders import MAKER, PAYMENT, PRICE_CELL
from importplan.results.table import Column, Form, Leads, Look, Reader, Table
from importplan.results.views.offers_compared import ComparedOffer, offers_compared, why_words
from importplan.scenario.contract_price import offered_price

MOST_PRINTED = 30  # offers, those of the next orders


@dataclass(frozen=True)
class QuoteLine:
    """An offer compared, and why it was chosen or not."""

    row: ComparedOffer
    why: str


def treatment_words(names: Names, row: ComparedOffer) -> str | None:
    """The tax treatment that the landed cost is of; a relief that is only planned stands beside it, as not counted."""
    if row.option is None:
        return None
    more = (names.word("result.quotes.if_granted", regime=names.regime(option)) for option in row.planned)
    return names.word("result.reason.join").join((names.regime(row.option), *more))


def numbers_words(names: Names, row: QuoteLine) -> str | None:
    """The numbers of its orders."""
    return names.word("result.list_join").join(str(line.number) for line in row.row.orders) or None


TREATED = Form(Look.LONG_TEXT, treatment_words)
COLUMNS: tuple[Column[QuoteLine], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.row.offer.item),
    Column("quote_rank", "count", forms.WHOLE, lambda row: row.row.rank, known_as="rank"),
    Column("maker_origin", "", MAKER, lambda row: row.row.offer, reader=Reader.PEOPLE),
    Column("landed_unit_cny", "cny", forms.YUAN, lambda row: row.row.landed_cny),
    Column("above_lowest", "share", forms.SHARE, lambda row: row.row.above_lowest),
    Column("chosen_units", "goods", forms.UNITS, lambda row: row.row.units or None),
    in_words("chosen_orders", numbers_words),
    Column("choice_reason", "", forms.LONG, lambda row: row.why),
    Column(
        "quote_standing", "", forms.worded("result.standing"), lambda row: row.row.standing.value, known_as="standing"
    ),
    Column("earliest_usable", "", forms.DATE, lambda row: row.row.earliest_usable),
    Column("days_to_use", "days", forms.WHOLE, lambda row: row.row.days_to_use),
    Column("unit_price", "currency", forms.MONEY, lambda row: offered_price(row.row.offer).amount, leads=PRICE_CELL),
    Column("currency", "", forms.TEXT, lambda row: row.row.offer.currency),
    Column("incoterm", "", forms.choice("offers.incoterm"), lambda row: row.row.offer.incoterm),
    Column("payment", "", PAYMENT, lambda row: row.row.offer, reader=Reader.PEOPLE),
    Column("tax_treatment", "", TREATED, lambda row: row.row, reader=Reader.PEOPLE),
    Column("price_basis", "", forms.choice("offers.price_basis"), lambda row: row.row.offer.price_basis),
    Column("quote_valid_to", "", forms.DATE, lambda row: row.row.offer.quote_valid_to),
    Column("offer_capacity", "goods", forms.UNITS, lambda row: row.row.offer.capacity_per_period),
    Column("qualified_from", "", forms.DATE, lambda row: row.row.qualified_from),
    Column("compared_on", "", forms.DATE, lambda row: row.row.day),
    Column("compared_arrival", "", forms.DATE, lambda row: row.row.arrival),
    Column("buyer", "", forms.FIRM, lambda row: row.row.buyer),
    Column("unit", "", forms.UNIT, lambda row: row.row.offer.item, reader=Reader.PEOPLE),
    Column("offer_id", "", forms.TEXT, lambda row: row.row.offer.offer, known_as="offer", leads=Leads("input:offers")),
    for_machines("orders", lambda row: [line.number for line in row.row.orders]),
    for_machines("regime", lambda row: row.row.option and row.row.option.regime),
    for_machines("status", lambda row: row.row.option and row.row.option.status),
)


def quotes_table(result: PlanResult, names: Names) -> Table[QuoteLine]:
    """One row for each offer and buyer; in the order of orders, what is bought first, then by landed cost."""
    rows = tuple(QuoteLine(row, why_words(result, names, row)) for row in offers_compared(result))
    return Table("quotes", COLUMNS, rows)


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """The table, its first rows on paper."""
    yield names.word("result.about.quotes")
    yield from first_rows_printed(names, quotes_table(result, names), MOST_PRINTED)


SHEET = ResultSheet("quotes", blocks)
