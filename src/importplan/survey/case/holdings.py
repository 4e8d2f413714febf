"""Sheets `stock`, `open_orders` and `installed_base`: what firms have, have signed for, and run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from importplan.basics.periods import add_months
from importplan.basics.spans import TimeSpan
from importplan.scenario.contract_price import instalments
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.installed_base import InstalledBase
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.stock import Stock
from importplan.survey.case.deals import Market, deal_key
from importplan.survey.case.lines import SurveyLine, usable
from importplan.survey.case.makers import MakerIds
from importplan.survey.case.trace import Trace
from importplan.survey.items import WHOLE

MONTHS_PER_YEAR = 12


def stock(lines: Iterable[SurveyLine], base: Scenario, trace: Trace) -> tuple[Stock, ...]:
    """The reserve's own stock of the base, and what firms have on hand."""
    kept = tuple(row for row in base.stock if base.owner_of(row) == RESERVE)
    return (*kept, *_stock(lines, base.settings.start, trace))


def _stock(lines: Iterable[SurveyLine], start: date, trace: Trace) -> Iterator[Stock]:
    """What is on hand, and how long the firm says that it lasts; a row of nothing where it says only that."""
    for line in lines:
        quantity, survives = usable(line, "stock", "stock", trace), line.record.number("survives_months")
        if quantity is None and survives is None:
            continue
        row = f"{line.item.item}/{line.firm.firm}"
        if quantity is not None:
            trace.told("stock", row, "quantity", quantity, line.record.answer("stock"))
        if survives is not None:
            trace.told("stock", row, "survives_months", survives, line.record.answer("survives_months"))
        counted = line.firm.standings[-1].entry.received
        as_of = counted if counted is not None and counted <= start else None
        yield Stock(
            item=line.item.item, quantity=quantity or 0.0, owner=line.firm.firm, as_of=as_of, survives_months=survives
        )


def open_orders(
    lines: Iterable[SurveyLine], base: Scenario, market: Market, makers: MakerIds, trace: Trace
) -> tuple[OpenOrder, ...]:
    """The reserve's own contracts of the base, and those that firms have signed for."""
    kept = tuple(row for row in base.open_orders if base.owner_of(row) == RESERVE)
    numbers: dict[str, int] = {}
    return (*kept, *(row for line in lines for row in _order(line, market, makers, numbers, trace)))


def _order(
    line: SurveyLine, market: Market, makers: MakerIds, numbers: dict[str, int], trace: Trace
) -> Iterator[OpenOrder]:
    """A contract of a firm: it needs a time of arrival, and an offer under which its goods go.

    Of a month or a quarter of arrival the last day is the cautious reading.
    """
    quantity = usable(line, "open_orders", "on_order", trace)
    told = line.record.answer("on_order")
    if quantity is None:
        return
    due, named = line.record.value("on_order_due"), deal_key(line, makers)
    offer = market.offer_of.get(named[0]) if named else None
    if not isinstance(due, TimeSpan) or offer is None:
        reason = "no_offer" if isinstance(due, TimeSpan) else "no_due_month"
        trace.leave_out("open_orders", reason, line.firm.firm, line.item.item, told)
        return
    name = f"{line.item.item}@{line.firm.firm}"
    numbers[name] = numbers.get(name, 0) + 1
    row = f"{name}-{numbers[name]}"
    trace.told("open_orders", row, "quantity", quantity, told)
    trace.told("open_orders", row, "due", due.last.isoformat(), line.record.answer("on_order_due"))
    paid = instalments(offer).deposit
    trace.derived("open_orders", row, "paid_share", paid, "assumed_deposit_paid", ())
    yield OpenOrder(
        order=row,
        offer=offer.offer,
        firm=line.firm.firm,
        quantity=quantity,
        due=due.last,
        paid_share=paid,
    )


def installed_base(lines: Iterable[SurveyLine], trace: Trace) -> tuple[InstalledBase, ...]:
    """Machines in use; of parts the questionnaire counts the machines that they serve, which are no rows here."""
    found = []
    for line in lines:
        quantity = line.record.number("installed")
        if not quantity or line.item.kind not in WHOLE:
            continue
        row = f"{line.item.item}/{line.firm.firm}"
        trace.told("installed_base", row, "quantity", quantity, line.record.answer("installed"))
        entry = InstalledBase(firm=line.firm.firm, item=line.item.item, quantity=quantity, commissioned=_since(line))
        found.append(entry)
    return tuple(found)


def _since(line: SurveyLine) -> date | None:
    """The month in which machines of the stated average age were put into service."""
    age, counted = line.record.number("average_age_years"), line.firm.standings[-1].entry.received
    if age is None or counted is None:
        return None
    return add_months(counted.replace(day=1), -round(age * MONTHS_PER_YEAR))
