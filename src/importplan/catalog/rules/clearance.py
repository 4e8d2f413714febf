"""Ways to clear goods at customs, what each needs and changes, and the charge for declaring late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.catalog.bilingual import Bilingual, called
from importplan.catalog.reading import CatalogLine, Reading

FILE = "clearance/modes.toml"


@dataclass(frozen=True, slots=True)
class ClearanceMode(Bilingual):
    """One way to clear goods. Days and fees are differences to what an offer says."""

    key: str
    name_zh: str
    name_en: str
    also: tuple[str, ...]
    from_day: date | None
    to_day: date | None
    days: Decimal  # negative: faster; what checks take is in it
    check_share: Decimal  # share of declarations that are checked
    fee_cny: Decimal  # per shipment
    guarantee_share: Decimal  # of duty and import VAT, secured until the tax is settled
    guarantee_days: Decimal
    guarantee_free_for_aeo: bool
    needs_aeo: bool
    proposal: bool  # no rule in force: a case to argue for
    documents_zh: str
    documents_en: str
    condition_zh: str
    condition_en: str
    source: str
    confidence: str

    def in_force(self, day: date) -> bool:
        """Whether the mode may be used on a day."""
        return (self.from_day is None or self.from_day <= day) and (self.to_day is None or day <= self.to_day)


@dataclass(frozen=True, slots=True)
class LateDeclaration:
    """The charge for declaring later than the free days after the arrival declaration of the transport (滞报金)."""

    daily_rate: Decimal  # of the customs value
    floor_cny: Decimal  # what comes to less is not levied
    document: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Clearance:
    """All modes, the standard one among them, and the late-declaration charge."""

    modes: Mapping[str, ClearanceMode]
    standard: str
    late_declaration: LateDeclaration

    def mode(self, words: str) -> ClearanceMode | None:
        """The mode that a key or a name in either language means, None when there is none."""
        return called(words.strip() or self.standard, self.modes.values())


def read(reading: Reading) -> Clearance:
    """The modes and the late-declaration charge of `clearance/modes.toml`."""
    rule = reading.rule(FILE)
    check = rule.block("check")
    blocks = rule.blocks("modes")
    standard = rule.text("standard", required=True)
    usual = next((block for block in blocks if block.text("key") == standard), None)
    if usual is None:
        rule.wrong("standard", ", ".join(block.text("key") for block in blocks))
    usual_share = usual.share("check_share") if usual else Decimal(0)
    check_days = check.needed("days")
    modes = [_mode(block, usual_share, check_days) for block in blocks]
    late = rule.block("late_declaration")
    charge = LateDeclaration(
        daily_rate=late.share("daily_rate"),
        floor_cny=late.needed("floor_cny"),
        document=late.text("document", required=True),
        source=late.text("source", required=True),
        confidence=late.confidence(),
    )
    return Clearance({mode.key: mode for mode in modes}, standard, charge)


def _mode(block: CatalogLine, usual_share: Decimal, check_days: Decimal) -> ClearanceMode:
    checked = block.share("check_share")
    return ClearanceMode(
        key=block.text("key", required=True),
        name_zh=block.text("name_zh", required=True),
        name_en=block.text("name_en", required=True),
        also=block.words("also"),
        from_day=block.day("from", required=False),
        to_day=block.day("to", required=False),
        days=block.needed("days") + (checked - usual_share) * check_days,
        check_share=checked,
        fee_cny=block.needed("fee_cny"),
        guarantee_share=block.share("guarantee_share"),
        guarantee_days=block.needed("guarantee_days"),
        guarantee_free_for_aeo=block.flag("guarantee_free_for_aeo"),
        needs_aeo=block.flag("needs_aeo"),
        proposal=block.flag("proposal"),
        documents_zh=block.text("documents_zh", required=True),
        documents_en=block.text("documents_en", required=True),
        condition_zh=block.text("condition_zh", required=True),
        condition_en=block.text("condition_en", required=True),
        source=block.text("source", required=True),
        confidence=block.confidence(),
    )
