"""Small random cases that switch every family of the model on in turn; the same seed gives the same case.

`random_case(seed)` always has the feature number `seed` (modulo their number) and each other one by chance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

from consents import CONSENT
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
from importplan.scenario.schema.price_breaks import PriceBreak
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.substitutes import Substitute
from importplan.scenario.schema.suppliers import Supplier

START = date(2027, 1, 1)
PRICE = {"CNY": 1.0e6, "EUR": 1.2e5, "JPY": 2.0e7}
DRAWS = 4
CHANCE = 0.2  # of every feature that is not the seed's own


def random_case(seed: int) -> Scenario:
    """A small case with the seed's own feature and some others."""
    random = Random(seed)
    case = _plain(random, seed)
    for position, feature in enumerate(FEATURES):
        if position == seed % len(FEATURES) or random.random() < CHANCE:
            case = feature(case, random)
    return case


def joined_case(seed: int) -> Scenario:
    """A small case in which some row joins stocks or draws and risk counts, with other features by chance."""
    random = Random(10_000 + seed)
    case = _plain(random, seed)
    for feature in FEATURES:
        if random.random() < 0.5 * CHANCE:
            case = feature(case, random)
    return JOINTS[seed % len(JOINTS)](case, random)


def joint_of(seed: int) -> str:
    """What joins draws or stocks in the joined case of a seed."""
    return JOINTS[seed % len(JOINTS)].__name__


def feature_of(seed: int) -> str:
    """The feature that a seed always has."""
    return FEATURES[seed % len(FEATURES)].__name__


def _plain(random: Random, seed: int) -> Scenario:
    month = random.random() < 0.3
    settings = Settings(
        start=START,
        period="month" if month else "quarter",
        periods=random.choice([3, 4, 5]),
        draws=DRAWS,
        seed=seed + 1,
        gap=0.0,
        time_limit_s=20.0,
        risk_weight=random.choice([0.0, 0.5, 1.0]),
        risk_level=random.choice([0.0, 0.5, 0.9, 1.0]),
        open_need_share=Random(f"open {seed}").choice([0.0, 1.2]),  # a stream of its own
    )
    items = tuple(
        Item(
            item=f"I{number}",
            hs_code=random.choice(["84571010", "90318020"]),
            kind=random.choice(["machine", "part"]),
            whole_units=random.random() < 0.6,
            group=random.choice(["g", "h"]),
            reference_value_cny=random.choice([None, 1.0e6]),
            tags=("t",) if random.random() < 0.5 else (),
            obsolescence_rate=random.choice([0.0, 0.03]),
        )
        for number in range(random.choice([1, 1, 2]))
    )
    suppliers = tuple(Supplier(supplier=f"S{n}", country=country) for n, country in enumerate(["DE", "JP", "CN"]))
    offers = tuple(
        _offer(random, f"o{item.item}{number}", item, random.choice(suppliers)) for item in items for number in range(2)
    )
    case = Scenario(settings=settings, items=items, suppliers=suppliers, offers=offers)
    fx = tuple(
        ExchangeRate(currency=name, cny_per_unit=rate, volatility=0.1) for name, rate in (("EUR", 8.0), ("JPY", 0.05))
    )
    return case.replace(fx=fx, demand=tuple(_demand(case, random, number) for number in range(random.choice([2, 3]))))


def _offer(random: Random, name: str, item: Item, supplier: Supplier) -> Offer:
    domestic = supplier.country == "CN"
    currency = "CNY" if domestic else random.choice(["EUR", "JPY"])
    return Offer(
        offer=name,
        supplier=supplier.supplier,
        item=item.item,
        unit_price=round(PRICE[currency] * random.uniform(0.7, 1.4), 2),
        currency=currency,
        incoterm="domestic" if domestic else random.choice(["EXW", "FOB", "CIF"]),
        price_includes_vat=random.random() < 0.5 if domestic else None,
        lead_time_days=random.choice([0, 60, 100]),
        transit_days=random.choice([0, 30]),
        local_cost_cny=random.choice([0.0, 1.0e4]),
        deposit_share=random.choice([0.3, 0.1]),
        duty_rate=random.choice([None, 0.05]),
        duty_rate_source="chance",
    )


def _demand(case: Scenario, random: Random, number: int) -> Demand:
    return Demand(
        line=f"L{number}",
        item=random.choice(case.items).item,
        period=case.calendar.first_day(random.randrange(case.settings.periods)),
        quantity=random.choice([1.0, 2.0, 3.0]),
        priority=random.choice([1, 2, 3]),
        shortage_cost_cny=random.choice([None, 5.0e5, 1.5e6]),
    )


# --- features: each takes a case and gives it one thing more ------------------------------------------------------


def firms(case: Scenario, random: Random) -> Scenario:
    """Several firms, some of which cannot deduct VAT, recover it late, or never while they have a surplus."""
    rows = tuple(
        Firm(
            firm=f"F{n}",
            vat_deductible=random.random() < 0.6,
            vat_recovery_months=random.choice([0, 1, 4]),
            vat_credit_surplus=random.random() < 0.2,
        )
        for n in range(2)
    )
    return case.replace(firms=rows, demand=_each(case.demand, lambda _: {"firm": random.choice(rows).firm}))


def terms(case: Scenario, random: Random) -> Scenario:
    """Installation, acceptance, retention from several days on, agency, permits, licences that may be refused, and
    deposits that come back by a share or under a guarantee."""
    return case.replace(
        items=_each(case.items, lambda _: {"permit_days": random.choice([0, 60])}),
        offers=_each(
            case.offers,
            lambda _: {
                "install_days": random.choice([0, 20]),
                "acceptance_days": random.choice([0, 60]),
                "install_cost_cny": 1.0e4,
                "training_cost_cny": 2.0e3,
                "agency_fee_share": 0.01,
                "retention_share": 0.1,
                "warranty_months": random.choice([3, 12]),
                "warranty_from": random.choice(["shipment", "arrival", "acceptance"]),
                "licence_days": random.choice([0, 90]),
                "licence_refusal": random.choice([0.0, 0.3]),
                "guarantee": random.choice(["none", "bank", "insurance"]),
                "deposit_refund_share": random.choice([None, None, 0.0, 0.5]),
                "extra_duty_rate": random.choice([0.0, 0.1]),
                "clearance_days": 5,
            },
        ),
    )


def credit(case: Scenario, random: Random) -> Scenario:
    """Letters of credit, open account, locked exchange rates, a part of budgets held back."""
    return case.replace(
        settings=replace(case.settings, contingency_share=random.choice([0.0, 0.1])),
        offers=_each(
            case.offers,
            lambda _: {
                "payment": random.choice(["LC-sight", "LC-usance", "OA", "TT"]),
                "lc_deposit_share": 0.2,
                "lc_fee_share": 0.01,
                "lc_days": random.choice([0, 90]),
            },
        ),
        fx=_each(
            case.fx,
            lambda row: {"locked_share": random.choice([0.0, 0.5]), "locked_rate": row.cny_per_unit * 1.1},
        ),
    )


def outages(case: Scenario, random: Random) -> Scenario:
    """Outages that delay or cancel, of making, shipping and transport, in bands of severity."""
    risks = (
        Risk(risk="R", starts_per_year=0.8, mean_months=6),
        Risk(risk="C", starts_per_year=0.5, mean_months=4, effect="cancel"),
        Risk(risk="M", starts_per_year=0.5, mean_months=4, stops="making"),
        Risk(risk="T", starts_per_year=0.5, mean_months=4, stops="transport", distribution="fixed"),
    )
    targets = (
        RiskTarget(risk="R", target="country:DE", severity=0.5),
        RiskTarget(risk="R", target="country:JP", hit_probability=0.6),
        RiskTarget(risk="C", target="country:JP", severity=random.choice([1.0, 0.4])),
        RiskTarget(risk="C", target="supplier:S2", tag="t"),
        RiskTarget(risk="M", target="country:DE"),
        RiskTarget(risk="T", target="country:DE"),
    )
    return case.replace(risks=risks, risk_targets=targets)


def given_draws(case: Scenario, random: Random) -> Scenario:
    """The case's own draws with uneven weights: availability, demand, prices, exchange rates, delays."""
    values: list[DrawValue] = []
    periods = [None, *(case.calendar.first_day(period) for period in range(case.settings.periods))]
    for draw in range(DRAWS):
        offer, line = random.choice(case.offers), random.choice(case.demand)
        told: tuple[tuple[str, str, date | None, float], ...] = (
            ("availability", f"supplier:{offer.supplier}", random.choice(periods), random.choice([0.0, 0.5])),
            ("demand", line.line, None, random.choice([0.0, 1.0, 4.0])),
            ("price", offer.offer, random.choice(periods), offer.unit_price * random.uniform(0.8, 1.5)),
            ("delay_days", random.choice(case.offers).offer, random.choice(periods), random.choice([30.0, 100.0])),
            ("fx", "EUR", random.choice(periods), random.uniform(7.0, 10.0)),
        )
        for what, name, period, value in random.sample(told, 3):
            values.append(DrawValue(draw=f"D{draw}", what=what, id=name, period=period, value=value))
    rows = tuple(Draw(draw=f"D{draw}", weight=random.choice([1.0, 2.0, 3.0])) for draw in range(DRAWS))
    return case.replace(draws=rows, draw_values=tuple(values))


def uncertain_demand(case: Scenario, random: Random) -> Scenario:
    """Demand that may not come."""
    return case.replace(demand=_each(case.demand, lambda _: {"firmness": random.choice(["budgeted", "wished", 0.5])}))


def lost_demand(case: Scenario, random: Random) -> Scenario:
    """Demand that is given up after a while, beside demand that waits."""
    return case.replace(demand=_each(case.demand, lambda _: {"lost_after_periods": random.choice([None, 1, 2])}))


def framework(case: Scenario, random: Random) -> Scenario:
    """Suppliers with a framework contract, and offers to be called under it."""
    suppliers = _each(
        case.suppliers,
        lambda _: {
            "booking_cost_cny": random.choice([1.0e4, 3.0e4]),
            "booking_min": random.choice([0.0, 1.0]),
            "booking_max": random.choice([None, 4.0]),
            "booking_from": random.choice([None, case.calendar.first_day(1)]),
        },
    )
    kinds = {offer.offer: random.choice(["order", "framework"]) for offer in case.offers[1:]}
    offers = _each(
        case.offers, lambda row: {"contract": kinds.get(row.offer, "framework"), "unit_price": row.unit_price * 0.8}
    )
    return case.replace(suppliers=suppliers, offers=offers)


def capacity(case: Scenario, random: Random) -> Scenario:
    """Capacities, and suppliers and offers that must be qualified first."""
    suppliers = _each(
        case.suppliers,
        lambda _: {
            "capacity_per_period": random.choice([None, 3.0]),
            "qualified": random.random() < 0.5,
            "qualification_cost_cny": 1.0e5,
            "qualification_months": random.choice([0, 2]),
        },
    )
    offers = _each(
        case.offers,
        lambda _: {
            "capacity_per_period": random.choice([None, 2.0]),
            "qualified": random.random() < 0.7,
            "qualification_cost_cny": 5.0e4,
            "qualification_months": random.choice([0, 2]),
        },
    )
    return case.replace(suppliers=suppliers, offers=offers)


def lots(case: Scenario, random: Random) -> Scenario:
    """Smallest orders, lot sizes, a cost per order and per shipment."""
    return case.replace(
        offers=_each(
            case.offers,
            lambda _: {
                "min_order": random.choice([0.0, 2.0]),
                "lot_size": random.choice([None, 2.0]),
                "order_cost_cny": random.choice([0.0, 2.0e4]),
                "clearance_cost_cny": random.choice([0.0, 5.0e3]),
            },
        )
    )


def quota(case: Scenario, random: Random) -> Scenario:
    """Reliefs with a quota in units or in value, by year or in total."""
    unit, value = random.choice([(1.0, None), (None, 1.5e6), (2.0, 1.5e6), (None, None)])
    rows = tuple(
        Qualification(
            firm=firm.firm,
            regime="encouraged_project",
            item=item.item,
            **CONSENT,
            status=random.choice(["held", "applied", "planned"]),
            quota_units=unit,
            quota_cny=value,
            quota_scope=random.choice(["year", "total"]),
            valid_to=random.choice([None, case.calendar.first_day(2)]),
        )
        for firm in case.all_firms[:1]
        for item in case.items
    )
    autumn = replace(case.settings, start=date(2027, 10, 1))  # so that a year ends inside the plan
    moved = _each(case.demand, lambda row: {"period": case.replace(settings=autumn).calendar.first_day(_at(case, row))})
    return case.replace(settings=autumn, demand=moved, qualifications=rows)


def tax_timing(case: Scenario, random: Random) -> Scenario:
    """VAT by yearly instalments, tax left as a guarantee until an application is decided, a relief of VAT given up.

    With budgets, since cash is what it moves, and demand that is worth buying for.
    """
    later = case.calendar.first_day(2)
    rows = tuple(
        Qualification(
            firm=case.all_firms[0].firm,
            regime=regime,
            applicant_class="major_project",
            goods_class="new_equipment",
            certificate=f"{regime}-{item.item}",
            item=item.item,
            **CONSENT,
            status=random.choice(["held", "applied", "applied"]),
            decision_on=later,
            guarantee_share=random.choice([0.6, 1.0]),
            gives_up_vat=random.random() < 0.3,
            first_import_on=random.choice([None, date(2025, 7, 1), case.calendar.first_day(0)]),
        )
        for item in case.items
        for regime in random.choice(
            [("new_displays",), ("encouraged_project",), ("new_displays", "encouraged_project")]
        )
    )
    offers = _each(case.offers, lambda _: {"lead_time_days": 0})
    demand = _each(case.demand, lambda _: {"shortage_cost_cny": 4.0e6})
    case = case.replace(qualifications=(*case.qualifications, *rows), offers=offers, demand=demand)
    return case if case.budgets else budgets(case, random)


def reserve(case: Scenario, random: Random) -> Scenario:
    """A common reserve with stock, a release price, named and retransfer goods."""
    offers = _each(
        case.offers,
        lambda _: {
            "end_user": random.choice(["free", "named", "retransfer"]),
            "retransfer_days": random.choice([0, 40, 100]),
        },
    )
    listed = tuple(ReserveTerms(item=item.item, release_price_share=0.5) for item in case.items)
    return case.replace(
        settings=replace(case.settings, owner="bureau"),
        firms=case.all_firms,
        demand=_each(case.demand, lambda row: {"firm": case.firm_of(row)}),
        offers=offers,
        stock=(*case.stock, Stock(item=case.demand[0].item, quantity=1.0, owner=RESERVE)),
        reserve_terms=listed if random.random() < 0.5 else (),
    )


def sites(case: Scenario, random: Random) -> Scenario:
    """Stock at the start, and sites with limited room."""
    owner = random.choice([RESERVE if case.has_reserve else case.all_firms[0].firm, case.all_firms[0].firm])
    rows = (
        Site(site="w0", capacity_m3=2.0, cost_cny_per_m3_month=50.0, owner=owner),
        Site(site="w1", capacity_m3=random.choice([None, 4.0]), cost_cny_per_m3_month=100.0, owner=owner),
    )
    stock = (*case.stock, Stock(item=case.demand[0].item, quantity=1.0, owner=owner))
    return case.replace(sites=rows, stock=stock, items=_each(case.items, lambda _: {"volume_m3": 2.0}))


def workaround(case: Scenario, random: Random) -> Scenario:
    """Rental or subcontracting that relieves what is late."""
    return case.replace(
        items=_each(case.items, lambda _: {"workaround_cost_cny": 2.0e4, "workaround_limit": random.choice([1.0, 0.5])})
    )


def signed(case: Scenario, random: Random) -> Scenario:
    """A signed order at a price of its own, partly paid."""
    offer = random.choice(case.offers)
    row = OpenOrder(
        order="OO",
        offer=offer.offer,
        firm=case.all_firms[0].firm,
        quantity=1.0,
        ordered=date(2026, 10, 1),
        due=case.calendar.first_day(1),
        paid_share=random.choice([0.0, 0.3, 0.5]),
        unit_price=offer.unit_price * 1.1,
        fx_locked_rate=random.choice([None, 8.5]) if offer.currency == "EUR" else None,
        stage=random.choice(["signed", "licensed", "shipped", "arrived", "cleared"]),
        relief="encouraged_project",
    )
    if row.stage in ("arrived", "cleared"):
        row = replace(row, due=case.calendar.start)
    return case.replace(offers=_each(case.offers, _never_framework(offer.offer)), open_orders=(row,))


def mix_limits(case: Scenario, random: Random) -> Scenario:
    """Shares of countries, suppliers and imports; number of suppliers; concentration."""
    rows = [
        Limit(rule="max_country_share", value=0.6, measure=random.choice(["units", "value"])),
        Limit(rule="max_supplier_share", value=0.6, item="all"),
        Limit(rule="max_import_share", value=0.7, item="group:g"),
        Limit(rule="min_suppliers", value=2),
        Limit(rule="max_hhi", value=0.6, measure=random.choice(["units", "value"])),
    ]
    return case.replace(limits=case.limits + _some(rows, random))


def service_limits(case: Scenario, random: Random) -> Scenario:
    """Fill rate and largest shortage, in the mean and in each draw."""
    within = random.choice(["mean", "each_draw"])
    rows = [
        Limit(rule="min_fill_rate", value=random.choice([0.2, 0.5]), within=within),
        Limit(rule="min_fill_rate", value=0.3, item="all", who="all", priority="1", within="mean"),
        Limit(rule="max_shortage", value=3.0, priority=random.choice(["1", "all"]), within=within),
    ]
    return case.replace(limits=case.limits + _some(rows, random))


def other_limits(case: Scenario, random: Random) -> Scenario:
    """Tax, booking and reserve limits, where the case has what they speak of."""
    rows = [Limit(rule="max_tax", value=8.0e5, who=random.choice(["each", "all"]))]
    if any(supplier.booking_cost_cny is not None for supplier in case.suppliers):
        rows += [
            Limit(rule="min_booked_capacity", value=1.0, who="all"),
            Limit(rule="max_booking_cost", value=3.0e5, who="all"),
        ]
    if case.has_reserve:
        later = case.calendar.first_day(2)
        # Of an item that is in the reserve: a floor under what the reserve can never hold is broken by every plan.
        held = case.demand[0].item
        rows += [
            Limit(
                rule="min_reserve", item=held, value=1.0, within=random.choice(["mean", "each_draw"]), from_day=later
            ),
            Limit(rule="max_reserve", value=3.0),
        ]
    return case.replace(limits=case.limits + _some(rows, random))


def budgets(case: Scenario, random: Random) -> Scenario:
    """Budgets of the plan and of each draw, with and without carrying over."""
    first, middle, end = case.calendar.first_day(0), case.calendar.first_day(1), date(2040, 1, 1)
    firm = case.all_firms[0].firm
    rows = (
        (Budget(payer="all", amount_cny=8.0e6, within=random.choice(["plan", "each_draw"])),)
        if random.random() < 0.5
        else (
            Budget(payer=firm, from_day=first, to_day=first, amount_cny=1.0e6, carry_over=random.random() < 0.7),
            Budget(payer=firm, from_day=middle, to_day=end, amount_cny=4.0e6),
        )
    )
    return case.replace(budgets=rows)


def goals(case: Scenario, random: Random) -> Scenario:
    """The goals beside the weighted one, a risk limit, a worth of what is left."""
    changed = replace(
        case.settings,
        goal=random.choice(["cvar_limit", "min_cvar", "ordered"]),
        risk_limit_cny=random.choice([None, 4.0e6]),
        terminal_value_share=random.choice([0.0, 0.5]),
    )
    return case.replace(settings=changed)


# --- rows that join draws or stocks: what decides whether draws that look alike may be treated differently ---------


def dear_relief(case: Scenario, random: Random, within: str = "plan") -> Scenario:
    """Workarounds worth their price, and too little cash for all of them."""
    items = _each(case.items, lambda _: {"workaround_cost_cny": random.choice([2.0e5, 4.0e5]), "workaround_limit": 2.0})
    demand = _each(case.demand, lambda _: {"shortage_cost_cny": random.choice([8.0e5, 1.5e6])})
    middle = case.calendar.first_day(1)
    amounts = (random.choice([3.0e6, 6.0e6, 1.0e7]), random.choice([3.0e5, 1.0e6, 2.5e6]))
    spans = ((None, case.calendar.first_day(0)), (middle, None))
    rows = tuple(
        Budget(payer="all", from_day=first, to_day=last, amount_cny=amount, within=within, carry_over=last is not None)
        for (first, last), amount in zip(spans, amounts, strict=True)
    )
    case = case.replace(items=items, demand=demand, budgets=rows)
    return _swinging(_averse(case, random), random)


def dear_relief_in_each_draw(case: Scenario, random: Random) -> Scenario:
    """The same, where every draw has to live on what its own exchange rates leave."""
    return dear_relief(case, random, "each_draw")


def mean_service(case: Scenario, random: Random) -> Scenario:
    """Fill rate and largest shortage in the mean, with two kinds of demand for one item."""
    case = case.replace(demand=(*case.demand, *_rivals(case, random)))
    rows = [
        Limit(rule="min_fill_rate", value=0.6, item="all", within="mean", soft_cost_cny=random.choice([None, 6.0e5])),
        Limit(rule="max_shortage", value=0.4, item="all", priority="1", within="mean", soft_cost_cny=4.0e5),
    ]
    return _swinging(_averse(case.replace(limits=_drawn(rows, random)), random), random)


def fill_rate(case: Scenario, random: Random) -> Scenario:
    """One kind of demand that comes and goes, with a fill rate that old demand may be kept waiting for."""
    random.shuffle(rates := [0.3, 0.5, 0.7])
    within = random.choice(["mean", "each_draw"])
    rows = (Limit(rule="min_fill_rate", value=rates[0], within=within, soft_cost_cny=random.choice([None, 2.0e6])),)
    stock = (Stock(item=case.demand[0].item, quantity=1.0, owner=case.firm_of(case.demand[0])),)
    demand = _each(case.demand, lambda _: {"priority": 1, "shortage_cost_cny": 3.0e5})
    return outages(case.replace(limits=rows, stock=stock, demand=demand), random)


def scarce_room(case: Scenario, random: Random) -> Scenario:
    """Stocks of two kinds of demand each, in one small store."""
    case = case.replace(demand=(*case.demand, *_rivals(case, random)))
    owner = case.firm_of(case.demand[0])
    rows = (
        Site(site="s0", capacity_m3=2.0, cost_cny_per_m3_month=random.choice([0.0, 2.0e4]), owner=owner),
        Site(site="s1", capacity_m3=random.choice([2.0, 6.0, None]), cost_cny_per_m3_month=4.0e4, owner=owner),
    )
    stock = tuple(Stock(item=item.item, quantity=1.0, owner=owner) for item in case.items)
    items = _each(case.items, lambda _: {"volume_m3": 2.0})
    return outages(case.replace(items=items, sites=rows, stock=stock), random)


def limits_over_items(case: Scenario, random: Random) -> Scenario:
    """A largest shortage of each draw over all items, with two kinds of demand each."""
    case = case.replace(demand=(*case.demand, *_rivals(case, random)))
    price = random.choice([3.0e5, 1.0e6])
    row = Limit(rule="max_shortage", value=1.0, item="all", who="all", within="each_draw", soft_cost_cny=price)
    return outages(_averse(case.replace(limits=(row,)), random), random)


def rationed_reserve(case: Scenario, random: Random) -> Scenario:
    """A reserve whose budget is joined in the mean by what its takers pay."""
    case = reserve(case, random)
    who = random.choice([RESERVE, case.all_firms[0].firm])
    amounts = random.choice([1.0e6, 3.0e6]), random.choice([2.0e5, 6.0e5])
    middle = case.calendar.first_day(1)
    rows = (
        Budget(payer=who, to_day=case.calendar.first_day(0), amount_cny=amounts[0]),
        Budget(payer=who, from_day=middle, amount_cny=amounts[1], within=random.choice(["plan", "plan", "each_draw"])),
    )
    return _swinging(_averse(case.replace(budgets=rows), random), random)


JOINTS: tuple[Callable[[Scenario, Random], Scenario], ...] = (
    dear_relief,
    dear_relief_in_each_draw,
    mean_service,
    fill_rate,
    scarce_room,
    limits_over_items,
    rationed_reserve,
)


def _averse(case: Scenario, random: Random) -> Scenario:
    """Risk that counts, under one of the goals."""
    goal = random.choice(["weighted", "weighted", "weighted", "ordered", "cvar_limit", "min_cvar"])
    changed = replace(
        case.settings,
        goal=goal,
        risk_weight=random.choice([0.4, 0.8]),
        risk_level=random.choice([0.5, 0.75]),
        risk_limit_cny=1.2e7 if goal == "cvar_limit" else None,
    )
    return case.replace(settings=changed)


def _swinging(case: Scenario, random: Random) -> Scenario:
    """Draws that are alike but for their exchange rates, in pairs: calm ones, and ones in which a supplier stops."""
    values = [
        DrawValue(draw=f"D{draw}", what="fx", id=currency, period=None, value=rate * random.choice([0.8, 1.0, 1.3]))
        for draw in range(DRAWS)
        for currency, rate in (("EUR", 8.0), ("JPY", 0.05))
    ]
    stopped = random.choice(case.offers).supplier
    values += [
        DrawValue(draw=f"D{draw}", what="availability", id=f"supplier:{stopped}", period=None, value=0.0)
        for draw in (2, 3)
    ]
    rows = tuple(Draw(draw=f"D{draw}", weight=random.choice([1.0, 2.0])) for draw in range(DRAWS))
    return case.replace(draws=rows, draw_values=tuple(values), risks=(), risk_targets=())


def _rivals(case: Scenario, random: Random) -> tuple[Demand, ...]:
    """Later and more urgent demand beside what there is."""
    last = case.settings.periods - 1
    return tuple(
        replace(
            row,
            line=f"{row.line}r",
            period=case.calendar.first_day(min(last, _at(case, row) + random.choice([0, 1]))),
            priority=1,
            shortage_cost_cny=2.0e6,
        )
        for row in case.demand
    )


def _drawn(rows: list[Limit], random: Random) -> tuple[Limit, ...]:
    return tuple(random.sample(rows, random.choice([1, 2])))


def with_price_breaks(case: Scenario, random: Random) -> Scenario:
    """Two steps of the price of some offers, at sizes near the needs."""
    rows = []
    for offer in case.offers:
        if random.random() < 0.7:
            first = random.choice([1.0, 2.0, 3.0])
            steps = ((first, 0.9), (first + random.choice([1.0, 2.5]), 0.6))
            rows += [
                PriceBreak(offer=offer.offer, from_quantity=units, unit_price=part * offer.unit_price)
                for units, part in steps
            ]
    return case.replace(price_breaks=tuple(rows))


def with_substitutes(case: Scenario, random: Random) -> Scenario:
    """Every item may serve the one before it in the list, where all its lines accept it."""
    items = [item.item for item in case.items]
    rows = tuple(
        Substitute(item=item, serves=serves, ratio=random.choice([0.5, 1.0, 2.0])) for serves, item in pairwise(items)
    )
    return case.replace(demand=_each(case.demand, lambda _: {"accepts": ("higher", "低配替代")}), substitutes=rows)


FEATURES: tuple[Callable[[Scenario, Random], Scenario], ...] = (
    firms,
    terms,
    outages,
    uncertain_demand,
    lost_demand,
    framework,
    capacity,
    lots,
    quota,
    reserve,
    sites,
    workaround,
    signed,
    given_draws,
    mix_limits,
    service_limits,
    other_limits,
    budgets,
    goals,
    credit,
    tax_timing,
)


def _each(rows: tuple[Any, ...], changes: Callable[[Any], dict[str, Any]]) -> tuple[Any, ...]:
    return tuple(replace(row, **changes(row)) for row in rows)


def _at(case: Scenario, row: Demand) -> int:
    return case.calendar.index_of(row.period.last)


def _never_framework(name: str) -> Callable[[Offer], dict[str, Any]]:
    return lambda row: {"contract": "order"} if row.offer == name else {}


def _some(rows: list[Limit], random: Random) -> tuple[Limit, ...]:
    """At least one of the limits; some of them may be broken at a price."""
    chosen = random.sample(rows, random.choice([1, 1, 2]) if len(rows) > 1 else 1)
    prices = [None, None, 1.0e5, 1.0]
    return tuple(row if row.rule == "max_hhi" else replace(row, soft_cost_cny=random.choice(prices)) for row in chosen)
