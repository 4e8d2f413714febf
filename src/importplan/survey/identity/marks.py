"""By what a return is known: the marks that stand in it, and how far those of two returns agree."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from importplan.catalog.references.cities import Cities
from importplan.parsing.credit_code import LENGTH, is_valid
from importplan.survey.identity.firm_names import FirmName, firm_name
from importplan.survey.returns.answers import FirmReturn, Record

CUSTOMS_LENGTH, SHORTEST_PHONE = 10, 7
SHORTEST_CODE = 10  # signs: less is a word, no code
SLIPS = 2  # signs by which a mistyped code may differ from the right one
CLEARLY = 4  # signs by which two codes differ that are no slips of one another: of two firms of a city ten or so do
LOOKALIKES = str.maketrans("IOSZ", "1052")  # letters that no code has, and the digits that they are taken for
_BLANKS = re.compile(r"[\s\-_.·()+]+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a return says of its firm. `code` only where its check digit holds; else it stands in `wrong_code`."""

    name: FirmName
    code: str
    wrong_code: str
    city: str  # its Chinese name where it is on record, else as written; empty: not told
    customs_code: str
    phone: str

    @property
    def written_code(self) -> str:
        """The credit code, right or wrong; empty where none was told."""
        return self.code or self.wrong_code


def marks(entry: FirmReturn, cities: Cities) -> Marks:
    """The marks of a return."""
    record = entry.record
    written = written_code(record)
    code = written if is_valid(written) else ""
    customs = _tidy(record, "customs_code")
    phone = _tidy(record, "contact_phone")
    return Marks(
        name=firm_name(record.text("firm_name"), cities),
        code=code,
        wrong_code="" if code or len(written) < SHORTEST_CODE else written,
        city=city_of(record, code, cities),
        customs_code=customs if len(customs) == CUSTOMS_LENGTH else "",
        phone=phone if len(phone) >= SHORTEST_PHONE else "",
    )


def written_code(record: Record) -> str:
    """The credit code as it was written, in capitals and without blanks; empty where none was told."""
    return _tidy(record, "credit_code")


def _tidy(record: Record, key: str) -> str:
    """Signs and digits of an answer as it was written; empty where it holds anything else, such as 无."""
    answer = record.answer(key)
    words = answer.value if isinstance(answer.value, str) else answer.written
    tidied = _BLANKS.sub("", unicodedata.normalize("NFKC", words)).upper()
    return tidied if tidied.isascii() and tidied.isalnum() else ""


def city_of(record: Record, code: str, cities: Cities) -> str:
    """The city of a firm: as answered, else of its district, its name, or the register that gave its code."""
    told = record.text("city")
    found = cities.find(told) if told else None
    found = found or cities.find(record.text("district")) or cities.of_credit_code(code)
    if found is None and not told:
        named = record.text("firm_name")
        found = next((city for city in cities.cities if city.name_zh in named), None)
    return found.name_zh if found else told.strip()


def repaired(code: str) -> str:
    """What a code with a wrong check digit may mean: letters that no code has, read as digits; else empty."""
    likely = code.translate(LOOKALIKES)
    return likely if likely != code and is_valid(likely) else ""


def slips(wrong: str, right: str) -> int:
    """By how many signs a mistyped code differs from a right one; many where the lengths differ."""
    if not wrong or not right or len(wrong) != len(right):
        return LENGTH
    return sum(one != other for one, other in zip(wrong, right, strict=True))


def other_code(first: str, second: str) -> bool:
    """Whether two codes are clearly those of two firms: no slip of the pen makes one of the other."""
    if not first or not second or first in second or second in first:
        return False
    return Levenshtein.distance(first, second) > CLEARLY


def same_place(first: str, second: str) -> bool:
    """Whether two cities may be one: a city that is not told speaks against nothing."""
    return not first or not second or first == second
