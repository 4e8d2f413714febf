"""Page one of a case without a plan: which wishes have to give way, by how much, where they stand, what follows."""

from __future__ import annotations

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.section import Section
from importplan.reports.views.ways_out import amount_words, repair_words, ways_out

COLUMNS = (
    Column("way_number", Form.WHOLE),
    Column("wish", Form.LONG_TEXT),
    Column("wish_amount", Form.FIGURE),
    Column("place"),
    Column("cost_then_summary", Form.SUMMARY),
)


def sections(result: PlanResult, names: Names) -> tuple[Section, ...]:
    """Why there is no plan, then the ways out: as sentences and as a table."""
    reason = result.solution.termination.reason.value
    lines = ways_out(result, names)
    none = () if lines else (names.word("result.no_way_out"),)
    return (
        Section(names.word(f"result.without.{reason}"), None, (names.word("result.without.meaning"),)),
        Section(names.word("result.section.ways"), table(result, names), (*lines, *none)),
        Section(names.word("result.section.next"), None, (names.word("result.without.next"),)),
    )


def table(result: PlanResult, names: Names) -> Table:
    """One row for each wish of each way out."""
    rows: list[tuple[Cell, ...]] = []
    for number, way in enumerate(result.solution.ways_out, start=1):
        cost = None if way.objective_cny is None else names.in_summary_unit(way.objective_cny)
        for repair in way.repairs:
            rows.append((number, repair_words(names, repair), amount_words(names, repair), repair.place or None, cost))
    return Table("ways_out", COLUMNS, tuple(rows))
