"""Small random cases: the same seed gives the same case. A seed names two features; each other one comes by chance.

All money is small (a machine costs about 100 CNY), all draws are given, and nothing is left to the tariff: the offers
state their duty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier

Feature = Callable[[Scenario, Random], Scenario]

STARTS = (date(2027, 1, 1), date(2027, 7, 1), date(2027, 10, 1))
RATES = {"EUR": 8.0, "JPY": 0.05}
CHANCE = 0.06  # of every feature that is not one of the seed's own two


def random_case(seed: int, chance: float = CHANCE) -> Scenario:
    """A small case with the seed's own two features, and each other one with some chance."""
    random = Random(seed)
    own = features_of(seed)
    case = plain_case(random, Random(f"open {seed}").choice([0.0, 1.2]))  # a stream of its own
    for feature in FEATURES:
        if feature in own or random.random() < chance:
            case = feature(case, random)
    case = _moved_on(_insured(case, Random(f"insured {seed}")), Random(f"moved on {seed}"))
    return _about_something(case)


def _insured(case: Scenario, random: Random) -> Scenario:
    """Imports whose insurance costs a share of price and freight where the term leaves it to the buyer."""

    def terms(row: Offer) -> dict[str, Any]:
        return {} if row.incoterm == "domestic" else {"insurance_share": random.choice([0.0, 0.003, 0.02])}

    return case.replace(offers=_each(case.offers, terms))


def _moved_on(case: Scenario, random: Random) -> Scenario:
    """Signed contracts of which some have come to China, or further, before the plan begins."""

    def stage(row: OpenOrder) -> dict[str, Any]:
        reached = random.choice(["", "arrived", "cleared", "installed", "accepted"])
        due = case.settings.start - timedelta(days=random.choice([3, 40]))
        return {"stage": reached, "due": due} if reached else {}

    return case.replace(open_orders=_each(case.open_orders, stage))


def _about_something(case: Scenario) -> Scenario:
    """The case without fill rates of a priority that no need has: `check` refuses a floor about nothing."""
    had = {"all", *(str(line.priority) for line in case.demand)}
    kept = tuple(row for row in case.limits if row.rule != "min_fill_rate" or row.priority in had)
    return case.replace(limits=kept)


def features_of(seed: int) -> tuple[Feature, Feature]:
    """The two features that a seed always has. The pairs are gone through in an order that mixes them."""
    pairs = list(combinations(FEATURES, 2))
    Random(0).shuffle(pairs)
    return pairs[seed % len(pairs)]


def plain_case(random: Random, open_need_share: float = 0.0) -> Scenario:
    """One firm, one or two items, two or three offers, two to four draws that differ in what is needed."""
    periods, month = random.choice([3, 4, 5]), random.random() < 0.3
    settings = Settings(
        start=random.choice(STARTS),
        period="month" if month else "quarter",
        periods=periods,
        discount_rate=random.choice([0.0, 0.08]),
        risk_weight=random.choice([0.0, 0.0, 0.5]),
        risk_level=random.choice([0.5, 0.8]),
        gap=0.0,
        time_limit_s=60.0,
        open_need_share=open_need_share,
    )
    items = tuple(
        Item(
            item=f"I{number}",
            hs_code="84571010",
            reference_value_cny=100.0,
            holding_rate=random.choice([0.0, 0.1]),
            group="g",
            catalog_ref="x",
        )
        for number in range(random.choice([1, 1, 2]))
    )
    suppliers = (
        Supplier(supplier="S0", country="DE"),
        Supplier(supplier="S1", country="JP"),
        Supplier(supplier="S2", country="CN"),
    )
    case = Scenario(
        settings=settings,
        items=items,
        suppliers=suppliers,
        offers=tuple(
            _offer(random, f"{item.item}-{n}", item, random.choice(suppliers)) for item in items for n in range(2)
        ),
        fx=tuple(ExchangeRate(currency=name, cny_per_unit=rate, volatility=0.0) for name, rate in RATES.items()),
        draws=tuple(Draw(draw=f"D{n}", weight=random.choice([1.0, 2.0])) for n in range(random.choice([2, 3, 3, 4]))),
    )
    lines = tuple(_line(case, random, f"L{n}") for n in range(random.choice([2, 3])))
    return _with_demand_values(case.replace(demand=lines), random)


def _offer(random: Random, name: str, item: Item, supplier: Supplier) -> Offer:
    home = supplier.country == "CN"
    currency = {"CN": "CNY", "DE": "EUR", "JP": "JPY"}[supplier.country]
    return Offer(
        offer=name,
        supplier=supplier.supplier,
        item=item.item,
        unit_price=round(random.uniform(60.0, 140.0) / (1.0 if home else RATES[currency]), 1),
        currency=currency,
        incoterm="domestic" if home else "CIF",
        price_includes_vat=False if home else None,
        insurance_share=0.0,
        lead_time_days=random.choice([0.0, 0.0, 60.0, 100.0]),
        transit_days=0.0 if home else random.choice([0.0, 30.0]),
        duty_rate=random.choice([0.0, 0.05, 0.1]),
        duty_rate_source="chance",
    )


def _line(case: Scenario, random: Random, name: str) -> Demand:
    return Demand(
        line=name,
        item=random.choice(case.items).item,
        period=_first_day(case, random.randrange(case.settings.periods)),
        quantity=random.choice([1.0, 2.0, 3.0, 4.0]),
        shortage_cost_cny=random.choice([20.0, 80.0, 150.0, 400.0]),
    )


def _with_demand_values(case: Scenario, random: Random) -> Scenario:
    """Draws in which a line is more or less than planned."""
    values = tuple(
        DrawValue(
            draw=draw.draw, what="demand", id=random.choice(case.demand).line, value=random.choice([0.0, 1.0, 2.0, 5.0])
        )
        for draw in case.draws[1:]
    )
    return case.replace(draw_values=values)


# --- features: each takes a case and gives it one thing more ------------------------------------------------------


def several_firms(case: Scenario, random: Random) -> Scenario:
    """Two firms that need things, of which one may not deduct VAT or gets it back late."""
    firms = (
        Firm(firm="F0", vat_recovery_months=random.choice([1.0, 3.0]), vat_credit_surplus=random.random() < 0.2),
        Firm(firm="F1", vat_deductible=random.random() < 0.5, vat_recovery_months=random.choice([0.0, 2.0])),
    )
    return case.replace(firms=firms, demand=_each(case.demand, lambda row: {"firm": random.choice(["F0", "F1"])}))


def long_terms(case: Scenario, random: Random) -> Scenario:
    """Installation, acceptance, retention, permits, licences, training: everything after the order takes time."""

    def terms(row: Offer) -> dict[str, Any]:
        return {
            "install_days": random.choice([0.0, 20.0]),
            "acceptance_days": random.choice([0.0, 60.0]),
            "clearance_days": random.choice([0.0, 5.0]),
            "licence_days": random.choice([0.0, 90.0]),
            "retention_share": 0.1,
            "warranty_months": random.choice([3.0, 12.0]),
            "warranty_from": random.choice(["shipment", "arrival", "acceptance"]),
            "deposit_share": random.choice([0.1, 0.5]),
            "shipment_share": random.choice([0.0, 0.4]),
        }

    items = _each(case.items, lambda row: {"permit_days": random.choice([0.0, 45.0])})
    return case.replace(items=items, offers=_each(case.offers, terms))


def fees(case: Scenario, random: Random) -> Scenario:
    """Local work, installation, training, agency, extra duty."""

    def terms(row: Offer) -> dict[str, Any]:
        return {
            "local_cost_cny": random.choice([0.0, 4.0]),
            "install_cost_cny": random.choice([0.0, 3.0]),
            "training_cost_cny": random.choice([0.0, 2.0]),
            "agency_fee_share": 0.0 if row.incoterm == "domestic" else random.choice([0.0, 0.02]),
            "extra_duty_rate": random.choice([0.0, 0.1]),
        }

    return case.replace(offers=_each(case.offers, terms))


def incoterms(case: Scenario, random: Random) -> Scenario:
    """Terms that leave freight to the buyer or customs to the seller; a price with VAT inside."""

    def terms(row: Offer) -> dict[str, Any]:
        if row.incoterm == "domestic":
            return {"price_includes_vat": random.random() < 0.5}
        if random.random() < 0.2:
            paid = round(row.unit_price * RATES[row.currency] * 1.2, 1)
            return {
                "incoterm": "DDP",
                "currency": "CNY",
                "unit_price": paid,
                "price_includes_vat": random.random() < 0.5,
            }
        return {"incoterm": random.choice(["EXW", "FCA", "FOB", "CIP", "DAP"]), "freight_share": 0.05}

    return case.replace(offers=_each(case.offers, terms))


def credit(case: Scenario, random: Random) -> Scenario:
    """Letters of credit, usance, open account."""

    def terms(row: Offer) -> dict[str, Any]:
        if row.incoterm == "domestic":
            return {}
        return {
            "payment": random.choice(["LC-sight", "LC-usance", "OA"]),
            "lc_deposit_share": 0.2,
            "lc_fee_share": 0.01,
            "lc_days": random.choice([0.0, 90.0]),
        }

    return case.replace(offers=_each(case.offers, terms))


def locked_rates(case: Scenario, random: Random) -> Scenario:
    """A part of what is paid in foreign money is hedged."""
    rates = _each(case.fx, lambda row: {"locked_share": 0.5, "locked_rate": row.cny_per_unit * 1.1})
    return moving_rates(case.replace(fx=rates), random)


def moving_prices(case: Scenario, random: Random) -> Scenario:
    """Prices by draw and period."""
    values = [
        _value(
            case,
            draw,
            "price",
            (offer := random.choice(case.offers)).offer,
            random,
            offer.unit_price * random.uniform(0.7, 1.5),
        )
        for draw in case.draws
    ]
    return _told(case, values)


def moving_rates(case: Scenario, random: Random) -> Scenario:
    """Exchange rates by draw and period."""
    values = [
        _value(case, draw, "fx", name, random, rate * random.uniform(0.8, 1.3))
        for draw in case.draws
        for name, rate in RATES.items()
    ]
    return _told(case, values)


def outages(case: Scenario, random: Random) -> Scenario:
    """Periods in which a supplier, a country or an offer ships nothing or a part."""

    def hit(offer: Offer) -> str:
        origin = case.origin_of(offer)
        return random.choice([f"supplier:{offer.supplier}", f"country:{origin}", f"offer:{offer.offer}", offer.offer])

    values = [
        _value(case, draw, "availability", hit(random.choice(case.offers)), random, random.choice([0.0, 0.25, 0.5]))
        for draw in case.draws[1:]
        for _ in range(random.choice([1, 1, 2]))
    ]
    return _told(case, values)


def delays(case: Scenario, random: Random) -> Scenario:
    """Orders that take longer in some draws."""
    values = [
        _value(case, draw, "delay_days", random.choice(case.offers).offer, random, random.choice([30.0, 100.0]))
        for draw in case.draws[1:]
    ]
    return _told(case, values)


def no_values(case: Scenario, random: Random) -> Scenario:
    """Nothing is said of what an item is worth or what a delay costs."""
    lines = _each(case.demand, lambda row: {"shortage_cost_cny": None} if random.random() < 0.5 else {})
    settings = replace(case.settings, shortage_share=random.choice([0.3, 1.5]))
    return case.replace(
        settings=settings, demand=lines, items=_each(case.items, lambda row: {"reference_value_cny": None})
    )


def unsure_needs(case: Scenario, random: Random) -> Scenario:
    """Lines that may not come: what no draw says of them follows their probability."""
    words = ["ordered", "budgeted", "wished", 0.4]
    return case.replace(demand=_each(case.demand, lambda row: {"firmness": random.choice(words)}))


def lost_needs(case: Scenario, random: Random) -> Scenario:
    """Lines that are given up after a while, beside lines that wait; or one queue in which all are given up."""
    if random.random() < 0.5:
        return case.replace(demand=_each(case.demand, lambda row: {"lost_after_periods": random.choice([None, 1, 2])}))
    queue = {
        "item": random.choice(case.demand).item,
        "lost_after_periods": random.choice([1, 2]),
        "shortage_cost_cny": random.choice([40.0, 90.0]),
    }
    return case.replace(demand=_each(case.demand, lambda row: queue))


def rivals(case: Scenario, random: Random) -> Scenario:
    """Lines of other priorities and costs for the same item, and stock that both want."""
    more = tuple(
        replace(
            row,
            line=f"{row.line}r",
            period=_first_day(case, min(case.settings.periods - 1, case.calendar.index_of(row.period.last) + 1)),
            priority=random.choice([1, 3]),
            shortage_cost_cny=(row.shortage_cost_cny or 0.0) * random.choice([0.4, 2.5]),
        )
        for row in case.demand
    )
    row = Stock(item=case.demand[0].item, quantity=1.0, owner=case.firm_of(case.demand[0]))
    return case.replace(demand=(*case.demand, *more), stock=(*case.stock, row))


def frameworks(case: Scenario, random: Random) -> Scenario:
    """Suppliers with a framework, and offers to be called under it."""

    def framework(row: Supplier) -> dict[str, Any]:
        return {
            "booking_cost_cny": random.choice([1.0, 4.0]),
            "booking_min": random.choice([0.0, 1.0]),
            "booking_max": random.choice([None, 4.0]),
            "booking_from": random.choice([None, _first_day(case, 1)]),
        }

    called = random.choice(case.offers).offer

    def terms(row: Offer) -> dict[str, Any]:
        if row.offer != called and random.random() < 0.5:
            return {}
        return {"contract": "framework", "unit_price": round(row.unit_price * 0.7, 2), "procurement_days": 0.0}

    offers = _each(case.offers, terms)
    return case.replace(suppliers=_each(case.suppliers, framework), offers=offers)


def capacities(case: Scenario, random: Random) -> Scenario:
    """Capacities of suppliers and offers."""
    suppliers = _each(case.suppliers, lambda row: {"capacity_per_period": random.choice([None, 3.0])})
    offers = _each(case.offers, lambda row: {"capacity_per_period": random.choice([None, 1.0, 2.0])})
    return case.replace(suppliers=suppliers, offers=offers)


def qualification(case: Scenario, random: Random) -> Scenario:
    """Suppliers and offers that must be qualified first."""

    def terms(row: Supplier | Offer) -> dict[str, Any]:
        return {
            "qualified": random.random() < 0.4,
            "qualification_cost_cny": random.choice([0.0, 15.0]),
            "qualification_months": random.choice([0.0, 2.0]),
        }

    return case.replace(suppliers=_each(case.suppliers, terms), offers=_each(case.offers, terms))


def lots(case: Scenario, random: Random) -> Scenario:
    """Smallest orders, lot sizes, fees of an order and a shipment."""

    def terms(row: Offer) -> dict[str, Any]:
        return {
            "min_order": random.choice([0.0, 2.0, 3.0]),
            "lot_size": random.choice([None, 2.0]),
            "order_cost_cny": random.choice([0.0, 6.0]),
            "clearance_cost_cny": random.choice([0.0, 5.0]),
        }

    return case.replace(offers=_each(case.offers, terms))


def divisible(case: Scenario, random: Random) -> Scenario:
    """Goods in any fraction."""
    return case.replace(items=_each(case.items, lambda row: {"whole_units": False}))


def quotas(case: Scenario, random: Random) -> Scenario:
    """Reliefs with a quota in units or value, by year or in total, that may run out within the plan."""
    units, value = random.choice([(1.0, None), (None, 150.0), (2.0, 180.0), (None, None)])
    regime = random.choice(["encouraged_project", "major_equipment"])
    goods = {
        "encouraged_project": {"kind": "machine"},
        "major_equipment": {"kind": "part", "hs_code": "84669390"},  # a heading of machines is none of parts
    }[regime]
    rows = tuple(
        Qualification(
            firm=case.all_firms[0].firm,
            regime=regime,
            certificate=f"C-{item.item}",
            item="" if len(case.items) == 1 and random.random() < 0.3 else item.item,
            status=random.choice(["held", "held", "applied", "planned"]),
            quota_units=units,
            quota_cny=value,
            quota_scope=random.choice(["year", "total"]),
            valid_from=random.choice([None, None, _first_day(case, 1)]),
            valid_to=random.choice([None, None, _first_day(case, 2) - timedelta(days=1)]),
            **_confirmed(),
        )
        for item in case.items
    )

    def terms(row: Offer) -> dict[str, Any]:
        """What is bought at home knows no relief: it is bought from Germany."""
        if row.incoterm != "domestic":
            return {"duty_rate": 0.2}
        price = round(row.unit_price / RATES["EUR"], 1)
        abroad = {"supplier": "S0", "currency": "EUR", "incoterm": "CIF", "price_includes_vat": None}
        return abroad | {"unit_price": price, "duty_rate": 0.2}

    items, offers = _each(case.items, lambda row: goods), _each(case.offers, terms)
    values = tuple(row for row in case.draw_values if row.id not in ("supplier:S2", "country:CN"))
    return case.replace(items=items, offers=offers, qualifications=rows, draw_values=values)


def _confirmed() -> dict[str, Any]:
    """A person's consent, where the sheet has columns for it."""
    known = {entry.name for entry in fields(Qualification)}
    given = {"confirmed_by": "A. Person", "confirmed_on": STARTS[0], "confirmed_basis": "ruling 1"}
    return given if given.keys() <= known else {}


def pool(case: Scenario, random: Random) -> Scenario:
    """A reserve with stock that firms take from; goods that may not be pooled, or only after a consent."""

    def terms(row: Offer) -> dict[str, Any]:
        end_user = random.choice(["free", "named", "retransfer"])
        return {
            "end_user": end_user,
            "retransfer_days": random.choice([40.0, 100.0]) if end_user == "retransfer" else 0.0,
        }

    listed = tuple(ReserveTerms(item=item.item, release_price_share=0.5) for item in case.items)
    return case.replace(
        settings=replace(case.settings, owner="bureau"),
        firms=case.all_firms,
        demand=_each(case.demand, lambda row: {"firm": case.firm_of(row)}),
        offers=_each(case.offers, terms),
        stock=(*case.stock, Stock(item=case.demand[0].item, quantity=1.0, owner=RESERVE)),
        reserve_terms=listed if random.random() < 0.5 else (),
    )


def reserve_limits(case: Scenario, random: Random) -> Scenario:
    """A reserve that must hold something, or may not hold much."""
    case = case if case.has_reserve else pool(case, random)
    case = case.replace(offers=_each(case.offers, lambda row: {"end_user": "free", "retransfer_days": 0.0}))
    item, later = case.demand[0].item, _first_day(case, 2)
    rows = [
        Limit(rule="min_reserve", item=item, who=RESERVE, value=1.0, from_day=later, within=_within(random)),
        Limit(rule="max_reserve", item="all", who=RESERVE, value=2.0, within=_within(random)),
    ]
    return _limited(case, rows, random, soft=30.0)


def stores(case: Scenario, random: Random) -> Scenario:
    """Stock at the start, and sites with rent and little room."""
    owner = RESERVE if case.has_reserve and random.random() < 0.5 else case.firm_of(case.demand[0])
    sites = (
        Site(site="w0", capacity_m3=2.0, cost_cny_per_m3_month=0.5, owner=owner),
        Site(site="w1", capacity_m3=random.choice([None, 4.0]), cost_cny_per_m3_month=1.0, owner=owner),
    )
    items = _each(case.items, lambda row: {"volume_m3": 2.0, "obsolescence_rate": random.choice([0.0, 0.05])})
    row = Stock(item=case.demand[0].item, quantity=1.0, owner=owner)
    return case.replace(items=items, sites=(*case.sites, *sites), stock=(*case.stock, row))


def workarounds(case: Scenario, random: Random) -> Scenario:
    """Rental in place of what is late."""
    terms = {"workaround_cost_cny": random.choice([5.0, 40.0]), "workaround_limit": random.choice([0.5, 1.0])}
    return case.replace(items=_each(case.items, lambda row: terms))


def signed(case: Scenario, random: Random) -> Scenario:
    """A contract that has been signed, at a price of its own, partly paid."""
    line = random.choice(case.demand)  # of something that the firm needs
    offer = random.choice([offer for offer in case.offers if offer.item == line.item])
    reliefs = [row.certificate for row in case.qualifications if row.firm == case.firm_of(line)]
    row = OpenOrder(
        order="OO",
        offer=offer.offer,
        firm=(buyer := RESERVE if case.has_reserve and offer.end_user == "free" else case.firm_of(line)),
        relief="" if buyer == RESERVE else random.choice(["", *reliefs]),
        quantity=1.0,
        ordered=case.settings.start - timedelta(days=90),
        due=_first_day(case, 1) + timedelta(days=20),
        paid_share=random.choice([0.0, 0.3, 0.5]),
        unit_price=random.choice([None, round(offer.unit_price * 1.1, 2)]),
        stage=random.choice(["signed", "licensed", "shipped"]),
    )
    offers = tuple(replace(o, contract="order") if o.offer == offer.offer else o for o in case.offers)
    return case.replace(offers=offers, open_orders=(row,))


def country_limits(case: Scenario, random: Random) -> Scenario:
    """Shares of countries and of imports."""
    rows = [
        Limit(rule="max_country_share", value=0.6, measure=random.choice(["units", "value"])),
        Limit(rule="max_country_share", value=0.5, who="DE", item="all", measure=random.choice(["units", "value"])),
        Limit(rule="max_import_share", value=0.5, item=random.choice(["group:g", "each"]), measure="units"),
    ]
    return _limited(case, rows, random, soft=20.0)


def supplier_limits(case: Scenario, random: Random) -> Scenario:
    """Shares of suppliers, how many of them, how concentrated."""
    rows = [
        Limit(rule="max_supplier_share", value=0.7, item="all", measure=random.choice(["units", "value"])),
        Limit(rule="max_supplier_share", value=0.5, who=random.choice(case.offers).supplier, measure="units"),
        Limit(rule="min_suppliers", value=2.0, item=random.choice(["all", "each"])),
        Limit(rule="max_hhi", value=0.6, item="all", measure="units"),
    ]
    return _limited(case, rows, random, soft=20.0)


def service_limits(case: Scenario, random: Random) -> Scenario:
    """Fill rate and largest shortage, in the mean and in each draw."""
    rows = [
        Limit(rule="min_fill_rate", value=random.choice([0.3, 0.6]), within=_within(random)),
        Limit(rule="min_fill_rate", value=0.5, item="all", who="all", priority="2", within="mean"),
        Limit(rule="max_shortage", value=1.0, item=random.choice(["all", "each"]), within=_within(random)),
    ]
    return _limited(case, rows, random, soft=40.0)


def tax_limits(case: Scenario, random: Random) -> Scenario:
    """A largest tax."""
    rows = [Limit(rule="max_tax", item="all", value=40.0, who=random.choice(["each", "all"]), within=_within(random))]
    return _limited(case, rows, random, soft=2.0)


def booking_limits(case: Scenario, random: Random) -> Scenario:
    """A least booking, a largest cost of it."""
    case = frameworks(case, random)
    rows = [
        Limit(rule="min_booked_capacity", item="all", value=1.0, who="all"),
        Limit(rule="max_booking_cost", item="all", value=8.0, who=random.choice(["all", "each"])),
    ]
    return _limited(case, rows, random, soft=3.0)


def budgets(case: Scenario, random: Random) -> Scenario:
    """Money that does not suffice for everything, with and without carrying over, a part of it held back."""
    payer, within = random.choice(["all", case.all_firms[0].firm]), random.choice(["plan", "each_draw"])
    first, rest, last = (_first_day(case, period) for period in (0, 1, case.settings.periods - 1))
    rows = (
        Budget(
            payer=payer, from_day=first, to_day=first, amount_cny=150.0, carry_over=random.random() < 0.6, within=within
        ),
        Budget(payer=payer, from_day=rest, to_day=last, amount_cny=random.choice([150.0, 400.0]), within=within),
    )
    settings = replace(case.settings, contingency_share=random.choice([0.0, 0.1]))
    return case.replace(settings=settings, budgets=rows)


def reserve_budget(case: Scenario, random: Random) -> Scenario:
    """Money of the reserve, which takers pay back."""
    case = case if case.has_reserve else pool(case, random)
    last = _first_day(case, case.settings.periods - 1)
    row = Budget(payer=RESERVE, to_day=last, amount_cny=120.0, within=random.choice(["plan", "each_draw"]))
    return case.replace(budgets=(*case.budgets, row))


def goals(case: Scenario, random: Random) -> Scenario:
    """Other goals than the weighted one."""
    goal = random.choice(["min_cvar", "ordered", "cvar_limit"])
    lines = _each(case.demand, lambda row: {"priority": random.choice([1, 2])})
    limit = 150.0 if goal == "cvar_limit" else None
    return case.replace(settings=replace(case.settings, goal=goal, risk_limit_cny=limit), demand=lines)


def risk(case: Scenario, random: Random) -> Scenario:
    """Risk that counts, up to the worst draw alone, and a draw that has no weight."""
    case = case.replace(draws=(*case.draws[:-1], replace(case.draws[-1], weight=random.choice([0.0, 1.0]))))
    changed = {"risk_weight": random.choice([0.3, 1.0]), "risk_level": random.choice([0.0, 0.6, 1.0])}
    return case.replace(settings=replace(case.settings, **changed))


def worth_at_the_end(case: Scenario, random: Random) -> Scenario:
    """What is left is worth something."""
    return case.replace(settings=replace(case.settings, terminal_value_share=0.3))


def order_windows(case: Scenario, random: Random) -> Scenario:
    """Offers that begin or end within the plan, and time before a contract."""

    def terms(row: Offer) -> dict[str, Any]:
        return {
            "from_day": random.choice([None, _first_day(case, 1)]),
            "to_day": random.choice([None, _first_day(case, 1)]),
            "procurement_days": 0.0 if row.contract == "framework" else random.choice([0.0, 40.0]),
        }

    return case.replace(offers=_each(case.offers, terms))


FEATURES: tuple[Feature, ...] = (
    several_firms,
    long_terms,
    fees,
    incoterms,
    credit,
    locked_rates,
    moving_prices,
    moving_rates,
    outages,
    delays,
    no_values,
    unsure_needs,
    lost_needs,
    rivals,
    frameworks,
    capacities,
    qualification,
    lots,
    divisible,
    quotas,
    pool,
    reserve_limits,
    stores,
    workarounds,
    signed,
    country_limits,
    supplier_limits,
    service_limits,
    tax_limits,
    booking_limits,
    budgets,
    reserve_budget,
    goals,
    risk,
    worth_at_the_end,
    order_windows,
)


def _each(rows: tuple[Any, ...], changes: Callable[[Any], dict[str, Any]]) -> tuple[Any, ...]:
    return tuple(replace(row, **changes(row)) for row in rows)


def _first_day(case: Scenario, period: int) -> date:
    return case.calendar.first_day(period)


def _within(random: Random) -> str:
    return random.choice(["mean", "each_draw"])


def _value(case: Scenario, draw: Draw, what: str, name: str, random: Random, value: float) -> DrawValue:
    period = random.choice([None, *range(case.settings.periods)])
    day = None if period is None else _first_day(case, period)
    return DrawValue(draw=draw.draw, what=what, id=name, period=day, value=round(value, 4))


def _told(case: Scenario, values: list[DrawValue]) -> Scenario:
    """The case with more values of its draws; none is told twice."""
    rows = (*values, *case.draw_values)
    told = {(row.draw, row.what, row.id.removeprefix("offer:"), row.period): row for row in rows}
    return case.replace(draw_values=tuple(told.values()))


def _limited(case: Scenario, rows: list[Limit], random: Random, soft: float) -> Scenario:
    """One of some limits, hard or at a price; a limit of concentration is always hard."""
    row = random.choice(rows)
    price = None if row.rule == "max_hhi" else random.choice([None, soft])
    if row.from_day is None and random.random() < 0.3:
        first, last = sorted(random.sample(range(case.settings.periods), 2))
        row = replace(row, from_day=_first_day(case, first), to_day=_first_day(case, last))
    return case.replace(limits=(*case.limits, replace(row, soft_cost_cny=price)))
