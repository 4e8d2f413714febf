"""Units as one algebra: 万件, 吨, 台/月, 元/台·期 are a scale, what is counted, and what it is divided by.

What is counted, weighed, measured, paid and waited for is all of this one kind, so that the heading of a column, the
format of a cell, its words, a column of units and the unit of an item are compared and converted alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod

from importplan.basics.periods import MONTH_DAYS
from importplan.parsing.currencies import find_currency
from importplan.parsing.words import fold

PIECE, KILOGRAM, DAY, PERIOD, BATCH = "piece", "kg", "day", "period", "batch"
YUAN_OR_YEN = "¥"  # the sign of both; what is asked tells which
_WORKDAY = 7 / 5
CONTAINER = "container:"


def _each(words: str, factor: float = 1.0) -> dict[str, float]:
    return dict.fromkeys(words.split(), factor)


# Words of each base unit, and how many of it they are.
_KNOWN: dict[str, dict[str, float]] = {
    PIECE: {
        **_each("台 套 件 个 只 支 根 副 付 把 组 片 块 张 条 颗 粒 枚 部 架 辆 座 具 面 头 尊 艘"),
        **_each("台套 台(套) 套(台) 台件 台(件) 件(套) 台(件、套) unit(s) unitmade unitofcapacity unitofexcess"),
        **_each("unit units machine machines set sets piece pieces pc pcs ea each kit kits"),
        **_each("对 双 pair pairs", 2.0),
        **_each("打 dozen dozens doz", 12.0),
        **_each("罗 gross", 144.0),
    },
    KILOGRAM: {
        **_each("kg kgs kilogram kilograms 千克 公斤"),
        **_each("t mt ton tons tonne tonnes 吨 公吨", 1000.0),
        **_each("g gram grams 克", 1e-3),
        **_each("mg 毫克", 1e-6),
        **_each("斤 市斤", 0.5),
        **_each("两", 0.05),
        **_each("lb lbs 磅", 0.45359237),
        **_each("oz 盎司", 0.028349523125),
    },
    "m": {
        **_each("m metre metres meter meters 米 延米"),
        **_each("km 千米 公里", 1000.0),
        **_each("cm 厘米", 0.01),
        **_each("mm 毫米", 1e-3),
        **_each("um μm 微米", 1e-6),
        **_each("ft foot feet 英尺", 0.3048),
        **_each("inch inches 英寸", 0.0254),
        **_each("尺", 1 / 3),
        **_each("寸", 1 / 30),
    },
    "m2": {**_each("m2 平方米 平米 平方"), **_each("cm2", 1e-4)},
    "m3": {
        **_each("m3 cbm 立方米 立方 方"),
        **_each("l litre litres liter liters 升 公升", 1e-3),
        **_each("ml cm3 毫升", 1e-6),
        **_each("加仑", 3.785411784e-3),
    },
    "kWh": {**_each("kwh 千瓦时 度"), **_each("mwh", 1000.0)},
    DAY: {
        **_each("天 日 d day days 日历日 自然日 历日 calendardays"),
        **_each("工作日 个工作日 workingday workingdays workdays businessdays", _WORKDAY),
        **_each("周 星期 个星期 礼拜 个礼拜 week weeks wk wks", 7.0),
        **_each("月 个月 月份 month months mon mo mos", MONTH_DAYS),
        **_each("季 季度 个季度 quarter quarters", 3 * MONTH_DAYS),
        **_each("半年", 6 * MONTH_DAYS),
        **_each("年 年度 周年 year years yr yrs annum", 12 * MONTH_DAYS),
        **_each("小时 个小时 工时 h hr hrs hour hours", 1 / 24),
        **_each("分钟 min minutes", 1 / 1440),
        **_each("秒 s seconds", 1 / 86400),
    },
    PERIOD: _each("期 period periods periodlate"),
    BATCH: _each("批 批次 次 batch batches lot lots shipment order orderplaced"),
    # How much is in one of them nobody says: each is a base of its own.
    **{
        f"{CONTAINER}{word}": {word: 1.0}
        for word in _each(
            "箱 盒 包 袋 桶 瓶 卷 盘 托 柜 筒 管 罐 捆 扎 车 船 box boxes carton cartons pack packs reel reels roll "
            "rolls pallet pallets bottle bottles can cans drum drums"
        )
    },
}
_SCALES = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "十亿": 1e9, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5,
    "万": 1e4, "千": 1e3, "百": 1e2, "十": 10.0,
    "million": 1e6, "mio": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "thousand": 1e3,
}  # fmt: skip
_LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e3}  # before a currency: k€, MUSD, TEUR
_DIVIDED = re.compile(r"/|每|per(?!iod|son)")
_MULTIPLIED = re.compile("[·•]")
_PREFIX = re.compile(r"^(计量)?单位[:：]?|^(人民)?币种[:：]?")
_DIGITS = re.compile(r"(1(?:,?000)+)(?=\D|$)")  # (10,000 CNY)

_MEASURES = ("m", "m2", "m3", "kWh", KILOGRAM, DAY)
Part = tuple[str, float]  # a base unit and how many of it


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit: a scale, what is counted and by what it is divided; 万件 is 1e4 × pieces, 元/吨 is yuan ÷ 1000 kg.

    The scale is the decimal word before a unit. It is kept apart because a scale in a cell takes the place of that of
    its column: 3万 in a column of 万件 is 30,000 pieces. Parts are not cancelled: 件/台 is not a plain number.
    """

    scale: float = 1.0
    counted: tuple[Part, ...] = ()
    divided: tuple[Part, ...] = ()

    @property
    def whole(self) -> float:
        """How many base units it is."""
        return self.scale * self.factor

    @property
    def factor(self) -> float:
        """How many base units it is, its scale left out."""
        return prod(factor for _, factor in self.counted) / prod(factor for _, factor in self.divided)

    @property
    def what(self) -> tuple[str, ...]:
        """The base units that are counted, in order."""
        return tuple(sorted(base for base, _ in self.counted))

    @property
    def per(self) -> tuple[str, ...]:
        """The base units that it is divided by, in order."""
        return tuple(sorted(base for base, _ in self.divided))

    @property
    def said(self) -> bool:
        """Whether it says more than a scale."""
        return bool(self.counted or self.divided)

    def times(self, other: Measure) -> Measure:
        """The product."""
        return Measure(self.scale * other.scale, self.counted + other.counted, self.divided + other.divided)

    def over(self, other: Measure) -> Measure:
        """The quotient; a scale below the line is a plain factor: 元/百件."""
        (base, factor), *rest = other.counted
        below = ((base, factor * other.scale), *rest)
        return Measure(self.scale, self.counted + other.divided, self.divided + below)

    def completed(self, by: Measure) -> Measure:
        """The unit with what another one is divided by and it leaves out; a scale alone is one of it.

        万 of 件 or 万件 is 万件, 万元 of 元/台 is 万元/台.
        """
        if not self.said:
            return by if self.scale == 1.0 else replace(by, scale=self.scale)
        left = Counter(by.per) - Counter(self.per)
        missing: list[Part] = []
        for base, factor in by.divided:
            if left[base] > 0:
                left[base] -= 1
                missing.append((base, factor))
        return replace(self, divided=(*self.divided, *missing))

    def alike(self, other: Measure) -> bool:
        """Whether amounts in both are amounts of the same."""
        return self.what == other.what and self.per == other.per


PIECES = Measure(counted=((PIECE, 1.0),))
PLAIN = Measure()


@lru_cache(maxsize=20_000)
def read_unit(words: str) -> Measure | None:
    """The unit that words mean; without words the plain one, None where they mean none.

    Also `units per machine and year`, as units stand in the schema.
    """
    bare = _PREFIX.sub("", fold(words.replace(" and ", "·")))
    whole = _product(bare)
    if whole is not None:
        return whole
    first, *rest = _DIVIDED.split(bare)
    if not rest or not all(rest):
        return None
    parts = [_product(part) for part in (first, *rest)]
    if all(part == PIECES for part in parts):  # 台/套/件 is one or the other
        return PIECES
    found, *below = parts
    for part in below:
        if found is None or part is None or not part.counted:
            return None
        found = found.over(part)
    return found


def _product(words: str) -> Measure | None:
    found: Measure | None = PLAIN
    for part in _MULTIPLIED.split(words):
        one = _one(part)
        found = None if found is None or one is None else found.times(one)
    return found


def _one(words: str) -> Measure | None:
    """A unit without products and quotients, with the scales before it."""
    if not words:
        return PLAIN
    known = _base(words)
    if known is not None:
        return known
    for scale, rest in _scaled(words):
        below = _one(rest)
        if below is not None:
            return replace(below, scale=below.scale * scale)
    return None


def _base(words: str) -> Measure | None:
    found = _words().get(words)
    if found is not None:
        return Measure(counted=((found[0], found[1]),))
    currency = words if words == YUAN_OR_YEN else find_currency(words)
    return Measure(counted=((currency, 1.0),)) if currency is not None else None


def _scaled(words: str) -> Iterator[tuple[float, str]]:
    digits = _DIGITS.match(words)
    if digits:
        yield float(digits[1].replace(",", "")), words[digits.end() :]
    for word, factor in _SCALES.items():
        if words.startswith(word):
            yield factor, words.removeprefix(word)
    letter, rest = words[0], words[1:]
    if letter in _LETTERS and (rest == YUAN_OR_YEN or find_currency(rest) is not None or (not rest and letter == "k")):
        yield _LETTERS[letter], rest
    if letter == "k" and rest in _KNOWN[PIECE]:
        yield 1e3, rest


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, float]]:
    return {fold(word): (base, factor) for base, words in _KNOWN.items() for word, factor in words.items()}


def is_currency(base: str) -> bool:
    """Whether a base unit is a currency."""
    return base == YUAN_OR_YEN or (len(base) == 3 and base.isupper())


def counts_pieces(unit: str) -> bool:
    """Whether a unit counts (台, 套, 件, …; also 瓶, 卷, 箱 and what is not known) rather than measures or pays."""
    found = read_unit(unit)
    bases = found.what if found is not None else ()
    return not any(base in _MEASURES or is_currency(base) for base in bases)
