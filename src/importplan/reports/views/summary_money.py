"""Page one, money: cash by year against the budget, what it is for, and what hangs on tax treatment."""

from __future__ import annotations

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.cash import cash_by_year
from importplan.reports.views.relief import ReliefWorth, beyond_quota, relief_worth

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("contract", ("deposit", "shipment", "acceptance", "retention", "lc_margin")),
    ("carriage", ("freight", "insurance")),
    ("duty", ("duty",)),
    ("vat", ("vat",)),
    ("local", ("agency", "bank_fees", "local", "install", "training", "clearance", "order_cost")),
    ("workaround", ("workaround",)),
    ("other", ("qualification", "booking", "storage", "release")),
)
VAT_BACK = "vat_recovered"

YEARS = (
    Column("year"),
    Column("out_summary", Form.SUMMARY, total=True),
    Column("vat_back_summary", Form.SUMMARY, total=True),
    Column("net_summary", Form.SUMMARY, total=True),
    Column("budget_summary", Form.SUMMARY),
    Column("left_summary", Form.SUMMARY),
)


def table(result: PlanResult, names: Names) -> Table:
    """Cash by calendar year against the budget of that year."""

    def scaled(amount: float | None) -> float | None:
        return None if amount is None else names.in_summary_unit(amount)

    rows: list[tuple[Cell, ...]] = [
        (
            str(year.year),
            scaled(year.out_cny),
            scaled(year.vat_back_cny),
            scaled(year.spent_cny),
            scaled(year.budget_cny),
            scaled(year.left_cny),
        )
        for year in cash_by_year(result)
    ]
    return Table("summary_cash", YEARS, tuple(rows))


def by_group(result: PlanResult) -> dict[str, float]:
    """CNY out over the whole schedule by kind; deductible VAT that comes back under `vat_back` (negative)."""
    cash = result.audit.cash
    total = dict(zip(cash.lines, cash.plan_cny.sum(axis=(0, 2)), strict=True))
    found = {key: float(sum(total.get(line, 0.0) for line in lines)) for key, lines in GROUPS}
    found["vat_back"] = float(total.get(VAT_BACK, 0.0))
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
    lines = [relief_words(names, worth) for worth in relief_worth(result, names)]
    if not lines:
        lines.append(names.word("result.relief.none"))
    units, cost = beyond_quota(result)
    if units > 0.005:
        lines.append(names.word("result.beyond_quota", units=units, cost=names.in_summary_unit(cost)))
    by_code: dict[str, list[str]] = {}
    for note in result.landed.notes:
        by_code.setdefault(note.code, []).append(note.found(names.language))
    for found in by_code.values():
        more = names.word("result.and_more", count=len(found) - 1) if len(found) > 1 else ""
        lines.append(found[0] + more)
    return tuple(lines[:6])


def relief_words(names: Names, worth: ReliefWorth) -> str:
    """One relief: what it saves or would save; nothing where the ordinary rate is zero already."""
    if abs(worth.cost_cny) < 0.005 and abs(worth.cash_cny) < 0.005:
        return names.word("result.relief.nothing", regime=worth.regime)
    cost, cash = names.in_summary_unit(worth.cost_cny), names.in_summary_unit(worth.cash_cny)
    return names.word(f"result.relief.{worth.status}", regime=worth.regime, cost=cost, cash=cash)
