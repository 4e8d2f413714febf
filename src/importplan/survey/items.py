"""Items of a survey: which item of the list each name means, what a person should look at, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from importplan.basics.errors import RuleUnknown
from importplan.basics.labels import known, text
from importplan.catalog.load import Catalog
from importplan.catalog.search import Search, kinds
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.survey.firms import IdentifiedFirm
from importplan.survey.matching.answers import ITEM, LEFT_OUT, NEW, NameAnswer, Remembered
from importplan.survey.matching.asked import AskedName, AskedNames, most
from importplan.survey.matching.bare_names import BareNames
from importplan.survey.matching.listed import listed_items
from importplan.survey.matching.proposals import ItemProposal, Proposer, is_sure
from importplan.survey.returns.answers import ItemAnswers

SURE, CONFIRMED, REVIEW, NEW_NAME, OUT = "sure", "confirmed", "review", "new", "left_out"
WHOLE = ("machine", "kit")  # kinds that come in whole units
CODES_SHOWN = 3
LONGEST_ID = 40
NEW_MARK = "新-"  # begins the id of an item that the list does not hold


@dataclass(frozen=True, slots=True)
class MatchedName:
    """What became of one distinct name.

    `state` is sure (no review needed), confirmed (by a person), review (a person has to choose), new (nothing on the
    list is like it; a person has to say what it is), or left_out (a person has said so). `item` is the id that it goes
    under: of a name that waits, the likeliest one.
    """

    asked: AskedName
    state: str
    item: str
    proposals: tuple[ItemProposal, ...] = ()
    answer: NameAnswer | None = None
    hs_code: str = ""  # of a new item, as far as one is known
    hs_basis: str = ""  # confirmed | survey | empty
    tariff: tuple[str, ...] = ()  # lines of the tariff whose words are like the name, `84571010 立式加工中心`

    @property
    def counts(self) -> bool:
        """Whether its rows go into the case."""
        return self.state in (SURE, CONFIRMED)

    @property
    def waits(self) -> bool:
        """Whether a person has to say something."""
        return self.state in (REVIEW, NEW_NAME)

    @property
    def is_new(self) -> bool:
        """Whether the case gets a new item for it."""
        return self.state == CONFIRMED and self.answer is not None and self.answer.decision == NEW


@dataclass(frozen=True)
class Matched:
    """All names by key, and to which of them each item of a firm belongs."""

    names: Mapping[str, MatchedName]
    asked: AskedNames
    new_items: Mapping[str, Item]  # those that people have added to the list

    def of(self, item: ItemAnswers) -> MatchedName:
        """The name under which an item stands."""
        return self.names[self.asked.of(item).key]

    def in_state(self, *states: str) -> tuple[MatchedName, ...]:
        """Names of some states, those with the most money behind them first, then those with the most rows."""
        found = [name for name in self.names.values() if name.state in states]
        return tuple(sorted(found, key=lambda name: (-name.asked.value_cny, -name.asked.rows, name.asked.key)))


def match(
    firms: Iterable[IdentifiedFirm],
    base: Scenario,
    catalog: Catalog,
    rates: Mapping[str, float],
    remembered: Remembered | None = None,
) -> Matched:
    """Match every distinct name of a survey to the items of the base case.

    Parameters
    ----------
    firms : iterable of IdentifiedFirm
        The firms with the items that stand.
    base : Scenario
        Its items are the list; its offers say who makes them.
    catalog : Catalog
        Words, makers, parameters, the tariff.
    rates : mapping
        CNY per unit of a currency.
    remembered : Remembered
        What people have said of names so far.
    """
    remembered = remembered or Remembered()
    bare_names = BareNames(catalog.names, catalog.makers, (supplier.name for supplier in base.suppliers))
    asked = AskedNames(catalog.names, bare_names, rates)
    names = asked.collect(firms)
    settle = _Settle(base, catalog, remembered)
    added = settle.new_items(names)
    listed = listed_items(
        (*base.items, *added.values()), catalog.names, bare_names, makers_by_item(base, catalog), remembered.learnt()
    )
    proposals = Proposer(listed, catalog).propose(list(names.values()))
    found = {name.key: settle.name(name, proposed) for name, proposed in zip(names.values(), proposals, strict=True)}
    return Matched(found, asked, added)


def makers_by_item(base: Scenario, catalog: Catalog) -> dict[str, frozenset[str]]:
    """Item → the makers on record that offer it in the base case."""
    suppliers = {supplier.supplier: supplier for supplier in base.suppliers}
    found: dict[str, set[str]] = {}
    for offer in base.offers:
        seller = suppliers.get(offer.supplier)
        maker = catalog.makers.find(offer.maker or (seller.name if seller else "") or offer.supplier)
        if maker is not None:
            found.setdefault(offer.item, set()).add(maker.name)
    return {item: frozenset(names) for item, names in found.items()}


def new_item(item: str, asked: AskedName, code: str) -> Item:
    """An item of the list made of a name that people have said is a new one."""
    chinese = any("一" <= sign <= "鿿" for sign in asked.bare)
    kind = asked.kind or "machine"
    word = f"survey.choice.unit.{most(asked.units)}"
    return Item(
        item=item,
        name_zh=asked.bare if chinese else "",
        name_en="" if chinese else asked.bare,
        kind=kind,
        hs_code=code,
        unit=text(word, "zh") if known(word) else "台",
        whole_units=kind in WHOLE,
    )


class _Settle:
    """Decides what becomes of a name: a remembered answer, a sure proposal, or a question."""

    def __init__(self, base: Scenario, catalog: Catalog, remembered: Remembered) -> None:
        self._items = {item.item for item in base.items}
        self._catalog = catalog
        self._day = base.settings.start
        self._remembered = remembered
        self._taken: dict[str, str] = {}  # id of a new item → key of its name
        self._added: dict[str, Item] = {}
        self._basis: dict[str, str] = {}  # id of a new item → on what its code rests

    def new_items(self, names: Mapping[str, AskedName]) -> Mapping[str, Item]:
        """The items that people have added and whose tariff code is known; several names may be of one of them."""
        for key, answer in self._remembered.names.items():
            asked = names.get(key)
            if answer.decision != NEW or asked is None:
                continue
            item = self._new_id(asked, answer.item)
            code, basis = self._code(asked, answer.hs_code)
            if code and item not in self._added:
                self._added[item] = new_item(item, asked, code)
                self._basis[item] = basis
        return self._added

    def name(self, asked: AskedName, proposals: tuple[ItemProposal, ...]) -> MatchedName:
        """What became of a name."""
        answer = self._remembered.names.get(asked.key)
        if answer is not None and answer.decision == LEFT_OUT:
            return MatchedName(asked, OUT, "", proposals, answer)
        if answer is not None and answer.decision == ITEM and answer.item in self._items:
            return MatchedName(asked, CONFIRMED, answer.item, proposals, answer)
        if answer is not None and answer.decision == NEW:
            return self._new(asked, proposals, answer)
        if is_sure(proposals):
            return MatchedName(asked, SURE, proposals[0].item, proposals)
        state = REVIEW if proposals else NEW_NAME
        code, basis = self._code(asked, "")
        item = proposals[0].item if proposals else self._new_id(asked, "")
        tariff = () if proposals or code else self._lines(asked)
        return MatchedName(asked, state, item, proposals, None, code, basis, tariff)

    def _new(self, asked: AskedName, proposals: tuple[ItemProposal, ...], answer: NameAnswer) -> MatchedName:
        """A new item: it cannot be planned with before its tariff code is known, so until then it waits."""
        item = self._new_id(asked, answer.item)
        if item in self._added:
            code, basis = self._added[item].hs_code, self._basis[item]
            return MatchedName(asked, CONFIRMED, item, proposals, answer, code, basis)
        return MatchedName(asked, NEW_NAME, item, proposals, answer, tariff=self._lines(asked))

    def _code(self, asked: AskedName, given: str) -> tuple[str, str]:
        """The tariff code of a name and on what it rests; only codes that the tariff holds."""
        if given and self._in_tariff(given):
            return given, "confirmed"
        known = {code: count for code, count in asked.codes.items() if self._in_tariff(code)}
        return (most(type(asked.codes)(known)), "survey") if known else ("", "")

    def _in_tariff(self, code: str) -> bool:
        try:
            self._catalog.tariff.row(code, self._day)
        except RuleUnknown:
            return False
        return True

    def _lines(self, asked: AskedName) -> tuple[str, ...]:
        rows, _ = kinds(self._search.find(asked.bare, CODES_SHOWN))
        return tuple(f"{row.hs_code} {row.name_zh}" for row in rows)

    @cached_property
    def _search(self) -> Search:
        return Search(self._catalog, self._day)

    def _new_id(self, asked: AskedName, given: str) -> str:
        """An id that a person can read and that is the same the next time."""
        if given:
            return given
        first = NEW_MARK + "".join(asked.bare.split())[:LONGEST_ID]
        candidates: Sequence[str] = (first, f"{first}-{asked.key[:LONGEST_ID]}")
        chosen = next(word for word in candidates if self._taken.get(word, asked.key) == asked.key)
        self._taken[chosen] = asked.key
        return chosen
