"""Demand for parts where firms state no need of their own: machines in use × use per machine and year.

The planner does not derive it, so it is written as lines of demand. A stated need (B10) stands instead of it. Where the
yearly purchases (B7) are more than half as much again, or less than two thirds, the two contradict each other: then
nothing is derived and the firm is to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from importplan.basics.labels import Language, text
from importplan.basics.spans import TimeSpan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.survey.case.demand import line_id
from importplan.survey.case.lines import SurveyLine
from importplan.survey.case.trace import Trace, place_words

USED_UP = ("part", "material")
APART = 1.5  # times: use and purchases further apart contradict each other (the questionnaire's own trap)
FIRMNESS = "budgeted"  # running machines use parts up, but nobody has ordered them
MARK = "-use"


def consumption(lines: Iterable[SurveyLine], base: Scenario, language: Language, trace: Trace) -> tuple[Demand, ...]:
    """Lines of demand over the whole plan for parts whose need is not stated."""
    ids: dict[str, int] = {}
    return tuple(row for line in lines for row in _of_line(line, base, language, ids, trace))


def yearly_use(line: SurveyLine, trace: Trace) -> float | None:
    """Units a year; None where it is not told, a need is stated, or purchases contradict it."""
    record = line.record
    installed, each = record.number("installed"), record.number("use_per_machine_year")
    if line.answers.needs or line.item.kind not in USED_UP or not installed or not each:
        return None
    use, bought = installed * each, record.number("bought_per_year")
    if bought is not None and (bought == 0.0 or not 1 / APART <= use / bought <= APART):
        told = record.answer("use_per_machine_year")
        trace.leave_out(
            "demand", "use_against_purchases", line.firm.firm, line.item.item, told, f"{use:g} / {bought:g}"
        )
        return None
    return use


def _of_line(
    line: SurveyLine, base: Scenario, language: Language, ids: dict[str, int], trace: Trace
) -> Iterator[Demand]:
    use = yearly_use(line, trace)
    if use is None:
        return
    calendar, given = base.calendar, 0.0
    answers = (line.record.answer("installed"), line.record.answer("use_per_machine_year"))
    source = f"{text('survey.source.use', language)} {place_words(answers[1].at)}"
    for period in range(calendar.count):
        due = use * (period + 1) / calendar.per_year
        total = float(int(due + 1e-9)) if line.item.whole_units else due  # whole units come when they are used up
        quantity, given = total - given, total
        if quantity <= 0.0:
            continue
        when = TimeSpan(*calendar.whole_days(range(period, period + 1)))
        name = line_id(line, when, ids, MARK)
        trace.derived("demand", name, "quantity", quantity, "installed_times_use", answers)
        yield Demand(
            line=name,
            firm=line.firm.firm,
            item=line.item.item,
            period=when,
            quantity=quantity,
            firmness=FIRMNESS,
            source=source,
        )
