"""Tax regimes: the ordinary treatment and the reliefs, each with its dated versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.catalog.bilingual import Bilingual, called
from importplan.catalog.reading import CatalogLine, Reading
from importplan.catalog.rules.grants import (
    FREED,
    ITEM_KINDS,
    Applicant,
    Conflict,
    GoodsClass,
    HandOver,
    SuspensionPlace,
    TaxNature,
    VatWaiver,
    among,
    instalments,
    read_applicants,
    read_conflicts,
    read_goods,
    read_hand_overs,
    read_places,
    read_tax_nature,
    read_vat_waiver,
)

ORDINARY = "ordinary"
CUSTOMS_VALUES = ("", "work")  # whole; work: what the work abroad and its materials cost, without carriage


@dataclass(frozen=True, slots=True)
class RegimeVersion:
    """A regime from a day on (to a day): which charges it frees, suspends or spreads, by which document.

    What is suspended falls due on release into the home market: it is never priced as free.
    """

    from_day: date
    to_day: date | None
    frees: tuple[str, ...]
    document: str
    source: str
    confidence: str
    suspends: tuple[str, ...] = ()
    vat_instalments: tuple[str, ...] = ()  # shares of the import VAT, one for each twelve months; empty: at once
    customs_value: str = ""  # one of CUSTOMS_VALUES: on what duty and VAT are charged

    @property
    def lightens(self) -> bool:
        """Whether anything is freed, spread, or charged on less; suspension alone lightens nothing."""
        return bool(self.frees or self.vat_instalments or self.customs_value)


@dataclass(frozen=True)
class Regime(Bilingual):
    """A relief: which items it can cover and its versions in order."""

    key: str
    name_zh: str
    name_en: str
    also: tuple[str, ...]  # further words by which people call it
    item_kinds: tuple[str, ...]
    needs_confirmed_item: bool  # `items.catalog_ref` must be filled: a person has confirmed the item
    goods_list: str  # key of the list that the item must stand on; empty: no list
    not_exempt_lists: tuple[str, ...]  # keys of the lists whose goods stay taxed
    refusal_source: str  # why other kinds of item are refused
    versions: tuple[RegimeVersion, ...]
    applicant_needed: bool = False  # `qualifications.applicant_class` must name one of the classes
    applicants: tuple[Applicant, ...] = ()
    goods: tuple[GoodsClass, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    places: tuple[SuspensionPlace, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    new_only: bool = False  # used goods are never relieved
    tax_nature: TaxNature | None = None  # None: to be asked for
    vat_waiver: VatWaiver | None = None  # whether the relief of import VAT may be given up
    after_zh: str = ""  # what is known of the time after the last version
    after_en: str = ""

    def on(self, day: date) -> RegimeVersion | None:
        """The version in force on a day, None when the regime is not in force."""
        for version in reversed(self.versions):
            if version.from_day <= day and (version.to_day is None or day <= version.to_day):
                return version
        return None

    def applicant(self, words: str) -> Applicant | None:
        """The class of importers that a key or a name means."""
        return called(words, self.applicants)

    def conflict(self, not_exempt_list: str) -> Conflict | None:
        """What holds for goods on the relief's own list and on a not-exempt list."""
        return next((entry for entry in self.conflicts if entry.not_exempt_list == not_exempt_list), None)


@dataclass(frozen=True, slots=True)
class Citation:
    """What an amount of the ordinary treatment rests on."""

    document: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class TradeAgreement:
    """A trade agreement: the origins it covers and its column in the tariff table."""

    key: str
    column: str
    name_zh: str
    name_en: str
    origins: tuple[str, ...]
    from_day: date
    source: str
    confidence: str

    def covers(self, origin: str, day: date) -> bool:
        """Whether goods of an origin come under the agreement on a day."""
        return origin in self.origins and self.from_day <= day


@dataclass(frozen=True, slots=True)
class RemediedOrigin:
    """An origin whose goods have had additional duties that are not on record."""

    origin: str
    what_zh: str
    what_en: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ReducedVat:
    """Headings that may hold goods with a VAT rate below the general one."""

    headings: tuple[str, ...]
    rate: Decimal
    name_zh: str
    name_en: str
    document: str
    source: str
    confidence: str


@dataclass(frozen=True)
class OrdinaryTreatment(Bilingual):
    """The ordinary treatment: its citations by rule word, the agreements, and what is known and not on record."""

    name_zh: str
    name_en: str
    rules: Mapping[str, Citation]
    agreements: tuple[TradeAgreement, ...]
    remedied: tuple[RemediedOrigin, ...] = ()
    reduced_vat: tuple[ReducedVat, ...] = ()
    general_rate_origins: tuple[str, ...] = ()  # that pay the general rate; UNKNOWN_ORIGIN among them

    def remedied_origin(self, origin: str) -> RemediedOrigin | None:
        """What is known of additional duties on an origin."""
        return next((found for found in self.remedied if found.origin == origin), None)

    def perhaps_reduced(self, hs_code: str) -> ReducedVat | None:
        """The lower VAT rate that goods of a code may have."""
        return next((found for found in self.reduced_vat if hs_code.startswith(found.headings)), None)

    def agreement_for(self, origin: str, day: date) -> TradeAgreement | None:
        """The agreement that covers an origin on a day."""
        return next((found for found in self.agreements if found.covers(origin, day)), None)


RULES = ("customs_value", "mfn", "provisional", "general", "agreement", "import_vat", "domestic_vat")


def read_ordinary(reading: Reading) -> OrdinaryTreatment:
    """The ordinary treatment of `regimes/cn/ordinary.toml`."""
    about = reading.rule("regimes/cn/ordinary.toml")
    blocks = about.named_blocks("rules")
    for word in RULES:
        if word not in blocks:
            about.wrong(f"rules.{word}", f"[rules.{word}]")
    return OrdinaryTreatment(
        name_zh=about.text("name_zh", required=True),
        name_en=about.text("name_en", required=True),
        rules={
            key: Citation(block.text("document"), block.text("source", required=True), block.confidence())
            for key, block in blocks.items()
        },
        agreements=tuple(_read_agreement(block) for block in about.blocks("agreements")),
        remedied=tuple(_read_remedied(block) for block in about.blocks("remedied_origins")),
        reduced_vat=tuple(_read_reduced(block) for block in about.blocks("reduced_vat")),
        general_rate_origins=about.words("general_rate_origins"),
    )


def _read_remedied(block: CatalogLine) -> RemediedOrigin:
    return RemediedOrigin(
        origin=block.text("origin", required=True),
        what_zh=block.text("what_zh", required=True),
        what_en=block.text("what_en", required=True),
        source=block.text("source", required=True),
        confidence=block.confidence(),
    )


def _read_reduced(block: CatalogLine) -> ReducedVat:
    return ReducedVat(
        headings=block.words("headings"),
        rate=block.share("rate"),
        name_zh=block.text("name_zh", required=True),
        name_en=block.text("name_en", required=True),
        document=block.text("document", required=True),
        source=block.text("source", required=True),
        confidence=block.confidence(),
    )


def _read_agreement(block: CatalogLine) -> TradeAgreement:
    return TradeAgreement(
        key=block.text("key", required=True),
        column=block.text("column", required=True),
        name_zh=block.text("name_zh"),
        name_en=block.text("name_en"),
        origins=block.words("origins"),
        from_day=block.first_day("from"),
        source=block.text("source", required=True),
        confidence=block.confidence(),
    )


def read_reliefs(reading: Reading) -> dict[str, Regime]:
    """Every other file of `regimes/cn/`, by key."""
    names = [name for name in reading.names("regimes/cn/*.toml") if not name.endswith(f"/{ORDINARY}.toml")]
    regimes = [_read_regime(reading.rule(name)) for name in names]
    return {regime.key: regime for regime in regimes}


def _read_regime(about: CatalogLine) -> Regime:
    kinds = about.words("item_kinds")
    if not kinds or not set(kinds) <= set(ITEM_KINDS):
        about.wrong("item_kinds", ", ".join(ITEM_KINDS))
    versions = [_read_version(block) for block in about.blocks("versions")]
    regime = Regime(
        key=about.text("key", required=True),
        name_zh=about.text("name_zh", required=True),
        name_en=about.text("name_en", required=True),
        also=about.words("also"),
        item_kinds=kinds,
        needs_confirmed_item=about.flag("needs_confirmed_item"),
        goods_list=about.text("goods_list"),
        not_exempt_lists=about.words("not_exempt_lists"),
        refusal_source=about.text("refusal_source"),
        versions=tuple(sorted(versions, key=lambda version: version.from_day)),
        applicant_needed=about.flag("applicant_needed"),
        applicants=read_applicants(about),
        goods=read_goods(about),
        conflicts=read_conflicts(about),
        places=read_places(about),
        hand_overs=read_hand_overs(about),
        new_only=about.flag("new_only"),
        tax_nature=read_tax_nature(about),
        vat_waiver=read_vat_waiver(about),
        after_zh=about.text("after_zh"),
        after_en=about.text("after_en"),
    )
    for unknown in {key for entry in regime.applicants for key in entry.goods} - {entry.key for entry in regime.goods}:
        about.wrong("applicants", f"goods that are defined in [[goods]], not {unknown}")
    return regime


def _read_version(block: CatalogLine) -> RegimeVersion:
    frees, suspends = among(block, "frees", FREED), among(block, "suspends", FREED)
    spread, value = instalments(block), block.text("customs_value")
    if value not in CUSTOMS_VALUES:
        block.wrong("customs_value", ", ".join(CUSTOMS_VALUES[1:]))
    if not (frees or suspends or spread or value):
        block.wrong("frees", ", ".join(FREED))
    return RegimeVersion(
        from_day=block.first_day("from"),
        to_day=block.day("to", required=False),
        frees=frees,
        document=block.text("document", required=True),
        source=block.text("source", required=True),
        confidence=block.confidence(),
        suspends=suspends,
        vat_instalments=spread,
        customs_value=value,
    )
