"""Page one of a case without a plan: which wishes have to give way, by how much, where they stand, what follows."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.plan.solution import IN_WHOLE, Repair, WayOut
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.page_one.doubt import switched_off_words
from importplan.results.page_one.section import Section
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Look, Table
from importplan.results.views.ways_out import amount_words, repair_words, ways_out


@dataclass(frozen=True)
class Wish:
    """A wish that has to give way in a way out."""

    number: int
    way: WayOut
    repair: Repair


COLUMNS: tuple[Column[Wish], ...] = (
    Column("way_number", "", forms.WHOLE, lambda row: row.number, span=2),
    in_words("wish", lambda names, row: repair_words(names, row.repair), span=10),
    in_words("wish_amount", lambda names, row: amount_words(names, row.repair), Look.FIGURE, span=4),
    Column("place", "", forms.TEXT, lambda row: row.repair.place or None, span=4),
    Column("cost_then_summary", "cny", forms.SUMMARY, lambda row: row.way.objective_cny, span=4),
)


def sections(result: PlanResult, names: Names) -> tuple[Section, ...]:
    """Why there is no plan, then the ways out: as sentences and as a table."""
    reason = result.solution.termination.reason.value
    lines = ways_out(result, names)
    none = () if lines else (names.word("result.no_way_out"),)
    parts = result.solution.termination.detail == IN_WHOLE
    meaning = names.word("result.without.in_whole" if parts else "result.without.meaning")
    return (
        Section(
            names.word(f"result.without.{reason}"),
            None,
            tuple(filter(None, (meaning, switched_off_words(result, names)))),
        ),
        Section(names.word("result.section.ways"), table(result), (*lines, *none)),
        Section(names.word("result.section.next"), None, (names.word("result.without.next"),)),
    )


def table(result: PlanResult) -> Table[Wish]:
    """One row for each wish of each way out."""
    ways = enumerate(result.solution.ways_out, start=1)
    return Table("ways_out", COLUMNS, tuple(Wish(at, way, repair) for at, way in ways for repair in way.repairs))
