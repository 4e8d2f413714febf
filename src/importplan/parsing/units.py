"""Units of goods: which count pieces (台, 套, 件, …) and which measure (kg, t, m, L, …)."""

from __future__ import annotations

WEIGHTS = "kg g mg t lb lbs oz ton tons tonne tonnes gram grams kilogram 千克 公斤 克 毫克 吨 斤 市斤 两 磅 盎司"
LENGTHS = "m cm mm km um μm metre metres meter meters ft feet inch 米 厘米 毫米 微米 千米 公里 尺 英尺 英寸 寸 延米"
SPACES = "m2 m² ㎡ cm2 平方米 平米 平方 m3 m³ cm3 立方米 立方 方 l ml litre litres liter liters 升 毫升 公升 加仑"
OTHERS = "kwh mwh 千瓦时 度 h hour hours 小时 工时 min 分钟 cny 元 万元"
MEASURES = frozenset(" ".join((WEIGHTS, LENGTHS, SPACES, OTHERS)).split())


def counts_pieces(unit: str) -> bool:
    """Whether a unit counts (台, 套, 件, …) rather than measures (kg, t, m, L, …)."""
    return unit.strip().casefold() not in MEASURES
