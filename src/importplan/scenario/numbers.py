"""Numbers as people write them: full-width digits, thousands separators, 15 %, 120万元."""

from __future__ import annotations

import math
import re
import unicodedata

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(E[+-]?\d+)?")
_CURRENCY_SIGN = re.compile(r"^(CNY|RMB|人民币|¥|￥)|(元|圆|人民币|CNY|RMB)$")
_UNITS = (("万亿", 1e12), ("亿", 1e8), ("百万", 1e6), ("万", 1e4))


def read_number(words: str) -> float | None:
    """The number that words are, None when they are none. A comma separates thousands and is never a point."""
    plain = "".join(unicodedata.normalize("NFKC", words).upper().split()).replace("−", "-")
    if not _NUMBER.fullmatch(plain) or not any(sign.isdigit() for sign in plain):
        return None
    number = float(plain.replace(",", ""))
    return number if math.isfinite(number) else None


def read_share(words: str) -> float | None:
    """A number, or one with a percent sign as a share."""
    plain = unicodedata.normalize("NFKC", words).strip()
    if not plain.endswith("%"):
        return read_number(plain)
    number = read_number(plain[:-1])
    # Through text, so that 2.7 % is 0.027 and not its binary neighbour.
    return None if number is None else float(f"{number!r}e-2") if "e" not in repr(number) else number / 100


def read_money(words: str) -> float | None:
    """CNY, also written in 万元 or 亿元."""
    plain = "".join(unicodedata.normalize("NFKC", words).upper().split())
    plain = _CURRENCY_SIGN.sub("", _CURRENCY_SIGN.sub("", plain))
    for unit, factor in _UNITS:
        if plain.endswith(unit):
            number = read_number(plain[: -len(unit)])
            return None if number is None else round(number * factor, 6)
    return read_number(plain)
