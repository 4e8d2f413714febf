"""A result as plain data for machines: what `plan CASE --json` prints. Numbers that are not finite are null."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from importplan.basics.issues import Issue
from importplan.basics.labels import Language
from importplan.evaluation.break_even import BreakEven
from importplan.evaluation.estimates import Estimate, Judgement
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import Plan
from importplan.plan.solution import CostLines, Reason, Repair, Solution
from importplan.reports.carried.plan_rows import plan_rows
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.record_terms import terms
from importplan.reports.views.contingent import refused_by_year
from importplan.reports.views.order_lines import OrderLine, order_lines
from importplan.reports.views.relief import relief_worth
from importplan.reports.views.reserve import reserve_rows
from importplan.reports.views.stock_plan import course
from importplan.reports.views.ways_out import ways_out as ways_in_words
from importplan.scenario.contract_price import offered_price

FIGURES = ("money_cny", "shortage_cny", "shortage_cvar_cny", "cost_cny", "cvar_cny", "fill_rate")


def record(result: PlanResult) -> dict[str, Any]:
    """Status, objective, bound, gap, cost lines, risk, orders, stock, shortage, notes, and how it was run."""
    solution = result.solution
    found: dict[str, Any] = {
        "status": solution.termination.reason.value,
        "objective_cny": finite(solution.objective_cny),
        "bound_cny": finite(solution.bound_cny),
        "gap": finite(solution.gap),
        "shared_by_rule": solution.shared_by_rule,
        "costs": costs(solution.costs),
        "risk": risk(solution),
        "orders": [],
        "bookings": {},
        "stock": [],
        "shortage": [],
    }
    if result.has_plan:
        found |= {
            "orders": [order(number, line) for number, line in enumerate(order_lines(result), start=1)],
            "plan": list(plan_rows(result)),
            "bookings": dict(solution.plan.bookings),
            "qualified": [*solution.plan.qualified_suppliers, *solution.plan.qualified_offers],
            "stock": stock(result),
            "shortage": shortage(result, solution.plan),
            "ledger": ledger(result),
            "reliefs": reliefs(result),
            "refused": refused(result),
            "reserve": reserve(result),
            "judged": judged(result),
            "comparison": comparison(result),
            **terms(result),
            "clearance": clearance(result),
        }
    elif solution.termination.reason is Reason.INFEASIBLE:
        found["ways_out"] = ways_out(result)
    return found | run(result)


def clearance(result: PlanResult) -> dict[str, Any]:
    """What days less at customs and each customs mode are worth, for all buyers together (`buyer` empty) and each."""
    worth = result.clearance
    return {
        "buyers": [asdict(entry) for entry in worth.buyers],
        "modes": [asdict(entry) for entry in worth.modes],
        "days": [asdict(entry) for entry in worth.days],
    }


def ways_out(result: PlanResult) -> list[dict[str, Any]]:
    """What would have to give way, in words and in amounts; empty where nothing helps."""
    names = Names(result.scenario, result.catalog, result.language)
    words = ways_in_words(result, names)
    ways = [way for way in result.solution.ways_out if way.repairs]
    return [
        {"words": line, "repairs": [repair(entry) for entry in way.repairs], "objective_cny": way.objective_cny}
        for line, way in zip(words, ways, strict=True)
    ]


def repair(entry: Repair) -> dict[str, Any]:
    """A wish that has to give way in an infeasible case."""
    return {
        "rule": entry.rule,
        "item": entry.item,
        "who": entry.who,
        "from": entry.first.isoformat() if entry.first else None,
        "to": entry.last.isoformat() if entry.last else None,
        "at": entry.place,
        "amount": entry.amount,
        "in_cny": entry.in_cny,
    }


def finite(value: float) -> float | None:
    """JSON has no infinity."""
    return float(value) if math.isfinite(value) else None


def costs(lines: CostLines | None) -> dict[str, float]:
    """Cost line → expected CNY, discounted."""
    return {} if lines is None else dict(zip(COST_LINES, lines.expected.tolist(), strict=True))


def risk(solution: Solution) -> dict[str, float] | None:
    """Mean and CVaR of the cost of a draw, and the cost known now that comes on top of both."""
    if solution.risk is None:
        return None
    return {
        "mean_cny": solution.risk.mean_cny,
        "cvar_cny": solution.risk.cvar_cny,
        "known_cny": solution.risk.known_cny,
        "level": solution.risk.level,
    }


def order(number: int, line: OrderLine) -> dict[str, Any]:
    """One order with ids, dates as ISO text and amounts in CNY."""
    dates = line.dates
    return {
        "number": number,
        "offer": line.offer.offer,
        "supplier": line.offer.supplier,
        "item": line.item.item,
        "origin": line.origin,
        "payer": line.option.payer,
        "regime": line.option.regime,
        "status": line.option.status,
        "period": line.order.period,
        "quantity": line.order.quantity,
        "currency": line.offer.currency,
        "unit_price": offered_price(line.offer).amount,
        "amount": line.price,
        "amount_cny": line.price_cny,
        "duty_cny": line.duty_cny,
        "vat_cash_cny": line.vat_cash_cny,
        "landed_cost_cny": line.landed_cost_cny,
        "start_by": dates.start_by.isoformat(),
        "order_by": dates.order_by.isoformat(),
        "licence_by": dates.licence_by.isoformat() if dates.licence_by else None,
        "ship": dates.ship.isoformat(),
        "port": dates.port.isoformat(),
        "usable": dates.usable.isoformat(),
        "accepted": dates.accepted.isoformat(),
    }


def stock(result: PlanResult) -> list[dict[str, Any]]:
    """Mean and least stock by owner, item and period."""
    calendar = result.scenario.calendar
    rows = []
    for owner, item in dict.fromkeys((row.owner, row.item) for row in result.solution.plan.recourse.holdings):
        columns = course(result, (owner, item))
        for period in range(calendar.count):
            rows.append(
                {
                    "owner": owner,
                    "item": item,
                    "period": calendar.label(period),
                    "mean": float(columns[5][period]),
                    "least": float(columns[6][period]),
                }
            )
    return rows


def shortage(result: PlanResult, plan: Plan) -> list[dict[str, Any]]:
    """What is late at the end of a period, by demand tier; only where something may be late."""
    recourse, weights, calendar = plan.recourse, result.draws.weights, result.scenario.calendar
    mean: NDArray[np.float64] = np.tensordot(weights, recourse.backlog, axes=1)
    probability = np.tensordot(weights, (recourse.backlog > 1e-6).astype(np.float64), axes=1)
    worst = recourse.backlog.max(axis=0)
    return [
        {
            "firm": recourse.tiers[tier].firm,
            "item": recourse.tiers[tier].item,
            "priority": recourse.tiers[tier].priority,
            "period": calendar.label(int(period)),
            "probability": float(probability[tier, period]),
            "mean": float(mean[tier, period]),
            "worst": float(worst[tier, period]),
        }
        for tier, period in np.argwhere(worst > 1e-6)
    ]


def ledger(result: PlanResult) -> dict[str, Any]:
    """Whether plain arithmetic agrees with the objective, and the constraints it found broken."""
    found = result.agreement
    assert found is not None
    violations, contract = (
        [{"family": entry.family, "about": list(entry.about), "excess": entry.excess} for entry in entries]
        for entries in (result.audit.violations, result.audit.contract)
    )
    told = {"agrees": found.agrees, "largest_difference_cny": found.largest_cny}
    return told | {"violations": violations, "contract": contract}


def comparison(result: PlanResult) -> list[dict[str, Any]]:
    """Every alternative on the draws it is judged on; costs in CNY, discounted, with 95 % intervals."""
    return [
        {
            "key": entry.key,
            "status": entry.termination.reason.value,
            "objective_cny": finite(entry.objective_cny),
            "orders": len(entry.orders),
            "costs": costs(entry.costs),
            "judgement": judgement(entry.judgement),
        }
        for entry in result.alternatives
    ]


def judgement(found: Judgement | None) -> dict[str, Any] | None:
    """Figures with their intervals; `exact` where the workbook gives the draws."""
    if found is None:
        return None
    figures = {key: estimate(getattr(found, key)) for key in FIGURES}
    return {"draws": found.draws, **figures}


def estimate(found: Estimate) -> dict[str, Any]:
    """One figure."""
    return {"value": found.value, "low": found.low, "high": found.high, "exact": found.exact}


def judged(result: PlanResult) -> dict[str, Any]:
    """On what this plan was judged, its figures, and the same on the draws that made it."""
    return {
        "on": result.judged_on,
        "draws": result.judging.count,
        "asked": result.asked,
        "stopped": result.judging_stopped,
        "this_plan": judgement(result.own.judgement),
        "in_sample": judgement(result.in_sample),
        "break_even": [break_even(entry) for entry in result.break_evens],
    }


def break_even(entry: BreakEven) -> dict[str, Any]:
    """The cost of being late at which the other plan would do as well."""
    return {
        "firm": entry.firm,
        "item": entry.item,
        "against": entry.against,
        "extra_cny": entry.extra_cny,
        "late_avoided": entry.late_avoided,
        "break_even_cny": entry.break_even_cny,
        "assumed_cny": entry.assumed_cny,
    }


def reliefs(result: PlanResult) -> list[dict[str, Any]]:
    """Tax reliefs by regime and status in three numbers."""
    names = Names(result.scenario, result.catalog, result.language)
    return [
        {
            "regime": entry.regime,
            "status": entry.status,
            "orders": entry.orders,
            "units": entry.units,
            "tax_relieved_cny": entry.worth.tax_cny,
            "cost_effect_cny": entry.worth.cost_cny,
            "cash_effect_cny": entry.worth.cash_cny,
        }
        for entry in relief_worth(result, names)
    ]


def refused(result: PlanResult) -> list[dict[str, Any]]:
    """What comes on top by year if everything applied for is refused, and what the budget has left then."""
    return [
        {
            "year": entry.year,
            "cost_cny": entry.cost_cny,
            "cash_cny": entry.cash_cny,
            "budget_left_cny": entry.left_if_refused_cny,
        }
        for entry in refused_by_year(result)
    ]


def reserve(result: PlanResult) -> list[dict[str, Any]]:
    """The reserve list with ids."""
    return [
        {
            "item": row.item or None,
            "supplier": row.supplier or None,
            "yearly_need": row.yearly_need,
            "first_country": row.top_country or None,
            "first_share": row.top_share,
            "there": row.there,
            "signed": row.signed,
            "new": row.new,
            "level": row.level,
            "mode": row.mode,
            "holder": row.holder,
            "money_cny": row.money_cny,
            "rotation_months": row.rotation_months,
        }
        for row in reserve_rows(result)
    ]


def run(result: PlanResult) -> dict[str, Any]:
    """Time, notes and what is needed to run it again."""
    issues = (*result.landed.notes, *result.draws.notes, *result.issues)
    about = result.run
    return {
        "seconds": dict(about.seconds),
        "notes": [note(issue, result.language) for issue in issues],
        "run": {
            "input": about.input_name,
            "input_sha256": about.input_sha256,
            "own_catalogs": about.own_catalogs,
            "own_catalogs_sha256": about.own_catalogs_sha256,
            "seed": about.seed,
            "draws": about.draws,
            "draws_asked": result.draws_asked,
            "draws_given": result.draws.given,
            "versions": dict(about.versions),
            "overrides": dict(about.overrides),
            "size": dict(result.solution.size),
        },
    }


def note(issue: Issue, language: Language) -> dict[str, str]:
    """A warning or an assumption."""
    return {
        "code": issue.code,
        "at": str(issue.at),
        "found": issue.found(language),
        "repair": issue.repair(language),
    }
