"""Document control on paper: title, marking, version and data day above every page; people, sheet and page below."""

from __future__ import annotations

from importplan.basics.labels import Language, text
from importplan.scenario.schema.settings import Settings
from importplan.tables.clean import clean_text

HEADER_PART = 72  # signs: a spreadsheet program takes 255 over the three parts of a header
PEOPLE = ("prepared_by", "reviewed_by", "approved_by")


def header(settings: Settings, language: Language) -> str:
    """The header of a sheet, in the codes of spreadsheet programs."""
    day = text("result.data_as_of", language, day=settings.data_as_of) if settings.data_as_of else ""
    right = "  ".join(part for part in (settings.version, day) if part)
    return f"&L{_escaped(settings.title)}&C{_escaped(settings.marking)}&R{_escaped(right)}"


def footer(settings: Settings, language: Language, excerpt: bool = False) -> str:
    """The footer of a sheet: lines to sign on, the name of the sheet, whether only a part is printed, the page."""
    people = [text(f"result.{key}", language, name=getattr(settings, key) or "____") for key in PEOPLE]
    part = text("result.excerpt", language) if excerpt else ""
    return f"&L{_escaped('  '.join(people))}&C&A{part}&R{text('result.page', language)}"


def _escaped(words: str) -> str:
    # `&` starts a code in headers.
    return clean_text(words)[:HEADER_PART].replace("&", "&&")
