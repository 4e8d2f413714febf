"""Goods in bond: where they lie, which tax they will owe, and who may clear them.

Import tax of goods in bond is suspended. It falls due when they leave for the domestic market, at the rates of that day
and by the class of who takes them; goods that go abroad again never owe it (关税法 Arts. 20-22, 36). What they owe is
that of the offer from which they came, on its price, or on the customs value of the lot where that is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from importplan.customs.cost.quote import is_imported
from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.customs.cost.table import BONDED, LandedOption, LandedTable
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock


@dataclass(frozen=True, slots=True)
class BondedLot:
    """A row of `stock` that lies in bond at the start."""

    owner: str
    item: str
    site: str  # none: a place without rent, limit, or longest stay
    offer: str  # whose tax it will owe
    value_cny: float  # customs value of a unit; 0 where the price of the offer counts
    quantity: float
    since: date


def lots_in_bond(scenario: Scenario, landed: LandedTable) -> tuple[BondedLot, ...]:
    """What lies in bond at the start; goods whose tax nobody can tell are refused by the checks, and left out here."""
    found = []
    for row in scenario.stock:
        owner = scenario.owner_of(row)
        offer = _tax_offer(scenario, landed, row) if row.customs_status == BONDED and row.quantity > 0.0 else ""
        if offer:
            value = (row.value_cny or 0.0) / row.quantity
            since = row.as_of or scenario.settings.start
            found.append(BondedLot(owner, row.item, site_of(scenario, row), offer, value, row.quantity, since))
    return tuple(found)


def ways_into_bond(scenario: Scenario, options: Sequence[LandedOption]) -> Iterator[LandedOption]:
    """What may be ordered into bond: imports of those who own a bonded site. The first of these is where it lies."""
    owners = {scenario.owner_of(site) for site in scenario.sites if site.kind == BONDED}
    for option in options:
        offer = scenario.offers[scenario.offer_index[option.offer]]
        plain = option.qualification is None and not option.domestic
        if plain and option.payer in owners and offer.contract == "order":
            yield LandedOption(option.offer, option.payer, BONDED, None, "", domestic=False)


def bonded_sites(scenario: Scenario, owner: str) -> tuple[Site, ...]:
    """The bonded sites of an owner, the cheapest first."""
    mine = (site for site in scenario.sites if site.kind == BONDED and scenario.owner_of(site) == owner)
    return tuple(sorted(mine, key=lambda site: site.cost_cny_per_m3_month))


def site_of(scenario: Scenario, row: Stock) -> str:
    """Where a lot lies: the bonded site that is named, else the cheapest of its owner."""
    mine = bonded_sites(scenario, scenario.owner_of(row))
    named = [site.site for site in mine if site.site == row.site]
    return (named or [site.site for site in mine] or [""])[0]


def tax_offers(scenario: Scenario, row: Stock) -> list[str]:
    """Offers whose tax a lot may owe: the one that is named, else every import of its item."""
    named = (row.offer,) if row.offer else tuple(offer.offer for offer in scenario.offers)
    return [
        offer.offer
        for offer in scenario.offers
        if offer.offer in named and offer.item == row.item and is_imported(offer)
    ]


def _tax_offer(scenario: Scenario, landed: LandedTable, row: Stock) -> str:
    """The offer that is named; else that on which most tax is due at the start, so that none is forgotten."""
    owner, most, chosen = scenario.owner_of(row), -1.0, ""
    columns = [CHARGE_INDEX[kind] for kind in TAXES]
    for offer in tax_offers(scenario, row):
        for position in landed.positions.get((offer, owner), [])[:1]:
            tax = float(landed.unit_cny[position, columns, 0].sum())
            if tax > most:
                most, chosen = tax, offer
    return chosen


def clears_own(scenario: Scenario, owner: str, site: str) -> bool:
    """Whether an owner clears for itself: a firm does; the reserve where a stay may end before a firm needs the goods.

    Else the tax is due at the class of the firm that takes them.
    """
    return owner != RESERVE or any(row.site == site and row.longest_stay_months is not None for row in scenario.sites)


def clearances(scenario: Scenario, landed: LandedTable, offer: str, taker: str) -> Iterator[int]:
    """Options under which a taker may clear goods of an offer out of bond, the ordinary one first.

    Beside a relief without a quota nobody pays the ordinary tax. A relief whose tax is paid by instalments, or secured
    until an application is decided, is for goods that are imported directly.
    """
    usable = [at for at in landed.positions.get((offer, taker), ()) if _clears(landed, at)]
    unlimited = any(
        (row := landed.options[at].qualification) is not None and not scenario.qualifications[row].limited
        for at in usable
    )
    yield from (at for at in usable if landed.options[at].qualification is not None or not unlimited)


def _clears(landed: LandedTable, option: int) -> bool:
    timing = landed.timing
    at_once = bool((timing.vat_share[option, :, 0] >= 1.0).all()) and not timing.guarantee_share[option] > 0.0
    return at_once and not landed.planned[option]
