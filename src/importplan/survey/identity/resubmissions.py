"""Several returns of one firm: which stands, what it replaces, and what is added.

The rule: the latest return stands as a whole — by the date signed, else the date of the file, else the order of names;
of one day a supplement after what it adds to, and so is one that came before everything else. Answers on the firm that
it leaves blank are taken from the one before; its items replace all earlier items, because a firm that corrects its
return sends all of it again. A file that calls itself a supplement (补充) adds its items and needs. Returns of one firm
within one file stand beside each other. What is identical is counted once.

A supplement that names an item again adds its needs; of a quarter that both tell with the same firmness its own stands,
and that is told, as are items of a replaced return that the later one does not name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from importplan.basics.spans import TimeSpan
from importplan.parsing.words import fold
from importplan.survey.returns.answers import FirmReturn, ItemAnswers, Record, Told

SUPPLEMENT = re.compile(r"补充|增补|追加|补报|supplement", re.IGNORECASE)
_RUNS = re.compile(r"(\d+)")
STANDS, REPLACED, ADDS, DUPLICATE = "stands", "replaced", "adds", "duplicate"


@dataclass(frozen=True, slots=True)
class ReturnStanding:
    """What became of one return of a firm; `set_aside` are items of it that no longer count."""

    entry: FirmReturn
    standing: str  # stands | replaced | adds | duplicate
    set_aside: tuple[ItemAnswers, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """The answers that stand, and what became of each return."""

    record: Record
    items: tuple[ItemAnswers, ...]
    standings: tuple[ReturnStanding, ...]
    overridden: tuple[tuple[Record, Record], ...] = ()  # needs that a supplement tells otherwise: before, after


def settle(returns: Sequence[FirmReturn]) -> Settled:
    """The answers of a firm that stand."""
    mains = [_day(entry) for entry in returns if not _is_supplement([entry])]
    ordered = sorted(returns, key=lambda entry: _order(entry, min(mains, default=date.min)))
    files = [list(members) for _, members in groupby(ordered, key=lambda entry: entry.file)]
    items: list[tuple[FirmReturn, ItemAnswers]] = []
    dropped: list[tuple[FirmReturn, ItemAnswers]] = []
    standings: dict[int, str] = {}
    overridden: list[tuple[Record, Record]] = []
    for members in files:
        new = [(entry, item) for entry in members for item in entry.items]
        fresh = _once(new, dropped)
        if not fresh and items:  # only the firm's own answers: the items that are known stay
            standings |= {id(entry): ADDS if not new else DUPLICATE for entry in members}
        elif items and _same(items, fresh):
            standings |= {id(entry): DUPLICATE for entry in members}
            dropped.extend(fresh)
        elif items and _is_supplement(members):
            items = _supplemented(items, fresh, overridden)
            standings |= {id(entry): ADDS for entry in members}
        else:
            dropped.extend(items)
            standings = {key: REPLACED if word != DUPLICATE else word for key, word in standings.items()}
            standings |= {id(entry): STANDS for entry in members}
            items = fresh
    told = tuple(_standing(entry, standings[id(entry)], dropped) for entry in ordered)
    record = _record([entry.record for entry in ordered])
    return Settled(record, tuple(item for _, item in items), told, tuple(overridden))


def _supplemented(
    items: Sequence[tuple[FirmReturn, ItemAnswers]],
    fresh: Sequence[tuple[FirmReturn, ItemAnswers]],
    overridden: list[tuple[Record, Record]],
) -> list[tuple[FirmReturn, ItemAnswers]]:
    """The items with those of a supplement: a new one is added, one that is known takes the needs and answers."""
    found = list(items)
    for entry, more in fresh:
        known = [place for place, (_, item) in enumerate(found) if _name(item) == _name(more)]
        if len(known) != 1 or not _name(more):  # of two of one name nobody knows which is meant
            found.append((entry, more))
            continue
        owner, item = found[known[0]]
        told = {_when(need): need for need in more.needs}
        overridden.extend(
            (need, told[_when(need)])
            for need in item.needs
            if _when(need) in told and _values(need) != _values(told[_when(need)])
        )
        kept = tuple(need for need in item.needs if _when(need) not in told)
        record = _record([item.record, more.record])
        found[known[0]] = (owner, ItemAnswers(record, (*kept, *more.needs), (*item.longer, *more.longer)))
    return found


def _when(need: Record) -> object:
    """The period and the firmness of a need; one whose period is not known is like no other."""
    period = need.value("period")
    return (period.first, period.last, need.value("firmness")) if isinstance(period, TimeSpan) else id(need)


def _standing(entry: FirmReturn, word: str, dropped: list[tuple[FirmReturn, ItemAnswers]]) -> ReturnStanding:
    return ReturnStanding(entry, word, tuple(item for owner, item in dropped if owner is entry))


def _day(entry: FirmReturn) -> date:
    return entry.received or date.min


def _order(entry: FirmReturn, first: date) -> tuple[date, bool, list[tuple[int, str]]]:
    """By day, then supplements, then by the name of the file with its numbers as numbers: 回执(10) after 回执(9).

    `first` is the day of the first return that is none: nothing can be added before it.
    """
    runs = [(int(run), "") if run.isdigit() else (-1, run) for run in _RUNS.split(entry.file) if run]
    adds = _is_supplement([entry])
    return max(_day(entry), first) if adds else _day(entry), adds, runs


def _is_supplement(members: Sequence[FirmReturn]) -> bool:
    return any(SUPPLEMENT.search(entry.file) for entry in members)


def _once(
    pairs: Sequence[tuple[FirmReturn, ItemAnswers]], dropped: list[tuple[FirmReturn, ItemAnswers]]
) -> list[tuple[FirmReturn, ItemAnswers]]:
    """Items of a file without those that stand there twice word for word."""
    seen: set[object] = set()
    kept: list[tuple[FirmReturn, ItemAnswers]] = []
    for entry, item in pairs:
        said = _said(item)
        (dropped if said in seen else kept).append((entry, item))
        seen.add(said)
    return kept


def _same(first: list[tuple[FirmReturn, ItemAnswers]], second: list[tuple[FirmReturn, ItemAnswers]]) -> bool:
    return {_said(item) for _, item in first} == {_said(item) for _, item in second}


def _said(item: ItemAnswers) -> object:
    """What an item says, without where it stands and which number the line has."""
    needs = (*item.needs, *item.longer)
    return _values(item.record), frozenset((_values(need), need.answer("period").written) for need in needs)


def _values(record: Record) -> object:
    answers = ((key, answer) for key, answer in record.answers.items() if key != "item_number")
    return frozenset((key, answer.told, answer.value) for key, answer in answers if answer.told is not Told.BLANK)


def _name(item: ItemAnswers) -> str:
    return fold(item.record.text("item_name"))


def _record(records: Sequence[Record]) -> Record:
    """The latest answers on the firm; a blank one leaves the one before. “无” and “不清楚” are answers."""
    answers = dict(records[-1].answers)
    for record in reversed(records[:-1]):
        for key, answer in record.answers.items():
            if key not in answers or answers[key].told is Told.BLANK:
                answers[key] = answer
    return Record(records[-1].group, answers, records[-1].at)
