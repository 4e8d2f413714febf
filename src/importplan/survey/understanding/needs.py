"""The needs of a row: one in its quarter, or one for each quarter that its columns tell.

Months of a quarter are added up. What is told by the year or the half-year is split by a person's word alone: that of
the bureau for all returns, or parts in the cell itself, `1+0+1+0`. Without one it is sent back with a proposal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import floor

from importplan.basics.addresses import letter
from importplan.basics.periods import add_months
from importplan.basics.spans import TimeSpan
from importplan.parsing.days import ABOUT, read_span
from importplan.parsing.numbers import read_number
from importplan.parsing.words import plain
from importplan.survey.questions import NEED
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.returns.collected import Fault
from importplan.survey.returns.splits import BY_WORD, HALF, NOT_SPLIT, YEAR, Splits, even, kind_of, parts
from importplan.survey.understanding.cell import Understood
from importplan.survey.understanding.entries import TableRow
from importplan.survey.understanding.period_headings import WITHOUT_YEAR, is_longer

FAULTS = {YEAR: "need-by-year", HALF: "need-by-half-year", "": "need-by-quarters"}  # by kind of period
BOUNDS = ("quantity_low", "quantity_high")
ADDED, IN_CELL = "months_added", "parts_in_cell"
Answers = dict[str, Answer]
_MONTHS = 3  # of a quarter
_CLOSE = 1e-6


@dataclass
class RowNeeds:
    """The needs of a row, what must be sent back of them, and whether the period of the row is settled by that.

    `longer` are needs of periods that nobody has split.
    """

    needs: list[Answers] = field(default_factory=list)
    longer: list[Answers] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    settles_period: bool = False


def needs_of(row: TableRow, splits: Splits = NOT_SPLIT) -> RowNeeds:
    """The needs of a row. Faults of quantities by period are among them, those of other cells are the row's own."""
    return _Columns(row, splits).told() if row.columns.periods else _of_its_period(row, splits)


def _of_its_period(row: TableRow, splits: Splits) -> RowNeeds:
    """The need in the period that the row names."""
    quantity, period = row.understood.get("quantity"), row.understood.get("period")
    if quantity is None or quantity.answer.told is Told.BLANK or period is None:
        return RowNeeds()
    common = row.of(NEED)
    if isinstance(period.answer.value, TimeSpan):
        return RowNeeds([common] if quantity.fault is None else [])
    longer = period.fault is not None and period.fault.code == "period-too-long"
    span = read_span(plain(period.answer.written)) if longer else None
    if span is None or ABOUT in span.repairs:  # 2027年底 is near the end of a year, not all of it
        return RowNeeds()
    if quantity.fault is not None:
        kind, at = kind_of(quarters_of(span)), period.answer.at
        asks = [] if kind in splits.by_kind else [Fault(FAULTS[kind], "period", at, period.answer.written)]
        return RowNeeds(faults=asks, settles_period=True)
    told = {key: common[key] for key in ("quantity", *BOUNDS) if key in common}
    pieces, fault = _spread(told, span, splits, _counts(row))
    if fault is not None:
        return RowNeeds(longer=[common | _not_split(told, period.answer.written)], faults=[fault], settles_period=True)
    return RowNeeds([common | piece for _, piece in pieces], settles_period=True)


class _Columns:
    """The needs that the columns of a row tell."""

    def __init__(self, row: TableRow, splits: Splits) -> None:
        self._row = row
        self._splits = splits
        self._found = RowNeeds()
        self._quarters: dict[date, list[Answers]] = {}
        self._given = {column: one for column, one in row.by_period.items() if one.answer.told is not Told.BLANK}

    def told(self) -> RowNeeds:
        """All needs in the order of their quarters."""
        for column, one in self._given.items():
            self._take(column, one)
        alone = [one for column, one in self._given.items() if not self._within(column)]
        for one in self._row.sums.values():
            self._hold_against(one, alone)
        common = {key: answer for key, answer in self._row.of(NEED).items() if key not in BOUNDS}
        for _, several in sorted(self._quarters.items()):
            self._found.needs.extend(common | one for one in _added(several))
        self._bounds()
        return self._found

    def _take(self, column: int, one: Understood) -> None:
        heading = self._row.columns.periods[column]
        nothing = one.answer.told is Told.NONE or one.answer.value == 0.0
        if heading.span is None:
            if not nothing:
                self._without_period(column)
                self._found.faults.extend([] if one.fault is None else [one.fault])
            return
        inner = self._within(column)
        if inner:
            self._hold_against(one, inner)
            return
        in_parts = _parts_written(one.answer.written, quarters_of(heading.span)) if one.fault is not None else None
        if in_parts is not None:
            answer = replace(one.answer, told=Told.VALUE)
            pieces = _pieces({"quantity": answer}, heading.span, lambda _: in_parts, IN_CELL)
        elif one.fault is not None:
            self._found.faults.append(one.fault)
            return
        else:
            told = _with_bounds(one)
            pieces, fault = _spread(told, heading.span, self._splits, _counts(self._row))
            if fault is not None:
                self._found.faults.append(fault)
                self._found.longer.append(_not_split(told, self._row.columns.headings[column]))
        for day, piece in pieces:
            self._quarters.setdefault(day, []).append(piece)

    def _within(self, column: int) -> list[Understood]:
        """The quantities of periods within that of a column: it is their sum."""
        outer = self._row.columns.periods[column].span
        spans = ((other, self._row.columns.periods[other].span) for other in self._given)
        return [
            self._given[other]
            for other, span in spans
            if outer is not None and span is not None and is_longer(outer, span)
        ]

    def _hold_against(self, one: Understood, several: Sequence[Understood]) -> None:
        """A sum is no need; one that differs is told, and one without its parts is sent back."""
        told = one.answer
        if one.fault is not None or not isinstance(told.value, float):
            return
        if not several and told.value:
            self._found.faults.append(Fault("period-unknown", "period", told.at, told.written))
        values = [0.0 if other.answer.told is Told.NONE else other.answer.value for other in several]
        known = [value for value in values if isinstance(value, float)]
        if several and len(known) == len(values) and abs(sum(known) - told.value) > _CLOSE * max(1.0, told.value):
            self._found.faults.append(Fault("sum-differs", "quantity", told.at, told.written, f"{sum(known):g}"))

    def _without_period(self, column: int) -> None:
        """The fault of a heading; mended in the first such column it is mended for those behind, and for all rows."""
        columns = self._row.columns
        code = columns.periods[column].fault
        if code == WITHOUT_YEAR:
            column = min(other for other, heading in columns.periods.items() if heading.fault == code)
        heading, words = columns.periods[column], columns.headings[column]
        at = replace(self._row.at, cell=f"{letter(column)}{columns.last_row + 1}")
        proposal = heading.words(int(columns.year)) if columns.year and code == WITHOUT_YEAR else ""
        fault = Fault(code, "period", at, words, proposal)
        if fault not in self._found.faults:
            self._found.faults.append(fault)

    def _bounds(self) -> None:
        """Lowest and highest beside several periods: of which one is not said."""
        for key in BOUNDS:
            answer = self._row.answer(key)
            if answer is None or answer.told is not Told.VALUE:
                continue
            if len(self._found.needs) == 1:
                self._found.needs[0][key] = answer
            else:
                self._found.faults.append(Fault("range-of-several", key, answer.at, answer.written))


def _not_split(told: Answers, period: str) -> Answers:
    """A need of a period that nobody has split, with what the period is called."""
    return told | {"period": Answer(Told.UNKNOWN, None, period, told["quantity"].at)}


def _counts(row: TableRow) -> bool:
    """Whether the goods of a row come in whole units."""
    answer = row.answer("unit")
    return answer is None or answer.value != "kilogram"


def _with_bounds(one: Understood) -> Answers:
    """A quantity with the range that its cell tells."""
    bounds = {f"quantity_{name}": one.beside.get(name) for name in ("low", "high")}
    told = {key: replace(one.answer, value=value) for key, value in bounds.items() if value is not None}
    return {"quantity": one.answer} | told


def _spread(
    told: Answers, span: TimeSpan, splits: Splits, counts: bool
) -> tuple[list[tuple[date, Answers]], Fault | None]:
    """A quantity of a period on its quarters; of a longer one by a person's word, else the fault that asks for it."""
    quantity, count = told["quantity"], quarters_of(span)
    split = splits.of_quarters(count)
    value = quantity.value
    if count == 1 or not isinstance(value, float) or value == 0.0:
        return _pieces(told, span, lambda amount: [amount], ""), None
    if split is None:
        likely = float(floor(value + 0.5)) if counts else value
        proposal = "+".join(f"{part:g}" for part in parts(likely, even(count), counts))
        return [], Fault(FAULTS[kind_of(count)], "quantity", quantity.at, quantity.written, proposal)
    shares, mark = split.shares, BY_WORD[split.kind]
    return _pieces(told, span, lambda amount: parts(amount, shares, counts and amount.is_integer()), mark), None


def _pieces(
    told: Answers, span: TimeSpan, split: Callable[[float], Sequence[float]], code: str
) -> list[tuple[date, Answers]]:
    """The answers of each quarter; a quarter on which nothing falls is left out unless nothing falls on any."""
    first = _first_quarter(span.first)
    amounts = {
        key: split(answer.value if isinstance(answer.value, float) else 0.0) if answer.told is Told.VALUE else [None]
        for key, answer in told.items()
    }
    pieces = []
    for number in range(len(amounts["quantity"])):
        day = add_months(first, _MONTHS * number)
        quarter = TimeSpan.quarter_of(day)
        period = Answer(Told.VALUE, quarter, str(quarter), told["quantity"].at)
        piece = {"period": period}
        for key, answer in told.items():
            amount = amounts[key][number] if number < len(amounts[key]) else None
            marks = (*answer.understood, code) if code else answer.understood
            piece[key] = replace(answer, value=amount, understood=marks)
        pieces.append((day, piece))
    some = [(day, piece) for day, piece in pieces if piece["quantity"].value]
    return some or pieces[:1]


def _added(several: Sequence[Answers]) -> Iterable[Answers]:
    """The needs of one quarter added up; what is not known stands by itself."""
    known = [one for one in several if isinstance(one["quantity"].value, float)]
    yield from (one for one in several if not isinstance(one["quantity"].value, float))
    if len(known) < 2:
        yield from known
        return
    total = dict(known[0])
    for key in ("quantity", *BOUNDS):
        if not any(key in one for one in known):
            continue
        told = [one.get(key, one["quantity"]) for one in known]
        values = [answer.value for answer in told if isinstance(answer.value, float)]
        marks = dict.fromkeys(mark for answer in told for mark in (*answer.understood, ADDED))
        written = " + ".join(answer.written for answer in told)
        total[key] = replace(told[0], value=round(sum(values), 6), written=written, understood=tuple(marks))
    yield total


def _parts_written(words: str, quarters: int) -> list[float] | None:
    """The parts of a period that a person has written in its cell, `1+0+1+0`; None where there are none."""
    numbers = [read_number(word) for word in re.split(r"[+＋]", plain(words))]
    known = [number for number in numbers if number is not None and number >= 0.0]
    return known if quarters > 1 and len(known) == len(numbers) == quarters else None


def _first_quarter(day: date) -> date:
    return date(day.year, _MONTHS * ((day.month - 1) // _MONTHS) + 1, 1)


def quarters_of(span: TimeSpan) -> int:
    """How many quarters have a day of a period."""
    first, last = ((day.year * 12 + day.month - 1) // _MONTHS for day in (span.first, span.last))
    return last - first + 1
