"""What leaving supervision costs, as live formulas: the reader changes quantity, day or rates, the amounts follow.

The formulas are those of `landed.supervision.make_up`, and carry its values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from importplan.basics.money import exact
from importplan.basics.periods import add_months
from importplan.customs.relief.supervision import MakeUp, RelievedGoods, make_up
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Form, Formula, Look, Table, Unit
from importplan.results.views.supervised import SupervisedLot, lot_words

MONTHS_SHOWN = 12  # after release: a day to begin with


@dataclass(frozen=True)
class Transfer:
    """A lot of which everything is known, and what a first part of it makes up on a day to begin with."""

    number: int  # of the lot
    lot: SupervisedLot
    goods: RelievedGoods  # all of it
    units: float
    day: date
    part: MakeUp


MONTHS = "((YEAR({transfer_day})-YEAR({released}))*12+MONTH({transfer_day})-MONTH({released}))"
WHOLE_MONTHS = f"=MAX(0,{MONTHS}-IF(EDATE({{released}},{MONTHS})>{{transfer_day}},1,0))"
MONTHS_USED = (
    "=IF({{transfer_day}}<{{released}},0,MIN({{term_months}},"
    "{{whole_months}}+IF({{transfer_day}}-EDATE({{released}},{{whole_months}})>{over},1,0)))"
)
VALUE = (
    "=IF({transfer_day}>={supervision_end},0,ROUND({customs_value_cny}*{transfer_share}/{quantity}"
    "*({term_months}-{months_used})/{term_months},2))"
)
DUTY = '=IF({{frees_duty}}="{yes}",ROUND({{transfer_value_cny}}*{{duty_rate}},2),0)'
BASE = (
    "({{transfer_value_cny}}+ROUND({{transfer_value_cny}}*{{duty_rate}},2)"
    "+ROUND({{transfer_value_cny}}*{{extra_duty_rate}},2))"
)
VAT = (
    f'=ROUND({BASE}*{{{{vat_rate}}}},2)-IF({{{{frees_vat}}}}="{{yes}}",0,'
    f"ROUND(({BASE}-{{{{made_up_duty_cny}}}})*{{{{vat_rate}}}},2))"
)
TOTAL = "={made_up_duty_cny}+{made_up_vat_cny}"


def transfer_table(result: PlanResult, names: Names, lots: tuple[SupervisedLot, ...]) -> Table[Transfer]:
    """One row for each lot of which everything is known."""
    yes, over_days = names.word("result.freed.yes"), result.catalog.supervision.over_days
    freed = Form(Look.TEXT, lambda names, is_so: names.word(f"result.freed.{'yes' if is_so else 'no'}"))

    used = MONTHS_USED.format(over=over_days)

    def live(key: str, unit: Unit, form: Form, words: str, value: Callable[[Transfer], Any]) -> Column[Transfer]:
        return Column(key, unit, form, lambda row: Formula(words, value(row)))

    columns: tuple[Column[Transfer], ...] = (
        Column("number", "count", forms.WHOLE, lambda row: row.number),
        Column("item", "", forms.ITEM, lambda row: row.lot.item.item),
        in_words("lot_kind", lambda names, row: lot_words(names, row.lot)),
        Column("quantity", "goods", forms.UNITS, lambda row: row.lot.quantity),
        Column("transfer_share", "goods", forms.UNITS, lambda row: row.units, entry=True),
        Column("transfer_day", "", forms.DATE, lambda row: row.day, entry=True),
        Column("released", "", forms.DATE, lambda row: row.goods.released),
        Column("supervision_end", "", forms.DATE, lambda row: row.goods.end),
        Column("term_months", "months", forms.WHOLE, lambda row: row.goods.term.months),
        Column("customs_value_cny", "cny", forms.YUAN, lambda row: row.goods.customs_value_cny),  # of the whole lot
        Column("duty_rate", "share", forms.RATE, lambda row: row.goods.duty_rate, entry=True),
        Column("extra_duty_rate", "share", forms.RATE, lambda row: row.goods.extra_duty_rate, entry=True),
        Column("vat_rate", "share", forms.RATE, lambda row: row.goods.vat_rate, entry=True),
        Column("frees_duty", "", freed, lambda row: "duty" in row.goods.frees),
        Column("frees_vat", "", freed, lambda row: "import_vat" in row.goods.frees),
        # The day to begin with lies whole months after the release.
        live("whole_months", "months", forms.WHOLE, WHOLE_MONTHS, lambda row: MONTHS_SHOWN),
        live("months_used", "months", forms.WHOLE, used, lambda row: row.part.months_used),
        live("transfer_value_cny", "cny", forms.YUAN, VALUE, lambda row: float(row.part.value_cny)),
        live("made_up_duty_cny", "cny", forms.YUAN, DUTY.format(yes=yes), lambda row: float(row.part.duty_cny)),
        live("made_up_vat_cny", "cny", forms.YUAN, VAT.format(yes=yes), lambda row: float(row.part.vat_cny)),
        live("made_up_cny", "cny", forms.YUAN, TOTAL, lambda row: float(row.part.total_cny)),
    )
    rows = (_transfer(result, number, lot) for number, lot in enumerate(lots, start=1))
    return Table("transfer", columns, tuple(row for row in rows if row is not None), quiet=True)


def _transfer(result: PlanResult, number: int, lot: SupervisedLot) -> Transfer | None:
    if lot.released is None or lot.quantity <= 0:
        return None
    day, units = add_months(lot.released, MONTHS_SHOWN), min(1.0, lot.quantity)
    goods = lot.goods(result, day)
    if goods is None:
        return None
    part = replace(goods, customs_value_cny=goods.customs_value_cny * (exact(units) / exact(lot.quantity)))
    return Transfer(number, lot, goods, units, day, make_up(part, day, result.catalog.supervision))
