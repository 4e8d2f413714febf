"""Contingent duty (或有税款): what a refusal of what is applied for costs in which year, and the budget then."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.cash import cash_by_year
from importplan.results.table import NUMBER, Column, Table
from importplan.results.views.declared import SIGNED, Declared, declared
from importplan.results.views.relief import ReliefUse, relief_uses
from importplan.scenario.schema.qualifications import Qualification

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


def verdict(entry: YearRefused) -> str:
    """`none`, `enough` or `short`: whether the budget of the year still does."""
    if entry.left_if_refused_cny is None:
        return "none"
    return "enough" if entry.left_if_refused_cny >= 0 else "short"


@dataclass(frozen=True)
class ContingentRefusal:
    """A refusal with the row of its certificate."""

    row: Qualification
    refusal: Refusal


def regime_words(names: Names, row: Qualification) -> str:
    """The regime that is applied for."""
    regime = names.catalog.regime(row.regime)
    return regime.name(names.language) if regime else row.regime


APPLICATIONS: tuple[Column[ContingentRefusal], ...] = (
    NUMBER,
    Column("buyer", "", forms.FIRM, lambda row: row.row.firm),
    Column("certificate", "", forms.LONG, lambda row: row.row.certificate),
    in_words("regime", lambda names, row: regime_words(names, row.row)),
    Column("year", "", forms.YEAR, lambda row: row.refusal.year),
    Column("shipments_number", "count", forms.WHOLE, lambda row: row.refusal.shipments),
    Column("refused_cost_cny", "cny", forms.YUAN, lambda row: row.refusal.cost_cny, total=True),
    Column("refused_cash_cny", "cny", forms.YUAN, lambda row: row.refusal.cash_cny, total=True),
)


def refusals_table(result: PlanResult) -> Table[ContingentRefusal]:
    """One row for each application and year."""
    held = result.scenario.qualifications
    rows = tuple(ContingentRefusal(held[entry.certificate], entry) for entry in refusals(result))
    return Table("refusals", APPLICATIONS, rows, quiet=True)


VERDICT = forms.worded("result.budget_verdict").wrapped
YEARS: tuple[Column[YearRefused], ...] = (
    Column("year", "", forms.YEAR, lambda row: row.year),
    Column("refused_cost_cny", "cny", forms.YUAN, lambda row: row.cost_cny, total=True, known_as="cost_cny"),
    Column("refused_cash_cny", "cny", forms.YUAN, lambda row: row.cash_cny, total=True, known_as="cash_cny"),
    Column("left_cny", "cny", forms.YUAN, lambda row: row.left_cny),
    Column("left_if_refused_cny", "cny", forms.YUAN, lambda row: row.left_if_refused_cny, known_as="budget_left_cny"),
    Column("budget_verdict", "", VERDICT, verdict),
)


def refused_years_table(result: PlanResult) -> Table[YearRefused]:
    """All applications refused, year by year, with what is left of the budget."""
    return Table("refused_years", YEARS, refused_by_year(result), quiet=True)
