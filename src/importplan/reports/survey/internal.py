"""The internal workbook: answers to phone about with their cells, and which firms were asked and answered.

It names firms and people, so it is a file of its own, marked on every page; the report for passing on has none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from importplan.assessment.region import Region
from importplan.assessment.traps.call import Call
from importplan.basics.files import put
from importplan.basics.issues import Place
from importplan.reports.sheet_book import SheetBook
from importplan.reports.survey.part import Part, SurveyReport
from importplan.reports.survey.workbook import write_part
from importplan.reports.table import Cell, Column, Form, Table

CALLS = (
    Column("survey_money", Form.SUMMARY),
    Column("survey_firm", Form.LONG_TEXT, widest=24.0),
    Column("item", widest=24.0),
    Column("survey_question"),
    Column("survey_said", Form.LONG_TEXT, widest=30.0),
    Column("survey_expected", Form.LONG_TEXT, widest=30.0),
    Column("survey_why", Form.LONG_TEXT, widest=36.0),
    Column("survey_contact", Form.LONG_TEXT, widest=14.0),
    Column("survey_cells", Form.LONG_TEXT),
)
FIRMS = (
    Column("survey_firm", Form.LONG_TEXT),
    Column("survey_credit_code"),
    Column("survey_city"),
    Column("survey_industry"),
    Column("survey_size"),
    Column("survey_state"),
    Column("survey_weight", Form.UNITS),
    Column("survey_items", Form.WHOLE),
    Column("survey_contact", Form.LONG_TEXT),
    Column("survey_files", Form.LONG_TEXT),
)
COUNTRIES = ("origin", "expected")  # values of a call that are countries where they are two letters
CELLS = 6  # cells named of one call


def write(report: SurveyReport, path: Path) -> None:
    """Write the internal workbook; the file is whole or not there at all."""
    names = report.names
    settings = replace(
        report.region.settings,
        title=names.word("survey.internal.title", title=report.region.settings.title or report.source),
        marking=names.word("survey.internal.marking"),
    )
    content = BytesIO()
    book = SheetBook(content, settings, names)
    write_part(book, calls_part(report))
    write_part(book, firms_part(report))
    book.workbook.close()
    put(content.getvalue(), path)


def calls_part(report: SurveyReport) -> Part:
    """Answers to phone about, those that move most first."""
    rows = tuple(_call(report, call) for call in report.region.calls)
    marked = report.names.word("survey.internal.marking")
    return Part("survey_calls", (marked, report.names.word("survey.about.calls"), Table("survey_calls", CALLS, rows)))


def _call(report: SurveyReport, call: Call) -> tuple[Cell, ...]:
    names = report.names
    values = {key: _named(report, call, key, value) for key, value in call.values.items()}
    return (
        None if call.moves_cny is None else names.in_summary_unit(call.moves_cny),
        call.firm.name,
        names.item(call.item) if call.item else "",
        names.joined(call.questions),
        names.word(f"survey.trap.{call.trap}.said", **values),
        names.word(f"survey.trap.{call.trap}.expected", **values),
        names.word(f"survey.trap.{call.trap}.why"),
        _contact(call.firm.record.text("contact_name"), call.firm.record.text("contact_phone")),
        "\n".join(_places(call.at)),
    )


def _places(at: Sequence[Place]) -> list[str]:
    """Where the answers stand: each file once, then the cells of each of its sheets."""
    named: dict[str, dict[str, list[str]]] = {}
    for place in [place for place in at if str(place)][:CELLS]:
        named.setdefault(place.file, {}).setdefault(place.sheet, []).append(place.cell)
    found = [
        f"{file}: " + "; ".join(f"{sheet}!{', '.join(cells)}" if sheet else ", ".join(cells) for sheet, cells in sheets)
        for file, sheets in ((file, sheets.items()) for file, sheets in named.items())
    ]
    return [*found, *(["…"] if len(at) > CELLS else [])]


def _named(report: SurveyReport, call: Call, key: str, value: float | str) -> float | str:
    is_country = call.trap == "flag" and key in COUNTRIES
    return report.names.country(str(value)) if is_country else value


def _contact(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def firms_part(report: SurveyReport) -> Part:
    """Every firm asked and every firm that answered: who has to be reminded, and what each answer stands for."""
    region = report.region
    answered = [_answered(report, place) for place in range(len(region.survey.firms))]
    rows = (*_missing(report), *_left_out(report), *answered)
    marked = report.names.word("survey.internal.marking")
    table = Table("survey_firms", FIRMS, rows)
    return Part("survey_firms", (marked, report.names.word("survey.about.firms"), table))


def _missing(report: SurveyReport) -> list[tuple[Cell, ...]]:
    """The firms asked that did not answer: first, because they are to be reminded."""
    weighting, names = report.region.weighting, report.names
    if weighting.frame is None:
        return []
    answered = {*weighting.places, *(weighting.frame.place(firm) for firm in report.region.left_out)}
    return [
        (
            firm.name, firm.credit_code, names.city(firm.city), names.industry(firm.industry),
            names.size(weighting.sizes.key(weighting.sizes.place(firm.revenue_cny))),
            names.word("survey.firm_state.missing"), None, None, "", "",
        )
        for place, firm in enumerate(weighting.frame.firms)
        if place not in answered
    ]  # fmt: skip


def _left_out(report: SurveyReport) -> list[tuple[Cell, ...]]:
    """The firms that do not agree to a use in aggregate: nothing of them is in the report."""
    names = report.names
    state = names.word("survey.firm_state.left_out")
    return [
        (
            firm.name,
            firm.credit_code,
            names.city(firm.city),
            names.industry(firm.industry),
            "",
            state,
            None,
            None,
            "",
            "\n".join(firm.files),
        )
        for firm in report.region.left_out
    ]


def _answered(report: SurveyReport, place: int) -> tuple[Cell, ...]:
    region, names = report.region, report.names
    firm, weighting = region.survey.firms[place], region.weighting
    return (
        firm.name,
        firm.credit_code,
        names.city(firm.city),
        names.industry(firm.industry),
        names.size(_size(region, place)),
        names.word("survey.firm_state." + ("not_asked" if _outside(region, place) else "answered")),
        float(weighting.weights.sample.weights[place]),
        len(firm.items),
        _contact(firm.record.text("contact_name"), firm.record.text("contact_phone")),
        "\n".join(firm.files),
    )


def _outside(region: Region, place: int) -> bool:
    return region.weighting.is_weighted and region.weighting.places[place] is None


def _size(region: Region, place: int) -> str:
    """The size class of a firm that answered: by the list of firms asked, else by what it told."""
    found, sizes = region.weighting.places[place], region.weighting.sizes
    revenue = region.survey.firms[place].record.number("revenue_cny")
    if found is not None and region.weighting.frame is not None:
        revenue = region.weighting.frame.firms[found].revenue_cny
    return sizes.key(sizes.place(revenue))
