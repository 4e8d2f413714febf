"""Do the goods stand on a list of goods that stay taxed?

Such a list names the weaker machine: at or below its limits the goods stay taxed, better ones do not stand on it. What
is not known bars until the parameter is given or a person confirms `优于 list/edition/row`; nothing is better than a
row of all specifications. A row that may mean the goods by name alone, or by a code of an older nomenclature, bars
until a person confirms `不属于 list/edition/row`.
"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.catalog.lists.code_match import CodeMatch
from importplan.catalog.lists.comparison import Comparison, compare
from importplan.catalog.lists.goods_lists import Edition, GoodsList, ListRow, Reference
from importplan.catalog.lists.likeness import likeness
from importplan.catalog.lists.matching import NAME_ALIKE
from importplan.customs.relief.claim import Claim, Effect, Finding
from importplan.customs.relief.confirmation import Confirmation, read_confirmation


def ask(claim: Claim) -> Iterator[Finding]:
    """Every list that binds the claim, in the edition in force."""
    said = read_confirmation(claim.item.catalog_ref, claim.catalog.goods_lists)
    for key in claim.not_exempt_lists:
        entry = claim.catalog.goods_lists.by_key.get(key)
        if entry is None:
            yield claim.bars("relief-list-missing", list=key)
            continue
        for reference in said.of_list(key):
            yield claim.bars("relief-named-not-exempt", reference=str(reference), **_named(entry))
        yield from _comparisons(claim, entry, said)
        edition = entry.on(claim.first, claim.row.project_approved_on)
        if edition is None:
            yield claim.doubt("relief-not-exempt-unknown", **_named(entry))
        else:
            yield from _of_edition(claim, entry, edition, said)


def _named(entry: GoodsList) -> dict[str, str]:
    return {"list_zh": entry.name_zh, "list_en": entry.name_en}


def _of_edition(claim: Claim, entry: GoodsList, edition: Edition, said: Confirmation) -> Iterator[Finding]:
    reached = list(_reached(claim, entry, edition))
    for row, match in reached:
        yield _of_row(claim, entry, edition, row, match, said)
    by_code = {row.reference for row, _ in reached}
    for row in _alike(claim, edition, by_code):
        yield _by_name(claim, entry, edition, row, said)
    for row in edition.rows.values():
        if row.codes and row.reference not in by_code and _is_namesake(claim, row) and _is_in_force(claim, row):
            codes = {"codes": ", ".join(map(str, row.codes)), "hs_code": claim.item.hs_code}
            source = _source(edition, row)
            yield claim.doubt("relief-not-exempt-namesake", source, row.confidence, **codes, **_values(entry, row))
    if edition.rows_in_hand != "complete" and not reached:
        yield from _not_in_hand(claim, entry, edition)


def _reached(claim: Claim, entry: GoodsList, edition: Edition) -> Iterator[tuple[ListRow, CodeMatch]]:
    """The rows whose codes reach the item's and whose names do not mean other goods (非数控 of a CNC machine)."""
    words, item = claim.catalog.names, claim.item
    for row, match in claim.catalog.rows_reached(entry, edition, item.hs_code, claim.first.year):
        if _is_in_force(claim, row) and not words.differing(
            f"{item.name_zh} {item.name_en}", f"{row.name_zh} {row.name_en}"
        ):
            yield row, match


def _is_in_force(claim: Claim, row: ListRow) -> bool:
    return row.expires is None or row.expires >= claim.first


def _source(edition: Edition, row: ListRow) -> str:
    return f"{row.document or edition.document}: {row.source}"


def _values(entry: GoodsList, row: ListRow) -> dict[str, object]:
    return {"reference": str(row.reference), "name_zh": row.name("zh"), "name_en": row.name("en"), **_named(entry)}


def _compared(claim: Claim, row: ListRow) -> Comparison:
    catalog, item = claim.catalog, claim.item
    return compare(catalog.requirement_of(row), item.spec, catalog.parameters, item.name_zh or item.name_en)


def _of_row(
    claim: Claim, entry: GoodsList, edition: Edition, row: ListRow, match: CodeMatch, said: Confirmation
) -> Finding:
    compared = _compared(claim, row)
    standing = compared.place
    source, values = _source(edition, row), {"requirement": row.requirement or "-", **_values(entry, row)}
    if row.reference in said.other_than and not _is_namesake(claim, row):
        return claim.doubt("relief-other-confirmed", source, row.confidence, **values)
    if match.kind == "former":
        how = {"how_zh": match.words("zh"), "how_en": match.words("en")}
        return claim.bars("relief-not-exempt-former", source, row.confidence, **how, **values)
    if standing == "better":
        return claim.supports("relief-better", source, row.confidence, **values)
    confirmed = row.reference in said.better_than and not _of_all_specifications(claim, row)
    if confirmed and not _meets_a_limit(compared):
        return claim.doubt("relief-better-confirmed", source, row.confidence, **values)
    conflict = claim.regime.conflict(entry.key)
    if conflict is not None and _names_own_row(claim, said):
        effect = Effect.DOUBT if conflict.outcome == "doubt" else Effect.BARS
        words = {"words_zh": conflict.words_zh, "words_en": conflict.words_en}
        own = ", ".join(map(str, said.of_list(claim.regime.goods_list)))
        conflicting = conflict.source, conflict.confidence
        return claim.finding("relief-conflict", effect, *conflicting, own=own, **words, **values)
    code = {"at": "relief-not-exempt", "mixed": "relief-not-exempt-mixed", "unknown": "relief-not-exempt-open"}[
        standing
    ]
    return claim.bars(code, source, row.confidence, **values)


def _meets_a_limit(compared: Comparison) -> bool:
    """Whether figures say that the item is the weaker machine: no word of a person outweighs them."""
    known = (check for check in compared.checks if check.requirement.relation != "any")
    return any(check.outcome == "met" for check in known) and compared.outcome == "met"


def _names_own_row(claim: Claim, said: Confirmation) -> bool:
    return bool(claim.regime.goods_list and said.of_list(claim.regime.goods_list))


def _comparisons(claim: Claim, entry: GoodsList, said: Confirmation) -> Iterator[Finding]:
    """What is said of rows with which nothing can be compared, and what a row does not allow to be said."""
    in_force = entry.on(claim.first, claim.row.project_approved_on)
    for reference in (*said.better_than, *said.other_than):
        if reference.list_key != entry.key:
            continue
        row = claim.catalog.goods_lists.row(reference)
        if row is None:
            yield claim.doubt("relief-compared-not-in-hand", reference=str(reference), **_named(entry))
        elif in_force is not None and reference.edition != in_force.key:
            names = {"in_force_zh": in_force.name_zh, "in_force_en": in_force.name_en}
            yield claim.doubt("relief-compared-older", reference=str(reference), **names, **_named(entry))
        elif reference in said.better_than and _of_all_specifications(claim, row):
            yield claim.bars("relief-better-refused", row.source, row.confidence, requirement=row.requirement,
                             **_values(entry, row))  # fmt: skip
        elif reference in said.other_than and _is_namesake(claim, row):
            yield claim.bars("relief-other-refused", row.source, row.confidence, **_values(entry, row))


def _of_all_specifications(claim: Claim, row: ListRow) -> bool:
    """Whether a row means goods of whatever specification, none of which is better."""
    cases = claim.catalog.requirement_of(row).cases
    return any(limit.relation == "any" for case in cases for option in case.options for limit in option)


def _is_namesake(claim: Claim, row: ListRow) -> bool:
    """Whether the item is called what the row is called: a word that it is other goods then says too little."""
    names, item = claim.catalog.names, claim.item
    mine = {names.compared(name) for name in (item.name_zh, item.name_en) if name}
    return not mine.isdisjoint((*names.variants(row.name_zh), *names.variants(row.name_en)))


def _by_name(claim: Claim, entry: GoodsList, edition: Edition, row: ListRow, said: Confirmation) -> Finding:
    """A row that may mean the goods by its name, where its code says nothing of them."""
    source, values = _source(edition, row), {"requirement": row.requirement or "-", **_values(entry, row)}
    if row.reference in said.other_than and not _is_namesake(claim, row):
        return claim.doubt("relief-other-confirmed", source, row.confidence, **values)
    compared = _compared(claim, row)
    if row.requirement and compared.place == "better":
        return claim.doubt("relief-better-confirmed", source, row.confidence, **values)
    confirmed = row.reference in said.better_than and not _of_all_specifications(claim, row)
    if confirmed and not _meets_a_limit(compared):
        return claim.doubt("relief-better-confirmed", source, row.confidence, **values)
    return claim.bars("relief-not-exempt-name", source, row.confidence, **values)


def _alike(claim: Claim, edition: Edition, by_code: set[Reference]) -> Iterator[ListRow]:
    """Rows with a name like the item's whose codes say nothing of it: none printed, or of an older nomenclature."""
    words, item, concordance = claim.catalog.names, claim.item, claim.catalog.concordance
    older = concordance.edition(edition.nomenclature) != concordance.edition(claim.first.year)
    mute = [row for row in edition.rows.values() if (older or not row.codes) and row.reference not in by_code]
    pairs = [(row, variant) for row in mute for variant in words.variants(row.name_zh)]
    if not pairs or not item.name_zh:
        return
    found = likeness([words.compared(item.name_zh)], [variant for _, variant in pairs])[0]
    alike = [row for (row, _), share in zip(pairs, found, strict=True) if share >= NAME_ALIKE]
    for row in {row.reference: row for row in alike}.values():
        if _is_in_force(claim, row) and not words.differing(
            f"{item.name_zh} {item.name_en}", f"{row.name_zh} {row.name_en}"
        ):
            yield row


def _not_in_hand(claim: Claim, entry: GoodsList, edition: Edition) -> Iterator[Finding]:
    """The edition in force is not in hand in full: a doubt, sharpened by the last edition of which rows are in hand."""
    older = [found for found in entry.editions if found.valid_from < edition.valid_from]
    hits = [row for found in older[-1:] for row, _ in _reached(claim, entry, found)]
    said = read_confirmation(claim.item.catalog_ref, claim.catalog.goods_lists)
    told = {*said.better_than, *said.other_than}
    for row in (row for row in hits if row.reference not in told):
        standing = _compared(claim, row).place
        code = "relief-older-better" if standing == "better" else "relief-older-not-exempt"
        values = {"requirement": row.requirement or "-", **_values(entry, row)}
        yield claim.doubt(code, _source(older[-1], row), row.confidence, edition_zh=edition.name_zh,
                          edition_en=edition.name_en, **values)  # fmt: skip
    if not hits:
        names = {"edition_zh": edition.name_zh, "edition_en": edition.name_en, **_named(entry)}
        names["held"] = (
            f"{len(edition.rows)}/{edition.rows_on_record}" if edition.rows_on_record else str(len(edition.rows))
        )
        yield claim.doubt("relief-not-exempt-not-in-hand", edition.source, edition.confidence, **names)
