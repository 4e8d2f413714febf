"""What the rows of an annex must agree with: themselves, the list above, the editions beside it, the tariff."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from importplan.basics.issues import Issue, Place, Severity
from importplan.catalog.coherence import order, row_faults
from importplan.catalog.lists.goods_lists import Edition, GoodsList, GoodsLists, ListRow
from importplan.catalog.rates.tariff import Tariff, TariffRow, nearest

MOST_SHOWN = 20  # codes outside the tariff in hand that are named one by one

Became = Callable[[str], tuple[str, ...]]  # former code → what it has become since the annex was printed


def faults(
    lists: GoodsLists, entry: GoodsList, edition: Edition, rows: Sequence[ListRow], places: Sequence[Place]
) -> Iterator[Issue]:
    """The faults of the rows among each other, and of the dates of the edition among its neighbours.

    `rows` are all rows as read, those that stand twice too; `entry` is the list with the new edition in it.
    """
    first: dict[str, Place] = {}
    for row, at in zip(rows, places, strict=True):
        number = row.reference.row
        if number in first:
            yield Issue.error("annex-row-twice", at, row=number, first=first[number].cell or str(first[number]))
        first.setdefault(number, at)
    named: set[str] = set()
    for row, at in zip(rows, places, strict=True):
        for issue in row_faults(lists, entry, edition, row, at):
            # Equipment of a list that is not in hand is named once, not at each of its parts.
            if issue.severity is Severity.ERROR or row.parent not in named:
                yield issue
        named.add(row.parent)
    yield from (issue for issue in order(entry) if edition.key in issue.values.values())


def nomenclature(tariff: Tariff, day: date) -> Mapping[str, TariffRow]:
    """The tariff table that answers on a day; the first one for an earlier day."""
    if not tariff.years:
        return {}
    return next((year.rows for year in reversed(tariff.years) if year.valid_from <= day), tariff.years[0].rows)


def code_doubts(
    rows: Sequence[ListRow], places: Sequence[Place], table: Mapping[str, TariffRow], became: Became
) -> Iterator[Issue]:
    """Codes that the tariff in hand does not have, and former ones, each once."""
    beginnings = {code[:length] for code in table for length in range(4, 9)}
    seen: set[str] = set()
    unknown: list[Issue] = []
    for row, at in zip(rows, places, strict=True):
        for code in row.codes:
            digits = code.digits[:8]
            if digits in seen:
                continue
            seen.add(digits)
            former = became(digits) or (table[digits].replaced_by if digits in table else ())
            if former:
                values = {"hs_code": code.digits, "replaced_by": ", ".join(former)}
                yield Issue.warning("annex-code-former", at, **values)
            elif digits not in beginnings:
                near = nearest(digits, table)
                kind = "annex-code-alone" if near == "-" else "annex-code-unknown"
                unknown.append(Issue.warning(kind, at, hs_code=code.digits, nearest=near))
    yield from unknown[:MOST_SHOWN]
    if len(unknown) > MOST_SHOWN:
        yield Issue.warning("annex-codes-unknown", count=len(unknown) - MOST_SHOWN, codes=len(table))
