"""Landed cost of every planned order, charge by charge, with base, rate, rule, source and confidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from importplan.basics.labels import known
from importplan.basics.money import exact, to_fen
from importplan.landed import trace
from importplan.landed.duty_report import source_words
from importplan.landed.pricing import gather
from importplan.landed.rules import CHARGES, SHIPMENT_CHARGES
from importplan.landed.table import ChargeLine
from importplan.landed.terms import CUSTOMS_VALUE
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.order_lines import OrderLine, arrival_period, order_lines

UNVERIFIED = "unverified"
ONCE = frozenset(kind.key for kind in SHIPMENT_CHARGES)  # due once for an order placed
DEDUCTIBLE = frozenset(kind.key for kind in CHARGES if kind.deductible)
CONTEXT = (CUSTOMS_VALUE,)  # a base, no payment
Traced = tuple[int, OrderLine, ChargeLine]

COLUMNS = (
    Column("number", Form.WHOLE),
    Column("item"),
    Column("source", Form.LONG_TEXT),
    Column("quantity", Form.UNITS),
    Column("port", Form.DATE),
    Column("charge"),
    Column("base_cny", Form.YUAN),
    Column("rate", Form.RATE),
    Column("charge_cny", Form.YUAN),
    Column("nature"),
    Column("rule", Form.LONG_TEXT),
    Column("source_text", Form.LONG_TEXT),
    Column("confidence"),
    Column("offer_id"),
)


def traced(result: PlanResult) -> tuple[Traced, ...]:
    """Every traced amount of every planned order, with the number of the order as in the sheet `orders`."""
    return result.once(_traced)


def _traced(result: PlanResult) -> tuple[Traced, ...]:
    return tuple(_lines(result))


def _lines(result: PlanResult) -> Iterator[Traced]:
    pricing = gather(result.scenario, result.catalog)
    for number, line in enumerate(order_lines(result), 1):
        arrival = arrival_period(result, line.dates)
        for charge in trace.of_option(pricing, line.option, arrival, line.order.quantity):
            if charge.charge not in ONCE or line.opens_order:
                yield number, line, charge
        if line.opens_order and line.offer.order_cost_cny:
            yield number, line, order_cost(line)


def order_cost(line: OrderLine) -> ChargeLine:
    """The fixed cost of an order placed, as a line like the others."""
    amount = to_fen(exact(line.offer.order_cost_cny))
    return ChargeLine("order_cost", amount, None, amount, "result.rule.order_cost", "order_cost_cny", "given")


def charge_words(names: Names, charge: str) -> str:
    """What a charge is called."""
    return names.word(f"charge.{charge}" if known(f"charge.{charge}") else f"result.cost.{charge}")


def landed_table(result: PlanResult, names: Names) -> Table:
    """One row for each charge of each order."""
    rows: list[tuple[Cell, ...]] = []
    for number, line, charge in traced(result):
        rows.append(
            (
                number,
                names.item(line.item.item),
                names.source(line.offer),
                line.order.quantity,
                line.dates.port,
                charge_words(names, charge.charge),
                float(charge.base_cny),
                None if charge.rate is None else float(charge.rate),
                float(charge.amount_cny),
                names.word(f"result.nature.{nature(charge.charge)}"),
                rule_words(names, charge.rule),
                source_words(charge.source, names.language),
                names.word(f"confidence.{charge.confidence}"),
                line.offer.offer,
            )
        )
    return Table("landed_cost", COLUMNS, tuple(rows))


def nature(charge: str) -> str:
    """Whether an amount is a cost, cash for a while, or only the base of others."""
    if charge in CONTEXT:
        return "base"
    return "deductible" if charge in DEDUCTIBLE else "cash"


def rule_words(names: Names, rule: str) -> str:
    """A rule in words; the number of a document stands for itself."""
    return names.word(rule) if known(rule) else rule


RULES = (
    Column("number", Form.WHOLE),
    Column("confidence"),
    Column("rule", Form.LONG_TEXT),
    Column("source_text", Form.LONG_TEXT),
    Column("money_cny", Form.YUAN),
    Column("lines_number", Form.WHOLE),
)
DOUBT = ("unverified", "secondary", "given", "computed", "official")  # most doubtful first


def rules_table(result: PlanResult, names: Names) -> Table:
    """The rules that the planned orders rest on, unverified first, with the money that hangs on each."""
    money: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    count: dict[tuple[str, str, str], int] = defaultdict(int)
    for _, _, charge in traced(result):
        if charge.charge not in CONTEXT:
            key = (charge.confidence, charge.rule, charge.source)
            money[key] += abs(charge.amount_cny)
            count[key] += 1
    order = sorted(money, key=lambda key: (DOUBT.index(key[0]), -money[key]))
    rows = tuple(
        (
            number,
            names.word(f"confidence.{key[0]}"),
            rule_words(names, key[1]),
            source_words(key[2], names.language),
            float(money[key]),
            count[key],
        )
        for number, key in enumerate(order, start=1)
    )
    return Table("rules", RULES, rows)


def doubtful_money(result: PlanResult) -> tuple[int, float]:
    """How many unverified rules the planned orders rest on, and the CNY that they decide."""
    found = [charge for _, _, charge in traced(result) if charge.confidence == UNVERIFIED]
    rules = {(charge.rule, charge.source) for charge in found if charge.charge not in CONTEXT}
    return len(rules), float(sum(charge.amount_cny for charge in found if charge.charge not in CONTEXT))
