"""Cells that are filled in and do not act, because another cell of the case makes them moot: each is told with why.

A rule names the columns, says of a row whether they are moot there, and what they wait for. What does not act anywhere
yet is told by `scenario/unused.py`; which columns act at all is shown by `benchmarks/idle_inputs.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass
from typing import Any

from importplan.basics.issues import Issue, told_once
from importplan.basics.labels import LANGUAGES, text
from importplan.scenario.contract_price import CREDIT, LATER, instalments
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import sheet
from importplan.scenario.schema.column import ColumnSpec, Row
from importplan.scenario.schema.offers import BUYER_INSURES, BUYER_PAYS_FREIGHT, DOMESTIC, Offer
from importplan.scenario.wording import column_names


@dataclass(frozen=True, slots=True)
class Moot:
    """Columns of a sheet that do not act in rows of which `holds` is true, and the words that say why."""

    sheet: str
    columns: tuple[str, ...]
    why: str  # of the words `idle.WHY`, filled with `given`
    holds: Callable[[Scenario, Any], bool]
    given: Callable[[Any], str] = lambda row: ""


def _no_room_is_paid(scenario: Scenario, _: Any) -> bool:
    return not any(site.cost_cny_per_m3_month or site.capacity_m3 is not None for site in scenario.sites)


def _not_called(scenario: Scenario, row: Any) -> bool:
    return not any(offer.contract == "framework" and offer.supplier == row.supplier for offer in scenario.offers)


def _all_standard(scenario: Scenario, _: Any) -> bool:
    standard = next(spec.default for spec in Offer.specs() if spec.key == "customs_mode")
    return all(offer.customs_mode == standard for offer in scenario.offers)


def _no_line(*words: str) -> Callable[[Scenario, Any], bool]:
    return lambda scenario, _: not any(line.firmness in words for line in scenario.demand)


RULES = (
    Moot(
        "offers",
        ("freight_share",),
        "term",
        lambda _, row: row.incoterm not in BUYER_PAYS_FREIGHT,
        lambda row: row.incoterm,
    ),
    Moot(
        "offers",
        ("insurance_share",),
        "term",
        lambda _, row: row.incoterm not in BUYER_INSURES,
        lambda row: row.incoterm,
    ),
    Moot(
        "offers",
        ("duty_rate", "extra_duty_rate", "origin_proof"),
        "no_customs",
        lambda _, row: row.incoterm == DOMESTIC,
    ),
    Moot("offers", ("retransfer_days",), "end_user", lambda _, row: row.end_user != "retransfer"),
    Moot("offers", ("licence_group",), "licence", lambda _, row: row.licence_refusal == 0.0),
    Moot(
        "offers",
        ("lc_deposit_share", "lc_fee_share"),
        "credit",
        lambda _, row: not row.payment.startswith(CREDIT),
        lambda row: row.payment,
    ),
    Moot("offers", ("lc_days",), "usance", lambda _, row: row.payment not in LATER, lambda row: row.payment),
    Moot("offers", ("deposit_refund_share", "guarantee"), "deposit", lambda _, row: instalments(row).deposit == 0.0),
    Moot("offers", ("qualification_cost_cny", "qualification_months"), "qualified", lambda _, row: row.qualified),
    Moot("offers", ("subsidy_cny", "subsidy_status"), "subsidy", lambda _, row: not row.subsidy),
    Moot("suppliers", ("qualification_cost_cny", "qualification_months"), "qualified", lambda _, row: row.qualified),
    Moot(
        "suppliers",
        ("booking_cost_cny", "booking_min", "booking_max", "booking_from", "booking_to"),
        "framework",
        _not_called,
    ),
    Moot("items", ("volume_m3",), "room", _no_room_is_paid),
    Moot("firms", ("aeo",), "no_mode", _all_standard),
    Moot("firms", ("vat_recovery_months",), "not_deductible", lambda _, row: not row.vat_deductible),
    Moot("firms", ("vat_recovery_months",), "surplus", lambda _, row: row.vat_deductible and row.vat_credit_surplus),
    Moot(
        "qualifications",
        ("quota_scope",),
        "quota",
        lambda _, row: row.quota_units is row.quota_cny is row.quota_usd is None,
    ),
    Moot("qualifications", ("decision_on", "guarantee_share"), "not_applied", lambda _, row: row.status != "applied"),
    Moot("stock", ("released_on", "value_cny"), "taxed", lambda _, row: row.customs_status == "taxed"),
    Moot("limits", ("measure",), "not_measured", lambda _, row: not row.kind.measured, lambda row: row.rule),
    Moot("limits", ("in",), "not_by_draw", lambda _, row: not row.kind.by_draw, lambda row: row.rule),
    Moot("fx", ("locked_rate",), "no_share_locked", lambda _, row: row.locked_share == 0.0),
    Moot("fx", ("locked_share",), "no_rate_locked", lambda _, row: row.locked_rate is None),
    Moot("routes", ("fallback_offer", "validation_months"), "certain", lambda _, row: row.success_probability == 1.0),
    Moot("routes", ("capacity_growth",), "no_capacity", lambda _, row: row.capacity_per_period is None),
    Moot("settings", ("risk_weight",), "goal", lambda _, row: row.goal != "weighted", lambda row: row.goal),
    Moot("settings", ("goal_tolerance",), "ordered", lambda _, row: row.goal != "ordered", lambda row: row.goal),
    Moot("settings", ("contingency_share",), "budgets", lambda scenario, _: not scenario.budgets),
    Moot("settings", ("budgeted_probability",), "firmness", _no_line("budgeted"), lambda _: "budgeted"),
    Moot("settings", ("approved_probability",), "firmness", _no_line("approved"), lambda _: "approved"),
    Moot("settings", ("wished_probability",), "firmness", _no_line("wished"), lambda _: "wished"),
)


def filled_cells_act(scenario: Scenario) -> Iterator[Issue]:
    """What a planner has filled in counts, or is told not to; cells of a column that wait for the same as one."""
    for rule in RULES:
        schema = sheet(rule.sheet)
        specs = [spec for spec in schema.specs() if spec.key in rule.columns]
        rows: tuple[Row, ...] = (scenario.settings,) if schema.ONE_ROW else getattr(scenario, rule.sheet)
        moot = [row for row in rows if rule.holds(scenario, row)]
        for spec in specs:
            yield from told_once(_told(rule, spec, row) for row in moot if _is_filled(row, spec))


def _is_filled(row: Row, spec: ColumnSpec) -> bool:
    """Whether a cell says something: a default, or nothing of something, does not."""
    value = getattr(row, spec.attribute)
    return bool(value) and value != (None if spec.default is MISSING else spec.default)


def _told(rule: Moot, spec: ColumnSpec, row: Row) -> Issue:
    given = rule.given(row)
    why = {f"why_{name}": text(f"idle.{rule.why}", name, given=given) for name in LANGUAGES}
    names = column_names(rule.sheet, spec.key)
    return Issue.warning("input-idle", row.cell(spec.key), **names, **why, also="")
