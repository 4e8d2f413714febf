"""Words in which people consent, deny and ask; notices that no longer hold; headings that hold complete machines only.

All of it is data of `relief/`. Words in Chinese are found anywhere in a text, words in letters as whole words. What a
harmless word holds (不锈钢, 无锡) denies nothing and is taken out first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from importplan.catalog.bilingual import Bilingual
from importplan.catalog.reading import Reading

KINDS = (
    "denies", "asks", "elsewhere", "whole", "example", "nobody", "unnamed", "office", "paper", "kept", "used",
    "harmless", "placeholder",
)  # fmt: skip
SHORTEST_NAME = 2
INITIALS = 3  # capitals at most
UNSAID = "-"
_BETWEEN_SIGNS = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")  # 过 期 is 过期
_UNTIL = re.compile(
    r"(?:有效期?(?:限)?(?:至|到|止)?|截止|截至|止于|到期日|valid\s+(?:un)?to|valid\s+until|until|expires?(?:\s+on)?|through)"
    r"\s*[:：为]?\s*((?:19|20)\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})"
)
_NUMBER_SIGN = re.compile(r"\bno\.?\s*(?=[\d#])")
_IN_BRACKETS = re.compile(r"([一-鿿]*)\s*[〔\[(【{《]\s*((?:19|20)\d\d)\s*年?\s*[〕\])】}》]\s*第?\s*(\d+)\s*号?")
_OF_YEAR = re.compile(r"([一-鿿]*?)((?:19|20)\d\d)\s*年\s*第?\s*(\d+)\s*号")
_OF_ORDER = re.compile(r"(令)\s*第?\s*(\d+)\s*号|第\s*(\d+)\s*号\s*(令)")


@dataclass(frozen=True, slots=True)
class NoticeNumber:
    """The number of a notice: 工信部联重装〔2021〕198号; an order (令) has no year."""

    issuer: str
    year: str
    number: str

    def is_same(self, other: NoticeNumber) -> bool:
        """Whether two numbers mean one notice; an issuer may be cut short or left out."""
        alike = self.issuer.endswith(other.issuer) or other.issuer.endswith(self.issuer)
        return (self.year, self.number) == (other.year, other.number) and alike


@dataclass(frozen=True, slots=True)
class RepealedNotice:
    """A notice that held until a day, and what has replaced it."""

    document: str
    name_zh: str
    replaced_by: str
    until: date
    source: str
    confidence: str

    @property
    def numbers(self) -> tuple[NoticeNumber, ...]:
        """Its number."""
        return notice_numbers(self.document)


@dataclass(frozen=True, slots=True)
class MachineHeading(Bilingual):
    """A heading of complete machines, but for the subheading of their parts where it has one."""

    heading: str
    parts: str
    name_zh: str
    name_en: str
    source: str
    confidence: str

    @property
    def machines(self) -> tuple[str, ...]:
        """The machines that its Chinese name names: 磨床; 钻床, 镗床, 铣床."""
        return tuple(word for word in re.split("[、，]", self.name_zh) if word.endswith(("床", "中心", "织机")))

    def holds(self, hs_code: str) -> bool:
        """Whether a code is of a complete machine."""
        return hs_code.startswith(self.heading) and not (self.parts and hs_code.startswith(self.parts))


@dataclass(frozen=True)
class ReliefWords:
    """All words by kind, the repealed notices and the headings."""

    words: Mapping[str, tuple[str, ...]]
    repealed: tuple[RepealedNotice, ...]
    headings: tuple[MachineHeading, ...]

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {kind: _pattern(words) for kind, words in self.words.items()}

    @cached_property
    def _offices(self) -> re.Pattern[str]:
        return re.compile(f"(?:{_pattern(self.words['office']).pattern})$")

    def says(self, kind: str, words: str) -> str:
        """The first word of a kind in a text, blank where there is none."""
        found = self._patterns[kind].search(self._plain(words))
        return found[0] if found else ""

    def is_person(self, name: str) -> bool:
        """Whether words can be the name of a person: of two letters at least, no office, no program, no stand-in.

        Digits and @ stand in no name; two or three capitals alone are initials.
        """
        plain = comparable(name)
        letters = sum(sign.isalpha() for sign in plain)
        initials = name.isascii() and name.isupper() and letters <= INITIALS
        if initials or any(sign.isdigit() or sign == "@" for sign in plain):
            return False
        stand_in = self._patterns["nobody"].search(plain) or plain.strip(" .-_/") in self.words["unnamed"]
        return letters >= SHORTEST_NAME and not stand_in and not self._offices.search(plain)

    def is_placeholder(self, words: str) -> bool:
        """Whether words stand in for what is not known yet: a stand-in, an example, one sign again and again."""
        plain = comparable(words)
        signs = {sign for sign in plain if sign.isalnum()}
        said = self.says("placeholder", words) or self.says("example", words)
        return bool(plain) and (len(signs) == 0 or (len(signs) == 1 and len(plain) > 1) or bool(said))

    def is_no_number(self, words: str) -> str:
        """What says that words are not the number of a paper in hand: a stand-in, a denial, a question; else blank.

        A number that says it is an example is one here: consents say in which cases examples hold.
        """
        plain = comparable(words)
        if not plain or plain == UNSAID:
            return ""
        if plain in self.words["unnamed"] or (self.is_placeholder(words) and not self.says("example", words)):
            return words.strip()
        return self.says("denies", words) or self.says("asks", words) or self.says("elsewhere", words)

    def machine_heading(self, hs_code: str) -> MachineHeading | None:
        """The heading of complete machines that holds a code, None where parts may stand there."""
        return next((entry for entry in self.headings if entry.holds(hs_code)), None)

    def _plain(self, words: str) -> str:
        plain = _BETWEEN_SIGNS.sub("", comparable(words))
        return self._patterns["harmless"].sub(" ", _NUMBER_SIGN.sub(" ", plain))


def comparable(words: str) -> str:
    """A text in one width and one case, without blanks at its ends."""
    return unicodedata.normalize("NFKC", words).casefold().strip()


def days_until(words: str) -> tuple[date, ...]:
    """The last days of validity that a text names: 有效期至2009年3月31日, valid until 2025-12-31."""
    found = []
    for year, month, day in _UNTIL.findall(comparable(words)):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(found)


def notice_numbers(words: str) -> tuple[NoticeNumber, ...]:
    """The numbers of notices that a text names."""
    text = comparable(words)
    found = [NoticeNumber(*match) for pattern in (_IN_BRACKETS, _OF_YEAR) for match in pattern.findall(text)]
    found += [NoticeNumber("令", "", first or last) for _, first, last, _ in _OF_ORDER.findall(text)]
    return tuple(dict.fromkeys(found))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_one(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)")


def _one(word: str) -> str:
    letters = word.isascii() and word[0].isalnum() and word[-1].isalnum()
    return rf"(?<![a-z]){re.escape(word)}(?![a-z])" if letters else re.escape(word)


def read(reading: Reading) -> ReliefWords:
    """The three tables of `relief/`."""
    words: dict[str, tuple[str, ...]] = {kind: () for kind in KINDS}
    for line in reading.table("relief/words.csv", ("kind", "words")):
        kind = line.text("kind", required=True)
        if kind not in words:
            line.wrong("kind", ", ".join(KINDS))
            continue
        words[kind] = (*words[kind], *(comparable(word) for word in line.words("words")))
    return ReliefWords(words, tuple(_notices(reading)), tuple(_headings(reading)))


def _notices(reading: Reading) -> Iterator[RepealedNotice]:
    columns = ("document", "name_zh", "replaced_by", "until", "source", "confidence")
    for line in reading.table("relief/notices.csv", columns):
        document = line.text("document", required=True)
        if not notice_numbers(document):
            line.wrong("document", "财关税〔2020〕2号")
        texts = line.text("name_zh"), line.text("replaced_by", required=True)
        yield RepealedNotice(document, *texts, line.first_day("until"), line.text("source"), line.confidence())


def _headings(reading: Reading) -> Iterator[MachineHeading]:
    columns = ("heading", "parts", "name_zh", "name_en", "source", "confidence")
    for line in reading.table("relief/machine_headings.csv", columns):
        texts = (line.text(column) for column in columns[:-1])
        heading, parts, name_zh, name_en, source = texts
        yield MachineHeading(heading, parts, name_zh, name_en, source, line.confidence())
