"""The typed planning case: what the workbook says, one tuple of rows a sheet, immutable.

Rows stand in the order of the file. What a blank cell means that depends on other rows (the origin of an offer, the
firm of a demand line) is answered by the methods here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from importplan.basics.periods import Periods
from importplan.scenario.limit_rules import About
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.column import Row
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.demand_risks import DemandRisk
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.events import Event
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.installed_base import InstalledBase
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.overrides import Override
from importplan.scenario.schema.price_breaks import PriceBreak
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.schema.routes import Route
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.substitutes import Substitute
from importplan.scenario.schema.suppliers import Supplier
from importplan.scenario.schema.usage import Usage

RESERVE = "reserve"  # the payer and owner of the common reserve
ONLY_FIRM = "firm"  # the id of the one firm where the sheet `firms` is empty
HOME = "CN"  # goods of this origin are domestic


@dataclass(frozen=True)
class Scenario:
    """One planning case."""

    settings: Settings
    items: tuple[Item, ...] = ()
    firms: tuple[Firm, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    demand: tuple[Demand, ...] = ()
    stock: tuple[Stock, ...] = ()
    reserve_terms: tuple[ReserveTerms, ...] = ()
    installed_base: tuple[InstalledBase, ...] = ()
    usage: tuple[Usage, ...] = ()
    sites: tuple[Site, ...] = ()
    open_orders: tuple[OpenOrder, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    offers: tuple[Offer, ...] = ()
    price_breaks: tuple[PriceBreak, ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    routes: tuple[Route, ...] = ()
    route_inputs: tuple[RouteInput, ...] = ()
    budgets: tuple[Budget, ...] = ()
    limits: tuple[Limit, ...] = ()
    risks: tuple[Risk, ...] = ()
    risk_targets: tuple[RiskTarget, ...] = ()
    demand_risks: tuple[DemandRisk, ...] = ()
    events: tuple[Event, ...] = ()
    draws: tuple[Draw, ...] = ()
    draw_values: tuple[DrawValue, ...] = ()
    fx: tuple[ExchangeRate, ...] = ()
    overrides: tuple[Override, ...] = ()
    off: tuple[Row, ...] = ()  # rows that are switched off, with what goes along: no part of the case but its record

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """The rows of a sheet as they are written: those that take part, then those that are switched off.

        Needs that follow from machines are written in no row of `demand`.
        """
        found: Row | tuple[Row, ...] = getattr(self, sheet)
        active = (found,) if isinstance(found, Row) else tuple(row for row in found if not _follows(row))
        return (*active, *(row for row in self.off if sheet == row.SHEET))

    def replace(self, **changes: Any) -> Scenario:
        """A copy with some sheets changed."""
        return replace(self, **changes)

    @cached_property
    def calendar(self) -> Periods:
        """The periods of the case."""
        settings = self.settings
        return Periods(settings.start, 1 if settings.period == "month" else 3, settings.periods)

    @cached_property
    def all_firms(self) -> tuple[Firm, ...]:
        """The firms of the sheet, or the one firm it stands for when it is empty."""
        return self.firms or (Firm(firm=ONLY_FIRM, name=self.settings.title),)

    @cached_property
    def item_index(self) -> dict[str, int]:
        """Item id → position in `items`."""
        return {row.item: position for position, row in enumerate(self.items)}

    @cached_property
    def offer_index(self) -> dict[str, int]:
        """Offer id → position in `offers`."""
        return {row.offer: position for position, row in enumerate(self.offers)}

    @cached_property
    def supplier_index(self) -> dict[str, int]:
        """Supplier id → position in `suppliers`."""
        return {row.supplier: position for position, row in enumerate(self.suppliers)}

    @cached_property
    def route_index(self) -> dict[str, int]:
        """Route id → position in `routes`."""
        return {row.route: position for position, row in enumerate(self.routes)}

    @cached_property
    def firm_index(self) -> dict[str, int]:
        """Firm id → position in `all_firms`."""
        return {row.firm: position for position, row in enumerate(self.all_firms)}

    def name_of(self, firm: str) -> str:
        """What people call a firm: its name, else its id."""
        position = self.firm_index.get(firm)
        return firm if position is None else self.all_firms[position].name or firm

    def item_of(self, offer: Offer) -> Item:
        """The item that an offer sells."""
        return self.items[self.item_index[offer.item]]

    def supplier_of(self, offer: Offer) -> Supplier:
        """The supplier of an offer; of an offer that is switched off it may be off too."""
        return self.supplier_named(offer.supplier)

    def supplier_named(self, supplier: str) -> Supplier:
        """A supplier by its id, also one that is switched off."""
        position = self.supplier_index.get(supplier)
        if position is not None:
            return self.suppliers[position]
        return next(row for row in self.off if isinstance(row, Supplier) and row.supplier == supplier)

    def origin_of(self, offer: Offer) -> str:
        """ISO-2 country of origin: the offer's own, else its supplier's country."""
        return offer.origin or self.supplier_of(offer).country

    def controllers_of(self, offer: Offer) -> tuple[str, ...]:
        """The states whose permission the goods need: given, else the origin; none for domestic goods."""
        origin = self.origin_of(offer)
        return offer.control_by or (() if origin == HOME else (origin,))

    def firm_of(self, row: Demand | InstalledBase) -> str:
        """The firm of a row; blank means the only firm (checks refuse a blank where there are several)."""
        return row.firm or self.all_firms[0].firm

    def period_due(self, line: Demand) -> int:
        """The period in which a need counts, that of the last day of what was written; one from before the start in the
        first. It may lie after the plan."""
        return max(0, self.calendar.index_of(line.period.last))

    def owner_of(self, row: Stock | Site | OpenOrder) -> str:
        """Who owns stock or a site or has signed an order: blank means the only firm, else the reserve."""
        given = row.firm if isinstance(row, OpenOrder) else row.owner
        return given or (self.all_firms[0].firm if len(self.all_firms) == 1 else RESERVE)

    def probability_of(self, line: Demand) -> float:
        """The probability that a demand line comes at all."""
        words = {
            "ordered": 1.0,
            "budgeted": self.settings.budgeted_probability,
            "approved": self.settings.approved_probability,
            "wished": self.settings.wished_probability,
        }
        return words[line.firmness] if isinstance(line.firmness, str) else line.firmness

    def licence_group_of(self, offer: Offer, firm: str) -> str:
        """The group whose export-licence answer an order shares: given, else maker, control code and firm."""
        return offer.licence_group or "|".join((offer.maker or offer.supplier, offer.control_code, firm))

    @cached_property
    def has_reserve(self) -> bool:
        """Whether the case knows a common reserve as a buyer."""
        return (
            self.settings.owner == "bureau"
            or bool(self.reserve_terms)
            or any(row.payer == RESERVE for row in self.budgets)
            or any(row.kind.about is About.RESERVE for row in self.limits)
            or any(self.owner_of(row) == RESERVE for rows in (self.stock, self.sites, self.open_orders) for row in rows)
        )

    @cached_property
    def free_stock(self) -> tuple[Stock, ...]:
        """Rows of `stock` that the plan may use: not in bond, and relieved ones only for their own firm.

        The others are refused by the checks.
        """
        barred = {"taxed": (), "bonded": None, "relieved": (RESERVE,)}
        return tuple(
            row
            for row in self.stock
            if (who := barred[row.customs_status]) is not None and self.owner_of(row) not in who
        )

    @cached_property
    def usable_stock(self) -> tuple[Stock, ...]:
        """The same, with what lies in bond and is taxed when it is taken."""
        return tuple(row for row in self.stock if row in self.free_stock or row.customs_status == "bonded")

    @cached_property
    def reserve_floors(self) -> tuple[Limit, ...]:
        """The limits that ask the reserve to hold something."""
        return tuple(row for row in self.limits if row.kind.about is About.RESERVE and row.kind.floor)


def _follows(row: Row) -> bool:
    """Whether a row was made of other sheets and is not written itself."""
    return isinstance(row, Demand) and row.derived
