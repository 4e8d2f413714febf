"""The styles of OpenDocument spreadsheets, in the words of the other format: number formats as codes, lines through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from importplan.tables.styles import Differential, Style, telling
from importplan.tables.xml_stream import local

_DATA_STYLES = ("number-style", "percentage-style", "currency-style", "date-style", "time-style", "text-style")
_BOUNDS = {"value()>=0": 0, "value()>0": 0, "value()<0": 1, "value()=0": 2}  # place among the sections of a code
_PARTS = {
    "year": ("yy", "yyyy"), "month": ("m", "mm"), "day": ("d", "dd"), "day-of-week": ("aaa", "aaaa"), "era": ("g", "g"),
    "hours": ("h", "hh"), "minutes": ("m", "mm"), "seconds": ("s", "ss"),
}  # fmt: skip
_NONE = ("", "none")


@dataclass
class _Cell:
    """A style of cells: of which data style, below which other one, and how it looks where it says so itself."""

    data: str = ""
    parent: str = ""
    struck: bool | None = None
    white: bool | None = None
    coloured: bool | None = None


@dataclass
class OpenStyles:
    """Takes the styles of a document while its elements go by; then tells the style of a cell, and hidden tables."""

    hidden_tables: set[str] = field(default_factory=set)
    struck_texts: set[str] = field(default_factory=set)
    _cells: dict[str, _Cell] = field(default_factory=dict)
    _shown: dict[str, str] = field(default_factory=dict)  # the name that people see of a style → its own
    _codes: dict[str, str] = field(default_factory=dict)
    _maps: dict[str, dict[int, str]] = field(default_factory=dict)
    _data: str = ""  # name of the data style that is open
    _words: str = ""
    _quoted: bool = False
    _percent: bool = False
    _style: tuple[str, str] = ("", "")  # family and name of the style that is open
    _embedded: int | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name in _DATA_STYLES:
            self._data, self._words = attributes.get("style:name", ""), ""
            self._percent = name == "percentage-style"
        elif self._data:
            self._start_data(name, attributes)
        elif name == "style":
            self._start_style(attributes)
        elif self._style[1]:
            self._look(name, attributes)

    def _start_data(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "number":
            self._words += _digits(attributes)
        elif name == "scientific-number":
            self._words += f"{_digits(attributes)}E+00"
        elif name == "fraction":
            self._words += "# ?/?"
        elif name in ("text", "currency-symbol"):
            self._quoted = True
            self._words += '"'
        elif name == "embedded-text":
            self._embedded = int(attributes.get("number:position", "0"))
        elif name == "text-content":
            self._words += "@"
        elif name == "text-properties" and attributes.get("fo:color", "").lower() == "#ff0000":
            self._words += "[Red]"
        elif name == "map" and attributes.get("style:condition", "").replace(" ", "") in _BOUNDS:
            place = _BOUNDS[attributes["style:condition"].replace(" ", "")]
            self._maps.setdefault(self._data, {})[place] = attributes.get("style:apply-style-name", "")
        elif name in _PARTS:
            short, long = _PARTS[name]
            textual = attributes.get("number:textual") == "true"
            self._words += "mmm" if textual else long if attributes.get("number:style") == "long" else short

    def _start_style(self, attributes: Mapping[str, str]) -> None:
        family, name = attributes.get("style:family", ""), attributes.get("style:name", "")
        self._style = (family, name)
        if family == "table-cell":
            data, parent = attributes.get("style:data-style-name", ""), attributes.get("style:parent-style-name", "")
            self._cells[name] = _Cell(data, parent)
            self._shown[attributes.get("style:display-name", name)] = name

    def _look(self, name: str, attributes: Mapping[str, str]) -> None:
        family, style = self._style
        line = attributes.get("style:text-line-through-style", attributes.get("style:text-line-through-type"))
        if family == "table" and name == "table-properties" and attributes.get("table:display") == "false":
            self.hidden_tables.add(style)
        elif family == "text" and name == "text-properties" and line not in (None, *_NONE):
            self.struck_texts.add(style)
        elif family == "table-cell" and name == "text-properties":
            cell = self._cells[style]
            cell.struck = cell.struck if line is None else line not in _NONE
            cell.white = attributes["fo:color"].lower() == "#ffffff" if "fo:color" in attributes else cell.white
        elif family == "table-cell" and name == "table-cell-properties" and "fo:background-color" in attributes:
            self._cells[style].coloured = attributes["fo:background-color"] not in ("transparent", "#ffffff")

    def text(self, words: str) -> None:
        """Words of an element."""
        if self._quoted:
            # Only a style of per cent multiplies by a hundred; the sign alone is a word.
            bare = words.replace('"', "")
            self._words += bare.replace("%", '"%"') if self._percent else bare
        elif self._embedded is not None:
            place = self._words.rfind(".") if "." in self._words else len(self._words)
            place = max(place - self._embedded, 0)
            self._words = f'{self._words[:place]}"{words}"{self._words[place:]}'

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if name in ("text", "currency-symbol") and self._quoted:
            self._quoted = False
            self._words += '"'
        elif name == "embedded-text":
            self._embedded = None
        elif name in _DATA_STYLES:
            self._codes[self._data] = self._words
            self._data = ""
        elif name == "style":
            self._style = ("", "")

    def of_cell(self, name: str) -> Style | None:
        """What a style says, None where it says nothing."""
        chain: list[_Cell] = []
        while name in self._cells and len(chain) < 10:
            chain.append(self._cells[name])
            name = chain[-1].parent

        def told(look: str) -> bool:
            return bool(next((value for cell in chain if (value := getattr(cell, look)) is not None), False))

        data = next((cell.data for cell in chain if cell.data), "")
        faint = told("white") and not told("coloured")
        return telling(self._code(data), told("struck"), faint)

    def under_condition(self, shown: str) -> Differential:
        """What a style changes that a condition applies, by the name that people see of it."""
        cell = self._cells.get(self._shown.get(shown, shown), _Cell())
        faint = bool(cell.white) and not cell.coloured
        return Differential(self._code(cell.data) if cell.data else "", bool(cell.struck), faint)

    def _code(self, data: str) -> str:
        """The sections of a data style as one code: for numbers above zero, below it, zero, and texts."""
        own, maps = self._codes.get(data, ""), self._maps.get(data, {})
        if not maps:
            return own
        sections = [self._codes.get(maps.get(place, ""), own) for place in range(max(maps) + 1)]
        return ";".join(sections if 1 in maps else [sections[0], own, *sections[2:]])


def _digits(attributes: Mapping[str, str]) -> str:
    least = attributes.get("number:min-integer-digits", "1")
    decimals = attributes.get("number:min-decimal-places", attributes.get("number:decimal-places", "0"))
    factor = attributes.get("number:display-factor", "1")
    commas = (len(factor) - 1) // 3 if factor.startswith("1") and not factor.strip("10") else 0
    whole = "0" * min(int(least) if least.isdecimal() else 1, 30) or "#"
    rest = "0" * min(int(decimals) if decimals.isdecimal() else 0, 30)
    return whole + (f".{rest}" if rest else "") + "," * commas
