"""The few cell formats of the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from importplan.basics.labels import Language
from importplan.scenario.schema.column import CellKind

INK, LINE = "#1F3864", "#BFBFBF"
REQUIRED, OPTIONAL, UNUSED, EXAMPLE = "#9DC3E6", "#DEEAF6", "#EDEDED", "#FFF8DC"
TAB_REQUIRED, TAB_OPTIONAL, TAB_UNUSED, TAB_GUIDE = "#1F4E79", "#9DC3E6", "#D9D9D9", "#C55A11"
FONTS: dict[Language, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
NUMBER_FORMATS = {
    CellKind.NUMBER: "General",
    CellKind.WHOLE: "0",
    CellKind.SHARE: "0.0##%",
    CellKind.MONEY: "#,##0",
    CellKind.DATE: "yyyy-mm-dd",
    CellKind.PERIOD: "yyyy-mm-dd",
}  # everything else is text, so that codes keep their zeros


def number_format(kind: CellKind | None) -> str:
    """How the values of a column are shown; text where the kind is not a number or a day."""
    return NUMBER_FORMATS.get(kind, "@") if kind else "@"


@dataclass(frozen=True)
class Styles:
    """Makes formats of one workbook, each once."""

    book: Any
    language: Language
    made: dict[str, Any]

    @classmethod
    def of(cls, book: Any, language: Language) -> Styles:
        """Styles of a workbook; its plain cells take the same font."""
        book.formats[0].set_font_name(FONTS[language])
        book.formats[0].set_font_size(10)
        return cls(book, language, {})

    def get(self, **wishes: Any) -> Any:
        """The format with these properties."""
        key = repr(sorted(wishes.items()))
        if key not in self.made:
            base = {"font_name": FONTS[self.language], "font_size": 10, "valign": "vcenter"}
            self.made[key] = self.book.add_format(base | wishes)
        return self.made[key]

    def heading(self, color: str) -> Any:
        """The first row of a sheet."""
        look = {"bold": True, "font_color": INK, "bg_color": color, "text_wrap": True, "align": "center"}
        return self.get(**look, border=1, border_color=LINE)

    def key(self) -> Any:
        """The grey second row: key and unit."""
        look = {"font_size": 8, "font_color": "#7F7F7F", "text_wrap": True, "align": "center", "valign": "top"}
        return self.get(**look, border=1, border_color=LINE)

    def cell(self, kind: CellKind | None, example: bool = False) -> Any:
        """A cell for data; example rows are coloured and italic."""
        look: dict[str, Any] = {"num_format": number_format(kind)}
        if kind in (CellKind.DATE, CellKind.PERIOD):
            look["align"] = "left"
        if kind in (CellKind.NUMBER, CellKind.WHOLE, CellKind.SHARE, CellKind.MONEY):
            look |= {"align": "right", "indent": 1}  # off the words of the next column
        if example:
            look |= {"bg_color": EXAMPLE, "italic": True}
        return self.get(**look)
