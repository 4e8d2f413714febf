"""Permits at the import side: what they are called, how long they take, how long they may be used."""

from __future__ import annotations

import math
from dataclasses import dataclass

from importplan.catalog.bilingual import Bilingual, called
from importplan.catalog.reading import CatalogLine, Reading

USED_MACHINERY = "used_machinery"  # the permit that goods which are not new may need
CALENDAR_PER_WORKING_DAY = 7 / 5  # a five-day week; public holidays come on top


@dataclass(frozen=True, slots=True)
class Permit(Bilingual):
    """One kind of permit. None: not known, which is never taken for nothing."""

    key: str
    name_zh: str
    name_en: str
    also: tuple[str, ...]
    goods_zh: str
    goods_en: str
    days: int | None  # calendar days
    working_days: int | None
    valid_months: int | None
    document: str
    source: str
    confidence: str

    @property
    def calendar_days(self) -> int | None:
        """Calendar days from application to issue, holidays apart."""
        if self.days is not None or self.working_days is None:
            return self.days
        return math.ceil(self.working_days * CALENDAR_PER_WORKING_DAY)


@dataclass(frozen=True)
class Permits:
    """All kinds of permit."""

    kinds: tuple[Permit, ...]

    def find(self, words: str) -> Permit | None:
        """The permit that a key or a name in either language means."""
        return called(words, self.kinds)


def read(reading: Reading) -> Permits:
    """The permits of `permits.toml`."""
    return Permits(tuple(_read_permit(block) for block in reading.rule("permits.toml").blocks("permits")))


def _read_permit(block: CatalogLine) -> Permit:
    return Permit(
        key=block.text("key", required=True),
        name_zh=block.text("name_zh", required=True),
        name_en=block.text("name_en", required=True),
        also=block.words("also"),
        goods_zh=block.text("goods_zh", required=True),
        goods_en=block.text("goods_en", required=True),
        days=_whole(block, "days"),
        working_days=_whole(block, "working_days"),
        valid_months=_whole(block, "valid_months"),
        document=block.text("document", required=True),
        source=block.text("source", required=True),
        confidence=block.confidence(),
    )


def _whole(block: CatalogLine, column: str) -> int | None:
    found = block.number(column, required=False)
    return None if found is None else int(found)
