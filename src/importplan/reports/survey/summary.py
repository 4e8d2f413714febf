"""Page one of the bureau: response, items that do not outlast a stop of supply, demand, how sure the figures are."""

from __future__ import annotations

from importplan.assessment.masked import MaskedDependence
from importplan.reports.survey.demand import in_order, value_cny
from importplan.reports.survey.dependence import domestic_words
from importplan.reports.survey.part import SurveyReport, figure, shown, value_of
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.section import Section, Summary

KEY = "survey_summary"
SHOWN = 12  # items on page one
SIGNED_BY = ("prepared_by", "reviewed_by", "approved_by")
COLUMNS = (
    Column("item"),
    Column("survey_yearly_figure", Form.FIGURE),
    Column("survey_import_share", Form.FIGURE),
    Column("survey_top_source"),
    Column("survey_survives_recovers", Form.FIGURE),
    Column("survey_gap", Form.FIGURE),
    Column("survey_makers", Form.FIGURE),
    Column("survey_domestic"),
)
SPANS = {KEY: (4, 4, 2, 3, 3, 2, 2, 4)}


def summary(report: SurveyReport) -> Summary:
    """Page one."""
    settings, names = report.region.settings, report.names
    mark = names.word("result.marking", marking=settings.marking) if settings.marking else ""
    signed = tuple(names.word(f"survey.sign.{key}", name=getattr(settings, key)) for key in SIGNED_BY)
    return Summary(
        title=report.title,
        marking=" ".join(part for part in (mark, settings.version) if part),
        head=_head(report),
        signatures=(*signed, names.word("result.sign.day")),
        sections=(_response(report), _items(report), _demand(report), _doubt(report)),
    )


def _head(report: SurveyReport) -> tuple[str, ...]:
    names, region = report.names, report.region
    key = "survey.head.weighted" if region.weighting.is_weighted else "survey.head.unweighted"
    day = names.word("result.data_as_of", day=region.settings.data_as_of) if region.settings.data_as_of else ""
    sample = names.word(key, answered=region.answered - region.not_asked, asked=region.asked or region.answered)
    return tuple(words for words in (day, sample) if words)


def _response(report: SurveyReport) -> Section:
    names, region, counts = report.names, report.region, report.accounted
    values = {"answered": region.answered - region.not_asked, "asked": region.asked or 0}
    lines = [names.word("survey.summary.unweighted", answered=region.answered)]
    if region.asked:
        lines = [names.word("survey.summary.response", rate=values["answered"] / region.asked, **values)]
    if region.left_out:
        lines.append(names.word("survey.summary.left_out", count=len(region.left_out)))
    if region.not_asked:
        lines.append(names.word("survey.summary.not_asked", extra=region.not_asked))
    lines.append(
        names.word(
            "survey.summary.account",
            files=counts.files,
            refused=counts.files_refused,
            rows=counts.rows,
            read=counts.rows_read,
            rejected=counts.rows_rejected,
            skipped=counts.rows_skipped,
        )
    )
    return Section(names.word("survey.section.response"), None, tuple(lines))


def _items(report: SurveyReport) -> Section:
    names, found = report.names, report.region.shown_dependence
    short = sum(entry.is_short for entry in found)
    not_judged = sum(entry.gap is None for entry in found)
    listed = [entry for entry in found if entry.gap is not None or entry.yearly_need is not None][:SHOWN]
    rows = tuple(_row(report, entry) for entry in listed)
    lines = [names.word("survey.summary.judged", count=len(found), short=short)]
    lines += [names.word("survey.summary.not_judged", count=not_judged)] if not_judged else []
    lines.append(names.word("survey.summary.gap"))
    if len(found) > len(listed):
        lines.append(names.word("survey.summary.more_items", count=len(found) - len(listed)))
    heading = names.word("survey.section.items", count=short)
    return Section(heading, Table(KEY, COLUMNS, rows), tuple(lines))


def _row(report: SurveyReport, entry: MaskedDependence) -> tuple[Cell, ...]:
    names, told, share = report.names, entry.told, value_of(entry.import_share)
    top = value_of(entry.top_share)
    source = names.word("survey.top_source", country=names.country(entry.top_country), share=top) if top else None
    months = tuple(
        shown(names, None if estimate is None else estimate.value, key in told)
        for estimate, key in ((entry.survives_months, "survives_months"), (entry.recovers_months, "recovers_months"))
    )
    return (
        names.word("survey.item_in_unit", item=names.item(entry.item), unit=names.unit(entry.item)),
        figure(names, entry.yearly_need),
        shown(names, None, "import_share" in told) if share is None else f"{share:.0%}",
        source or shown(names, None, "top_share" in told),
        " / ".join(f"{value:.1f}" if isinstance(value, float) else str(value) for value in months),
        shown(names, None, "gap" in told) if entry.gap is None else f"{entry.gap:,.0f}",
        str(shown(names, entry.makers)),
        domestic_words(names, entry),
    )


def _demand(report: SurveyReport) -> Section:
    """Base demand in money of the items that have a price, and how much of it is firm."""
    names, demands = report.names, in_order(report)
    amounts = [(entry, value_cny(report, entry)) for entry in demands]
    valued = [(entry, amount) for entry, amount in amounts if amount is not None and entry.low_total is not None]
    total = sum(amount for _, amount in valued)
    low, high = (
        sum((report.region.price(entry.item) or 0.0) * (value_of(getattr(entry, which)) or 0.0) for entry, _ in valued)
        for which in ("low_total", "high_total")
    )
    line = names.word(
        "survey.summary.demand",
        count=len(valued),
        low=names.in_summary_unit(low),
        base=names.in_summary_unit(total),
        high=names.in_summary_unit(high),
    )
    others = len(demands) - len(valued)
    lines = (line, names.word("survey.summary.others", count=others)) if others else (line,)
    return Section(names.word("survey.section.demand"), None, (*lines, names.word("survey.summary.ranges")))


def _doubt(report: SurveyReport) -> Section:
    names, region = report.names, report.region
    lines = [names.word("survey.summary.calls", count=len(region.calls))]
    hidden = sum(entry.hidden for entry in region.shown_demand)
    rule = region.rule
    lines.append(
        names.word(
            "survey.summary.hidden",
            count=hidden,
            smallest=rule.smallest_cell,
            dominant=rule.dominant_firms,
            share=rule.dominant_share,
        )
    )
    unknown = sum(entry.unknown for entry in region.shown_demand)
    lines += [names.word("survey.summary.waiting", count=region.waiting)] if region.waiting else []
    lines += [names.word("survey.summary.unknown", count=unknown)] if unknown else []
    lines.append(names.word("survey.summary.use"))
    return Section(names.word("survey.section.doubt"), None, tuple(lines))
