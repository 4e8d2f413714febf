"""A file of which nothing is read, with the reason and the remedy."""

from __future__ import annotations

from importplan.basics.issues import Issue, Place


class Refused(Exception):
    """A file that is not read; `issue` says why and what to do."""

    def __init__(self, code: str, at: Place, **values: object) -> None:
        self.issue = Issue.error(code, at, **values)
        super().__init__(code)

    @classmethod
    def because(cls, issue: Issue, file: str) -> Refused:
        """A refusal for an issue that others found, in the file as it is called in the folder."""
        at = Place(file, issue.at.sheet, issue.at.cell)
        return cls(issue.code, at, **dict(issue.values))
