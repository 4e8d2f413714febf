"""Sheet `notes` (假设与待核事项): assumptions and warnings with the money that hangs on them, method, and the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from importplan.basics.issues import Issue
from importplan.results import forms
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.landed_cost import rules_table
from importplan.results.table import NUMBER, Column, Table
from importplan.results.views.order_lines import OrderLine, order_lines
from importplan.results.views.relief import relief_of, relief_uses, tax_behind, tax_refused
from importplan.results.views.run_facts import run_table
from importplan.results.views.ways_out import held_back_words
from importplan.scenario.unused import UNUSED


@dataclass(frozen=True)
class Note:
    """A note of the result: where it comes from, what it says, and the money of the goods it concerns."""

    kind: str
    found: str
    repair: str = ""
    money_cny: float | None = None
    place: str = ""


def _found(widest: float = 0.0) -> Column[Note]:
    return Column("found", "", forms.LONG, lambda row: row.found, widest=widest)


KIND: Column[Note] = Column("note_kind", "", forms.worded("result.note"), lambda row: row.kind)
PLACE: Column[Note] = Column("place", "", forms.TEXT, lambda row: row.place)
ASSUMPTIONS: tuple[Column[Note], ...] = (
    NUMBER,
    KIND,
    _found(64.0),
    Column("repair", "", forms.LONG, lambda row: row.repair, widest=52.0),
    Column("note_money_cny", "cny", forms.YUAN, lambda row: row.money_cny),
    PLACE,
)


def assumptions_table(result: PlanResult, names: Names) -> Table[Note]:
    """Assumptions behind taxes and draws and warnings on the input; most money first within each kind."""
    lines = order_lines(result) if result.has_plan else ()
    used = relief_uses(result) if result.has_plan else ()
    tax = cache(lambda goods: tax_behind(goods, used, result))
    refused = cache(lambda goods: tax_refused(goods, result) if result.has_plan else None)
    money_of = cache(lambda goods: money_behind(goods, lines))

    def note(kind: str, issue: Issue, others: int) -> Note:
        named = issue if kind == "input" else names.note(issue)
        found = named.found(names.language) + (names.word("result.note.others", count=others) if others else "")
        money = tax(relief_of(issue)) or refused(relief_of(issue)) or money_of(goods_of(issue))
        return Note(kind, found, named.repair(names.language), money, str(issue.at))

    rows: list[Note] = []
    for kind, issues in kinds(result):
        weighed = (note(kind, issue, others) for issue, others in issues)
        rows += sorted(weighed, key=lambda row: -(row.money_cny or 0.0))
    return Table("assumptions", ASSUMPTIONS, rows)


def kinds(result: PlanResult) -> Iterator[tuple[str, tuple[tuple[Issue, int], ...]]]:
    """The notes of a result by where they come from, each with how many others say the same."""
    yield "tax", alike(result.landed.notes)
    yield "draws", tuple((issue, 0) for issue in result.draws.notes)
    yield "input", tuple((issue, 0) for issue in result.issues if issue.code not in UNUSED)


HOLDER = ("firm", "certificate")  # what a note names of a certificate


def alike(issues: Iterable[Issue]) -> tuple[tuple[Issue, int], ...]:
    """The first of notes that say the same of several certificates at one place, and how many others there are."""
    found: dict[tuple[object, ...], list[Issue]] = {}
    for issue in issues:
        said = tuple((name, str(value)) for name, value in issue.values.items() if name not in HOLDER)
        found.setdefault((issue.code, str(issue.at), said), []).append(issue)
    return tuple((same[0], len(same) - 1) for same in found.values())


Goods = tuple[str | None, ...]  # offer, item, tariff code, currency; None where a note does not name it


def goods_of(issue: Issue) -> Goods:
    """Which goods a note speaks of."""
    said = issue.values
    return tuple(str(said[name]) if name in said else None for name in ("offer", "item", "hs_code", "currency"))


def money_behind(goods: Goods, lines: tuple[OrderLine, ...]) -> float | None:
    """CNY of the planned goods that a note speaks of; None where it names none."""
    if all(said is None for said in goods):
        return None
    found = 0.0
    for line in lines:
        own = (line.offer.offer, line.item.item, line.item.hs_code, line.offer.currency)
        if all(said in (None, name) for said, name in zip(goods, own, strict=True)):
            found += line.price_cny
    return found


def unused_table(result: PlanResult, names: Names) -> Table[Note]:
    """Sheets and columns that were filled in but do not act yet."""
    found = (issue for issue in result.issues if issue.code in UNUSED)
    rows = tuple(Note("unused", issue.found(names.language), place=str(issue.at)) for issue in found)
    return Table("unused", (NUMBER, KIND, _found(64.0), PLACE), rows)


METHOD = ("orders_today", "recourse", "discounted", "estimate", "vat", "schedule")


def method_table(result: PlanResult, names: Names) -> Table[Note]:
    """How the figures are meant."""
    judged = (f"draws_{result.judged_on}",) if result.has_plan else ()
    opened = ("open_needs",) if result.scenario.settings.open_need_share > 0.0 else ()
    ruled = ("shared_by_rule",) if result.solution.shared_by_rule else ()
    bound, bounded = result.solution.at_bound, tuple[str, ...]()
    if bound is not None:
        bounded = ("bound_of_use_unknown",) if bound.gain_cny is None else ("bound_of_use",)
    counts = {
        "large": 0 if bound is None else bound.count,
        "gain": 0.0 if bound is None else bound.gain_cny or 0.0,
        "most": 0.0 if bound is None else bound.most_cny or 0.0,
        "made": result.draws.count,
        "count": result.judging.count,
        "share": result.scenario.settings.open_need_share,
    }
    held_back = held_back_words(result, names)
    said = (*judged, *METHOD, *opened, *bounded, *ruled)
    lines = [*(names.word(f"result.method.{key}", **counts) for key in said), *filter(None, (held_back,))]
    rows = tuple(Note("method", words) for words in lines)
    return Table("method", (NUMBER, KIND, _found()), rows)


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Assumptions and unverified rules first, then what was not used, the method, and the run."""
    yield names.word("result.about.notes")
    yield assumptions_table(result, names)
    if result.has_plan:
        yield rules_table(result)
    yield unused_table(result, names)
    yield method_table(result, names)
    yield run_table(result, names)


SHEET = ResultSheet("notes", blocks, freeze=1, without_plan=True)
