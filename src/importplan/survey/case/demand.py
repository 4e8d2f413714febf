"""Sheet `demand`: one line per item, firm, quarter and degree of firmness, and what a month without costs.

The cost of lateness is output lost × gross margin, never output alone; where either is not known the cell stays blank
and the case takes its own default, which is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from importplan.basics.spans import TimeSpan
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.demand import Demand
from importplan.survey.case.lines import SurveyLine, usable
from importplan.survey.case.trace import Trace, place_words
from importplan.survey.returns.answers import Record, Told

FIRMNESS = {"signed": "ordered", "budgeted": "budgeted", "approved": "approved", "intended": "wished"}
LEAST_FIRM = "wished"  # where a firm does not say how firm a need is
ESTIMATED = "estimated"
FORMS = {"skd": "skd", "own_parts": "parts", "higher_spec": "higher", "lower_spec": "lower"}  # answers → `accepts`


def demand(lines: Iterable[SurveyLine], base: Scenario, trace: Trace) -> tuple[Demand, ...]:
    """All lines of demand that were told."""
    ids: dict[str, int] = {}
    return tuple(row for line in lines for row in _of_line(line, base, ids, trace))


def _of_line(line: SurveyLine, base: Scenario, ids: dict[str, int], trace: Trace) -> Iterator[Demand]:
    needed = [(need, *_needed(line, need, trace)) for need in line.answers.needs]
    rows = [(need, when, units) for need, when, units in needed if when is not None and units is not None]
    cost = _cost(line, base, trace) if rows else None
    accepts = accepted(line.record)
    if rows and origins_kept(line.record):
        answer = line.record.answer("accepted_origins" if line.record.value("accepted_origins") else "alternatives")
        trace.leave_out("demand", "origins_kept", line.firm.firm, line.item.item, answer)
    for need, period, quantity in rows:
        name = line_id(line, period, ids)
        low, high = _range(line, need, quantity, name, trace)
        trace.told("demand", name, "quantity", quantity, need.answer("quantity"))
        if accepts:
            answers = (line.record.answer("alternatives"), line.record.answer("first_origin"))
            trace.derived("demand", name, "accepts", ";".join(accepts), "forms_accepted", answers)
        if cost is not None:
            answers = (line.record.answer("output_lost_cny_per_month"), line.record.answer("margin_share"))
            trace.derived("demand", name, "shortage_cost_cny", cost, "output_times_margin", answers)
        yield Demand(
            line=name,
            firm=line.firm.firm,
            item=line.item.item,
            period=period,
            quantity=quantity,
            firmness=_firmness(need, name, trace),
            quantity_low=low,
            quantity_high=high,
            shortage_cost_cny=cost,
            shortage_basis=ESTIMATED if cost is not None else "",
            accepts=accepts,
            source=place_words(need.answer("quantity").at),
        )


def line_id(line: SurveyLine, period: TimeSpan, ids: dict[str, int], mark: str = "") -> str:
    """An id that stays the same from one collection to the next: item, firm, period, and a number for further ones."""
    name = f"{line_prefix(line.item.item, line.firm.firm)}{period}{mark}"
    ids[name] = ids.get(name, 0) + 1
    return name if ids[name] == 1 else f"{name}-{ids[name]}"


def line_prefix(item: str, firm: str) -> str:
    """With what the ids of all lines of a firm and an item begin."""
    return f"{item}@{firm}-"


def _needed(line: SurveyLine, need: Record, trace: Trace) -> tuple[TimeSpan | None, float | None]:
    """When and how many; None, with the reason told, where one of them is not known or nothing is needed."""
    period, told = need.value("period"), need.answer("quantity")
    if not isinstance(period, TimeSpan):
        trace.leave_out("demand", "no_period", line.firm.firm, line.item.item, need.answer("period"))
        return None, None
    value = need.number("quantity")
    if value is None or value == 0.0:
        reason = "no_quantity" if value is None else "nothing_needed"
        trace.leave_out("demand", reason, line.firm.firm, line.item.item, told)
        return None, None
    return period, usable(line, "demand", "quantity", trace, need)


def _range(
    line: SurveyLine, need: Record, quantity: float, name: str, trace: Trace
) -> tuple[float | None, float | None]:
    """Lowest and highest quantity: both in their order around the likely one, or none."""
    low, high = need.number("quantity_low"), need.number("quantity_high")
    if low is None and high is None:
        return None, None
    told = need.answer("quantity_low" if low is not None else "quantity_high")
    whole = not line.item.whole_units or all(value is None or value.is_integer() for value in (low, high))
    if low is None or high is None or not low <= quantity <= high or not whole:
        reason = "range_half" if low is None or high is None else "range_order" if whole else "fraction"
        trace.leave_out("demand", reason, line.firm.firm, line.item.item, told, name)
        return None, None
    trace.told("demand", name, "quantity_low", low, need.answer("quantity_low"))
    trace.told("demand", name, "quantity_high", high, need.answer("quantity_high"))
    return low, high


def _firmness(need: Record, name: str, trace: Trace) -> str:
    told = need.answer("firmness")
    if isinstance(told.value, str) and told.value in FIRMNESS:
        trace.told("demand", name, "firmness", FIRMNESS[told.value], told)
        return FIRMNESS[told.value]
    trace.derived("demand", name, "firmness", LEAST_FIRM, "assumed_least_firm", (told,))
    return LEAST_FIRM


def _cost(line: SurveyLine, base: Scenario, trace: Trace) -> float | None:
    """CNY per unit and period late: output lost per month × gross margin × months of a period."""
    output, margin = line.record.number("output_lost_cny_per_month"), line.record.number("margin_share")
    told = line.record.answer("output_lost_cny_per_month")
    if output is None:
        return None
    if margin is None or margin <= 0.0 or output == 0.0:
        reason = "margin_unknown" if margin is None else "loss_zero" if output == 0.0 else "margin_negative"
        trace.leave_out("demand", reason, line.firm.firm, line.item.item, told)
        return None
    return output * margin * base.calendar.months


def accepted(record: Record) -> tuple[str, ...]:
    """The forms that a firm accepts, as the case names them; empty: any, since it has not told.

    What it buys today it takes in any case: complete machines from abroad, or of a maker at home.
    """
    told = record.answer("alternatives")
    if told.told is Told.BLANK or told.told is Told.UNKNOWN:
        return ()
    alternatives = told.value if isinstance(told.value, tuple) else ()
    present = {record.text("first_origin"), record.text("second_origin")} - {""}
    foreign = present - {HOME} or not present or "other_country" in alternatives
    words = ["machine"] if foreign else []
    words += ["domestic"] if HOME in present or "domestic" in alternatives else []
    return (*words, *(form for answer, form in FORMS.items() if answer in alternatives))


def origins_kept(record: Record) -> bool:
    """Whether a firm takes foreign goods of some origins only, by which a plan tells no offers apart."""
    told = record.answer("alternatives")
    alternatives = told.value if isinstance(told.value, tuple) else ()
    listed = isinstance(record.value("accepted_origins"), tuple)
    return bool(accepted(record)) and (listed or "other_country" not in alternatives)
