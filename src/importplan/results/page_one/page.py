"""Page one: what to sign, with whom, by when, how much cash, what hangs on tax, how bad it gets, how sure it is.

The page is a list of sections, each a heading, a small table or none, and sentences. The workbook and the terminal show
the same sections. Money is in the unit of summaries; cash and estimated loss are never added. A bureau's page begins
with the reserve instead of the orders; a case without a plan has a page that says which wishes have to give way.
"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.results.names import Names
from importplan.results.page_one import advice, bureau, doubt, money, routes, tipping, without_plan
from importplan.results.page_one.lead import lead
from importplan.results.page_one.section import Section, Summary, numbered
from importplan.results.page_one.timeline import timeline
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult

SMALL_RATE = 0.1  # CNY per unit: below, rates are quoted for a hundred


def summary(result: PlanResult, names: Names) -> Summary:
    """Page one of a result; of a case without a plan, the ways out."""
    settings = result.scenario.settings
    return Summary(
        title=names.word("result.summary.title", title=settings.title or result.run.input_name),
        marking=marking(result, names),
        head=head(result, names),
        signatures=signatures(result, names),
        sections=tuple(numbered(sections(result, names), names)),
        lead=lead(result, names),
    )


def sections(result: PlanResult, names: Names) -> tuple[Section, ...]:
    """The body of the page, for a firm, a bureau, or without a plan."""
    if not result.has_plan:
        return without_plan.sections(result, names)
    first = bureau.sections if result.scenario.settings.owner == "bureau" else firm_sections
    unserved, changing = advice.unserved(result, names), tipping.table(result, names)
    changed = Section(names.word("result.section.changes"), changing) if changing.rows else None
    return tuple(
        section
        for section in (
            *first(result, names),
            unserved,
            routes.section(result, names),
            money.section(result, names),
            doubt.risk_section(result, names),
            Section(names.word("result.section.tax"), None, money.tax_sentences(result, names)),
            Section(names.word("result.section.actions"), advice.actions_table(result, names)),
            changed,
            Section(names.word("result.section.confidence"), None, doubt.confidence_sentences(result, names)),
        )
        if section is not None
    )


def firm_sections(result: PlanResult, names: Names) -> tuple[Section, ...]:
    """What to sign."""
    return (
        Section(
            advice.heading(result, names),
            advice.table(result),
            advice.sentences(result, names),
            timeline=timeline(result, names, advice.SHOWN - 1),
        ),
    )


def marking(result: PlanResult, names: Names) -> str:
    """`【内部】 V1.2`."""
    settings = result.scenario.settings
    mark = names.word("result.marking", marking=settings.marking) if settings.marking else ""
    return " ".join(part for part in (mark, settings.version) if part)


def signatures(result: PlanResult, names: Names) -> tuple[str, ...]:
    """Who has prepared, checked and approved it, with a line to sign on."""
    settings = result.scenario.settings
    reviewed = (names.word("result.sign.reviewed_by", name=settings.reviewed_by),) if settings.reviewed_by else ()
    return (
        names.word("result.sign.prepared_by", name=settings.prepared_by),
        *reviewed,
        names.word("result.sign.customs"),
        names.word("result.sign.finance"),
        names.word("result.sign.approved_by", name=settings.approved_by),
        names.word("result.sign.day"),
    )


def head(result: PlanResult, names: Names) -> tuple[str, ...]:
    """Data day, exchange rates of the planned orders, unit of money."""
    settings, landed = result.scenario.settings, result.landed
    used = {result.scenario.offers[n].currency for n in _offers_ordered(result)} - {"CNY"}
    rates = [rate_words(names, currency, landed.base_rate[currency]) for currency in sorted(used)]
    day = names.word("result.data_as_of", day=settings.data_as_of) if settings.data_as_of else ""
    return tuple(part for part in (day, *rates, names.word("result.summary.unit")) if part)


def rate_words(names: Names, currency: str, rate: float) -> str:
    """`1 欧元＝7.433 元`; of a small unit the rate of a hundred, as banks quote it."""
    units = 1 if rate >= SMALL_RATE else 100
    name = names.word(f"currency.{currency}") if names.language == "zh" else currency
    return names.word("result.rate", units=units, currency=name, rate=rate * units)


def _offers_ordered(result: PlanResult) -> list[int]:
    if not result.has_plan:
        return []
    options = [result.landed.options[order.option] for order in result.solution.plan.orders]
    return [result.scenario.offer_index[option.offer] for option in options]


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """The page alone."""
    yield summary(result, names)


SHEET = ResultSheet("summary", blocks, without_plan=True)
