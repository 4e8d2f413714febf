"""How people write an answer into a cell: the cell, and what a reader should make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from importplan.basics.labels import Language, accepted, text
from importplan.survey.questions import choice_key
from survey_returns.words import COUNTRIES, CURRENCIES, DIGITS, NUMERALS, UNIT_WORDS, UNREADABLE, WIDE

NONE, UNKNOWN = "@none", "@unknown"


@dataclass(frozen=True)
class Written:
    """A cell and its truth. `readable` is None where a careful reader may take it or ask: both are right."""

    cell: object
    told: str = "value"  # value | none | unknown | blank
    value: object = None
    readable: bool | None = True
    way: str = "plain"


BLANK = Written(None, "blank")


@dataclass
class Hand:
    """Somebody who fills in a form; `mess` is how often he leaves the plain way of writing."""

    rng: Random
    mess: float
    unreadable: float = 0.0
    language: Language = "zh"

    def write(self, kind: str, value: object, key: str = "", unit: str = "", asked: float = 10_000.0) -> Written:
        """One answer. `asked` is how many CNY a bare amount of money means."""
        if value is None:
            return BLANK
        if value == NONE:
            return Written(self.rng.choice(("无", "无", "无", "没有", "—", "/")), "none", way="none")
        if value == UNKNOWN:
            return Written(self.rng.choice(("不清楚", "不清楚", "不详", "不知道")), "unknown", way="unknown")
        if kind in ("number", "money", "share", "price") and self.rng.random() < self.unreadable:
            return Written(self.rng.choice(UNREADABLE), value=value, readable=False, way="unreadable")
        if kind == "money":
            return self.money(float(value), asked)  # type: ignore[arg-type]
        if kind == "number":
            return self.number(float(value), unit)  # type: ignore[arg-type]
        if kind in ("one_of", "some_of"):
            return self.choice(key, value)
        ways: dict[str, Callable[..., Written]] = {
            "share": self.share, "price": self.price, "date": self.day, "month": self.month, "quarter": self.quarter,
            "hs_code": self.hs_code,
            "country": self.country, "countries": self.countries, "currency": self.currency, "yes_no": self.yes_no,
        }  # fmt: skip
        return ways[kind](value) if kind in ways else Written(value, value=value)

    def messy(self) -> bool:
        return self.rng.random() < self.mess

    def number(self, value: float, unit: str = "") -> Written:
        plain = _plain(value)
        if not self.messy():
            return Written(plain, value=value)
        words = self.rng.choice(UNIT_WORDS.get(unit, (unit or "",)))
        ways = {
            "text": f"{plain}",
            "suffix": f"{plain}{words}",
            "spaced-suffix": f" {plain} {words} ",
            "wide": f"{plain}".translate(WIDE),
            "wide-suffix": f"{plain}".translate(WIDE) + words,
            "decimals": f"{value:.1f}" if value == round(value, 1) else f"{plain}",
            "about": f"约{plain}{words}",
        }
        if value >= 1000:
            ways |= {"thousands": f"{value:,.0f}", "wide-comma": f"{value:,.0f}".replace(",", "，")}
        if isinstance(plain, int) and 1 <= plain <= 10:
            ways["numeral"] = f"{NUMERALS[plain]}{words}"
        return self._of(ways, value)

    def money(self, value: float, asked: float) -> Written:
        plain = _plain(round(value / asked, 6))
        if not self.messy():
            return Written(plain, value=value, way="plain" if asked == 10_000 else "heading-unit")
        wan, yi = _plain(round(value / 1e4, 6)), _plain(round(value / 1e8, 10))
        ways = {
            "wan-yuan": f"{wan}万元",
            "wan": f"{wan}万",
            "wan-spaced": f"{wan} 万元",
            "yuan": f"{value:.0f}元",
            "yuan-thousands": f"{value:,.0f}元",
            "rmb": f"人民币{wan}万元",
            "wide": f"{wan}".translate(WIDE) + "万元",
            "text": f"{plain}",
            "about": f"约{wan}万元",
            "sign": f"￥{wan}万",
        }
        if value >= 1e7:
            ways |= {"yi-yuan": f"{yi}亿元", "yi": f"{yi}亿"}
        if float(plain) >= 1000:
            ways["thousands"] = f"{float(plain):,.0f}" if isinstance(plain, int) else f"{plain}"
        return self._of(ways, value)

    def price(self, value: float) -> Written:
        """A price in whole units of the currency named beside it."""
        if not self.messy():
            return Written(_plain(value), value=value)
        wan = _plain(round(value / 1e4, 6))
        ways = {"thousands": f"{value:,.0f}", "text": f"{value:.0f}", "wide": f"{value:.0f}".translate(WIDE)}
        if value >= 1e5:
            ways["wan"] = f"{wan}万"
        return self._of(ways, value)

    def share(self, value: float) -> Written:
        percent = _plain(round(value * 100, 4))
        if not self.messy():
            return Written(value, value=value)
        ways: dict[str, object] = {
            "percent": f"{percent}%", "percent-wide": f"{percent}％", "about": f"约{percent}%",
            "spaced": f"{percent} %",
        }  # fmt: skip
        if value > 0.02:
            ways["bare-percent"] = percent
        return self._of(ways, value)

    def day(self, value: date) -> Written:
        if not self.messy():
            return Written(value, value=value.isoformat())
        year, month, day = value.year, value.month, value.day
        ways = {
            "chinese": f"{year}年{month}月{day}日",
            "dots": f"{year}.{month}.{day}",
            "slashes": f"{year}/{month}/{day}",
            "iso": value.isoformat(),
            "digits": f"{value:%Y%m%d}",
            "wide": f"{year}年{month:02d}月{day:02d}日".translate(WIDE),
            "numerals": f"{''.join(DIGITS[int(digit)] for digit in str(year))}年{_numeral(month)}月{_numeral(day)}日",
        }
        return self._of(ways, value.isoformat())

    def month(self, value: date) -> Written:
        plain = f"{value:%Y-%m}"
        if not self.messy():
            return Written(plain, value=plain)
        ways: dict[str, object] = {
            "chinese": f"{value.year}年{value.month}月",
            "dots": f"{value.year}.{value.month:02d}",
            "slashes": f"{value.year}/{value.month}",
            "day": value,
        }
        return self._of(ways, plain)

    def quarter(self, value: str) -> Written:
        year, number = value[:4], int(value[-1])
        if not self.messy():
            return Written(value, value=value)
        last = number * 3
        ways: dict[str, object] = {
            "chinese": f"{year}年第{NUMERALS[number]}季度",
            "chinese-digit": f"{year}年{number}季度",
            "chinese-short": f"{year}年{NUMERALS[number]}季度",
            "dash": f"{year}-Q{number}",
            "lower": f"{year}q{number}",
            "spaced": f"{year} Q{number}",
            "turned": f"Q{number} {year}",
            "short-year": f"{year[2:]}Q{number}",
            "wide": value.translate(WIDE),
            "short-chinese": f"{year[2:]}年{NUMERALS[number]}季度",
            "slash": f"{year}/Q{number}",
            "wave": f"{year}年{last - 2}～{last}月",
            "month": f"{year}年{last - 1}月",
            "months": f"{year}年{last - 2}-{last}月",
            "iso-month": f"{year}-{last - 2:02d}",
            "day": date(int(year), last - 2, 1),
        }
        return self._of(ways, value)

    def choice(self, key: str, value: object) -> Written:
        many = value if isinstance(value, tuple) else (value,)
        words = [self._choice_word(key, str(one)) for one in many]
        return Written(self._joined(words), value=value, way="choices" if isinstance(value, tuple) else "choice")

    def _choice_word(self, key: str, value: str) -> str:
        label = choice_key(key, value)
        if self.messy():
            spare = [word for word in accepted(label) if word]
            return self.rng.choice(spare) if spare else text(label, self.language)
        return text(label, self.language)

    def _joined(self, words: list[str]) -> str:
        return self.rng.choice(("、", "、", "；", ";", ",", "，", "\n") if self.messy() else ("、",)).join(words)

    def country(self, value: str) -> Written:
        words = COUNTRIES[value]
        return Written(self.rng.choice(words) if self.messy() else words[0], value=value, way="country")

    def hs_code(self, value: str) -> Written:
        """A tariff code as text, with points, or as a number: then a reader may ask, for a number loses zeros."""
        if not self.messy():
            return Written(value, value=value)
        way = self.rng.choice(("points", "point", "number"))
        if way == "number":
            return Written(int(value), value=value, readable=None, way="code-as-number")
        dotted = f"{value[:4]}.{value[4:]}" if way == "point" else f"{value[:4]}.{value[4:6]}.{value[6:]}"
        return Written(dotted, value=value, way=f"code-{way}")

    def countries(self, value: tuple[str, ...]) -> Written:
        return Written(self._joined([str(self.country(one).cell) for one in value]), value=value, way="countries")

    def currency(self, value: str) -> Written:
        words = CURRENCIES[value]
        return Written(self.rng.choice(words) if self.messy() else words[0], value=value, way="currency")

    def yes_no(self, value: bool) -> Written:
        words = ("是", "是", "Y") if value else ("否", "否", "N")
        return Written(self.rng.choice(words) if self.messy() else words[0], value=value, way="yes-no")

    def _of(self, ways: dict[str, object] | dict[str, str], value: object) -> Written:
        way = self.rng.choice(list(ways))
        return Written(ways[way], value=value, way=way)


def _numeral(number: int) -> str:
    """A number up to 39 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens]}十") + (NUMERALS[ones] if ones else "")


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value
