"""Stock and signed contracts: owners, days, payments."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.basics.labels import text
from importplan.basics.periods import add_months
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.stock import Stock

UNSHIPPED = ("signed", "licence_applied", "licensed")
ARRIVED = ("arrived", "cleared", "installed", "accepted")


def stock_lies_with_its_owner(scenario: Scenario) -> Iterator[Issue]:
    """Goods at a site of somebody else are usually a slip of the owner."""
    sites = {site.site: site for site in scenario.sites}
    for row in scenario.stock:
        site = sites.get(row.site)
        if site is None:
            continue
        owner, other = scenario.owner_of(row), scenario.owner_of(site)
        if owner != other:
            at = row.cell("owner")
            yield Issue.warning("stock-owner-site", at, owner=owner, site=site.site, other=other)


def stock_is_of_the_start(scenario: Scenario) -> Iterator[Issue]:
    """Stock counted after the start may hold what an order on the way brings again."""
    for row in scenario.stock:
        if row.as_of is not None and row.as_of > scenario.settings.start:
            yield Issue.warning("stock-after-start", row.cell("as_of"), day=row.as_of, start=scenario.settings.start)


def used_stock_is_told(scenario: Scenario) -> Iterator[Issue]:
    """Used goods may not be what is needed; from bonded stock they come in as used machinery."""
    for row in scenario.stock:
        if row.condition != "new" and row.quantity > 0.0:
            code = "used-stock-bonded" if row.customs_status == "bonded" else "used-stock"
            yield Issue.warning(code, row.cell("condition"), item=row.item, quantity=f"{row.quantity:g}")


def bonded_stock_stays_new(scenario: Scenario) -> Iterator[Issue]:
    """Unused goods past their quality-guarantee period count as used machinery when they leave the bonded site.

    The warranty of the item's offers stands for that period; the law distinguishes the two.
    """
    for row in scenario.stock:
        if row.customs_status != "bonded" or row.condition != "new" or row.quantity <= 0.0:
            continue
        known = [offer.warranty_months for offer in scenario.offers if offer.item == row.item and offer.warranty_months]
        if not known:
            yield Issue.warning("bonded-guarantee-unknown", row.cell("customs_status"), item=row.item)
            continue
        since = row.as_of or scenario.settings.start
        last = add_months(since, int(min(known)))
        if last < scenario.calendar.end:
            months = f"{min(known):g}"
            yield Issue.warning("bonded-past-guarantee", row.cell("as_of"), item=row.item, day=last, months=months)


def relieved_stock_is_complete(scenario: Scenario) -> Iterator[Issue]:
    """Supervision runs from the day of release, and the tax to make up from the customs value."""
    for row in scenario.stock:
        missing = [key for key in ("released_on", "value_cny") if getattr(row, key) is None]
        if row.customs_status == "relieved" and missing:
            at = row.cell(missing[0])
            yield Issue.warning("relieved-stock-incomplete", at, item=row.item, missing=", ".join(missing))


def stock_may_be_taken(scenario: Scenario) -> Iterator[Issue]:
    """Goods in bond owe the tax of an import and lie at a bonded site; relieved ones are for their firm."""
    for row in (row for row in scenario.stock if row.quantity > 0.0):
        if row.customs_status == "bonded":
            yield from _bonded_stock(scenario, row)
        elif row.customs_status == "relieved" and scenario.owner_of(row) == RESERVE:
            yield Issue.error("relieved-stock-reserve", row.cell("owner"), item=row.item, quantity=row.quantity)


def _bonded_stock(scenario: Scenario, row: Stock) -> Iterator[Issue]:
    imports = [offer for offer in scenario.offers if offer.item == row.item and offer.is_import]
    values = {"item": row.item, "quantity": row.quantity}
    if not any(row.offer in ("", offer.offer) for offer in imports):
        yield Issue.error("bonded-stock-tax", row.cell("offer"), offer=row.offer, **values)
    elif not row.offer and len(imports) > 1:
        yield Issue.warning("bonded-stock-offer", row.cell("offer"), **values)
    sites = {site.site: site for site in scenario.sites}
    site, owner = sites.get(row.site), scenario.owner_of(row)
    bonded = [each.site for each in scenario.sites if each.kind == "bonded" and scenario.owner_of(each) == owner]
    if site is not None and site.site not in bonded:
        known = ", ".join(bonded) or "-"
        yield Issue.error("bonded-stock-site", row.cell("site"), site=site.site, owner=owner, known=known, **values)
    elif not bonded:
        yield Issue.warning("bonded-stock-no-site", row.cell("site"), owner=owner, **values)


def contracts_are_consistent(scenario: Scenario) -> Iterator[Issue]:
    """Days run forward; payments fit the stage; what should have come has come; who signed may hold the goods."""
    start = scenario.settings.start
    tied = {offer.offer for offer in scenario.offers if offer.end_user == "named"}
    for order in scenario.open_orders:
        if order.offer in tied and scenario.owner_of(order) == RESERVE:
            yield Issue.error("open-order-named", order.cell("firm"), order=order.order, offer=order.offer)
        stage = {"stage": order.stage, "stage_zh": text(f"choice.open_orders.stage.{order.stage}", "zh")}
        if order.ordered is not None and order.due < order.ordered:
            yield Issue.error("open-order-dates", order.cell("due"), due=order.due, ordered=order.ordered)
        elif order.due < start and order.stage not in ARRIVED:
            yield Issue.warning("open-order-overdue", order.cell("due"), due=order.due, start=start)
        elif order.due > start and order.stage in ARRIVED:
            yield Issue.error("open-order-stage", order.cell("due"), due=order.due, start=start, **stage)
        if order.stage in UNSHIPPED and order.paid_share == 1.0 and order.quantity > 0.0:
            yield Issue.warning("open-order-share", order.cell("paid_share"), paid=order.paid_share, **stage)
