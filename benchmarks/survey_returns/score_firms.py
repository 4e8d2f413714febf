"""Whether every firm is one firm: duplicates found, none merged that are two, the latest return stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from importplan.catalog.load import Catalog
from importplan.survey.firms import Identified, identify
from importplan.survey.identity.resubmissions import DUPLICATE, STANDS
from importplan.survey.returns.answers import FirmReturn, Record
from importplan.survey.returns.collected import Collected
from survey_returns.score_rows import Spot, spot


@dataclass
class FirmScore:
    """Counts over pairs of returns of one firm, and over firms."""

    pairs: Counter[str] = field(default_factory=Counter)  # found | offered | missed
    merged: list[str] = field(default_factory=list)  # firms that are two
    stale: list[str] = field(default_factory=list)  # firms of which an older return stands
    missed: list[str] = field(default_factory=list)
    unknown: int = 0  # returns that belong to nobody in the truth

    def found(self) -> float:
        """Share of pairs of returns of one firm that are found or offered to a person."""
        total = self.pairs.total()
        return (self.pairs["found"] + self.pairs["offered"]) / total if total else 1.0


@dataclass(frozen=True)
class Truth:
    """Who wrote which row, and when."""

    firms: Mapping[Spot, str]
    items: Mapping[Spot, str]  # item of the lexicon
    received: Mapping[tuple[str, str], str]  # file and firm → day of the return
    names: Mapping[tuple[str, str], str]  # file and firm → how name and code are written


def truth_of(truths: Iterable[Mapping[str, Any]]) -> Truth:
    """The truth of rows, by file, sheet and row."""
    firms: dict[Spot, str] = {}
    items: dict[Spot, str] = {}
    received, names = {}, {}
    for file in truths:
        for row in file["rows"]:
            sheet = "" if file["file"].endswith(".csv") else row["sheet"]
            where = file["file"], sheet, row["row"]
            if row["firm"]:
                firms[where] = row["firm"]
            if row["item"]:
                items[where] = row["item"]
        for firm in file["firms"]:
            received[file["file"], firm["firm"]] = firm["received"]
            names[file["file"], firm["firm"]] = f"{file['file']} {firm['spelling']}/{firm['code_way']}"
    return Truth(firms, items, received, names)


def firm_of(entry: FirmReturn, truth: Truth) -> str:
    """The true firm of a return: whose rows it holds most of."""
    records: list[Record] = [entry.record, *(item.record for item in entry.items)]
    spots = [spot(answer.at) for record in records for answer in record.answers.values()]
    spots += [spot(record.at) for record in records]
    seen = Counter(truth.firms[where] for where in spots if where in truth.firms)
    return seen.most_common(1)[0][0] if seen else ""


def score_firms(truth: Truth, collected: Collected, catalog: Catalog) -> tuple[FirmScore, Identified]:
    """Compare the firms that are recognised with the true ones."""
    identified = identify(collected.returns, catalog.cities)
    score = FirmScore()
    group_of: dict[int, int] = {}
    returns_of: dict[str, list[FirmReturn]] = defaultdict(list)
    for number, firm in enumerate(identified.firms):
        seen = {}
        for standing in firm.standings:
            group_of[id(standing.entry)] = number
            true = firm_of(standing.entry, truth)
            score.unknown += not true
            seen[true] = standing
            returns_of[true].append(standing.entry)
        if len(seen) > 1:
            score.merged.append(f"{firm.name}: {sorted(seen)} {firm.files}")
        _stands(score, firm.name, firm.standings, truth)
    position = {id(firm): number for number, firm in enumerate(identified.firms)}
    offered = {frozenset((position[id(pair.first)], position[id(pair.second)])) for pair in identified.suspects}
    for true, entries in returns_of.items():
        for one, other in combinations(entries, 2):
            groups = frozenset((group_of[id(one)], group_of[id(other)]))
            outcome = "found" if len(groups) == 1 else "offered" if groups in offered else "missed"
            score.pairs[outcome] += 1
            if outcome != "found":
                told = (truth.names[one.file, true], truth.names[other.file, true]) if true else (one.file, other.file)
                score.missed.append(f"{outcome}: {told[0]} | {told[1]}")
    return score, identified


def _stands(score: FirmScore, name: str, standings: Iterable[Any], truth: Truth) -> None:
    days = {
        standing.standing: truth.received.get((standing.entry.file, firm_of(standing.entry, truth)), "")
        for standing in standings
        if standing.standing != DUPLICATE
    }
    if days and days.get(STANDS, "") != max(days.values()):
        score.stale.append(f"{name}: {days}")
