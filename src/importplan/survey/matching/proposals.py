"""Proposals for a name: items that it may mean, with a score, the reasons for and against, and what forbids certainty.

The score is 0 to 100 and orders proposals; it is no probability. A proposal needs no review where its score is at least
`SURE`, leads the next one by `LEAD`, and nothing is named that makes a person look: another kind of goods, another
heading of the tariff, an attribute that one of the two names states and the other does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.basics.labels import Language, text
from importplan.catalog.lists.comparison import compare
from importplan.catalog.lists.likeness import likeness
from importplan.catalog.lists.parameters import Parameters
from importplan.catalog.lists.requirements import parse
from importplan.catalog.load import Catalog
from importplan.parsing.words import fold
from importplan.survey.matching.asked import AskedName
from importplan.survey.matching.listed import Listed
from importplan.survey.matching.name_likeness import (
    ALIKE,
    AT,
    ID,
    ID_WORD,
    LESS,
    MORE,
    SAME,
    TRADE,
    WITHIN,
    NameLikeness,
    name_likeness,
)

SURE, LEAD, REVIEW = 94.0, 5.0, 50.0
LOOKED_AT, SHOWN = 12, 3  # items scored in full; proposals shown
FIRST_LOOK = 30.0  # least likeness of names to be scored in full
HEADING, CHAPTER = 4, 2  # digits
PRICE_FAR = 12.0  # times the reference value, or one such part of it
SPECS = 3  # the commonest specifications are compared
WEIGHT = {
    "code": 6.0, "heading": 2.0, "maker": 3.0, "other_chapter": -10.0, "other_kind": -12.0, "attribute": -45.0,
    "attribute_missing": -3.0, "attribute_more": -3.0, "price_far": -10.0, "spec_not_met": -6.0,
}  # fmt: skip
# What makes a person look even where the score is high; a name that is the same outweighs the softer ones.
LOOK = frozenset(("attribute", "spec_not_met", "kit"))
LOOK_UNLESS_SAME = frozenset(("other_kind", "other_code", "attribute_missing", "attribute_more", "price_far"))
UNSAID = ("attribute_missing", "attribute_more")  # an id need not say them
SOFT_ATTRIBUTE = "control"  # imported machine tools are numerically controlled whether or not the name says so


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One reason for or against; words under `survey.reason.<code>`. A detail that is a word has another in Chinese."""

    code: str
    detail: str = ""
    detail_zh: str = ""

    def words(self, language: Language) -> str:
        """The reason in words."""
        detail = self.detail_zh if language == "zh" and self.detail_zh else self.detail
        return text(f"survey.reason.{self.code}", language, detail=detail)


@dataclass(frozen=True, slots=True)
class ItemProposal:
    """An item that a name may mean."""

    item: str
    score: float
    reasons: tuple[MatchReason, ...]
    way: str  # in which the names are alike

    @property
    def needs_a_look(self) -> bool:
        """Whether something speaks against taking it unseen."""
        codes = {reason.code for reason in self.reasons}
        softer = LOOK_UNLESS_SAME if self.way not in (SAME, ID) else frozenset[str]()
        return bool(codes & LOOK) or bool(codes & softer) or self.way in (LESS, WITHIN, ALIKE, ID_WORD, TRADE)

    def words(self, language: Language) -> str:
        """All reasons in words."""
        return text("survey.reason.between", language).join(reason.words(language) for reason in self.reasons)


def is_sure(proposals: Sequence[ItemProposal]) -> bool:
    """Whether the first proposal can be taken without a review."""
    if not proposals or proposals[0].score < SURE or proposals[0].needs_a_look:
        return False
    return len(proposals) == 1 or proposals[0].score - proposals[1].score >= LEAD


class Proposer:
    """Makes the proposals for the names of a survey.

    Parameters
    ----------
    items : sequence of Listed
        The items of the base case.
    catalog : Catalog
        Attributes, parameters, makers.
    """

    def __init__(self, items: Sequence[Listed], catalog: Catalog) -> None:
        self._items = items
        self._catalog = catalog
        self._names = [(name, number) for number, listed in enumerate(items) for name in listed.names]

    def propose(self, asked: Sequence[AskedName]) -> list[tuple[ItemProposal, ...]]:
        """For each name the items that it may mean, the likeliest first; none where nothing is like it."""
        if not self._names or not asked:
            return [() for _ in asked]
        alike = likeness([name.key for name in asked], [name for name, _ in self._names])
        return [self._proposals(name, alike[number]) for number, name in enumerate(asked)]

    def _proposals(self, name: AskedName, alike: NDArray[np.float32]) -> tuple[ItemProposal, ...]:
        order = np.argsort(-alike, kind="stable")
        near = dict.fromkeys(self._names[spot][1] for spot in order[: 4 * LOOKED_AT] if alike[spot] >= FIRST_LOOK)
        called = self._called(name)
        numbers = dict.fromkeys((*called, *list(near)[:LOOKED_AT]))
        scored = [self._proposal(name, self._items[number], called.get(number)) for number in numbers]
        fitting = [entry for entry in scored if entry.score >= REVIEW]
        return tuple(sorted(fitting, key=lambda entry: (-entry.score, entry.item))[:SHOWN])

    def _called(self, name: AskedName) -> dict[int, NameLikeness]:
        """Items that a name means by their id, or may mean as the trade calls them."""
        found: dict[int, NameLikeness] = {}
        for meant in {word for written in name.written for word in self._catalog.names.meant_in_trade(written)}:
            for known, number in self._names:
                if name_likeness(meant, known).score >= AT[MORE]:
                    found[number] = NameLikeness(AT[TRADE], TRADE)
        for number, listed in enumerate(self._items):
            if any(fold(written) == fold(listed.item.item) for written in name.written):
                way = ID_WORD if listed.item.item.isalpha() else ID
                found[number] = NameLikeness(AT[way], way)
        return found

    def _proposal(self, name: AskedName, listed: Listed, called: NameLikeness | None) -> ItemProposal:
        ways = (*(name_likeness(name.key, known) for known in listed.names), *([called] if called else []))
        found = max(ways, key=lambda entry: entry.score)
        reasons = (
            MatchReason(f"name_{found.way}", f"{found.score:.0f}"),
            *_of_attributes(name, listed, self._catalog),
            *_of_codes(name, listed),
            *_of_kinds(name, listed),
            *_of_prices(name, listed),
            *self._of_makers(name, listed),
            *_of_specs(name, listed, self._catalog.parameters),
        )
        weights = {**WEIGHT, **dict.fromkeys(UNSAID, 0.0)} if found.way == ID else WEIGHT
        score = found.score + sum(weights.get(reason.code, 0.0) for reason in reasons)
        return ItemProposal(listed.item.item, min(max(score, 0.0), 100.0), reasons, found.way)

    def _of_makers(self, name: AskedName, listed: Listed) -> Iterator[MatchReason]:
        for told in name.makers:
            maker = self._catalog.makers.find(told)
            if maker is not None and maker.name in listed.makers:
                yield MatchReason("maker", maker.name)
                return


def _of_attributes(name: AskedName, listed: Listed, catalog: Catalog) -> Iterator[MatchReason]:
    """Attributes by which the names mean different goods, and those that only one of them states."""
    mine, theirs = name.attributes, listed.attributes
    for key in dict.fromkeys((*mine, *theirs)):
        told = tuple(catalog.names.attribute(key, language) for language in ("en", "zh"))
        if key in mine and key in theirs:
            if not mine[key] & theirs[key]:
                yield MatchReason("attribute", *told)
        elif key != SOFT_ATTRIBUTE or mine.get(key) == frozenset(("not_cnc",)):
            yield MatchReason("attribute_missing" if key in theirs else "attribute_more", *told)


def _of_codes(name: AskedName, listed: Listed) -> Iterator[MatchReason]:
    told, known = name.code, listed.item.hs_code
    if not told:
        return
    if told[:8] == known[:8]:
        yield MatchReason("code", told)
        return
    yield MatchReason("other_code", told)
    if told[:HEADING] == known[:HEADING]:
        yield MatchReason("heading", told[:HEADING])
    elif told[:CHAPTER] != known[:CHAPTER]:
        yield MatchReason("other_chapter", told[:CHAPTER])


def _of_kinds(name: AskedName, listed: Listed) -> Iterator[MatchReason]:
    if name.kind and name.kind != listed.item.kind:
        yield MatchReason("other_kind", name.kind)
        if name.kind == "kit":
            yield MatchReason("kit")


def _of_prices(name: AskedName, listed: Listed) -> Iterator[MatchReason]:
    price, value = name.price_cny, listed.item.reference_value_cny
    if price and value and not value / PRICE_FAR <= price <= value * PRICE_FAR:
        yield MatchReason("price_far", f"{price / value:,.0f}" if price > value else f"1/{value / price:,.0f}")


def _of_specs(name: AskedName, listed: Listed, parameters: Parameters) -> Iterator[MatchReason]:
    """A requirement of the firm that the item of the list does not meet."""
    for spec, _ in name.specs.most_common(SPECS) if listed.item.spec else ():
        found = compare(parse(spec, parameters), listed.item.spec, parameters, name.bare)
        if found.outcome == "not met":
            yield MatchReason("spec_not_met", spec)
            return
