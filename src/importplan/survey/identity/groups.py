"""Returns of one firm: by credit code, else by name and city; names that are only alike need further evidence.

A false merger loses the demand of a firm, so names that are alike without any other evidence are not merged: they are
suspects, for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from importplan.survey.identity.firm_names import NEAR, likeness
from importplan.survey.identity.marks import SLIPS, Marks, other_code, same_place, slips

WITH_EVIDENCE = 60.0  # least likeness of names that share a customs code, a telephone number or a mistyped credit code
Answers = Mapping[frozenset[str], bool]  # two labels → whether a person has said that they are one firm


@dataclass
class Group:
    """Returns of one firm, by position, and the marks in them."""

    members: list[int] = field(default_factory=list)
    how: dict[int, str] = field(default_factory=dict)  # member → why it belongs here
    marks: list[Marks] = field(default_factory=list)

    def add(self, position: int, entry: Marks, how: str) -> None:
        """Take in a return."""
        self.members.append(position)
        self.how[position] = how
        self.marks.append(entry)

    @property
    def code(self) -> str:
        """The credit code, empty where none holds."""
        return next((entry.code for entry in self.marks if entry.code), "")

    @property
    def label(self) -> str:
        """By what answers of people are remembered: the credit code, else the name and the city."""
        return self.code or f"{self.marks[0].name.fine}@{self.marks[0].city}"


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two groups whose names are alike, by position in the list of groups."""

    first: int
    second: int
    alike: float


def group(entries: Sequence[Marks], answers: Answers) -> tuple[list[Group], list[Suspect]]:
    """Groups in the order of their first return, and pairs that a person should look at."""
    index = _Index()
    for position, entry in enumerate(entries):
        if entry.code:
            index.put(index.of_code.get(entry.code), position, entry, "credit_code")
    for position, entry in enumerate(entries):
        if not entry.code:
            found, how = index.find(entry)
            index.put(found, position, entry, how)
    groups = _told_the_same(index.groups, answers)
    return groups, list(_suspects(groups, answers))


class _Index:
    """Groups so far, by their marks."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.of_code: dict[str, int] = {}
        self.of_fine: dict[str, list[int]] = {}
        self.of_coarse: dict[str, list[int]] = {}
        self.of_evidence: dict[str, list[int]] = {}

    def put(self, number: int | None, position: int, entry: Marks, how: str) -> None:
        if number is None:
            number = len(self.groups)
            self.groups.append(Group())
            how = "alone"
        self.groups[number].add(position, entry, how)
        if entry.code:
            self.of_code[entry.code] = number
        for table, key in ((self.of_fine, entry.name.fine), (self.of_coarse, entry.name.coarse)):
            if key and number not in table.setdefault(key, []):
                table[key].append(number)
        for key in _evidence(entry):
            if number not in self.of_evidence.setdefault(key, []):
                self.of_evidence[key].append(number)

    def find(self, entry: Marks) -> tuple[int | None, str]:
        """The group of a return whose code is missing or wrong, and what speaks for it."""
        for how, table, key in (
            ("same_name", self.of_fine, entry.name.fine),
            ("same_core_name", self.of_coarse, entry.name.coarse),
        ):
            fitting = self._fitting(table.get(key, []), entry)
            if len(fitting) > 1:
                fitting = [number for number in fitting if self._supported(number, entry)]
            if len(fitting) == 1:
                return fitting[0], how
        likely = {number for key in _evidence(entry) for number in self.of_evidence.get(key, [])}
        fitting = [number for number in self._fitting(sorted(likely), entry) if self._supported(number, entry)]
        return (fitting[0], "near_name") if len(fitting) == 1 else (None, "alone")

    def _fitting(self, numbers: Sequence[int], entry: Marks) -> list[int]:
        """The groups that may be the firm: of its place, and with no code that clearly differs from its own."""
        return [
            number
            for number in numbers
            if any(same_place(other.city, entry.city) for other in self.groups[number].marks)
            and not any(other_code(entry.written_code, other.written_code) for other in self.groups[number].marks)
        ]

    def _supported(self, number: int, entry: Marks) -> bool:
        return any(_supports(entry, other) for other in self.groups[number].marks)


def _evidence(entry: Marks) -> Iterator[str]:
    """Marks that two firms hardly share: customs code, telephone, and both halves of a credit code."""
    yield from (f"customs:{entry.customs_code}",) if entry.customs_code else ()
    yield from (f"phone:{entry.phone}",) if entry.phone else ()
    code = entry.code or entry.wrong_code
    # A few mistyped signs leave at least one of three parts as it is.
    yield from (f"code{start}:{code[start : start + 6]}" for start in (0, 6, 12) if start and len(code) == 18)


def _supports(entry: Marks, other: Marks) -> bool:
    """Whether two returns with names that are alike share something that firms do not share by chance."""
    if likeness(entry.name, other.name) < WITH_EVIDENCE:
        return False
    shared = (entry.customs_code, entry.phone)
    if any(value and value == theirs for value, theirs in zip(shared, (other.customs_code, other.phone), strict=True)):
        return True
    codes = (entry.wrong_code, other.code or other.wrong_code)
    return bool(entry.wrong_code) and slips(*codes) <= SLIPS


def _told_the_same(groups: list[Group], answers: Answers) -> list[Group]:
    """Groups with those merged that a person has said are one firm; where both have a code they are two."""
    merged_away: set[int] = set()
    for pair, same in answers.items():
        named = [entry for entry in groups if entry.label in pair and id(entry) not in merged_away]
        if not same or len(named) != 2 or (named[0].code and named[1].code):
            continue
        first, second = sorted(named, key=lambda entry: not entry.code)
        for position, entry in zip(second.members, second.marks, strict=True):
            first.add(position, entry, "confirmed")
        merged_away.add(id(second))
    kept = [entry for entry in groups if id(entry) not in merged_away]
    return sorted(kept, key=lambda entry: min(entry.members))


def _suspects(groups: list[Group], answers: Answers) -> Iterator[Suspect]:
    """Pairs alike in name of which at least one has no code that holds, and of which nobody has said anything yet."""
    names = [entry.marks[0].name.coarse for entry in groups]
    for number, entry in enumerate(groups):
        if entry.code:
            continue
        near = process.extract(names[number], names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=6)
        for _, _, other in near:
            theirs = groups[other]
            if other == number or (not theirs.code and other < number):
                continue
            alike = likeness(entry.marks[0].name, theirs.marks[0].name)
            settled = frozenset((entry.label, theirs.label)) in answers
            if alike >= NEAR and not settled and same_place(entry.marks[0].city, theirs.marks[0].city):
                yield Suspect(other, number, alike)
