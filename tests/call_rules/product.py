"""A case of calls as a workbook says it, planned and judged by the product: the only place here that runs it."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from call_rules.courses import Courses
from call_rules.programme import YEAR, CallCase
from importplan.evaluation.replay.estimates import Estimate
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.plan.solution import CostLines
from importplan.results.plan_result import PlanResult
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier
from importplan.uncertainty.sampling.draw_set import DrawSet

HOLDING_RATE = 0.6  # a year, on the reference value: what is held for a month costs a twentieth of it


def scenario(case: CallCase, seed: int = 1) -> Scenario:
    """The case in rows: a booking that is given, one offer under its framework, sampled outages of its country."""
    months = [date(YEAR, month + 1, 1) for month in range(case.months)]
    return Scenario(
        settings=Settings(
            title=case.name, owner="firm", start=months[0], period="month", periods=case.months, discount_rate=0.0,
            draws=60, seed=seed, risk_weight=0.0, gap=1e-7, time_limit_s=120.0, open_need_share=0.0,
        ),
        items=(
            Item(
                item="I", kind="machine", hs_code="84571010", unit="kg", whole_units=False, holding_rate=HOLDING_RATE,
                reference_value_cny=case.holding_cny * 12 / HOLDING_RATE,
            ),
        ),
        firms=(Firm(firm="F"),),
        suppliers=(
            Supplier(
                supplier="S", country="DE", booking_cost_cny=case.booking_cost_cny, booking_min=case.booking,
                booking_max=case.booking,
            ),
        ),
        offers=(
            Offer(
                offer="O", supplier="S", item="I", unit_price=case.price_cny, currency="CNY", price_includes_vat=False,
                duty_rate=0.0, contract="framework", lead_time_days=case.lead_days,
            ),
        ),
        demand=tuple(
            Demand(
                line=f"L{month + 1}", firm="F", item="I", period=day, quantity=float(case.need[month]),
                shortage_cost_cny=case.shortage_cny,
            )
            for month, day in enumerate(months)
            if case.need[month]
        ),
        risks=(
            Risk(risk="R", starts_per_year=case.stops.starts_per_year, mean_months=case.stops.mean_months),
        ),
        risk_targets=(RiskTarget(risk="R", target="country:DE"),),
    )  # fmt: skip


def planned(case: CallCase, seed: int, fresh: int = 2_000) -> PlanResult:
    """The plan of 60 draws, judged on fresh ones."""
    return plan_case(scenario(case, seed), RunSettings(fresh=fresh))


def judged_cost(result: PlanResult) -> Estimate:
    """The mean cost on the fresh draws and its 95 % interval."""
    assert result.own.judgement is not None
    return result.own.judgement.cost_cny


def costs_by_draw(costs: CostLines | None) -> NDArray[np.float64]:
    """(draws,) the whole cost of a plan in each draw."""
    assert costs is not None
    return np.asarray(costs.of_draws, dtype=np.float64) + costs.known_cny


def courses_of(draws: DrawSet) -> Courses:
    """The outages that the product has sampled, as courses: what is beyond the last of a draw never comes."""
    found = draws.outages
    first = np.searchsorted(found.draw, np.arange(draws.count))
    place = np.arange(len(found.draw)) - first[found.draw]
    shape = (draws.count, int(place.max(initial=-1)) + 1)
    start, end = np.full(shape, np.inf), np.full(shape, np.inf)
    start[found.draw, place], end[found.draw, place] = found.start_day, found.end_day
    return Courses(start, end)
