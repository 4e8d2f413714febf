"""Where stock lies: the cheapest site of its owner with room first; an owner without sites has a free one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.violation import Violation, where
from importplan.scenario.schema.sites import Site

Real = NDArray[np.float64]


def rents(books: Books, said: Claims) -> Iterator[tuple[str, Real]]:
    """Owner and (D, T) CNY for what it has in stock at the end of each period: m³ × months × rent of the site."""
    for owner, sites, volume in _stores(books, said):
        cost = np.zeros_like(volume)
        left = volume
        for site in sites:
            lies = np.minimum(left, _room(site))
            cost += lies * site.cost_cny_per_m3_month * books.scenario.calendar.months
            left = left - lies
        yield owner, cost


def rooms(books: Books, said: Claims) -> Iterator[Violation]:
    """Stock beyond the room of its owner's sites."""
    for owner, sites, volume in _stores(books, said):
        if sites:
            room = sum(_room(site) for site in sites)
            yield from where("storage", (owner,), volume - room, room)


def _stores(books: Books, said: Claims) -> Iterator[tuple[str, list[Site], Real]]:
    """Owner, sites and (D, T) m³ there. Goods in bond lie at their bonded site, all others at the ordinary ones.

    Who has no ordinary site keeps the others at the cheapest bonded one.
    """
    volumes = _volumes(books, said)
    for owner in dict.fromkeys(owner for owner, _ in volumes):
        mine = _sites(books, owner)
        free = [site for site in mine if site.kind == "ordinary"]
        shared = mine[0].site if mine and not free else ""
        at: dict[str, Real] = {}
        for place in sorted(place for of, place in volumes if of == owner):
            at[place or shared] = at.get(place or shared, 0.0) + volumes[owner, place]
        for place, volume in at.items():
            yield owner, [site for site in mine if site.site == place] if place else free, volume


def _sites(books: Books, owner: str) -> list[Site]:
    """The sites of an owner, the cheapest first; a bonded one has rent and room like any other."""
    mine = [site for site in books.scenario.sites if books.scenario.owner_of(site) == owner]
    return sorted(mine, key=lambda site: site.cost_cny_per_m3_month)


def _room(site: Site) -> float:
    return np.inf if site.capacity_m3 is None else site.capacity_m3


def _volumes(books: Books, said: Claims) -> dict[tuple[str, str], Real]:
    """Owner and bonded site (none: out of bond) → (D, T) m³ in stock at the end of each period."""
    found: dict[tuple[str, str], Real] = {}
    for place, row in said.stocks.items():
        each = books.scenario.items[books.scenario.item_index[row.item]].volume_m3
        at = (row.owner, row.site)
        found[at] = found.get(at, 0.0) + np.maximum(said.stock[:, place], 0.0) * each
    return found
