"""What a terminal is told that lacks a sign: signs of typography in plain letters, the place of others, told once."""

from __future__ import annotations

import codecs
import io
import unicodedata
from functools import partial
from typing import TextIO

FOR_PEOPLE, FOR_PROGRAMS, TOLD = "importplan.people", "importplan.programs", "importplan.told"
_PLAIN = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "×": "x", "÷": "/",
    "·": ".", "…": "...", "±": "+/-", "≤": "<=", "≥": ">=", "≈": "~", "→": "->", "←": "<-", "∆": "difference ",
    "★": "*", "●": "*", "◐": "~", "○": "o", "〔": "[", "〕": "]", "、": ",", "。": ".", "，": ",", "；": ";", "：": ":",
    "（": "(", "）": ")", "　": "  ", "€": "EUR", "¥": "CNY", "￥": "CNY", "°": " deg",
}  # fmt: skip
_left_out: set[str] = set()


def spell(stream: TextIO, way: str) -> None:
    """Let a stream take every sign, whatever its coding.

    `way`: FOR_PEOPLE, a sign that no letters spell is a question mark as wide as it is, so that tables stand; TOLD, it
    is its number, since what is told on the way names files; FOR_PROGRAMS, each is its number, as JSON writes it.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=way)


def left_out() -> bool:
    """Whether question marks stand for signs, since this was asked last."""
    found = bool(_left_out)
    _left_out.clear()
    return found


def _each(fault: UnicodeError, way: str) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    signs = fault.object[fault.start : fault.end]
    return "".join(_numbered(sign) if way == FOR_PROGRAMS else _spelt(sign, way) for sign in signs), fault.end


def _spelt(sign: str, way: str) -> str:
    """In ASCII: e of é, 2 of ², a hyphen of a dash."""
    plain = _PLAIN.get(sign) or unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    if plain or way == TOLD:
        return plain or _numbered(sign)
    _left_out.add(sign)
    return "??" if unicodedata.east_asian_width(sign) in "WF" else "?"


def _numbered(sign: str) -> str:
    """Two halves where the number is too large for four digits."""
    return "".join(f"\\u{unit:04x}" for unit in memoryview(sign.encode("utf-16-le", "surrogatepass")).cast("H"))


for _way in (FOR_PEOPLE, FOR_PROGRAMS, TOLD):
    codecs.register_error(_way, partial(_each, way=_way))
