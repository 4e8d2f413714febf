"""Document control on paper: title, marking, version and data day above every page; people, sheet and page below."""

from __future__ import annotations

import re

from importplan.basics.labels import Language, text
from importplan.scenario.schema.settings import Settings

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
HEADER_PART = 72  # signs: a spreadsheet program takes 255 over the three parts of a header
PEOPLE = ("prepared_by", "reviewed_by", "approved_by")


def clean(words: str) -> str:
    """Words without control characters, which spreadsheet programs refuse."""
    return CONTROL.sub("", words)


def header(settings: Settings, language: Language) -> str:
    """The header of a sheet, in the codes of spreadsheet programs."""
    day = text("result.data_as_of", language, day=settings.data_as_of) if settings.data_as_of else ""
    right = "  ".join(part for part in (settings.version, day) if part)
    return f"&L{_escaped(settings.title)}&C{_escaped(settings.marking)}&R{_escaped(right)}"


def footer(settings: Settings, language: Language) -> str:
    """The footer of a sheet: lines to sign on, the name of the sheet, the page."""
    people = [text(f"result.{key}", language, name=getattr(settings, key) or "____") for key in PEOPLE]
    return f"&L{_escaped('  '.join(people))}&C&A&R{text('result.page', language)}"


def _escaped(words: str) -> str:
    # `&` starts a code in headers.
    return clean(words)[:HEADER_PART].replace("&", "&&")
