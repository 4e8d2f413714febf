"""The audit: costs, cash and every rule of a plan worked out again from the case, with no solver and no model.

    claims → purchases → parts with their days → payments, arrivals, quotas → costs, cash → stocks, queues, limits

The case says what is needed, allowed and for sale; the plan only what is bought, booked, qualified, and what happens in
each draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.evaluation.ledger.bond import Bond, Clearing
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.budgets import budgets
from importplan.evaluation.ledger.call_rule import Positions, by_rule
from importplan.evaluation.ledger.cash import Cash, CashBook
from importplan.evaluation.ledger.claims import UNKNOWN, Claims, claims
from importplan.evaluation.ledger.consents import before_consent, without_consent
from importplan.evaluation.ledger.costs import CostSheet, of_recourse
from importplan.evaluation.ledger.declared import declared
from importplan.evaluation.ledger.frameworks import foresight, frameworks
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.limits import Audited, broken, excesses, soft_cost
from importplan.evaluation.ledger.making import Workshop
from importplan.evaluation.ledger.mix import Mix
from importplan.evaluation.ledger.of_use import of_use
from importplan.evaluation.ledger.open_needs import StillComing, open_needs
from importplan.evaluation.ledger.parts import Parts, parts
from importplan.evaluation.ledger.purchases import FALLBACK, Purchase, calls, orders, signed
from importplan.evaluation.ledger.queues import queues
from importplan.evaluation.ledger.quotas import QuotaUse, beyond_of
from importplan.evaluation.ledger.signing import in_parts
from importplan.evaluation.ledger.sources import sources
from importplan.evaluation.ledger.spares import derived_needs
from importplan.evaluation.ledger.statement import decided_now, fees_instead, order_fees, statement
from importplan.evaluation.ledger.stocks import Flows, balances
from importplan.evaluation.ledger.storage import rents, rooms
from importplan.evaluation.ledger.swaps import swap, swapped
from importplan.evaluation.ledger.tail import risk_limit
from importplan.evaluation.ledger.taxes import beyond_quota
from importplan.evaluation.ledger.violation import Violation
from importplan.plan.plan import Plan, QuotaPart
from importplan.plan.solution import CostLines
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet


@dataclass(frozen=True)
class Ledger:
    """What plain arithmetic says of a plan."""

    costs: CostLines
    violations: tuple[Violation, ...]  # what speaks against the plan
    cash: Cash


def audit(scenario: Scenario, landed: LandedTable, draws: DrawSet, plan: Plan, signed: bool = False) -> Ledger:
    """Work out costs, cash and every rule of a plan on the draws that its recourse belongs to.

    `signed`: it is what people are to sign, in whole pieces. Never raises for what a plan says: what does not exist, or
    is no number, is a violation.
    """
    books = Books(scenario, landed, draws)
    said, unknown = claims(books, plan)
    entered = _Entered(books, said)
    entered.schedule()
    entered.draws()
    entered.recourse()
    audited = Audited(books, said, entered.cash.cash(), Mix(books, entered.bought, said.planned))
    found = tuple(excesses(audited))
    costs = entered.costs(*soft_cost(books, found))
    violations = (
        *unknown,
        *entered.violations(),
        *broken(found),
        *budgets(books, audited.cash),
        *risk_limit(scenario, costs),
        *(in_parts(books, said, entered.bought) if signed else ()),
    )
    return Ledger(costs, violations, audited.cash)


class _Entered:
    """Everything that is entered part by part, so that the days of a part are found once and then forgotten."""

    def __init__(self, books: Books, said: Claims) -> None:
        self.books, self.said, self.hazards = books, said, Hazards(books)
        self.bought: list[Purchase] = [
            *orders(books, said.orders.items()),
            *signed(books),
            *calls(books, said.calls, said.called),
            *Workshop(books, said).instead(),
        ]
        self.calm = books.without_outages
        self.known, self.fees, self.drawn = CostSheet(self.calm), CostSheet(self.calm), CostSheet(books)
        self.cash, self.clearing = CashBook(books), Clearing(books, said, Bond(books))
        self.workshop = Workshop(books, said)
        self.flows, self.arrived, self.scheduled = Flows(books), Flows(books), Flows(self.calm)
        self.coming = StillComing(books)
        self.positions = Positions(books)
        self.quotas = QuotaUse(books)
        self.found: list[Violation] = []

    def schedule(self) -> None:
        """What is known now: orders without outages, fees, what is decided beside orders."""
        books = self.calm
        bought = [*orders(books, self.said.orders.items()), *signed(books)]
        for some in parts(Hazards(books), bought):
            self.scheduled.arrive(some)
            for payment in statement(books, some):
                self.known.enter(payment)
                self.cash.on_schedule(some.payer, payment)
        for payer, payment in self.workshop.local_planned():
            self.known.enter(payment)
            self.cash.on_schedule(np.array([[books.payers.index(payer)]]), payment)
        for payer, payment in (
            *order_fees(books, bought),
            *decided_now(books, self.said),
            *self.workshop.opened(),
        ):
            self.fees.enter(payment)
            self.cash.on_schedule(np.array([[books.payers.index(payer)]]), payment, every_draw=True)

    def draws(self) -> None:
        """What every draw makes of orders, signed orders and call-offs."""
        matched: set[QuotaPart] = set()
        for some in parts(self.hazards, self.bought):
            called = some.called[:, 0]
            for payment in statement(self.books, some):
                self.drawn.enter(payment)
                self.cash.in_draws(some.payer, payment, called)
            self.quotas.arrive(some)
            self.found.extend(before_consent(self.books, some))
            self.coming.arrive(some)
            self.positions.arrive(some)
            matched |= self._beyond(some)
            self.flows.arrive(some)
            self.clearing.arrive(some)
            self.arrived.arrive(some)
        self.clearing.use_quotas(self.quotas)
        for taker, payment in self.clearing.payments():
            self.drawn.enter(payment)
            payer = np.full((self.books.periods, 1), self.books.payers.index(taker))
            self.cash.in_draws(payer, payment, np.ones(self.books.periods, dtype=np.bool_))
        for orderer, payment in fees_instead(self.bought):
            self.drawn.enter(payment)
            row = np.array([[self.books.payers.index(orderer)]])
            self.cash.in_draws(row, payment, np.ones(1, dtype=np.bool_))
        self.flows.settle(self.said)
        self.workshop.move(self.flows)
        swap(self.books, self.said, self.flows)
        for part, column in self.said.parts.items():
            if part not in matched and self.said.beyond[:, column].any():
                about = ("quota part", str(part.order), str(part.signed), str(part.call), str(part.band))
                self.found.append(Violation(UNKNOWN, about, 1.0))

    def _beyond(self, some: Parts) -> set[QuotaPart]:
        """Tax on what the plan says a quota leaves taxed."""
        rows, keys, beyond = beyond_of(self.said, some)
        taxed = some.take(rows)
        if len(rows):
            self.found.extend(self.quotas.taxed(taxed, beyond))
            for payment in beyond_quota(self.books, taxed, beyond):
                self.drawn.enter(payment)
                self.cash.in_draws(taxed.payer, payment, np.ones(len(rows), dtype=np.bool_))
        return set(keys)

    def recourse(self) -> None:
        """Storage, holding, waiting, workarounds, and what takers pay to the reserve."""
        books, said = self.books, self.said
        factor = books.discount[: books.periods]
        for owner, rent in rents(books, said):
            self.cash.course(owner, "storage", rent)
            self.drawn.add("storage", rent @ factor)
        for line, amount in of_recourse(books, said):
            self.drawn.add(line, amount)
        for maker, paid in self.workshop.local_started():
            self.cash.in_every_draw(maker, paid)
            self.drawn.add("local_value", paid @ factor)
        self.coming.release(said)
        self.coming.make(self.workshop)
        self.drawn.add("open_needs", open_needs(books, said, self.coming, self.workshop.accepted))
        for position, queue in enumerate(said.queues):
            each = books.scenario.items[books.scenario.item_index[queue.item]].workaround_cost_cny
            if each:
                self.cash.course(queue.firm, "workaround", said.workaround[:, position] * each)
        share = {row.item: row.release_price_share for row in books.scenario.reserve_terms}
        for lane, (place, firm) in said.lanes.items():
            item = said.stocks[place].item
            paid = said.release[:, lane] * (share.get(item, 1.0) * books.reference_value(item))
            self.cash.course(firm, "release", paid)
            self.cash.course(RESERVE, "release", -paid)
        for payer, paid in self.clearing.prices():
            self.cash.course(payer, "release", paid)

    def costs(self, soft_known: float, soft_by_draw: NDArray[np.float64]) -> CostLines:
        """Known now, and what each draw differs from it."""
        self.fees.add("soft_limits", np.array([soft_known]))
        self.drawn.add("soft_limits", soft_by_draw)
        known = (self.known.total + self.fees.total)[0]
        return CostLines(known, self.drawn.total - self.known.total, self.books.draws.weights)

    def violations(self) -> Iterator[Violation]:
        """Rules of the case that are no limits."""
        books, said = self.books, self.said
        yield from self.found
        yield from balances(books, said, self.flows)
        yield from queues(books, said)
        yield from derived_needs(books)
        yield from rooms(books, said)
        yield from sources(books, said, self.bought)
        yield from of_use(books, said, self.hazards, self.bought)
        yield from self.workshop.violations(self.arrived, self.scheduled, self.bought)
        yield from swapped(books, said)
        yield from without_consent(books, self.bought)
        yield from declared(books, self.bought)
        yield from self.quotas.violations()
        yield from self.clearing.violations()
        yield from frameworks(books, self.hazards, said)
        yield from foresight(books, self.hazards, said)
        instead = [purchase for purchase in self.bought if purchase.kind == FALLBACK]
        yield from by_rule(books, self.hazards, said, self.positions, instead)
