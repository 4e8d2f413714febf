"""Tariff codes as annexes print them: several in a cell, with dots, full-width digits, `ex`, ranges, broken lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from importplan.catalog.lists.goods_lists import CodeReference

LENGTHS = (4, 6, 8, 10)  # digits of a heading, a subheading, a national and a customs code
TEN = 10
NO_CHAPTER = "00"  # no heading begins like this, so it is the rest of a code
Known = Callable[[str], bool]  # whether a tariff in hand has a code that begins with some digits
_STRONG = re.compile(r"[、，,；;/|]|(?<=\d)\s*[及和与]\s*(?=\d|e)")
_EX = r"(ex\s*\.?\s*)?"
_PART = r"(\s*(?:\((?:部分|部份|ex|part)\)|部分))?"
_TOKEN = re.compile(_EX + r"(\d[\d.]*)" + _PART, re.IGNORECASE)
_RANGE = re.compile(_EX + r"(\d[\d.\s]*\d)\s*(?:-|–|—|~|至|到)+\s*(\d[\d.\s]*\d)" + _PART, re.IGNORECASE)


class CodeFault(ValueError):
    """A piece of a cell that is no code; `code` is the issue to raise."""

    def __init__(self, code: str, piece: str) -> None:
        self.code, self.piece = code, piece
        super().__init__(f"{code}: {piece}")


def parse(printed: str, known: Known) -> tuple[CodeReference, ...]:
    """The codes of a cell in their order, each once.

    Parameters
    ----------
    printed
        The text of the cell, line breaks kept.
    known
        Tells a code broken over two lines (8466 / 9390) from two headings.

    Raises
    ------
    CodeFault
        A piece is no code of 4, 6, 8 or 10 digits, or can be read in two ways.
    """
    words = unicodedata.normalize("NFKC", printed).replace("．", ".").replace("。", ".")
    found: dict[CodeReference, None] = {}
    for piece in _STRONG.split(words):
        if piece.strip(" .\n\t-—*"):
            found |= dict.fromkeys(_piece(piece.strip(), known))
    return tuple(found)


def _piece(piece: str, known: Known) -> Iterator[CodeReference]:
    """The codes between two separators: mostly one; several where they stand on lines of their own."""
    between = _RANGE.fullmatch(piece)
    if between:
        ex, first, last, part = between.groups()
        _refuse_decimals(first)
        _refuse_decimals(last)
        codes = spanned(_bare(first), _bare(last), piece)
        yield from (CodeReference(code, bool(ex or part)) for code in codes)
        return
    tokens = list(_TOKEN.finditer(piece))
    if _TOKEN.sub("", piece).strip():
        raise CodeFault("annex-code", piece)
    while tokens:
        yield _next(tokens, known, piece)


def _next(tokens: list[re.Match[str]], known: Known, piece: str) -> CodeReference:
    """The next code, put together again where it was broken; what was used is taken from `tokens`."""
    ex, digits, part = tokens.pop(0).groups()
    code = _bare(digits)
    _refuse_decimals(digits)
    while tokens and not tokens[0][1] and len(code) + len(_bare(tokens[0][2])) <= TEN and not part:
        after = _bare(tokens[0][2])
        if not digits.endswith(".") and not _goes_on(code, after, known, piece):
            break
        digits, part = tokens.pop(0).groups()[1:]
        code += after
    if len(code) not in LENGTHS:
        raise CodeFault("annex-code-cut", code)
    return CodeReference(code, bool(ex or part))


def _goes_on(code: str, after: str, known: Known, piece: str) -> bool:
    """Whether digits are the rest of the code before them."""
    if len(code) not in LENGTHS or len(after) < 4:
        return True
    if len(code) >= 8:
        return False
    if known(code + after) or after.startswith(NO_CHAPTER):
        return True
    if len(after) == 4 and not known(after):
        raise CodeFault("annex-code-two-ways", piece)
    return False


def _refuse_decimals(printed: str) -> None:
    """Raise CodeFault where a number that a program has written out looks like a code: 90314920.0, 84834090.00."""
    first, point, rest = printed.partition(".")
    if point and rest and len(first) > 6 and (len(first) != 8 or not rest.strip("0") or len(rest) != 2):
        raise CodeFault("annex-code-decimals", printed)


def _bare(words: str) -> str:
    return re.sub(r"[.\s]", "", words)


def spanned(first: str, last: str, piece: str) -> list[str]:
    """A range of codes as the shortest codes that cover exactly it: 84561100 to 84564090 → 845611, …, 84564090."""
    if len(first) != len(last) or len(first) not in LENGTHS or first > last or first[:2] != last[:2]:
        raise CodeFault("annex-code-range", piece)
    low, high, found = int(first), int(last), []
    while low <= high:
        size = 1
        while low % (size * 10) == 0 and low + size * 10 - 1 <= high and len(str(low // (size * 10))) >= 4:
            size *= 10
        found.append(str(low // size).zfill(len(first) - len(str(size)) + 1))
        low += size
    return found
