"""Goods in bond: what lies there, who is to take it out, which tax is paid on it, and which is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.evaluation.ledger.bond import Bond, Clearing
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import claims
from importplan.evaluation.ledger.purchases import Purchase, orders
from importplan.plan.plan import Holding
from importplan.results import forms
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Table


@dataclass(frozen=True)
class InBond:
    """A stock in bond over the plan; units and tax are means over the draws."""

    item: str
    owner: str
    site: str
    offer: str
    there: float  # at the start
    ordered: float  # into bond, by the plan
    longest_stay: float | None  # months
    cleared: float
    reexported: float
    left: float  # at the end of the plan
    suspended_cny: float  # ordinary tax on what was there or is ordered, at the rates of the start
    paid_cny: float

    @property
    def unpaid_cny(self) -> float:
        """Suspended, and within the plan not paid: it stays, goes abroad again, or is cleared under relief."""
        return self.suspended_cny - self.paid_cny


COLUMNS: tuple[Column[InBond], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item),
    Column("owner", "", forms.FIRM, lambda row: row.owner),
    Column("bonded_site", "", forms.TEXT, lambda row: row.site),
    Column("source", "", forms.SOURCE, lambda row: row.offer),
    Column("in_bond_at_start", "goods", forms.UNITS, lambda row: row.there),
    Column("ordered_into_bond", "goods", forms.UNITS, lambda row: row.ordered),
    Column("longest_stay", "months", forms.UNITS, lambda row: row.longest_stay),
    Column("cleared_mean", "goods", forms.UNITS, lambda row: row.cleared),
    Column("reexported_mean", "goods", forms.UNITS, lambda row: row.reexported),
    Column("in_bond_at_end", "goods", forms.UNITS, lambda row: row.left),
    Column("tax_suspended", "cny", forms.YUAN, lambda row: row.suspended_cny),
    Column("tax_on_release", "cny", forms.YUAN, lambda row: row.paid_cny),
    Column("tax_unpaid", "cny", forms.YUAN, lambda row: row.unpaid_cny),
)


def bond_table(result: PlanResult) -> Table[InBond]:
    """One row for each stock in bond; none where nothing lies there."""
    return Table("in_bond", COLUMNS, tuple(_rows(result)))


def _rows(result: PlanResult) -> Iterator[InBond]:
    plan, weights = result.solution.plan, result.draws.weights
    if not any(row.in_bond for row in plan.recourse.holdings):
        return
    books = Books(result.scenario, result.landed, result.draws)
    bond = Bond(books)
    clearing = Clearing(books, claims(books, plan)[0], bond)
    for place, stock in enumerate(plan.recourse.holdings):
        if not stock.in_bond:
            continue
        ways = [(at, lane) for at, lane in enumerate(plan.recourse.clearance_lanes) if lane.holding == place]
        home = [at for at, lane in ways if lane.option is not None]
        abroad = [at for at, lane in ways if lane.option is None]
        out = plan.recourse.cleared.sum(axis=2)
        there = sum(units for units, _ in bond.lots.get(stock, ()))
        ordered = sum(row.units[0] for row in orders(books, enumerate(plan.orders)) if _goes_into(bond, row, stock))
        if not there + ordered:
            continue
        yield InBond(
            item=stock.item,
            owner=stock.owner,
            site=stock.site,
            offer=stock.offer,
            there=there,
            ordered=ordered,
            longest_stay=bond.stay(stock),
            cleared=float(weights @ out[:, home].sum(axis=1)),
            reexported=float(weights @ out[:, abroad].sum(axis=1)),
            left=float(weights @ plan.recourse.stock[:, place, -1]),
            suspended_cny=(there + ordered) * _tax_at_start(result, stock),
            paid_cny=float(weights @ clearing.tax(place)),
        )


def _goes_into(bond: Bond, order: Purchase, stock: Holding) -> bool:
    return order.into_bond and bond.holding(order) == stock


def _tax_at_start(result: PlanResult, stock: Holding) -> float:
    """Ordinary import tax of a unit at the rates of the start."""
    position = result.landed.positions[stock.offer, stock.owner][0]
    tax = float(np.sum(result.landed.unit_cny[position, [CHARGE_INDEX[kind] for kind in TAXES], 0]))
    value = float(result.landed.customs_value_cny[position])
    return tax * (stock.value_cny / value if stock.value_cny else 1.0)
