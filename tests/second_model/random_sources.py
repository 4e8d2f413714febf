"""Random cases with other ways to buy: steps of price, limits on sources, substitutes, bond, the reserve's terms.

A seed names one of these features and one beside it, of these or of the others; each further one comes by chance.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.price_breaks import PriceBreak
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.substitutes import Substitute
from second_model.in_use import in_use
from second_model.random_cases import FEATURES, RATES, Feature, plain_case, pool

CHANCE = 0.03  # of every feature that is not one of the seed's own two


def source_case(seed: int, chance: float = CHANCE) -> Scenario:
    """A small case with the seed's own two features, and each other one with some chance."""
    random = Random(f"sources {seed}")
    own = sources_of(seed)
    case = plain_case(random, random.choice([0.0, 1.2]))
    # What the others change of offers and firms comes before what these make of them.
    for feature in (*FEATURES, *NEW):
        if feature in own or random.random() < chance:
            case = feature(case, random)
    return _about_something(case)


def sources_of(seed: int) -> tuple[Feature, Feature]:
    """The two features that a seed always has, in an order that mixes them."""
    pairs = [(one, other) for n, one in enumerate(NEW) for other in (*NEW[n + 1 :], *FEATURES)]
    Random(0).shuffle(pairs)
    return pairs[seed % len(pairs)]


def price_breaks(case: Scenario, random: Random) -> Scenario:
    """Orders that become cheaper, or dearer, from some quantities on."""
    rows = []
    for offer in case.offers:
        begins, price = random.choice([0.0, 1.0, 2.0]), offer.unit_price
        for _ in range(random.choice([0, 1, 2, 2])):
            begins += random.choice([1.0, 2.0, 2.5])
            price = round(price * random.choice([0.7, 0.85, 0.95, 1.1]), 2)
            rows.append(PriceBreak(offer=offer.offer, from_quantity=begins, unit_price=price))
    random.shuffle(rows)
    return case.replace(price_breaks=tuple(rows))


def source_limits(case: Scenario, random: Random) -> Scenario:
    """How many suppliers there may be, and the least share of one or of each."""
    seller = random.choice(case.offers).supplier
    measure = random.choice(["units", "value"])
    rows = [
        Limit(rule="max_suppliers", value=1.0, item=random.choice(["all", "each"])),
        Limit(rule="min_supplier_share", value=0.4, who=seller, item="all", measure=measure),
        Limit(rule="min_supplier_share", value=0.4, who=random.choice(["each", "all"]), item="all", measure=measure),
    ]
    return _limited(case, rows, random)


def import_path(case: Scenario, random: Random) -> Scenario:
    """A share of imports that falls from year to year, or within one."""
    measure = random.choice(["units", "value"])
    value, value_to = random.choice([(1.0, 0.3), (0.8, 0.0), (0.5, 0.9)])
    item = random.choice(["all", "each", "group:g"])
    row = Limit(rule="max_import_share", value=value, value_to=value_to, item=item, measure=measure)
    return _limited(case, [row], random)


def substitutes(case: Scenario, random: Random) -> Scenario:
    """Another item that may serve in place of what is needed, for those who say so."""
    other = replace(case.items[0], item="X", reference_value_cny=random.choice([80.0, 120.0]))
    offers = tuple(_of(random, f"X-{n}", "X", random.choice(case.offers)) for n in range(2))
    ratio = random.choice([1.0, 1.0, 2.0, 1.25, 0.5])
    word = "higher" if ratio >= 1.0 else "lower"
    served = random.choice(case.demand).item
    lines = tuple(
        replace(row, accepts=(*row.accepts, word)) if row.item == served and random.random() < 0.9 else row
        for row in case.demand
    )
    if random.random() < 0.3:  # it has a need of its own
        own = random.randrange(len(lines))
        moved = tuple(replace(row, item="X", accepts=()) if n == own else row for n, row in enumerate(lines))
        lines = moved if any(row.item == served for row in moved) else lines
    there = Stock(item="X", quantity=random.choice([1.0, 2.0]), owner=case.firm_of(lines[0]))
    return case.replace(
        items=(*case.items, other),
        offers=(*case.offers, *offers),
        demand=lines,
        stock=(*case.stock, there) if random.random() < 0.3 else case.stock,
        substitutes=(Substitute(item="X", serves=served, ratio=ratio),),
    )


def lots_in_bond(case: Scenario, random: Random) -> Scenario:
    """Goods that lie in bond at the start, of a firm or of the reserve, with or without a value or a stay."""
    item, owner, case = _bonded_site(case, random)
    imports = [offer.offer for offer in case.offers if offer.item == item and offer.is_import]
    rows = tuple(
        Stock(
            item=item,
            quantity=random.choice([1.0, 2.0, 3.0]),
            owner=owner,
            customs_status="bonded",
            as_of=random.choice([None, case.settings.start - timedelta(days=random.choice([20, 70]))]),
            value_cny=random.choice([None, None, 150.0]),
            offer=random.choice(["", *imports]),
        )
        for _ in range(random.choice([1, 1, 2]))
    )
    return case.replace(stock=(*case.stock, *rows))


def orders_into_bond(case: Scenario, random: Random) -> Scenario:
    """A site at which imports wait for their tax."""
    return _bonded_site(case, random)[2]


def reserve_terms(case: Scenario, random: Random) -> Scenario:
    """What is listed for the reserve, how it is kept, and what a taker pays."""
    case = case if case.has_reserve else pool(case, random)
    modes = ["government", "entrusted", "firm", "capacity", "framework"]

    def row(item: str) -> ReserveTerms:
        share = random.choice([0.0, 0.5, 1.0, 1.2])
        told: dict[str, Any] = {"holding_fee_cny": 5.0, "rotation_months": 6.0, "rotation_loss_share": 0.1}
        more = told if random.random() < 0.3 else {}
        return ReserveTerms(item=item, mode=random.choice([*modes, *modes[:2]]), release_price_share=share, **more)

    return case.replace(reserve_terms=tuple(row(item.item) for item in case.items if random.random() < 0.8))


NEW: tuple[Feature, ...] = (
    substitutes,
    orders_into_bond,
    lots_in_bond,
    reserve_terms,
    price_breaks,
    source_limits,
    import_path,
)


def _bonded_site(case: Scenario, random: Random) -> tuple[str, str, Scenario]:
    """An item that is needed and imported, who keeps it in bond, and the case with the site."""
    line = random.choice(case.demand)
    owner = RESERVE if case.has_reserve and random.random() < 0.6 else case.firm_of(line)
    if not any(offer.is_import and offer.item == line.item for offer in case.offers):
        changed = next(offer for offer in case.offers if offer.item == line.item)
        price = round(random.uniform(60.0, 140.0) / RATES["EUR"], 1)
        abroad = replace(
            changed, supplier="S0", currency="EUR", incoterm="CIF", price_includes_vat=None, unit_price=price
        )
        case = case.replace(offers=tuple(abroad if offer is changed else offer for offer in case.offers))
        gone = ("supplier:S2", "country:CN", changed.offer, f"offer:{changed.offer}")
        case = case.replace(
            draw_values=tuple(row for row in case.draw_values if row.id not in gone),
            price_breaks=tuple(row for row in case.price_breaks if row.offer != changed.offer),
        )
    if any(site.kind == "bonded" for site in case.sites):
        site = next(site for site in case.sites if site.kind == "bonded")
        return line.item, case.owner_of(site), case
    site = Site(
        site="B",
        kind="bonded",
        owner=owner,
        capacity_m3=random.choice([None, None, 4.0]),
        cost_cny_per_m3_month=random.choice([0.0, 0.3]),
        longest_stay_months=random.choice([None, 2.0, 4.0, 9.0]),
    )
    return line.item, owner, case.replace(sites=(*case.sites, site))


def _of(random: Random, name: str, item: str, like: Offer) -> Offer:
    """Another item on the terms of an offer."""
    price = round(like.unit_price * random.uniform(0.6, 1.2), 2)
    return replace(like, offer=name, item=item, unit_price=price)


def _limited(case: Scenario, rows: list[Limit], random: Random) -> Scenario:
    """One of some limits, hard or at a price, always or for a while."""
    row = replace(random.choice(rows), soft_cost_cny=random.choice([None, 20.0]))
    if random.random() < 0.3:
        first, last = sorted(random.sample(range(case.settings.periods), 2))
        row = replace(row, from_day=case.calendar.first_day(first), to_day=case.calendar.first_day(last))
    return case.replace(limits=(*case.limits, row))


def _about_something(case: Scenario) -> Scenario:
    """Fill rates are about needs that are there."""
    had = {"all", *(str(line.priority) for line in in_use(case).demand)}
    kept = tuple(row for row in case.limits if row.rule != "min_fill_rate" or row.priority in had)
    return case.replace(limits=kept)
