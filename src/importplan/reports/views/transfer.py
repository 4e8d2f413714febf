"""What leaving supervision costs, as live formulas: the reader changes quantity, day or rates, the amounts follow.

The formulas are those of `landed.supervision.make_up`, and carry its values.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from importplan.basics.money import exact
from importplan.basics.periods import add_months
from importplan.landed.supervision import MakeUp, RelievedGoods, make_up
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Formula, Table
from importplan.reports.views.supervised import Lot
from importplan.reports.views.supervision import lot_words

MONTHS_SHOWN = 12  # after release: a day to begin with

COLUMNS = (
    Column("number", Form.WHOLE),  # A: of the lot
    Column("item"),
    Column("lot_kind", Form.LONG_TEXT),
    Column("quantity", Form.UNITS),  # D
    Column("transfer_share", Form.UNITS, entry=True),  # E
    Column("transfer_day", Form.DATE, entry=True),  # F
    Column("released", Form.DATE),  # G
    Column("supervision_end", Form.DATE),  # H
    Column("term_months", Form.WHOLE),  # I
    Column("customs_value_cny", Form.YUAN),  # J: of the whole lot
    Column("duty_rate", Form.RATE, entry=True),  # K
    Column("extra_duty_rate", Form.RATE, entry=True),  # L
    Column("vat_rate", Form.RATE, entry=True),  # M
    Column("frees_duty"),  # N
    Column("frees_vat"),  # O
    Column("whole_months", Form.WHOLE),  # P
    Column("months_used", Form.WHOLE),  # Q
    Column("transfer_value_cny", Form.YUAN),  # R
    Column("made_up_duty_cny", Form.YUAN),  # S
    Column("made_up_vat_cny", Form.YUAN),  # T
    Column("made_up_cny", Form.YUAN),  # U
)
MONTHS = "((YEAR(F{row})-YEAR(G{row}))*12+MONTH(F{row})-MONTH(G{row}))"
WHOLE_MONTHS = f"=MAX(0,{MONTHS}-IF(EDATE(G{{row}},{MONTHS})>F{{row}},1,0))"
MONTHS_USED = "=IF(F{{row}}<G{{row}},0,MIN(I{{row}},P{{row}}+IF(F{{row}}-EDATE(G{{row}},P{{row}})>{over},1,0)))"
VALUE = "=IF(F{row}>=H{row},0,ROUND(J{row}*E{row}/D{row}*(I{row}-Q{row})/I{row},2))"
DUTY = '=IF(N{{row}}="{yes}",ROUND(R{{row}}*K{{row}},2),0)'
BASE = "(R{{row}}+ROUND(R{{row}}*K{{row}},2)+ROUND(R{{row}}*L{{row}},2))"
VAT = f'=ROUND({BASE}*M{{{{row}}}},2)-IF(O{{{{row}}}}="{{yes}}",0,ROUND(({BASE}-S{{{{row}}}})*M{{{{row}}}},2))'
TOTAL = "=S{row}+T{row}"


def transfer_table(result: PlanResult, names: Names, lots: tuple[Lot, ...]) -> Table:
    """One row for each lot of which everything is known."""
    rows = (_row(result, names, number, lot) for number, lot in enumerate(lots, start=1))
    return Table("transfer", COLUMNS, tuple(row for row in rows if row is not None))


def _row(result: PlanResult, names: Names, number: int, lot: Lot) -> tuple[Cell, ...] | None:
    if lot.released is None or lot.quantity <= 0:
        return None
    day, units = add_months(lot.released, MONTHS_SHOWN), min(1.0, lot.quantity)
    goods = lot.goods(result, day)
    if goods is None:
        return None
    part = make_up(_part(goods, exact(units) / exact(lot.quantity)), day, result.catalog.supervision)
    yes, no = names.word("result.freed.yes"), names.word("result.freed.no")
    facts: tuple[Cell, ...] = (
        number, names.item(lot.item.item), lot_words(names, lot), lot.quantity, units, day, lot.released, goods.end,
        goods.term.months, float(goods.customs_value_cny), float(goods.duty_rate), float(goods.extra_duty_rate),
        float(goods.vat_rate), yes if "duty" in goods.frees else no, yes if "import_vat" in goods.frees else no,
    )  # fmt: skip
    return (*facts, *_formulas(part, yes, result.catalog.supervision.over_days))


def _part(goods: RelievedGoods, share: Decimal) -> RelievedGoods:
    return RelievedGoods(
        goods.customs_value_cny * share,
        goods.released,
        goods.term,
        goods.frees,
        goods.duty_rate,
        goods.vat_rate,
        goods.extra_duty_rate,
    )


def _formulas(part: MakeUp, yes: str, over_days: int) -> tuple[Formula, ...]:
    whole: float | date = MONTHS_SHOWN  # the day shown first lies whole months after the release
    return (
        Formula(WHOLE_MONTHS, whole),
        Formula(MONTHS_USED.format(over=over_days), part.months_used),
        Formula(VALUE, float(part.value_cny)),
        Formula(DUTY.format(yes=yes), float(part.duty_cny)),
        Formula(VAT.format(yes=yes), float(part.vat_cny)),
        Formula(TOTAL, float(part.total_cny)),
    )
