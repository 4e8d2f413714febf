"""Names of the headings of the tariff: of four digits and of six, under which codes are found.

The English ones are those of the Harmonized System. A Chinese one is as printed where a sub-heading has one code only,
else our own short name; the source of each line says which, and a blank one is not at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from importplan.catalog.bilingual import Bilingual
from importplan.catalog.reading import CatalogLine, Reading

COLUMNS = ("hs_code", "name_zh", "name_en", "source", "confidence")
LENGTHS = (4, 6)  # digits


@dataclass(frozen=True, slots=True)
class TariffHeading(Bilingual):
    """One heading. A blank name is not at hand."""

    hs_code: str
    name_zh: str
    name_en: str
    source: str
    confidence: str


@dataclass(frozen=True)
class TariffHeadings:
    """Headings by their digits."""

    by_code: Mapping[str, TariffHeading]

    def above(self, hs_code: str) -> tuple[TariffHeading, ...]:
        """The headings that a code stands under, the widest first."""
        found = (self.by_code.get(hs_code[:length]) for length in LENGTHS)
        return tuple(heading for heading in found if heading is not None)


def read(reading: Reading) -> TariffHeadings:
    """The lines of `tariff/headings.csv`."""
    found: dict[str, TariffHeading] = {}
    for line in reading.table("tariff/headings.csv", COLUMNS):
        heading = _heading(line)
        digits = heading.hs_code
        if not digits.isascii() or not digits.isdigit() or len(digits) not in LENGTHS or digits in found:
            line.wrong("hs_code", "4 or 6 digits, each once")
        found[digits] = heading
    return TariffHeadings(found)


def _heading(line: CatalogLine) -> TariffHeading:
    heading = TariffHeading(
        hs_code=line.text("hs_code", required=True),
        name_zh=line.text("name_zh"),
        name_en=line.text("name_en"),
        source=line.text("source", required=True),
        confidence=line.confidence(),
    )
    if not heading.name_zh and not heading.name_en:
        line.wrong("name_zh", "a name in one language at least")
    return heading
