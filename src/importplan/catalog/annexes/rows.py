"""From the lines of an annex to the rows of an edition: numbers, levels, parents, codes, terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from importplan.basics.issues import Issue, Place
from importplan.catalog.annexes import codes, expiry
from importplan.catalog.annexes.columns import PARTS
from importplan.catalog.annexes.joined import joined_limits
from importplan.catalog.annexes.line import AnnexLine, number
from importplan.catalog.annexes.numbering import numbers_parts, prefixes
from importplan.catalog.lists.goods_lists import CodeReference, ListRow, Reference

GROUP_NOTE = "上级部件，仅作分组 / group of the parts below it"
LEVEL_WORDS = {"一级": 1, "二级": 2, "三级": 3}
CUT = ("…", "...", "、", "，", ",", "：", ":", "[cut]")
OPEN_RELATION = ("≤", "≥", "<", ">", "＜", "＞", "±", "=")


@dataclass(frozen=True)
class AnnexFacts:
    """What holds for all rows of an annex."""

    list_key: str
    edition: str
    role: str
    valid_from: date
    document: str
    confidence: str
    equipment: Mapping[str, str]  # name of the equipment of the list above → its row


@dataclass
class Rows:
    """The rows with the place of each, and the faults found on the way."""

    rows: list[ListRow] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read(lines: Sequence[AnnexLine], about: AnnexFacts, known: codes.Known) -> Rows:
    """The rows of an edition; nothing is dropped, what cannot be read is an error at its cell."""
    reader = _Reader(about, known, prefixes(lines), numbers_parts(lines))
    for line in lines:
        reader.take(line)
    return reader.found


class _Reader:
    """The state while lines are read: the equipment and the parts that are open."""

    def __init__(self, about: AnnexFacts, known: codes.Known, before: Mapping[str, str], numbered: bool) -> None:
        self.about, self.known, self.before, self.numbered = about, known, before, numbered
        self.found = Rows()
        self.equipment, self.equipment_row = "", ""
        self.open: dict[int, tuple[str, str]] = {}  # level → name, row
        self.counts: Counter[str] = Counter()
        self.section = ""

    def take(self, line: AnnexLine) -> None:
        """One line: the equipment and the parts that it opens, then the row itself."""
        if line.section != self.section:
            self.section, self.open, self.equipment, self.equipment_row = line.section, {}, "", ""
        own = line.own("equipment")
        if own and own != self.equipment:
            self.equipment, self.open = own, {}
            parts = any(line.own(part) for part in PARTS)
            self.equipment_row = self.key(line) if parts and not self.numbered else ""
        levels = [level for level, part in enumerate(PARTS, start=1) if line.own(part)]
        if levels:
            self.take_parts(line, levels)
        elif line.own("name"):
            level = self.level(line)
            self.add(line, line.own("name"), level, self.parent(line, level), self.key(line) or self.derived())
        elif own and not line.text("name"):
            self.add(line, own, 0, "", self.key(line) or self.derived())
        else:
            self.fault("annex-name-missing", line.place)

    def take_parts(self, line: AnnexLine, levels: list[int]) -> None:
        """The parts of a line, the last of which has its codes; a name repeated from above opens nothing."""
        numbered = self.key(line) if line.own("number") and self.key(line) != self.equipment_row else ""
        for level in levels:
            name = line.own(PARTS[level - 1])
            last = level == levels[-1]
            if not last and self.open.get(level, ("", ""))[0] == name:
                continue
            self.open = {up: part for up, part in self.open.items() if up < level}
            above = self.open.get(level - 1, ("", ""))[1] if level > 1 else ""
            if level > 1 and not above:
                self.fault("annex-level-gap", line.at(PARTS[level - 1]), name=name, level=level, above=level - 1)
            row = numbered if last and numbered else self.derived(above)
            self.open[level] = (name, row)
            self.add(line, name, level, above or self.above(), row, group=not last)

    def key(self, line: AnnexLine) -> str:
        """The number of a line with the mark of its section, blank where it has none."""
        own = line.own("number")
        return f"{self.before[line.section]}{number(own)}" if own else ""

    def derived(self, above: str = "") -> str:
        """A number for a row that has none: that of the row above it and a count."""
        stem = above or self.equipment_row or self.before[self.section].rstrip("-")
        self.counts[stem] += 1
        return f"{stem}.{self.counts[stem]}" if stem else str(self.counts[stem])

    def above(self) -> str:
        """The row of the equipment in the list above; its name where that list is not in hand."""
        return self.about.equipment.get(self.equipment, self.equipment)

    def level(self, line: AnnexLine) -> int:
        """The level of a part by its column, or by a number of several steps; 0 outside list 2."""
        words = line.text("level")
        if words:
            found = next((level for word, level in LEVEL_WORDS.items() if word in words), None)
            found = int(words) if found is None and words.isascii() and words.isdigit() else found
            if found is None:
                self.fault("annex-level", line.at("level"), words=words)
            return found or 0
        steps = number(line.own("number")).count(".")
        return min(steps + 1, 3) if self.about.role == "goods" and steps else int(self.about.role == "goods")

    def parent(self, line: AnnexLine, level: int) -> str:
        """The row above: as printed, by the number, or the last row of the level above."""
        if line.text("parent"):
            printed = f"{self.before[line.section]}{number(line.text('parent'))}"
            return printed if level > 1 else self.about.equipment.get(line.text("parent"), line.text("parent"))
        if level <= 1:
            return self.above()
        own = self.key(line)
        if "." in own:
            return own.rpartition(".")[0]
        above = next((row for row in reversed(self.found.rows) if row.level == level - 1), None)
        return above.reference.row if above else ""

    def add(self, line: AnnexLine, name: str, level: int, parent: str, row: str, group: bool = False) -> None:
        """Add a row; a group has the name only, its codes and limits belong to the parts below it."""
        made = ListRow(
            reference=Reference(self.about.list_key, self.about.edition, row),
            section=line.section,
            name_zh=name,
            name_en="" if group else line.text("name_en"),
            level=level,
            parent=parent,
            codes=(),
            requirement="",
            sales_requirement="",
            quantity="",
            expires=None,
            document=self.about.document,
            source=str(line.place),
            confidence=self.about.confidence,
            notes=GROUP_NOTE,
        )
        if not group:
            made = replace(
                made,
                codes=self.codes(line),
                requirement=self.requirement(line),
                sales_requirement=line.text("sales_requirement"),
                quantity=line.text("quantity"),
                expires=self.expires(line),
                notes=line.text("notes"),
            )
        self.found.rows.append(made)
        self.found.places.append(line.place)

    def codes(self, line: AnnexLine) -> tuple[CodeReference, ...]:
        """The codes of a line."""
        try:
            return codes.parse(line.texts.get("codes", ""), self.known)
        except codes.CodeFault as fault:
            self.fault(fault.code, line.at("codes"), piece=" ".join(fault.piece.split()))
            return ()

    def expires(self, line: AnnexLine) -> date | None:
        """The last day of a line."""
        words = line.text("expires")
        try:
            found = expiry.parse(words, self.about.valid_from)
        except ValueError:
            self.fault("annex-expiry", line.at("expires"), words=words)
            return None
        if found.counted and found.day:
            values = {"words": words, "from": self.about.valid_from.isoformat(), "day": found.day.isoformat()}
            self.found.issues.append(Issue.warning("annex-expiry-counted", line.at("expires"), **values))
        return found.day

    def requirement(self, line: AnnexLine) -> str:
        """The technical limits of a line; text that breaks off at a relation has lost a figure."""
        words = joined_limits(line.texts.get("requirement", ""))
        at = line.at("requirement")
        if words.endswith(OPEN_RELATION):
            self.fault("annex-requirement-broken", at, words=words[-20:])
        elif words.endswith(CUT) or words.count("(") + words.count("（") > words.count(")") + words.count("）"):
            self.found.issues.append(Issue.warning("annex-requirement-cut", at, words=words[-20:]))
        return words

    def fault(self, code: str, at: Place, **values: object) -> None:
        """Record an error."""
        self.found.issues.append(Issue.error(code, at, **values))
