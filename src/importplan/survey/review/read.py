"""Reads the review workbook back: what has been answered now, and all that was confirmed before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from importplan.basics.issues import Issue
from importplan.basics.labels import LANGUAGES, accepted
from importplan.documents.excel.titled_sheet import HEADING_ROW
from importplan.parsing.codes import HS_LENGTHS
from importplan.parsing.numbers import read_number
from importplan.parsing.words import fold, plain
from importplan.scenario.schema.items import Item
from importplan.survey.items import NEW_MARK
from importplan.survey.matching.answers import ITEM, LEFT_OUT, NEW, FirmAnswer, NameAnswer, Remembered
from importplan.survey.returns.splits import QUARTERS, Split, Splits, even
from importplan.survey.review.given_back import given_back_unseen
from importplan.survey.review.layout import COLUMNS, CONFIRMED, FIRMS, NAMES, SPLITS, item_words, words
from importplan.tables.cell import Cell
from importplan.tables.grid import Grid
from importplan.tables.unseen import Unseen, reading_notes, unseen_in
from importplan.tables.workbook import read_xlsx

ANSWERED = ("decision", "new_code", "who")
_BETWEEN = re.compile(r"[:：/、,，;；+]")
_ROUNDED = 0.5  # per cent by which shares may miss a hundred


@dataclass(frozen=True, slots=True)
class Unresolved:
    """An answer that could not be understood: the key of the question and what was written."""

    key: str
    written: str


@dataclass(frozen=True)
class Reviews:
    """The answers of a review workbook, how many of them are new, and what could not be understood."""

    remembered: Remembered
    answered: int = 0
    unresolved: tuple[Unresolved, ...] = ()
    issues: tuple[Issue, ...] = ()

    @classmethod
    def none(cls) -> Reviews:
        """Nothing has been answered yet."""
        return cls(Remembered())


def read_reviews(path: Path, items: Sequence[Item], today: date) -> Reviews:
    """Read a review workbook.

    Parameters
    ----------
    path : Path
        The workbook; where it is not there yet, nothing has been answered.
    items : sequence of Item
        The list: a decision names one of them by id, by name, or by the number of the proposal.
    today : date
        Kept as the day of the answers that are new.

    Raises
    ------
    InputRejected
        The file cannot be read: it is damaged, or no workbook.
    """
    if not path.exists():
        return Reviews.none()
    grids = read_xlsx(path, path.name).grids
    reader = _Reader(items, today)
    takes = ((CONFIRMED, reader.confirmed), (NAMES, reader.name), (FIRMS, reader.firms), (SPLITS, reader.splits))
    unseen: list[Unseen] = []
    for sheet, take in takes:
        for grid in grids:
            if fold(grid.name) in {fold(words(f"sheet.{sheet}", language)) for language in LANGUAGES}:
                lines = list(_lines(grid, sheet))
                unseen.append(_unseen(grid, lines))
                for line in lines:
                    if not reader.struck_out(line):
                        take(line)
    return reader.result((*given_back_unseen(path.name, unseen), *reading_notes(path.name, grids)))


@dataclass(frozen=True)
class _Line:
    grid: Grid
    row: int
    columns: Mapping[str, int]

    def text(self, column: str) -> str:
        """The words of a cell; a number without its point, so that codes typed as numbers are codes."""
        place = self.columns.get(column)
        cell = self.grid.cell(self.row, place) if place is not None else Cell()
        value = cell.value
        if isinstance(value, date):
            return cell.shown[:10]
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if value is None else str(value).strip()

    def issue(self, code: str, column: str, **values: object) -> Issue:
        """A fault of a cell of this line."""
        return Issue.warning(code, self.grid.place(self.row, self.columns.get(column)), **values)


def _lines(grid: Grid, sheet: str) -> Iterator[_Line]:
    known = {fold(word): name for name in COLUMNS[sheet] for word in accepted(f"survey.review.column.{name}")}
    headings = grid.values[HEADING_ROW] if len(grid.values) > HEADING_ROW else ()
    columns = {known[fold(str(value))]: place for place, value in enumerate(headings) if fold(str(value)) in known}
    for row in range(HEADING_ROW + 1, len(grid.values)):
        line = _Line(grid, row, columns)
        if line.text("key") and line.text("decision"):
            yield line


def _unseen(grid: Grid, lines: Sequence[_Line]) -> Unseen:
    """Answers that nobody sees; a name without one is not asked for here."""
    columns = lines[0].columns if lines else {}
    return unseen_in(grid, [line.row for line in lines], [columns[name] for name in ANSWERED if name in columns])


def shares_of(decision: str, quarters: int) -> tuple[float, ...] | None:
    """The shares that a decision says: 按季平均, 10:20:30:40, 10%、20%、30%、40%; None where it says none."""
    if fold(decision) in {fold(word) for word in accepted("survey.review.evenly")}:
        return even(quarters)
    told = [read_number(word.rstrip("%")) for word in _BETWEEN.split(plain(decision)) if word]
    known = [number for number in told if number is not None and number >= 0.0]
    total = sum(known)
    if len(known) != len(told) or len(known) != quarters or total <= 0.0:
        return None
    if "%" in plain(decision) and abs(total - 100.0) > _ROUNDED:
        return None
    return tuple(number / total for number in known)


class _Reader:
    def __init__(self, items: Sequence[Item], today: date) -> None:
        self._items = items
        self._today = today
        self._names: list[NameAnswer] = []
        self._firms: list[FirmAnswer] = []
        self._splits: list[Split] = []
        self._unresolved: list[Unresolved] = []
        self._issues: list[Issue] = []
        self._answered = 0

    def result(self, notes: Sequence[Issue] = ()) -> Reviews:
        """What was read, with notes on the file."""
        remembered = Remembered.of(self._names, self._firms, self._splits)
        return Reviews(remembered, self._answered, tuple(self._unresolved), (*self._issues, *notes))

    def struck_out(self, line: _Line) -> bool:
        """Whether an answer is crossed out: it is not taken, and asked for again."""
        decision = line.text("decision")
        if (line.row, line.columns["decision"]) not in line.grid.struck:
            return False
        self._issues.append(line.issue("survey-answer-struck", "decision", value=decision))
        self._unresolved.append(Unresolved(line.text("key"), decision))
        return True

    def confirmed(self, line: _Line) -> None:
        """A line of the answers so far; it may have been changed by hand."""
        if line.text("key") in QUARTERS:
            self._split(line, line.text("when"))
        elif line.text("other_key"):
            self._pair(line, line.text("key"), line.text("other_key"), line.text("when"))
        else:
            self._name(line, line.text("when"))

    def name(self, line: _Line) -> None:
        """A question on a name that has been answered; an answer that stood there before does not count as new."""
        before = {(answer.key, answer.decision, answer.item, answer.hs_code) for answer in self._names}
        if self._name(line, self._today.isoformat()):
            answer = self._names[-1]
            self._answered += (answer.key, answer.decision, answer.item, answer.hs_code) not in before

    def firms(self, line: _Line) -> None:
        """A question on two firms that has been answered."""
        self._answered += self._pair(line, line.text("key"), line.text("other_key"), self._today.isoformat())

    def splits(self, line: _Line) -> None:
        """A question on needs by the year or the half-year; one that stood there before does not count as new."""
        before = Splits.of(self._splits).by_kind.get(line.text("key"))
        if self._split(line, self._today.isoformat(), before):
            self._answered += before is None or before.shares != self._splits[-1].shares

    def _split(self, line: _Line, when: str, before: Split | None = None) -> bool:
        kind, decision, who = line.text("key"), line.text("decision"), line.text("who")
        shares = shares_of(decision, QUARTERS[kind]) if kind in QUARTERS else None
        if shares is None or not who:
            code = "survey-review-shares" if shares is None else "survey-review-split-author"
            self._issues.append(line.issue(code, "decision" if shares is None else "who", value=decision))
            self._unresolved.append(Unresolved(kind, decision))
            return False
        if before is not None and before.shares == shares:
            when = before.when
        self._splits.append(Split(kind, shares, who, when, line.text("note")))
        return True

    def _name(self, line: _Line, when: str) -> bool:
        decision = line.text("decision")
        meant = self._meant(line, decision)
        if meant is None:
            self._issues.append(line.issue("survey-review-unknown", "decision", value=decision))
            self._unresolved.append(Unresolved(line.text("key"), decision))
            return False
        kind, item = meant
        code = "".join(sign for sign in line.text("new_code") if sign.isdigit())
        if code and len(code) not in HS_LENGTHS:
            self._issues.append(line.issue("survey-review-code", "new_code", value=line.text("new_code")))
            code = ""
        answer = NameAnswer(
            key=line.text("key"),
            decision=kind,
            item=item,
            hs_code=code,
            who=line.text("who"),
            when=when,
            note=line.text("note"),
            written=line.text("written"),
        )
        self._names.append(answer)
        return True

    def _meant(self, line: _Line, decision: str) -> tuple[str, str] | None:
        said = fold(decision)
        if said in {fold(word) for word in accepted("survey.review.new")}:
            return NEW, ""
        if said in {fold(word) for word in accepted("survey.review.leave_out")}:
            return LEFT_OUT, ""
        if decision in ("1", "2", "3"):
            decision = line.text(("first", "second", "third")[int(decision) - 1])
            said = fold(decision)
        if decision.startswith(NEW_MARK):  # the same goods as a name that was answered to be new
            return NEW, decision.split(" ")[0]
        item = self._by_words.get(said) or self._by_words.get(fold(decision.split(" ")[0])) if decision else None
        return (ITEM, item) if item else None

    @cached_property
    def _by_words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in self._items:
            offered = (item_words(item, language) for language in LANGUAGES)
            for word in (item.item, item.name_zh, item.name_en, *offered):
                if word:
                    found.setdefault(fold(word), item.item)
        return found

    def _pair(self, line: _Line, first: str, second: str, when: str) -> bool:
        said = fold(line.text("decision"))
        same = said in {fold(word) for word in accepted("survey.review.same")}
        if not same and said not in {fold(word) for word in accepted("survey.review.different")}:
            self._issues.append(line.issue("survey-review-firms", "decision", value=line.text("decision")))
            return False
        written = line.text("written") or f"{line.text('first_firm')} | {line.text('second_firm')}"
        self._firms.append(FirmAnswer(first, second, same, line.text("who"), when, line.text("note"), written))
        return True
