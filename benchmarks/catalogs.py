"""Tariff lookups, searches and proposals, each against a plain way, in one run: seconds, and how many times faster.

    python benchmarks/catalogs.py                # 10,000 lines, 10,000 codes (generated where ours are fewer)
    python benchmarks/catalogs.py --lines 1000

The plain ways are what a spreadsheet person writes first: a filter of a pandas table for every line, and difflib over
every name for every search.
"""

from __future__ import annotations

import argparse
import difflib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import perf_counter, process_time

import pandas as pd

from importplan.catalog.lists.matching import Goods, Matcher
from importplan.catalog.load import Catalog, load
from importplan.catalog.rates.tariff import Tariff, TariffRow, TariffYear
from importplan.catalog.search import Search
from importplan.customs.cost.landed_cost import price
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier

DAY = date(2026, 6, 1)
WORDS = ("立式 加工中心", "8457", "曲轴磨床", "machining centre", "曲轴摩床", "grindr", "光刻", "离心 压缩机")


def grown(catalog: Catalog, count: int) -> Catalog:
    """The catalog with its last tariff filled up to a number of codes; names are made of those that are there."""
    year = catalog.tariff.years[-1]
    seed, rows = random.Random(1), dict(year.rows)
    known = list(year.rows.values())
    while len(rows) < count:
        model, other = seed.choice(known), seed.choice(known)
        code = f"{seed.randrange(10_000_000, 99_999_999)}"
        name_zh = f"{model.name_zh[: len(model.name_zh) // 2]}{other.name_zh[len(other.name_zh) // 2 :]}"
        rows.setdefault(code, replace(model, hs_code=code, name_zh=name_zh, replaced_by=()))
    years = (*catalog.tariff.years[:-1], TariffYear(year.valid_from, year.valid_to, rows))
    return replace(catalog, tariff=Tariff(years))


def seconds(work: Callable[[], object]) -> float:
    """The best of three runs."""
    times = []
    for _ in range(3):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def lookups(catalog: Catalog, lines: int) -> tuple[float, float, int]:
    """Rates for so many lines: ours, and a filtered table for each of a hundred of them."""
    rows = catalog.tariff.table(DAY).rows
    codes = [code for code, row in rows.items() if row.mfn is not None and not row.replaced_by]
    asked = random.Random(2).choices(codes, k=lines)
    table = pd.DataFrame({"hs_code": list(rows), "mfn": [row.mfn for row in rows.values()]})
    ours = seconds(lambda: [catalog.tariff.rate(code, DAY).rate for code in asked])
    plain = seconds(lambda: [table[table.hs_code == code].mfn.iloc[0] for code in asked[:100]])
    assert [catalog.tariff.rate(code, DAY).rate for code in asked[:100]] == [
        table[table.hs_code == code].mfn.iloc[0] for code in asked[:100]
    ]
    return ours / lines, plain / 100, lines


def searches(catalog: Catalog) -> tuple[float, float, float, float]:
    """One search: the index, the mean and the slowest of ours, and difflib over every name."""
    start = perf_counter()
    index = Search(catalog, DAY)
    made = perf_counter() - start
    each = [seconds(lambda words=words: index.find(words)) for words in WORDS]  # type: ignore[misc]
    names = [row.name_zh for row in catalog.tariff.table(DAY).rows.values()]
    plain = seconds(lambda: difflib.get_close_matches(WORDS[2], names, n=20, cutoff=0.4))
    return made, sum(each) / len(each), max(each), plain


def proposals(catalog: Catalog, count: int) -> tuple[float, float]:
    """Proposals for so many items; and difflib between each of ten items and every row of the lists."""
    rows: list[TariffRow] = list(catalog.tariff.table(DAY).rows.values())[:count]
    items = [Goods(row.name_zh, row.name_en, row.hs_code, "machine") for row in rows]
    listed = [row.name_zh for row in catalog.goods_lists.rows()]
    ours = seconds(lambda: Matcher(catalog, DAY).propose(items)) / len(items)
    plain = seconds(
        lambda: [difflib.SequenceMatcher(None, item.name_zh, name).ratio() for item in items[:10] for name in listed]
    )
    return ours, plain / 10


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lines", type=int, default=10_000)
    options.add_argument("--codes", type=int, default=10_000)
    asked = options.parse_args()
    catalog = grown(load(), asked.codes)
    ours, plain, lines = lookups(catalog, asked.lines)
    say(
        f"tariff lookup: {lines:,} lines in {ours * lines:.3f} s", f"filtered table {plain * lines:.1f} s", plain / ours
    )
    priced = pricing(load(), asked.lines)
    print(f"landed cost: {asked.lines:,} offers, every charge and arrival: {priced:.2f} s of processor")
    made, mean, slowest, plain = searches(catalog)
    ours_words = f"search: mean {mean * 1000:.1f} ms, slowest {slowest * 1000:.1f} ms (index once: {made:.2f} s)"
    say(ours_words, f"difflib {plain * 1000:.0f} ms", plain / mean)
    ours, plain = proposals(catalog, 400)
    say(f"proposals: {ours * 1000:.2f} ms an item", f"difflib on names alone {plain * 1000:.1f} ms", plain / ours)


def pricing(catalog: Catalog, lines: int) -> float:
    """Processor seconds for the landed cost of so many offers of 500 items, a year's plan and five years after it."""
    codes = [row.hs_code for row in catalog.tariff.years[-1].rows.values() if row.mfn is not None][:500]
    offers = tuple(
        Offer(offer=f"O{line}", supplier="S", item=f"M{line % len(codes)}", unit_price=1000.0 + line, currency="CNY")
        for line in range(lines)
    )
    scenario = Scenario(
        settings=Settings(start=date(2026, 1, 1), periods=12),
        items=tuple(Item(item=f"M{place}", hs_code=code) for place, code in enumerate(codes)),
        firms=(Firm(firm="F"),),
        suppliers=(Supplier(supplier="S", country="DE"),),
        offers=offers,
    )
    times = []
    for _ in range(3):
        start = process_time()
        price(scenario, catalog)
        times.append(process_time() - start)
    return min(times)


def say(ours: str, plain: str, ratio: float) -> None:
    print(f"{ours}; {plain}: {ratio:,.1f} times")


if __name__ == "__main__":
    main()
