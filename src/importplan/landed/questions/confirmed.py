"""Has a person confirmed the item, and does the row that was named hold for it on the arrival day?"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.catalog.code_match import match_code
from importplan.catalog.comparison import compare
from importplan.catalog.goods_lists import Edition, GoodsList, ListRow, Reference
from importplan.catalog.requirements import parse
from importplan.landed.claim import Claim, Effect, Finding
from importplan.landed.confirmation import Confirmation, read_confirmation
from importplan.landed.questions import equipment


def ask(claim: Claim) -> Iterator[Finding]:
    """Nothing unconfirmed exempts; words confirm a row that is not in hand; a reference is checked."""
    said = read_confirmation(claim.item.catalog_ref, claim.catalog.goods_lists)
    for entry in said.unreadable:
        yield claim.bars("relief-reference-unreadable", reference=entry)
    if not claim.regime.needs_confirmed_item or said.unreadable:
        return
    if said.is_blank:
        yield claim.bars("relief-item-not-confirmed", firm=claim.holder)
    elif claim.regime.goods_list:
        yield from _on_goods_list(claim, said)
    elif not said.words and not said.better_than:
        yield claim.bars("relief-reference-other-list", reference=", ".join(map(str, said.rows)))


def _on_goods_list(claim: Claim, said: Confirmation) -> Iterator[Finding]:
    """Any row that holds is enough; where none does, each says why."""
    entry = claim.catalog.goods_lists.by_key.get(claim.regime.goods_list)
    references = said.of_list(claim.regime.goods_list)
    if entry is None:
        yield claim.bars("relief-list-missing", list=claim.regime.goods_list)
    elif references:
        answers = [tuple(_of_row(claim, entry, reference)) for reference in references]
        holding = [answer for answer in answers if not any(found.effect is Effect.BARS for found in answer)]
        yield from holding[0] if holding else (found for answer in answers for found in answer)
    elif said.words:
        yield from _in_words(claim, entry, said)
    else:
        yield claim.bars("relief-reference-other-list", reference=", ".join(map(str, said.rows + said.better_than)))


def _in_words(claim: Claim, entry: GoodsList, said: Confirmation) -> Iterator[Finding]:
    """A row that a person saw and that is not in hand. An edition named in words must be the one in force."""
    in_force = entry.on(claim.first, claim.row.project_approved_on)
    named = [key for key in said.editions_in_words() if entry.edition(key) is not None]
    if in_force is not None and any(key != in_force.key for key in named):
        yield claim.bars("relief-edition-over", **_editions(entry, ", ".join(named), in_force))
        return
    listed = {"list_zh": entry.name_zh, "list_en": entry.name_en}
    yield claim.doubt("relief-row-in-words", words="; ".join(said.words), **listed)
    yield from equipment.ask(claim, entry, None)


def _of_row(claim: Claim, entry: GoodsList, reference: Reference) -> Iterator[Finding]:
    edition = entry.edition(reference.edition)
    if edition is None:
        yield claim.bars(
            "relief-edition-unknown", reference=str(reference), known=", ".join(e.key for e in entry.editions)
        )
        return
    approved = claim.row.project_approved_on
    for day in (claim.first, claim.last):
        in_force = entry.on(day, approved)
        if in_force is not edition:
            yield claim.bars("relief-edition-over", edition.source, edition.confidence,
                             **_editions(entry, edition.key, in_force))  # fmt: skip
            return
    row = edition.rows.get(reference.row)
    if row is not None:
        yield from _row_holds(claim, edition, row)
        yield from equipment.ask(claim, entry, row)
    elif edition.rows_in_hand == "complete":
        yield claim.bars("relief-row-missing", edition.source, edition.confidence, reference=str(reference))
    else:
        yield claim.doubt("relief-row-not-in-hand", edition.source, edition.confidence, reference=str(reference))
        yield from equipment.ask(claim, entry, None)


def _editions(entry: GoodsList, named: str, in_force: Edition | None) -> dict[str, object]:
    names = ("-", "-") if in_force is None else (in_force.name_zh, in_force.name_en)
    return {
        "named": named, "in_force_zh": names[0], "in_force_en": names[1],
        "document": in_force.document if in_force else "-", "list_zh": entry.name_zh, "list_en": entry.name_en,
    }  # fmt: skip


def _row_holds(claim: Claim, edition: Edition, row: ListRow) -> Iterator[Finding]:
    """Expiry, standing, code and limits of the row against the item."""
    source = f"{row.document or edition.document}: {row.source}"
    said = {"reference": str(row.reference), "name_zh": row.name("zh"), "name_en": row.name("en")}
    code = claim.item.hs_code
    if row.expires is not None and row.expires < claim.last:
        yield claim.bars("relief-row-expired", source, row.confidence, day=row.expires, **said)
    catalog = claim.catalog
    reached = match_code(row.codes, edition.nomenclature, code, claim.first.year, catalog.concordance)
    if row.codes and reached is None:
        codes = ", ".join(map(str, row.codes))
        yield claim.bars("relief-row-code", source, row.confidence, hs_code=code, codes=codes, **said)
    elif reached is not None and not reached.certain:
        reasons = {"how_zh": reached.words("zh"), "how_en": reached.words("en")}
        yield claim.doubt("relief-row-ex", source, row.confidence, hs_code=code, **reasons, **said)
    differing = catalog.names.differing(f"{claim.item.name_zh} {claim.item.name_en}", f"{row.name_zh} {row.name_en}")
    if differing:
        yield claim.bars(
            "relief-row-name", source, row.confidence, name=claim.item.name_zh or claim.item.name_en, **said
        )
    yield from _limits(claim, row, source, said)
    if edition.rows_in_hand == "illustrative" or row.confidence == "unverified":
        yield claim.doubt("relief-row-unverified", source, row.confidence, **said)
    yield claim.supports("relief-row", source, row.confidence, **said)


def _limits(claim: Claim, row: ListRow, source: str, said: dict[str, str]) -> Iterator[Finding]:
    if not row.requirement:
        return
    parameters, item = claim.catalog.parameters, claim.item
    found = compare(parse(row.requirement, parameters), item.spec, parameters, item.name_zh or item.name_en)
    values = {"requirement": row.requirement, **said}
    if found.outcome == "not met":
        yield claim.bars("relief-requirement-not-met", source, row.confidence, **values)
    elif found.outcome == "unknown":
        yield claim.doubt("relief-requirement-unknown", source, row.confidence, **values)
