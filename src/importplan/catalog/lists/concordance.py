"""From the tariff codes of former years to present ones: `tariff/concordance.csv` and `tariff/nomenclature.csv`.

A code keeps its meaning within one edition of the Harmonized System unless the table says otherwise. Between two
editions nothing is taken for granted: what the table does not carry is not on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from importplan.catalog.cited import CONFIDENCES
from importplan.catalog.reading import CatalogLine, Reading

KINDS = ("same", "split", "merged", "renumbered")
STEP_COLUMNS = ("from_year", "from_code", "to_year", "to_code", "kind", "source", "confidence")


@dataclass(frozen=True, slots=True)
class CodeStep:
    """One former code and one that followed it."""

    from_code: str
    to_year: int  # the first year of the new code
    to_code: str
    kind: str  # one of KINDS
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class CodeRoute:
    """How a printed code has come to a present one; without steps it is the same code of the same nomenclature."""

    to_code: str
    steps: tuple[CodeStep, ...] = ()

    @property
    def confidence(self) -> str:
        """That of the weakest step; official without any."""
        return max((step.confidence for step in self.steps), key=CONFIDENCES.index, default="official")


@dataclass(frozen=True)
class Concordance:
    """All steps by former code, and the first years of the editions of the nomenclature."""

    steps: Mapping[str, tuple[CodeStep, ...]]
    editions: tuple[int, ...]

    def edition(self, year: int) -> int:
        """The edition of the nomenclature in which the codes of a year are written; before the first one, 0."""
        return max((first for first in self.editions if first <= year), default=0)

    def routes(self, digits: str, printed_in: int, year: int) -> tuple[CodeRoute, ...]:
        """The codes of a year that a code printed in an earlier one has become; none: nothing is on record.

        Parameters
        ----------
        digits : str
            The printed code, 4 to 10 digits.
        printed_in, year : int
            The years of the two nomenclatures.
        """
        routes = self._followed(CodeRoute(digits), printed_in, year)
        same = self.edition(printed_in) == self.edition(year)
        return tuple(route for route in routes if route.steps or same)

    def _followed(self, route: CodeRoute, after: int, year: int) -> tuple[CodeRoute, ...]:
        steps = [step for step in self.steps.get(route.to_code, ()) if after < step.to_year <= year]
        if not steps:
            return (route,)
        return tuple(
            found
            for step in steps
            for found in self._followed(CodeRoute(step.to_code, (*route.steps, step)), step.to_year, year)
        )


def read(reading: Reading) -> Concordance:
    """The two tables."""
    steps: dict[str, tuple[CodeStep, ...]] = {}
    for line in reading.table("tariff/concordance.csv", STEP_COLUMNS):
        step = _read_step(line)
        steps[step.from_code] = (*steps.get(step.from_code, ()), step)
    lines = reading.table("tariff/nomenclature.csv", ("from_year", "source", "confidence"))
    return Concordance(steps, tuple(sorted(int(line.needed("from_year")) for line in lines)))


def _read_step(line: CatalogLine) -> CodeStep:
    for column in ("from_code", "to_code"):
        code = line.text(column)
        if not code.isascii() or not code.isdigit() or not 4 <= len(code) <= 10:
            line.wrong(column, "4 to 10 digits")
    if line.text("kind") not in KINDS:
        line.wrong("kind", ", ".join(KINDS))
    if line.needed("from_year") >= line.needed("to_year"):
        line.wrong("to_year", "a year after from_year")
    return CodeStep(
        from_code=line.text("from_code"),
        to_year=int(line.needed("to_year")),
        to_code=line.text("to_code"),
        kind=line.text("kind"),
        source=line.text("source", required=True),
        confidence=line.confidence(),
    )
