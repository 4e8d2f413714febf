"""Page one of a bureau: what to hold in reserve, how, by whom, for how much; the rest is as on a firm's page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from importplan.basics.money import LEAST_CNY
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.page_one import advice
from importplan.results.page_one.section import Section
from importplan.results.page_one.shortened import Rest, alone, shortened, together
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.cash import BudgetLine, budget_uses
from importplan.results.table import Column, Form, Look, Table
from importplan.results.views.order_lines import order_lines
from importplan.results.views.reserve import (
    ReserveRow,
    goods_words,
    reserve_rows,
    source_words,
    survival_words,
    terms_of,
    unreserved,
)
from importplan.scenario.scenario import RESERVE

SHOWN = 12  # rows on page one; the others stand in one row
NAMED = 4  # items named in the sentence on what is not held

Line = ReserveRow | Rest[ReserveRow]
MODE = forms.choice("reserve_terms.mode")
SOURCE = Form(Look.TEXT, source_words)


def item_words(names: Names, row: Line) -> str:
    """The goods; how many items stand together in the last row."""
    if isinstance(row, Rest):
        return names.word("result.other_items", count=len(row.rows))
    return goods_words(names, row)


def survival(names: Names, row: Line) -> str | None:
    """Months that an item lasts, and until it is served again."""
    return None if isinstance(row, Rest) else survival_words(names, row)


COLUMNS: tuple[Column[Line], ...] = (
    in_words("item", item_words, Look.TEXT, span=4),
    Column("yearly_need", "goods", forms.UNITS, alone(lambda row: row.yearly_need), span=2),
    Column("top_source", "", SOURCE, alone(lambda row: row), span=3),
    in_words("survive_recover", survival, Look.FIGURE, span=3),
    Column("gap_units", "goods", forms.UNITS, alone(lambda row: row.worst and row.worst.gap_units), span=2),
    Column("reserve_units", "goods", forms.UNITS, alone(lambda row: row.level), span=2),
    Column("reserve_new", "goods", forms.UNITS, alone(lambda row: row.new), span=2),
    Column("reserve_mode", "", MODE, alone(lambda row: row.mode), span=2),
    Column("reserve_holder", "", forms.TEXT, alone(lambda row: row.holder), span=2),
    Column("reserve_money_summary", "cny", forms.SUMMARY, together(sum, lambda row: row.money_cny), total=True, span=2),
)


def sections(result: PlanResult, names: Names) -> tuple[Section, ...]:
    """The reserve with its money and terms."""
    parts = (fund_words, firms_words, release_words, unreserved_words)
    lines = tuple(words for part in parts for words in part(result, names))
    return (Section(heading(result, names), table(result), lines),)


def heading(result: PlanResult, names: Names) -> str:
    """How many items, for how much."""
    rows = [row for row in reserve_rows(result) if row.new > 0]
    if not rows:
        return names.word("result.section.no_reserve")
    amount = names.in_summary_unit(sum(row.money_cny for row in rows))
    return names.word("result.section.reserve", count=len(rows), amount=amount)


def fund_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """The budget of the reserve, what the plan ties up of it and overdraws in the worst draw; or that it has none."""
    uses = [use for use in budget_uses(result) if use.budget.payer == RESERVE and use.budget.within == "plan"]
    if not uses:
        return (names.word("result.fund_unlimited"),)
    cash = result.audit.cash
    net = cash.plan_cny[cash.payers.index(RESERVE)].sum(axis=0)
    budget, spent, most = (
        names.in_summary_unit(cny)
        for cny in (sum(use.budget.amount_cny for use in uses), float(net.sum()), float(net.cumsum().max()))
    )
    key = "result.fund_left.out" if spent >= 0 else "result.fund_left.back"
    left = names.word(key, amount=abs(spent))
    return (names.word("result.fund", budget=budget, left=left, most=most), overdraft_words(result, names, uses))


def overdraft_words(result: PlanResult, names: Names, uses: Sequence[BudgetLine]) -> str:
    """The overdraft of the worst draw, when, and how many draws overdraw: the budget holds in the mean only."""
    worst = max(uses, key=lambda use: use.overdraft_cny)
    if worst.overdraft_cny < LEAST_CNY:
        return names.word("result.fund_kept")
    over = np.max([use.over_cny for use in uses], axis=0)
    period = result.scenario.calendar.label(int(worst.over_at[worst.over_cny.argmax()]))
    share = float(result.draws.weights @ (over >= LEAST_CNY))
    return names.word("result.fund_over", amount=names.in_summary_unit(worst.overdraft_cny), period=period, share=share)


def table(result: PlanResult) -> Table[Line]:
    """One row an item; the rest in one row, so that the sum agrees with the reserve list."""
    return Table("summary_reserve", COLUMNS, shortened(reserve_rows(result), SHOWN), detail="reserve_list")


def firms_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """What the firms order besides, and frameworks and qualifications."""
    lines = [line for line in order_lines(result) if line.option.payer != RESERVE]
    words = advice.sentences(result, names)
    if not lines:
        return words
    amount = names.in_summary_unit(sum(line.price_cny for line in lines))
    firms = len({line.option.payer for line in lines})
    return (names.word("result.firms_order", firms=firms, count=len(lines), amount=amount), *words)


def release_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """What a taker pays, and that the money fills the reserve again."""
    rows = [row for row in reserve_rows(result) if row.item]
    if not rows:
        return ()
    shares = sorted({terms_of(result, row.item).release_price_share for row in rows})
    approvers = dict.fromkeys(terms_of(result, row.item).approver for row in rows)
    approver = names.word("result.list_join").join(name for name in approvers if name) or "________"
    key = "result.release.same" if len(shares) == 1 else "result.release.differs"
    return (names.word(key, low=shares[0], high=shares[-1], approver=approver),)


def unreserved_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """Items outside the reserve that may be late; their reasons stand in the reserve list."""
    found = unreserved(result)
    if not found:
        return ()
    what = names.word("result.list_join").join(names.item(entry.item) for entry in found[:NAMED])
    more = names.word("result.and_others") if len(found) > NAMED else ""
    return (names.word("result.unreserved_items", count=len(found), what=what + more),)
