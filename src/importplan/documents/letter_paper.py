"""One letter as a Word document: marking, title, chapters, lines to sign on."""

from __future__ import annotations

from importplan.documents.excel.palette import ASIDE, INK, RED
from importplan.documents.word import WordPaper
from importplan.results.allocation_letter import Chapter, Letter
from importplan.results.names import Names

SIDE, EDGE = 2.4, 2.2  # cm of its margins
TITLE, HEADING, NORMAL, SMALL = 16.0, 12.0, 10.5, 9.0  # points
LEADING = 1.5
WIDTHS = (3.4, 1.2, 1.8, 1.6, 3.2, 1.8, 1.6, 1.6)  # parts of the table's width


def content(letter: Letter, names: Names) -> bytes:
    """The document."""
    paper = WordPaper(names.language, size=NORMAL, side=SIDE, edge=EDGE, after=3.0, leading=LEADING)
    paper.every_page(letter.marking, SMALL, RED)
    paper.line(letter.draft, SMALL, RED, bold=True)
    paper.line(letter.title, TITLE, INK, bold=True, middle=True)
    paper.line(letter.addressed, NORMAL, bold=True)
    for chapter in letter.chapters:
        _chapter(paper, chapter)
    for words in letter.closing:
        paper.at_right(paper.line(words, NORMAL), before=10.0)
    return paper.saved()


def _chapter(paper: WordPaper, chapter: Chapter) -> None:
    paper.heading(chapter.heading, HEADING, INK)
    for words in chapter.sentences:
        paper.line(words, NORMAL)
    if not chapter.table:
        return
    widths = [paper.room * part / sum(WIDTHS) for part in WIDTHS]
    table = paper.table(len(chapter.table), widths, above=2.0)
    paper.repeat_first_row(table)
    for number, (row, values) in enumerate(zip(table.rows, chapter.table, strict=True)):
        for cell, words in zip(row.cells, values, strict=True):
            figure = number > 0 and words.rstrip("%").replace(".", "").isdigit()
            paper.fill(cell, words, SMALL, bold=number == 0, shaded=number == 0, right=figure)
    paper.line("", SMALL, ASIDE)
