"""One line of an annex: the texts of a row of goods by field, each with its cell; and how sections and numbers look."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from importplan.basics.issues import Place
from importplan.catalog.annexes.joined import joined

SECTION_MARKS = (
    re.compile(
        r"^(?:第[一二三四五六七八九十百]+[章类部分]+|[一二三四五六七八九十百]+(?:\s*[、.．]|\s+|$)|附[件表]\s*\d*)"
    ),
    re.compile(r"^[(（][一二三四五六七八九十百]+[)）]"),
    re.compile(r"^[(（]\d+[)）]"),
)
REMARK = re.compile(r"^(?:注|备注|说明|notes?)\s*[\d一二三]*\s*[:：.]", re.IGNORECASE)
NUMBER = re.compile(r"[(（]?(\d+(?:[.．-]\d+)*)[)）]?[.、．]?")


@dataclass
class AnnexLine:
    """One row of goods: field → text. `new`: the fields whose text begins here and is not carried from above."""

    place: Place
    sections: tuple[str, ...]  # from the widest to the narrowest
    texts: dict[str, str]
    new: set[str]
    places: dict[str, Place]

    @property
    def section(self) -> str:
        """The sections in one line of words."""
        return " ".join(self.sections)

    def text(self, name: str) -> str:
        """The text of a field, on one line."""
        return joined(self.texts.get(name, ""))

    def own(self, name: str) -> str:
        """The text of a field where it begins in this row."""
        return self.text(name) if name in self.new else ""

    def at(self, name: str) -> Place:
        """The cell of a field; the row where there is none."""
        return self.places.get(name, self.place)

    def append(self, other: AnnexLine) -> None:
        """Take the rest of a row that was broken over two pages."""
        for name in other.new:
            self.texts[name] = "\n".join(part for part in (self.texts.get(name, ""), other.texts[name]) if part)
            self.new.add(name)


def number(words: str) -> str:
    """The number of a row without brackets and stops: `（3）` and `3、` are `3`; other marks stay as they are."""
    plain = unicodedata.normalize("NFKC", words).strip()
    found = NUMBER.fullmatch(plain)
    return found[1] if found else plain.strip("、.")
