"""Faults in the input, each with its place, its code and how to mend it.

An issue never raises and never prints: checks yield it, the pipeline stops once and shows all of them. Its words are
in the labels table under `issue.<code>.found` and `issue.<code>.repair`, filled with `values`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from importplan.basics.labels import Language, text

NAMED = 8  # cells that are named beside the first one


class Severity(Enum):
    """An error stops the run; a warning is shown and kept in the notes of the result."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, sheet as it is called there, and cell (`D7`), row (`7`) or nothing."""

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        spot = "!".join(part for part in (self.sheet, self.cell) if part)
        return f"{self.file}: {spot}" if self.file and spot else self.file or spot


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault or warning: `code` is stable, `values` fill the words of both languages."""

    code: str
    at: Place = Place()
    severity: Severity = Severity.ERROR
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def error(cls, code: str, at: Place = Place(), **values: object) -> Issue:
        """An issue that stops the run."""
        return cls(code, at, Severity.ERROR, MappingProxyType(dict(values)))

    @classmethod
    def warning(cls, code: str, at: Place = Place(), **values: object) -> Issue:
        """An issue that is shown and goes into the notes."""
        return cls(code, at, Severity.WARNING, MappingProxyType(dict(values)))

    def __reduce__(self) -> tuple[Callable[..., Issue], tuple[object, ...]]:
        # Python sends no read-only mapping to another process by itself.
        return _received, (self.code, self.at, self.severity, dict(self.values))

    def found(self, language: Language) -> str:
        """What was found, in words."""
        return text(f"issue.{self.code}.found", language, **self.values)

    def repair(self, language: Language) -> str:
        """How to mend it, in words."""
        return text(f"issue.{self.code}.repair", language, **self.values)


def _received(code: str, at: Place, severity: Severity, values: dict[str, object]) -> Issue:
    return Issue(code, at, severity, MappingProxyType(values))


def told_once(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues with a value `also` that say the same of several cells of a sheet as one, at the first; `also` names more.

    It is blank, or ` [D3, D4, …]` with at most `NAMED` cells. Other issues stay as they are, all in their order.
    """
    found: dict[object, list[Issue]] = {}
    for number, issue in enumerate(issues):
        same = (
            issue.code,
            issue.at.file,
            issue.at.sheet,
            tuple(sorted((key, str(of)) for key, of in issue.values.items())),
        )
        found.setdefault(same if "also" in issue.values else number, []).append(issue)
    return tuple(_with_cells(same) if len(same) > 1 else same[0] for same in found.values())


def _with_cells(same: list[Issue]) -> Issue:
    first, *others = same
    cells = [issue.at.cell for issue in others[:NAMED]] + (["…"] if len(others) > NAMED else [])
    return replace(first, values=MappingProxyType({**first.values, "also": f" [{', '.join(cells)}]"}))


def has_errors(issues: tuple[Issue, ...]) -> bool:
    """Whether any issue stops the run."""
    return any(issue.severity is Severity.ERROR for issue in issues)
