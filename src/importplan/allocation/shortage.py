"""Who asks the common reserve for what at a time, and what is there: from a case, or from requests that are typed.

What is there is the stock of the reserve and what is signed for it and serves by the end of the period, less the
lowest reserve that the case demands, unless a person says how much may be given. Firms ask for what is due by the end
of the period, less what they have themselves and what serves them by then. Only needs that are certain ask: what is
intended or budgeted has not been asked for yet, and is told. Requests from a file of their own are taken as they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from importplan.allocation.rule import DUST, Division, Request, divide
from importplan.assessment.needs import Coming
from importplan.customs.cost.table import LandedTable
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.scenario.counting import whole_items
from importplan.scenario.limit_rules import About
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.demand import Demand

BUREAU, FIRM = "bureau", "firm"  # who has set a priority
USUAL = 2  # the priority of what nobody has rated
Key = tuple[str, int]  # firm, priority


@dataclass(frozen=True)
class OwnGoods:
    """What a firm has itself by the end of the period; units."""

    stock: float
    coming: float


@dataclass(frozen=True)
class Shortage:
    """One item that firms ask the reserve for, and how it is divided."""

    item: str
    period: int
    there: float  # units of the reserve by the end of the period
    kept: float  # of them, what the case demands to be kept
    typed: bool  # whether a person said how much may be given
    division: Division
    lines: Mapping[Key, tuple[Demand, ...]]
    own: Mapping[str, OwnGoods]
    deducted: bool  # whether what firms have is taken off what they ask for
    uncertain_lines: int
    uncertain_units: float
    unclaimed: Division  # the same, were what firms say of their own priority no more than the usual one

    @property
    def moved_by_claims(self) -> float:
        """Units that go elsewhere because of priorities that firms, not the bureau, have set."""
        at = {request.firm: 0.0 for request in self.division.requests}
        for division, sign in ((self.division, 1.0), (self.unclaimed, -1.0)):
            for request, part in zip(division.requests, division.given, strict=True):
                at[request.firm] += sign * part
        return sum(max(0.0, change) for change in at.values())


def claimed(request: Request) -> bool:
    """Whether a priority above the usual one rests on nobody's word but the firm's."""
    return request.priority < USUAL and request.said_by != BUREAU


def shortages(
    scenario: Scenario,
    landed: LandedTable,
    period: int,
    asked_in: str = "",
    available: Mapping[str, float] | None = None,
) -> tuple[Shortage, ...]:
    """Every item that is asked for of the reserve, in the order of the sheet `items`.

    Parameters
    ----------
    scenario, landed
        The case and its landed costs, from which losses come that it does not state.
    period : int
        The period at the end of which accounts are made.
    asked_in : str
        Name of the file whose lines of demand are the requests, as they stand; empty: those of the case.
    available : mapping, optional
        Item → units that a person says may be given.
    """
    said = available or {}
    books = _Books(scenario, landed, period, asked_in)
    pooled = {row.item for row in scenario.reserve_terms} | said.keys()
    found = []
    for item in (row.item for row in scenario.items):
        there = books.there(RESERVE, item)
        requests, lines = books.requests(item)
        if requests and (there > DUST or item in pooled or asked_in):
            found.append(_shortage(books, item, there, requests, lines, said.get(item)))
    return tuple(found)


def _shortage(
    books: _Books,
    item: str,
    there: float,
    requests: tuple[Request, ...],
    lines: Mapping[Key, tuple[Demand, ...]],
    said: float | None,
) -> Shortage:
    scenario = books.scenario
    kept = min(books.floor(item), there)
    may = there - kept if said is None else said
    whole = item in whole_items(scenario)
    lot = f"{scenario.settings.seed}|{item}"
    usual = tuple(replace(each, priority=USUAL) if claimed(each) else each for each in requests)
    uncertain = books.uncertain(item)
    return Shortage(
        item=item,
        period=books.period,
        there=there,
        kept=0.0 if said is not None else kept,
        typed=said is not None,
        division=divide(requests, may, whole, lot),
        lines=lines,
        own={request.firm: books.own(request.firm, item) for request in requests},
        deducted=not books.asked_in,
        uncertain_lines=len(uncertain),
        uncertain_units=sum(line.quantity for line in uncertain),
        unclaimed=divide(usual, may, whole, lot),
    )


class _Books:
    """What is there and asked for at the end of a period."""

    def __init__(self, scenario: Scenario, landed: LandedTable, period: int, asked_in: str) -> None:
        self.scenario, self.landed, self.period, self.asked_in = scenario, landed, period, asked_in
        self.coming = Coming(scenario)
        self.end = float(scenario.calendar.first_day_numbers[period + 1])

    def own(self, owner: str, item: str) -> OwnGoods:
        """What an owner has, and what serves it by the end of the period."""
        orders = self.scenario.open_orders
        serves = [at for at in self.coming.signed(item, owner) if self.coming.serve_day[at] < self.end]
        return OwnGoods(self.coming.stock(item, owner), sum(orders[at].quantity for at in serves))

    def there(self, owner: str, item: str) -> float:
        """Both together."""
        own = self.own(owner, item)
        return own.stock + own.coming

    def floor(self, item: str) -> float:
        """Units that have to stay in the reserve at the end of the period."""
        scenario, calendar = self.scenario, self.scenario.calendar
        group = scenario.items[scenario.item_index[item]].group
        first, last = calendar.whole_days(range(self.period, self.period + 1))
        return max(
            (
                limit.value
                for limit in scenario.limits
                if limit.kind.about is About.RESERVE
                and limit.kind.floor
                and limit.item in (item, f"group:{group}", "each")
                and (limit.from_day is None or limit.from_day <= last)
                and (limit.to_day is None or limit.to_day >= first)
            ),
            default=0.0,
        )

    def _lines(self, item: str) -> list[Demand]:
        scenario = self.scenario
        if self.asked_in:
            return [line for line in scenario.demand if line.item == item and line.place.file == self.asked_in]
        return [line for line in scenario.demand if line.item == item and scenario.period_due(line) <= self.period]

    def uncertain(self, item: str) -> list[Demand]:
        """Lines that may not come, and so have not been asked for."""
        if self.asked_in:
            return []
        return [line for line in self._lines(item) if self.scenario.probability_of(line) < 1.0]

    def requests(self, item: str) -> tuple[tuple[Request, ...], Mapping[Key, tuple[Demand, ...]]]:
        """What firms ask for, by firm and priority; what a firm has itself serves its highest priority first."""
        lines: dict[Key, list[Demand]] = defaultdict(list)
        for line in self._lines(item):
            if self.asked_in or self.scenario.probability_of(line) == 1.0:
                lines[self.scenario.firm_of(line), line.priority].append(line)
        left: dict[str, float] = {}
        found = []
        for key in sorted(lines):
            firm = key[0]
            if firm not in left:
                left[firm] = 0.0 if self.asked_in else self.there(firm, item)
            asked = sum(line.quantity for line in lines[key])
            own = min(left[firm], asked)
            left[firm] -= own
            if asked - own > DUST:
                found.append(self._request(key, lines[key], asked - own))
        firms = self.scenario.firm_index
        found.sort(key=lambda request: (request.priority, firms[request.firm]))
        return tuple(found), {key: tuple(mine) for key, mine in lines.items()}

    def _request(self, key: Key, lines: list[Demand], quantity: float) -> Request:
        scenario = self.scenario
        words = {line.priority_by for line in lines}
        usual = scenario.settings.shortage_share * self.landed.reference_value_cny[scenario.item_index[lines[0].item]]
        costs = [usual if line.shortage_cost_cny is None else line.shortage_cost_cny for line in lines]
        total = sum(line.quantity for line in lines)
        loss = sum(line.quantity * cost for line, cost in zip(lines, costs, strict=True)) / total
        since = min(scenario.period_due(line) for line in lines)
        said = BUREAU if words == {BUREAU} else FIRM if FIRM in words else ""
        return Request(*key, quantity=quantity, said_by=said, loss_cny=float(loss), since=since)


@dataclass(frozen=True)
class MayTell:
    """Which sums of a division may be told to firms: of all of them, and of each priority."""

    total: bool
    levels: Mapping[int, bool]


def told(division: Division, rule: ConfidentialityRule) -> MayTell:
    """What may be told: sums of what is asked, given and left open that give no firm away, nor by their difference."""
    firms = list(dict.fromkeys(request.firm for request in division.requests))
    levels = sorted({request.priority for request in division.requests})
    figures = []
    for of in range(3):  # asked, given, open
        parts = [[0.0] * len(levels) for _ in firms]
        for request, given in zip(division.requests, division.given, strict=True):
            value = (request.quantity, given, max(0.0, request.quantity - given))[of]
            parts[firms.index(request.firm)][levels.index(request.priority)] += value
        figures.append(parts)
    shown = [_passes(parts, rule) for parts in figures]
    kept = [all(levels_shown[at] for _, levels_shown in shown) for at in range(len(levels))]
    total = all(all_shown for all_shown, _ in shown)
    away = [at for at, keeps in enumerate(kept) if not keeps]
    if total and away:  # what all sums together leave of those that are withheld
        rest = ([sum(row[at] for at in away) for row in parts] for parts in figures)
        total = not any(_gives_away(row, rule) for row in rest)
    return MayTell(total, dict(zip(levels, kept, strict=True)))


def _passes(parts: list[list[float]], rule: ConfidentialityRule) -> tuple[bool, list[bool]]:
    levels = [not _gives_away([row[at] for row in parts], rule) for at in range(len(parts[0]))]
    return not _gives_away([sum(row) for row in parts], rule), levels


def _gives_away(parts: list[float], rule: ConfidentialityRule) -> bool:
    return rule.gives_away(np.array(parts))
