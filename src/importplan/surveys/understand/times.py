"""Quarters, months, days as people write them: 2027Q1, 27年一季度, 2027年3月底, 二〇二七年三月, Excel dates, 46447."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from importplan.scenario.days import read_day
from importplan.surveys.understand.said import Asked, NotUnderstood, Said, Words

_EXCEL_EPOCH = date(1899, 12, 30)  # day 0 of the serial numbers of Excel, for days after February 1900
_SERIAL_DAYS = (36_526, 73_050)  # 2000-01-01 … 2099-12-31: other numbers are no dates of a survey
_SHORT_YEAR = re.compile(r"^'?(\d{2})(?=年|Q|-?第?[1-4一二三四]季)")
_ABOUT_DAY = re.compile(r"(年|月|季度|季)(底|末|初|中旬|上旬|下旬|中|前|左右|前后)$")
_QUARTER = re.compile(r"(\d{4})[年./-]*第?(?:Q([1-4])|([1-4一二三四])(?:季度?|Q))")
_QUARTER_BACKWARDS = re.compile(r"(?:Q([1-4])|第?([1-4一二三四])季度?)[./,-]*(\d{4})年?")
_HALF = re.compile(r"(\d{4})年?(上|下)半年|(\d{4})年?H([12])")
_YEAR = re.compile(r"(\d{4})年?(度|全年)?")
_RANGE = re.compile(r"(\d{4})(?:年|[./-](?=[^月]*月$))(\d{1,2})月?(?:-|~|至|到)(\d{1,2})月?")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}
_YEAR_IN_WORDS = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")  # as in letters with a seal: 二〇二七年三月一日
_PART_IN_WORDS = re.compile(r"(?<=[年月])(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日号])")
_SIGNS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def quarter(words: Words, asked: Asked) -> Said:
    """The first day of a quarter."""
    said = _day(words)
    value = said.value
    assert isinstance(value, date)
    first = date(value.year, 3 * ((value.month - 1) // 3) + 1, 1)
    if said.repairs[:1] == ["date"]:
        return Said(first, ["date_for_quarter"])
    return Said(first, said.repairs)


def month(words: Words, asked: Asked) -> Said:
    """The first day of a month."""
    try:
        said = _day(words)
    except NotUnderstood:
        raise NotUnderstood("month-expected") from None
    value = said.value
    assert isinstance(value, date)
    return Said(value.replace(day=1), [code for code in said.repairs if code != "date"])


def day(words: Words, asked: Asked) -> Said:
    """A day; of a year alone the last one is proposed, as reliefs and budgets end with it."""
    try:
        said = _day(words)
    except NotUnderstood:
        year = _YEAR.fullmatch(words.plain)
        raise NotUnderstood("date-expected", f"{year[1]}-12-31" if year else "") from None
    return Said(said.value, [code for code in said.repairs if code != "date"])


def _day(words: Words) -> Said:
    value = words.cell.value
    if isinstance(value, datetime):
        return Said(value.date(), ["date"])
    if isinstance(value, date):
        return Said(value, ["date"])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(float(value), words)
    return _of_text(words.plain.upper())


def _of_number(value: float, words: Words) -> Said:
    if _SERIAL_DAYS[0] <= value <= _SERIAL_DAYS[1]:
        return Said(_EXCEL_EPOCH + timedelta(days=int(value)), ["serial_date"])
    text = f"{value:g}" if not value.is_integer() else f"{value:.0f}"
    if re.fullmatch(r"20\d\d\.[1-9]", text):
        part = int(text[5:])
        # 2027.1 is January or the first quarter, the same; 2027.2 may be February or the second quarter.
        if part == 1:
            return Said(date(int(text[:4]), 1, 1), ["number_for_period"])
        raise NotUnderstood("period-ambiguous", f"{text[:4]}Q{part}" if part <= 4 else f"{text[:4]}-{part:02d}")
    return _of_text(text)


def _of_text(words: str) -> Said:
    repairs = []
    text = _in_digits(words)
    if _YEAR_IN_WORDS.search(words) or _PART_IN_WORDS.search(words):
        repairs.append("number_in_words")
    shorter = _ABOUT_DAY.sub(r"\1", text)
    if shorter != text:
        repairs.append("about")
    longer = _SHORT_YEAR.sub(r"20\1", shorter)
    if longer != shorter:
        repairs.append("short_year")
    found = _quarter_of(longer) or read_day(longer)
    if found is None:
        raise _fault(longer)
    return Said(found, repairs)


def _in_digits(text: str) -> str:
    """Year, month and day in digits: 二〇二七年十月二十一日 → 2027年10月21日."""

    def part(match: re.Match[str]) -> str:
        tens, ten, ones = match[0].rpartition("十")
        number = (int((tens or "1").translate(_SIGNS)) * 10 if ten else 0) + int((ones or "0").translate(_SIGNS))
        return str(number)

    digits = _PART_IN_WORDS.sub(part, _YEAR_IN_WORDS.sub(lambda match: match[0].translate(_SIGNS), text))
    return digits.removesuffix("号") + "日" if digits.endswith("号") else digits


def _quarter_of(text: str) -> date | None:
    months = _RANGE.fullmatch(text)
    if months:  # 2027年1-3月 is a quarter when it lies within one
        first, last = int(months[2]), int(months[3])
        within = 1 <= first < last <= 12 and (first - 1) // 3 == (last - 1) // 3
        return date(int(months[1]), first, 1) if within else None
    match = _QUARTER.fullmatch(text)
    if match:
        return _first(match[1], match[2] or match[3])
    match = _QUARTER_BACKWARDS.fullmatch(text)
    return _first(match[3], match[1] or match[2]) if match else None


def _first(year: str, number: str) -> date:
    return date(int(year), 3 * (_DIGITS.get(number) or int(number)) - 2, 1)


def _fault(text: str) -> NotUnderstood:
    half = _HALF.fullmatch(text)
    if half:
        first = 1 if half[2] == "上" or half[4] == "1" else 3
        return NotUnderstood("period-too-long", f"{half[1] or half[3]}Q{first}")
    year = _YEAR.fullmatch(text)
    if year:
        return NotUnderstood("period-too-long", f"{year[1]}Q4")
    months = _RANGE.fullmatch(text)
    if months and 1 <= int(months[2]) <= 12:
        return NotUnderstood("period-too-long", f"{months[1]}Q{(int(months[2]) + 2) // 3}")
    return NotUnderstood("period-expected")
