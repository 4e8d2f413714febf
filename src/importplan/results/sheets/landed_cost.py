"""Sheet `landed_cost` (到厂成本明细): every planned order, charge by charge, with base, rate, rule and source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from importplan.basics.labels import known
from importplan.basics.money import exact, to_fen
from importplan.catalog.cited import MOST_DOUBTFUL_FIRST
from importplan.customs.cost import trace
from importplan.customs.cost.pricing import gather
from importplan.customs.cost.rules import BASES, CHARGES, SHIPMENT_CHARGES
from importplan.customs.cost.table import ChargeLine
from importplan.results import forms
from importplan.results.names import Names
from importplan.results.part import Block, PrintEnd, ResultSheet, first_rows_printed
from importplan.results.plan_result import PlanResult, once
from importplan.results.table import NUMBER, Column, Form, Leads, Look, Reader, Table
from importplan.results.views.landed_orders import landed_orders_table
from importplan.results.views.order_lines import OrderLine, arrival_period, order_lines
from importplan.results.views.relief import relief_table

UNVERIFIED = "unverified"
ONCE = frozenset(kind.key for kind in SHIPMENT_CHARGES)  # due once for an order placed
DEDUCTIBLE = frozenset(kind.key for kind in CHARGES if kind.deductible)
MOST_PRINTED = 40  # orders, the next ones


@dataclass(frozen=True)
class Traced:
    """A charge of a planned order with its trace."""

    line: OrderLine
    charge: ChargeLine

    @property
    def nature(self) -> str:
        """Whether it is a cost, cash for a while, or only the base of others."""
        if self.charge.charge in BASES:
            return "base"
        return "deductible" if self.charge.charge in DEDUCTIBLE else "cash"


@once
def traced(result: PlanResult) -> tuple[Traced, ...]:
    """Every traced amount of every planned order, with the number of the order as in the sheet `orders`."""
    return tuple(_lines(result))


def _lines(result: PlanResult) -> Iterator[Traced]:
    pricing = gather(result.scenario, result.catalog)
    for line in order_lines(result):
        arrival = arrival_period(result, line.dates)
        for charge in trace.of_option(pricing, line.option, arrival, line.order.quantity):
            if charge.charge not in ONCE or line.opens_order:
                yield Traced(line, charge)
        if line.opens_order and line.offer.order_cost_cny:
            yield Traced(line, order_cost(line))


def order_cost(line: OrderLine) -> ChargeLine:
    """The fixed cost of an order placed, as a line like the others."""
    amount = to_fen(exact(line.offer.order_cost_cny))
    return ChargeLine("order_cost", amount, None, amount, "result.rule.order_cost", "order_cost_cny", "given")


def charge_words(names: Names, charge: str) -> str:
    """What a charge is called."""
    return names.word(f"charge.{charge}" if known(f"charge.{charge}") else f"result.cost.{charge}")


def rule_words(names: Names, rule: str) -> str:
    """A rule in words; the number of a document stands for itself."""
    return names.word(rule) if known(rule) else rule


CHARGE = Form(Look.TEXT, charge_words)
RULE = Form(Look.LONG_TEXT, rule_words)
COLUMNS: tuple[Column[Traced], ...] = (
    Column("number", "count", forms.WHOLE, lambda row: row.line.number, leads=Leads("orders")),
    Column("item", "", forms.ITEM, lambda row: row.line.item.item),
    Column("source", "", forms.SOURCE, lambda row: row.line.offer.offer, reader=Reader.PEOPLE),
    Column("quantity", "goods", forms.UNITS, lambda row: row.line.order.quantity),
    Column("port", "", forms.DATE, lambda row: row.line.dates.port),
    Column("charge", "", CHARGE, lambda row: row.charge.charge),
    Column("base_cny", "cny", forms.YUAN, lambda row: row.charge.base_cny),
    Column("rate", "share", forms.RATE, lambda row: row.charge.rate),
    Column("charge_cny", "cny", forms.YUAN, lambda row: row.charge.amount_cny),
    Column("nature", "", forms.NATURE, lambda row: row.nature),
    Column("rule", "", RULE, lambda row: row.charge.rule),
    Column("source_text", "", forms.CITED, lambda row: row.charge.source),
    Column("confidence", "", forms.CONFIDENCE, lambda row: row.charge.confidence),
    Column("offer_id", "", forms.TEXT, lambda row: row.line.offer.offer, known_as="offer"),
)


def landed_table(result: PlanResult) -> Table[Traced]:
    """One row for each charge of each order."""
    return Table("landed_cost", COLUMNS, traced(result))


@dataclass(frozen=True)
class Relied:
    """A rule that charges of planned orders rest on."""

    confidence: str
    rule: str
    source: str
    money_cny: Decimal
    lines: int


RULES: tuple[Column[Relied], ...] = (
    NUMBER,
    Column("confidence", "", forms.CONFIDENCE, lambda row: row.confidence),
    Column("rule", "", RULE, lambda row: row.rule),
    Column("source_text", "", forms.CITED, lambda row: row.source),
    Column("money_cny", "cny", forms.YUAN, lambda row: row.money_cny),
    Column("lines_number", "count", forms.WHOLE, lambda row: row.lines),
)


def rules_table(result: PlanResult) -> Table[Relied]:
    """The rules that the planned orders rest on, unverified first, with the money that hangs on each."""
    found: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for charge in _charges(result):
        found[charge.confidence, charge.rule, charge.source].append(abs(charge.amount_cny))
    rows = (Relied(*key, sum(amounts, Decimal()), len(amounts)) for key, amounts in found.items())
    return Table(
        "rules", RULES, sorted(rows, key=lambda row: (MOST_DOUBTFUL_FIRST.index(row.confidence), -row.money_cny))
    )


def _charges(result: PlanResult) -> Iterator[ChargeLine]:
    return (entry.charge for entry in traced(result) if entry.charge.charge not in BASES)


def doubtful_money(result: PlanResult) -> tuple[int, float]:
    """How many unverified rules the planned orders rest on, and the CNY that they decide."""
    found = [charge for charge in _charges(result) if charge.confidence == UNVERIFIED]
    return len({(charge.rule, charge.source) for charge in found}), float(sum(charge.amount_cny for charge in found))


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Reliefs in three numbers, one row an order, then every charge with its rule, for the screen."""
    yield names.word("result.about.landed_cost")
    yield relief_table(result, names)
    yield from first_rows_printed(names, landed_orders_table(result), MOST_PRINTED)
    yield names.word("result.about.landed_printed")
    yield PrintEnd()
    yield landed_table(result)


SHEET = ResultSheet("landed_cost", blocks, filed=True)
