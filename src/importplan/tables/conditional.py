"""Looks that a workbook gives to cells under a condition: whether it holds where that can be told, else that it may.

Conditions that are kept are those whose look changes what a person reads: a number format, a line through, white on no
colour, a bar or an icon in place of the value. Colours alone are nobody's concern here.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from importplan.basics.addresses import position
from importplan.tables.cell import CellValue
from importplan.tables.grid import Area, Spot
from importplan.tables.styles import Differential
from importplan.tables.xml_stream import local

Values = Sequence[Sequence[CellValue]]
Known = float | str
MOST_TRIED = 2_000_000  # conditions tried in a sheet; those beyond are told as open
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})")
_COMPARED = re.compile(r"(.+?)(<=|>=|<>|=|<|>)(.+)")
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_WORDS = {
    "lessThan": "<", "lessThanOrEqual": "<=", "greaterThan": ">", "greaterThanOrEqual": ">=", "equal": "=",
    "notEqual": "<>",
}  # fmt: skip
_OF_FILLED = {"containsBlanks": False, "notContainsBlanks": True, "containsErrors": False, "notContainsErrors": True}
_SHEET = re.compile(r"(?:'(?:[^']|'')*'|[^\s:'.]+)?\.")  # before the address of a cell: Sheet1.A1
_OPEN_REFERENCE = re.compile(r"\[\.([^\].]+)\]")
_OPEN_FORMULA = re.compile(r"formula-is\((.*)\)")
_OPEN_BETWEEN = re.compile(r"(not-)?between\(([^,]+),([^,]+)\)")
_DAY_NONE = date(1899, 12, 30)


@dataclass
class Rule:
    """A condition and the look that it gives; `areas` are where it is asked, its formula as for their first cell."""

    kind: str
    operator: str
    priority: int
    style: Differential
    formulas: list[str] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def holds(self, spot: Spot, values: Values) -> bool | None:
        """Whether the condition of a filled cell holds; None where that cannot be told."""
        if self.kind in _OF_FILLED:
            return _OF_FILLED[self.kind]
        if self.kind in ("dataBar", "iconSet"):
            return isinstance(_at(values, spot), float)
        if self.kind == "expression" and len(self.formulas) == 1:
            return self._expression(self.formulas[0], spot, values)
        found = [self._operand(formula, spot, values) for formula in self.formulas]
        if self.kind != "cellIs" or None in found:
            return None
        own = _at(values, spot)
        if len(found) == 2 and self.operator in ("between", "notBetween"):
            low, high = _compared("<=", found[0], own), _compared("<=", own, found[1])
            within = None if low is None or high is None else low and high
            return within if self.operator == "between" or within is None else not within
        return _compared(_WORDS.get(self.operator, ""), own, found[0]) if len(found) == 1 else None

    def _expression(self, formula: str, spot: Spot, values: Values) -> bool | None:
        match = _COMPARED.fullmatch(formula.strip())
        if match is None:
            alone = self._operand(formula, spot, values)
            return bool(alone) if isinstance(alone, float) else None
        left, right = (self._operand(match[part], spot, values) for part in (1, 3))
        return _compared(match[2], left, right)

    def _operand(self, words: str, spot: Spot, values: Values) -> Known | None:
        """A number, a text, or what stands in a cell of the sheet; None for all that has to be calculated."""
        words = words.strip()
        if words.upper() in ("TRUE", "FALSE", "TRUE()", "FALSE()"):
            return float(words.upper().startswith("TRUE"))
        if text := _TEXT.fullmatch(words):
            return text[1].replace('""', '"').casefold()
        if reference := _REFERENCE.fullmatch(words):
            fixed_column, letters, fixed_row, number = reference.groups()
            row, column = position(f"{letters}{number}")
            (top, left), _ = self.areas[0]
            if (not fixed_row or not fixed_column) and len(self.areas) > 1:
                return None  # programs differ in where a formula over several areas begins
            at = (row - 1 + (0 if fixed_row else spot[0] - top), column - 1 + (0 if fixed_column else spot[1] - left))
            return _at(values, at)
        try:
            return float(words)
        except ValueError:
            return None


def _at(values: Values, spot: Spot) -> Known | None:
    """What stands in a cell as conditions see it: a number, a day by its number, a text in small letters or none."""
    row, column = spot
    value = values[row][column] if 0 <= row < len(values) and 0 <= column < len(values[row]) else None
    if isinstance(value, datetime):
        value = value.date() if value.time() == value.min.time() else None
    if isinstance(value, date):
        return float((value - _DAY_NONE).days)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return value.casefold() if isinstance(value, str) else "" if value is None else None


def _compared(sign: str, left: Known | None, right: Known | None) -> bool | None:
    """Whether a comparison holds, every text beyond every number and a blank both 0 and no text; None: not known."""
    if sign not in _SIGNS or left is None or right is None:
        return None
    if isinstance(left, float) is not isinstance(right, float):
        left, right = (0.0 if one == "" else one for one in (left, right))
    return _SIGNS[sign]((isinstance(left, str), left), (isinstance(right, str), right))


class RuleLook:
    """Takes the rules from the XML of a sheet, those of extensions too, as its elements go by.

    `within`: whether elements are of rules at all; of what is beside them it needs only where rules begin.
    """

    def __init__(self, styles: Sequence[Differential]) -> None:
        self.rules: list[Rule] = []
        self._styles = styles
        self.within = False
        self._of_group: list[Rule] = []
        self._rule: Rule | None = None
        self._areas = self._words = ""
        self._told = ""  # which element the words are of

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name == "conditionalFormatting":
            self.within, self._of_group, self._areas = True, [], attributes.get("sqref", "")
        if not self.within:
            return
        if name == "cfRule":
            number, priority = attributes.get("dxfId", ""), attributes.get("priority", "")
            known = number.isdecimal() and int(number) < len(self._styles)
            self._rule = Rule(
                attributes.get("type", "expression"),
                attributes.get("operator", ""),
                int(priority) if priority.isdecimal() else 0,
                self._styles[int(number)] if known else Differential(),
            )
        elif name in ("dataBar", "iconSet") and self._rule is not None:
            if attributes.get("showValue", "1") in ("0", "false"):
                self._rule.style = Differential(hides=True)
        elif name == "numFmt" and self._rule is not None:
            self._rule.style = Differential(attributes.get("formatCode", ""), self._rule.style.struck)
        elif name == "strike" and self._rule is not None and attributes.get("val", "1") not in ("0", "false"):
            self._rule.style = Differential(self._rule.style.number_format, struck=True)
        elif name in ("formula", "f", "sqref"):
            self._told, self._words = name, ""

    def text(self, words: str) -> None:
        """Text goes by."""
        if self._told:
            self._words += words

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if self._told and name == self._told:
            self._told = ""
            if name == "sqref":
                self._areas = self._words
            elif self._rule is not None:
                self._rule.formulas.append(self._words)
        elif name == "cfRule" and self._rule is not None:
            if self._rule.style.changes:
                self._of_group.append(self._rule)
            self._rule = None
        elif name == "conditionalFormatting":
            self.within = False
            areas = list(_areas(self._areas)) if self._of_group else []
            for rule in self._of_group if areas else ():
                rule.areas = areas
                self.rules.append(rule)


class OpenRuleLook:
    """Takes the rules of an OpenDocument sheet as its elements go by; the style of each is found when all are known."""

    def __init__(self) -> None:
        self.rules: list[tuple[str, Rule]] = []  # the name of the style that a condition applies, and its rule
        self._areas: list[Area] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; `name` without its namespace."""
        if name == "conditional-format":
            self._areas = list(_areas(_SHEET.sub("", attributes.get("calcext:target-range-address", ""))))
        elif name == "condition" and self._areas:
            rule = _open_rule(attributes.get("calcext:value", ""), len(self.rules))
            base = position(_SHEET.sub("", attributes.get("calcext:base-cell-address", "")).replace("$", ""))
            if base != (self._areas[0][0][0] + 1, self._areas[0][0][1] + 1):
                rule.kind = ""  # a formula that begins elsewhere
            rule.areas = self._areas
            self.rules.append((attributes.get("calcext:apply-style-name", ""), rule))
        elif name in ("data-bar", "icon-set") and self._areas and attributes.get("calcext:show-value") == "false":
            kind = "dataBar" if name == "data-bar" else "iconSet"
            self.rules.append(("", Rule(kind, "", len(self.rules), Differential(hides=True), [], self._areas)))


def _open_rule(words: str, priority: int) -> Rule:
    """A condition as OpenDocument writes it, `between(10,20)` or `formula-is([.B2]>9)`; one of no kind if unknown."""
    words = _OPEN_REFERENCE.sub(r"\1", words.strip())
    if match := _OPEN_FORMULA.fullmatch(words):
        return Rule("expression", "", priority, Differential(), [match[1]])
    if match := _OPEN_BETWEEN.fullmatch(words):
        return Rule("cellIs", "notBetween" if match[1] else "between", priority, Differential(), [match[2], match[3]])
    for sign, named in (("!=", "notEqual"), *((sign, named) for named, sign in _WORDS.items() if len(sign) == 2),
                        *((sign, named) for named, sign in _WORDS.items() if len(sign) == 1)):  # fmt: skip
        if words.startswith(sign):
            return Rule("cellIs", named, priority, Differential(), [words.removeprefix(sign)])
    return Rule("", "", priority, Differential())


def _areas(words: str) -> Iterator[Area]:
    for match in _AREA.finditer(words):
        (top, left), (bottom, right) = (position(f"{match[n]}{match[n + 1]}") for n in (1, 3 if match[3] else 1))
        yield (top - 1, left - 1), (bottom - 1, right - 1)


def looks(rules: Sequence[Rule], values: Values) -> tuple[dict[Spot, list[Differential]], dict[Spot, Differential]]:
    """Of each filled cell the looks whose condition holds, the first first; and one whose condition is not known."""
    sure: dict[Spot, list[Differential]] = {}
    open_: dict[Spot, Differential] = {}
    tried = 0
    for rule in sorted(rules, key=lambda rule: rule.priority):
        for spot in _filled(rule.areas, values):
            tried += 1
            if tried > MOST_TRIED:
                open_.setdefault(spot, rule.style)
                break
            holds = rule.holds(spot, values)
            if holds:
                sure.setdefault(spot, []).append(rule.style)
            elif holds is None:
                open_.setdefault(spot, rule.style)
    return sure, open_


def _filled(areas: Sequence[Area], values: Values) -> Iterator[Spot]:
    for (top, left), (bottom, right) in areas:
        for row in range(top, min(bottom + 1, len(values))):
            for column in range(left, min(right + 1, len(values[row]))):
                if values[row][column] is not None:
                    yield row, column
