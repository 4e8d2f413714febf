"""Sheet `cash` (资金计划): budgets, and cash by payer and period on the schedule without outages.

Undiscounted; out is positive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from importplan.basics.money import LEAST_CNY
from importplan.plan.lines import VAT_RECOVERED
from importplan.results import forms
from importplan.results.chart import Chart
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet, printed_if_short
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Form, Look, Table
from importplan.results.views.ways_out import span_words
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.budgets import Budget

Amounts = NDArray[np.float64]
MOST_BUDGETS = 12  # in one chart
MOST_PRINTED = 60  # rows by payer and period


@dataclass(frozen=True)
class CashPeriod:
    """Money of a payer, or of all together, in a period."""

    payer: str
    period: str
    first_day: date
    lines: Amounts  # (line,)
    total: float
    so_far: float


PAYER = Form(Look.TEXT, forms.FIRM.tell)
PERIODS: tuple[Column[CashPeriod], ...] = (
    Column("period", "", forms.TEXT, lambda row: row.period),
    Column("first_day", "", forms.DATE, lambda row: row.first_day),
)
SUMS: tuple[Column[CashPeriod], ...] = (
    Column("cash_total", "cny", forms.YUAN, lambda row: row.total, total=True),
    Column("cash_so_far", "cny", forms.YUAN, lambda row: row.so_far),
)


def cash_table(result: PlanResult, names: Names) -> Table[CashPeriod]:
    """One row for each payer and period in which money moves; one column for each kind of payment that occurs."""
    cash = result.audit.cash
    payer: Column[CashPeriod] = Column("payer", "", PAYER, lambda row: row.payer)
    used = [n for n in range(len(cash.lines)) if np.abs(cash.plan_cny[:, n, :]).max(initial=0.0) >= LEAST_CNY]
    lines = (_line(names, cash.lines[n], n) for n in used)
    rows = (_periods(result, name, plan) for name, plan in zip(cash.payers, cash.plan_cny, strict=True))
    return Table("cash", (payer, *PERIODS, *lines, *SUMS), tuple(row for of_payer in rows for row in of_payer))


def _line(names: Names, line: str, number: int) -> Column[CashPeriod]:
    heading = names.word("result.in_yuan", what=names.word(f"result.cash.{line}"))
    return Column(f"cash_{line}", "cny", forms.YUAN, lambda row: float(row.lines[number]), total=True, heading=heading)


def periods_table(result: PlanResult) -> Table[CashPeriod]:
    """One row for each period: all payers together, as long as money moves."""
    total = result.audit.cash.plan_cny.sum(axis=(0, 1))
    rows = zip(_periods(result, "all", total[None, :]), np.cumsum(total), strict=False)
    return Table("cash_periods", (*PERIODS, *SUMS), tuple(replace(row, so_far=float(so_far)) for row, so_far in rows))


def _periods(result: PlanResult, payer: str, plan: Amounts) -> Iterator[CashPeriod]:
    """The periods of the plan and those after it in which money moves; `plan` is (line, period)."""
    calendar = result.scenario.calendar
    moved = np.flatnonzero(np.abs(plan).max(axis=0) >= LEAST_CNY)
    total = plan.sum(axis=0)
    for period in range(max(calendar.count, int(moved.max(initial=0)) + 1)):
        sums = (float(total[period]), float(total[: period + 1].sum()))
        yield CashPeriod(payer, calendar.label(period), calendar.first_day(period), plan[:, period], *sums)


@dataclass(frozen=True)
class BudgetLine:
    """A budget row against the plan's cash of its interval (with what earlier intervals carry over).

    That of the reserve counts at the end of every period: what is spent is the most by then.
    """

    budget: Budget
    available_cny: float
    spent_cny: float
    worst_cny: float  # the draw that needs most
    over_cny: Amounts  # (D,) overdraft of each draw, with what it carries over itself; 0 where there is none
    over_at: NDArray[np.int64]  # (D,) period at whose end it is greatest

    @property
    def overdraft_cny(self) -> float:
        """Of the worst draw."""
        return float(self.over_cny.max())

    @property
    def left_cny(self) -> float:
        """What remains; negative when overdrawn."""
        return self.available_cny - self.spent_cny


def budget_uses(result: PlanResult) -> tuple[BudgetLine, ...]:
    """Every budget row, by payer and time; an interval that inherits counts together with the one before it."""
    cash, scenario = result.audit.cash, result.scenario
    found: list[BudgetLine] = []
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


def _chain(result: PlanResult, budgets: list[Budget], plan: Amounts, by_draw: Amounts) -> list[BudgetLine]:
    found: list[BudgetLine] = []
    carried, left = 0.0, np.zeros(len(by_draw))
    for row in budgets:
        periods = _interval(result, row, len(plan))
        available, in_draws = row.amount_cny + carried, row.amount_cny + left
        spent, drawn = _counted(row, plan[None, periods]), _counted(row, by_draw[:, periods])
        over = drawn - in_draws[:, None]
        at = over.argmax(axis=1)
        most = np.maximum(over[np.arange(len(over)), at], 0.0)
        ends = periods[len(periods) - over.shape[1] + at] if len(periods) else np.zeros(len(over), dtype=np.int64)
        found.append(BudgetLine(row, available, float(spent.max()), float(drawn.max()), most, ends))
        carried = available - float(spent[0, -1]) if row.carry_over else 0.0
        left = in_draws - drawn[:, -1] if row.carry_over else np.zeros(len(by_draw))
    return found


def _counted(row: Budget, cash: Amounts) -> Amounts:
    """(…, end) what is spent from the first of some periods (…, period) to each end at which a budget is looked at."""
    if not cash.shape[1]:
        return np.zeros((len(cash), 1))
    so_far = cash.cumsum(axis=1)
    return so_far if row.payer == RESERVE else so_far[:, -1:]


def _interval(result: PlanResult, row: Budget, count: int) -> NDArray[np.int64]:
    calendar = result.scenario.calendar
    first = 0 if row.from_day is None else max(0, calendar.index_of(row.from_day))
    last = calendar.count - 1 if row.to_day is None else min(count - 1, calendar.index_of(row.to_day))
    return np.arange(first, last + 1)


def label_of(names: Names, budget: Budget) -> str:
    """`企业F3 2027年`."""
    span = span_words(names, budget.from_day, budget.to_day)
    alone = len(names.scenario.all_firms) == 1 and not names.scenario.has_reserve
    words = (span,) if span and alone else (names.firm(budget.payer), span)
    return " ".join(part for part in words if part)


BUDGETS: tuple[Column[BudgetLine], ...] = (
    in_words("budget_label", lambda names, row: label_of(names, row.budget)),
    Column("budget_cny", "cny", forms.YUAN, lambda row: row.budget.amount_cny),
    Column("carried_in_cny", "cny", forms.YUAN, lambda row: row.available_cny - row.budget.amount_cny),
    Column("available_cny", "cny", forms.YUAN, lambda row: row.available_cny),
    Column("spent_cny", "cny", forms.YUAN, lambda row: row.spent_cny),
    Column("left_cny", "cny", forms.YUAN, lambda row: row.left_cny),
    Column("worst_spent_cny", "cny", forms.YUAN, lambda row: row.worst_cny),
    Column("worst_over_cny", "cny", forms.YUAN, lambda row: row.overdraft_cny),
    Column("budget_within", "", forms.worded("result.within").wrapped, lambda row: row.budget.within),
    for_machines("payer", lambda row: row.budget.payer),
    for_machines("from_day", lambda row: row.budget.from_day),
    for_machines("to_day", lambda row: row.budget.to_day),
)


def budget_table(result: PlanResult) -> Table[BudgetLine]:
    """Budgets against the plan's cash, and against the draw that needs most."""
    return Table("budgets", BUDGETS, budget_uses(result), quiet=True)


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
    for year in np.unique(years[np.abs(plan).max(axis=0) >= LEAST_CNY]):
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


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Budgets, cash of all payers by period, then by payer and kind of payment."""
    yield names.word("result.about.cash")
    budgets, periods = budget_table(result), periods_table(result)
    yield budgets
    if len(budgets.rows) <= MOST_BUDGETS:
        values = ("available_cny", "spent_cny", "worst_spent_cny")
        yield Chart(names.word("result.chart.budgets"), budgets, "budget_label", values)
    yield periods
    yield Chart(names.word("result.chart.cash"), periods, "period", ("cash_total",), ("cash_so_far",))
    yield from printed_if_short(names, cash_table(result, names), MOST_PRINTED)


SHEET = ResultSheet("cash", blocks)
