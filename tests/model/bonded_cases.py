"""Random cases with goods in bond: lots of firms and of the reserve, with stays, rents, rooms and values."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from random_cases import random_case

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock


def in_bond(seed: int) -> Scenario:
    """The random case of a seed, and for each item that is imported one or two lots in bond."""
    case, random = random_case(seed), Random(f"bond {seed}")
    imported = sorted({offer.item for offer in case.offers if offer.is_import})
    owners = [firm.firm for firm in case.all_firms] + ([RESERVE] if case.has_reserve else [])
    lots, sites = [], []
    for owner in owners:
        if random.random() < 0.7:
            sites.append(_site(f"B{owner}", owner, random))
    for item in imported:
        for _ in range(random.choice([1, 2])):
            offers = [offer.offer for offer in case.offers if offer.is_import and offer.item == item]
            units = float(random.randint(1, 4))
            lots.append(
                Stock(
                    item=item,
                    quantity=units,
                    owner=random.choice(owners),
                    customs_status="bonded",
                    as_of=case.settings.start - timedelta(days=random.choice([0, 20, 150])),
                    offer=random.choice(["", *offers]),
                    value_cny=random.choice([None, units * 4.0e5]),
                )
            )
    items = tuple(replace(row, volume_m3=row.volume_m3 or random.choice([0.0, 1.0])) for row in case.items)
    return case.replace(stock=(*case.stock, *lots), sites=(*case.sites, *sites), items=items)


def _site(name: str, owner: str, random: Random) -> Site:
    return Site(
        site=name,
        kind="bonded",
        owner=owner,
        longest_stay_months=random.choice([None, 3.0, 7.0]),
        capacity_m3=random.choice([None, 40.0]),
        cost_cny_per_m3_month=random.choice([0.0, 2000.0]),
    )
