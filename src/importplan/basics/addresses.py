"""How spreadsheet programs call their cells."""

from __future__ import annotations

import re
from functools import lru_cache

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@lru_cache(maxsize=1024)
def letter(column: int) -> str:
    """The letters of a column (0 → A, 25 → Z, 26 → AA)."""
    letters = ""
    number = column + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def position(address: str) -> tuple[int, int]:
    """Row and column, from 1, of an address such as `C8`; (0, 0) when it is none."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        return 0, 0
    column = 0
    for sign in match[1]:
        column = column * 26 + ord(sign) - ord("A") + 1
    return int(match[2]), column
