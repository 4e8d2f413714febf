"""Collects what is wrong and what is assumed while offers are priced; each fault and each note once."""

from __future__ import annotations

from dataclasses import dataclass, field

from importplan.basics.errors import InputRejected, RuleUnknown
from importplan.basics.issues import Issue, Place, Severity

Key = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass
class Problems:
    """Errors stop the pricing at its end; notes go into the table."""

    _issues: dict[Key, Issue] = field(default_factory=dict)

    def error(self, code: str, at: Place = Place(), **values: object) -> None:
        """A fault of the input."""
        self._add(Issue.error(code, at, **values))

    def note(self, code: str, at: Place = Place(), **values: object) -> None:
        """An assumption behind the amounts, for page one."""
        self._add(Issue.warning(code, at, **values))

    def unknown(self, fault: RuleUnknown, at: Place) -> None:
        """A rule that is not on record, as a fault at the cell that asked for it."""
        self.error(fault.code, at, **fault.values)

    def _add(self, issue: Issue) -> None:
        # The day is left out: a code unknown on thirty arrival days is one fault.
        values = tuple((name, str(value)) for name, value in issue.values.items() if name != "day")
        self._issues.setdefault((issue.code, str(issue.at), values), issue)

    @property
    def notes(self) -> tuple[Issue, ...]:
        """The assumptions, in the order in which they arose."""
        return tuple(issue for issue in self._issues.values() if issue.severity is Severity.WARNING)

    def stop_if_any(self) -> None:
        """Raise InputRejected with all faults and notes if there is a fault."""
        if any(issue.severity is Severity.ERROR for issue in self._issues.values()):
            raise InputRejected(tuple(self._issues.values()))
