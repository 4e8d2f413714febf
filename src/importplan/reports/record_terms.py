"""Terms of the orders as plain data for machines: permits by day, warranty spent in stock, controlling states."""

from __future__ import annotations

from datetime import date
from typing import Any

from importplan.reports.plan_result import PlanResult
from importplan.reports.views.controls import controls
from importplan.reports.views.permits import permit_steps
from importplan.reports.views.warranty import waits


def terms(result: PlanResult) -> dict[str, Any]:
    """`permits`, `warranty` and `controls` of a result with a plan; dates as ISO text."""
    return {"permits": permits(result), "warranty": warranty(result), "controls": controlled(result)}


def permits(result: PlanResult) -> list[dict[str, Any]]:
    """Every permit that is still to be applied for."""
    return [
        {
            "order": step.order,
            "item": step.item,
            "buyer": step.buyer,
            "permit": step.known.key if step.known else step.permit,
            "days": step.days,
            "apply_from": iso(step.apply_from),
            "apply_by": iso(step.apply_by),
            "declare": iso(step.declare),
            "waits_days": step.waits_days,
        }
        for step in permit_steps(result)
    ]


def warranty(result: PlanResult) -> list[dict[str, Any]]:
    """Every lot of which some units wait in stock under warranty."""
    return [
        {
            "order": wait.lot.order,
            "owner": wait.lot.owner,
            "item": wait.lot.item,
            "start": iso(wait.lot.start),
            "end": iso(wait.lot.end),
            "months": wait.months,
            "share": wait.share,
            "waiting_cny": wait.waiting_units * wait.lot.unit_cny,
            "ended_units": wait.ended_units,
            "ended_cny": wait.ended_units * wait.lot.unit_cny,
        }
        for wait in waits(result)
    ]


def controlled(result: PlanResult) -> list[dict[str, Any]]:
    """Every controlling state with the goods that hang on it."""
    return [
        {
            "state": entry.state,
            "goods_cny": entry.cny,
            "share": entry.share,
            "made_elsewhere_cny": entry.abroad_cny,
            "licensed_cny": entry.licensed_cny,
            "named_end_user_cny": entry.named_cny,
            "control_codes": sorted(entry.codes),
        }
        for entry in controls(result)
    ]


def iso(day: date | None) -> str | None:
    """A date as ISO text."""
    return None if day is None else day.isoformat()
