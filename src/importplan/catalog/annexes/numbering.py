"""What the numbers of an annex count, and what stands before them where they begin again in each section."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from importplan.catalog.annexes.line import SECTION_MARKS, AnnexLine, number


def numbers_parts(lines: Sequence[AnnexLine]) -> bool:
    """Whether numbers count parts: some stand where no equipment begins. Else they count the equipment."""
    before = ""
    for line in lines:
        own = line.own("equipment")
        if line.own("number") and own in ("", before):
            return True
        before = own or before
    return False


def prefixes(lines: Sequence[AnnexLine]) -> dict[str, str]:
    """Section → what stands before its numbers; blank where numbers run through all sections."""
    seen: dict[str, set[str]] = {}
    for line in lines:
        if line.own("number"):
            seen.setdefault(number(line.own("number")), set()).add(line.section)
    sections = {line.section: line.sections for line in lines}
    if all(len(where) == 1 for where in seen.values()):
        return dict.fromkeys(sections, "")
    marks = {section: _mark(parts) for section, parts in sections.items()}
    taken = Counter(marks.values())
    return {section: mark if taken[mark] == 1 else f"{mark}§{place}-" for place, (section, mark) in
            enumerate(marks.items(), start=1)}  # fmt: skip


def _mark(sections: tuple[str, ...]) -> str:
    """The marks of sections: `十 机床`, `（一）非数控机床` → `十(一)`."""
    found = []
    for words in sections:
        plain = unicodedata.normalize("NFKC", words)
        mark = next((match[0] for pattern in SECTION_MARKS if (match := pattern.match(plain))), "")
        found.append(mark.strip("、.． "))
    return "".join(found)
