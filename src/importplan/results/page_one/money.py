"""Page one, money: cash by year against the budget, what it is for, and what hangs on tax treatment."""

from __future__ import annotations

from dataclasses import replace

from importplan.plan.lines import CASH_GROUPS, VAT_RECOVERED
from importplan.results import forms
from importplan.results.names import Names
from importplan.results.page_one.section import Section
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.cash import YearOfCash, cash_by_year
from importplan.results.sheets.notes import alike
from importplan.results.table import Column, Table
from importplan.results.views.contingent import YearRefused, refused_by_year, verdict
from importplan.results.views.relief import ReliefWorth, beyond_quota, relief_worth

MOST_TAX_LINES = 7
SAID_ABOVE = ("relief-applied", "relief-planned")  # each relief stands with its status and money in a line of its own

YEARS: tuple[Column[YearOfCash], ...] = (
    Column("year", "", forms.YEAR, lambda row: row.year, span=4),
    Column("out_summary", "cny", forms.SUMMARY, lambda row: row.out_cny, total=True, span=4),
    Column("vat_back_summary", "cny", forms.SUMMARY, lambda row: row.vat_back_cny, total=True, span=4),
    Column("net_summary", "cny", forms.SUMMARY, lambda row: row.spent_cny, total=True, span=4),
    Column("budget_summary", "cny", forms.SUMMARY, lambda row: row.budget_cny, span=4),
    Column("left_summary", "cny", forms.SUMMARY, lambda row: row.left_cny, span=4),
)
CASH = tuple(replace(column, span=6) for column in YEARS[:4])  # without what a budget leaves


def section(result: PlanResult, names: Names) -> Section:
    """Cash by year with what it is for."""
    return Section(names.word("result.section.cash"), table(result), sentences(result, names))


def table(result: PlanResult) -> Table[YearOfCash]:
    """Cash by calendar year against the budget of that year."""
    years = cash_by_year(result)
    if all(year.budget_cny is None for year in years):
        return Table("summary_cash_only", CASH, years)
    return Table("summary_cash", YEARS, years)


def by_group(result: PlanResult) -> dict[str, float]:
    """CNY out over the whole schedule by kind; deductible VAT that comes back under `vat_back` (negative)."""
    cash = result.audit.cash
    total = dict(zip(cash.lines, cash.plan_cny.sum(axis=(0, 2)), strict=True))
    found = {group.value: float(sum(total[line] for line in lines)) for group, lines in CASH_GROUPS.items()}
    found["vat_back"] = float(total[VAT_RECOVERED])
    return found


def sentences(result: PlanResult, names: Names) -> tuple[str, ...]:
    """What the cash is for; deductible VAT named as money that comes back."""
    groups = by_group(result)
    back = -groups.pop("vat_back")
    parts = [
        names.word("result.cash_part", what=names.word(f"result.cash_group.{key}"), amount=names.in_summary_unit(cny))
        for key, cny in groups.items()
        if abs(cny) >= 0.005
    ]
    total = names.in_summary_unit(sum(groups.values()))
    lines = [names.word("result.cash_sum", parts=names.word("result.cash_plus").join(parts), total=total)]
    if back > 0:
        lines.append(names.word("result.cash_vat_back", back=names.in_summary_unit(back)))
    return tuple(lines)


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
