"""From whom the goods of the plan come today and by the plan: shares of countries in each item.

Today: what is signed; where nothing is, the cheapest offers that may be bought from today (`assessment/sourcing`).
By the plan: its orders, by customs value.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from importplan.assessment.needs import Needed
from importplan.assessment.sourcing import SharesBasis, Sourcing
from importplan.results import forms
from importplan.results.plan_result import PlanResult, once
from importplan.results.table import Column, Table
from importplan.results.views.order_lines import order_lines

DUST = 1e-9


@dataclass(frozen=True)
class SourceChange:
    """A country in an item: its share today and by the plan."""

    item: str
    country: str
    before: float
    after: float
    value_cny: float  # customs value of all that is planned of the item
    rests_on: SharesBasis  # of the share today


@once
def source_changes(result: PlanResult) -> tuple[SourceChange, ...]:
    """Every country of every item that the plan buys, most money first."""
    scenario = result.scenario
    planned: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line in order_lines(result):
        planned[line.item.item][line.origin] += line.customs_value_cny
    sourcing = Sourcing(scenario, result.landed, Needed(scenario))
    found = []
    for item, by_country in sorted(planned.items(), key=lambda entry: -sum(entry[1].values())):
        today: dict[str, float] = defaultdict(float)
        for at in sourcing.offers(item):
            today[scenario.origin_of(scenario.offers[at])] += float(sourcing.shares[at])
        total = sum(by_country.values())
        if total > DUST:
            found += [
                SourceChange(item, code, today[code], by_country[code] / total, total, sourcing.basis(item))
                for code in sorted({*today, *by_country}, key=lambda code: (-by_country[code], code))
            ]
    return tuple(found)


COLUMNS: tuple[Column[SourceChange], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item),
    Column("origin", "", forms.COUNTRY, lambda row: row.country),
    Column("share_today", "share", forms.SHARE, lambda row: row.before),
    Column("share_planned", "share", forms.SHARE, lambda row: row.after),
    Column("share_change", "share", forms.SHARE, lambda row: row.after - row.before),
    Column("share_rests_on", "", forms.worded("assess.basis"), lambda row: row.rests_on.value),
)


def source_change_table(result: PlanResult) -> Table[SourceChange]:
    """Shares of countries today and by the plan."""
    return Table("source_change", COLUMNS, source_changes(result), quiet=True)
