"""Number formats that say more than digits, and fonts that strike out, by the index of the style in a workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from importplan.tables.number_format import NumberFormat
from importplan.tables.xml_stream import local, parse

# By number, those that files do not spell out: as programs in China show them.
BUILT_IN = {
    "9": "0%", "10": "0.00%", "11": "0.00E+00", "48": "##0.0E+0",
    "14": "yyyy/m/d", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy",
    "18": "h:mm AM/PM", "19": "h:mm:ss AM/PM", "20": "h:mm", "21": "h:mm:ss", "22": "yyyy/m/d h:mm",
    **dict.fromkeys(("27", "36", "50", "52", "57"), 'yyyy"年"m"月"'),
    **dict.fromkeys(("28", "29", "51", "53", "54", "58"), 'm"月"d"日"'),
    "30": "m-d-yy", "31": 'yyyy"年"m"月"d"日"',
    **dict.fromkeys(("32", "34", "55"), 'h"时"mm"分"'), **dict.fromkeys(("33", "35", "56"), 'h"时"mm"分"ss"秒"'),
    "45": "mm:ss", "46": "[h]:mm:ss", "47": "mm:ss.0",
}  # fmt: skip
_PART = "xl/styles.xml"
_GROUPS = ("numFmts", "fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs")
_MOST = 65_536  # of fonts and of styles; spreadsheet programs write fewer


@dataclass(frozen=True, slots=True)
class Style:
    """What the style of a cell says: a number format, empty where it is plain; whether it is struck out or faint."""

    number_format: str
    struck: bool
    faint: bool = False  # white on no colour


@dataclass(frozen=True, slots=True)
class Differential:
    """What a look under a condition changes of what is read: the number format where it brings one, a line through,
    white on no colour (`faint`), a bar or an icon in place of the value (`hides`).
    """

    number_format: str = ""
    struck: bool = False
    faint: bool = False
    hides: bool = False

    @property
    def changes(self) -> bool:
        """Whether it changes anything of that."""
        return bool(self.number_format) or self.struck or self.faint or self.hides


@dataclass(frozen=True, slots=True)
class Styles:
    """Index of a style as cells name it → what it says, without those that say nothing; looks under conditions."""

    of_cells: Mapping[str, Style]
    differential: Sequence[Differential] = ()


def styles_of(archive: zipfile.ZipFile) -> Styles:
    """The styles of a workbook."""
    if _PART not in archive.namelist():
        return Styles({})
    look = _Look()
    with archive.open(_PART) as stream:
        parse(stream, look.start)
    found = {}
    for index, (number, font, fill) in enumerate(look.styles):
        faint = _at(look.white, font) and not _at(look.coloured, fill)
        style = telling(look.formats.get(number, ""), _at(look.struck, font), faint)
        if style is not None:
            found[str(index)] = style
    return Styles(
        found, tuple(Differential(one.code, one.struck, one.white and not one.coloured) for one in look.looks)
    )


def telling(code: str, struck: bool, faint: bool = False) -> Style | None:
    """The style with a format, None where it says nothing; of a plain format nothing is kept."""
    told = NumberFormat.of(code) if code else None
    more = code if told is not None and (told.scientific or not told.plain or told.of_text) else ""
    return Style(more, struck, faint) if more or struck or faint else None


def _at(flags: list[bool], number: str) -> bool:
    return number.isdecimal() and int(number) < len(flags) and flags[int(number)]


@dataclass
class _UnderCondition:
    code: str = ""
    struck: bool = False
    white: bool = False
    coloured: bool = False


class _Look:
    """Format codes by number, how fonts and fills look, and format, font and fill of the styles of cells in order.

    `looks`: what looks under conditions change.
    """

    def __init__(self) -> None:
        self.formats: dict[str, str] = dict(BUILT_IN)
        self.struck: list[bool] = []
        self.white: list[bool] = []
        self.coloured: list[bool] = []
        self.styles: list[tuple[str, str, str]] = []
        self.looks: list[_UnderCondition] = []
        self._group = self._part = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        match self._group, local(tag):
            case _, group if group in _GROUPS:
                self._group = group
            case "dxfs", name:
                self._under_condition(name, attributes)
            case "numFmts", "numFmt":
                self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            case "fonts", "font" if len(self.struck) < _MOST:
                self.struck.append(False)
                self.white.append(False)
            case "fonts", "strike" if self.struck:
                self.struck[-1] = _is_on(attributes)
            case "fonts", "color" if self.white:
                self.white[-1] = _is_white(attributes)
            case "fills", "patternFill" if len(self.coloured) < _MOST:
                self.coloured.append(attributes.get("patternType", "none") != "none")
            case "fills", "gradientFill" if len(self.coloured) < _MOST:
                self.coloured.append(True)
            case "cellXfs", "xf" if len(self.styles) < _MOST:
                self.styles.append(
                    (attributes.get("numFmtId", ""), attributes.get("fontId", ""), attributes.get("fillId", ""))
                )

    def _under_condition(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "dxf" and len(self.looks) < _MOST:
            self.looks.append(_UnderCondition())
        if not self.looks:
            return
        if name in ("font", "fill", "border"):
            self._part = name
        look = self.looks[-1]
        if name == "numFmt":
            look.code = attributes.get("formatCode", "")
        elif self._part == "font" and name == "strike":
            look.struck = _is_on(attributes)
        elif self._part == "font" and name == "color":
            look.white = _is_white(attributes)
        elif self._part == "fill" and name in ("bgColor", "fgColor"):
            look.coloured = not _is_white(attributes)


def _is_on(attributes: Mapping[str, str]) -> bool:
    return attributes.get("val", "1") not in ("0", "false")


def _is_white(attributes: Mapping[str, str]) -> bool:
    return attributes.get("rgb", "").upper() == "FFFFFFFF" or attributes.get("theme") == "0"
