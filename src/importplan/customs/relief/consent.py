"""Whose word a relief of an item rests on: a person, a day, a paper, for one firm and regime.

The columns stand in rows of `qualifications` that name the item and hold for every certificate of the same firm and
regime. Those on `items` hold only where one certificate claims the item. A row that names an item and has neither a
number nor terms of its own, beside a row of the same firm and regime for all items, consents and claims nothing: the
quota is that of the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from importplan.basics.issues import Place
from importplan.customs.relief.certified import CertifiedRelief
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.qualifications import Qualification

Stands = Literal["qualification", "item", "all_items"]
COLUMNS = ("confirmed_by", "confirmed_on", "confirmed_basis")
NOWHERE = Place()
TERMS = ("certificate", "valid_from", "valid_to", "quota_units", "quota_cny", "quota_usd")


@dataclass(frozen=True, slots=True)
class Consent:
    """The three columns as they hold for one claim; blank where nobody has consented."""

    confirmed_by: str = ""
    confirmed_on: date | None = None
    confirmed_basis: str = ""
    stands: Stands = "qualification"
    claims: int = 1  # certificates that claim the item
    in_example: bool = False  # the case says that it is an example
    place: Place = NOWHERE

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in."""
        return not (self.confirmed_by or self.confirmed_on or self.confirmed_basis)

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns that are not filled in."""
        return tuple(name for name in COLUMNS if not getattr(self, name))


NOBODY = Consent()  # nobody has consented


def claiming(reliefs: Sequence[CertifiedRelief]) -> tuple[CertifiedRelief, ...]:
    """The rows that claim something: all but those that only consent."""
    for_all = {(relief.row.firm, relief.regime.key) for relief in reliefs if not relief.row.item}
    return tuple(
        relief
        for relief in reliefs
        if not (
            relief.row.item
            and (relief.row.firm, relief.regime.key) in for_all
            and all(getattr(relief.row, name) in ("", None) for name in TERMS)
        )
    )


class Consents:
    """The consents of a case, looked up by item and certificate."""

    def __init__(self, reliefs: Sequence[CertifiedRelief], real: int, in_example: bool) -> None:
        self._real, self._in_example = real, in_example
        self._signed: dict[tuple[str, str, str], Qualification] = {}  # firm, regime, item → the first row that consents
        self._claims: Counter[tuple[str, str]] = Counter()  # item, or blank, and regime → certificates
        self._kinds = {relief.regime.key: relief.regime.item_kinds for relief in reliefs}
        for relief in reliefs:
            if relief.row.item and _is_filled(relief.row):
                self._signed.setdefault((relief.row.firm, relief.regime.key, relief.row.item), relief.row)
        for relief in claiming(reliefs):
            if relief.position < real:
                self._claims[relief.row.item, relief.regime.key] += 1

    def to(self, item: Item, relief: CertifiedRelief) -> Consent:
        """The consent to relieve an item under a certificate; the row's own, else one of the same firm and regime."""
        row = relief.row
        if row.item and _is_filled(row):
            return self._of(row, "qualification")
        other = self._signed.get((row.firm, relief.regime.key, item.item))
        if other is not None:
            return self._of(other, "qualification")
        if _is_filled(item):
            return self._of(item, "item", self._claims_of(item) if relief.position < self._real else 1)
        if _is_filled(row):
            return self._of(row, "all_items")
        return Consent(in_example=self._in_example, place=row.cell("confirmed_by"))

    def _claims_of(self, item: Item) -> int:
        regimes = [key for key, kinds in self._kinds.items() if item.kind in kinds]
        return sum(self._claims[name, key] for name in ("", item.item) for key in regimes)

    def _of(self, row: Qualification | Item, stands: Stands, claims: int = 1) -> Consent:
        place = row.cell("confirmed_basis" if row.confirmed_basis else "confirmed_by")
        said = row.confirmed_by, row.confirmed_on, row.confirmed_basis
        return Consent(*said, stands=stands, claims=claims, in_example=self._in_example, place=place)


def _is_filled(row: Qualification | Item) -> bool:
    return any(getattr(row, name) for name in COLUMNS)
