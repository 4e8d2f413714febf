"""Are the goods of the kind, newly made, and declared by the one who claims?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.customs.relief.claim import Claim, Finding
from importplan.scenario.wording import kinds_zh


def ask(claim: Claim) -> Iterator[Finding]:
    """Kind of item, buyer's own declaration, condition."""
    regime, item = claim.regime, claim.item
    if item.kind not in regime.item_kinds:
        kinds = {"kind": item.kind, "allowed": ", ".join(regime.item_kinds)}
        in_chinese = {"kind_zh": kinds_zh(item.kind), "allowed_zh": kinds_zh(*regime.item_kinds)}
        yield claim.bars("relief-kind", regime.refusal_source, **kinds, **in_chinese)
    if not claim.declared:
        yield claim.bars("relief-not-declared", offer=claim.offer.offer, incoterm=claim.offer.incoterm)
    if claim.offer.condition == "used":
        if regime.new_only or (claim.goods_class is not None and claim.goods_class.new_only):
            yield claim.bars("relief-used-goods", offer=claim.offer.offer)
        else:
            yield claim.doubt("relief-used-unknown", offer=claim.offer.offer)
