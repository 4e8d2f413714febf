"""What became of files and rows, in numbers: nothing is lost between the folder and the report."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.survey.returns.collected import Collected
from importplan.survey.returns.survey import Survey


@dataclass(frozen=True, slots=True)
class Accounted:
    """Files = read + refused; rows = read + rejected + skipped; returns = firms + duplicates and resubmissions."""

    files: int
    files_refused: int
    rows: int
    rows_read: int
    rows_rejected: int
    rows_skipped: int
    returns: int
    firms: int

    @classmethod
    def of(cls, collected: Collected, survey: Survey) -> Accounted:
        """The numbers of a folder."""
        files = collected.files
        return cls(
            files=len(files),
            files_refused=sum(file.refused is not None for file in files),
            rows=sum(file.rows for file in files),
            rows_read=sum(file.read for file in files),
            rows_rejected=sum(file.rejected for file in files),
            rows_skipped=sum(file.skipped for file in files),
            returns=len(collected.returns),
            firms=len(survey.firms),
        )
