"""What the dropdowns offer: a hidden sheet with one named list per column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from importplan.basics.addresses import letter
from importplan.basics.labels import Language, known, table, text
from importplan.basics.periods import add_months
from importplan.catalog.files import shipped
from importplan.catalog.reading import Reading
from importplan.catalog.references.cities import read as read_cities
from importplan.catalog.references.countries import shipped_countries
from importplan.documents.excel.book import Book
from importplan.scenario.scenario import Scenario
from importplan.survey.form.places import ITEM_ROWS

QUARTERS = 12  # three years, as question B10 asks
# Where equipment mostly comes from stands on top; any other country may be written as well.
FIRST_COUNTRIES = (
    "DE", "JP", "CN", "IT", "CH", "US", "NL", "FR", "GB", "KR", "TW", "SE", "AT", "ES", "BE", "FI", "DK", "CZ", "SG",
    "IL",
)  # fmt: skip
FURTHER_COUNTRIES = (
    "AU", "BG", "BR", "CA", "EE", "GR", "HK", "HR", "HU", "ID", "IE", "IN", "LT", "LU", "LV", "MO", "MX", "MY", "NO",
    "NZ", "PH", "PL", "PT", "RO", "RU", "SI", "SK", "TH", "TR", "UA", "VN", "ZA",
)  # fmt: skip
FIRST_CURRENCIES = ("CNY", "EUR", "USD", "JPY", "GBP", "CHF", "KRW", "TWD", "HKD", "SEK")


@dataclass(frozen=True)
class Offered:
    """List → its words, in the order in which they are offered, and the day on which the plan begins."""

    words: Mapping[str, list[Any]]
    start: date

    def source(self, name: str) -> str:
        """What a dropdown takes as its source; empty where there is no such list."""
        return f"=survey_{name}" if name in self.words else ""


def write_lists(book: Book, lists: Mapping[str, list[Any]]) -> None:
    """Write the hidden sheet and name its columns."""
    tab = book.sheet(text("survey.sheet.lists", book.language), gridlines=True)
    tab.hide()
    for column, (name, words) in enumerate(lists.items()):
        tab.write_string(0, column, name)
        tab.write_column(1, column, words)
        cells = f"${letter(column)}$2:${letter(column)}${len(words) + 1}"
        book.workbook.define_name(f"survey_{name}", f"='{tab.get_name()}'!{cells}")


def offered(language: Language, start: date, base: Scenario | None) -> Offered:
    """What the dropdowns offer; a list without words is left out."""
    lists: dict[str, list[Any]] = {
        "cities": _cities(language),
        "industries": _labelled("survey.industry.", language),
        "countries": _countries(language),
        "currencies": [text(f"currency.{code}", language) for code in FIRST_CURRENCIES],
        "quarters": quarters(start, language),
        "items": _item_names(base, language),
        "numbers": list(range(1, ITEM_ROWS + 1)),
    }
    return Offered({name: words for name, words in lists.items() if words}, start)


def quarters(start: date, language: Language) -> list[str]:
    """The quarters from the one that holds `start`, as people write them."""
    first = date(start.year, (start.month - 1) // 3 * 3 + 1, 1)
    return [quarter_word(add_months(first, 3 * number), language) for number in range(QUARTERS)]


def quarter_word(first_day: date, language: Language) -> str:
    """A quarter as people write it: 2027年1季度, 2027Q1."""
    quarter = (first_day.month + 2) // 3
    return text("survey.form.quarter", language, year=first_day.year, quarter=quarter)


def _labelled(prefix: str, language: Language) -> list[str]:
    return [text(key, language) for key in table() if key.startswith(prefix)]


def _cities(language: Language) -> list[str]:
    found = read_cities(Reading(shipped("catalogs"))).cities
    return [city.name(language) for city in found]


def _item_names(base: Scenario | None, language: Language) -> list[str]:
    if base is None:
        return []
    names = ((item.name_zh, item.name_en) for item in base.items)
    ordered = (pair if language == "zh" else pair[::-1] for pair in names)
    return list(dict.fromkeys(name for name in (first or second for first, second in ordered) if name))


def _countries(language: Language) -> list[str]:
    found = shipped_countries()
    rest = (found.name(code, language) for code in FURTHER_COUNTRIES)
    # The national character set holds the common characters in the order of their sound.
    return [found.name(code, language) for code in FIRST_COUNTRIES] + sorted(
        rest, key=lambda name: name.encode("gb18030")
    )


def currency_word(code: str, language: Language) -> str:
    """The name of a currency, its code where it has none."""
    return text(f"currency.{code}", language) if known(f"currency.{code}") else code
