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
    for owner, volume in _volumes(books, said).items():
        cost = np.zeros_like(volume)
        left = volume
        for site in _sites(books, owner):
            lies = np.minimum(left, _room(site))
            cost += lies * site.cost_cny_per_m3_month * books.scenario.calendar.months
            left = left - lies
        yield owner, cost


def rooms(books: Books, said: Claims) -> Iterator[Violation]:
    """Stock beyond the room of its owner's sites."""
    for owner, volume in _volumes(books, said).items():
        sites = _sites(books, owner)
        if sites:
            room = sum(_room(site) for site in sites)
            yield from where("storage", (owner,), volume - room, room)


def _sites(books: Books, owner: str) -> list[Site]:
    """The sites of an owner, the cheapest first; a bonded one has rent and room like any other."""
    mine = [site for site in books.scenario.sites if books.scenario.owner_of(site) == owner]
    return sorted(mine, key=lambda site: site.cost_cny_per_m3_month)


def _room(site: Site) -> float:
    return np.inf if site.capacity_m3 is None else site.capacity_m3


def _volumes(books: Books, said: Claims) -> dict[str, Real]:
    """Owner → (D, T) m³ in stock at the end of each period."""
    found: dict[str, Real] = {}
    for place, row in said.stocks.items():
        each = books.scenario.items[books.scenario.item_index[row.item]].volume_m3
        found[row.owner] = found.get(row.owner, 0.0) + np.maximum(said.stock[:, place], 0.0) * each
    return found
