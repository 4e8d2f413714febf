"""Technical requirements as lists print them, read into limits: `定位精度≤0.005mm, ≥5轴联动`.

A requirement has cases (`立式: …; 卧式: …`), a case options (`或`), an option limits that hold together. What cannot be
read stays as text and is never taken for met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Literal

from importplan.catalog.lists.parameters import Parameter, Parameters, plain, squeezed
from importplan.catalog.lists.quantities import Quantity, quantity_at

# any: all specifications, no limit. text: words that cannot be read as a limit.
Relation = Literal["<", "<=", "=", ">=", ">", "any", "text"]

_ANY = re.compile(r"(所有|全部|各种|任何)(规格|型号|品种)?|不限|all(specifications|types|sizes)?")
_EXCEPT = re.compile(r"除外|以外|不含|不包括|except|other than|exclud", re.IGNORECASE)
_CASES = re.compile(r"[;。\n]")
# A comma is not between limits where it separates thousands or stands inside brackets.
_PIECES = re.compile(r",(?!\d{3}(?!\d))(?![^(]*\))|、(?![^(]*\))")
_TOGETHER = re.compile(r"并且|且|同时|\band\b", re.IGNORECASE)
_OPTIONS = re.compile(r"或者|或|\bor\b", re.IGNORECASE)
_LABEL = re.compile(r"\s*(?P<label>[^:<>≤≥=\d]{1,30}):(?P<rest>.+)", re.DOTALL)
_GENERIC = ("技术参数", "技术指标", "技术规格", "规格", "要求", "技术要求", "specification", "requirement")
_NOTE = re.compile(r"\(([^()]*)\)")
_START = re.compile(r"[±\d]|[ΦφØø⌀](?=\s*\d)")
_COUNTED_AXES = re.compile(r"\s*\d+\s*(轴|ax[ie]s)", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=\d)-(?=ax[ie]s)", re.IGNORECASE)  # 5-axis
_AXES = re.compile(r"[一二两三四五六七八九](?=\s*轴)")
_NUMERALS = dict(zip("一二两三四五六七八九", "1223456789", strict=True))
# Longer words first: 不小于 holds 小于. `better` and `worse` are turned by the parameter.
_WORDS = (
    (r">=|≥|=>|大于或?等于|不小于|不少于|不低于|至少|\bat least\b|\b(not|no) less than\b", "floor"),
    (r"<=|≤|=<|小于或?等于|不大于|不多于|不超过|不高于|至多|\bat most\b|\b(not|no) more than\b|\bup to\b", "ceiling"),
    (r">|大于|超过|多于|\b(more|greater) than\b|\bover\b", "above"),
    (r"<|小于|少于|\bless than\b|\bunder\b|\bbelow\b", "below"),
    (r"优于|高于|\b(better|higher) than\b", "better"),
    (r"劣于|低于|\b(worse|lower) than\b", "worse"),
    (r"=|为|等于", "equal"),
)
_SIGN = re.compile("|".join(f"(?P<{name}>{words})" for words, name in _WORDS), re.IGNORECASE)
_AFTER = re.compile(r"(?P<floor>及?以上|或以上)|(?P<ceiling>及?以下|或以下|以内|之内)")
_TURNED = re.compile(r"不低于|不高于")  # of an accuracy: not worse than, not better than
_RELATIONS: dict[str, Relation] = {"floor": ">=", "ceiling": "<=", "above": ">", "below": "<", "equal": "="}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One limit: parameter, relation, value; or words that are kept as text."""

    text: str  # as printed
    relation: Relation
    parameter: Parameter | None = None
    value: Quantity | None = None
    condition: str = ""  # under which the value holds, as printed: 单砂轮, 全程


@dataclass(frozen=True, slots=True)
class RequirementCase:
    """The limits of one kind of goods; of each option all limits hold together."""

    label: str  # of which kind: 立式; blank: of every kind
    options: tuple[tuple[Requirement, ...], ...]


@dataclass(frozen=True, slots=True)
class Requirements:
    """The printed text and what was read from it; no case where nothing is printed."""

    text: str
    cases: tuple[RequirementCase, ...]


def parse(text: str, parameters: Parameters) -> Requirements:
    """Read a printed requirement.

    Parameters
    ----------
    text : str
        The words of the list, Chinese or English; blank: no requirement.
    parameters : Parameters
        The known parameters and units: `Catalog.parameters`.
    """
    cases: list[tuple[str, list[str]]] = []
    for part in _CASES.split(plain(text)):
        label, words = _label(part, parameters)
        if words.strip() and (label or not cases):
            cases.append((label, [words]))
        elif words.strip():
            cases[-1][1].append(words)
    return Requirements(text, tuple(_case(label, words, parameters) for label, words in cases))


def _label(part: str, parameters: Parameters) -> tuple[str, str]:
    """The kind of goods before a colon; the name of a parameter or 技术参数 there is none."""
    found = _LABEL.match(part)
    if found is None:
        return "", part
    label = found["label"].strip()
    if squeezed(label) in _GENERIC:
        return "", found["rest"]
    return ("", f"{label}{found['rest']}") if parameters.find(label) else (label, found["rest"])


def _case(label: str, parts: list[str], parameters: Parameters) -> RequirementCase:
    """Pieces between commas hold together; a piece may be a choice of several."""
    pieces = [piece for part in parts for piece in _PIECES.split(re.sub(r",\s*(?=或)", "", part)) if piece.strip()]
    options = product(*(_choice(_unsplit(piece), parameters) for piece in pieces))
    return RequirementCase(label, tuple(tuple(limit for side in option for limit in side) for option in options))


def _choice(piece: str, parameters: Parameters) -> list[tuple[Requirement, ...]]:
    """The sides of 或, each one or several limits joined by 且, which binds closer."""
    sides = _OPTIONS.split(piece)
    if not all(re.search(r"\d", side) for side in sides):
        sides = [piece]
    return [tuple(limit(part, parameters) for part in _TOGETHER.split(side) if part.strip()) for side in sides]


def _unsplit(piece: str) -> str:
    """Signs in words that hold 或, as signs."""
    return re.sub(r"大于或等于", "≥", re.sub(r"小于或等于", "≤", re.sub(r"或以(?=[上下])", "及以", piece)))


def limit(words: str, parameters: Parameters) -> Requirement:
    """One piece as a limit; as text when any of it is beyond reading."""
    words = _unsplit(plain(words))
    if _ANY.fullmatch(squeezed(words)):
        return Requirement(words, "any")
    read = None if _EXCEPT.search(words) else _read(words, parameters)
    return read or Requirement(words, "text")


def _read(words: str, parameters: Parameters) -> Requirement | None:
    notes = [note.strip() for note in _NOTE.findall(words)]
    bare = _HYPHEN.sub(" ", _AXES.sub(lambda sign: _NUMERALS[sign[0]], _NOTE.sub("", words))).strip()
    sign = _SIGN.search(bare)
    start = _START.search(bare)
    if start is None or (sign and sign.start() > start.start() and not bare[: sign.start()].strip()):
        return None
    name, value = (bare[: sign.start()], bare[sign.end() :]) if sign else (bare[: start.start()], bare[start.start() :])
    parameter = parameters.named(name) if name.strip() else None
    found = quantity_at(value, parameters, parameter.dimension if parameter else "")
    if found is None or re.match(r"[*×^/]", found[1]):  # a formula
        return None
    quantity, (postfix, after) = found[0], _split_after(found[1])
    if parameter is None:
        parameter, after = (parameters.find(after or "轴"), "") if _COUNTED_AXES.match(value) else (None, after)
    relation = _relation(sign, postfix, parameter) if parameter and _fits(parameter, quantity, sign) else None
    if parameter is None or relation is None:
        return None
    return Requirement(words, relation, parameter, quantity, "; ".join(note for note in (*notes, after) if note))


def _fits(parameter: Parameter, quantity: Quantity, sign: re.Match[str] | None) -> bool:
    """Whether a value can be one of the parameter; a span of values bears no sign of its own."""
    same = not parameter.dimension or quantity.dimension in ("", parameter.dimension)
    return same and (quantity.low == quantity.high or sign is None or sign.lastgroup == "equal")


def _split_after(after: str) -> tuple[re.Match[str] | None, str]:
    sign = _AFTER.match(after)
    return sign, after[sign.end() :].strip() if sign else after


def _relation(sign: re.Match[str] | None, after: re.Match[str] | None, parameter: Parameter | None) -> Relation | None:
    """The relation that the words mean for the parameter; None where they can be read in two ways."""
    better = parameter.better if parameter else ""
    if after is not None:
        # 精度 0.01 mm 以上 may mean that or better, or that or coarser.
        return None if better == "smaller" or sign else _RELATIONS[str(after.lastgroup)]
    kind = sign.lastgroup if sign else "equal"
    if sign is not None and kind in ("better", "worse"):
        if not better and sign[0] not in ("高于", "低于", "higher than", "lower than"):
            return None
        return "<" if (kind == "better") == (better == "smaller") else ">"
    relation = _RELATIONS[str(kind)]
    if sign is not None and _TURNED.fullmatch(sign[0]) and better == "smaller":
        return {">=": "<=", "<=": ">="}[relation]  # type: ignore[return-value]  # both are relations
    return relation
