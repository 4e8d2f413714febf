"""What is judged and what is found: a claim to relief, and findings that bar it, leave a doubt, or speak for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from types import MappingProxyType

from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language, text
from importplan.catalog.load import Catalog
from importplan.catalog.rules.grants import Applicant, GoodsClass
from importplan.catalog.rules.regimes import Regime
from importplan.customs.cost.quote import is_imported
from importplan.customs.relief.consent import NOBODY, Consent
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.qualifications import Qualification

LANGUAGES: tuple[Language, Language] = ("zh", "en")


class Effect(Enum):
    """What a finding does to a relief. One that bars is enough; a doubt is shown with the money that hangs on it."""

    BARS = "bars"
    DOUBT = "doubt"
    SUPPORTS = "supports"


class CalledByName(Enum):
    """What a finding calls by name and does not rest on: it stands among the values until a holder is told."""

    FIRM = "firm"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Finding:
    """One answer. `code` is stable; its words and remedy stand in the labels table as those of an issue."""

    code: str
    effect: Effect
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    source: str = ""
    confidence: str = ""

    def told(self, holder: Mapping[CalledByName, str]) -> Finding:
        """The finding as one holder of such a certificate is told."""
        if not any(isinstance(value, CalledByName) for value in self.values.values()):
            return self
        values = {
            name: holder[value] if isinstance(value, CalledByName) else value for name, value in self.values.items()
        }
        return replace(self, values=MappingProxyType(values))

    def found(self, language: Language) -> str:
        """What was found, in words."""
        return text(f"issue.{self.code}.found", language, **self.values)

    def repair(self, language: Language) -> str:
        """What is missing to use the relief, or what to check; blank where nothing is."""
        return "" if self.effect is Effect.SUPPORTS else text(f"issue.{self.code}.repair", language, **self.values)

    def as_note(self, at: Place) -> Issue:
        """The finding as an assumption for page one."""
        return Issue.warning(self.code, at, **self.values)


@dataclass(frozen=True)
class Claim:
    """Goods of an offer that are declared between two days (the first and the last of an arrival period).

    Whose certificate it is decides nothing and cannot be asked: firms with certificates alike share the answers, which
    name it as `Named`.
    """

    catalog: Catalog
    offer: Offer
    item: Item
    row: Qualification  # the terms alone, see `judgements.terms`
    regime: Regime
    first: date
    last: date
    decided_on: date  # on which a list that was read long ago is stale
    consent: Consent = NOBODY

    @property
    def declared(self) -> bool:
        """Whether the buyer declares the goods at customs."""
        return is_imported(self.offer)

    @property
    def applicant(self) -> Applicant | None:
        """The class of importer that the qualification names."""
        return self.regime.applicant(self.row.applicant_class) if self.row.applicant_class else None

    @property
    def goods_classes(self) -> tuple[GoodsClass, ...]:
        """The classes of goods that fit: the one named, else those of the applicant that hold such a kind of item."""
        named, applicant = self.row.goods_class, self.applicant
        allowed = [entry for entry in self.regime.goods if applicant is None or entry.key in applicant.goods]
        if named:
            allowed = [entry for entry in allowed if entry.is_called(named)]
        return tuple(entry for entry in allowed if self.item.kind in entry.item_kinds)

    @property
    def goods_class(self) -> GoodsClass | None:
        """The class of goods that the certificate names, None where it names none that fits: it is never inferred."""
        return self.goods_classes[0] if self.row.goods_class and len(self.goods_classes) == 1 else None

    @property
    def covers_machines(self) -> bool:
        """Whether complete machines come under the relief, so that nothing hangs on calling one a part."""
        kinds = self.goods_class.item_kinds if self.goods_class is not None else self.regime.item_kinds
        return "machine" in kinds

    @property
    def not_exempt_lists(self) -> tuple[str, ...]:
        """The lists whose goods stay taxed: those of the importer's class, of the goods class, else of the regime."""
        for source in (self.applicant, self.goods_class):
            if source is not None and source.not_exempt_lists:
                return source.not_exempt_lists
        return self.regime.not_exempt_lists

    def finding(
        self, code: str, effect: Effect, source: str = "", confidence: str = "", /, **values: object
    ) -> Finding:
        """A finding on this claim; its words may name the item and the relief."""
        names = {f"regime_{language}": self.regime.name(language) for language in LANGUAGES}
        all_values = {"item": self.item.item, "regime": self.regime.key, **names, **values}
        return Finding(code, effect, MappingProxyType(all_values), source, confidence)

    def bars(self, code: str, source: str = "", confidence: str = "", /, **values: object) -> Finding:
        """A finding that bars the relief."""
        return self.finding(code, Effect.BARS, source, confidence, **values)

    def doubt(self, code: str, source: str = "", confidence: str = "", /, **values: object) -> Finding:
        """A finding that leaves a doubt."""
        return self.finding(code, Effect.DOUBT, source, confidence, **values)

    def supports(self, code: str, source: str = "", confidence: str = "", /, **values: object) -> Finding:
        """A finding that speaks for the relief."""
        return self.finding(code, Effect.SUPPORTS, source, confidence, **values)
