"""Figures worth a phone call: each against its peers — needs of other firms, prices of other offers, the reference
value of the item, what the firm needed in the case before.

They are questions with the money that they move, and never change a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from importplan.basics.issues import Issue
from importplan.basics.peers import (
    COUNTED_SPREAD,
    FROM_BEFORE,
    FROM_REFERENCE,
    MACHINES_FROM_BEFORE,
    far_from_peers,
    is_apart,
)
from importplan.scenario.contract_price import offered_price
from importplan.scenario.known_figures import HOME_CURRENCY, known_figures, needs_a_year, years_of_needs
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.offers import Offer

NAMED = 20  # figures that are told one by one among the warnings, those that move most money
MORE = "figures-far-more"
CODES = ("need-far-from-peers", "price-far-from-peers", "price-far-from-reference", "need-far-from-before", MORE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure worth a phone call: what is odd at its cell, and what it moves if it is wrong, in CNY."""

    issue: Issue
    moves_cny: float


def figures_fit_their_peers(scenario: Scenario) -> Iterator[Issue]:
    """The figures that are far from their peers, those that move most money first."""
    found = worth_a_call(scenario)
    yield from (doubt.issue for doubt in found[:NAMED])
    if len(found) > NAMED:
        rest = found[NAMED:]
        moved = sum(doubt.moves_cny for doubt in rest)
        yield Issue.warning(MORE, scenario.settings.cell("start"), count=len(rest), cny=moved)


def worth_a_call(scenario: Scenario, before: Scenario | None = None) -> tuple[Doubt, ...]:
    """All of them, by the money that they move; `before`: the case of the year before."""
    prices = known_figures(scenario).prices
    needed: dict[str, float] = defaultdict(float)
    for line in scenario.demand:
        needed[line.item] += line.quantity
    found = [*_needs(scenario, prices), *_offers(scenario, needed)]
    named = {doubt.issue.at for doubt in found}
    if before is not None:
        found += [doubt for doubt in _before(scenario, before, prices) if doubt.issue.at not in named]
    return tuple(sorted(found, key=lambda doubt: -doubt.moves_cny))


def _needs(scenario: Scenario, prices: Mapping[str, float]) -> Iterator[Doubt]:
    """What a firm needs of an item in all, against what other firms need of it."""
    for item, by_firm in _lines(scenario).items():
        firms = list(by_firm)
        totals = [sum(line.quantity for line in by_firm[firm]) for firm in firms]
        for position, usual in far_from_peers(totals, firms, COUNTED_SPREAD):
            moves = abs(totals[position] - usual) * prices.get(item, 0.0)
            values = {"firm": firms[position], "item": item, "said": totals[position], "usual": usual, "cny": moves}
            yield Doubt(_at_largest("need-far-from-peers", by_firm[firms[position]], values), moves)


def _before(scenario: Scenario, before: Scenario, prices: Mapping[str, float]) -> Iterator[Doubt]:
    """What a firm needs of an item a year, against what it needed a year in the case before."""
    earlier, years = needs_a_year(before), years_of_needs(scenario)
    for item, by_firm in _lines(scenario).items():
        machine = scenario.items[scenario.item_index[item]].kind in ("machine", "kit")
        for firm, lines in by_firm.items():
            known = earlier.get((firm, item))
            said = sum(line.quantity for line in lines) / years
            if known and is_apart(said, known, MACHINES_FROM_BEFORE if machine else FROM_BEFORE):
                moves = abs(said - known) * years * prices.get(item, 0.0)
                values = {"firm": firm, "item": item, "said": said, "usual": known, "cny": moves}
                yield Doubt(_at_largest("need-far-from-before", lines, values), moves)


def _lines(scenario: Scenario) -> dict[str, dict[str, list[Demand]]]:
    """Item → firm → its needs."""
    found: dict[str, dict[str, list[Demand]]] = defaultdict(lambda: defaultdict(list))
    for line in scenario.demand:
        if line.quantity > 0.0 and not line.derived:
            found[line.item][line.firm].append(line)
    return found


def _at_largest(code: str, lines: list[Demand], values: Mapping[str, object]) -> Issue:
    return Issue.warning(code, max(lines, key=lambda line: line.quantity).cell("quantity"), **values)


def _offers(scenario: Scenario, needed: dict[str, float]) -> Iterator[Doubt]:
    """The price of an offer against those of other offers of the item, and against its reference value."""
    references = {item.item: item.reference_value_cny for item in scenario.items if item.reference_value_cny}
    for item, some in _offered(scenario).items():
        far = dict(far_from_peers([price for _, price in some], [offer.offer for offer, _ in some]))
        known = references.get(item)
        for position, (offer, price) in enumerate(some):
            usual = far.get(position)
            code = "price-far-from-peers"
            if usual is None and is_apart(price, known, FROM_REFERENCE):
                usual, code = known, "price-far-from-reference"
            if usual is not None:
                moves = abs(price - usual) * needed.get(item, 0.0)
                values = {"offer": offer.offer, "item": item, "said": price, "usual": usual, "cny": moves}
                yield Doubt(Issue.warning(code, offer.cell("unit_price"), **values), moves)


def _offered(scenario: Scenario) -> dict[str, list[tuple[Offer, float]]]:
    """The offers of each item with what a unit costs in CNY, as far as the rate is known."""
    rates = {HOME_CURRENCY: 1.0} | {row.currency: row.cny_per_unit for row in scenario.fx}
    found: dict[str, list[tuple[Offer, float]]] = defaultdict(list)
    for offer in scenario.offers:
        price = offered_price(offer).cny(rates) if offer.currency in rates else 0.0
        if price > 0.0:
            found[offer.item].append((offer, price))
    return found
