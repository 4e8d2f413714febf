"""What stands on record under a key, with names in both languages; people write any of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from importplan.basics.labels import Language
from importplan.parsing.words import fold


class Bilingual:
    """Something with a name in either language; some also have a `key` and further words (`also`) for it."""

    __slots__ = ()
    name_zh: str
    name_en: str

    def name(self, language: Language) -> str:
        """The name in one language."""
        return self.name_zh if language == "zh" else self.name_en

    def is_called(self, words: str) -> bool:
        """Whether words are the key, a name, or another word for it."""
        names = (getattr(self, "key", ""), self.name_zh, self.name_en, *getattr(self, "also", ()))
        return fold(words) in (fold(name) for name in names if name)


Entry = TypeVar("Entry", bound=Bilingual)


def called(words: str, entries: Iterable[Entry]) -> Entry | None:
    """The first entry that words mean, None where none is called so."""
    return next((entry for entry in entries if entry.is_called(words)), None)
