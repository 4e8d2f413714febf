"""A printed requirement against the measured parameters of an item: met, not met, or unknown, limit by limit.

Limits are taken literally. A not-exempt list prints the weaker machine (`重复定位精度≥0.006mm`): an item that meets its
limits is on the list, one that is better is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from importplan.basics.labels import Language, text
from importplan.catalog.lists.parameters import Parameters, plain, squeezed
from importplan.catalog.lists.quantities import Quantity
from importplan.catalog.lists.requirements import Relation, Requirement, RequirementCase, Requirements, limit

Outcome = Literal["met", "not met", "unknown"]
Spec = Sequence[tuple[str, str]]
OPPOSITE: Mapping[Relation, Relation] = {"<": ">=", "<=": ">", ">=": "<", ">": "<="}
BAND_READINGS = {True: (Decimal(1), Decimal("0.5")), False: (Decimal(1), Decimal(2))}
LOWEST, HIGHEST = Decimal("-Infinity"), Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class MeasuredParameter:
    """A parameter of an item: the span in which its value lies; an open end is not reached."""

    text: str
    quantity: Quantity
    low_open: bool = False
    high_open: bool = False
    bound: bool = False  # known only through a parameter that this one never exceeds


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """One limit against the item."""

    requirement: Requirement
    measured: str  # the item's value as written; blank: the item does not state it
    outcome: Outcome
    reason: str  # met | not-met | missing | unreadable | twice | unit | per | band | open | bound | exact | text | any

    def words(self, language: Language) -> str:
        """The outcome and its reason in one language."""
        parameter = self.requirement.parameter
        return text(
            f"requirement.{self.reason}",
            language,
            limit=self.requirement.text,
            measured=self.measured,
            parameter=parameter.name(language) if parameter else "",
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """All limits against an item. Where no limit is printed the outcome is `met` without any check."""

    outcome: Outcome
    checks: tuple[LimitCheck, ...]

    @property
    def place(self) -> Literal["at", "better", "mixed", "unknown"]:
        """Where an item lies by the limits of a not-exempt list, which print the weaker machine.

        at: it meets every limit. better: it meets none. mixed: better by some, not by others. Else unknown.
        """
        outcomes = {check.outcome for check in self.checks if check.requirement.relation != "any"}
        if self.outcome == "met":
            return "at"
        if outcomes == {"not met"}:
            return "better"
        return "mixed" if self.outcome == "not met" else "unknown"

    def conditions(self) -> tuple[str, ...]:
        """Conditions under which compared limits are printed and that nobody has compared: 单砂轮, 全程."""
        return tuple(check.requirement.condition for check in self.checks if check.requirement.condition)


def compare(requirements: Requirements, spec: Spec, parameters: Parameters, words: str = "") -> Comparison:
    """Compare a requirement with an item.

    Parameters
    ----------
    requirements : Requirements
        What `requirements.parse` has read.
    spec : sequence of (name, value)
        The item's parameters: `Item.spec`.
    parameters : Parameters
        `Catalog.parameters`.
    words : str
        The item's name: it chooses between cases (`立式: …; 卧式: …`). Where it chooses none, the cases must agree.
    """
    values = _measure(spec, parameters)
    chosen = _chosen(requirements.cases, words)
    checks = {limit: _check(limit, values) for case in chosen for option in case.options for limit in option}
    outcomes = {
        _either([_all([checks[limit].outcome for limit in option]) for option in case.options]) for case in chosen
    }
    outcome: Outcome = outcomes.pop() if len(outcomes) == 1 else "unknown" if outcomes else "met"
    return Comparison(outcome, tuple(checks.values()))


def _chosen(cases: tuple[RequirementCase, ...], words: str) -> list[RequirementCase]:
    fitting = [case for case in cases if case.label and squeezed(case.label) in squeezed(words)]
    return [case for case in cases if not case.label or case in fitting] if fitting else list(cases)


def _all(outcomes: list[Outcome]) -> Outcome:
    return "not met" if "not met" in outcomes else "unknown" if "unknown" in outcomes else "met"


def _either(outcomes: list[Outcome]) -> Outcome:
    return "met" if "met" in outcomes else "unknown" if "unknown" in outcomes else "not met"


def _measure(spec: Spec, parameters: Parameters) -> dict[str, MeasuredParameter | str]:
    """Parameter → its span, or the code of the reason why it is unknown."""
    values: dict[str, MeasuredParameter | str] = {}
    for name, value in spec:
        key = parameters.named(name).key
        read = _span(
            limit(value if squeezed(value).startswith(squeezed(name)) else _joined(name, value), parameters), value
        )
        values[key] = read if key not in values or values[key] == read else "twice"
    for entry in parameters.by_key.values():
        bound = values.get(entry.at_most)
        if entry.key not in values and isinstance(bound, MeasuredParameter):
            values[entry.key] = replace(bound, quantity=replace(bound.quantity, low=Decimal(0)), bound=True)
    return values


def _joined(name: str, value: str) -> str:
    signed = plain(value)[:1] in "<>≤≥=不大小优高低超至" and plain(value)
    return f"{name}{value}" if signed else f"{name}={value}"


def _span(read: Requirement, printed: str) -> MeasuredParameter | str:
    if read.value is None:
        return "unreadable"
    value = read.value
    if read.relation in ("<", "<="):
        return MeasuredParameter(printed, replace(value, low=LOWEST), high_open=read.relation == "<")
    if read.relation in (">", ">="):
        return MeasuredParameter(printed, replace(value, high=HIGHEST), low_open=read.relation == ">")
    return MeasuredParameter(printed, value)


def _check(requirement: Requirement, values: Mapping[str, MeasuredParameter | str]) -> LimitCheck:
    if requirement.relation in ("any", "text") or requirement.parameter is None or requirement.value is None:
        return LimitCheck(requirement, "", "met" if requirement.relation == "any" else "unknown", requirement.relation)
    measured = values.get(requirement.parameter.key, "missing")
    if isinstance(measured, str):
        return LimitCheck(requirement, "", "unknown", measured)
    differs = _differs(requirement.value, measured.quantity)
    if differs:
        return LimitCheck(requirement, measured.text, "unknown", differs)
    outcomes = {_outcome(requirement, reading) for reading in _readings(requirement.value, measured)}
    if len(outcomes) > 1:
        return LimitCheck(requirement, measured.text, "unknown", "band")
    outcome, reason = outcomes.pop()
    return LimitCheck(requirement, measured.text, outcome, reason)


def _differs(asked: Quantity, stated: Quantity) -> str:
    """Why two values cannot be compared; blank when they can."""
    if asked.dimension != stated.dimension and not {asked.dimension, stated.dimension} <= {"", "count"}:
        return "unit"
    return "per" if asked.per != stated.per else ""


def _readings(asked: Quantity, measured: MeasuredParameter) -> list[MeasuredParameter]:
    """A value with ± against one without: it may stand for the half band or the whole one, so both are tried."""
    stated = measured.quantity
    if asked.band == stated.band:
        return [measured]
    return [
        replace(measured, quantity=replace(stated, low=stated.low * factor, high=stated.high * factor))
        for factor in BAND_READINGS[asked.band]
    ]


def _outcome(requirement: Requirement, measured: MeasuredParameter) -> tuple[Outcome, str]:
    value = requirement.value
    assert value is not None
    if requirement.relation == "=":
        return _equal(requirement, value, measured)
    if _holds(requirement.relation, measured, value.low):
        return "met", "met"
    if _holds(OPPOSITE[requirement.relation], measured, value.low):
        return "not met", "not-met"
    return "unknown", "bound" if measured.bound else "open"


def _holds(relation: Relation, measured: MeasuredParameter, bound: Decimal) -> bool:
    """Whether every value of the span stands in the relation to the bound."""
    low, high = measured.quantity.low, measured.quantity.high
    if relation in ("<", "<="):
        return high < bound or (high == bound and (relation == "<=" or measured.high_open))
    return low > bound or (low == bound and (relation == ">=" or measured.low_open))


def _equal(requirement: Requirement, value: Quantity, measured: MeasuredParameter) -> tuple[Outcome, str]:
    """One printed value or span: within is met; beyond on the better side is for a person to say."""
    if _holds(">=", measured, value.low) and _holds("<=", measured, value.high):
        return "met", "met"
    below, above = _holds("<", measured, value.low), _holds(">", measured, value.high)
    better = requirement.parameter.better if requirement.parameter else ""
    if not below and not above:
        return "unknown", "bound" if measured.bound else "open"
    if (better == "smaller" and below) or (better == "larger" and above):
        return "unknown", "exact"
    return "not met", "not-met"
