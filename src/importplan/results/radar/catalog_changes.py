"""What differs between two catalogs: tariffs by code, editions by row, and which other tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType

from importplan.catalog.lists.difference import compare as compare_rows
from importplan.catalog.lists.goods_lists import Edition, GoodsList
from importplan.catalog.load import Catalog
from importplan.catalog.rates.tariff import Tariff, TariffYear
from importplan.catalog.tariff_tables.year_difference import compare as compare_codes
from importplan.results.names import Names

TOLD_APART = ("tariff", "goods_lists", "regimes")


@dataclass(frozen=True)
class CatalogChange:
    """One thing that differs. `kind` names its words `radar.change.<kind>`, `values` fill them."""

    kind: str
    name: tuple[str, str]  # in Chinese and English
    from_day: date | None = None
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def words(self, names: Names) -> str:
        """What differs, in words."""
        return names.word(f"radar.change.{self.kind}", **self.values)


def catalog_changes(old: Catalog, new: Catalog) -> Iterator[CatalogChange]:
    """Everything that differs, tariffs and lists first; nothing where the catalogs are the same."""
    yield from _tariffs(old, new)
    for key, entry in new.goods_lists.by_key.items():
        yield from _editions(old.goods_lists.by_key.get(key), entry)
    for key in dict.fromkeys((*old.regimes, *new.regimes)):
        before, after = old.regimes.get(key), new.regimes.get(key)
        if before != after:
            one = after or before
            assert one is not None
            kind = "regime_gone" if after is None else "regime_new" if before is None else "regime_changed"
            yield CatalogChange(kind, (one.name_zh, one.name_en))
    for each in fields(Catalog):
        if each.name not in TOLD_APART and getattr(old, each.name) != getattr(new, each.name):
            yield CatalogChange("table", (each.name, each.name))


def _tariffs(old: Catalog, new: Catalog) -> Iterator[CatalogChange]:
    for year in new.tariff.years:
        before = _answering(old.tariff, year.valid_from)
        if before is None:
            yield CatalogChange("tariff_first", _of_year(year), year.valid_from, {"codes": len(year.rows)})
            continue
        if before.rows == year.rows and before.valid_from == year.valid_from:
            continue

        def became(code: str, of: TariffYear = before, to: TariffYear = year) -> tuple[str, ...]:
            named = to.rows[code].replaced_by if code in to.rows else ()
            routes = new.concordance.routes(code, of.valid_from.year, to.valid_from.year)
            return (*named, *(route.to_code for route in routes if route.steps))

        counts = compare_codes(before.rows, year.rows, became).counts()
        yield CatalogChange("tariff", _of_year(year), year.valid_from, counts)
    days = {year.valid_from for year in new.tariff.years}
    for year in old.tariff.years:
        if year.valid_from not in days:
            yield CatalogChange("tariff_gone", _of_year(year), year.valid_from)


def _answering(tariff: Tariff, day: date) -> TariffYear | None:
    return next((year for year in reversed(tariff.years) if year.valid_from <= day), None)


def _of_year(year: TariffYear) -> tuple[str, str]:
    return f"进出口税则（{year.valid_from.year}）", f"tariff of {year.valid_from.year}"


def _editions(before: GoodsList | None, after: GoodsList) -> Iterator[CatalogChange]:
    known = {edition.key: edition for edition in before.editions} if before else {}
    for edition in after.editions:
        mine = known.pop(edition.key, None)
        if mine == edition:
            continue
        name = (f"{after.name_zh}：{edition.name_zh}", f"{after.name_en}: {edition.name_en}")
        against = mine or _last_before(before, edition)
        if against is None:
            yield CatalogChange("edition_first", name, edition.valid_from, {"rows": len(edition.rows)})
        elif not against.rows or not edition.rows:
            # No rows say nothing: a difference of figures would be one of what is in hand, not of the lists.
            without = ", ".join(each.key for each in (against, edition) if not each.rows)
            yield CatalogChange("edition_without_rows", name, edition.valid_from, {"editions": without})
        else:
            found = compare_rows(against.rows, edition.rows)
            changed = len({change.after.reference.row for change in found.changed})
            values = {"against": against.key, "added": len(found.added), "removed": len(found.removed)}
            values |= {"changed": changed, "same": found.same}
            partly = "" if against.rows_in_hand == edition.rows_in_hand == "complete" else "_partly"
            yield CatalogChange(f"edition{partly}", name, edition.valid_from, values)
    for edition in known.values():
        name = (f"{after.name_zh}：{edition.name_zh}", f"{after.name_en}: {edition.name_en}")
        yield CatalogChange("edition_gone", name, edition.valid_from)


def _last_before(entry: GoodsList | None, edition: Edition) -> Edition | None:
    earlier = [each for each in entry.editions if each.valid_from < edition.valid_from] if entry else []
    return earlier[-1] if earlier else None
