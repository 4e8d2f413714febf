"""What page one is made of: sections with a heading, a small table or none, and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from importplan.results.table import Table


@dataclass(frozen=True)
class Section:
    """One part of page one."""

    heading: str
    table: Table[Any] | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """Page one."""

    title: str
    marking: str
    head: tuple[str, ...]  # data, rates, unit
    signatures: tuple[str, ...]
    sections: tuple[Section, ...]
