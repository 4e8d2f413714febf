"""How wide columns and how high rows must be so that nothing is cut off; a Chinese character takes two places."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache

from importplan.results.table import Cell, Formula, Look, Shown, tidy

NARROWEST, WIDEST_TEXT, WIDEST_LONG = 7.0, 32.0, 42.0
LINE_HEIGHT = 15.0  # points
PADDING = 3.0
SMALL = 9.0  # points of the type of long lists
WIDE = ("W", "F", "A")
LAST_NARROW = 0x2E7F  # code of the last sign before those of Chinese
NAMES_KEPT = 1 << 16
PATTERNS = {Look.WHOLE: ",.0f", Look.UNITS: ",.2f", Look.PIECES: ",.0f", Look.SHARE: ".1%", Look.RATE: ".2%"}


@lru_cache(maxsize=NAMES_KEPT)  # the rows of large tables repeat the same names
def places(words: str) -> int:
    """Places that words take on a line."""
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(sign) in WIDE else 1 for sign in words)


def signs(words: str, narrow: float = 1.0) -> float:
    """Places that words take on a line of a form, whose quotation marks and dashes are narrow."""
    return sum(2.0 if ord(sign) > LAST_NARROW else narrow for sign in words)


def longest_word(words: str, measure: Callable[[str], float] = signs) -> float:
    """Places of the longest word; a line may also end before a bracket."""
    return max(map(measure, words.replace("（", " （").split()), default=0.0)


def lines_of(words: str, width: float, font_size: float = 10.0) -> int:
    """Lines that words take in a column of a form."""
    room = width * 10.0 / font_size
    return sum(max(1, math.ceil(signs(line, 0.95) * 1.04 / room)) for line in words.split("\n"))


def small_height(cells: Iterable[tuple[str, float]], air: float = 4.0, line: float = 13.0) -> float:
    """Height in points of a row of small print with these words in columns so wide."""
    return air + line * max(lines_of(words, width - 1.0, SMALL) for words, width in cells)


def in_cell(value: Cell, look: Look) -> str:
    """Roughly what a cell shows, for its width."""
    value = tidy(value.value if isinstance(value, Formula) else value, look)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (date, Formula)):
        return str(value)
    words = format(value, PATTERNS.get(look, ",.2f"))
    return "0.00" if words == "-0.00" else words


def widths(tables: Sequence[Shown]) -> list[float]:
    """Width of every column of a sheet, over all its tables."""
    found = [NARROWEST] * max((len(table.columns) for table in tables), default=1)
    for table in tables:
        for place in range(len(table.columns)):
            found[place] = max(found[place], _width(table, place))
    return found


def _width(table: Shown, place: int) -> float:
    column, heading = table.columns[place], table.headings[place]
    look = column.form.look
    content = max((places(in_cell(row[place], look)) for row in table.rows), default=0)
    if column.total:  # the sum may be longer than any of its parts
        content = max(content, places(in_cell(table.total(place), look)))
    # Headings wrap over two or three lines, but never inside a word.
    longest = longest_word(heading, places)
    needed = max(content, min(longest, 22), math.ceil(places(heading) / 2.6))
    if look.is_number:
        return max(NARROWEST, needed + PADDING)
    widest = column.widest or (WIDEST_LONG if look is Look.LONG_TEXT else WIDEST_TEXT)
    return max(NARROWEST, min(needed + PADDING, widest))


def lines_needed(words: str, width: float) -> int:
    """Lines that words take in a column."""
    room = max(width - 1.6, 4.0)
    if "\n" not in words:
        return max(1, math.ceil(places(words) / room))
    return sum(max(1, math.ceil(places(part) / room)) for part in words.split("\n"))


def words_in_lines(words: str, width: float) -> int:
    """Lines that words take which break between words only, or at any Chinese character."""
    room, lines, used = max(width - 1.6, 4.0), 1, 0
    for word in words.replace("（", " （").split():
        needed = places(word)
        if used and used + 1 + needed > room:
            lines, used = lines + 1, 0
        used += needed + bool(used)
        lines, used = lines + int(max(used - 1, 0) // room), int(used - (max(used - 1, 0) // room) * room)
    return lines


def heading_height(headings: Sequence[str], column_widths: Sequence[float]) -> float:
    """Height in points of a row of headings; in several lines they need air above and below."""
    lines = max(
        (words_in_lines(words, width) for words, width in zip(headings, column_widths, strict=False)), default=1
    )
    return height_of_lines(lines)


def height(cells: Sequence[str], column_widths: Sequence[float]) -> float:
    """Height in points of a row with these words."""
    return height_of_lines(
        max((lines_needed(words, width) for words, width in zip(cells, column_widths, strict=False)), default=1)
    )


def height_of_lines(lines: int) -> float:
    """Height in points of a row whose highest cell has so many lines."""
    return LINE_HEIGHT * lines + (3.0 if lines > 1 else 0.0)
