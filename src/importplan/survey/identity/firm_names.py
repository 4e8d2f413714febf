"""Names of firms as they are compared: what does not tell firms apart is taken off, what does is kept.

`fine` is without spaces, brackets, 有限公司 and the word 市 or 省 of a place; `coarse` is also without the places and
the word 股份. 广东启恒模具股份有限公司 and 深圳市启恒模具有限公司 share the coarse name and may be two firms, so the
fine one is asked first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz

from importplan.catalog.references.cities import Cities

NEAR = 86.0  # names at least so alike are worth a question
_NOTES = re.compile(r"\((?:[^()]*(?:盖章|公章|签章|签字|原名|曾用名|填报)[^()]*)\)")
_SIGNS = re.compile(r"[^\w]+|_")
_LIABILITY = re.compile(r"有限责任公司")
_ENDING = re.compile(r"(有限公司|公司)$")
_STOCK = re.compile(r"股份$")
_ENGLISH = re.compile(r"\b(company|co|corporation|corp|limited|ltd|inc|llc|plc)\b\.?", re.IGNORECASE)
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
_TELLING = re.compile(r"[0-9]+|[甲乙丙丁东西南北]|(?<![a-z])[a-z](?![a-z])")


@dataclass(frozen=True, slots=True)
class FirmName:
    """A name and the two forms in which it is compared."""

    written: str
    tidy: str  # as written, without blanks and remarks such as （盖章）
    fine: str
    coarse: str

    @property
    def telling(self) -> tuple[str, ...]:
        """Numbers, directions and single letters: 第一 and 第二, 一厂 and 二厂, 华南 and 华东 are different firms."""
        return tuple(sorted(_TELLING.findall(self.coarse.translate(_NUMERALS))))


def firm_name(written: str, cities: Cities) -> FirmName:
    """The name of a firm in its compared forms."""
    bare = _NOTES.sub("", unicodedata.normalize("NFKC", written)).strip()
    chinese = any("一" <= sign <= "鿿" for sign in bare)
    tidy = "".join(bare.split()).replace("(", "（").replace(")", "）") if chinese else bare
    words = _SIGNS.sub("", _ENGLISH.sub("", bare.casefold()))
    places = ["广东", *(city.name_zh for city in cities.cities)]
    for place in places:
        words = words.replace(f"{place}省", place).replace(f"{place}市", place)
    fine = _ENDING.sub("", _LIABILITY.sub("有限公司", words))
    return FirmName(written.strip(), tidy, fine, _without_places(_STOCK.sub("", fine), places) or fine)


def _without_places(words: str, places: list[str]) -> str:
    """Without the places at the beginning; one in brackets stands anywhere, so it goes where it leaves a name."""
    for place in places:
        rest = words.replace(place, "")
        words = rest if len(rest) >= 2 else words
    return words


def likeness(first: FirmName, second: FirmName) -> float:
    """How alike two names are, 0 to 100; 0 where a number, a direction or a letter tells them apart."""
    return fuzz.ratio(first.coarse, second.coarse) if first.telling == second.telling else 0.0
