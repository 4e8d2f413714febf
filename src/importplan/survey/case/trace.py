"""Where every figure of the collected case comes from, and what of the survey did not become a figure, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from importplan.basics.issues import Place
from importplan.survey.returns.answers import Answer

# How sure a figure is: as the firm wrote it; after repairs of the cell; worked out of several answers; assumed by us.
WRITTEN, REPAIRED, WORKED_OUT, ASSUMED = "written", "repaired", "worked_out", "assumed"
Value = str | float | int


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the case and the answers that it rests on. `basis` has words under `survey.basis.<basis>`."""

    sheet: str
    row: str  # id of the row, or what names it
    column: str
    value: Value
    basis: str
    answers: tuple[Answer, ...] = ()
    detail: str = ""

    @property
    def sureness(self) -> str:
        """written | repaired | worked_out | assumed."""
        if self.basis == ASSUMED or self.basis.startswith("assumed_"):
            return ASSUMED
        if self.basis != "told":
            return WORKED_OUT
        return REPAIRED if any(answer.understood for answer in self.answers) else WRITTEN


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An answer that did not go into the case; `reason` has words under `survey.left_out.<reason>`."""

    sheet: str
    reason: str
    firm: str
    item: str
    at: Place
    written: str = ""
    detail: str = ""


@dataclass
class Trace:
    """Collects figures and what was left out while the sheets are made."""

    figures: list[Figure] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def told(self, sheet: str, row: str, column: str, value: Value, answer: Answer) -> None:
        """A figure as a firm told it."""
        self.figures.append(Figure(sheet, row, column, value, "told", (answer,)))

    def derived(
        self, sheet: str, row: str, column: str, value: Value, basis: str, answers: Iterable[Answer], detail: str = ""
    ) -> None:
        """A figure worked out of answers, or assumed beside them."""
        self.figures.append(Figure(sheet, row, column, value, basis, tuple(answers), detail))

    def leave_out(self, sheet: str, reason: str, firm: str, item: str, answer: Answer, detail: str = "") -> None:
        """An answer that cannot be used."""
        self.left_out.append(LeftOut(sheet, reason, firm, item, answer.at, answer.written, detail))


def place_words(at: Place) -> str:
    """A cell as it is cited in the case: `东莞/甲.xlsx!物项情况!M7`."""
    return "!".join(part for part in (at.file, at.sheet, at.cell) if part)
