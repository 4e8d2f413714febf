"""Page one: what to sign, with whom, by when, how much cash, what hangs on tax, how bad it gets, how sure it is.

The page is a list of sections, each a heading, a small table or none, and sentences. The workbook and the terminal show
the same sections. Money is in the unit of summaries; cash and estimated loss are never added.
"""

from __future__ import annotations

from dataclasses import dataclass

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Table
from importplan.reports.views import summary_advice, summary_doubt, summary_money


@dataclass(frozen=True)
class Section:
    """One part of page one."""

    heading: str
    table: Table | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """Page one."""

    title: str
    marking: str
    head: tuple[str, ...]  # data, rates, unit
    signatures: tuple[str, ...]
    sections: tuple[Section, ...]


def summary(result: PlanResult, names: Names) -> Summary:
    """Page one of a result that has a plan."""
    settings = result.scenario.settings
    people = ("prepared_by", "reviewed_by", "approved_by")
    return Summary(
        title=names.word("result.summary.title", title=settings.title or result.run.input_name),
        marking=" ".join(part for part in (settings.marking, settings.version) if part),
        head=head(result, names),
        signatures=tuple(names.word(f"result.{key}", name=getattr(settings, key) or "________") for key in people),
        sections=(
            Section(
                summary_advice.heading(result, names),
                summary_advice.table(result, names),
                summary_advice.sentences(result, names),
            ),
            Section(
                names.word("result.section.cash"),
                summary_money.table(result, names),
                summary_money.sentences(result, names),
            ),
            Section(names.word("result.section.tax"), None, summary_money.tax_sentences(result, names)),
            Section(
                names.word("result.section.risk"),
                summary_doubt.risk_table(result, names),
                summary_doubt.risk_sentences(result, names),
            ),
            Section(names.word("result.section.actions"), summary_advice.actions_table(result, names)),
            Section(names.word("result.section.confidence"), None, summary_doubt.confidence_sentences(result, names)),
        ),
    )


def head(result: PlanResult, names: Names) -> tuple[str, ...]:
    """Data day, exchange rates of the planned orders, unit of money."""
    settings, landed = result.scenario.settings, result.landed
    used = {result.scenario.offers[n].currency for n in _offers_ordered(result)} - {"CNY"}
    rates = [names.word("result.rate", currency=currency, rate=landed.base_rate[currency]) for currency in sorted(used)]
    day = names.word("result.data_as_of", day=settings.data_as_of) if settings.data_as_of else ""
    return tuple(part for part in (day, *rates, names.word("result.summary.unit")) if part)


def _offers_ordered(result: PlanResult) -> list[int]:
    options = [result.landed.options[order.option] for order in result.solution.plan.orders]
    return [result.scenario.offer_index[option.offer] for option in options]
