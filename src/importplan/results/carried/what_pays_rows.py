"""What would have to be true for the parts of a plan to pay, as rows of a settlement: figures that rest on replays.

forgone      item, buyer; in the place of the treatment the source, of the certificate kind and what is bought instead
limit_price  item, whom; in the place of the treatment the cell, of the certificate the rule; the part names the span
untried      how many parts were not tried, and whether limits have prices
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from importplan.evaluation.replay.forgone import Forgone
from importplan.plan.limit_price import LimitPrice
from importplan.plan.settlement import Block, Key, Settlement
from importplan.plan.solution import Repair
from importplan.results.plan_result import PlanResult, WhatPays

FORGONE, LIMIT, UNTRIED = "forgone", "limit_price", "untried"
WHAT_PAYS = (FORGONE, LIMIT, UNTRIED)
OF_PART = ("units", "worth_cny", "priced_cny", "late_cny", "pays_in", "gained_cny", "wasted_cny")
OF_LIMIT = ("price_cny", "step_cny", "step", "in_cny")
COUNT, PRICED = ("", "", "", "", "count"), ("", "", "", "", "priced")


def what_pays_rows(result: PlanResult) -> dict[str, Block]:
    """Kind → rows; nothing where it was not asked for."""
    found = result.what_pays
    if found is None:
        return {}
    rows = {
        FORGONE: Block.of_figures(list(_of_parts(found.parts))),
        LIMIT: Block.of_figures(list(_of_limits(found.limits or ()))),
        UNTRIED: Block.of_figures([(COUNT, float(found.untried)), (PRICED, float(found.limits is not None))]),
    }
    return {what: block for what, block in rows.items() if len(block.value)}


def _of_parts(parts: tuple[Forgone, ...]) -> Iterator[tuple[Key, float]]:
    for each in parts:
        key = (each.item, each.buyer, each.source, f"{each.kind}:{each.instead}")
        yield from (((*key, name), getattr(each, name)) for name in OF_PART)


def _of_limits(limits: tuple[LimitPrice, ...]) -> Iterator[tuple[Key, float]]:
    for each in limits:
        wish = each.wish
        span = "/".join("" if day is None else day.isoformat() for day in (wish.first, wish.last))
        values = (each.price_cny, each.step_cny, wish.amount, float(wish.in_cny))
        key = (wish.item, wish.who, wish.place, wish.rule)
        yield from (((*key, f"{name}@{span}"), value) for name, value in zip(OF_LIMIT, values, strict=True))


def what_pays_of(told: Settlement) -> WhatPays | None:
    """The figures as they are told, in their order; None where they were not asked for."""
    untried = told.block(UNTRIED).figures()
    if not untried:
        return None
    parts = told.block(FORGONE).figures()
    found = []
    for key in dict.fromkeys(key[:4] for key in parts):
        kind, instead = key[3].split(":", 1)
        figures = (parts.get((*key, name), 0.0) for name in OF_PART)
        found.append(Forgone(kind, key[0], key[1], key[2], instead, *figures))
    limits = _limits_of(told.block(LIMIT).figures()) if untried.get(PRICED) else None
    ordered = tuple(sorted(found, key=lambda each: each.distance))
    return WhatPays(ordered, int(untried.get(COUNT, 0.0)), limits)


def _limits_of(figures: dict[Key, float]) -> tuple[LimitPrice, ...]:
    found = []
    for item, who, place, rule, span in dict.fromkeys((*key[:4], key[4].split("@")[1]) for key in figures):
        price, gain, step, in_cny = (figures.get((item, who, place, rule, f"{name}@{span}"), 0.0) for name in OF_LIMIT)
        first, last = (date.fromisoformat(day) if day else None for day in span.split("/"))
        found.append(LimitPrice(Repair(rule, item, who, first, last, place, step, bool(in_cny)), price, gain))
    return tuple(sorted(found, key=lambda each: -each.step_cny))
