"""Why a case has no plan, in words: what would have to give way, by how much, and what the plan then costs."""

from __future__ import annotations

from importplan.basics.labels import known
from importplan.plan.solution import Repair, WayOut
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult

ALL = ("", "all", "each")


def ways_out(result: PlanResult, names: Names) -> tuple[str, ...]:
    """One sentence for each way out, the smallest first; empty where none is known."""
    return tuple(
        _way(names, number, way) for number, way in enumerate(result.solution.ways_out, start=1) if way.repairs
    )


def _way(names: Names, number: int, way: WayOut) -> str:
    repairs = names.word("result.list_join").join(_repair(names, repair) for repair in way.repairs)
    words = names.word("result.way_out", number=number, repairs=repairs)
    if way.objective_cny is None:
        return words
    return words + names.word("result.way_out_cost", cost=names.in_summary_unit(way.objective_cny))


def _repair(names: Names, repair: Repair) -> str:
    about = [_item(names, repair.item), _who(names, repair.who), _days(repair), repair.place]
    where = names.word("result.list_join").join(part for part in about if part)
    key = "result.repair_cny" if repair.in_cny else "result.repair_units"
    amount = names.in_summary_unit(repair.amount) if repair.in_cny else repair.amount
    rule = rule_words(names, repair.rule)
    return names.word(
        key, rule=rule, where=names.word("result.in_brackets", what=where) if where else "", amount=amount
    )


def rule_words(names: Names, rule: str) -> str:
    """What a wish of the case is called: a budget, a capacity, the risk limit, or a rule of the sheet `limits`."""
    key = f"result.wish.{rule}"
    return names.word(key) if known(key) else names.choice("limits.rule", rule)


def _item(names: Names, item: str) -> str:
    if item in ALL:
        return ""
    return names.item(item) if item in names.scenario.item_index else item.removeprefix("group:")


def _who(names: Names, who: str) -> str:
    if who in ALL:
        return ""
    scenario = names.scenario
    if who in scenario.firm_index or who == "reserve":
        return names.firm(who)
    return names.supplier(who) if who in scenario.supplier_index else names.country(who)


def _days(repair: Repair) -> str:
    if repair.first is None and repair.last is None:
        return ""
    return f"{repair.first or ''}–{repair.last or ''}"
