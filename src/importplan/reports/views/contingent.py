"""Contingent duty (或有税款): what a refusal of what is applied for costs in which year, and the budget then."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.cash import cash_by_year
from importplan.reports.views.declared import SIGNED, Declared, declared
from importplan.reports.views.relief import ReliefUse, relief_uses

APPLIED = "applied"


@dataclass(frozen=True)
class Refusal:
    """One application refused, in one year of arrival."""

    certificate: int  # position in `qualifications`
    year: int
    shipments: int
    cost_cny: float  # duty, and VAT that cannot be deducted
    cash_cny: float  # deductible VAT too, before it comes back


@dataclass(frozen=True)
class YearRefused:
    """All applications refused, in one year, against its budget."""

    year: int
    cost_cny: float
    cash_cny: float
    left_cny: float | None  # of the budget as planned; None where the year has none

    @property
    def left_if_refused_cny(self) -> float | None:
        """What remains of the budget; negative where it is short."""
        return None if self.left_cny is None else self.left_cny - self.cash_cny


def refusals(result: PlanResult) -> tuple[Refusal, ...]:
    """By certificate and year: planned orders within their quotas, and signed ones."""
    found: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for use in relief_uses(result):
        if _status(result, use) == APPLIED and use.certificate is not None:
            found[use.certificate, use.line.dates.port.year].append((use.worth.cost_cny, use.worth.cash_cny))
    for entry in declared(result):
        if entry.kind == SIGNED and entry.qualification(result.scenario).status == APPLIED:
            found[entry.certificate, entry.dates.port.year].append(_taxes(entry))
    return tuple(
        Refusal(*key, len(parts), sum(cost for cost, _ in parts), sum(cash for _, cash in parts))
        for key, parts in sorted(found.items())
    )


def _status(result: PlanResult, use: ReliefUse) -> str:
    return result.landed.options[use.option].status


def _taxes(entry: Declared) -> tuple[float, float]:
    return float(entry.cost_relieved_cny), float(entry.tax_relieved_cny)


def refused_by_year(result: PlanResult) -> tuple[YearRefused, ...]:
    """The years in which a refusal costs something."""
    budgets = {year.year: year.left_cny for year in cash_by_year(result)}
    cost: dict[int, float] = defaultdict(float)
    cash: dict[int, float] = defaultdict(float)
    for entry in refusals(result):
        cost[entry.year] += entry.cost_cny
        cash[entry.year] += entry.cash_cny
    return tuple(
        YearRefused(year, cost[year], cash[year], budgets.get(year)) for year in sorted(cash) if cash[year] > 0.005
    )


APPLICATIONS = (
    Column("number", Form.WHOLE),
    Column("buyer", Form.LONG_TEXT),
    Column("certificate", Form.LONG_TEXT),
    Column("regime", Form.LONG_TEXT),
    Column("year"),
    Column("shipments_number", Form.WHOLE),
    Column("refused_cost_cny", Form.YUAN, total=True),
    Column("refused_cash_cny", Form.YUAN, total=True),
)


def refusals_table(result: PlanResult, names: Names) -> Table:
    """One row for each application and year."""
    rows: list[tuple[Cell, ...]] = []
    for number, entry in enumerate(refusals(result), start=1):
        row = result.scenario.qualifications[entry.certificate]
        regime = result.catalog.regime(row.regime)
        words = (names.firm(row.firm), row.certificate, regime.name(names.language) if regime else row.regime)
        rows.append((number, *words, str(entry.year), entry.shipments, entry.cost_cny, entry.cash_cny))
    return Table("refusals", APPLICATIONS, tuple(rows))


YEARS = (
    Column("year"),
    Column("refused_cost_cny", Form.YUAN, total=True),
    Column("refused_cash_cny", Form.YUAN, total=True),
    Column("left_cny", Form.YUAN),
    Column("left_if_refused_cny", Form.YUAN),
    Column("budget_verdict", Form.LONG_TEXT),
)


def refused_years_table(result: PlanResult, names: Names) -> Table:
    """All applications refused, year by year, with what is left of the budget."""
    rows = tuple(
        (
            str(entry.year), entry.cost_cny, entry.cash_cny, entry.left_cny, entry.left_if_refused_cny,
            names.word(f"result.budget_verdict.{verdict(entry)}"),
        )
        for entry in refused_by_year(result)
    )  # fmt: skip
    return Table("refused_years", YEARS, rows)


def verdict(entry: YearRefused) -> str:
    """`none`, `enough` or `short`: whether the budget of the year still does."""
    if entry.left_if_refused_cny is None:
        return "none"
    return "enough" if entry.left_if_refused_cny >= 0 else "short"
