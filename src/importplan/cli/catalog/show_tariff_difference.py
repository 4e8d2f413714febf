"""Shows what a tariff changes: one line a code with both rates, those that rise most first."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rich.table import Table
from rich.text import Text

from importplan.basics.labels import Language, text
from importplan.catalog.rates.tariff import TariffRow
from importplan.catalog.tariff_tables.year_difference import RateChange, TariffDifference, levied
from importplan.cli.terminal import terminal

COLUMNS = ("catalog.diff.change", "catalog.field.hs_code", "catalog.diff.name", "catalog.tariff.was",
           "catalog.tariff.now")  # fmt: skip


def show_tariff_difference(difference: TariffDifference, language: Language, most: int) -> None:
    """Print so many lines of it, with a line on how many more there are."""
    lines = list(entries(difference, language))
    if not lines:
        return
    table = Table(pad_edge=False)
    for key in COLUMNS:
        table.add_column(text(key, language), overflow="fold")
    for line in lines[:most]:
        table.add_row(*(Text(words) for words in line))
    terminal().print(table)
    if len(lines) > most:
        print(text("catalog.tariff.more", language, count=len(lines) - most))


def entries(difference: TariffDifference, language: Language) -> Iterator[tuple[str, ...]]:
    """One line a code."""

    def height(change: RateChange) -> Decimal:
        was, now = levied(change.before), levied(change.after)
        return Decimal(0) if was is None or now is None else was - now

    for change in sorted(difference.changed, key=height):
        row = change.after
        yield _word(_kind(change), language), row.hs_code, _name(row, language), rates(change.before), rates(row)
    for code, to in difference.renumbered.items():
        yield _word("renumbered", language), code, "", "", ", ".join(to)
    for row in difference.gone:
        perhaps = difference.perhaps.get(row.hs_code)
        now = f"{perhaps} ?" if perhaps else "-"
        yield _word("gone", language), row.hs_code, _name(row, language), rates(row), now
    for row in difference.new:
        yield _word("new", language), row.hs_code, _name(row, language), "-", rates(row)


def _kind(change: RateChange) -> str:
    return {True: "raised", False: "lowered", None: "other"}[change.up]


def _word(kind: str, language: Language) -> str:
    return text(f"catalog.tariff.change.{kind}", language)


def _name(row: TariffRow, language: Language) -> str:
    return (row.name_zh if language == "zh" else row.name_en) or row.name_zh or row.name_en


def rates(row: TariffRow) -> str:
    """`8 %`, with the provisional rate behind it: `8 % (5 %)`; `?` where a rate is not on record."""
    mfn = "?" if row.mfn is None else f"{_percent(row.mfn)}"
    return mfn if row.provisional is None else f"{mfn} ({_percent(row.provisional)})"


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"


def difference_record(difference: TariffDifference) -> dict[str, Any]:
    """All of it for machines; rates are in per cent, null where not on record."""

    def row(found: TariffRow) -> dict[str, Any]:
        columns = {"mfn": found.mfn, "provisional": found.provisional, "general": found.general, "vat": found.vat}
        return {name: None if rate is None else float(rate * 100) for name, rate in columns.items()}

    return {
        "changed": [
            {"hs_code": each.after.hs_code, "change": _kind(each), "before": row(each.before), "after": row(each.after)}
            for each in difference.changed
        ],
        "renumbered": {code: list(to) for code, to in difference.renumbered.items()},
        "gone": [row.hs_code for row in difference.gone],
        "perhaps": dict(difference.perhaps),
        "new": [row.hs_code for row in difference.new],
    }
