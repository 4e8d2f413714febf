"""Sheet `open_needs` (未满足需求（未购或延迟）): each need that is not bought or late, what it costs here, and why."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.evaluation.open_needs.why import OpenNeed
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Leads, Reader, Table
from importplan.results.views.open_needs import needs_left, outcome_words, why_words

COLUMNS: tuple[Column[OpenNeed], ...] = (
    Column("need_line", "", forms.TEXT, lambda row: row.outcome.row.line, known_as="line", leads=Leads("input:demand")),
    Column("item", "", forms.ITEM, lambda row: row.outcome.row.item),
    Column("firm", "", forms.FIRM, lambda row: row.outcome.tier.firm),
    Column("priority", "", forms.WHOLE, lambda row: row.outcome.tier.priority),
    Column("need_probability", "share", forms.SHARE, lambda row: row.probability, known_as="probability"),
    Column("needed_by", "", forms.DATE, lambda row: row.outcome.row.period.last),
    Column("quantity", "goods", forms.UNITS, lambda row: row.outcome.row.quantity),
    in_words("need_outcome", outcome_words),
    Column("open_mean", "goods", forms.UNITS, lambda row: row.outcome.mean(row.outcome.open)),
    Column("need_loss_cny", "cny", forms.YUAN, lambda row: row.outcome.loss_cny, total=True),
    Column("open_needs_cny", "cny", forms.YUAN, lambda row: row.outcome.priced_cny, total=True),
    in_words("why_open", why_words, widest=72.0),
    Column("unit", "", forms.UNIT, lambda row: row.outcome.row.item, reader=Reader.PEOPLE),
    for_machines("outcome", lambda row: row.kind),
    for_machines("why", lambda row: row.why),
    for_machines("served_from", lambda row: row.served),
    for_machines("offer", lambda row: row.offer),
    for_machines("usable", lambda row: row.usable),
    for_machines("pays_from", lambda row: row.pays_from),
    for_machines("missing", lambda row: row.missing),
)


def open_needs_table(result: PlanResult) -> Table[OpenNeed]:
    """One row for each need line, the most urgent and the dearest first."""
    return Table("open_needs", COLUMNS, needs_left(result))


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Nothing where every need is bought in time."""
    if needs_left(result):
        yield names.word("result.about.open_needs", share=result.scenario.settings.open_need_share)
        yield open_needs_table(result)


SHEET = ResultSheet("open_needs", blocks)
