"""Each figure against its peers: needs of other firms, prices of other offers, the reference value of the item.

They are questions with the money that they move, and never change a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from importplan.basics.issues import Issue
from importplan.basics.peers import COUNTED_SPREAD, far_from_peers
from importplan.scenario.contract_price import offered_price
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.offers import Offer
from importplan.scenario.unseen import HOME_CURRENCY

FROM_REFERENCE = 5.0  # times the reference value, or such a part of it
NAMED = 20  # figures that are told one by one, those that move most money


@dataclass(frozen=True, slots=True)
class _Odd:
    issue: Issue
    moves_cny: float


def figures_fit_their_peers(scenario: Scenario) -> Iterator[Issue]:
    """The figures that are far from their peers, those that move most money first."""
    prices, needed = _prices(scenario), _needed(scenario.demand)
    found = [*_needs(scenario, prices), *_offers(scenario, needed)]
    found.sort(key=lambda odd: -odd.moves_cny)
    yield from (odd.issue for odd in found[:NAMED])
    if len(found) > NAMED:
        rest = found[NAMED:]
        yield Issue.warning(
            "figures-far-more", scenario.settings.cell("start"), count=len(rest), cny=sum(odd.moves_cny for odd in rest)
        )


def _offered(scenario: Scenario) -> dict[str, list[tuple[Offer, float]]]:
    """The offers of each item with what a unit costs in CNY, as far as the rate is known."""
    rates = {HOME_CURRENCY: 1.0} | {row.currency: row.cny_per_unit for row in scenario.fx}
    found: dict[str, list[tuple[Offer, float]]] = defaultdict(list)
    for offer in scenario.offers:
        price = offered_price(offer).cny(rates) if offer.currency in rates else 0.0
        if price > 0.0:
            found[offer.item].append((offer, price))
    return found


def _prices(scenario: Scenario) -> dict[str, float]:
    """CNY of a unit by item: its reference value, else the middle of its offers."""
    found = {item: median(price for _, price in some) for item, some in _offered(scenario).items()}
    return found | {item.item: item.reference_value_cny for item in scenario.items if item.reference_value_cny}


def _needed(demand: Sequence[Demand]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for line in demand:
        found[line.item] += line.quantity
    return found


def _needs(scenario: Scenario, prices: dict[str, float]) -> Iterator[_Odd]:
    """What a firm needs of an item in all, against what other firms need of it."""
    lines: dict[str, dict[str, list[Demand]]] = defaultdict(lambda: defaultdict(list))
    for line in scenario.demand:
        if line.quantity > 0.0:
            lines[line.item][line.firm].append(line)
    for item, by_firm in lines.items():
        firms = list(by_firm)
        totals = [sum(line.quantity for line in by_firm[firm]) for firm in firms]
        for position, usual in far_from_peers(totals, firms, COUNTED_SPREAD):
            largest = max(by_firm[firms[position]], key=lambda line: line.quantity)
            moves = abs(totals[position] - usual) * prices.get(item, 0.0)
            values = {"firm": firms[position], "item": item, "said": totals[position], "usual": usual, "cny": moves}
            yield _Odd(Issue.warning("need-far-from-peers", largest.cell("quantity"), **values), moves)


def _offers(scenario: Scenario, needed: dict[str, float]) -> Iterator[_Odd]:
    """The price of an offer against those of other offers of the item, and against its reference value."""
    references = {item.item: item.reference_value_cny for item in scenario.items if item.reference_value_cny}
    for item, some in _offered(scenario).items():
        far = dict(far_from_peers([price for _, price in some], [offer.offer for offer, _ in some]))
        known = references.get(item)
        for position, (offer, price) in enumerate(some):
            usual = far.get(position)
            code = "price-far-from-peers"
            if usual is None and known and not known / FROM_REFERENCE <= price <= known * FROM_REFERENCE:
                usual, code = known, "price-far-from-reference"
            if usual is not None:
                moves = abs(price - usual) * needed.get(item, 0.0)
                values = {"offer": offer.offer, "item": item, "said": price, "usual": usual, "cny": moves}
                yield _Odd(Issue.warning(code, offer.cell("unit_price"), **values), moves)
