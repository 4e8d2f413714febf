"""Codes and names as they were typed: what a spreadsheet made of them is named; a lost digit is never made up."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal

from importplan.parsing.meant import Meant, NotRead, Written
from importplan.tables.cell import Cell

HS_LENGTHS = (8, 10)
CUSTOMS_CODE = re.compile(r"[0-9A-Z]{10}")
# Points stand where a tariff divides: 8457.10.10, 8457.1010.00; the same sign all through.
_HS_GROUPS = re.compile(
    r"\d{4}(?:([.\-])\d{4}(?:\1\d{2})?|([.\-])\d{2}\2\d{2}(?:\2\d{2})?|\.\d{2}\.\d{4})|\d{6}\.\d{2}(?:\.?\d{2})?"
)
_HS_TEN_IN_TWO = re.compile(r"\d{8}\.(?!00)\d{2}")
_DECIMALS = re.compile(r"(\d+)\.(\d+)")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?E[+-]\d{1,3}", re.IGNORECASE)
_MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAY_WORDS = (
    re.compile(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    # As programs write them: MAR-01 is a name.
    re.compile(rf"(?P<d>\d{{1,2}})-(?P<name>{'|'.join(_MONTH_NAMES)})"),
    re.compile(rf"(?P<name>{'|'.join(_MONTH_NAMES)})-(?P<d>\d{{2}})"),
)
_MOST_DIGITS = 10.0**15  # spreadsheets keep no more than fifteen digits of a number


def hs_code(written: Written) -> Meant:
    """8 or 10 digits, also with points where a tariff divides them; no digit is added or dropped.

    Raises NotRead: a number of 7 or 9 digits has lost a zero, which is proposed and not taken; 84571010.00 can be the
    8 digits of a number or a code of 10.
    """
    code = written.plain
    number = written.cell.number
    decimals = _DECIMALS.fullmatch(code)
    if decimals and not decimals[2].strip("0") and len(decimals[2]) <= 2:
        # A number that was written out: 101210010.0, 84571010.00.
        if len(decimals[1]) == 8 and len(decimals[2]) == 2:
            raise NotRead("hs-code-two-ways", decimals[1], one=decimals[1], other=decimals[1] + decimals[2])
        if len(decimals[1]) > 6:
            return _hs_digits(written, decimals[1], was_number=True)
    if number is not None and not float(number).is_integer() and not written.cell.seen_otherwise:
        raise NotRead("hs-code-cut")  # 8457.1 may have been 8457.10.00 or anything like it
    if _SCIENTIFIC.fullmatch(code):
        raise NotRead("hs-code-cut")
    if _HS_GROUPS.fullmatch(code) or _HS_TEN_IN_TWO.fullmatch(code):
        code = re.sub(r"[.\-]", "", code)
    return _hs_digits(written, code, was_number=number is not None)


def _hs_digits(written: Written, code: str, was_number: bool) -> Meant:
    if not (code.isascii() and code.isdigit()) or len(code) not in HS_LENGTHS:
        if code.isdigit() and len(code) + 1 in HS_LENGTHS and was_number:
            raise NotRead("hs-code-lost-zero", f"0{code}", digits=f"0{code}")
        raise NotRead("hs-code-digits")
    return written.code(code)


def customs_code(written: Written) -> Meant:
    """Ten characters. Raises NotRead."""
    code = written.plain.replace("-", "").upper()
    if not CUSTOMS_CODE.fullmatch(code):
        raise NotRead("customs-code-length")
    return written.code(code)


def refuse_changed(cell: Cell) -> None:
    """Raise NotRead where a spreadsheet has made another number of words: 1E5, a code of more than 15 digits."""
    number, text = cell.number, cell.value.strip() if isinstance(cell.value, str) else ""
    if number is not None and abs(number) >= _MOST_DIGITS:
        raise NotRead("name-lost-digits", value=f"{number:.0f}")
    digits = f"{Decimal(text):f}" if _SCIENTIFIC.fullmatch(text) else f"{number:f}" if cell.scientific else ""
    whole, _, decimals = digits.partition(".")
    if whole.strip("-0") and not decimals.strip("0"):
        typed = f"{whole.rstrip('0')}E{len(whole) - len(whole.rstrip('0'))}"
        raise NotRead("name-became-number", typed, typed=typed)


def refuse_day(cell: Cell) -> None:
    """Raise NotRead where a spreadsheet has made a day or an hour of a name, with what was probably typed."""
    typed = typed_as_day(cell)
    if typed:
        raise NotRead("name-became-date", typed, typed=typed)


def typed_as_day(cell: Cell) -> str:
    """What somebody probably typed where a spreadsheet made a day or an hour of it: 3-1 of 1 March; else nothing."""
    value = cell.value
    if isinstance(value, date):
        parts = cell.parts_of_day
        if parts == "ym":
            return f"{value.year}-{value.month}"
        if parts.startswith("md"):
            return f"{value.month}-{value.day}"
        return f"{value.month}-{value.day}, {value.year}-{value.month}-{value.day}"
    if isinstance(value, time):
        return f"{value.hour}:{value.minute}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60}"
    found = (pattern.fullmatch(value.strip()) for pattern in _DAY_WORDS) if isinstance(value, str) else iter(())
    match = next(filter(None, found), None)
    if match is None:
        return ""
    told = match.groupdict()
    month = told.get("m") or str(_MONTH_NAMES.index(told["name"]) + 1)
    return f"{month}-{int(told['d'])}"
