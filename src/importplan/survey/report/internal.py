"""The internal workbook: answers to phone about with their cells, which firms were asked and answered, and what each
adds to the figures, which a later report is held against.

It names firms and people, so it is a file of its own, marked on every page; the report for passing on has none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from importplan.documents.excel.page import write_part
from importplan.documents.excel.sheet_book import SheetBook
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.part import ReportPart
from importplan.results.table import Column, Form, Look, Table
from importplan.survey.estimates.region import Region
from importplan.survey.estimates.traps.call import Call
from importplan.survey.report import basis
from importplan.survey.report.call_words import contact, places, said
from importplan.survey.report.names import SurveyNames
from importplan.survey.report.part import SurveyReport


def write(report: SurveyReport, path: Path) -> None:
    """Write the internal workbook; the file is whole or not there at all."""
    names = report.names
    settings = replace(
        report.region.settings,
        title=names.word("survey.internal.title", title=report.region.settings.title or report.source),
        marking=names.word("survey.internal.marking"),
    )
    book = SheetBook(settings, names)
    write_part(book, calls_part(report))
    write_part(book, firms_part(report))
    write_part(book, basis.part(report))
    book.save(path)


def calls_part(report: SurveyReport) -> ReportPart:
    """Answers to phone about, those that move most first."""
    marked = report.names.word("survey.internal.marking")
    table = Table("survey_calls", call_columns(), report.region.calls)
    return ReportPart("survey_calls", (marked, report.names.word("survey.about.calls"), table))


def call_columns() -> tuple[Column[Call], ...]:
    """Whom to phone about what."""

    def part(which: str) -> Callable[[SurveyNames, Call], str]:
        return lambda names, row: said(names, row, which)

    return (
        Column("survey_money", "cny", forms.SUMMARY, lambda row: row.moves_cny),
        Column("survey_firm", "", forms.LONG, lambda row: row.firm.name, widest=24.0),
        Column("item", "", forms.ITEM, lambda row: row.item or None, widest=24.0),
        in_words("survey_question", lambda names, row: names.joined(row.questions), Look.TEXT),
        in_words("survey_said", part("said"), widest=30.0),
        in_words("survey_expected", part("expected"), widest=30.0),
        in_words("survey_why", part("why"), widest=36.0),
        Column("survey_contact", "", forms.LONG, lambda row: contact(row.firm.record), widest=14.0),
        Column("survey_cells", "", forms.LONG, lambda row: "\n".join(places(row.at))),
    )


@dataclass(frozen=True)
class FirmRow:
    """A firm that was asked or answered; what is not known of it is empty."""

    name: str
    credit_code: str
    city: str
    industry: str
    state: str
    size: str = ""
    weight: float | None = None
    items: int | None = None
    contact: str = ""
    files: tuple[str, ...] = ()


SIZE = Form(Look.TEXT, lambda names, size: names.size(size) if size else "")
FIRMS: tuple[Column[FirmRow], ...] = (
    Column("survey_firm", "", forms.LONG, lambda row: row.name),
    Column("survey_credit_code", "", forms.TEXT, lambda row: row.credit_code),
    in_words("survey_city", lambda names, row: names.city(row.city), Look.TEXT),
    in_words("survey_industry", lambda names, row: names.industry(row.industry), Look.TEXT),
    Column("survey_size", "", SIZE, lambda row: row.size),
    Column("survey_state", "", forms.worded("survey.firm_state"), lambda row: row.state),
    Column("survey_weight", "", forms.UNITS, lambda row: row.weight),
    Column("survey_items", "count", forms.WHOLE, lambda row: row.items),
    Column("survey_contact", "", forms.LONG, lambda row: row.contact),
    Column("survey_files", "", forms.LONG, lambda row: "\n".join(row.files)),
)


def firms_part(report: SurveyReport) -> ReportPart:
    """Every firm asked and every firm that answered: who has to be reminded, and what each answer stands for."""
    region = report.region
    answered = (_answered(region, place) for place in range(len(region.survey.firms)))
    # Nothing of a firm that does not agree to a use in aggregate is in the report.
    left_out = (
        FirmRow(firm.name, firm.credit_code, firm.city, firm.industry, "left_out", files=tuple(firm.files))
        for firm in region.left_out
    )
    silent = (
        FirmRow(
            firm.name, firm.credit_code, firm.city, firm.industry, "silent", items=len(firm.items),
            contact=contact(firm.record), files=tuple(firm.files),
        )
        for firm in region.silent
    )  # fmt: skip
    marked = report.names.word("survey.internal.marking")
    table = Table("survey_firms", FIRMS, (*_missing(region), *silent, *left_out, *answered))
    return ReportPart("survey_firms", (marked, report.names.word("survey.about.firms"), table))


def _missing(region: Region) -> Iterator[FirmRow]:
    """The firms asked that did not answer: first, because they are to be reminded."""
    weighting, sizes = region.weighting, region.weighting.sizes
    if weighting.frame is None:
        return
    answered = {*weighting.places, *(weighting.frame.place(firm) for firm in (*region.left_out, *region.silent))}
    for place, firm in enumerate(weighting.frame.firms):
        if place not in answered:
            size = sizes.key(sizes.place(firm.revenue_cny))
            yield FirmRow(firm.name, firm.credit_code, firm.city, firm.industry, "missing", size)


def _answered(region: Region, place: int) -> FirmRow:
    firm, weighting = region.survey.firms[place], region.weighting
    not_asked = weighting.is_weighted and weighting.places[place] is None
    return FirmRow(
        name=firm.name,
        credit_code=firm.credit_code,
        city=firm.city,
        industry=firm.industry,
        state="not_asked" if not_asked else "answered",
        size=_size(region, place),
        weight=float(weighting.weights.sample.weights[place]),
        items=len(firm.items),
        contact=contact(firm.record),
        files=tuple(firm.files),
    )


def _size(region: Region, place: int) -> str:
    """The size class of a firm that answered: by the list of firms asked, else by what it told."""
    found, sizes = region.weighting.places[place], region.weighting.sizes
    revenue = region.survey.firms[place].record.number("revenue_cny")
    if found is not None and region.weighting.frame is not None:
        revenue = region.weighting.frame.firms[found].revenue_cny
    return sizes.key(sizes.place(revenue))
