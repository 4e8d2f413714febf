"""Cash by payer and period on the schedule without outages, and budgets against it. Undiscounted; out is positive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.plan.lines import VAT_RECOVERED
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.ways_out import span_words
from importplan.scenario.schema.budgets import Budget


def cash_table(result: PlanResult, names: Names) -> Table:
    """One row for each payer and period in which money moves; one column for each kind of payment that occurs."""
    cash, calendar = result.audit.cash, result.scenario.calendar
    used = [n for n in range(len(cash.lines)) if np.abs(cash.plan_cny[:, n, :]).max(initial=0.0) >= 0.005]
    lines = tuple(
        Column(f"cash_{cash.lines[n]}", Form.YUAN, total=True, heading=line_heading(names, cash.lines[n])) for n in used
    )
    columns = (
        Column("payer"), Column("period"), Column("first_day", Form.DATE), *lines,
        Column("cash_total", Form.YUAN, total=True), Column("cash_so_far", Form.YUAN),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for position, payer in enumerate(cash.payers):
        total = cash.plan_cny[position].sum(axis=0)
        moved = np.flatnonzero(np.abs(cash.plan_cny[position]).max(axis=0) >= 0.005)
        last = max(calendar.count - 1, int(moved.max(initial=0)))
        for period in range(last + 1):
            amounts = tuple(float(cash.plan_cny[position, line, period]) for line in used)
            so_far = float(total[: period + 1].sum())
            head = (names.firm(payer), names.period(period) if period < calendar.count else calendar.label(period))
            rows.append((*head, calendar.first_day(period), *amounts, float(total[period]), so_far))
    return Table("cash", columns, tuple(rows))


PERIODS = (
    Column("period"),
    Column("first_day", Form.DATE),
    Column("cash_total", Form.YUAN, total=True),
    Column("cash_so_far", Form.YUAN),
)


def periods_table(result: PlanResult, names: Names) -> Table:
    """One row for each period: all payers together, as long as money moves."""
    total, calendar = result.audit.cash.plan_cny.sum(axis=(0, 1)), result.scenario.calendar
    last = max(calendar.count - 1, int(np.flatnonzero(np.abs(total) >= 0.005).max(initial=0)))
    so_far = np.cumsum(total)
    rows = tuple(
        (calendar.label(period), calendar.first_day(period), float(total[period]), float(so_far[period]))
        for period in range(last + 1)
    )
    return Table("cash_periods", PERIODS, rows)


def line_heading(names: Names, line: str) -> str:
    """What a kind of payment is called, with its unit."""
    return names.word("result.in_yuan", what=names.word(f"result.cash.{line}"))


@dataclass(frozen=True)
class BudgetUse:
    """A budget row against the plan's cash of its interval (with what earlier intervals carry over)."""

    budget: Budget
    available_cny: float
    spent_cny: float
    worst_cny: float  # the draw that needs most

    @property
    def left_cny(self) -> float:
        """What remains; negative when overdrawn."""
        return self.available_cny - self.spent_cny


def budget_uses(result: PlanResult) -> tuple[BudgetUse, ...]:
    """Every budget row, by payer and time; an interval that inherits counts together with the one before it."""
    cash, scenario = result.audit.cash, result.scenario
    found: list[BudgetUse] = []
    for payer in dict.fromkeys(row.payer for row in scenario.budgets):
        mine = [n for n, name in enumerate(cash.payers) if payer in ("all", name)]
        plan = cash.plan_cny[mine].sum(axis=(0, 1))
        by_draw = cash.by_draw_cny[:, mine, :].sum(axis=1)
        rows = [row for row in scenario.budgets if row.payer == payer]
        for within in ("plan", "each_draw"):
            windows = sorted(
                (row for row in rows if row.within == within), key=lambda row: row.from_day or scenario.settings.start
            )
            found.extend(_chain(result, windows, plan, by_draw))
    return tuple(found)


def _chain(
    result: PlanResult, budgets: list[Budget], plan: NDArray[np.float64], by_draw: NDArray[np.float64]
) -> list[BudgetUse]:
    found: list[BudgetUse] = []
    carried = 0.0
    for row in budgets:
        periods = _interval(result, row, len(plan))
        available = row.amount_cny + carried
        spent = float(plan[periods].sum())
        worst = float(by_draw[:, periods].sum(axis=1).max())
        found.append(BudgetUse(row, available, spent, worst))
        carried = available - spent if row.carry_over else 0.0
    return found


def _interval(result: PlanResult, row: Budget, count: int) -> NDArray[np.int64]:
    calendar = result.scenario.calendar
    first = 0 if row.from_day is None else max(0, calendar.index_of(row.from_day))
    last = count - 1 if row.to_day is None else min(count - 1, calendar.index_of(row.to_day))
    return np.arange(first, last + 1)


BUDGETS = (
    Column("budget_label", Form.LONG_TEXT),
    Column("budget_cny", Form.YUAN),
    Column("carried_in_cny", Form.YUAN),
    Column("available_cny", Form.YUAN),
    Column("spent_cny", Form.YUAN),
    Column("left_cny", Form.YUAN),
    Column("worst_spent_cny", Form.YUAN),
    Column("budget_within", Form.LONG_TEXT),
)


def label_of(names: Names, budget: Budget) -> str:
    """`企业F3 2027年`."""
    span = span_words(names, budget.from_day, budget.to_day)
    alone = len(names.scenario.all_firms) == 1 and not names.scenario.has_reserve
    words = (span,) if span and alone else (names.firm(budget.payer), span)
    return " ".join(part for part in words if part)


def budget_table(result: PlanResult, names: Names) -> Table:
    """Budgets against the plan's cash, and against the draw that needs most."""
    rows = tuple(
        (
            label_of(names, use.budget),
            use.budget.amount_cny,
            use.available_cny - use.budget.amount_cny,
            use.available_cny,
            use.spent_cny,
            use.left_cny,
            use.worst_cny,
            names.word(f"result.within.{use.budget.within}"),
        )
        for use in budget_uses(result)
    )
    return Table("budgets", BUDGETS, rows)


@dataclass(frozen=True)
class YearOfCash:
    """Cash of all payers in a calendar year (by the first day of the period) against the budgets that end in it."""

    year: int
    out_cny: float  # without VAT that comes back
    vat_back_cny: float  # deductible VAT coming back
    budget_cny: float | None
    spent_cny: float  # what counts against the budget: out less VAT back

    @property
    def left_cny(self) -> float | None:
        """What remains of the budget."""
        return None if self.budget_cny is None else self.budget_cny - self.spent_cny


def cash_by_year(result: PlanResult) -> tuple[YearOfCash, ...]:
    """Cash by year; a year has a budget only where budget rows cover exactly that calendar year."""
    cash, calendar = result.audit.cash, result.scenario.calendar
    plan = cash.plan_cny.sum(axis=0)
    back = plan[cash.lines.index(VAT_RECOVERED)]
    years = np.array([calendar.first_day(period).year for period in range(plan.shape[1])])
    found = []
    for year in np.unique(years[np.abs(plan).max(axis=0) >= 0.005]):
        inside = years == year
        spent, vat = float(plan[:, inside].sum()), float(back[inside].sum())
        found.append(YearOfCash(int(year), spent - vat, 0.0 - vat, _budget_of_year(result, int(year)), spent))
    return tuple(found)


def _budget_of_year(result: PlanResult, year: int) -> float | None:
    """The budget that limits a whole calendar year: the common one, else the sum where every payer has one."""
    cash, calendar = result.audit.cash, result.scenario.calendar
    inside = [n for n in range(cash.plan_cny.shape[2]) if calendar.first_day(n).year == year]
    rows = [
        row
        for row in result.scenario.budgets
        if not row.carry_over and row.within == "plan"
        if _interval(result, row, cash.plan_cny.shape[2]).tolist() == inside
    ]
    common = [row.amount_cny for row in rows if row.payer == "all"]
    if common:
        return min(common)
    return sum(row.amount_cny for row in rows) if {row.payer for row in rows} == set(cash.payers) else None
