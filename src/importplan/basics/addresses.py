"""How spreadsheet programs call their cells."""

from __future__ import annotations


def letter(column: int) -> str:
    """The letters of a column (0 → A, 25 → Z, 26 → AA)."""
    letters = ""
    number = column + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
