"""Rows that are switched off (`use` no) and what goes along: read from the contract ("use") and docs/workbook.md.

A need, a certificate or a limit goes by itself; an item takes its needs, offers, stock and limits along, a supplier its
offers. What is signed arrives and is paid all the same: its offer, supplier and item stay, and take no new orders.
"""

from __future__ import annotations

from dataclasses import replace

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.routes import Route


def in_use(scenario: Scenario) -> Scenario:
    """The case that is planned; offers that are there for signed contracts alone say `use` no."""
    signed = {order.offer for order in scenario.open_orders}
    contracted = [offer for offer in scenario.offers if offer.offer in signed]
    off_items = {row.item for row in scenario.items if not row.use}
    off_suppliers = {row.supplier for row in scenario.suppliers if not row.use}
    gone_items = off_items - {offer.item for offer in contracted}
    gone_suppliers = off_suppliers - {offer.supplier for offer in contracted}
    offers = [
        replace(row, use=row.use and row.item not in off_items and row.supplier not in off_suppliers)
        for row in scenario.offers
    ]
    kept = tuple(row for row in offers if row.use or row.offer in signed)
    lines = tuple(row for row in scenario.demand if row.use and row.item not in off_items)

    def speaks(row: Limit) -> bool:
        return row.use and row.item not in off_items and row.who not in off_suppliers

    def runs(row: Route) -> bool:
        """A route goes with the item that it makes, and with any that it uses."""
        uses = {given.item for given in scenario.route_inputs if given.route == row.route}
        return row.use and not off_items & {row.item, *uses}

    def is_about(row: DrawValue) -> bool:
        """Whether a draw's value still has what it speaks of."""
        name = row.id.removeprefix("offer:").removeprefix("supplier:")
        if row.what == "demand":
            return name in {line.line for line in lines}
        known = {offer.offer for offer in scenario.offers}
        return name not in gone_suppliers and (name not in known or name in {offer.offer for offer in kept})

    return scenario.replace(
        routes=tuple(row for row in scenario.routes if runs(row)),
        route_inputs=tuple(row for row in scenario.route_inputs if row.item not in off_items),
        items=tuple(row for row in scenario.items if row.item not in gone_items),
        suppliers=tuple(row for row in scenario.suppliers if row.supplier not in gone_suppliers),
        offers=kept,
        demand=lines,
        stock=tuple(row for row in scenario.stock if row.item not in gone_items),
        reserve_terms=tuple(row for row in scenario.reserve_terms if row.item not in off_items),
        substitutes=tuple(row for row in scenario.substitutes if not off_items & {row.item, row.serves}),
        qualifications=tuple(row for row in scenario.qualifications if row.use and row.item not in gone_items),
        limits=tuple(row for row in scenario.limits if speaks(row)),
        draw_values=tuple(row for row in scenario.draw_values if is_about(row)),
    )
