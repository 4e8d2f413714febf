"""What each row of the reserve list rests on, so that it can be defended alone.

    need       the lines of demand behind it, by how sure they are, with the returns that they come from
    gap        yearly need, share of the source whose stop is worst, months that it lasts against months to recover
    quantity   what is held against that gap, and what the next best way costs: to wait for the source, or for the
               quickest other one. Holding a unit for a year pays where such a stop comes more often than

        value × (holding + obsolescence + discount rate) ÷ mean loss of a unit that waits from the stop to the recovery

The break-even is arithmetic of one source and one stop; the plan weighs all its draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.assessment.survival import Survival
from importplan.plan.plan import DUST
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult, once
from importplan.results.table import NUMBER, Column, Leads, Look, Table
from importplan.results.views.assessment_tables import months_words
from importplan.results.views.reserve import ReserveRow, reserve_rows
from importplan.scenario.schema.demand import Demand


@dataclass(frozen=True)
class ReserveGrounds:
    """What the row of one item rests on."""

    item: str
    lines: tuple[Demand, ...]  # due within the plan
    expected: float  # units of them, by their probabilities
    certain: float
    derived: float  # of the expected, what follows from machines
    returned: int  # lines that name a source
    firms: int
    level: float
    new: float  # units that the plan buys for the reserve
    worst: Survival | None
    hold_cny: float  # to hold a unit for a year
    source: str  # offer that serves first where it is another one

    @property
    def wait_cny(self) -> float | None:
        """Mean loss of a unit that waits from the stop to the recovery; None where nothing is short."""
        worst = self.worst
        return worst.loss_cny / worst.gap_units if worst is not None and worst.short else None

    @property
    def break_even(self) -> float | None:
        """Stops a year from which holding a unit pays."""
        return self.hold_cny / self.wait_cny if self.wait_cny else None

    @property
    def per_year(self) -> float | None:
        """Stops a year that the case assumes; None where it has no risk for the source."""
        return self.worst.recovery.per_year if self.worst is not None and self.worst.recovery.per_year else None

    @property
    def verdict(self) -> str:
        """Whether the arithmetic alone bears the quantity out."""
        if self.new <= DUST:
            return "kept"
        if self.break_even is None:
            return "no_gap"
        if self.per_year is None:
            return "no_risk"
        if self.per_year < self.break_even:
            return "draws"
        return "beyond_gap" if self.worst is not None and self.level > self.worst.gap_units + DUST else "pays"


@once
def reserve_grounds(result: PlanResult) -> tuple[ReserveGrounds, ...]:
    """One for each item in the reserve list, in its order."""
    return tuple(_grounds(result, row) for row in reserve_rows(result) if row.item)


def _grounds(result: PlanResult, held: ReserveRow) -> ReserveGrounds:
    scenario, item, worst = result.scenario, held.item, held.worst
    periods = scenario.calendar.count
    lines = tuple(line for line in scenario.demand if line.item == item and scenario.period_due(line) < periods)
    row, at = scenario.items[scenario.item_index[item]], scenario.item_index[item]
    rate = row.holding_rate + row.obsolescence_rate + scenario.settings.discount_rate
    return ReserveGrounds(
        item=item,
        lines=lines,
        expected=sum(line.quantity * scenario.probability_of(line) for line in lines),
        certain=sum(line.quantity for line in lines if scenario.probability_of(line) == 1.0),
        derived=sum(line.quantity * scenario.probability_of(line) for line in lines if line.derived),
        returned=sum(bool(line.source) and not line.derived for line in lines),
        firms=len({scenario.firm_of(line) for line in lines}),
        level=held.level or 0.0,
        new=held.new,
        worst=worst,
        hold_cny=float(result.landed.reference_value_cny[at]) * rate,
        source=worst.recovery.offer if worst is not None else "",
    )


def need_words(names: Names, row: ReserveGrounds) -> str:
    """`12 行、8 家：900（其中确定 700、由设备推算 50）；11 行注明来源`."""
    return names.word(
        "reserve.grounds.need", lines=len(row.lines), firms=row.firms, units=row.expected, certain=row.certain,
        derived=row.derived, returned=row.returned,
    )  # fmt: skip


def gap_words(names: Names, row: ReserveGrounds) -> str:
    """Which stop, what share, how long it lasts, how long until it recovers, what is short then."""
    if row.worst is None or not row.worst.short:
        return names.word("reserve.grounds.no_gap")
    worst, calendar = row.worst, names.scenario.calendar
    return names.word(
        "reserve.grounds.gap", share=100.0 * worst.share, stopped=worst.recovery.stopped_months,
        survive=months_words(names, worst.survive_months), recover=months_words(names, worst.recovery.months),
        gap=worst.gap_units, period=calendar.label(worst.starts),
    )  # fmt: skip


def next_best_words(names: Names, row: ReserveGrounds) -> str:
    """What is done where nothing is held, and what a unit then costs."""
    if row.wait_cny is None or row.worst is None:
        return names.word("reserve.grounds.nothing_waits")
    key = "reserve.grounds.other" if row.source else "reserve.grounds.wait"
    source = names.source(names.offer(row.source)) if row.source else ""
    months = months_words(names, row.worst.recovery.months)
    return names.word(key, source=source, months=months, loss=row.wait_cny)


def quantity_words(names: Names, row: ReserveGrounds) -> str:
    """What is held against the gap, and from which frequency of stops on that pays."""
    gap = row.worst.gap_units if row.worst is not None else 0.0
    covered = row.level / gap if gap else 0.0
    return names.word(
        f"reserve.grounds.quantity.{row.verdict}", level=row.level, gap=gap, share=100.0 * covered,
        hold=row.hold_cny, even=100.0 * (row.break_even or 0.0), often=100.0 * (row.per_year or 0.0),
    )  # fmt: skip


GROUNDS: tuple[Column[ReserveGrounds], ...] = (
    NUMBER,
    Column("item", "", forms.ITEM, lambda row: row.item),
    in_words("grounds_need", need_words, widest=34),
    in_words("grounds_gap", gap_words, widest=40),
    in_words("grounds_next_best", next_best_words, widest=40),
    in_words("grounds_quantity", quantity_words, widest=48),
    for_machines("expected", lambda row: row.expected),
    for_machines("certain", lambda row: row.certain),
    for_machines("lines", lambda row: len(row.lines)),
    for_machines("level", lambda row: row.level),
    for_machines("gap_units", lambda row: row.worst and row.worst.gap_units),
    for_machines("wait_cny", lambda row: row.wait_cny),
    for_machines("hold_cny", lambda row: row.hold_cny),
    for_machines("break_even_per_year", lambda row: row.break_even),
    for_machines("stops_per_year", lambda row: row.per_year),
    for_machines("verdict", lambda row: row.verdict),
)


def grounds_table(result: PlanResult) -> Table[ReserveGrounds]:
    """Row by row what the list rests on."""
    return Table("reserve_grounds", GROUNDS, reserve_grounds(result), quiet=True)


RETURNS: tuple[Column[Demand], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item),
    in_words("firm", lambda names, row: names.firm(names.scenario.firm_of(row)), Look.LONG_TEXT),
    Column("need_line", "", forms.TEXT, lambda row: row.line, known_as="line", leads=Leads("input:demand")),
    Column("need_period", "", forms.TEXT, lambda row: str(row.period)),
    Column("asked_units", "goods", forms.UNITS, lambda row: row.quantity),
    in_words("need_probability", lambda names, row: f"{names.scenario.probability_of(row):.0%}", Look.FIGURE),
    Column("priority", "", forms.WHOLE, lambda row: row.priority),
    Column("need_source", "", forms.LONG, lambda row: row.source, widest=44),
    Column("need_cell", "", forms.TEXT, lambda row: str(row.place)),
)


def returns_table(result: PlanResult) -> Table[Demand]:
    """The lines of demand behind the list, with the return that each comes from: it names firms."""
    lines: Iterator[Demand] = (line for row in reserve_grounds(result) for line in row.lines)
    return Table("reserve_returns", RETURNS, tuple(lines), quiet=True)
