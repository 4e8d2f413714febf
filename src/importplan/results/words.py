"""Where a report takes its words from: the labels table in one language, and names that only it knows."""

from __future__ import annotations

from typing import Protocol

from importplan.basics.labels import Language


class Words(Protocol):
    """Words in the language of a report."""

    @property
    def language(self) -> Language:
        """The language of the report."""

    def word(self, key: str, **values: object) -> str:
        """Words of the labels table."""
