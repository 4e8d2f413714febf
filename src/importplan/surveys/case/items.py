"""Sheet `items`: those of the base, and the new ones that a person has confirmed, with the code they go under."""

from __future__ import annotations

from importplan.basics.labels import Language, known, text
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.surveys.case.trace import Trace
from importplan.surveys.items import Matched, MatchedName
from importplan.surveys.matching.asked import most

WHOLE = ("machine", "kit")  # kinds that come in whole units


def items(matched: Matched, base: Scenario, language: Language, trace: Trace) -> tuple[Item, ...]:
    """The items of the case; several names may bring the same new item."""
    found = {item.item: item for item in base.items}
    for name in matched.names.values():
        if name.is_new and name.item not in found:
            found[name.item] = _new(name, language)
            trace.derived("items", name.item, "hs_code", name.hs_code, f"hs_code_{name.hs_basis}", ())
    return tuple(found.values())


def _new(name: MatchedName, language: Language) -> Item:
    asked = name.asked
    unit = most(asked.units)
    chinese = any("一" <= sign <= "鿿" for sign in asked.bare)
    tags = [text("survey.tag.new", language)]
    if name.hs_basis != "confirmed":
        tags.append(text("survey.tag.code_unconfirmed", language))
    kind = asked.kind or "machine"
    word = f"survey.choice.unit.{unit}"
    return Item(
        item=name.item,
        name_zh=asked.bare if chinese else "",
        name_en="" if chinese else asked.bare,
        kind=kind,
        hs_code=name.hs_code,
        unit=text(word, "zh") if unit and known(word) else "台",
        whole_units=kind in WHOLE,
        tags=tuple(tags),
    )
