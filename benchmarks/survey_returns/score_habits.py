"""What became of every quantity of returns with habits: right, sent back, told, or silently wrong or lost."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isclose
from pathlib import Path

from importplan.basics.issues import Place
from importplan.catalog.load import Catalog
from importplan.scenario.scenario import Scenario
from importplan.survey.corrections import Correction
from importplan.survey.firms import identify
from importplan.survey.items import SURE, match
from importplan.survey.reading.one_file import read_one
from importplan.survey.returns.collected import Collected, RejectedRow
from importplan.survey.returns.quarters import quarter
from importplan.survey.returns.splits import Split, Splits, even
from importplan.survey.understanding.file import FileResult
from survey_returns.files import write
from survey_returns.habits import HabitReturn, TrueNeeds
from survey_returns.lexicon import lexicon

RIGHT, SENT_BACK, TOLD, WRONG, LOST = "right", "sent back", "told", "silently wrong", "silently lost"
EVENLY = Splits.of([Split("year", even(4), "王工", "2026-12-01"), Split("half_year", even(2), "王工", "2026-12-01")])
LONGER = ("need-by-year", "need-by-half-year")
LEAVE_OUT = "整行不用"
RowSpot = tuple[str, str, int]


@dataclass
class HabitScore:
    """Counts of answers; `silent` names those that nobody would notice."""

    outcomes: Counter[str] = field(default_factory=Counter)
    by_habit: Counter[tuple[str, str]] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    reviewed: Counter[str] = field(default_factory=Counter)  # with every question answered
    missed: list[str] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return self.outcomes.total()

    def recall(self) -> float:
        """Of the needs that can be told at all, the share that is right once all questions are answered."""
        return self.reviewed[RIGHT] / max(self.reviewed.total(), 1)

    def add(self, outcome: str, habits: Iterable[str], words: str) -> None:
        self.outcomes[outcome] += 1
        for habit in habits:
            self.by_habit[habit, outcome] += 1
        if outcome in (WRONG, LOST):
            self.silent.append(f"{outcome}: {words}")


class Seen:
    """What a collected folder says of each row."""

    def __init__(self, collected: Collected | FileResult) -> None:
        self.needs: dict[RowSpot, dict[str, float | None]] = defaultdict(dict)
        self.firms: dict[str, list[str]] = defaultdict(list)
        for one in collected.returns:
            self.firms[one.file].append(one.record.text("firm_name"))
            for item in one.items:
                for need in item.needs:
                    quantity, told = need.number("quantity"), self.needs[spot(need.at)]
                    when = quarter(need) or "?"
                    if quantity is None:
                        told.setdefault(when, None)
                    elif quantity:
                        told[when] = (told.get(when) or 0.0) + quantity
        self.rejected = {spot(row.at) for row in collected.rejected}
        files = collected.files if isinstance(collected, Collected) else (collected.file,)
        self.noted: set[RowSpot] = set()
        for file in files:
            for note in file.notes:
                at = spot(note.at)
                self.noted.add(at)
                rows = str(note.values.get("rows", ""))
                self.noted |= {(at[0], at[1], int(number)) for number in re.findall(r"\d+", rows)}


def spot(at: Place) -> RowSpot:
    row = re.search(r"\d+$", at.cell)
    return at.file, at.sheet, int(row.group()) if row else 0


def write_returns(folder: Path, made: Iterable[HabitReturn]) -> dict[str, HabitReturn]:
    """The files of a folder: name → what it says."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for number, one in enumerate(made, start=1):
        name = f"{number:04d}_{one.firms[0]}.xlsx"
        write(one.form, folder / name)
        files[name] = one
    return files


@dataclass
class NameScore:
    """Names of goods: taken without review, rightly or not; of those on the list, offered or missed."""

    outcomes: Counter[str] = field(default_factory=Counter)  # right | wrong | offered | missed | asked
    misses: list[str] = field(default_factory=list)

    def precision(self) -> float:
        """Of what is taken without review, the share that is right."""
        return self.outcomes["right"] / max(self.outcomes["right"] + self.outcomes["wrong"], 1)

    def recall(self) -> float:
        """Of goods on the list, the share that is right once a person has chosen among what is offered."""
        found = self.outcomes["right"] + self.outcomes["offered"]
        return found / max(found + self.outcomes["missed"], 1)


def score_names(collected: Collected, files: Mapping[str, HabitReturn], base: Scenario, catalog: Catalog) -> NameScore:
    """Match the names of all files to the items of the base case."""
    true = {(name, row.sheet, row.row): row.item for name, one in files.items() for row in one.rows if row.item}
    listed = {goods.item for goods in lexicon() if goods.listed}
    firms = identify(collected.returns, catalog.cities).firms
    matched = match(firms, base, catalog, {rate.currency: rate.cny_per_unit for rate in base.fx})
    score = NameScore()
    for firm in firms:
        for item in firm.items:
            meant = true.get(spot(item.record.at))
            if meant is None:
                continue
            name = matched.of(item)
            sure, offered = name.state == SURE, [proposal.item for proposal in name.proposals]
            if sure:
                outcome = "right" if name.item == meant else "wrong"
            else:
                outcome = "asked" if meant not in listed else "offered" if meant in offered else "missed"
            score.outcomes[outcome] += 1
            if outcome in ("wrong", "missed"):
                score.misses.append(f"{outcome}: {item.record.text('item_name')!r} is {meant}, not {offered}")
    return score


def score_habits(folder: Path, files: Mapping[str, HabitReturn], collected: Collected) -> HabitScore:
    """Hold the files as they were collected against their truth; then once more with every question answered."""
    seen, score = Seen(collected), HabitScore()
    rejected: dict[str, list[RejectedRow]] = defaultdict(list)
    for row in collected.rejected:
        rejected[row.at.file].append(row)
    for name, one in files.items():
        _firms(score, seen, name, one)
        for row in one.rows:
            _row(score, seen, (name, row.sheet, row.row), row, one.habits)
        _review(score, folder, name, one, rejected[name])
    return score


def _firms(score: HabitScore, seen: Seen, name: str, one: HabitReturn) -> None:
    """A file is of its firm alone: no footer and no example makes another."""
    got = seen.firms[name]
    told = (name, "", 0) in seen.noted or any(file == name for file, _, _ in seen.noted)
    same = [_plain(words) for words in got] == [_plain(words) for words in one.firms]
    outcome = RIGHT if same else TOLD if len(got) <= 1 and told else WRONG
    score.add(outcome, one.habits, f"{name} firms {got}")


def _plain(words: str) -> str:
    return re.sub(r"[\s（）()]|盖章", "", words)


def _row(score: HabitScore, seen: Seen, at: RowSpot, true: TrueNeeds, habits: list[str]) -> None:
    read, back, noted = dict(seen.needs.get(at, {})), at in seen.rejected, at in seen.noted
    unknown = any(quantity is None for quantity in read.values())  # listed as not counted, with its cell
    kept = SENT_BACK if back else TOLD if noted or unknown else ""
    words = f"{at[0]} [{at[1]}] {at[2]} {habits}: {read}, not {true.certain}"
    if not true.counts:
        score.add(RIGHT if not read else WRONG, habits, words)
        return
    for when, quantity in true.certain.items():
        got = read.pop(when, None)
        if got is not None and isclose(got, quantity, rel_tol=1e-9):
            score.add(RIGHT, habits, words)
        else:
            score.add(kept or (LOST if got is None else WRONG), habits, words)
    left = [when for when, got in read.items() if got is not None]
    for _ in range(true.asked):
        score.add(kept or (WRONG if left else LOST), habits, words)
    if left and not true.asked:
        score.add(kept or WRONG, habits, words)


def _review(score: HabitScore, folder: Path, name: str, one: HabitReturn, rejected: list[RejectedRow]) -> None:
    """The file once more, with what a person would answer to each question."""
    mends = {(row.sheet, cell): words for row in one.rows for cell, words in row.mends.items()}
    corrections: dict[tuple[str, str], Correction] = {}
    for row in rejected:
        for fault in row.faults:
            at = (fault.at.sheet, fault.at.cell)
            words = mends.get(at) or ("" if fault.code in LONGER else fault.proposal)
            leaves = words == LEAVE_OUT
            if words and (leaves or any(sign.isalpha() for sign in fault.at.cell)):
                corrections[(row.at.sheet, row.at.cell) if leaves else at] = Correction(words, leaves, fault.at)
    seen = Seen(read_one(folder, name, corrections, EVENLY))
    for true in one.rows:
        if not true.after or not true.counts:
            continue
        read = seen.needs.get((name, true.sheet, true.row), {})
        for when, quantity in true.after.items():
            right = isclose(read.get(when) or 0.0, quantity, rel_tol=1e-9)
            score.reviewed[RIGHT if right else "missed"] += 1
            if not right:
                score.missed.append(f"{name} [{true.sheet}] {true.row} {one.habits}: {read}, not {true.after}")
