"""Which rows of the lists may mean an item: by code, by name, by parameters, with reasons. A person confirms.

A proposal exempts nothing. It becomes a confirmation when somebody copies its reference into `items.catalog_ref`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.catalog.lists.code_match import CodeMatch, match_code
from importplan.catalog.lists.comparison import Comparison, Spec, compare
from importplan.catalog.lists.goods_lists import Edition, GoodsList, ListRow, Reference
from importplan.catalog.lists.likeness import likeness
from importplan.catalog.load import Catalog

HEADING = 4  # digits of a heading
NAME_ALIKE, NAME_ALONE = 60.0, 75.0  # a reason; a reason by itself
NAME_AT_ALL = {"ex": 25.0, "heading": 25.0, "concordance": 25.0, "former": 40.0}  # beside a code: below, other goods
PER_LIST, HINTS_PER_LIST = 5, 2
CODE_WEIGHT = {"exact": 60.0, "ex": 45.0, "concordance": 45.0, "heading": 30.0, "former": 15.0}
NAME_WEIGHT, MET_WEIGHT, NOT_MET_WEIGHT, OUT_OF_FORCE_WEIGHT = 0.4, 10.0, -30.0, -20.0


@dataclass(frozen=True, slots=True)
class Goods:
    """What is known of an item."""

    name_zh: str
    name_en: str
    hs_code: str
    kind: str
    spec: Spec = ()


@dataclass(frozen=True, slots=True)
class RowProposal:
    """A row that may mean an item, with all that speaks for it and against it."""

    goods_list: GoodsList
    edition: Edition
    row: ListRow
    in_force: bool  # the edition and the row, on the day asked for
    code: CodeMatch | None
    alike: float  # how alike the names are, 0 to 100
    differing: tuple[str, ...]  # attributes by which the names mean different goods
    comparison: Comparison

    @property
    def named_alike(self) -> bool:
        """Whether the name is a reason of its own."""
        return self.alike >= NAME_ALIKE and not self.differing

    @property
    def score(self) -> float:
        """How much speaks for it, 0 to 100; an order among proposals, no probability."""
        score = CODE_WEIGHT[self.code.kind] if self.code else 0.0
        score += NAME_WEIGHT * self.alike if self.named_alike else 0.0
        score += 0.0 if self.in_force else OUT_OF_FORCE_WEIGHT
        if self.comparison.checks:
            score += {"met": MET_WEIGHT, "not met": NOT_MET_WEIGHT, "unknown": 0.0}[self.comparison.outcome]
        return min(max(score, 0.0), 100.0)

    @property
    def copy(self) -> str:
        """What a person who agrees copies into `items.catalog_ref`; blank where nothing is confirmed that way."""
        usable = self.goods_list.role == "goods" and self.in_force and not self.differing
        return str(self.row.reference) if usable and self.comparison.outcome != "not met" else ""


@dataclass(frozen=True)
class _Listed:
    goods_list: GoodsList
    edition: Edition
    row: ListRow


class Matcher:
    """Finds rows for items on one day; what is worked out of the lists is kept between items.

    Parameters
    ----------
    catalog : Catalog
        The lists, the concordance, the vocabulary.
    day : date
        The day of the arrival: it decides which editions and rows are in force.
    """

    def __init__(self, catalog: Catalog, day: date):
        self._catalog = catalog
        self._day = day

    def propose(self, items: Sequence[Goods]) -> list[tuple[RowProposal, ...]]:
        """For each item the rows that may mean it, by list, the likeliest first.

        Rows of editions not in force are hints, few, and only where the edition in force gives nothing. Lists of the
        equipment whose makers are relieved say nothing of imported goods and are left out.
        """
        alike = self._alike([item.name_zh for item in items], "zh")
        alike = np.maximum(alike, self._alike([item.name_en for item in items], "en"))
        return [self._proposals(item, alike[number]) for number, item in enumerate(items)]

    def check(self, item: Goods, reference: Reference) -> RowProposal | None:
        """The row of a reference as it stands to an item, None where it is not in hand."""
        for number, listed in enumerate(self._rows):
            if listed.row.reference == reference:
                names = self._alike([item.name_zh], "zh"), self._alike([item.name_en], "en")
                return self._proposal(item, listed, float(max(likes[0, number] for likes in names)))
        return None

    @cached_property
    def _rows(self) -> list[_Listed]:
        lists = self._catalog.goods_lists.by_key.values()
        return [
            _Listed(entry, edition, row)
            for entry in lists
            for edition in entry.editions
            for row in edition.rows.values()
        ]

    @cached_property
    def _by_heading(self) -> dict[str, list[int]]:
        """Heading of every code that a row has or has become → rows."""
        found: dict[str, list[int]] = {}
        for number, listed in enumerate(self._rows):
            printed = listed.edition.nomenclature
            headings = {code.digits[:HEADING] for code in listed.row.codes}
            for code in listed.row.codes:
                routes = self._catalog.concordance.routes(code.digits, printed, self._day.year)
                headings |= {route.to_code[:HEADING] for route in routes}
            for heading in headings:
                found.setdefault(heading, []).append(number)
        return found

    @cached_property
    def _variants(self) -> dict[str, tuple[list[str], NDArray[np.int64]]]:
        """For each language the names of all rows and the row of each name."""
        found = {}
        for language in ("zh", "en"):
            names, rows = [], []
            for number, listed in enumerate(self._rows):
                name = listed.row.name_zh if language == "zh" else listed.row.name_en
                for variant in self._catalog.names.variants(name):
                    names.append(variant)
                    rows.append(number)
            found[language] = (names, np.array(rows, dtype=np.int64))
        return found

    def _alike(self, names: Sequence[str], language: str) -> NDArray[np.float32]:
        """Items × rows: the likeness of the most alike of the names that a row stands for."""
        listed, rows = self._variants[language]
        best = np.zeros((len(names), len(self._rows)), dtype=np.float32)
        if listed and names:
            each = likeness([self._catalog.names.compared(name) for name in names], listed)
            if language == "en":
                each[each < NAME_ALIKE] = 0.0  # any two English names share some letters
            starts = np.flatnonzero(np.diff(rows, prepend=-1))  # the names of a row stand together
            best[:, rows[starts]] = np.maximum.reduceat(each, starts, axis=1)
        return best

    def _proposals(self, item: Goods, alike: NDArray[np.float32]) -> tuple[RowProposal, ...]:
        by_code = self._by_heading.get(item.hs_code[:HEADING], [])
        by_name = np.flatnonzero(alike >= NAME_ALONE).tolist()
        found: dict[str, list[RowProposal]] = {}
        for number in sorted({*by_code, *by_name}):
            listed = self._rows[number]
            if not self._concerns(listed.goods_list, item.kind):
                continue
            proposal = self._proposal(item, listed, float(alike[number]))
            if _speaks(proposal, bool(item.name_zh or item.name_en)):
                found.setdefault(listed.goods_list.key, []).append(proposal)
        return tuple(chosen for proposals in found.values() for chosen in _few(proposals))

    def _proposal(self, item: Goods, listed: _Listed, alike: float) -> RowProposal:
        row, edition = listed.row, listed.edition
        words = self._catalog.names
        return RowProposal(
            goods_list=listed.goods_list,
            edition=edition,
            row=row,
            in_force=listed.goods_list.on(self._day) is edition and (row.expires is None or self._day <= row.expires),
            code=match_code(row.codes, edition.nomenclature, item.hs_code, self._day.year, self._catalog.concordance),
            alike=alike,
            differing=words.differing(f"{item.name_zh} {item.name_en}", f"{row.name_zh} {row.name_en}"),
            comparison=self._compare(item, row),
        )

    def _compare(self, item: Goods, row: ListRow) -> Comparison:
        asked, words = self._catalog.requirement_of(row), f"{item.name_zh} {item.name_en}"
        return compare(asked, item.spec, self._catalog.parameters, words)

    def _concerns(self, goods_list: GoodsList, kind: str) -> bool:
        """Whether a list can decide anything for an item of a kind: some relief for the kind looks at it."""
        if goods_list.role == "interest_subsidy":
            return True
        regimes = [regime for regime in self._catalog.regimes.values() if kind in regime.item_kinds]
        return any(goods_list.key in (regime.goods_list, *regime.not_exempt_lists) for regime in regimes)


def _speaks(proposal: RowProposal, named: bool) -> bool:
    """Whether enough speaks for a row: a code in full, or less of it and a name that does not differ."""
    if proposal.code is None:
        return proposal.alike >= NAME_ALONE and not proposal.differing
    if proposal.code.kind == "exact":
        return True
    return not proposal.differing and (proposal.alike >= NAME_AT_ALL[proposal.code.kind] or not named)


def _few(proposals: list[RowProposal]) -> Iterator[RowProposal]:
    ordered = sorted(proposals, key=lambda proposal: (-proposal.score, str(proposal.row.reference)))
    current = [proposal for proposal in ordered if proposal.in_force]
    yield from current[:PER_LIST]
    yield from ordered[:HINTS_PER_LIST] if not current else ()
