"""What settling the doubts of a case is worth, in tables, sentences and records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from importplan.customs.cost.duty_report import source_words
from importplan.results.differing import OrderDifference
from importplan.results.doubts.other_taxes import NO_MONEY
from importplan.results.doubts.settled import Reached, SettledDoubt
from importplan.results.forms import DATE, LONG, SHARE, SUMMARY, UNITS, in_words
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Table, plain

HEADINGS = "doubts.column"
SHOWN = 6  # doubts, and orders of one, that sentences name
SAID = 4  # findings of a doubt that are told
Fact = Column[Any]


def doubt_sheets(result: PlanResult, rows: Sequence[SettledDoubt], names: Names) -> Iterator[ListSheet]:
    """What follows, every doubt with its worth, and the orders that each answer changes."""
    told: Fact = Column("line", "", LONG, lambda row: row, widest=120)
    lines = tuple(doubt_sentences(result, rows, names))
    yield ListSheet("doubts.sheet_summary", "", Table("summary", (told,), lines, headed=HEADINGS))
    legend = names.word("doubts.legend")
    yield ListSheet("doubts.sheet_doubts", legend, Table("doubts", _DOUBTS, tuple(rows), headed=HEADINGS), 2)
    moves = tuple((row, move) for row in rows for move in row.moves)
    yield ListSheet("doubts.sheet_orders", "", Table("orders", _MOVES, moves, headed=HEADINGS), 2)


def doubt_record(
    result: PlanResult, rows: Sequence[SettledDoubt], unknown: Sequence[str], names: Names
) -> dict[str, Any]:
    """All of it for machines."""
    return {
        "draws": result.draws.count,
        "seed": result.run.seed,
        "objective_cny": plain(result.solution.plan_cny),
        "gap": plain(result.solution.gap),
        "sentences": list(doubt_sentences(result, rows, names)),
        "chances_without_doubt": list(unknown),
        "doubts": [_doubt_record(row, names) for row in rows],
    }


def _doubt_record(row: SettledDoubt, names: Names) -> dict[str, Any]:
    doubt = row.doubt
    return {
        "key": doubt.key, "kind": doubt.kind.value, "firm": doubt.firm, "regime": doubt.regime, "item": doubt.item,
        "file": doubt.at.file, "sheet": doubt.at.sheet, "cell": doubt.at.cell,
        "planned_as": "yes" if doubt.yes else "no",
        "codes": [found.code for found in doubt.findings],
        "found": found_words(names, row), "step": step_words(names, row),
        "document": document_words(names, row), "settled_by": names.word(f"doubts.who.{doubt.kind.value}"),
        "by": plain(row.day), "reached": row.reached.value,
        "worth_cny": plain(row.worth_cny), "at_least_cny": plain(row.low_cny), "at_most_cny": plain(row.high_cny),
        "told_apart": row.told_apart, "before_signing_cny": plain(row.before_signing_cny),
        "chance_of_no": row.chance_of_no, "expected_cny": plain(row.expected_cny),
        "traced_cny": plain(row.traced_cny), "traced_cash_cny": plain(row.traced_cash_cny),
        "improved_cny": plain(row.improved_cny),
        "gap": plain(row.before.solution.gap), "gap_other": plain(row.after.solution.gap) if row.after else None,
        "orders": [
            {
                "item": move.item, "buyer": move.buyer, "offer": move.offer, "move": move.move.value,
                "before": plain(move.before), "after": plain(move.after),
            }
            for move in row.moves
        ],
    }  # fmt: skip


def doubt_sentences(result: PlanResult, rows: Sequence[SettledDoubt], names: Names) -> Iterator[str]:
    """What is worth settling first and by when, what is not told apart, and what was not planned."""
    if not rows:
        yield names.word("doubts.none")
        return
    yield names.word("doubts.method", draws=result.draws.count, gap=result.solution.gap)
    worth = [row for row in rows if row.told_apart]
    for row in worth[:SHOWN]:
        yield _first(names, row)
    if len(worth) > SHOWN:
        yield names.word("doubts.and_more", count=len(worth) - SHOWN)
    counted = {
        "doubts.unsure": [row for row in rows if row.reached is Reached.PLANNED and not row.told_apart],
        "doubts.idle": [row for row in rows if row.reached is Reached.IDLE],
        "doubts.no_time": [row for row in rows if row.reached is Reached.NO_TIME],
        "doubts.no_plan": [row for row in rows if row.reached is Reached.NO_PLAN],
        "doubts.no_figure": [row for row in rows if row.reached is Reached.NO_FIGURE],
    }
    for key, some in counted.items():
        if some:
            told = names.word("result.list_join").join(subject(names, row) for row in some[:SHOWN])
            yield names.word(key, count=len(some), told=told)
    if worth:
        yield names.word("doubts.not_added")
    gain = max((row.improved_cny for row in rows), default=0.0)
    if gain > NO_MONEY:
        yield names.word("doubts.improved", amount=names.in_summary_unit(gain))


def _first(names: Names, row: SettledDoubt) -> str:
    assert row.worth_cny is not None and row.low_cny is not None and row.high_cny is not None
    unit = names.in_summary_unit
    told = names.word(
        "doubts.first", what=subject(names, row), worth=unit(row.worth_cny), low=unit(row.low_cny),
        high=unit(row.high_cny), who=names.word(f"doubts.who.{row.doubt.kind.value}"),
    )  # fmt: skip
    if row.day is not None:
        told += names.word("doubts.by_signing" if row.moves else "doubts.by_arrival", day=row.day)
    if row.moves:
        words = names.word("result.list_join").join(move_words(names, move) for move in row.moves[:SHOWN])
        told += names.word("doubts.moves", told=words)
    if row.before_signing_cny is not None and row.moves:
        told += names.word("doubts.before_signing", amount=unit(row.before_signing_cny))
    if row.expected_cny is not None:
        told += names.word("doubts.expected", chance=row.chance_of_no, amount=unit(row.expected_cny))
    return told + names.word("doubts.full_stop")


def subject(names: Names, row: SettledDoubt) -> str:
    """What is in doubt, in a few words: kind, goods, firm, relief, cell."""
    doubt = row.doubt
    parts = [
        names.item(doubt.item) if doubt.item in names.scenario.item_index else "",
        names.firm(doubt.firm) if doubt.firm else "",
        regime.name(names.language) if (regime := names.catalog.regimes.get(doubt.regime)) else "",
        str(doubt.at),
    ]
    about = names.word("result.list_join").join(part for part in parts if part)
    return names.word("doubts.subject", kind=names.word(f"doubts.kind.{doubt.kind.value}"), about=about)


def found_words(names: Names, row: SettledDoubt) -> str:
    """What is in doubt, in the words of the notes."""
    return _joined(names, (names.note(found).found(names.language) for found in row.doubt.findings))


def step_words(names: Names, row: SettledDoubt) -> str:
    """Which paper settles it."""
    return _joined(names, (names.note(found).repair(names.language) for found in row.doubt.findings))


def _joined(names: Names, words: Iterator[str]) -> str:
    told = [one for one in dict.fromkeys(words) if one not in ("", "-")]
    more = names.word("doubts.more_findings", count=len(told) - SAID) if len(told) > SAID else ""
    return names.word("result.reason.join").join(told[:SAID]) + more


def document_words(names: Names, row: SettledDoubt) -> str:
    """The document of the relief, and the sources of what was found."""
    regime = names.catalog.regimes.get(row.doubt.regime)
    version = regime.on(row.day or names.scenario.settings.start) if regime else None
    found = [version.document] if version else []
    found += [source_words(each.source, names.language) for each in row.doubt.findings if each.source]
    return names.word("result.reason.join").join(dict.fromkeys(found))


def move_words(names: Names, move: OrderDifference) -> str:
    """One order that the other answer changes."""
    return names.word(
        "doubts.move", item=names.item(move.item), source=names.source(names.offer(move.offer)),
        move=names.word(f"compare.move.{move.move.value}"), before=move.before.units, after=move.after.units,
    )  # fmt: skip


def _moves(names: Names, row: SettledDoubt) -> str:
    if row.after is None:
        return names.word(f"doubts.reached.{row.reached.value}")
    told = [move_words(names, move) for move in row.moves[:SHOWN]]
    more = names.word("doubts.more_findings", count=len(row.moves) - SHOWN) if len(row.moves) > SHOWN else ""
    return names.word("result.reason.join").join(told) + more if told else names.word("doubts.same_orders")


def _verdict(names: Names, row: SettledDoubt) -> str:
    if row.reached is not Reached.PLANNED:
        return names.word(f"doubts.reached.{row.reached.value}")
    return names.word("doubts.told_apart" if row.told_apart else "doubts.not_told_apart")


def _gaps(names: Names, row: SettledDoubt) -> str:
    if row.after is None:
        return ""
    return names.word("doubts.gaps", one=row.before.solution.gap, two=row.after.solution.gap)


def _when(names: Names, row: SettledDoubt) -> str:
    if row.day is None:
        return ""
    return names.word("doubts.because_signing" if row.moves else "doubts.because_arrival")


_DOUBTS: tuple[Fact, ...] = (
    in_words("kind", lambda names, row: names.word(f"doubts.kind.{row.doubt.kind.value}"), widest=12),
    in_words("subject", lambda names, row: subject(names, row), widest=30),
    Column("worth", "cny", SUMMARY, lambda row: row.worth_cny, widest=11),
    Column("at_least", "cny", SUMMARY, lambda row: row.low_cny, widest=11),
    Column("at_most", "cny", SUMMARY, lambda row: row.high_cny, widest=11),
    in_words("verdict", _verdict, widest=16),
    Column("before_signing", "cny", SUMMARY, lambda row: row.before_signing_cny, widest=12),
    Column("traced", "cny", SUMMARY, lambda row: row.traced_cny, widest=11),
    Column("traced_cash", "cny", SUMMARY, lambda row: row.traced_cash_cny, widest=11),
    Column("chance", "share", SHARE, lambda row: row.chance_of_no, widest=9),
    Column("expected", "cny", SUMMARY, lambda row: row.expected_cny, widest=11),
    in_words("planned_as", lambda names, row: names.word(f"doubts.as.{'yes' if row.doubt.yes else 'no'}"), widest=10),
    in_words("changes", _moves, widest=40),
    Column("by", "", DATE, lambda row: row.day, widest=12),
    in_words("because", _when, widest=14),
    in_words("who", lambda names, row: names.word(f"doubts.who.{row.doubt.kind.value}"), widest=20),
    in_words("step", lambda names, row: step_words(names, row), widest=44),
    in_words("found", lambda names, row: found_words(names, row), widest=44),
    in_words("document", lambda names, row: document_words(names, row), widest=30),
    in_words("gaps", _gaps, widest=12),
    in_words("key", lambda names, row: row.doubt.key, widest=26),
)
_MOVES: tuple[Fact, ...] = (
    in_words("subject", lambda names, row: subject(names, row[0]), widest=34),
    in_words("item", lambda names, row: names.item(row[1].item), widest=24),
    in_words("source", lambda names, row: names.source(names.offer(row[1].offer)), widest=28),
    in_words("buyer", lambda names, row: names.firm(row[1].buyer), widest=22),
    in_words("move", lambda names, row: names.word(f"compare.move.{row[1].move.value}"), widest=10),
    Column("units_before", "goods", UNITS, lambda row: row[1].before.units, widest=11),
    Column("units_after", "goods", UNITS, lambda row: row[1].after.units, widest=11),
    Column("first_before", "", DATE, lambda row: row[1].before.first, widest=12),
    Column("first_after", "", DATE, lambda row: row[1].after.first, widest=12),
)
