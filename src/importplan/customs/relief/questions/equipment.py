"""Does the firm make the equipment under which the part stands on its list?

That is the firm's own statement (`qualifications.policy_clause`); what can be checked of it is checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from importplan.catalog.lists.goods_lists import GoodsList, ListRow
from importplan.customs.relief.claim import Claim, Finding


def ask(claim: Claim, entry: GoodsList, row: ListRow | None) -> Iterator[Finding]:
    """The equipment named in the qualification against the list over this one; `row` is the part's, if in hand."""
    over = claim.catalog.goods_lists.by_key.get(entry.under)
    if over is None:
        return
    clause = claim.row.policy_clause
    reference = claim.catalog.goods_lists.refer(clause)
    listed = {"list_zh": over.name_zh, "list_en": over.name_en}
    if not clause:
        yield claim.doubt("relief-equipment-not-named", **listed)
    if reference is None or reference.list_key != over.key:
        return
    edition = over.edition(reference.edition)
    if edition is None or over.on(claim.first, claim.row.project_approved_on) is not edition:
        yield claim.bars("relief-equipment-edition", reference=clause, **listed)
        return
    known = edition.rows.get(reference.row)
    if known is None and edition.rows_in_hand == "complete":
        yield claim.bars("relief-equipment-missing", reference=clause, **listed)
    if known is not None and known.expires is not None and known.expires < claim.last:
        yield claim.bars("relief-equipment-edition", reference=clause, **listed)
    if row is not None and row.parent and not _under(claim, row, reference.row, known):
        yield claim.bars("relief-equipment-differs", reference=clause, parent=row.parent, part=str(row.reference))


def _under(claim: Claim, row: ListRow, equipment: str, known: ListRow | None) -> bool:
    """Whether a part stands under the equipment, over the parts of the levels above. Both lists count from 1."""
    entry = claim.catalog.goods_lists.by_key[row.reference.list_key]
    edition = entry.edition(row.reference.edition)
    parents = edition.rows if edition is not None else {}
    seen = set()
    while row.level > 1 and row.parent in parents and row.parent not in seen:
        seen.add(row.parent)
        row = parents[row.parent]
    names = {equipment} if known is None else {equipment, known.name_zh, known.name_en}
    return row.parent in names
