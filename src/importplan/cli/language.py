"""The language of help texts and of messages before a case is read: that of the shell, else Chinese."""

from __future__ import annotations

import os
import sys
from functools import cache

from importplan.basics.labels import Language, text

SPEAKING_ENGLISH = ("en", "de", "fr", "es", "it", "nl")  # shells of colleagues who will not read Chinese


def shows_chinese(encoding: str | None) -> bool:
    """Whether text in an encoding can be Chinese."""
    try:
        "中".encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@cache
def shell_language() -> Language:
    """`IMPORTPLAN_LANGUAGE` (zh or en) if set, else the locale; Chinese where the locale says nothing.

    A terminal that cannot show Chinese is spoken to in English, whatever the locale.
    """
    if not os.environ.get("IMPORTPLAN_LANGUAGE") and not shows_chinese(sys.stderr.encoding):
        return "en"
    for name in ("IMPORTPLAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value:
            return "en" if value[:2] in SPEAKING_ENGLISH else "zh"
    return "zh"


def spoken(language: Language | None = None, for_programs: bool = False) -> Language:
    """The language of what is printed where a case or an option asks for one; None: that of the shell.

    English on a terminal that cannot show Chinese; files, and what is printed `for_programs`, are in the language asked
    for all the same.
    """
    asked = language or shell_language()
    return asked if for_programs or all(shows_chinese(stream.encoding) for stream in (sys.stdout, sys.stderr)) else "en"


def say(key: str, **values: object) -> str:
    """The words of a key in the language that is spoken to the shell."""
    return text(key, spoken(), **values)
