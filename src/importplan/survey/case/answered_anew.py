"""Needs that an earlier collection wrote and a later one answers anew: laid over it they would count twice.

Lines of a survey are called after item, firm and what was told of the period; a quarter that is told by month the next
time has other names. The newer answer replaces what it answers: the earlier lines of the same firm and item whose
periods meet, and what was derived from use once needs are stated. What is derived never replaces what a firm said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importplan.basics.issues import Issue, Place
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.survey.case.consumption import MARK
from importplan.survey.case.demand import line_prefix

OfFirm = dict[tuple[str, str], list[Demand]]
_NAMED = 8  # lines in a message


@dataclass(frozen=True)
class AnsweredAnew:
    """The older case without what is answered anew, the newer without what only repeats it, and what is told of it."""

    before: Scenario
    after: Scenario
    issues: tuple[Issue, ...]


def answered_anew(before: Scenario, after: Scenario) -> AnsweredAnew:
    """Take apart which lines of two collections answer the same; neither case is changed."""
    old, new = _of_surveys(before), _of_surveys(after)
    replaced, repeated, issues = set[str](), set[str](), []
    for key, lines in new.items():
        told = [line for line in lines if not _derived(line)]
        earlier = [line for line in old.get(key, ()) if line.line not in {line.line for line in lines}]
        gone = [line for line in earlier if _is_answered(line, told or lines, bool(told))]
        if not told and any(not _derived(line) for line in old.get(key, ())):
            repeated |= {line.line for line in lines}
        elif gone:
            replaced |= {line.line for line in gone}
            issues.append(_issue(key, gone, told or lines))
    return AnsweredAnew(
        before.replace(demand=tuple(line for line in before.demand if line.line not in replaced)),
        after.replace(demand=tuple(line for line in after.demand if line.line not in repeated)),
        tuple(issues),
    )


def _of_surveys(scenario: Scenario) -> OfFirm:
    """The lines that a collection wrote, by item and firm; what people have added bears other names."""
    found: OfFirm = defaultdict(list)
    for line in scenario.demand:
        if line.line.startswith(line_prefix(line.item, line.firm)):
            found[line.item, line.firm].append(line)
    return found


def _derived(line: Demand) -> bool:
    """Whether a line was worked out from the parts that machines use."""
    return MARK in line.line.removeprefix(line_prefix(line.item, line.firm))


def _is_answered(line: Demand, newer: Sequence[Demand], stated: bool) -> bool:
    if stated and _derived(line):
        return True
    return any(other.period.first <= line.period.last and line.period.first <= other.period.last for other in newer)


def _issue(key: tuple[str, str], gone: Sequence[Demand], newer: Sequence[Demand]) -> Issue:
    item, firm = key
    return Issue.warning(
        "survey-answered-anew", Place(), item=item, firm=firm, lines=", ".join(_words(gone)),
        units=f"{sum(line.quantity for line in gone):,.10g}", newer=", ".join(_words(newer)),
    )  # fmt: skip


def _words(lines: Sequence[Demand]) -> Iterator[str]:
    for line in lines[:_NAMED]:
        yield f"{line.period} {line.quantity:,.10g}"
    if len(lines) > _NAMED:
        yield "…"
