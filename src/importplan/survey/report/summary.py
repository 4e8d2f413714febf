"""Page one of the bureau: response, items that do not outlast a stop of supply, demand, how sure the figures are."""

from __future__ import annotations

from importplan.documents.excel.document_control import PEOPLE
from importplan.results.forms import in_words
from importplan.results.page_one.section import Section, Summary
from importplan.results.table import Cell, Column, Look, Table
from importplan.survey.estimates.masked import MaskedDependence
from importplan.survey.report.demand import in_order, value_cny
from importplan.survey.report.dependence import domestic_words
from importplan.survey.report.names import SurveyNames
from importplan.survey.report.part import SurveyReport, figure, shown, value_of

KEY = "survey_summary"
SHOWN = 12  # items on page one
TEXT, FIGURE = Look.TEXT, Look.FIGURE


def item_words(names: SurveyNames, row: MaskedDependence) -> str:
    """The item with its unit."""
    return names.word("survey.item_in_unit", item=names.item(row.item), unit=names.unit(row.item))


def share_words(names: SurveyNames, row: MaskedDependence) -> Cell:
    """The share of imports."""
    share = value_of(row.import_share)
    return shown(names, None, "import_share" in row.told) if share is None else f"{share:.0%}"


def top_words(names: SurveyNames, row: MaskedDependence) -> Cell:
    """The country most comes from, with its share."""
    top = value_of(row.top_share)
    source = names.word("survey.top_source", country=names.country(row.top_country), share=top) if top else None
    return source or shown(names, None, "top_share" in row.told)


def months_words(names: SurveyNames, row: MaskedDependence) -> str:
    """How long firms survive, and how long supply takes to recover."""
    survives = shown(names, value_of(row.survives_months), "survives_months" in row.told)
    recovers = shown(names, value_of(row.recovers_months), "recovers_months" in row.told)
    return " / ".join(f"{value:.1f}" if isinstance(value, float) else str(value) for value in (survives, recovers))


def gap_words(names: SurveyNames, row: MaskedDependence) -> Cell:
    """What is missing until supply recovers."""
    return shown(names, None, "gap" in row.told) if row.gap is None else f"{row.gap:,.0f}"


COLUMNS: tuple[Column[MaskedDependence], ...] = (
    in_words("item", item_words, TEXT, span=4),
    in_words("survey_yearly_figure", lambda names, row: figure(names, row.yearly_need), FIGURE, span=4),
    in_words("survey_import_share", share_words, FIGURE, span=2),
    in_words("survey_top_source", top_words, TEXT, span=3),
    in_words("survey_survives_recovers", months_words, FIGURE, span=3),
    in_words("survey_gap", gap_words, FIGURE, span=2),
    in_words("survey_makers", lambda names, row: str(shown(names, row.makers)), FIGURE, span=2),
    in_words("survey_domestic", domestic_words, TEXT, span=4),
)


def summary(report: SurveyReport) -> Summary:
    """Page one."""
    settings, names = report.region.settings, report.names
    mark = names.word("result.marking", marking=settings.marking) if settings.marking else ""
    signed = tuple(names.word(f"survey.sign.{key}", name=getattr(settings, key)) for key in PEOPLE)
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
    if region.silent:
        lines.append(names.word("survey.summary.silent", count=len(region.silent)))
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
    lines = [names.word("survey.summary.judged", count=len(found), short=short)]
    lines += [names.word("survey.summary.not_judged", count=not_judged)] if not_judged else []
    lines.append(names.word("survey.summary.gap"))
    if len(found) > len(listed):
        lines.append(names.word("survey.summary.more_items", count=len(found) - len(listed)))
    heading = names.word("survey.section.items", count=short)
    return Section(heading, Table(KEY, COLUMNS, listed), tuple(lines))


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
            guess=rule.guess_share,
        )
    )
    if region.releases:
        figures, items = region.withheld_since
        values = {"count": figures, "items": items, "releases": len(region.releases)}
        lines.append(names.word("survey.summary.withheld_since", **values))
    lines += list(report.rests_on_split)
    unknown = sum(entry.unknown for entry in region.shown_demand)
    lines += [names.word("survey.summary.waiting", count=region.waiting)] if region.waiting else []
    lines += [names.word("survey.summary.unknown", count=unknown)] if unknown else []
    lines.append(names.word("survey.summary.use"))
    return Section(names.word("survey.section.doubt"), None, tuple(lines))
