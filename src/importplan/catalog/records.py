"""Rows, editions and lists as plain data: what `catalog show` prints and what an engineer gets as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from importplan.basics.labels import Language, text
from importplan.catalog.lists.goods_lists import Edition, GoodsList, GoodsLists, ListRow
from importplan.catalog.lists.standing import Standing, edition_standings, row_standings
from importplan.catalog.rates.headings import TariffHeading, TariffHeadings
from importplan.catalog.rates.tariff import TariffRow

Record = dict[str, Any]  # field → text, number or list of texts; a field is `catalog.field.<field>` in the labels table


def row_record(lists: GoodsLists, row: ListRow, day: date, language: Language) -> Record:
    """Everything on one row, with its standing on a day."""
    entry = lists.by_key[row.reference.list_key]
    standings = row_standings(lists, row.reference, day, seen_on=day)
    return {
        "reference": str(row.reference),
        "list": entry.name(language),
        "name": row.name(language),
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "section": row.section,
        "level": row.level or "",
        "parent": row.parent,
        "codes": [str(code) for code in row.codes],
        "requirement": row.requirement,
        "sales_requirement": row.sales_requirement,
        "quantity": row.quantity,
        "expires": _day(row.expires),
        "document": row.document,
        "source": row.source,
        "confidence": text(f"confidence.{row.confidence}", language),
        "notes": row.notes,
        "on": day.isoformat(),
        "standing": standing_words(standings, language),
    }


def edition_record(lists: GoodsLists, entry: GoodsList, edition: Edition, day: date, language: Language) -> Record:
    """Everything on one edition but its rows, with its standing on a day."""
    return {
        "reference": f"{entry.key}/{edition.key}",
        "list": entry.name(language),
        "role": text(f"catalog.role.{entry.role}", language),
        "edition": edition.name(language),
        "document": edition.document,
        "valid_from": edition.valid_from.isoformat(),
        "valid_to": _day(edition.valid_to),
        "rows_in_hand": text(f"catalog.in_hand.{edition.rows_in_hand}", language),
        "rows": len(edition.rows),
        "sections": list(edition.sections),
        "transitions": [clause.what_zh if language == "zh" else clause.what_en for clause in edition.transitions],
        "source": edition.source,
        "confidence": text(f"confidence.{edition.confidence}", language),
        "read_on": _day(edition.read_on),
        "on": day.isoformat(),
        "standing": standing_words(edition_standings(lists, entry, edition, day, seen_on=day), language),
    }


def list_record(entry: GoodsList, day: date, language: Language) -> Record:
    """What a list is for and which of its editions is in force on a day."""
    present = entry.on(day)
    return {
        "reference": entry.key,
        "list": entry.name(language),
        "also": list(entry.also),
        "role": text(f"catalog.role.{entry.role}", language),
        "under": entry.under,
        "on": day.isoformat(),
        "edition": present.name(language) if present else "",
    }


def tariff_record(row: TariffRow, headings: TariffHeadings, year: int, language: Language) -> Record:
    """A line of the tariff with the headings above it; a rate that is not on record is blank."""
    rates = {"mfn": row.mfn, "provisional": row.provisional, "general": row.general}
    return {
        "hs_code": row.hs_code,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "headings": [
            f"{heading.hs_code} {heading.name(language) or heading.name_en}" for heading in headings.above(row.hs_code)
        ],
        "tariff_year": year,
        **{
            key: text("catalog.not_on_record", language) if rate is None else f"{rate:.2%}"
            for key, rate in rates.items()
        },
        "part_of_code": row.part_of_code,
        "source": row.source,
        "confidence": text(f"confidence.{row.confidence}", language),
    }


def heading_record(heading: TariffHeading, language: Language) -> Record:
    """A heading with what its names rest on."""
    return {
        "hs_code": heading.hs_code,
        "name_zh": heading.name_zh,
        "name_en": heading.name_en,
        "source": heading.source,
        "confidence": text(f"confidence.{heading.confidence}", language),
    }


def standing_words(standings: tuple[Standing, ...], language: Language) -> list[str]:
    """Standings in words; one word where there is nothing to say against a row."""
    return [standing.words(language) for standing in standings] or [text("standing.in_force", language)]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
