"""Ready sets of small scenarios: what planners ask of every plan, written as overrides of its case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from importplan.scenario.difference import called
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.overrides import Override
from importplan.scenario.wording import column_keys
from importplan.tables.grid import Grid, SourceFile

Change = tuple[str, str, str, str | float | None]  # sheet, row, column, value
BUDGETS, LATE, RATES = (0.7, 0.9, 1.1, 1.3), (0.5, 2.0), (0.8, 0.95, 1.05, 1.2)


@dataclass(frozen=True)
class ReadyScenario:
    """A small scenario of a set: what fills its words (`batch.scenario.<set>`), and its changes."""

    set: str
    changes: tuple[Change, ...]
    values: dict[str, Any] = field(default_factory=dict)

    def over(self) -> SourceFile:
        """The changes as a file that is laid over the case; read like any that people write."""
        rows = (column_keys(Override.SHEET), *(("", *change) for change in self.changes))
        return SourceFile(self.set, (Grid(self.set, Override.SHEET, rows),))


def _suppliers(case: Scenario) -> Iterator[ReadyScenario]:
    selling = {offer.supplier for offer in case.offers}
    for row in case.suppliers:
        if row.supplier in selling:
            changes = (("suppliers", row.supplier, "use", "no"),)
            yield ReadyScenario("suppliers", changes, {"name": row.name or row.supplier})


def _countries(case: Scenario) -> Iterator[ReadyScenario]:
    origins = dict.fromkeys(case.origin_of(offer) for offer in case.offers)
    for country in origins:
        if country != HOME:
            stopped = (offer.offer for offer in case.offers if case.origin_of(offer) == country)
            yield ReadyScenario(
                "countries", tuple(("offers", offer, "use", "no") for offer in stopped), {"country": country}
            )


def _budgets(case: Scenario) -> Iterator[ReadyScenario]:
    rows: dict[str, Any] = called(case, "budgets")
    for factor in BUDGETS if rows else ():
        changes = tuple(
            ("budgets", name, "amount_cny", f"{row.amount_cny * factor!r} 元") for name, row in rows.items()
        )
        yield ReadyScenario("budgets", changes, {"factor": round(factor - 1.0, 6)})


def _late(case: Scenario) -> Iterator[ReadyScenario]:
    """What being late costs: where a line says it, and the share that holds for those that do not."""
    for factor in LATE:
        told = tuple(
            ("demand", row.line, "shortage_cost_cny", f"{row.shortage_cost_cny * factor!r} 元")
            for row in case.demand
            if row.shortage_cost_cny is not None
        )
        share: Change = ("settings", "", "shortage_share", f"{case.settings.shortage_share * factor!r}")
        yield ReadyScenario("late", (*told, share), {"factor": factor})


def _rates(case: Scenario) -> Iterator[ReadyScenario]:
    """All currencies together; what is locked stays."""
    for factor in RATES if case.fx else ():
        changes = tuple(("fx", row.currency, "cny_per_unit", row.cny_per_unit * factor) for row in case.fx)
        yield ReadyScenario("rates", changes, {"factor": round(factor - 1.0, 6)})


def _relief(case: Scenario) -> Iterator[ReadyScenario]:
    """Every certificate refused at once, and each by itself where there are several."""
    names = tuple(called(case, "qualifications"))
    if names:
        yield ReadyScenario("relief", tuple(("qualifications", name, "use", "no") for name in names))
    if len(names) > 1:
        for name in names:
            yield ReadyScenario("relief_one", (("qualifications", name, "use", "no"),), {"name": name})


def _quota(case: Scenario) -> Iterator[ReadyScenario]:
    changes = tuple(
        ("qualifications", name, spec.key, None)
        for name, row in called(case, "qualifications").items()
        for spec in row.specs()
        if spec.key.startswith("quota_") and spec.default is None and getattr(row, spec.attribute) is not None
    )
    if changes:
        yield ReadyScenario("quota", changes)


SETS: dict[str, Callable[[Scenario], Iterator[ReadyScenario]]] = {
    "suppliers": _suppliers,
    "countries": _countries,
    "budgets": _budgets,
    "late": _late,
    "rates": _rates,
    "relief": _relief,
    "quota": _quota,
}
