"""How a row of a list reaches an item's tariff code: as printed, in part, through the concordance, or not surely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from importplan.basics.labels import Language, text
from importplan.catalog.lists.concordance import CodeRoute, Concordance
from importplan.catalog.lists.goods_lists import CodeReference

# exact: 8 digits or more. heading: a shorter code that stands for all below it. ex: only part of the code. concordance:
# a former code that has become the item's. former: the same digits, but of an older nomenclature, nothing on record.
Kind = Literal["exact", "ex", "heading", "concordance", "former"]
KINDS: tuple[Kind, ...] = ("exact", "ex", "heading", "concordance", "former")
FULL = 8


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """The printed code that reaches an item, and how."""

    kind: Kind
    code: CodeReference
    hs_code: str
    printed_in: int
    route: CodeRoute | None = None

    @property
    def certain(self) -> bool:
        """Whether the code alone says that the item lies under it."""
        return self.kind in ("exact", "heading")

    def words(self, language: Language) -> str:
        """The reason in one language."""
        confidence = text(f"confidence.{self.route.confidence}", language) if self.route else ""
        return text(
            f"code_match.{self.kind}",
            language,
            code=str(self.code),
            hs_code=self.hs_code,
            year=self.printed_in,
            confidence=confidence,
        )


def match_code(
    codes: tuple[CodeReference, ...], printed_in: int, hs_code: str, year: int, concordance: Concordance
) -> CodeMatch | None:
    """The strongest way in which printed codes reach an item, None when none does.

    Parameters
    ----------
    codes : tuple of CodeReference
        The codes of a row.
    printed_in : int
        The year of the nomenclature in which they are printed: `Edition.nomenclature`.
    hs_code : str
        The item's code, 8 or 10 digits, of the tariff of `year`.
    year : int
        The year of the arrival.
    concordance : Concordance
        `Catalog.concordance`.
    """
    found = [match for code in codes for match in _matches(code, printed_in, hs_code, year, concordance)]
    return min(found, key=lambda match: KINDS.index(match.kind), default=None)


def _matches(
    code: CodeReference, printed_in: int, hs_code: str, year: int, concordance: Concordance
) -> Iterator[CodeMatch]:
    routes = concordance.routes(code.digits, printed_in, year)
    for route in routes:
        if not CodeReference(route.to_code).covers(hs_code):
            continue
        yield CodeMatch(_kind(code, route), code, hs_code, printed_in, route)
    if not routes and code.covers(hs_code):
        yield CodeMatch("former", code, hs_code, printed_in)


def _kind(code: CodeReference, route: CodeRoute) -> Kind:
    if route.steps:
        return "concordance"
    return "ex" if code.ex else "exact" if len(code.digits) >= FULL else "heading"
