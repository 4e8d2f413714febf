"""Tax regimes: the ordinary treatment and the reliefs, each with its dated versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from importplan.basics.labels import Language
from importplan.catalog.reading import Line, Reading

ORDINARY = "ordinary"
FREED = ("duty", "import_vat")  # the charges that a regime can free
ITEM_KINDS = ("machine", "kit", "part", "material")


@dataclass(frozen=True, slots=True)
class RegimeVersion:
    """A regime from a day on (to a day): which charges it frees, by which document."""

    from_day: date
    to_day: date | None
    frees: tuple[str, ...]
    document: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Regime:
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

    def name(self, language: Language) -> str:
        """The name in one language."""
        return self.name_zh if language == "zh" else self.name_en

    def on(self, day: date) -> RegimeVersion | None:
        """The version in force on a day, None when the regime is not in force."""
        for version in reversed(self.versions):
            if version.from_day <= day and (version.to_day is None or day <= version.to_day):
                return version
        return None


@dataclass(frozen=True, slots=True)
class Citation:
    """What an amount of the ordinary treatment rests on."""

    document: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Agreement:
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


@dataclass(frozen=True)
class OrdinaryTreatment:
    """The ordinary treatment: its citations by rule word, and the agreements."""

    name_zh: str
    name_en: str
    rules: Mapping[str, Citation]
    agreements: tuple[Agreement, ...]

    def name(self, language: Language) -> str:
        """The name in one language."""
        return self.name_zh if language == "zh" else self.name_en

    def agreement_for(self, origin: str, day: date) -> Agreement | None:
        """The agreement that covers an origin on a day."""
        return next((found for found in self.agreements if found.covers(origin, day)), None)


RULES = ("customs_value", "mfn", "provisional", "agreement", "import_vat", "domestic_vat")


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
    )


def _read_agreement(block: Line) -> Agreement:
    return Agreement(
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


def _read_regime(about: Line) -> Regime:
    kinds = about.words("item_kinds")
    if not kinds or not set(kinds) <= set(ITEM_KINDS):
        about.wrong("item_kinds", ", ".join(ITEM_KINDS))
    versions = [_read_version(block) for block in about.blocks("versions")]
    return Regime(
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
    )


def _read_version(block: Line) -> RegimeVersion:
    frees = block.words("frees")
    if not frees or not set(frees) <= set(FREED):
        block.wrong("frees", ", ".join(FREED))
    return RegimeVersion(
        from_day=block.first_day("from"),
        to_day=block.day("to", required=False),
        frees=frees,
        document=block.text("document", required=True),
        source=block.text("source", required=True),
        confidence=block.confidence(),
    )
