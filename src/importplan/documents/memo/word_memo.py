"""The memo as a Word document on A4: in Chinese in the form of a request for a decision (请示、签呈), plain in English.

Behind every sentence stands the cell of the result workbook that has it; the tables of the memo carry the letters of
the columns in their headings and the numbers of the rows in their last column.
"""

from __future__ import annotations

import re

from importplan.documents.excel.layout import in_cell
from importplan.documents.excel.palette import ASIDE, INK, RED
from importplan.documents.excel.places import Places
from importplan.documents.word import WordPaper
from importplan.results.memo import Alarm, Excerpt, Listing, Memo, MemoBlock, Sentence, Subheading
from importplan.results.names import Names
from importplan.results.table import Look, look_of

SIDE, EDGE = 1.7, 1.5  # cm of its margins
TITLE, HEADING, NORMAL, SMALL, TINY = 15.0, 10.5, 9.0, 8.0, 6.5  # points
LEADING = 1.35
ROW_COLUMN = 0.9  # cm for the numbers of rows
FIGURES = {"zh": "一二三四五六七八九", "en": "abcdefghi"}
LETTERS = re.compile(r"[A-Z]+")


def content(memo: Memo, names: Names, places: Places) -> bytes:
    """The document; `places` are those of the result workbook."""
    return _MemoPaper(memo, names, places).content()


class _MemoPaper(WordPaper):
    def __init__(self, memo: Memo, names: Names, places: Places) -> None:
        super().__init__(names.language, size=NORMAL, side=SIDE, edge=EDGE, after=2.0, leading=LEADING)
        self.memo, self.names, self.word, self.places = memo, names, names.word, places
        self.subheadings = 0

    def content(self) -> bytes:
        self.every_page(self.memo.marking, SMALL, RED)
        self.line(self.memo.title, TITLE, INK, bold=True, middle=True)
        self.line(self.memo.addressed, NORMAL, bold=True)
        self.line(self.memo.about, TINY, ASIDE)
        for section in self.memo.sections:
            self.heading(section.heading, HEADING, INK)
            self.subheadings = 0
            for block in section.blocks:
                self.block(block)
        self.line(self.memo.closing, NORMAL, bold=True)
        listed = [
            self.word("result.memo.attached_one", number=number, what=what)
            for number, what in enumerate(self.memo.attachments, start=1)
        ]
        self.line(self.word("result.memo.attached", list="　".join(listed)), SMALL)
        self.sign()
        return self.saved()

    def block(self, block: MemoBlock) -> None:
        if isinstance(block, Subheading):
            number = FIGURES[self.names.language][self.subheadings]
            self.subheadings += 1
            words = self.word("result.memo.subheading", number=number, heading=block.words)
            self.heading(words, NORMAL)
        elif isinstance(block, Sentence):
            paragraph = self.line(block.words, NORMAL)
            self.run(paragraph, self.word("result.memo.at", cell=self.places.sentences[block.words]), TINY, ASIDE)
        elif isinstance(block, Excerpt):
            self.excerpt(block)
        elif isinstance(block, Listing):
            self.listing(block)
        elif isinstance(block, Alarm):
            self.line(block.words, NORMAL, RED, bold=True)
        else:
            self.line(block, NORMAL)

    def excerpt(self, excerpt: Excerpt) -> None:
        place = self.places.tables[excerpt.table.key]
        shown, count = place.shown, min(excerpt.most, len(place.shown.rows))
        parts = [part for _, part in excerpt.columns]
        widths = [(self.room - ROW_COLUMN) * part / sum(parts) for part in parts]
        table = self.table(count + 1, [*widths, ROW_COLUMN], above=1.0)
        self.repeat_first_row(table)
        spots = [shown.place(key) for key, _ in excerpt.columns]
        for number, row in enumerate(table.rows):
            cells = row.cells
            for cell, spot, (key, _) in zip(cells, spots, excerpt.columns, strict=False):
                if not number:
                    self.fill(cell, shown.headings[spot], SMALL, bold=True, shaded=True)
                    letters = LETTERS.match(place.cell(0, key))
                    self.run(cell.paragraphs[0], f" {letters[0] if letters else ''}", TINY, ASIDE)
                else:
                    value, look = shown.rows[number - 1][spot], shown.columns[spot].form.look
                    self.fill(cell, in_cell(value, look_of(value, look)), SMALL, right=is_right(look))
            last = (
                LETTERS.sub("", place.cell(number - 1, excerpt.columns[0][0]))
                if number
                else self.word("result.memo.row")
            )
            self.fill(cells[-1], last, TINY, color=ASIDE, right=True)
        words = self.word("result.memo.from_sheet", sheet=place.sheet)
        self.at_right(self.line(" ".join(part for part in (excerpt.more, words) if part), TINY, ASIDE))

    def listing(self, listing: Listing) -> None:
        place = self.places.tables[listing.table.key]
        shown, paragraph = place.shown, self.line("", NORMAL)
        for number, who in enumerate(shown.cells(listing.who)[: listing.most]):
            spot = shown.place(listing.what)
            what = in_cell(shown.rows[number][spot], shown.columns[spot].form.look)
            words = self.word("result.memo.listed", who=who, what=what)
            self.run(paragraph, self.word("result.reason.join") + words if number else words, NORMAL)
            cell = f"{place.sheet}!{place.cell(number, listing.what)}"
            self.run(paragraph, self.word("result.memo.at", cell=cell), TINY, ASIDE)

    def sign(self) -> None:
        """Lines to sign on, at the right end below."""
        *people, day = self.memo.signatures
        for words in ("　　".join(people), day):
            self.at_right(self.line(words, SMALL), before=6.0)


def is_right(look: Look) -> bool:
    """Whether values of a look stand on the right."""
    return look.is_number or look is Look.FIGURE
