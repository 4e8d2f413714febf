"""Names for ids, in the language of the report: what people call an item, a firm, a supplier, a country, a regime."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from importplan.basics.issues import Issue
from importplan.basics.labels import Language, known, text
from importplan.basics.money import WAN
from importplan.catalog.load import Catalog
from importplan.customs.cost.table import LandedOption
from importplan.customs.relief.claim import Finding
from importplan.scenario.scenario import ONLY_FIRM, RESERVE, Scenario
from importplan.scenario.schema.offers import Offer

SUMMARY_UNIT: dict[Language, int] = {"zh": WAN, "en": 1_000}  # 万元; thousand CNY

Said = TypeVar("Said", Issue, Finding)


@dataclass(frozen=True)
class Names:
    """Looks up words and names; an id without a name stands for itself."""

    scenario: Scenario
    catalog: Catalog
    language: Language

    def word(self, key: str, **values: object) -> str:
        """Words of the labels table."""
        return text(key, self.language, **values)

    def choice(self, column: str, value: str) -> str:
        """A value of a dropdown in words; `column` is `<sheet>.<column>`."""
        key = f"choice.{column}.{value}"
        return self.word(key) if known(key) else value

    def in_summary_unit(self, amount_cny: float) -> float:
        """CNY in the unit of summaries."""
        return amount_cny / SUMMARY_UNIT[self.language]

    def item(self, item: str) -> str:
        """The name of an item."""
        row = self.scenario.items[self.scenario.item_index[item]]
        first, second = (row.name_zh, row.name_en) if self.language == "zh" else (row.name_en, row.name_zh)
        return first or second or item

    def note(self, issue: Said) -> Said:
        """A note that calls items, suppliers and lists by their names (messages on input keep the workbook's ids)."""
        lists = self.catalog.goods_lists
        values = {
            key: lists.in_words(value, self.language) if isinstance(value, str) else value
            for key, value in issue.values.items()
        }
        if values.get("item") in self.scenario.item_index:
            values["item"] = self.item(str(values["item"]))
        if values.get("supplier") in self.scenario.supplier_index:
            values["supplier"] = self.supplier(str(values["supplier"]))
        return replace(issue, values=values)

    def unit(self, item: str) -> str:
        """The unit an item is counted in."""
        unit = self.scenario.items[self.scenario.item_index[item]].unit
        key = f"result.unit.{unit}"
        return self.word(key) if known(key) else unit

    def firm(self, firm: str) -> str:
        """The name of a firm, of the reserve, or of all payers together."""
        if firm in (RESERVE, "all"):
            return self.word(f"result.payer.{firm}")
        row = self.scenario.all_firms[self.scenario.firm_index[firm]]
        if firm == ONLY_FIRM and not self.scenario.firms:
            return self.word("result.payer.only_firm")
        return row.name or firm

    def supplier(self, supplier: str) -> str:
        """The name of a supplier."""
        return self.scenario.supplier_named(supplier).name or supplier

    def country(self, code: str) -> str:
        """The name of a country or territory."""
        return self.catalog.countries.name(code, self.language)

    def offer(self, offer: str) -> Offer:
        """An offer by its id."""
        return self.scenario.offers[self.scenario.offer_index[offer]]

    def maker(self, offer: Offer) -> str:
        """Who makes the goods: the maker given, else the supplier."""
        return offer.maker or self.supplier(offer.supplier)

    def source(self, offer: Offer) -> str:
        """Supplier and country of origin."""
        country = self.country(self.scenario.origin_of(offer))
        return self.word("result.source", supplier=self.supplier(offer.supplier), country=country)

    def regime(self, option: LandedOption) -> str:
        """The tax treatment of an option with the status of its certificate."""
        if option.domestic:
            return self.word("result.regime.domestic")
        if option.in_bond:
            return self.catalog.regimes[option.regime].name(self.language)
        if option.qualification is None:
            return self.catalog.ordinary.name(self.language)
        regime = self.catalog.regimes.get(option.regime)
        name = regime.name(self.language) if regime else option.regime
        return self.word("result.regime.relief", name=name, status=self.word(f"relief_status.{option.status}"))
