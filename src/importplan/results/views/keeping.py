"""What the terms of the reserve cost: by item and owner the fee of the keeper, loss by rotation, and the subsidy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.keeping import kept_for
from importplan.results import forms
from importplan.results.plan_result import PlanResult, once
from importplan.results.table import Column, Table
from importplan.results.views.reserve import MODE, terms_of
from importplan.scenario.schema.reserve_terms import ReserveTerms


@dataclass(frozen=True)
class KeptStock:
    """Stock of an item that one owner keeps under terms; CNY over the plan, undiscounted, mean over the draws."""

    item: str
    owner: str  # who pays the fee, bears the loss, and receives the subsidy
    terms: ReserveTerms
    average: float  # units in stock at the end of a period
    fee_cny: float
    rotation_cny: float
    subsidy_cny: float  # below 0: it comes in

    @property
    def net_cny(self) -> float:
        """What keeping costs."""
        return self.fee_cny + self.rotation_cny + self.subsidy_cny


COLUMNS: tuple[Column[KeptStock], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item),
    Column("reserve_mode", "", MODE, lambda row: row.terms.mode, known_as="mode"),
    Column("reserve_title", "", forms.TEXT, lambda row: row.terms.title, known_as="title"),
    Column("reserve_holder", "", forms.TEXT, lambda row: row.terms.holder, known_as="holder"),
    Column("reserve_payer", "", forms.FIRM, lambda row: row.owner, known_as="payer"),
    Column("stock_average", "goods", forms.UNITS, lambda row: row.average),
    Column("holding_fee_cny", "cny", forms.YUAN, lambda row: row.fee_cny, total=True),
    Column("rotation_cny", "cny", forms.YUAN, lambda row: row.rotation_cny, total=True),
    Column("interest_subsidy_cny", "cny", forms.YUAN, lambda row: row.subsidy_cny, total=True),
    Column("keeping_net_cny", "cny", forms.YUAN, lambda row: row.net_cny, total=True),
)


@once
def keeping_rows(result: PlanResult) -> tuple[KeptStock, ...]:
    """Every stock that is kept under terms and of which anything ever lies there."""
    return tuple(_rows(result))


def _rows(result: PlanResult) -> Iterator[KeptStock]:
    if not result.scenario.reserve_terms:
        return
    books, recourse = Books(result.scenario, result.landed, result.draws), result.solution.plan.recourse
    held: dict[tuple[str, str], float] = {}
    for place, stock in enumerate(recourse.holdings):
        units = float(result.draws.weights @ recourse.stock[:, place].sum(axis=1))
        held[stock.item, stock.owner] = held.get((stock.item, stock.owner), 0.0) + units
    for (item, owner), units in held.items():
        each = kept_for(books, owner, item)
        if units and any(each.values()):
            yield KeptStock(
                item=item,
                owner=owner,
                terms=terms_of(result, item),
                average=units / books.periods,
                fee_cny=units * each["holding_fee"],
                rotation_cny=units * each["rotation"],
                subsidy_cny=units * each["interest_subsidy"],
            )


def keeping_table(result: PlanResult) -> Table[KeptStock]:
    """One row for each item and owner; none where terms cost nothing."""
    return Table("reserve_keeping", COLUMNS, keeping_rows(result))
