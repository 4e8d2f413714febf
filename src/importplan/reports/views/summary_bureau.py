"""Page one of a bureau: what to hold in reserve, how, by whom, for how much; then the cash, as on a firm's page."""

from __future__ import annotations

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views import summary_advice, summary_money
from importplan.reports.views.cash import budget_uses
from importplan.reports.views.order_lines import order_lines
from importplan.reports.views.reserve import ReserveRow, goods_words, reserve_rows, source_words, terms_of, unreserved
from importplan.reports.views.section import Section
from importplan.scenario.scenario import RESERVE

SHOWN = 12  # rows on page one; the others stand in one row
NAMED = 4  # items named in the sentence on what is not held

COLUMNS = (
    Column("item"),
    Column("yearly_need", Form.UNITS),
    Column("top_source"),
    Column("reserve_units", Form.UNITS),
    Column("reserve_new", Form.UNITS),
    Column("reserve_mode"),
    Column("reserve_holder"),
    Column("reserve_money_summary", Form.SUMMARY, total=True),
    Column("rotation_months", Form.UNITS),
)


def sections(result: PlanResult, names: Names) -> tuple[Section, ...]:
    """The reserve with its money and terms, then the cash."""
    parts = (fund_words, firms_words, release_words, unreserved_words)
    lines = tuple(words for part in parts for words in part(result, names))
    return (Section(heading(result, names), table(result, names), lines), summary_money.section(result, names))


def heading(result: PlanResult, names: Names) -> str:
    """How many items, for how much."""
    rows = [row for row in reserve_rows(result) if row.new > 0]
    if not rows:
        return names.word("result.section.no_reserve")
    amount = names.in_summary_unit(sum(row.money_cny for row in rows))
    return names.word("result.section.reserve", count=len(rows), amount=amount)


def fund_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """The budget of the reserve, and what the plan ties up of it once takers have paid; empty without a budget."""
    uses = [use for use in budget_uses(result) if use.budget.payer == RESERVE and use.budget.within == "plan"]
    if not uses:
        return ()
    cash = result.audit.cash
    net = cash.plan_cny[cash.payers.index(RESERVE)].sum(axis=0)
    budget, spent, most = (
        names.in_summary_unit(cny)
        for cny in (sum(use.budget.amount_cny for use in uses), float(net.sum()), float(net.cumsum().max()))
    )
    key = "result.fund_left.out" if spent >= 0 else "result.fund_left.back"
    left = names.word(key, amount=abs(spent))
    return (names.word("result.fund", budget=budget, left=left, most=most),)


def table(result: PlanResult, names: Names) -> Table:
    """One row an item; the rest in one row, so that the sum agrees with the reserve list."""
    rows = reserve_rows(result)
    shown = rows if len(rows) <= SHOWN else rows[: SHOWN - 1]
    cells: list[tuple[Cell, ...]] = [_row(result, names, row) for row in shown]
    rest = rows[len(shown) :]
    if rest:
        words = names.word("result.other_items", count=len(rest))
        amount = names.in_summary_unit(sum(row.money_cny for row in rest))
        cells.append((words, *(None,) * 6, amount, None))
    return Table("summary_reserve", COLUMNS, tuple(cells))


def _row(result: PlanResult, names: Names, row: ReserveRow) -> tuple[Cell, ...]:
    return (
        goods_words(result, names, row),
        row.yearly_need,
        source_words(names, row),
        row.level,
        row.new,
        names.choice("reserve_terms.mode", row.mode),
        row.holder,
        names.in_summary_unit(row.money_cny),
        row.rotation_months,
    )


def firms_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """What the firms order besides, and frameworks and qualifications."""
    lines = [line for line in order_lines(result) if line.option.payer != RESERVE]
    words = summary_advice.sentences(result, names)
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
