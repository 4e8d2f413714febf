"""What became of every true row: read right, read wrong, rejected, skipped, or lost."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isclose
from typing import Any

from importplan.basics.issues import Place
from importplan.survey.questions import BY_KEY, NEED, Asks
from importplan.survey.returns.answers import Answer, Record, Told
from importplan.survey.returns.collected import Collected

Spot = tuple[str, str, int]
FIGURES = (Asks.NUMBER, Asks.MONEY, Asks.SHARE, Asks.QUARTER, Asks.CURRENCY)


@dataclass
class Miss:
    """One answer or row that is not as it should be."""

    spot: Spot
    key: str
    why: str
    written: str
    expected: str
    got: str = ""

    def __str__(self) -> str:
        file, sheet, row = self.spot
        return (
            f"{self.why}: {file} [{sheet}] {row} {self.key}: {self.got!r}, not {self.expected!r}; is {self.written!r}"
        )


@dataclass
class RowScore:
    """Counts over all files."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)  # (readable | unreadable | either, outcome)
    answers: Counter[tuple[str, bool]] = field(default_factory=Counter)  # (question, right)
    uneven: list[str] = field(default_factory=list)  # files whose rows do not add up to those that are there
    misses: list[Miss] = field(default_factory=list)

    def figures_right(self) -> float:
        """Share of readable rows of items and needs of which every quantity, unit, price and period is right."""
        total = sum(count for (kind, _), count in self.outcomes.items() if kind == "readable")
        return self.outcomes["readable", "right"] / total if total else 1.0

    def lost(self) -> int:
        """True rows that are nowhere."""
        return sum(count for (_, outcome), count in self.outcomes.items() if outcome == "lost")


class Index:
    """Answers and rows of a collected folder by file, sheet and row."""

    def __init__(self, collected: Collected) -> None:
        self.answers: dict[Spot, dict[str, Answer]] = defaultdict(dict)
        self.read: set[Spot] = set()
        self.needs: dict[Spot, dict[str, float | None]] = defaultdict(dict)  # row → quarter → quantity
        for record in _records(collected):
            self.read.add(spot(record.at))
            if record.group == NEED:
                year, quarter = _months(record.value("period"), Asks.QUARTER)
                self.needs[spot(record.at)][f"{year}Q{quarter}"] = record.number("quantity")
            for key, answer in record.answers.items():
                where = answer.at if answer.at.cell else record.at
                self.answers[spot(where)].setdefault(key, answer)
        self.rejected = {
            spot(row.at): "; ".join(f"{fault.code} {fault.question} {fault.written!r}" for fault in row.faults)
            for row in collected.rejected
        }
        self.skipped = {spot(row.at) for row in collected.skipped}

    def outcome(self, where: Spot) -> str:
        if where in self.rejected:
            return "rejected"
        if where in self.read or where in self.answers:
            return "read"
        return "skipped" if where in self.skipped else "lost"


def _records(collected: Collected) -> Iterator[Record]:
    for one in collected.returns:
        yield one.record
        for item in one.items:
            yield item.record
            yield from item.needs


def spot(at: Place) -> Spot:
    """File, sheet and row of a place; a CSV file has no sheets."""
    row = re.search(r"\d+$", at.cell)
    sheet = "" if at.file.endswith(".csv") else at.sheet
    return at.file, sheet, int(row.group()) if row else 0


def score_rows(truths: Iterable[Mapping[str, Any]], collected: Collected) -> RowScore:
    """Compare the truth of every file with what was collected."""
    index, score = Index(collected), RowScore()
    counted = {file.path: file.rows for file in collected.files}
    for truth in truths:
        if truth["counted"] and counted.get(truth["file"]) != truth["counted"]:
            score.uneven.append(f"{truth['file']}: {counted.get(truth['file'])} of {truth['counted']} rows")
        for row in truth["rows"]:
            where = truth["file"], "" if truth["file"].endswith(".csv") else row["sheet"], row["row"]
            _score_row(score, index, where, row)
    return score


def _score_row(score: RowScore, index: Index, where: Spot, row: Mapping[str, Any]) -> None:
    outcome = index.outcome(where)
    answers = index.answers.get(where, {})
    if row["group"] == "none":
        taken = outcome == "read" and any(answer.told is Told.VALUE for answer in answers.values())
        score.outcomes["no answer", "taken for one" if taken else outcome] += 1
        if taken or outcome == "lost":
            score.misses.append(Miss(where, "", "no answer but " + outcome, "", "skipped"))
        return
    told_here = {key: told for key, told in row["answers"].items() if _is_asked(row["group"], key)}
    wrong = [miss for key, told in told_here.items() if (miss := _miss(where, key, told, answers.get(key)))]
    if row["quarters"] and outcome == "read" and index.needs[where] != row["quarters"]:
        wrong.append(Miss(where, "quantity", "wrong", "", str(row["quarters"]), str(index.needs[where])))
    if outcome == "read":
        for key in told_here:
            score.answers[key, all(miss.key != key for miss in wrong)] += 1
    if row["group"] == "firm":
        score.outcomes["firm", outcome if outcome != "read" else "wrong" if wrong else "right"] += 1
        score.misses += wrong if outcome == "read" else []
        return
    figures = [miss for miss in wrong if BY_KEY[miss.key].asks in FIGURES or miss.key == "unit"]
    kind = {True: "readable", False: "unreadable", None: "either"}[row["readable"]]
    score.outcomes[kind, outcome if outcome != "read" else "wrong" if figures else "right"] += 1
    if outcome == "read":
        score.misses += wrong
    elif kind == "readable" or outcome == "lost":
        written = str([told["cell"] for told in row["answers"].values()])
        score.misses.append(Miss(where, "", outcome, written, "read", index.rejected.get(where, "")))


def _is_asked(group: str, key: str) -> bool:
    """What a row repeats of its item is compared in the first row of the item."""
    return group != "need" or BY_KEY[key].group == NEED


def _miss(where: Spot, key: str, told: Mapping[str, Any], answer: Answer | None) -> Miss | None:
    got = answer.told.value if answer else "blank"
    if got == told["told"] and (got != "value" or same(key, told["value"], answer.value if answer else None)):
        return None
    value = answer.value if answer and answer.told is Told.VALUE else got
    expected = told["value"] if told["told"] == "value" else told["told"]
    return Miss(where, key, "wrong", str(told["cell"]), str(expected), str(value))


def same(key: str, expected: object, got: object) -> bool:
    """Whether two values are one."""
    asks = BY_KEY[key].asks
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return isclose(expected, got, rel_tol=1e-6, abs_tol=1e-9)
    if asks in (Asks.QUARTER, Asks.MONTH):
        return _months(str(expected), asks) == _months(got, asks)
    if isinstance(got, date):
        return str(expected)[:10] == got.isoformat()[:10]
    if isinstance(expected, list | tuple):
        return isinstance(got, tuple) and sorted(expected) == sorted(str(one) for one in got)
    return _plain(str(expected)) == _plain(str(got))


def _months(value: object, asks: Asks) -> tuple[int, int]:
    """Year, and quarter or month."""
    if isinstance(value, date):
        return value.year, (value.month + 2) // 3 if asks is Asks.QUARTER else value.month
    year, _, rest = str(value).replace("Q", "-").partition("-")
    number = int(re.sub(r"\D.*", "", rest.strip("-")) or 0)
    is_month = asks is Asks.QUARTER and "Q" not in str(value)
    return int(year), (number + 2) // 3 if is_month else number


def _plain(words: str) -> str:
    return re.sub(r"\s+", "", words)
