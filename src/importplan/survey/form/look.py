"""Formats of the questionnaire: few colours, one per theme; answers are pale and unlocked, all else is protected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from importplan.basics.labels import Language

INK, GREY, LINE, RED = "#1F3864", "#7F7F7F", "#BFBFBF", "#C00000"
ANSWER, MISSING, DOUBTFUL, EXAMPLE = "#FFFDF2", "#F8CBAD", "#FFE699", "#F2F2F2"
FONTS: dict[Language, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
TEXT_FORMAT = "@"  # codes keep their zeros, and what begins with = stays text


@dataclass(frozen=True)
class FormFormats:
    """Makes the formats of one workbook, each once."""

    book: Any
    language: Language
    made: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Any, language: Language) -> FormFormats:
        """Formats of a workbook; its plain cells take the same font."""
        book.formats[0].set_font_name(FONTS[language])
        book.formats[0].set_font_size(10)
        return cls(book, language)

    def get(self, **wishes: Any) -> Any:
        """The format with these properties."""
        key = repr(sorted(wishes.items()))
        if key not in self.made:
            base = {"font_name": FONTS[self.language], "font_size": 10, "valign": "vcenter"}
            self.made[key] = self.book.add_format(base | wishes)
        return self.made[key]

    def boxed(self, **wishes: Any) -> Any:
        """A cell with a thin grey line around it."""
        return self.get(**({"border": 1, "border_color": LINE, "text_wrap": True} | wishes))

    def title(self) -> Any:
        """The first line of a sheet."""
        return self.get(bold=True, font_size=16, font_color=INK)

    def note(self, **wishes: Any) -> Any:
        """A line of explanation."""
        return self.get(**({"text_wrap": True, "font_color": "#404040"} | wishes))

    def heading(self, color: str, **wishes: Any) -> Any:
        """A heading on a colour."""
        return self.boxed(**({"bold": True, "bg_color": color, "font_color": INK, "align": "center"} | wishes))

    def answer(self, number_format: str, **wishes: Any) -> Any:
        """A cell to be filled in."""
        return self.boxed(**({"bg_color": ANSWER, "locked": False, "num_format": number_format} | wishes))

    def flag(self, color: str, **wishes: Any) -> Any:
        """What a conditional format lays over a cell."""
        return self.book.add_format({"bg_color": color} | wishes)
