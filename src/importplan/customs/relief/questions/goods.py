"""Are the goods of the kind, newly made, and declared by the one who claims?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.customs.relief.claim import Claim, Finding
from importplan.scenario.wording import kinds_zh

MACHINERY = ("84", "85", "90")  # chapters
GENERAL_RULE = "General rule 2(a) of the Harmonized System: incomplete or unassembled articles"


def ask(claim: Claim) -> Iterator[Finding]:
    """Kind of item, buyer's own declaration, heading of the code, condition."""
    regime, item = claim.regime, claim.item
    if item.kind not in regime.item_kinds:
        kinds = {"kind": item.kind, "allowed": ", ".join(regime.item_kinds)}
        in_chinese = {"kind_zh": kinds_zh(item.kind), "allowed_zh": kinds_zh(*regime.item_kinds)}
        yield claim.bars("relief-kind", regime.refusal_source, **kinds, **in_chinese)
    if not claim.declared:
        yield claim.bars("relief-not-declared", offer=claim.offer.offer, incoterm=claim.offer.incoterm)
    yield from _heading(claim)
    yield from _condition(claim)


def _heading(claim: Claim) -> Iterator[Finding]:
    """A code of complete machines is no part and no material, whatever the row calls it; nor is a machine in pieces."""
    item = claim.item
    if item.kind in ("part", "material") and not claim.covers_machines:
        word = claim.catalog.relief_words.says("whole", f"{item.name_zh} {item.name_en}")
        if word:
            yield claim.bars("relief-kind-whole", GENERAL_RULE, "official", word=word, kind_zh=kinds_zh(item.kind),
                             kind=item.kind)  # fmt: skip
    heading = claim.catalog.relief_words.machine_heading(item.hs_code)
    if heading is None:
        yield from _material_of_parts(claim)
        return
    names = {"hs_code": item.hs_code, "heading_zh": heading.name_zh, "heading_en": heading.name_en}
    if item.kind in ("part", "material") and not claim.covers_machines:
        kinds = {"kind": item.kind, "kind_zh": kinds_zh(item.kind)}
        yield claim.bars("relief-kind-heading", heading.source, heading.confidence, **kinds, **names)
    elif claim.goods_class is not None and claim.goods_class.no_production_machines:
        names |= {"class_zh": claim.goods_class.name_zh, "class_en": claim.goods_class.name_en}
        yield claim.bars("relief-class-heading", heading.source, heading.confidence, **names)


def _material_of_parts(claim: Claim) -> Iterator[Finding]:
    """A code of machines, apparatus or their parts for what is called a material: consumables may stand there."""
    item = claim.item
    if item.kind == "material" and item.hs_code[:2] in MACHINERY and not claim.covers_machines:
        yield claim.doubt("relief-material-code", hs_code=item.hs_code)


def _condition(claim: Claim) -> Iterator[Finding]:
    """What a name calls second-hand is not new; whether a relief covers used goods is in no rule that was seen."""
    regime, offer, vocabulary = claim.regime, claim.offer, claim.catalog.relief_words
    if not regime.needs_confirmed_item or any(version.customs_value for version in regime.versions):
        return  # goods that were repaired abroad have been used
    named = " ".join((claim.item.name_zh, claim.item.name_en, offer.model))
    word = vocabulary.says("used", named)
    if offer.condition == "new" and word:
        yield claim.bars("relief-condition-differs", offer=offer.offer, word=word)
    elif offer.condition != "new":
        new_only = regime.new_only or (claim.goods_class is not None and claim.goods_class.new_only)
        heard = vocabulary.says("used", claim.consent.confirmed_basis)
        if new_only:
            yield claim.bars("relief-used-goods", offer=offer.offer)
        elif heard:
            yield claim.doubt("relief-used-confirmed", offer=offer.offer, basis=claim.consent.confirmed_basis)
        else:
            yield claim.bars("relief-used-unknown", offer=offer.offer)
