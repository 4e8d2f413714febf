"""Names of goods without what says nothing of the goods: makers, models, remarks in brackets, 进口, counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from importplan.catalog.lists.names import NameWords
from importplan.catalog.lists.parameters import plain
from importplan.catalog.references.makers import Makers

_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_BEFORE = re.compile(r"^(拟|计划)?(新购|新增|增购|更新|采购|购置|引进|购买)?(全新|二手|进口|国产|原装|原厂)*(的)?")
_AFTER = re.compile(r"((设备)?(采购|购置|更新|引进)(项目|计划)?|等|\d+(台|套|件|个|只|支)|若干)+$")
_AXES = re.compile(r"(?<!\d)([3-9])(?=轴)")
AXIS_NUMERALS = dict(zip("3456789", "三四五六七八九", strict=True))
_KEPT = r"(?![23][dD](?![A-Za-z0-9]))(?![3-9]-ax[ie]s)"  # 3D printing and 5-axis are no models
# A model: letters and digits together, wherever it stands; letters or digits behind Chinese words, apart by a blank.
# Letters before them belong to the name: RV 减速器, HSK 刀柄.
_MODEL = re.compile(
    rf"(?<![A-Za-z0-9]){_KEPT}(?=[A-Za-z0-9./+\-αβ]*\d)(?=[A-Za-z0-9./+\-αβ]*[A-Za-zαβ])[A-Za-z0-9./+\-αβ]+"
)
_APART = re.compile(rf"(?<=\s){_KEPT}[A-Za-z0-9./+\-αβ]+(?=\s|$)")
_CHINESE = re.compile(r"[一-鿿]")
_LATIN = re.compile(r"[a-z0-9]", re.IGNORECASE)
SHORTEST = 2


class BareNames:
    """Takes off what does not belong to the name of goods, and brings the rest into the form that is compared.

    Parameters
    ----------
    words : NameWords
        Synonyms and attributes of the catalog.
    makers : Makers
        Makers on record.
    further : iterable of str
        Further names of makers: those of the suppliers of the base case, `牧野 Makino`.
    """

    def __init__(self, words: NameWords, makers: Makers, further: Iterable[str] = ()) -> None:
        self._words = words
        self._makers = makers
        self._further = tuple(further)

    @cached_property
    def _maker(self) -> re.Pattern[str]:
        names = {word for maker in self._makers.makers for word in (maker.name, *maker.also)}
        names |= {part for name in self._further for part in plain(name).split()}
        usable = sorted((plain(name) for name in names if len(name) > 1), key=len, reverse=True)
        return re.compile("|".join(map(_pattern, usable)) or r"(?!)", re.IGNORECASE)

    def bare(self, written: str) -> str:
        """The name of the goods alone; as written where nothing would be left."""
        words = _AXES.sub(lambda found: AXIS_NUMERALS[found[1]], plain(written))
        outside = _BRACKETS.sub(" ", words)
        for candidate in (outside, " ".join(_BRACKETS.findall(words))):
            left = self._stripped(candidate)
            if len(left) >= SHORTEST:
                return left
        return words

    def _stripped(self, words: str) -> str:
        words = self._maker.sub(" ", words)
        words = _MODEL.sub(" ", words)
        if _CHINESE.search(words):
            words = _APART.sub(" ", words)
        words = _BEFORE.sub("", words.strip(" -/,;·"))
        return " ".join(_AFTER.sub("", words).split()) if _CHINESE.search(words) else " ".join(words.split())

    def compared(self, bare: str) -> str:
        """A bare name in the form in which names are compared; never empty."""
        return self._words.compared(bare) or plain(bare).casefold()


def _pattern(name: str) -> str:
    """A name as a whole word where it is written in letters."""
    return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if _LATIN.search(name) else re.escape(name)
