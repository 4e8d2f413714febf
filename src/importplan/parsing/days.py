"""Days and periods as people write them, with both their ends: 2027-03-01, 27年一季度, 二〇二七年三月, 2027Q1–Q3."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

from importplan.basics.spans import Grain, TimeSpan
from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.numbers import DIGITS
from importplan.parsing.words import plain
from importplan.tables.cell import Cell

RANGED = "ranged"  # both its ends were written: 2027Q1–2027Q3, 2027年1-6月
DAY_FIRST, MONTH_FIRST = "day_first", "month_first"  # 3/1/2027 is in January, in March
EARLIEST, LATEST = 1990, 2200  # outside, a number of eight digits is not a date
ABOUT = "about"  # 底, 前, 左右: the words name a time near the span
SHOWN_COARSER = "shown_coarser"  # a date of which the cell shows month or year alone, and not the day that is stored
_EXCEL_EPOCH = date(1899, 12, 30)  # day 0 of the serial numbers of Excel, for days after February 1900
_SERIAL_DAYS = (36_526, 73_050)  # 2000-01-01 … 2099-12-31: other numbers are no dates of a survey
_MIDNIGHT = re.compile(r"(T|日)?0?0:00(:00(\.0+)?)?Z?$")  # as databases export a day
_SHORT_YEAR = re.compile(r"^'?(\d{2})(?=年|Q|-?第?[1-4一二三四]季)")
_NEAR = re.compile(r"(?<=[年月度季])(底|末|初|中旬|上旬|下旬|中|前|左右|前后)$")
_YEAR_IN_WORDS = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")  # as in letters with a seal: 二〇二七年三月一日
_PART_IN_WORDS = re.compile(r"(?<=[年月])(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日号])")
_YEAR_AND_DIGIT = re.compile(r"(20\d\d)\.([1-9])")
_BETWEEN = re.compile(r"[-~—〜至到]|TO")
_UNIT = re.compile(r"(?:季度?|月份?|日|号)$")
_YEAR_AHEAD = re.compile(r"(20\d\d)年?(?:(\d{1,2})月)?")
_YEAR_BEHIND = re.compile(r"(20\d\d)年?$")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_QUARTERS = 4
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_NAME = (
    r"(?P<month>JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?"
    r"|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\.?"
)
_IN_ENGLISH = re.compile(rf"(?:(?P<day>\d{{1,2}})-?)?{_NAME}(?:(?P<behind>\d{{1,2}}),|[-,])?(?P<year>\d{{4}})")
_SIGNS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def read_span(words: str, ranges: bool = True) -> TimeSpan | None:
    """The day or the period that words name, None when they name none.

    `ranges`: 2027年1-3 is January to March, as below the heading of a quarter; else it is the third of January.
    """
    bare = _MIDNIGHT.sub("", plain(words).upper())
    repairs = []
    digits = _in_digits(bare)
    if digits != bare:
        repairs.append("number_in_words")
    digits = _named_month(digits)
    certain = _NEAR.sub("", digits)
    if certain != digits:
        repairs.append(ABOUT)
    whole = _SHORT_YEAR.sub(r"20\1", certain)
    if whole != certain:
        repairs.append("short_year")
    found = next(filter(None, _spans(whole, ranges)), None) or _year_last(whole, "")
    return None if found is None else replace(found, words=words.strip(), repairs=tuple(repairs))


def read_range(words: str) -> tuple[TimeSpan, TimeSpan] | None:
    """The first and the last day or period between which words say that something lies; None where they do not.

    What one end leaves out the other one says: 2027Q1–Q3, 2027年一至三季度, Jan to Mar 2027. 2027-03 is no range.
    """
    bare = _SHORT_YEAR.sub(r"20\1", _in_digits(plain(words).upper())).removeprefix("自").removeprefix("从")
    found = {}
    for match in _BETWEEN.finditer(bare):
        left, right = bare[: match.start()], bare[match.end() :]
        if not left or not right:
            continue
        for one, two in _completed(left, right, match[0]):
            first, last = _end(one), _end(two)
            if first is not None and last is not None and first.first < last.first and first.last < last.last:
                found[first.first, last.last] = first, last
    return next(iter(found.values())) if len(found) == 1 else None


def _completed(left: str, right: str, between: str) -> Iterator[tuple[str, str]]:
    """Both ends of a range, each with what only the other one says."""
    ahead, behind, unit = _YEAR_AHEAD.match(left), _YEAR_BEHIND.search(right), _UNIT.search(right)
    lefts, rights = [left], [right]
    if unit is not None:
        lefts.append(left + unit[0])
    if behind is not None and not left.isdecimal():
        lefts += [f"{behind[1]}{left}", f"{left}{behind[1]}"]
    if ahead is None:
        return ((one, two) for one in lefts for two in rights)
    year, month = ahead.groups()
    if not right.isdecimal():
        of_month = month is not None and unit is not None and unit[0] in ("日", "号") and "月" not in right
        rights.append(f"{year}年{month}月{right}" if of_month else f"{year}{'年' if unit else ''}{right}")
    elif "Q" in left:
        rights.append(f"{year}Q{right}")
    elif between != "-" and len(right) == 2 and left[-3:-2] == "-":  # as ranges are written here: 2027-02~05
        rights.append(left[:-2] + right)
    return ((one, two) for one in lefts for two in rights)


def _end(words: str) -> TimeSpan | None:
    """One end of a range; None where it is none for certain."""
    if _YEAR_AND_DIGIT.fullmatch(words):
        return None
    span = read_span(words, ranges=False)
    return None if span is None or span.grain is Grain.MONTHS or ABOUT in span.repairs else span


def order_shown(words: str) -> str:
    """Whether the day or the month stands first in 15/3/2027 or 3/15/2027; empty where that does not show."""
    match = _YEAR_LAST.fullmatch(plain(words))
    if match is None:
        return ""
    first, second = int(match[1]), int(match[3])
    return DAY_FIRST if first > 12 >= second else MONTH_FIRST if second > 12 >= first else ""


def _year_last(words: str, order: str) -> TimeSpan | None:
    """A day with its year behind, as others write it, where its parts or the `order` say which is the month."""
    match = _YEAR_LAST.fullmatch(words)
    if match is None:
        return None
    first, _, second, year = match.groups()
    order = order_shown(words) or (DAY_FIRST if first == second else order)
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    try:
        return TimeSpan.on(date(int(year), int(month), int(day))) if order else None
    except ValueError:
        return None


def certain_span(cell: Cell, order: str = "") -> TimeSpan:
    """What a cell names, where that is certain; of a date so much as the cell shows: day, month or year.

    `order`: which of day and month stands first elsewhere in the file, for 3/1/2027. Raises NotRead.
    """
    if isinstance(cell.value, date):
        return _as_shown(cell, cell.value)
    words = plain(cell.shown)
    _refuse_ambiguous(words, is_number=cell.number is not None)
    span = read_span(words, ranges=False)
    ends = read_range(words) if span is None or span.grain is not Grain.DAY else None
    if ends is not None:
        return TimeSpan(ends[0].first, ends[1].last, cell.shown, (RANGED,))
    if span is None and (span := _year_last(words, order)) is not None:
        return replace(span, words=cell.shown, repairs=(order,))
    if span is None and (either := [_year_last(words, way) for way in (MONTH_FIRST, DAY_FIRST)])[0] is not None:
        raise NotRead("day-or-month", str(either[0]), first=str(either[0]), second=str(either[1]))
    if span is None or ABOUT in span.repairs:
        raise NotRead("date-is-a-number" if cell.number is not None else "date-expected")
    return replace(span, words=cell.shown)


def _as_shown(cell: Cell, value: date) -> TimeSpan:
    day = value.date() if isinstance(value, datetime) else value
    if cell.parts_of_day == "ym":
        span, begins = TimeSpan.of_months(day.year, day.month), day.day == 1
    elif cell.parts_of_day == "y":
        span, begins = TimeSpan.of_months(day.year, 1, 12), (day.month, day.day) == (1, 1)
    else:
        return TimeSpan.on(day)
    return replace(span, words=str(span), repairs=() if begins else (SHOWN_COARSER,))


def _refuse_ambiguous(words: str, is_number: bool) -> None:
    """2027.2 may be February or the second quarter, and as a number 2027.1 is 2027.10 too. Raises NotRead."""
    match = _YEAR_AND_DIGIT.fullmatch(words)
    if match is None:
        return
    year, digit = match.groups()
    month = f"{year}-0{digit}"
    others = [f"{year}Q{digit}"] if int(digit) <= _QUARTERS else []
    others += [f"{year}-10"] if is_number and digit == "1" else []
    if others:
        raise NotRead("period-ambiguous", others[0], month=month, other=" / ".join(others))


def _in_digits(words: str) -> str:
    """Year, month and day in digits: 二〇二七年十月二十一日 → 2027年10月21日."""

    def part(match: re.Match[str]) -> str:
        tens, ten, ones = match[0].rpartition("十")
        number = (int((tens or "1").translate(_SIGNS)) * 10 if ten else 0) + int((ones or "0").translate(_SIGNS))
        return str(number)

    return _PART_IN_WORDS.sub(part, _YEAR_IN_WORDS.sub(lambda match: match[0].translate(_SIGNS), words))


def _named_month(words: str) -> str:
    """An English month with a full year in digits: MARCH2027 → 2027-3, 15-MAR-2027 and MAR15,2027 → 2027-3-15."""
    match = _IN_ENGLISH.fullmatch(words)
    if match is None:
        return words
    day = match["day"] or match["behind"]
    return f"{match['year']}-{_MONTHS.index(match['month'][:3]) + 1}" + (f"-{day}" if day else "")


def _spans(words: str, ranges: bool) -> Iterator[TimeSpan | None]:
    for pattern, read in (*((_RANGE,) if ranges else ()), *_FORMS):
        match = pattern.fullmatch(words)
        if match:
            with suppress(ValueError):  # a day that is none
                span = read(match)
                yield span if span is None or EARLIEST <= span.first.year <= LATEST else None


def _of_day(match: re.Match[str]) -> TimeSpan:
    return TimeSpan.on(date(*(int(part) for part in match.groups())))


def _of_month(match: re.Match[str]) -> TimeSpan:
    return TimeSpan.of_months(int(match[1]), int(match[2]))


def _of_months(match: re.Match[str]) -> TimeSpan | None:
    first, last = int(match[2]), int(match[3])
    return TimeSpan.of_months(int(match[1]), first, last - first + 1) if 1 <= first < last <= 12 else None


def _of_quarter(match: re.Match[str]) -> TimeSpan:
    number = match["digit"] or match["word"]
    return TimeSpan.of_months(int(match["year"]), 3 * (DIGITS.get(number) or int(number)) - 2, 3)


def _of_half(match: re.Match[str]) -> TimeSpan:
    year = match["year"] or match["behind"]
    return TimeSpan.of_months(int(year), 1 if (match["half"] or match["before"]) in ("上半年", "H1") else 7, 6)


def _of_year(match: re.Match[str]) -> TimeSpan:
    return TimeSpan.of_months(int(match[1]), 1, 12)


_RANGE = (re.compile(r"(\d{4})(?:年|[./-](?=[^月]*月$))(\d{1,2})月?(?:-|~|至|到)(\d{1,2})月?"), _of_months)
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], TimeSpan | None]], ...] = (
    (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?"), _of_day),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), _of_day),
    (re.compile(r"(\d{4})[-/.年](\d{1,2})月?份?"), _of_month),
    (re.compile(r"(\d{4})(0[1-9]|1[0-2])"), _of_month),
    (
        re.compile(r"(?P<year>\d{4})[年./-]*第?(?:Q(?P<digit>[1-4])|(?P<word>[1-4一二三四])(?:季度?|Q))"),
        _of_quarter,
    ),
    (
        re.compile(r"(?:Q(?P<digit>[1-4])|第?(?P<word>[1-4一二三四])季度?)[./,-]*(?P<year>\d{4})年?"),
        _of_quarter,
    ),
    (
        re.compile(r"(?P<year>\d{4})[年./-]*(?P<half>上半年|下半年|H[12])|(?P<before>H[12])[./,-]*(?P<behind>\d{4})"),
        _of_half,
    ),
    (re.compile(r"(\d{4})年?(?:度|全年)?"), _of_year),  # a fiscal year, FY2027, may begin in April
    (re.compile(r"(\d{4})-(\d{2})~(\d{2})"), _of_months),  # as months are written here
    (re.compile(r"(\d{4})年(\d{1,2})月?(?:-|~|至|到)(\d{1,2})月份?"), _of_months),
)


def quarter(written: Written) -> Meant:
    """What a cell names within one quarter: the quarter, a month or a day of it. Raises NotRead."""
    span = _lenient(written)
    of_first, of_last = (TimeSpan.quarter_of(day) for day in (span.first, span.last))
    if of_first != of_last:
        raise NotRead("period-too-long", str(of_last if span.grain is Grain.YEAR else of_first))
    return _meant(span, "date_for_quarter" if span.grain is Grain.DAY and isinstance(written.cell.value, date) else "")


def month(written: Written) -> Meant:
    """What a cell names where a month is asked for: that, or what else lies within a quarter. Raises NotRead."""
    try:
        meant = quarter(written)
    except NotRead as fault:
        raise fault if fault.code == "period-ambiguous" else NotRead("month-expected") from None
    return Meant(meant.value, [code for code in meant.repairs if code != "date_for_quarter"])


def day(written: Written) -> Meant:
    """A day; of a month or a quarter the first one, told. Raises NotRead; of a year or a range the last is proposed."""
    span = _day_span(written)
    if span.grain in (Grain.HALF, Grain.YEAR) or RANGED in span.repairs:
        raise NotRead("date-expected", span.last.isoformat())
    return _meant(span, "" if span.grain is Grain.DAY else "first_day_of_period", span.first)


def last_day(written: Written) -> Meant:
    """The day until which something holds: of a month, a quarter or a year the last one, told. Raises NotRead."""
    span = _day_span(written)
    return _meant(span, "" if span.grain is Grain.DAY else "last_day_of_period", span.last)


def _day_span(written: Written) -> TimeSpan:
    try:
        return _lenient(written)
    except NotRead as fault:
        raise fault if fault.code == "period-ambiguous" else NotRead("date-expected") from None


def _meant(span: TimeSpan, repair: str, value: TimeSpan | date | None = None) -> Meant:
    told = [code for code in span.repairs if code != RANGED]
    return Meant(value or span, [*told, *([repair] if repair else [])])


def _lenient(written: Written) -> TimeSpan:
    """What a cell names, with the repairs it took."""
    cell = written.cell
    if isinstance(cell.value, date):
        return _as_shown(cell, cell.value)
    number, words = cell.number, written.plain
    if number is not None and _SERIAL_DAYS[0] <= number <= _SERIAL_DAYS[1]:
        return replace(TimeSpan.on(_EXCEL_EPOCH + timedelta(days=int(number))), repairs=("serial_date",))
    _refuse_ambiguous(words, is_number=number is not None)
    span = read_span(words)
    ends = read_range(words) if span is None else None
    if ends is not None:
        return TimeSpan(ends[0].first, ends[1].last, written.words, (RANGED,))
    if span is None:
        raise NotRead("period-expected")
    return span
