"""What catalogs say on their sources: English in the files, Chinese by the labels table."""

from __future__ import annotations

from functools import cache

from importplan.basics.labels import Language, table

SUBJECT = "source."


@cache
def _in_chinese() -> tuple[tuple[str, str], ...]:
    """Parts of sources, English and Chinese, the longest first, so that no part of a longer one is taken for it."""
    found = [(label.en, label.zh) for key, label in table().items() if key.startswith(SUBJECT)]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def in_language(source: str, language: Language) -> str:
    """A source of a catalog in words of a language; what the labels do not know stays as it is.

    A source may be made up of several: a document, the catalog's words on it, the day of a rate. Each known part is
    replaced.
    """
    if language == "zh":
        for english, chinese in _in_chinese():
            source = source.replace(english, chinese)
    return source
