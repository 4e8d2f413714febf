"""Several returns of one firm: which stands, what it replaces, and what is added.

The rule: the latest return stands as a whole — by the date signed, else the date of the file, else the order of names;
of one day a supplement after what it adds to, and so is one that came before everything else.
Answers on the firm that it leaves blank are taken from the one before; its items replace all earlier items, because a
firm that corrects its return sends all of it again. A file that calls itself a supplement (补充) adds its items and
replaces those of the same name. Returns of one firm within one file stand beside each other. What is identical is
counted once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

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


def settle(returns: Sequence[FirmReturn]) -> Settled:
    """The answers of a firm that stand."""
    mains = [_day(entry) for entry in returns if not _is_supplement([entry])]
    ordered = sorted(returns, key=lambda entry: _order(entry, min(mains, default=date.min)))
    files = [list(members) for _, members in groupby(ordered, key=lambda entry: entry.file)]
    items: list[tuple[FirmReturn, ItemAnswers]] = []
    dropped: list[tuple[FirmReturn, ItemAnswers]] = []
    standings: dict[int, str] = {}
    for members in files:
        new = [(entry, item) for entry in members for item in entry.items]
        fresh = _once(new, dropped)
        if not fresh and items:  # only the firm's own answers: the items that are known stay
            standings |= {id(entry): ADDS if not new else DUPLICATE for entry in members}
        elif items and _same(items, fresh):
            standings |= {id(entry): DUPLICATE for entry in members}
            dropped.extend(fresh)
        elif items and _is_supplement(members):
            names = {_name(item) for _, item in fresh}
            dropped.extend(pair for pair in items if _name(pair[1]) in names)
            items = [pair for pair in items if _name(pair[1]) not in names] + fresh
            standings |= {id(entry): ADDS for entry in members}
        else:
            dropped.extend(items)
            standings = {key: REPLACED if word != DUPLICATE else word for key, word in standings.items()}
            standings |= {id(entry): STANDS for entry in members}
            items = fresh
    told = tuple(_standing(entry, standings[id(entry)], dropped) for entry in ordered)
    return Settled(_record([entry.record for entry in ordered]), tuple(item for _, item in items), told)


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
