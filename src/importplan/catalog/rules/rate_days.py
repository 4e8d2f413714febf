"""Which day's rate a declaration takes (Tariff Law, Arts. 20-22), and what is too little to be levied (Art. 32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.labels import Language
from importplan.catalog.bilingual import Bilingual, called
from importplan.catalog.reading import CatalogLine, Reading
from importplan.catalog.rules.regimes import Citation
from importplan.catalog.rules.supervision import cited

FILE = "clearance/rate_days.toml"
DECLARED, ARRIVED = "declared", "arrived"


@dataclass(frozen=True, slots=True)
class DeclaredSituation(Bilingual):
    """What is declared, and the day whose rate it takes."""

    key: str
    name_zh: str
    name_en: str
    also: tuple[str, ...]
    which: str  # DECLARED or ARRIVED
    declared_early: str  # the situation that holds where the declaration lies before the arrival; blank: this one
    charged_late: bool
    day_zh: str
    day_en: str
    cited: Citation

    def day(self, arrived: date, declared: date) -> date:
        """The day whose rate holds."""
        return arrived if self.which == ARRIVED else declared

    def day_words(self, language: Language) -> str:
        """What that day is."""
        return self.day_zh if language == "zh" else self.day_en


@dataclass(frozen=True, slots=True)
class SmallAmount:
    """Duty of one consignment up to which none is levied."""

    duty_cny: Decimal
    cited: Citation


@dataclass(frozen=True)
class RateDays:
    """All situations, the usual one among them, and the exempt amount."""

    situations: Mapping[str, DeclaredSituation]
    usual: str
    small_amount: SmallAmount

    def situation(self, words: str, arrived: date, declared: date) -> DeclaredSituation | None:
        """The situation that a key or a name in either language means, on these days; None where there is none."""
        named = called(words.strip() or self.usual, self.situations.values())
        early = named is not None and declared < arrived
        return self.situations[named.declared_early] if early and named and named.declared_early else named


def read(reading: Reading) -> RateDays:
    """The situations of `clearance/rate_days.toml`."""
    rule = reading.rule(FILE)
    found = [_situation(block) for block in rule.blocks("situations")]
    situations = {entry.key: entry for entry in found}
    usual = rule.text("usual", required=True)
    for name in (usual, *(entry.declared_early for entry in found if entry.declared_early)):
        if name not in situations:
            rule.wrong("usual" if name == usual else "declared_early", ", ".join(situations))
    small = rule.block("small_amount")
    return RateDays(situations, usual, SmallAmount(small.needed("duty_cny"), cited(small)))


def _situation(block: CatalogLine) -> DeclaredSituation:
    which = block.text("which")
    if which not in (DECLARED, ARRIVED):
        block.wrong("which", f"{DECLARED}, {ARRIVED}")
    return DeclaredSituation(
        key=block.text("key", required=True),
        name_zh=block.text("name_zh", required=True),
        name_en=block.text("name_en", required=True),
        also=block.words("also"),
        which=which,
        declared_early=block.text("declared_early"),
        charged_late=block.flag("late"),
        day_zh=block.text("day_zh", required=True),
        day_en=block.text("day_en", required=True),
        cited=cited(block),
    )
