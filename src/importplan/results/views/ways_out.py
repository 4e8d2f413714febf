"""Why a case has no plan, in planners' words: what would have to give way, by how much, what the plan then costs."""

from __future__ import annotations

from datetime import date, timedelta

from importplan.basics.labels import known
from importplan.plan.solution import Repair, WayOut
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.scenario.limit_rules import LIMIT_RULES, LimitUnit
from importplan.scenario.scenario import RESERVE

ALL = ("", "all", "each")


def ways_out(result: PlanResult, names: Names) -> tuple[str, ...]:
    """One sentence for each way out, the smallest first; empty where none is known."""
    return tuple(
        _way(names, number, way) for number, way in enumerate(result.solution.ways_out, start=1) if way.repairs
    )


def _way(names: Names, number: int, way: WayOut) -> str:
    words = names.word("result.way_out", number=number, repairs=_all_of(names, way.repairs))
    if way.objective_cny is None:
        return words
    return words + names.word("result.way_out_cost", cost=names.in_summary_unit(way.objective_cny))


def held_back_words(result: PlanResult, names: Names, most: int | None = None) -> str:
    """Which limits leave no room for what the rule would call, `most` of them by name; empty where none does."""
    repairs = result.solution.held_back
    if not repairs:
        return ""
    named = _all_of(names, repairs[:most])
    more = len(repairs) - len(repairs[:most])
    others = names.word("result.held_back.more", count=more) if more else ""
    return names.word("result.held_back", repairs=named + others)


def _all_of(names: Names, repairs: tuple[Repair, ...]) -> str:
    """What gives way, each with its cell."""
    parts = []
    for repair in repairs:
        place = names.word("result.at_place", place=repair.place) if repair.place else ""
        parts.append(repair_words(names, repair) + place)
    return names.word("result.way_join").join(parts)


def repair_words(names: Names, repair: Repair) -> str:
    """What gives way: `企业F3 2027年预算缺 180.00 万元`."""
    kind = f"result.repair.{repair.rule}"
    key = kind if known(kind) else f"result.repair.{_direction(repair.rule)}"
    words = names.word(
        key,
        rule=rule_words(names, repair.rule),
        about=about_words(names, repair),
        amount=amount_words(names, repair),
    )
    return words.strip(" :")  # nothing is said about a wish that is about everything


def _direction(rule: str) -> str:
    """Which way the value of a wish gives; a cap on shares or concentration gives in what exceeds it."""
    limit = LIMIT_RULES.get(rule)
    if limit is not None and limit.floor:
        return "fall"
    return "share" if limit is not None and limit.measured else "rise"


def about_words(names: Names, repair: Repair) -> str:
    """Whom, what and when the wish speaks of; empty where it is about everything."""
    parts = (_who(names, repair), _item(names, repair.item), span_words(names, repair.first, repair.last))
    return names.word("result.about_join").join(part for part in parts if part)


def amount_words(names: Names, repair: Repair) -> str:
    """The amount with its unit: money in the unit of summaries, goods in the unit of the item."""
    if repair.in_cny:
        return names.word("result.repair_cny", amount=names.in_summary_unit(repair.amount))
    if repair.rule in LIMIT_RULES and LIMIT_RULES[repair.rule].unit is LimitUnit.SUPPLIERS:
        return names.word("result.repair_suppliers", amount=plain(repair.amount))
    unit = names.unit(repair.item) if repair.item in names.scenario.item_index else names.word("result.any_unit")
    return names.word("result.repair_units", amount=plain(repair.amount), unit=unit)


def plain(amount: float) -> str:
    """Two decimals at most, none where there are none."""
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def rule_words(names: Names, rule: str) -> str:
    """What a wish of the case is called: a budget, a capacity, the risk limit, or a rule of the sheet `limits`."""
    key = f"result.wish.{rule}"
    return names.word(key) if known(key) else names.choice("limits.rule", rule)


def _item(names: Names, item: str) -> str:
    if item in ALL:
        return ""
    return names.item(item) if item in names.scenario.item_index else item.removeprefix("group:")


def _who(names: Names, repair: Repair) -> str:
    who, scenario = repair.who, names.scenario
    if who in ALL:
        return names.word("result.payer.all") if repair.rule == "budget" else ""
    if who in scenario.firm_index and len(scenario.all_firms) == 1 and repair.rule != "budget":
        return ""  # there is nobody else
    if who in scenario.firm_index or who == RESERVE:
        return names.firm(who)
    if who in scenario.offer_index:
        return names.source(scenario.offers[scenario.offer_index[who]])
    return names.supplier(who) if who in scenario.supplier_index else names.country(who)


def span_words(names: Names, first: date | None, last: date | None) -> str:
    """`2027年` for a whole calendar year, `2027-01 至 2028-06` for other intervals, nothing for the whole horizon."""
    if first is None and last is None:
        return ""
    calendar = names.scenario.calendar
    begin = calendar.first_day(max(calendar.index_of(first), 0)) if first else calendar.start
    after = calendar.first_day(calendar.index_of(last) + 1) if last else calendar.end
    end = after - timedelta(days=1)
    if (begin.month, begin.day, end.month, end.day, begin.year) == (1, 1, 12, 31, end.year):
        return names.word("result.year", year=begin.year)
    return names.word("result.span", first=f"{begin:%Y-%m}", last=f"{end:%Y-%m}")
