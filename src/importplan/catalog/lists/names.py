"""Names of goods: as what they are compared, and which attributes say that they mean different goods all the same.

Names are compared without brackets, after synonyms (`matching/synonyms.csv`). A name that states an attribute
(`matching/attributes.csv`: axes, form, control, process …) is never like one that states another value of it: 三轴立式
and 五轴立式 share most of their signs and are different machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from importplan.basics.labels import Language
from importplan.catalog.lists.parameters import plain, squeezed
from importplan.catalog.reading import Reading

_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_APART = re.compile(r"、|,|/|\bor\b|\band\b", re.IGNORECASE)
_EXCEPT = re.compile(r"除外|不含|other than|except|not including", re.IGNORECASE)
_INCLUDED = re.compile(r"^(含|包括|incl\.?|including)|等$")
_SIGNS = re.compile(r"[^\w]+")
_LETTERS_BEFORE = "(?<![a-z])"
SHORTEST = 2
Attributes = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class NameWords:
    """Synonyms, longest first, and the words that state an attribute."""

    synonyms: tuple[tuple[str, str], ...]
    attribute_words: Mapping[str, tuple[tuple[str, str], ...]]  # word → (attribute, value); a word may state several
    named: Mapping[str, Mapping[Language, str]]  # attribute → its names
    trade_names: tuple[tuple[str, str], ...] = ()  # what the trade calls goods → the goods it may well mean

    @cached_property
    def _stating(self) -> re.Pattern[str]:
        """All words that state an attribute; those in letters begin a word: high-speed motor is no EDM."""
        words = sorted(self.attribute_words, key=len, reverse=True)
        return re.compile("|".join(_LETTERS_BEFORE * word.isascii() + _spaced(word) for word in words) or r"(?!)")

    @cached_property
    def _states(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Word without blanks → what it states."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for word, stated in self.attribute_words.items():
            found[squeezed(word)] = (*found.get(squeezed(word), ()), *stated)
        return found

    @cached_property
    def _replacing(self) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(word) for word, _ in self.synonyms) or r"(?!)")

    def attribute(self, key: str, language: Language) -> str:
        """The name of an attribute in one language."""
        return self.named[key][language]

    def attributes(self, name: str) -> Attributes:
        """What a name states, without what it excepts: attribute → values. Longer words first: 非数控 holds 数控."""
        return self._stated(_BRACKETS.sub(lambda part: "" if _EXCEPT.search(part[0]) else part[0], plain(name)))

    def excepted(self, name: str) -> Attributes:
        """What a name takes out: `镗铣加工中心(龙门加工中心除外)`."""
        return self._stated(" ".join(part for part in _BRACKETS.findall(plain(name)) if _EXCEPT.search(part)))

    def _stated(self, words: str) -> Attributes:
        values: dict[str, frozenset[str]] = {}
        for word in self._stating.findall(plain(words).casefold()):
            for attribute, value in self._states[squeezed(word)]:
                values[attribute] = values.get(attribute, frozenset()) | {value}
        return values

    def differing(self, item: str, listed: str) -> tuple[str, ...]:
        """The attributes by which two names mean different goods."""
        mine, theirs, out = self.attributes(item), self.attributes(listed), self.excepted(listed)
        apart = [key for key in mine if key in theirs and not mine[key] & theirs[key]]
        # An exception is one of form, not of the word 加工中心 that both share.
        taken_out = [key for key in mine if key in out and mine[key] <= out[key] - theirs.get(key, frozenset())]
        return tuple(dict.fromkeys((*apart, *taken_out)))

    def compared(self, name: str) -> str:
        """A name as it is compared."""
        means = dict(self.synonyms)
        words = self._replacing.sub(lambda found: means[found[0]], plain(name).casefold())
        return _SIGNS.sub("", words)

    def meant_in_trade(self, name: str) -> tuple[str, ...]:
        """The goods that words of the trade in a name may well mean, as they are compared: HSK 刀柄, EDM, 圆光栅.

        It is worth a question, and never certain. Words in letters stand by themselves: WEDM is not EDM.
        """
        words = plain(name).casefold()
        found = (means for word, means in self.trade_names if _stands_in(word, words))
        return tuple(dict.fromkeys(self.compared(means) for means in found))

    def variants(self, name: str) -> tuple[str, ...]:
        """The names that a printed one stands for: without brackets, those of an enumeration, those in brackets."""
        if name not in self._variants_of:  # the rows of a list are asked about by every firm
            self._variants_of[name] = tuple(dict.fromkeys(self._variants(plain(name))))
        return self._variants_of[name]

    @cached_property
    def _variants_of(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _variants(self, name: str) -> Iterator[str]:
        bare = _BRACKETS.sub("", name)
        inside = [word for part in _BRACKETS.findall(name) if not _EXCEPT.search(part) for word in _APART.split(part)]
        for part in (bare, *_APART.split(bare), *inside):
            compared = self.compared(_INCLUDED.sub("", part.strip()))
            if len(compared) >= SHORTEST:
                yield compared


def _stands_in(word: str, words: str) -> bool:
    if not word.isascii():
        return word in squeezed(words)
    return re.search(rf"(?<![a-z]){_spaced(word)}(?![a-z])", words) is not None


def _spaced(word: str) -> str:
    """A word as a pattern that lets blanks stand between its signs, or between its parts where it is in letters."""
    parts = word.split() if word.isascii() else "".join(word.split())
    return r"[\s_]*".join(re.escape(part) for part in parts)


def read(reading: Reading) -> NameWords:
    """The tables of `matching/`."""
    trade_names = tuple(
        (plain(line.text("word", required=True)).casefold(), line.text("means", required=True))
        for line in reading.table("matching/trade_names.csv", ("word", "means", "source"))
        if line.text("source", required=True)
    )
    synonyms = [
        (line.text("word", required=True).casefold(), line.text("means").casefold())
        for line in reading.table("matching/synonyms.csv", ("word", "means"))
    ]
    words: dict[str, tuple[tuple[str, str], ...]] = {}
    attributes: dict[str, dict[Language, str]] = {}
    columns = ("attribute", "attribute_zh", "attribute_en", "value", "words")
    for line in reading.table("matching/attributes.csv", columns):
        attributes[line.text("attribute")] = {
            "zh": line.text("attribute_zh", required=True),
            "en": line.text("attribute_en", required=True),
        }
        stated = (line.text("attribute", required=True), line.text("value", required=True))
        for word in line.words("words"):
            written = plain(word).casefold()
            words[written] = (*words.get(written, ()), stated)
    return NameWords(tuple(sorted(synonyms, key=lambda pair: -len(pair[0]))), words, attributes, trade_names)
