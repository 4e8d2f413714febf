"""Makers as suppliers of a case: the one of the base that is meant, else one of its own."""

from __future__ import annotations

from functools import cached_property

from importplan.catalog.references.makers import Makers
from importplan.parsing.words import fold
from importplan.scenario.scenario import Scenario

LONGEST_ID = 40
SHORTEST_BEGINNING = 3  # signs by which a longer name is known


class MakerIds:
    """From the name of a maker as firms write it to the id of a supplier."""

    def __init__(self, base: Scenario, makers: Makers) -> None:
        self._base = base
        self._makers = makers

    def canonical(self, *written: str) -> str:
        """One name for all spellings of a maker: that on record, else the first one given; empty where none is."""
        for words in written:
            found = self._makers.find(words) if words else None
            if found is not None:
                return found.name
        return next((words.strip() for words in written[:1] if words.strip()), "")

    def supplier(self, maker: str) -> str:
        """The supplier of the base that a maker is, else an id made of its name."""
        for key in (fold(maker), *(fold(part) for part in maker.split() if len(part) > 1)):
            if key in self._by_name:
                return self._by_name[key]
        # 山特维克 is 山特维克可乐满, as long as only one supplier is called so.
        longer = {supplier for name, supplier in self._by_name.items() if name.startswith(fold(maker))}
        if len(maker) >= SHORTEST_BEGINNING and len(longer) == 1:
            return longer.pop()
        return "-".join(maker.upper().split())[:LONGEST_ID]

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Folded name → supplier of the base: its id, its name, the parts of it, and its name on record."""
        found: dict[str, str] = {}
        for row in self._base.suppliers:
            on_record = self._makers.find(row.name) or self._makers.find(row.supplier)
            names = (row.supplier, row.name, *(part for part in row.name.split() if len(part) > 1))
            for name in (*names, on_record.name if on_record else ""):
                if name:
                    found.setdefault(fold(name), row.supplier)
        return found
