"""Sheet `items`: those of the base, and the new ones that a person has confirmed, with the code they go under."""

from __future__ import annotations

from dataclasses import replace

from importplan.basics.labels import Language, text
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.survey.case.trace import Trace
from importplan.survey.items import Matched

CONFIRMED = "confirmed"


def items(matched: Matched, base: Scenario, language: Language, trace: Trace) -> tuple[Item, ...]:
    """The items of the case. New ones are tagged, and so is a code that only the returns name."""
    basis = {name.item: name.hs_basis for name in matched.names.values() if name.is_new}
    found = list(base.items)
    for item in matched.new_items.values():
        trace.derived("items", item.item, "hs_code", item.hs_code, f"hs_code_{basis[item.item]}", ())
        marks = ("new",) if basis[item.item] == CONFIRMED else ("new", "code_unconfirmed")
        found.append(replace(item, tags=tuple(text(f"survey.tag.{mark}", language) for mark in marks)))
    return tuple(found)
