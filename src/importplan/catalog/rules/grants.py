"""What a relief depends on beside its dates: who asks, for which goods, and what happens where two lists meet.

All of it is data of the regime's file: blocks `applicants`, `goods`, `conflicts` and `places`.
"""

from __future__ import annotations

from dataclasses import dataclass

from importplan.catalog.bilingual import Bilingual
from importplan.catalog.reading import CatalogLine

ITEM_KINDS = ("machine", "kit", "part", "material")
FREED = ("duty", "import_vat")  # the charges that a regime can free or suspend
OUTCOMES = ("bars", "doubt")


@dataclass(frozen=True, slots=True)
class Granted(Bilingual):
    """What a regime's file names: a class of importers, of goods, or a place."""

    key: str
    name_zh: str
    name_en: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Applicant(Granted):
    """A class of importers: the goods they may bring in free, and the lists that bind them where these differ."""

    goods: tuple[str, ...]  # keys of the goods classes; empty: all of the regime
    not_exempt_lists: tuple[str, ...]  # empty: those of the goods class, else of the regime


@dataclass(frozen=True, slots=True)
class GoodsClass(Granted):
    """A class of goods of a regime. Empty tuples and None: as the regime says."""

    item_kinds: tuple[str, ...]
    not_exempt_lists: tuple[str, ...]
    new_only: bool
    no_production_machines: bool  # machine tools and other headings of complete machines are not of it
    frees: tuple[str, ...] | None  # None: as the version says
    vat_instalments: tuple[str, ...]  # shares of the VAT, one for each twelve months


@dataclass(frozen=True, slots=True)
class Conflict:
    """What holds where goods stand on the list of the relief and on a not-exempt list."""

    not_exempt_list: str
    outcome: str  # bars | doubt, where catalog_ref names the row of the relief's own list; else the goods stay taxed
    words_zh: str
    words_en: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class SuspensionPlace(Granted):
    """A kind of place where tax is suspended, and how long goods may stay there."""

    months: int | None  # None: no limit is known to hold
    extension_months: int


@dataclass(frozen=True, slots=True)
class HandOver(Granted):
    """A way in which goods in bond pass from one firm to another without being taxed."""

    step_zh: str
    step_en: str
    document: str


@dataclass(frozen=True, slots=True)
class VatWaiver:
    """A holder may give up the relief of import VAT; it cannot ask for it again for some months."""

    months: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class TaxNature:
    """What declaration and application call a relief (征免性质): code and name in the table of customs."""

    code: str
    name_zh: str
    source: str
    confidence: str


def read_tax_nature(about: CatalogLine) -> TaxNature | None:
    """The block `tax_nature`, None where nobody has seen it."""
    if "tax_nature" not in about.cells:
        return None
    block = about.block("tax_nature")
    code, name = (block.text(column, required=True) for column in ("code", "name_zh"))
    return TaxNature(code, name, block.text("source", required=True), block.confidence())


def read_vat_waiver(about: CatalogLine) -> VatWaiver | None:
    """The block `vat_waiver`, None where the regime knows none."""
    if "vat_waiver" not in about.cells:
        return None
    block = about.block("vat_waiver")
    return VatWaiver(int(block.needed("months")), block.text("source", required=True), block.confidence())


def read_applicants(about: CatalogLine) -> tuple[Applicant, ...]:
    """The blocks `applicants`."""
    return tuple(
        Applicant(*_named(block), goods=block.words("goods"), not_exempt_lists=block.words("not_exempt_lists"))
        for block in about.blocks("applicants")
    )


def read_goods(about: CatalogLine) -> tuple[GoodsClass, ...]:
    """The blocks `goods`."""
    return tuple(_read_goods_class(block) for block in about.blocks("goods"))


def _read_goods_class(block: CatalogLine) -> GoodsClass:
    kinds = among(block, "item_kinds", ITEM_KINDS)
    if not kinds:
        block.wrong("item_kinds", ", ".join(ITEM_KINDS))
    return GoodsClass(
        *_named(block),
        item_kinds=kinds,
        not_exempt_lists=block.words("not_exempt_lists"),
        new_only=block.flag("new_only"),
        no_production_machines=block.flag("no_production_machines"),
        frees=among(block, "frees", FREED) if "frees" in block.cells else None,
        vat_instalments=instalments(block),
    )


def read_conflicts(about: CatalogLine) -> tuple[Conflict, ...]:
    """The blocks `conflicts`."""
    found = []
    for block in about.blocks("conflicts"):
        outcome = block.text("outcome", required=True)
        if outcome not in OUTCOMES:
            block.wrong("outcome", ", ".join(OUTCOMES))
        texts = (block.text(name, required=True) for name in ("list", "words_zh", "words_en", "source"))
        list_key, words_zh, words_en, source = texts
        found.append(Conflict(list_key, outcome, words_zh, words_en, source, block.confidence()))
    return tuple(found)


def read_places(about: CatalogLine) -> tuple[SuspensionPlace, ...]:
    """The blocks `places`."""
    found = []
    for block in about.blocks("places"):
        months = block.number("months", required=False)
        extension = block.number("extension_months", required=False)
        found.append(
            SuspensionPlace(
                *_named(block),
                months=None if months is None else int(months),
                extension_months=0 if extension is None else int(extension),
            )
        )
    return tuple(found)


def read_hand_overs(about: CatalogLine) -> tuple[HandOver, ...]:
    """The blocks `hand_overs`."""
    return tuple(
        HandOver(
            *_named(block),
            step_zh=block.text("step_zh", required=True),
            step_en=block.text("step_en", required=True),
            document=block.text("document", required=True),
        )
        for block in about.blocks("hand_overs")
    )


def among(block: CatalogLine, column: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Words of a closed list; others are a fault."""
    words = block.words(column)
    if not set(words) <= set(allowed):
        block.wrong(column, ", ".join(allowed))
    return words


def instalments(block: CatalogLine) -> tuple[str, ...]:
    """Shares of the VAT per twelve months, written as text so that they stay exact; they make 1 together."""
    shares = block.words("vat_instalments")
    lines = [CatalogLine(block.reading, block.place, {"vat_instalments": share}) for share in shares]
    values = [line.needed("vat_instalments") for line in lines]
    if shares and (sum(values) != 1 or min(values) < 0):
        block.wrong("vat_instalments", "shares that make 1 together")
    return shares


def _named(block: CatalogLine) -> tuple[str, str, str, str, str]:
    words = (block.text(name, required=True) for name in ("key", "name_zh", "name_en", "source"))
    key, name_zh, name_en, source = words
    return key, name_zh, name_en, source, block.confidence()
