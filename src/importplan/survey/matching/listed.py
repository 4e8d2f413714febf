"""The items of the base case as names are matched to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from importplan.catalog.lists.names import Attributes, NameWords
from importplan.scenario.schema.items import Item
from importplan.survey.matching.bare_names import BareNames


@dataclass(frozen=True, slots=True)
class Listed:
    """An item, the names it is known by in their compared forms, what they state, and who makes it."""

    item: Item
    names: tuple[str, ...]
    attributes: Attributes
    makers: frozenset[str]


def listed_items(
    items: Iterable[Item],
    words: NameWords,
    bare_names: BareNames,
    makers: Mapping[str, frozenset[str]],
    learnt: Mapping[str, tuple[str, ...]],
) -> tuple[Listed, ...]:
    """The items with all their names.

    Parameters
    ----------
    makers : mapping
        Item → makers that offer it in the base case.
    learnt : mapping
        Item → names in compared form that people have confirmed for it.
    """
    return tuple(
        Listed(
            item=item,
            names=tuple(dict.fromkeys((*_names(item, words, bare_names), *learnt.get(item.item, ())))),
            attributes=words.attributes(item.name_zh or item.name_en),
            makers=makers.get(item.item, frozenset()),
        )
        for item in items
    )


def _names(item: Item, words: NameWords, bare_names: BareNames) -> Iterable[str]:
    for name in (item.name_zh, item.name_en):
        if name.strip():
            yield bare_names.compared(bare_names.bare(name))
            yield from words.variants(name)
