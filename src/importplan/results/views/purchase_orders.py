"""Recommended orders as lines for other programs: contract, ids, days, amounts to the fen, instalments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from importplan.basics.money import exact
from importplan.plan.lines import INSTALMENTS
from importplan.results.forms import for_machines
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Table
from importplan.results.views.order_lines import OrderLine, order_lines
from importplan.results.views.steps.payments import instalment_days
from importplan.scenario.contract_price import instalments, offered_price
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.suppliers import Supplier

FEN = Decimal("0.01")


@dataclass(frozen=True)
class PurchaseOrder:
    """One recommended order with what a contract names; `instalments` are amount and day, in the order of payment."""

    line: OrderLine
    firm: Firm | None  # None: the common reserve
    supplier: Supplier
    price_each: Decimal
    amount: Decimal
    instalments: tuple[tuple[Decimal, date | None], ...]
    input_sha256: str

    @property
    def line_id(self) -> str:
        """The same in every export of one plan: offer, payer, period, tax treatment."""
        option = self.line.option
        return "/".join((option.offer, option.payer, str(self.line.order.period + 1), option.regime))


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def _instalment(at: int) -> Iterator[Column[PurchaseOrder]]:
    yield Column(f"{INSTALMENTS[at]}_amount", "currency", _TEXT, lambda row: row.instalments[at][0])
    yield Column(f"{INSTALMENTS[at]}_due", "", _TEXT, lambda row: row.instalments[at][1])


_TEXT = for_machines("", lambda row: None).form
COLUMNS: tuple[Column[PurchaseOrder], ...] = (
    Column("line", "count", _TEXT, lambda row: row.line.number),
    Column("line_id", "", _TEXT, lambda row: row.line_id),
    Column("buyer_id", "", _TEXT, lambda row: row.line.option.payer),
    Column("buyer_name", "", _TEXT, lambda row: row.firm and row.firm.name),
    Column("buyer_credit_code", "", _TEXT, lambda row: row.firm and row.firm.credit_code),
    Column("buyer_customs_code", "", _TEXT, lambda row: row.firm and row.firm.customs_code),
    Column("supplier_id", "", _TEXT, lambda row: row.supplier.supplier),
    Column("supplier_name", "", _TEXT, lambda row: row.supplier.name),
    Column("maker", "", _TEXT, lambda row: row.line.offer.maker),
    Column("model", "", _TEXT, lambda row: row.line.offer.model),
    Column("item_id", "", _TEXT, lambda row: row.line.item.item),
    Column("item_name_zh", "", _TEXT, lambda row: row.line.item.name_zh),
    Column("item_name_en", "", _TEXT, lambda row: row.line.item.name_en),
    Column("hs_code", "", _TEXT, lambda row: row.line.item.hs_code),
    Column("quantity", "goods", _TEXT, lambda row: row.line.order.quantity),
    Column("unit", "", _TEXT, lambda row: row.line.item.unit),
    Column("offer_id", "", _TEXT, lambda row: row.line.offer.offer),
    Column("quote_no", "", _TEXT, lambda row: row.line.offer.quote_no),
    Column("quote_valid_to", "", _TEXT, lambda row: row.line.offer.quote_valid_to),
    Column("price_basis", "", _TEXT, lambda row: row.line.offer.price_basis),
    Column("incoterm", "", _TEXT, lambda row: row.line.offer.incoterm),
    Column("origin", "", _TEXT, lambda row: row.line.origin),
    Column("currency", "", _TEXT, lambda row: row.line.offer.currency),
    Column("price_includes_vat", "", _TEXT, lambda row: row.line.offer.price_includes_vat),
    Column("unit_price", "currency", _TEXT, lambda row: row.price_each),
    Column("amount", "currency", _TEXT, lambda row: row.amount),
    Column("amount_cny", "cny", _TEXT, lambda row: _fen(exact(row.line.price_cny))),
    Column("payment", "", _TEXT, lambda row: row.line.offer.payment),
    *(column for at in range(len(INSTALMENTS)) for column in _instalment(at)),
    Column("tax_treatment", "", _TEXT, lambda row: row.line.option.regime),
    Column("start_by", "", _TEXT, lambda row: row.line.dates.start_by),
    Column("order_by", "", _TEXT, lambda row: row.line.dates.order_by),
    Column("latest_by", "", _TEXT, lambda row: row.line.dates.latest.day),
    Column("licence_by", "", _TEXT, lambda row: row.line.dates.licence_by),
    Column("ship", "", _TEXT, lambda row: row.line.dates.ship),
    Column("port", "", _TEXT, lambda row: row.line.dates.port),
    Column("released", "", _TEXT, lambda row: row.line.dates.released),
    Column("usable", "", _TEXT, lambda row: row.line.dates.usable),
    Column("accepted", "", _TEXT, lambda row: row.line.dates.accepted),
    Column("needed_by", "", _TEXT, lambda row: row.line.dates.latest.needed),
    Column("input_sha256", "", _TEXT, lambda row: row.input_sha256),
)


def purchase_orders(result: PlanResult) -> Table[PurchaseOrder]:
    """One row for each recommended order, by the latest day on which procurement must start."""
    return Table("purchase_orders", COLUMNS, tuple(_order(result, line) for line in order_lines(result)))


def _order(result: PlanResult, line: OrderLine) -> PurchaseOrder:
    scenario, offer = result.scenario, line.offer
    price = offered_price(offer).exact
    amount = _fen(price * exact(line.order.quantity))
    return PurchaseOrder(
        line,
        _firm(scenario, line.option.payer),
        scenario.supplier_of(offer),
        price,
        amount,
        tuple(_parts(line, amount)),
        result.run.input_sha256,
    )


def _firm(scenario: Scenario, payer: str) -> Firm | None:
    return None if payer == RESERVE else scenario.all_firms[scenario.firm_index[payer]]


def _parts(line: OrderLine, amount: Decimal) -> Iterator[tuple[Decimal, date | None]]:
    """Each instalment to the fen; the last one that is due takes what rounding leaves, so that all are the amount."""
    shares = [exact(share) for share in instalments(line.offer).shares]
    last = max((at for at, share in enumerate(shares) if share > FEN**4), default=len(shares) - 1)
    left = amount
    for at, (share, day) in enumerate(zip(shares, instalment_days(line.offer, line.dates), strict=True)):
        part = left if at == last else Decimal(0) if at > last else _fen(amount * share)
        left -= part
        yield _fen(part), day if part else None
