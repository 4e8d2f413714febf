"""Rows of the example in the template left in a case of people: told, since they are planned like all others."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.basics.labels import LANGUAGES
from importplan.documents.case.example import example
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import Row
from importplan.scenario.wording import sheet_name


def leftover_examples(scenario: Scenario) -> Iterator[Issue]:
    """A warning for each row that says what one of the example says; one for a case that is nothing else."""
    left = [row for schema in SHEETS if not schema.ONE_ROW for row in _left(scenario, schema)]
    if left and len(left) == sum(len(getattr(scenario, schema.SHEET)) for schema in SHEETS if not schema.ONE_ROW):
        yield Issue.warning("case-is-the-example", scenario.settings.cell("title"))
        return
    for row in left:
        named = row.id_column()
        shown = str(getattr(row, named.attribute)) if named else row.place.cell
        names = {"sheet": row.SHEET, "sheet_zh": sheet_name(row.SHEET, "zh")}
        yield Issue.warning("example-row-left", row.place, id=shown, **names)


def _left(scenario: Scenario, schema: type[Row]) -> Iterator[Row]:
    examples = [row for language in LANGUAGES for row in getattr(example(language), schema.SHEET)]
    for row in getattr(scenario, schema.SHEET):
        if getattr(row, "use", True) and any(_says(row, shown) for shown in examples):
            yield row


def _says(row: Row, shown: Row) -> bool:
    """Whether a row says all that the example says; what was added to it makes it nobody's own."""
    given = [spec.attribute for spec in shown.specs() if getattr(shown, spec.attribute) != spec.default]
    return all(getattr(row, name) == getattr(shown, name) for name in given)
