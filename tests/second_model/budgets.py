"""Budgets: the cash of a payer in an interval, on the schedule or in each draw."""

from __future__ import annotations

from collections.abc import Sequence

from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.budgets import Budget
from second_model.accounts import ByPayer
from second_model.linear import Linear, total
from second_model.world import World


def write_budgets(world: World) -> None:
    """A row for every budget; what one carries over, the next one of the same payer and kind may spend."""
    for payer, within in dict.fromkeys((row.payer, row.within) for row in world.scenario.budgets):
        rows = [row for row in world.scenario.budgets if (row.payer, row.within) == (payer, within)]
        rows.sort(key=lambda row: _interval(world, row).start)
        books = [world.accounts.plan_cash] if within == "plan" else world.accounts.draw_cash
        for number, row in enumerate(rows):
            chain = _chain(rows[: number + 1])
            for book in books:
                _write(world, chain, row, book)


def _chain(rows: Sequence[Budget]) -> list[Budget]:
    """The budgets whose money may be spent in the last of them."""
    found = [rows[-1]]
    for row in reversed(rows[:-1]):
        if not row.carry_over:
            break
        found.insert(0, row)
    return found


def _interval(world: World, row: Budget) -> range:
    return world.timeline.interval(row.from_day, row.to_day)


def _write(world: World, chain: list[Budget], row: Budget, book: ByPayer) -> None:
    """At the end of the interval; for the reserve, which is paid back by takers, at the end of each of its periods."""
    amount = sum(entry.amount_cny for entry in chain) / (1.0 + world.scenario.settings.contingency_share)
    before = [t for entry in chain[:-1] for t in _interval(world, entry)]
    own = list(_interval(world, row))
    ends = range(1, len(own) + 1) if row.payer == RESERVE else [len(own)]
    for end in ends:
        spent = total(_cash(world, row.payer, period, book) for period in [*before, *own[:end]])
        world.program.at_most(spent, amount)


def _cash(world: World, payer: str, period: int, book: ByPayer) -> Linear:
    payers = [*world.firms, RESERVE] if payer == "all" else [payer]
    return total(book[who, period] for who in payers)
