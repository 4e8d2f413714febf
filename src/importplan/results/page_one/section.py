"""What page one is made of: sections with a heading, a small table or none, a picture or none, and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from importplan.results.page_one.timeline import OrderTimeline
from importplan.results.table import Table
from importplan.results.words import Words

FIGURES = {"zh": "一二三四五六七八九", "en": "123456789"}


@dataclass(frozen=True)
class Section:
    """One part of page one. Where two `half` sections follow each other their tables may stand side by side."""

    heading: str
    table: Table[Any] | None = None
    lines: tuple[str, ...] = ()
    half: bool = False
    timeline: OrderTimeline | None = None


@dataclass(frozen=True)
class Summary:
    """Page one."""

    title: str
    marking: str
    head: tuple[str, ...]  # data, rates, unit
    signatures: tuple[str, ...]
    sections: tuple[Section, ...]
    lead: str = ""  # the advice in one sentence


def numbered(sections: Sequence[Section], words: Words) -> Iterator[Section]:
    """The sections with their numbers before their headings."""
    for figure, section in zip(FIGURES[words.language], sections, strict=False):
        heading = words.word("result.section_number", number=figure, heading=section.heading)
        yield replace(section, heading=heading)


def side_by_side(sections: Sequence[Section]) -> Iterator[tuple[Section, ...]]:
    """The sections, two halves that follow each other as one."""
    waiting: Section | None = None
    for section in sections:
        if waiting is not None:
            yield (waiting, section) if section.half else (waiting,)
            waiting = None
            if section.half:
                continue
        if section.half:
            waiting = section
        else:
            yield (section,)
    if waiting is not None:
        yield (waiting,)
