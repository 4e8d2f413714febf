"""What recomputing a result has found: every place where it differs, and what nobody can recompute."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.basics.labels import Language, known, text


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One place where a result does not hold what was recomputed.

    `kind` is cell, fact, rule, warning, case or case_row; `place` and `name` say where and what it is.
    """

    kind: str
    place: str  # a sheet
    name: str  # a cell, a fact, what a rule is about, a row and column of the case
    found: str
    recomputed: str

    def words(self, language: Language) -> str:
        """One line."""
        name = rule_words(self.name, language) if self.kind == "rule" else self.name
        blank = text("verify.blank", language)
        values = {"found": self.found or blank, "recomputed": self.recomputed or blank}
        return text(f"verify.finding.{self.kind}", language, place=self.place, name=name, **values)


def rule_words(rule: str, language: Language) -> str:
    """What a rule is called: one of the sheet `limits` by its words there."""
    key = f"verify.rule.{rule}"
    return text(key if known(key) else f"choice.limits.rule.{rule}", language)


@dataclass(frozen=True, slots=True)
class Compared:
    """How much of a sheet was compared."""

    sheet: str
    numbers: int
    texts: int
    differences: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not recomputed or compared, or what plans do otherwise than the contract; `values` fill its words."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def words(self, language: Language) -> str:
        """One sentence."""
        own = f"verify.remark.{self.key}"
        return text(own if known(own) else f"result.{self.key}", language, **dict(self.values))


@dataclass(frozen=True)
class Verification:
    """A result recomputed."""

    name: str
    findings: tuple[Discrepancy, ...]
    compared: tuple[Compared, ...]
    remarks: tuple[Remark, ...]

    @property
    def agrees(self) -> bool:
        """Whether everything that can be recomputed is as the result has it."""
        return not self.findings

    @property
    def numbers(self) -> int:
        """How many numbers were compared."""
        return sum(sheet.numbers for sheet in self.compared)

    @property
    def texts(self) -> int:
        """How many texts were compared."""
        return sum(sheet.texts for sheet in self.compared)
