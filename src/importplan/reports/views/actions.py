"""The next steps: what to do, who, by when; taken from the dates of the planned orders and of their permits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.views.order_lines import OrderLine, order_lines
from importplan.reports.views.permits import permit_name, permit_steps


@dataclass(frozen=True)
class Action:
    """One step for one role (`purchase`, `customs`, `finance`) by a day."""

    by: date
    role: str
    words: str


def next_actions(result: PlanResult, names: Names, count: int) -> tuple[Action, ...]:
    """The first steps by date; a step that several orders share stands once."""
    steps = (action for line in order_lines(result) for action in _of_order(names, line))
    found = dict.fromkeys((*steps, *_permits(result, names)))
    return tuple(sorted(found, key=lambda action: action.by))[:count]


def _permits(result: PlanResult, names: Names) -> Iterator[Action]:
    for step in permit_steps(result):
        if step.apply_by is not None:
            what = {"permit": permit_name(step, names), "item": names.item(step.item), "order": step.order}
            yield Action(step.apply_by, "customs", names.word("result.action.permit", **what))


def _of_order(names: Names, line: OrderLine) -> Iterator[Action]:
    offer, dates = line.offer, line.dates
    goods = names.word(
        "result.goods", item=names.item(line.item.item), quantity=line.order.quantity, unit=line.item.unit
    )
    source = names.source(offer)
    if dates.start_by < dates.order_by:
        yield Action(dates.start_by, "purchase", names.word("result.action.start", goods=goods, source=source))
    if offer.quote_valid_to is not None and offer.quote_valid_to < dates.order_by:
        words = names.word("result.action.renew_quote", goods=goods, source=source, until=offer.quote_valid_to)
        yield Action(offer.quote_valid_to, "purchase", words)
    if offer.deposit_share > 0 and offer.refund_share < 1:
        words = names.word("result.action.guarantee", goods=goods, source=source, share=offer.deposit_share)
        yield Action(dates.order_by, "finance", words)
    yield Action(dates.order_by, "purchase", names.word("result.action.sign", goods=goods, source=source))
    if dates.licence_by is not None:
        words = names.word("result.action.licence", goods=goods, source=source)
        yield Action(dates.licence_by, "purchase", words)
    if line.option.status == "applied":
        words = names.word("result.action.relief", goods=goods, regime=names.regime(line.option))
        yield Action(dates.port, "customs", words)
