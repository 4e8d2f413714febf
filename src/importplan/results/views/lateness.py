"""What the plan rests on when it pays to be late less: costs of being late, their basis, where they tip over."""

from __future__ import annotations

import math
from dataclasses import dataclass

from importplan.evaluation.replay.break_even import BreakEven
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult

DEFAULT_SHOWN = 2  # items of the warning on page one
URGENT = 1


@dataclass(frozen=True)
class UrgentDefault:
    """A firm's item of the highest priority whose cost of being late is the default share of its value."""

    firm: str
    item: str
    assumed_cny: float  # per unit and period late
    break_even: BreakEven | None  # None: against the cheapest source nothing tips over


def urgent_defaults(result: PlanResult) -> tuple[UrgentDefault, ...]:
    """Demand of priority 1 that nobody has set a cost of being late for, the dearest first."""
    scenario = result.scenario
    blank = {
        (scenario.firm_of(line), line.item)
        for line in scenario.demand
        if line.priority == URGENT and (line.shortage_cost_cny is None or line.shortage_basis == "default")
    }
    known = {(entry.firm, entry.item): entry for entry in result.break_evens}
    assumed: dict[tuple[str, str], float] = {}
    for tier in result.solution.plan.recourse.tiers:
        key = (tier.firm, tier.item)
        if key in blank and tier.priority == URGENT:
            assumed[key] = max(assumed.get(key, 0.0), tier.shortage_cost_cny)
    found = [UrgentDefault(*key, cost, known.get(key)) for key, cost in assumed.items()]
    return tuple(sorted(found, key=lambda entry: -entry.assumed_cny))


def default_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """The warning of page one: what was assumed, and at which value the cheapest source would do as well."""
    found = urgent_defaults(result)
    lines = []
    for entry in found[:DEFAULT_SHOWN]:
        tips = entry.break_even
        tail = (
            names.word("result.default_no_break_even")
            if tips is None
            else names.word("result.default_break_even", amount=names.in_summary_unit(tips.break_even_cny))
        )
        words = names.word(
            "result.urgent_default",
            what=whose(result, names, entry.firm, entry.item),
            unit=unit_words(result, names, entry.item),
            share=result.scenario.settings.shortage_share,
            assumed=names.in_summary_unit(entry.assumed_cny),
            tail=tail,
        )
        lines.append(words)
    rest = len(found) - DEFAULT_SHOWN
    if rest > 0:
        lines[-1] += names.word("result.and_more", count=rest)
    return tuple(lines)


def most_sensitive(result: PlanResult) -> BreakEven | None:
    """The break-even nearest to what is assumed: the assumption that tips the plan over first."""
    found = [entry for entry in result.break_evens if entry.assumed_cny > 0 and entry.break_even_cny > 0]
    return min(found, key=lambda entry: abs(math.log(entry.assumed_cny / entry.break_even_cny)), default=None)


def sensitive_words(result: PlanResult, names: Names) -> str:
    """The most sensitive assumption in one sentence; empty where the plan pays nothing to be late less."""
    entry = most_sensitive(result)
    if entry is None:
        return ""
    key = "result.sensitive.below" if entry.assumed_cny >= entry.break_even_cny else "result.sensitive.tail"
    return names.word(
        key,
        what=whose(result, names, entry.firm, entry.item),
        unit=unit_words(result, names, entry.item),
        assumed=names.in_summary_unit(entry.assumed_cny),
        basis=basis_words(result, names, entry),
        tips=names.in_summary_unit(entry.break_even_cny),
    )


def basis_words(result: PlanResult, names: Names, entry: BreakEven) -> str:
    """Where the cost of being late comes from: measured, estimated or the default share."""
    scenario = result.scenario
    rows = [row for row in scenario.demand if (scenario.firm_of(row), row.item) == (entry.firm, entry.item)]
    bases = {"default" if row.shortage_cost_cny is None else row.shortage_basis or "estimated" for row in rows}
    words = [names.choice("demand.shortage_basis", basis) for basis in sorted(bases)]
    return names.word("result.or_join").join(words)


def whose(result: PlanResult, names: Names, firm: str, item: str) -> str:
    """An item, and its firm where there are several."""
    if len(result.scenario.all_firms) == 1:
        return names.item(item)
    return names.word("result.item_of_firm", item=names.item(item), firm=names.firm(firm))


def unit_words(result: PlanResult, names: Names, item: str) -> str:
    """`每台每季度`: per unit and period late."""
    period = names.word(f"result.period_of.{result.scenario.settings.period}")
    return names.word("result.per_unit_period", unit=names.unit(item), period=period)
