"""B10 against C4 and A6: wish lists above the budget, and needs that the firm could not pay."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Place
from importplan.survey.estimates.traps.call import Call, Seen, TrapView, cells
from importplan.survey.questions import BUDGETS
from importplan.survey.returns.survey import SurveyedFirm

FIRM = ("signed", "budgeted")


def calls(look: TrapView) -> Iterator[Call]:
    """All needs above all budgets; needs said to be in the budget above it; a year's need above the revenue."""
    for seen in look.seen:
        yield from _budget(look, seen)
        yield from _revenue(look, seen)


def _budget(look: TrapView, seen: Seen) -> Iterator[Call]:
    told = [seen.firm.record.number(key) for key in BUDGETS]
    if any(budget is None for budget in told):
        return
    budget = sum(amount for amount in told if amount is not None)
    for trap, firmnesses in (("budget", FIRM), ("wishes", None)):
        needed = _cost(look, seen.firm, firmnesses)
        if needed > budget:
            at = (*_needs(seen.firm), *cells(seen.firm.record, *BUDGETS))
            values = {"said": needed, "expected": budget}
            yield Call(trap, seen.firm, ("B10", "B11", "C4"), at, values, (needed - budget) * seen.weight)
            return


def _revenue(look: TrapView, seen: Seen) -> Iterator[Call]:
    revenue = seen.firm.record.number("revenue_cny")
    yearly = _cost(look, seen.firm, None) / look.years
    if revenue and yearly > revenue:
        at = (*_needs(seen.firm), *cells(seen.firm.record, "revenue_cny"))
        values = {"said": yearly, "expected": revenue}
        moves = (yearly - revenue) * look.years * seen.weight
        yield Call("revenue", seen.firm, ("B10", "A6"), at, values, moves)


def _cost(look: TrapView, firm: SurveyedFirm, firmnesses: tuple[str, ...] | None) -> float:
    """What the needs cost, of the items whose price is known."""
    return sum(look.needed(entry, firmnesses) * (look.price(entry) or 0.0) for entry in firm.items)


def _needs(firm: SurveyedFirm) -> tuple[Place, ...]:
    """The quantities of the first need of each item: enough to find them."""
    return tuple(entry.answers.needs[0].answer("quantity").at for entry in firm.items if entry.answers.needs)
