"""Offers: price, payment and terms fit together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from importplan.basics.issues import Issue
from importplan.scenario.contract_price import beside_the_price, instalments, offered_price
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.offers import Offer

ROUNDING = 1e-9  # 0.3 + 0.6 + 0.1 is not exactly 1


def yuan_offers_state_vat(scenario: Scenario) -> Iterator[Issue]:
    """Domestic quotes include VAT, import quotes do not: an offer in CNY must say, or comparisons are 13 % off."""
    for offer in scenario.offers:
        if offer.currency == "CNY" and offer.price_includes_vat is None:
            yield Issue.error("vat-unstated", offer.cell("price_includes_vat"))


def payments_add_up(scenario: Scenario) -> Iterator[Issue]:
    """Nobody pays more than the price; a retention waits for the end of a warranty."""
    for offer in scenario.offers:
        shares = instalments(offer)
        total = shares.deposit + shares.shipment + shares.retention
        if total > 1.0 + ROUNDING:
            yield Issue.error("payment-shares-above-one", offer.cell("shipment_share"), total=total)
        if shares.retention > 0.0 and not offer.warranty_months:
            at = offer.cell("warranty_months")
            yield Issue.warning("retention-without-warranty", at, share=shares.retention)


def quotations_hold(scenario: Scenario) -> Iterator[Issue]:
    """A quotation that has run out before the plan begins is a memory, not a price."""
    start = scenario.settings.start
    for offer in scenario.offers:
        valid, quoted = offer.quote_valid_to, offer.quote_date
        if valid is not None and valid < start:
            yield Issue.warning("quote-expired", offer.cell("quote_valid_to"), day=valid, start=start)
        if valid is not None and quoted is not None and valid < quoted:
            yield Issue.error("quote-dates-order", offer.cell("quote_valid_to"), valid=valid, quoted=quoted)


def offers_differ(scenario: Scenario) -> Iterator[Issue]:
    """Two rows that say the same are rather one quotation twice: its capacity would count twice."""
    first: dict[Offer, Offer] = {}
    for offer in scenario.offers:
        other = first.setdefault(replace(offer, offer=""), offer)
        if other is not offer:
            yield Issue.warning("offers-alike", offer.cell("offer"), offer=offer.offer, other=other.offer)


def duty_rates_have_a_source(scenario: Scenario) -> Iterator[Issue]:
    """A rate that replaces the tariff is traced to a document."""
    for offer in scenario.offers:
        if offer.duty_rate is not None and not offer.duty_rate_source:
            values = {"offer": offer.offer, "rate": f"{offer.duty_rate:.2%}"}
            yield Issue.warning("duty-rate-without-source", offer.cell("duty_rate"), **values)


def used_goods_need_formalities(scenario: Scenario) -> Iterator[Issue]:
    """Used machinery is imported under rules of its own, and not at all for some goods."""
    for offer in scenario.offers:
        known = offer.supplier in scenario.supplier_index
        if offer.condition != "new" and known and scenario.origin_of(offer) != HOME:
            yield Issue.warning("used-goods-import", offer.cell("condition"), offer=offer.offer)


def insured_deposits_say_what_comes_back(scenario: Scenario) -> Iterator[Issue]:
    """What an insurer pays depends on his policy."""
    for offer in scenario.offers:
        if offer.guarantee == "insurance" and offer.deposit_refund_share is None and instalments(offer).deposit > 0.0:
            yield Issue.warning("guarantee-insurance-share", offer.cell("guarantee"), offer=offer.offer)


def terms_fit_the_origin(scenario: Scenario) -> Iterator[Issue]:
    """A domestic term from abroad, or a term of imports from China, is usually a slip."""
    for offer in scenario.offers:
        if offer.supplier not in scenario.supplier_index:
            continue
        country = scenario.supplier_of(offer).country
        at = offer.cell("incoterm")
        if offer.incoterm == "domestic" and country != HOME:
            yield Issue.warning("domestic-origin-foreign", at, country=country)
        if offer.incoterm != "domestic" and country == HOME and scenario.origin_of(offer) == HOME:
            yield Issue.warning("import-origin-home", at, incoterm=offer.incoterm)


def sums_beside_the_price_are_declared(scenario: Scenario) -> Iterator[Issue]:
    """Only who declares goods adds to their value, and no more can be taken out of a price than is in it."""
    for offer in scenario.offers:
        beside, price = beside_the_price(offer), offered_price(offer).exact
        if beside and offer.incoterm in ("domestic", "DDP"):
            at = offer.cell(beside.columns[0])
            yield Issue.error("beside-not-declared", at, offer=offer.offer, incoterm=offer.incoterm)
        if beside.installation_inside > price:
            at = offer.cell("installation_inside")
            most = {"installation": f"{beside.installation_inside:,}", "price": f"{price:,}"}
            yield Issue.error("installation-above-price", at, offer=offer.offer, **most)


def orders_can_be_placed(scenario: Scenario) -> Iterator[Issue]:
    """The least order fits the capacity, and goods ordered on the first day still serve inside the plan."""
    days = (scenario.calendar.end - scenario.settings.start).days
    needed = {line.item: 0.0 for line in scenario.demand}
    for line in scenario.demand:
        needed[line.item] += line.quantity_high or line.quantity
    pooled = bool(scenario.reserve_floors)
    for offer in scenario.offers:
        lot = max(offer.min_order, offer.lot_size or 0.0)
        capacity = offer.capacity_per_period
        if capacity is not None and lot > capacity:
            at = offer.cell("capacity_per_period")
            yield Issue.warning("lot-above-capacity", at, lot=f"{lot:g}", capacity=f"{capacity:g}")
        all_needs = needed.get(offer.item, 0.0)
        if not pooled and 0.0 < all_needs < offer.min_order:
            values = {"least": f"{offer.min_order:g}", "needs": f"{all_needs:g}", "item": offer.item}
            yield Issue.warning("min-order-above-needs", offer.cell("min_order"), **values)
        if least_days(offer) >= days:
            yield Issue.warning("lead-time-beyond-horizon", offer.cell("lead_time_days"), days=least_days(offer))
        if offered_price(offer).exact == 0:
            yield Issue.warning("offer-price-zero", offer.cell("unit_price"))


def least_days(offer: Offer) -> float:
    """Days from the decision to goods in service when nothing goes wrong (planning model, section 2)."""
    ready = max(offer.lead_time_days, offer.licence_days)
    return offer.procurement_days + ready + offer.transit_days + offer.cleared_in_days + offer.install_days


def frameworks_have_terms(scenario: Scenario) -> Iterator[Issue]:
    """A framework offer needs booked capacity, and a booking needs bounds that leave room."""
    for offer in scenario.offers:
        if offer.contract == "framework" and offer.supplier in scenario.supplier_index:
            supplier = scenario.supplier_of(offer)
            if supplier.booking_cost_cny is None:
                yield Issue.error("framework-without-terms", offer.cell("contract"), supplier=supplier.supplier)
    for supplier in scenario.suppliers:
        low, high = supplier.booking_min, supplier.booking_max
        if high is not None and low > high:
            yield Issue.error("booking-order", supplier.cell("booking_min"), low=f"{low:g}", high=f"{high:g}")
