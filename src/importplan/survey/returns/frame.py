"""The frame: the list of the firms that were asked, and which of them an answer comes from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from importplan.basics.issues import Place
from importplan.survey.returns.survey import SurveyedFirm


@dataclass(frozen=True, slots=True)
class AskedFirm:
    """A firm of the frame. `revenue_cny` is None where the list does not say."""

    name: str
    credit_code: str = ""
    city: str = ""
    industry: str = ""
    revenue_cny: float | None = None
    at: Place = Place()


@dataclass(frozen=True)
class SamplingFrame:
    """All firms asked, each once."""

    firms: tuple[AskedFirm, ...]

    @cached_property
    def _by_code(self) -> dict[str, int]:
        return {firm.credit_code.upper(): place for place, firm in enumerate(self.firms) if firm.credit_code}

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return {plain_name(firm.name): place for place, firm in enumerate(self.firms)}

    def place(self, firm: SurveyedFirm) -> int | None:
        """The place of a firm in the list, by credit code, else by name; None where it was not asked."""
        found = self._by_code.get(firm.credit_code.strip().upper()) if firm.credit_code.strip() else None
        return found if found is not None else self._by_name.get(plain_name(firm.name))


def plain_name(name: str) -> str:
    """A name without what differs from list to list: width of signs, spaces, brackets, case."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in wide if sign.isalnum())
