"""Is there consent to relieve the item, and does the row that was named hold for it on the arrival day?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.catalog.lists.code_match import match_code
from importplan.catalog.lists.comparison import compare
from importplan.catalog.lists.goods_lists import Edition, GoodsList, ListRow, Reference
from importplan.catalog.lists.likeness import likeness
from importplan.catalog.lists.standing import Standing, row_standings
from importplan.customs.relief.claim import CalledByName, Claim, Effect, Finding
from importplan.customs.relief.confirmation import Confirmation, read_confirmation, references_in
from importplan.customs.relief.questions import consented, equipment

FOUND = {  # what each standing of a row means for a claim; that other rows are missing does not matter to it
    "edition_unknown": "relief-edition-unknown",
    "not_yet": "relief-edition-over",
    "repealed": "relief-edition-over",
    "older_edition_kept": "relief-edition-over",
    "row_expired": "relief-row-expired",
    "row_missing": "relief-row-missing",
    "row_not_in_hand": "relief-row-not-in-hand",
    "illustrative": "relief-row-illustrative",
    "unverified": "relief-row-unverified",
    "stale": "relief-row-stale",
}
NAME_AT_ALL = 40.0  # less alike: the row names other goods
OF_ROWS_IN_HAND = ("illustrative", "unverified", "stale")  # of another row there is nothing that could be so


def ask(claim: Claim) -> Iterator[Finding]:
    """A reference to a row in hand, or the word of a person; a row that is named is compared in either case."""
    said = read_confirmation(claim.item.catalog_ref, claim.catalog.goods_lists)
    for entry in said.unreadable:
        yield claim.bars("relief-reference-unreadable", reference=entry)
    if not claim.regime.needs_confirmed_item:
        return
    yield from _words(claim, said)
    yield from consented.ask(claim)
    signed, own = not claim.consent.is_blank, claim.regime.goods_list
    others = tuple(row for row in said.rows if row.list_key != own and not _binds(claim, row))
    if others:
        yield claim.bars("relief-reference-other-list", reference=", ".join(map(str, others)))
    if own:
        yield from _on_goods_list(claim, said, signed)
    elif signed:
        yield claim.supports("relief-consented", **_consent(claim))
    else:
        yield claim.bars("relief-item-not-confirmed", firm=CalledByName.FIRM)


def _binds(claim: Claim, reference: Reference) -> bool:
    """Whether a row is of a not-exempt list of the claim, which has its own say."""
    return reference.list_key in claim.not_exempt_lists


def _consent(claim: Claim) -> dict[str, object]:
    consent = claim.consent
    return {
        "by": consent.confirmed_by or "-",
        "on": consent.confirmed_on or "-",
        "basis": consent.confirmed_basis or "-",
    }


def _words(claim: Claim, said: Confirmation) -> Iterator[Finding]:
    """Words beside references relieve nothing; those that deny or ask are heard."""
    vocabulary = claim.catalog.relief_words
    for words in said.words:
        denied = vocabulary.says("denies", words) or vocabulary.says("asks", words)
        if denied:
            yield claim.bars("relief-words-deny", words=words, word=denied)
        else:
            yield claim.doubt("relief-words-relieve-nothing", words=words)


def _on_goods_list(claim: Claim, said: Confirmation, signed: bool) -> Iterator[Finding]:
    """Any row that holds is enough; where none does, each says why."""
    lists = claim.catalog.goods_lists
    entry = lists.by_key.get(claim.regime.goods_list)
    in_basis = tuple(row for row in references_in(claim.consent.confirmed_basis, lists) if row not in said.rows)
    references = (
        *said.of_list(claim.regime.goods_list),
        *(row for row in in_basis if entry and row.list_key == entry.key),
    )
    if entry is None:
        yield claim.bars("relief-list-missing", list=claim.regime.goods_list)
    elif references:
        answers = [tuple(_of_row(claim, entry, reference, signed)) for reference in references]
        holding = [answer for answer in answers if not any(found.effect is Effect.BARS for found in answer)]
        yield from holding[0] if holding else (found for answer in answers for found in answer)
        if holding and not signed:
            yield claim.doubt("relief-unsigned", reference=", ".join(map(str, references)))
        elif signed:
            yield claim.supports("relief-consented", **_consent(claim))
    elif signed:
        listed = {"list_zh": entry.name_zh, "list_en": entry.name_en}
        yield claim.doubt("relief-row-signed", **listed, **_consent(claim))
        yield from equipment.ask(claim, entry, None)
    else:
        yield claim.bars("relief-item-not-confirmed", firm=CalledByName.FIRM)


def _of_row(claim: Claim, entry: GoodsList, reference: Reference, signed: bool) -> Iterator[Finding]:
    """Where the row stands on the first and the last day, then whether it is a row of these goods."""
    standings = _standings(claim, reference)
    edition = entry.edition(reference.edition)
    row = edition.rows.get(reference.row) if edition is not None else None
    for standing in standings:
        if standing.code in FOUND and (row is not None or standing.code not in OF_ROWS_IN_HAND):
            yield _of_standing(claim, entry, reference, standing, signed)
    if edition is None or any(standing.bars and standing.code != "row_expired" for standing in standings):
        return
    if row is not None:
        yield from _row_holds(claim, edition, row)
    yield from equipment.ask(claim, entry, row)


def _standings(claim: Claim, reference: Reference) -> tuple[Standing, ...]:
    """Those of the first day and of the last, each once."""
    lists, approved = claim.catalog.goods_lists, claim.row.project_approved_on
    found = {
        standing.code: standing
        for day in (claim.last, claim.first)
        for standing in row_standings(lists, reference, day, approved=approved, seen_on=claim.decided_on)
    }
    if "illustrative" in found:
        found.pop("unverified", None)  # made up says more
    return tuple(found.values())


def _of_standing(claim: Claim, entry: GoodsList, reference: Reference, standing: Standing, signed: bool) -> Finding:
    edition = entry.edition(reference.edition)
    row = edition.rows.get(reference.row) if edition is not None else None
    approved = claim.row.project_approved_on
    in_force = next((now for day in (claim.first, claim.last) if (now := entry.on(day, approved)) is not edition), None)
    values = {
        "reference": str(reference),
        "name_zh": row.name("zh") if row else "-",
        "name_en": row.name("en") if row else "-",
        **_editions(entry, reference.edition, in_force),
        **standing.values,
    }
    unseen = standing.code == "row_not_in_hand" and not signed  # nobody has seen it
    effect = Effect.BARS if standing.bars or unseen else Effect.DOUBT
    rests_on = row or edition
    source = (rests_on.source, rests_on.confidence) if rests_on is not None else ("", "")
    return claim.finding(FOUND[standing.code], effect, *source, **values)


def _editions(entry: GoodsList, named: str, in_force: Edition | None) -> dict[str, object]:
    names = ("-", "-") if in_force is None else (in_force.name_zh, in_force.name_en)
    return {
        "named": named, "in_force_zh": names[0], "in_force_en": names[1],
        "document": in_force.document if in_force else "-", "list_zh": entry.name_zh, "list_en": entry.name_en,
    }  # fmt: skip


def _row_holds(claim: Claim, edition: Edition, row: ListRow) -> Iterator[Finding]:
    """Code, name and limits of the row against the item."""
    source = f"{row.document or edition.document}: {row.source}"
    said = {"reference": str(row.reference), "name_zh": row.name("zh"), "name_en": row.name("en")}
    code = claim.item.hs_code
    catalog = claim.catalog
    reached = match_code(row.codes, edition.nomenclature, code, claim.first.year, catalog.concordance)
    if row.codes and reached is None:
        codes = ", ".join(map(str, row.codes))
        yield claim.bars("relief-row-code", source, row.confidence, hs_code=code, codes=codes, **said)
    elif reached is not None and not reached.certain:
        reasons = {"how_zh": reached.words("zh"), "how_en": reached.words("en")}
        yield claim.doubt("relief-row-ex", source, row.confidence, hs_code=code, **reasons, **said)
    differing = catalog.names.differing(f"{claim.item.name_zh} {claim.item.name_en}", f"{row.name_zh} {row.name_en}")
    if differing or _nothing_in_common(claim, row):
        yield claim.bars(
            "relief-row-name", source, row.confidence, name=claim.item.name_zh or claim.item.name_en, **said
        )
    yield from _limits(claim, row, source, said)
    yield claim.supports("relief-row", source, row.confidence, **said)


def _nothing_in_common(claim: Claim, row: ListRow) -> bool:
    """Whether no name of the row is at all like the item's: a code holds many goods, the row means some of them."""
    names = claim.catalog.names
    pairs = ((claim.item.name_zh, row.name_zh), (claim.item.name_en, row.name_en))
    told = [(names.compared(mine), names.variants(theirs)) for mine, theirs in pairs if mine and theirs]
    if not told or any(not variants for _, variants in told):
        return False
    best = max(float(likeness([mine], variants).max()) for mine, variants in told)
    held = any(variant in mine or mine in variant for mine, variants in told for variant in variants)
    return best < NAME_AT_ALL and not held


def _limits(claim: Claim, row: ListRow, source: str, said: dict[str, str]) -> Iterator[Finding]:
    if not row.requirement:
        return
    catalog, item = claim.catalog, claim.item
    found = compare(catalog.requirement_of(row), item.spec, catalog.parameters, item.name_zh or item.name_en)
    values = {"requirement": row.requirement, **said}
    if found.outcome == "not met":
        yield claim.bars("relief-requirement-not-met", source, row.confidence, **values)
    elif found.outcome == "unknown":
        yield claim.doubt("relief-requirement-unknown", source, row.confidence, **values)
