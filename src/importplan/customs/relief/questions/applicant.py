"""Does the one who claims belong to a class that may bring in such goods?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.customs.relief.claim import Claim, Finding
from importplan.scenario.wording import kinds_zh


def ask(claim: Claim) -> Iterator[Finding]:
    """Class of importer, class of goods."""
    regime, row, applicant = claim.regime, claim.row, claim.applicant
    if applicant is None and (row.applicant_class or regime.applicant_needed):
        code = "relief-applicant-unknown" if row.applicant_class else "relief-applicant-missing"
        classes_zh, classes_en = ("；".join(x.name_zh for x in regime.applicants),
                                  "; ".join(x.name_en for x in regime.applicants))  # fmt: skip
        keys = ", ".join(entry.key for entry in regime.applicants) or "-"
        named = row.applicant_class
        yield claim.bars(code, named=named, keys=keys, classes_zh=classes_zh, classes_en=classes_en)
    elif applicant is not None and applicant.confidence == "unverified":
        names = {"class_zh": applicant.name_zh, "class_en": applicant.name_en}
        yield claim.doubt("relief-applicant-unverified", applicant.source, applicant.confidence, **names)
    if regime.goods and (applicant is not None or not regime.applicants):
        yield from _goods_class(claim)


def _goods_class(claim: Claim) -> Iterator[Finding]:
    found, named = claim.goods_classes, claim.row.goods_class
    if len(found) == 1 and named:
        return
    applicant = claim.applicant
    allowed = found or [entry for entry in claim.regime.goods if applicant is None or entry.key in applicant.goods]
    values = {
        "named": named or "-",
        "kind": claim.item.kind,
        "kind_zh": kinds_zh(claim.item.kind),
        "keys": ", ".join(entry.key for entry in allowed),
        "classes_zh": "；".join(entry.name_zh for entry in allowed),
        "classes_en": "; ".join(entry.name_en for entry in allowed),
    }
    source = applicant.source if applicant else ""
    yield claim.bars("relief-goods-class-open" if found else "relief-goods-class", source, **values)
