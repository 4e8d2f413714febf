"""Words that people put into cells: units, countries, currencies, numerals, and what nobody can read."""

from __future__ import annotations

WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789.,%QABCDEFGH-"}
NUMERALS, DIGITS = "零一二三四五六七八九十", "〇一二三四五六七八九"
UNREADABLE = ("若干", "一批", "见附件", "按实际情况", "#REF!", "#N/A", "两三", "同上年", "##", "视订单而定")
UNIT_WORDS = {
    "machine": ("台", "台", "台/套", "台（套）"),
    "set": ("套", "套", "组"),
    "piece": ("件", "件", "只", "个", "支", "根", "pcs"),
    "kilogram": ("千克", "公斤", "kg"),
}
COUNTRIES = {
    "DE": ("德国", "德国", "Germany", "DE", "德"), "JP": ("日本", "日本", "Japan", "JP", "日"),
    "CH": ("瑞士", "Switzerland", "CH"), "IT": ("意大利", "Italy", "IT"), "GB": ("英国", "UK", "GB", "United Kingdom"),
    "US": ("美国", "USA", "US", "美"), "SE": ("瑞典", "Sweden", "SE"), "NL": ("荷兰", "Netherlands", "NL"),
    "ES": ("西班牙", "Spain"), "TW": ("中国台湾", "台湾", "TW"), "CN": ("中国", "国产", "CN"),
    "DK": ("丹麦", "Denmark"), "AT": ("奥地利", "Austria"), "SG": ("新加坡", "Singapore"),
}  # fmt: skip
CURRENCIES = {
    "EUR": ("欧元", "EUR", "€"), "JPY": ("日元", "JPY", "日圆"), "USD": ("美元", "USD", "US$"),
    "CHF": ("瑞士法郎", "CHF"), "GBP": ("英镑", "GBP", "£"), "CNY": ("人民币", "CNY", "RMB", "元"),
}  # fmt: skip
