"""Page one, money: cash by year against the budget, what it is for, and what hangs on tax treatment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from importplan.basics.money import LEAST_CNY
from importplan.customs.relief.relief_notes import IDLE
from importplan.plan.lines import CASH_GROUPS, COST_INDEX, VAT_RECOVERED
from importplan.results import forms
from importplan.results.names import Names
from importplan.results.page_one.section import Section
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.cash import YearOfCash, budget_uses, cash_by_year, label_of
from importplan.results.sheets.notes import alike
from importplan.results.table import Column, Table
from importplan.results.views.contingent import YearRefused, refused_by_year, verdict
from importplan.results.views.keeping import keeping_rows
from importplan.results.views.relief import ReliefWorth, beyond_quota, relief_worth

MOST_TAX_LINES = 5
USED_UP = 0.005  # of a budget: what is left of one that is used up
BUDGETS_NAMED = 3
NO_CASH = ("holding", "obsolescence")  # costs that nobody sends a bill for
# Each relief stands with its status and money in a line of its own; why one frees nothing is said item by item.
SAID_ABOVE = ("relief-applied", "relief-planned", IDLE)

YEARS: tuple[Column[YearOfCash], ...] = (
    Column("year", "", forms.YEAR, lambda row: row.year, span=2),
    Column("out_summary", "cny", forms.SUMMARY, lambda row: row.out_cny, total=True, span=3),
    Column("net_summary", "cny", forms.SUMMARY, lambda row: row.spent_cny, total=True, span=3),
    Column("budget_summary", "cny", forms.SUMMARY, lambda row: row.budget_cny, span=2),
    Column("left_summary", "cny", forms.SUMMARY, lambda row: row.left_cny, span=2),
)
VAT_BACK: Column[YearOfCash] = Column(
    "vat_back_summary", "cny", forms.SUMMARY, lambda row: row.vat_back_cny, total=True, span=4
)
CASH = (YEARS[0], YEARS[1], replace(VAT_BACK, span=4), YEARS[2])  # without what a budget leaves


def section(result: PlanResult, names: Names) -> Section:
    """Cash by year, what it is for, its cost, what keeping a reserve costs, and which budgets are used up."""
    lines = (
        bridge(result, names),
        keeping_words(result, names),
        after_end_words(result, names),
        used_up_words(result, names),
    )
    told = tuple(line for line in lines if line)
    return Section(names.word("result.section.cash"), table(result), told, half=True)


def table(result: PlanResult) -> Table[YearOfCash]:
    """Cash by calendar year against the budget of that year."""
    years = cash_by_year(result)
    if all(year.budget_cny is None for year in years):
        return Table("summary_cash_only", CASH, years, detail="cash_periods")
    return Table("summary_cash", YEARS, years, detail="cash_periods")


def by_group(result: PlanResult) -> dict[str, float]:
    """CNY out over the whole schedule by kind; deductible VAT that comes back under `vat_back` (negative)."""
    cash = result.audit.cash
    total = dict(zip(cash.lines, cash.plan_cny.sum(axis=(0, 2)), strict=True))
    found = {group.value: float(sum(total[line] for line in lines)) for group, lines in CASH_GROUPS.items()}
    found["vat_back"] = float(total[VAT_RECOVERED])
    return found


def bridge(result: PlanResult, names: Names) -> str:
    """From what is paid for goods to the cost that the plan is judged by: each step with its amount.

    goods, taxes, fees -> outlay; less deductible VAT -> net; less interest, holding, what draws bring -> cost.
    """
    groups, scaled = by_group(result), names.in_summary_unit
    back = -groups.pop("vat_back")
    outlay = sum(groups.values())
    parts = [
        names.word("result.cash_part", what=names.word(f"result.cash_group.{key}"), amount=scaled(cny))
        for key, cny in groups.items()
        if abs(cny) >= LEAST_CNY
    ]
    words = names.word("result.cash_sum", parts=names.word("result.cash_plus").join(parts), total=scaled(outlay))
    if back > 0:
        words += names.word("result.cash_net", back=scaled(back), net=scaled(outlay - back))
    judgement = result.own.judgement
    if judgement is None or not parts:
        return words
    cash, calendar = result.audit.cash, result.scenario.calendar
    net = cash.plan_cny.sum(axis=(0, 1))
    discounted = float(net @ calendar.discount(np.arange(len(net)), result.scenario.settings.discount_rate))
    kept = float(sum(result.own_costs.expected[COST_INDEX[line]] for line in NO_CASH))
    money = judgement.money_cny.value
    return words + names.word(
        "result.cash_to_cost",
        interest=scaled(discounted - (outlay - back)),
        kept=scaled(kept),
        draws=scaled(money - discounted - kept),
        cost=scaled(money),
    )


def keeping_words(result: PlanResult, names: Names) -> str:
    """What the terms of the reserve cost over the plan, and what comes back as interest; empty where nothing does."""
    rows = keeping_rows(result)
    if not rows:
        return ""
    sums = {
        "fee": sum(row.fee_cny for row in rows),
        "rotation": sum(row.rotation_cny for row in rows),
        "subsidy": -sum(row.subsidy_cny for row in rows),
        "net": sum(row.net_cny for row in rows),
    }
    return names.word("result.reserve_keeping", **{key: names.in_summary_unit(cny) + 0.0 for key, cny in sums.items()})


def after_end_words(result: PlanResult, names: Names) -> str:
    """What is still to be paid after the end of the plan; empty where nothing is."""
    after = float(result.audit.cash.plan_cny[:, :, result.scenario.calendar.count :].sum())
    if abs(after) < LEAST_CNY:
        return ""
    return names.word("result.cash_after_end", amount=names.in_summary_unit(after))


def used_up_words(result: PlanResult, names: Names) -> str:
    """The budgets that the plan uses up; empty where none is."""
    full = [
        label_of(names, use.budget)
        for use in budget_uses(result)
        if use.available_cny > 0 and use.left_cny <= USED_UP * use.available_cny
    ]
    if not full:
        return ""
    more = names.word("result.and_more", count=len(full) - BUDGETS_NAMED) if len(full) > BUDGETS_NAMED else ""
    return names.word("result.used_up", budgets=names.word("result.list_join").join(full[:BUDGETS_NAMED])) + more


def tax_sentences(result: PlanResult, names: Names) -> tuple[str, ...]:
    """Every relief with its status and what hangs on it, then the assumptions behind the rates."""
    reliefs = relief_worth(result, names)
    lines = [relief_words(names, entry) for entry in reliefs]
    if not lines:
        lines.append(names.word("result.relief.none"))
    refused = refusal_words(result, names)
    if refused:
        lines.append(refused)
    units, cost = beyond_quota(result)
    if units > 0.005:
        lines.append(names.word("result.beyond_quota", units=units, cost=names.in_summary_unit(cost)))
    by_code: dict[str, list[str]] = {}
    for note, _ in alike(result.landed.notes):
        if note.code in SAID_ABOVE:
            continue
        by_code.setdefault(note.code, []).append(names.note(note).found(names.language))
    for found in by_code.values():
        more = names.word("result.and_more", count=len(found) - 1) if len(found) > 1 else ""
        lines.append(found[0] + more)
    return tuple(lines[:MOST_TAX_LINES])


def relief_words(names: Names, entry: ReliefWorth) -> str:
    """One relief in its three numbers; nothing where the ordinary rate is zero already."""
    if entry.worth.is_nothing:
        return names.word("result.relief.nothing", regime=entry.regime)
    worth = entry.worth
    tax, cost, cash = (names.in_summary_unit(cny) for cny in (worth.tax_cny, worth.cost_cny, worth.cash_cny))
    return names.word(f"result.relief.{entry.status}", regime=entry.regime, tax=tax, cost=cost, cash=cash)


def refusal_words(result: PlanResult, names: Names) -> str:
    """What a refusal of everything applied for costs by year, and whether the budgets still do; empty if nothing is."""
    parts = [_year_refused(names, entry) for entry in refused_by_year(result)]
    return names.word("result.refused", parts=names.word("result.list_join").join(parts)) if parts else ""


def _year_refused(names: Names, entry: YearRefused) -> str:
    scaled = names.in_summary_unit
    left = entry.left_if_refused_cny
    amounts = {"year": entry.year, "cost": scaled(entry.cost_cny), "cash": scaled(entry.cash_cny)}
    return names.word(f"result.refused_{verdict(entry)}", **amounts, amount=scaled(abs(left or 0.0)))
