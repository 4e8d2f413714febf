"""Writes the tariff of a year as the loader reads it: `tariff/<year>.toml` and `tariff/<year>.csv`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from importplan.basics.files import csv_text, put_all
from importplan.catalog.lists.edition_files import toml_value
from importplan.catalog.rates.headings import COLUMNS
from importplan.catalog.rates.tariff import TariffRow
from importplan.catalog.reading import HUNDRED
from importplan.catalog.tariff_tables.take_in import TariffTaken, WantedTariff


def year_paths(folder: Path, wanted: WantedTariff) -> tuple[Path, Path, Path]:
    """The paths of the TOML and of the CSV file of a year in a folder of catalogs, and of the headings."""
    place = folder / "tariff"
    return place / f"{wanted.stem}.toml", place / f"{wanted.stem}.csv", place / "headings.csv"


def write_year(folder: Path, taken: TariffTaken, wanted: WantedTariff, read_on: date) -> tuple[Path, ...]:
    """Write the files, that of the headings where the table prints some; all stand there whole or none does.

    Returns their paths, those of the year first. Raises OSError.
    """
    about, rows, named = year_paths(folder, wanted)
    files = {about: described(taken, wanted, read_on), rows: table(taken)}
    if taken.headings is not None:
        lines = ([getattr(each, name) for name in COLUMNS] for each in taken.headings.by_code.values())
        files[named] = csv_text(COLUMNS, lines)
    put_all({path: words.encode() for path, words in files.items()})
    return tuple(files)


def table(taken: TariffTaken) -> str:
    """The codes as CSV."""
    headings = ("hs_code", "name_zh", "name_en", "mfn_pct", "provisional_pct", *taken.agreements, "general_pct",
                "vat_pct", "part_of_code", "replaced_by", "as_seen", "supervision", "source", "confidence")  # fmt: skip
    return csv_text(headings, (_cells(row, taken.agreements) for row in taken.year.rows.values()))


def _cells(row: TariffRow, agreements: tuple[str, ...]) -> list[str]:
    return [
        row.hs_code,
        row.name_zh,
        row.name_en,
        _percent(row.mfn),
        _percent(row.provisional),
        *(_percent(row.agreements.get(name)) for name in agreements),
        _percent(row.general),
        _percent(row.vat),
        row.part_of_code,
        "|".join(row.replaced_by),
        row.as_seen,
        "",
        row.source,
        row.confidence,
    ]


def _percent(rate: Decimal | None) -> str:
    return "" if rate is None else f"{(rate * HUNDRED).normalize():f}"


def described(taken: TariffTaken, wanted: WantedTariff, read_on: date) -> str:
    """Dates and source as TOML."""
    values: dict[str, object] = {
        "what": "Import duty rates by eight-digit tariff code",
        "unit": "percent of customs value (columns *_pct)",
        "valid_from": wanted.valid_from,
        "valid_to": wanted.valid_to,
        "source": next(iter(taken.year.rows.values())).source if not wanted.source else wanted.source,
        "confidence": wanted.confidence,
        "reviewed_on": read_on,
    }
    return "".join(f"{key} = {toml_value(value)}\n" for key, value in values.items())
