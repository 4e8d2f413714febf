"""The questionnaire as a workbook: firm, items, needs by quarter, an example, and hidden lists for the dropdowns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from importplan.basics.labels import Language, text
from importplan.documents.excel.book import Book
from importplan.scenario.scenario import Scenario
from importplan.survey.form.example_sheet import write_example_sheet
from importplan.survey.form.firm_sheet import write_firm_sheet
from importplan.survey.form.item_sheet import write_item_sheet
from importplan.survey.form.lists import offered, write_lists
from importplan.survey.form.need_sheet import write_need_sheet
from importplan.survey.questions import VERSION, VERSION_NAME


def write_template(path: Path, language: Language, base: Scenario | None = None, today: date | None = None) -> None:
    """Write the questionnaire; written beside and then renamed.

    Parameters
    ----------
    path
        Where the workbook goes.
    language
        Of headings and dropdowns; the other language stands small beside the questions.
    base
        A planning case: its start date makes the list of quarters, its items are offered as names.
    today
        Without a base the quarters begin after this day; by default that of the clock.
    """
    start = base.settings.start if base else _next_quarter(today or date.today())
    book, lists = Book(language), offered(language, start, base)
    for write_sheet in (write_firm_sheet, write_item_sheet, write_need_sheet, write_example_sheet):
        write_sheet(book, lists)
    write_lists(book, lists.words)
    book.workbook.define_name(VERSION_NAME, f'="{VERSION}"')
    title = text("survey.form.title", language, version=VERSION)
    book.workbook.set_properties({"title": title, "subject": VERSION, "comments": VERSION_NAME})
    book.save(path)


def _next_quarter(day: date) -> date:
    """The first day of the quarter after a day."""
    months = day.year * 12 + (day.month - 1) // 3 * 3 + 3
    return date(months // 12, months % 12 + 1, 1)
