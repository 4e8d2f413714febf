"""The unified social credit code (统一社会信用代码) and its check character.

Source: GB 32100-2015 《法人和其他组织统一社会信用代码编码规则》: 18 characters of 0–9 and A–Z without I, O, S, V, Z;
character i counts with the weight 3^(i-1) mod 31; the 18th makes the weighted sum a multiple of 31.
"""

from __future__ import annotations

import re

from importplan.parsing.meant import Meant, NotRead, Written

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 1: without I, O, S, V, Z
LENGTH = 18
_WEIGHTS = tuple(pow(3, position, 31) for position in range(LENGTH - 1))
# Letters that the standard leaves out because they are taken for digits: whoever writes one meant the digit.
MISREAD = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5"})
_ROUNDED = re.compile(r"\d(\.\d+)?E\+1[67]|\d{15}0{3}")  # by a spreadsheet, to a number of 15 places


def check_character(first_seventeen: str) -> str:
    """The 18th character of a code.

    Raises
    ------
    ValueError
        There are not 17 characters of the alphabet.
    """
    if len(first_seventeen) != LENGTH - 1:
        raise ValueError(f"17 characters expected, found {len(first_seventeen)}")
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Whether a code has 18 characters of the alphabet and the right check character."""
    known = len(code) == LENGTH and all(sign in ALPHABET for sign in code)
    return known and check_character(code[:-1]) == code[-1]


def tidied(words: str) -> str:
    """A code as written, without spaces, hyphens and lower case; letters that no code has are the digits meant."""
    return re.sub(r"[\s\-—_.]", "", words).upper().translate(MISREAD)


def credit_code(written: Written) -> Meant:
    """The code with its check character proven; a lost digit is never made up. Raises NotRead."""
    code, words = tidied(written.plain), written.plain.upper()
    valid = is_valid(code)
    rounded = written.cell.number is not None and len(code) == LENGTH and not valid
    if rounded or _ROUNDED.fullmatch(words) or re.search(r"E\+", words):
        raise NotRead("credit-code-rounded")
    if not valid:
        raise NotRead("credit-code-check" if len(code) == LENGTH else "credit-code-length")
    return written.code(code)
