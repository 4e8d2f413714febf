"""Which units count pieces and which measure: what is signed of pieces is whole."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item

WEIGHTS = "kg g mg t lb lbs oz ton tons tonne tonnes gram grams kilogram 千克 公斤 克 毫克 吨 斤 市斤 两 磅 盎司"
LENGTHS = "m cm mm km um μm metre metres meter meters ft feet inch 米 厘米 毫米 微米 千米 公里 尺 英尺 英寸 寸 延米"
SPACES = "m2 m² ㎡ cm2 平方米 平米 平方 m3 m³ cm3 立方米 立方 方 l ml litre litres liter liters 升 毫升 公升 加仑"
OTHERS = "kwh mwh 千瓦时 度 h hour hours 小时 工时 min 分钟 cny 元 万元"
MEASURES = frozenset(" ".join((WEIGHTS, LENGTHS, SPACES, OTHERS)).split())
FRAMEWORK = "framework"


def counts_pieces(unit: str) -> bool:
    """Whether a unit counts (台, 套, 件, …) rather than measures (kg, t, m, L, …)."""
    return unit.strip().casefold() not in MEASURES


def signed_whole(item: Item) -> bool:
    """Whether contracts about an item are about whole numbers: it is planned so, or its unit counts."""
    return item.whole_units or counts_pieces(item.unit)


def whole_offers(scenario: Scenario) -> set[str]:
    """Offers that are signed in whole pieces."""
    return {offer.offer for offer in scenario.offers if signed_whole(scenario.item_of(offer))}


def whole_frameworks(scenario: Scenario) -> set[str]:
    """Suppliers whose frameworks are about pieces alone: what is booked with them is whole."""
    whole = whole_offers(scenario)
    sold = {row.supplier: set[str]() for row in scenario.offers if row.contract == FRAMEWORK}
    for offer in scenario.offers:
        if offer.contract == FRAMEWORK:
            sold[offer.supplier].add(offer.offer)
    return {supplier for supplier, offers in sold.items() if offers <= whole}


def may_be_rounded(scenario: Scenario) -> bool:
    """Whether a plan of the case may be in parts of what is signed in whole pieces."""
    return bool(whole_frameworks(scenario)) or any(
        signed_whole(item) and not item.whole_units for item in scenario.items
    )
