"""Number formats: what a spreadsheet shows of a stored value, in all its digits and with the words that it adds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|(?P<skipped>[_*].)"  # the width of a sign, a sign that fills the cell
    r"|\[(?P<bracket>[^\]]*)\]?"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<halves>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|g+|b+|a{3,})"
    r"|(?P<digit>[0#?])"
    r"|(?P<sign>[.,%@;])"
    r"|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)(-?[\d.]+)")
_CURRENCY = re.compile(r"\$([^-\]]*)")
_ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
_RED = re.compile(r"red|红色?|color ?3", re.IGNORECASE)
_SIGNS = "-−–—()（）－"  # what a format shows of a number below zero, or in the place of zero
_LONGEST = 255  # signs of a format in spreadsheet programs


@dataclass(frozen=True, slots=True)
class FormatSection:
    """One of the sections of a format: how it shows the values it is for.

    `power`: what is shown is the stored number times ten to it (% 2, each comma behind the digits −3, a point that is
    only written there as many digits as stand behind it). `before`, `behind`: the words around the digits.
    `date_parts`: which of year, month, day and time it shows (`ymdt`); empty where it shows no day.
    """

    before: str = ""
    behind: str = ""
    inner: tuple[tuple[int, str], ...] = ()  # digits to the right of a sign among the digits, and the sign
    power: int = 0
    least: int = 0  # digits before the point
    decimals: int = 0  # digits behind it that are always shown
    digits: bool = False
    scientific: bool = False
    is_text: bool = False
    date_parts: str = ""
    dates: tuple[tuple[bool, str], ...] = ()  # whether it stands for a part of a day, and the sign or word
    red: bool = False
    condition: tuple[str, float] | None = None

    @property
    def hides(self) -> bool:
        """Whether a cell looks empty though a value stands in it."""
        return not (self.digits or self.is_text or self.date_parts or self.before.strip() or self.behind.strip())

    @property
    def shows_sign(self) -> bool:
        """Whether a section for numbers below zero lets it be seen."""
        return self.red or any(sign in _SIGNS for sign in self.before + self.behind)

    @property
    def says_more(self) -> bool:
        """Whether more is seen than the digits of the stored number and its sign."""
        words = (self.before + self.behind).strip(f" \u00a0+{_SIGNS}")
        return bool(words or self.inner or self.power or self.least > 1 or self.date_parts or self.hides)

    def text(self, number: float, signed: bool) -> str:
        """What is seen of a number, every digit that is stored with it; `signed`: the section is for both signs."""
        if self.hides:
            return f"{number:.15g}"
        below = number < 0 and (signed or self.shows_sign)
        before, behind = self.before.strip(), self.behind.strip()
        if number == 0 or not signed:  # the dash of a zero, the minus or the brackets of a number below it
            before, behind = before.strip(_SIGNS), behind.strip(_SIGNS)
        if not self.digits:
            return before or "0"
        return ("-" if below else "") + before + self._digits(abs(number)) + behind

    def _digits(self, number: float) -> str:
        exact = Decimal(repr(number)).scaleb(self.power)
        whole, _, rest = f"{exact:f}".partition(".")
        rest = rest.rstrip("0").ljust(self.decimals, "0")
        whole = whole.lstrip("0").rjust(max(self.least, 1), "0")
        for place, sign in self.inner:
            whole = whole.rjust(place + 1, "0")
            whole = f"{whole[:-place]}{sign}{whole[-place:]}"
        return f"{whole}.{rest}" if rest else whole

    def day(self, value: date) -> str:
        """A day as it is seen; hours and less are left out."""
        of_part = {"y": f"{value.year}", "m": f"{value.month}", "d": f"{value.day}"}
        words = ""
        for is_part, sign in self.dates:
            if not is_part:
                words += sign
                continue
            kind = "y" if sign[0] == "e" else sign[0]
            if kind == "m" and len(sign) > 2:
                words += f"{value:%b}"
            elif kind in of_part and len(sign) <= (4 if kind == "y" else 2):
                words += of_part[kind][-2:] if sign == "yy" else of_part[kind].rjust(min(len(sign), 2), "0")
        return words.strip()


@dataclass(frozen=True)
class NumberFormat:
    """A format as it stands in a file, in the English signs that files keep."""

    sections: tuple[FormatSection, ...]

    @classmethod
    def of(cls, code: str) -> NumberFormat:
        """The format that a code says; what is odd in it is taken as words."""
        return _parsed(code[:_LONGEST])

    @cached_property
    def plain(self) -> bool:
        """Whether nothing but the digits of a number is seen, whichever it is."""
        loses_sign = len(self.sections) > 1 and self.sections[1].digits and not self.sections[1].shows_sign
        return not loses_sign and not any(section.says_more for section in self.sections)

    @property
    def scientific(self) -> bool:
        """Whether numbers are seen as 1.00E+05."""
        return any(section.scientific for section in self.sections)

    def section(self, number: float) -> FormatSection:
        """The section that shows a number."""
        numeric = [section for section in self.sections if not section.is_text] or [FormatSection(digits=True)]
        if any(section.condition for section in numeric):
            return next((one for one in numeric if one.condition is None or _holds(number, one.condition)), numeric[-1])
        if number < 0 and len(numeric) > 1:
            return numeric[1]
        if number == 0 and len(numeric) > 2:
            return numeric[2]
        return numeric[0]

    def text(self, number: float) -> str:
        """What is seen of a number, with all of its digits; `50.0万欧元`, `S-007`, `15%`."""
        section = self.section(number)
        own = len(self.sections) > 1 and section is self.sections[1] and number < 0
        return section.text(number, signed=not own or section.condition is not None)

    def words(self, text: str) -> str:
        """What is seen of a text: most formats leave it as it is."""
        return f"{self.of_text.before}{text}{self.of_text.behind}" if self.of_text is not None else text

    @property
    def of_text(self) -> FormatSection | None:
        """The section that puts words around a text, None where none does."""
        of_text = (section for section in self.sections if section.is_text)
        return next((one for one in of_text if (one.before + one.behind).strip()), None)

    @property
    def of_days(self) -> FormatSection | None:
        """The section that shows days, None in a format of numbers."""
        return next((section for section in self.sections if section.date_parts), None)


def _holds(number: float, condition: tuple[str, float]) -> bool:
    sign, bound = condition
    return {
        "<": number < bound, "<=": number <= bound, ">": number > bound,
        ">=": number >= bound, "=": number == bound, "<>": number != bound,
    }[sign]  # fmt: skip


@lru_cache(maxsize=4096)
def _parsed(code: str) -> NumberFormat:
    sections: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["sign"] == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    found = [_section(tokens) for tokens in sections]
    if len(found) > 3 or (len(found) == 1 and found[0].is_text):
        return NumberFormat(tuple(found[:4]))
    return NumberFormat(tuple(found))


def _section(tokens: list[re.Match[str]]) -> FormatSection:
    """The sense of the signs of one section."""
    words: list[tuple[str, str]] = []  # kind and sign
    red, condition = False, None
    for token in tokens:
        kind = str(token.lastgroup)
        sign = str(token[kind])
        if kind == "bracket":
            condition = _condition(sign) or condition
            red = red or bool(_RED.fullmatch(sign.strip()))
            currency = _CURRENCY.match(sign)
            if currency:
                words.append(("literal", currency[1]))
            elif _ELAPSED.fullmatch(sign):
                words.append(("date", "h"))
        elif kind in ("quoted", "escaped", "literal"):
            words.append(("literal", sign))
        elif kind == "sign":
            words.append((sign, sign))
        elif kind != "skipped":
            words.append((kind, sign))
    has_digits = any(kind in ("digit", "general") for kind, _ in words)
    if any(kind == "date" for kind, _ in words) and not (has_digits and not _is_date(words)):
        return _date_section(words, condition)
    return _number_section(words, red, condition)


def _is_date(words: list[tuple[str, str]]) -> bool:
    """Whether the digits among parts of a day are fractions of a second."""
    first = next(kind for kind, _ in words if kind in ("date", "digit", "general"))
    return first == "date"


def _condition(words: str) -> tuple[str, float] | None:
    found = _CONDITION.fullmatch(words.strip())
    try:
        return (found[1], float(found[2])) if found else None
    except ValueError:
        return None


def _date_section(words: list[tuple[str, str]], condition: tuple[str, float] | None) -> FormatSection:
    parts: list[tuple[bool, str]] = []
    found: set[str] = set()
    kinds = [(kind, sign.lower()) for kind, sign in words if kind in ("date", "literal")]
    dated = [sign for kind, sign in kinds if kind == "date"]
    seen = 0
    for kind, sign in kinds:
        if kind == "literal":
            parts.append((False, sign))
            continue
        before = dated[seen - 1] if seen else ""
        after = dated[seen + 1] if seen + 1 < len(dated) else ""
        seen += 1
        minutes = sign[0] == "m" and len(sign) < 3 and (before.startswith("h") or after.startswith("s"))
        part = "t" if minutes or sign[0] in "hs" else {"e": "y"}.get(sign[0], sign[0])
        found.add(part)
        parts.append((part != "t", sign if part != "t" else ""))
    told = "".join(part for part in "ymdt" if part in found) or "d"  # days of the week only: some day of it
    return FormatSection(date_parts=told, dates=tuple(parts), condition=condition)


def _number_section(words: list[tuple[str, str]], red: bool, condition: tuple[str, float] | None) -> FormatSection:
    places = [place for place, (kind, _) in enumerate(words) if kind in ("digit", "general")]
    is_text = any(kind == "@" for kind, _ in words)
    if not places:
        at = next((place for place, (kind, _) in enumerate(words) if kind == "@"), len(words))
        before, behind = ("".join(sign for kind, sign in part if kind != "@") for part in (words[:at], words[at:]))
        return FormatSection(before, behind, is_text=is_text, red=red, condition=condition)
    first, last = places[0], places[-1]
    points = [place for place, (kind, _) in enumerate(words) if kind == "." and first <= place <= last + 1]
    point = points[0] if points else last + 1
    scientific = any(kind == "exponent" for kind, _ in words)
    power = 2 * sum(kind == "%" for kind, _ in words)
    power -= 3 * _scaling(words, point, last)
    # A slash divides the digits of a fraction; it changes no value.
    among = [(place, words[place][1]) for place in range(first, point) if words[place][0] == "literal"]
    among = [] if any(sign == "/" for _, sign in among) else [(place, sign) for place, sign in among if sign.strip()]
    inner = [(sum(kind == "digit" for kind, _ in words[place:point]), sign) for place, sign in among]
    inner = [(right, sign) for right, sign in inner if right]
    zeros = [words[place][1] == "0" for place in places if place < point]
    decimals = sum(words[place][1] == "0" for place in places if place > point and not scientific)
    if len(inner) == 1 and inner[0][1] == "." and not points:
        # 0!.0,万: the point is a sign that is only shown there, the way to ten thousands.
        decimals, inner = inner[0][0], []
        power -= decimals
        zeros = zeros[:-decimals]
    shown = ("literal", "%")
    before = "".join(sign for kind, sign in words[:first] if kind in shown)
    behind = "".join(sign for kind, sign in words[last + 1 :] if kind in shown)
    return FormatSection(
        before,
        behind,
        tuple(inner),
        power,
        0 if scientific else sum(zeros),
        decimals,
        True,
        scientific,
        red=red,
        condition=condition,
    )


def _scaling(words: list[tuple[str, str]], point: int, last: int) -> int:
    """How many commas divide by a thousand: those right before the point or behind the last digit."""
    found = 0
    for start in {point - 1, last + 1}:
        step = 1 if start > last else -1
        place = start
        while 0 <= place < len(words) and words[place][0] == ",":
            found, place = found + 1, place + step
    return found
