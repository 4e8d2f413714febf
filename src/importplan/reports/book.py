"""The result workbook while it is written."""

from __future__ import annotations

from io import BytesIO

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.sheet_book import SheetBook


class Book(SheetBook):
    """The workbook of a result: what every sheet of it looks at."""

    def __init__(self, target: BytesIO, result: PlanResult, names: Names) -> None:
        super().__init__(target, result.scenario.settings, names)
        self.result = result
        self.names = names
