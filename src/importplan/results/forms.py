"""The forms that columns are shown in: looks of numbers and dates, names in place of ids, words in place of choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from importplan.customs.cost.duty_report import source_words
from importplan.evaluation.replay.estimates import Estimate
from importplan.results.names import Names
from importplan.results.table import Cell, Column, Form, Look, Reader, Row

TEXT = Form(Look.TEXT)
LONG = Form(Look.LONG_TEXT)
DATE = Form(Look.DATE)
WHOLE = Form(Look.WHOLE)
UNITS = Form(Look.UNITS)
PIECES = Form(Look.PIECES)
YUAN = Form(Look.YUAN)
MONEY = Form(Look.MONEY)
SHARE = Form(Look.SHARE)
RATE = Form(Look.RATE)
# Words that stand for a hidden figure stay as they are.
SUMMARY = Form(Look.SUMMARY, lambda names, cny: cny if isinstance(cny, str) else names.in_summary_unit(cny))
ROUNDED = Form(Look.WHOLE, lambda names, value: round(value))
YEAR = Form(Look.TEXT, lambda names, year: str(year))
YEARS = Form(Look.LONG_TEXT, lambda names, years: names.word("result.list_join").join(map(str, years)))

ITEM = Form(Look.TEXT, lambda names, item: names.item(item))
UNIT = Form(Look.TEXT, lambda names, item: names.unit(item))
FIRM = Form(Look.LONG_TEXT, lambda names, firm: names.firm(firm))
SUPPLIER = Form(Look.LONG_TEXT, lambda names, supplier: names.supplier(supplier))
COUNTRY = Form(Look.TEXT, lambda names, code: names.country(code))
COUNTRIES = Form(
    Look.LONG_TEXT, lambda names, codes: names.word("result.list_join").join(names.country(code) for code in codes)
)
SOURCE = Form(Look.LONG_TEXT, lambda names, offer: names.source(names.offer(offer)))
TREATMENT = Form(Look.LONG_TEXT, lambda names, option: names.regime(option))
CITED = Form(Look.LONG_TEXT, lambda names, source: source_words(source, names.language))


def worded(prefix: str) -> Form:
    """A key of the labels table below `prefix`, in words."""
    return Form(Look.TEXT, lambda names, key: names.word(f"{prefix}.{key}"))


def choice(column: str) -> Form:
    """A value of a dropdown in words; `column` is `<sheet>.<column>`."""
    return Form(Look.TEXT, lambda names, value: names.choice(column, value))


def in_words(key: str, words: Callable[[Any, Row], Cell], look: Look = Look.LONG_TEXT, **more: Any) -> Column[Row]:
    """A column for people alone: words that are made of the whole row."""
    return Column(key, "", Form(look, words), lambda row: row, reader=Reader.PEOPLE, **more)


def for_machines(key: str, value: Callable[[Row], Any]) -> Column[Row]:
    """A column for machines alone: what people read in other words."""
    return Column(key, "", TEXT, value, reader=Reader.MACHINES)


CONFIDENCE = worded("confidence")
NATURE = worded("result.nature")


def money_words(names: Names, estimate: Estimate) -> str:
    """CNY in the unit of summaries: `210（180~240）`; the figure alone where there is nothing to estimate."""
    value, low, high = (names.in_summary_unit(cny) for cny in (estimate.value, estimate.low, estimate.high))
    key = "result.figure" if estimate.exact else "result.figure_interval"
    return names.word(key, value=value + 0.0, low=low + 0.0, high=high + 0.0)


def share_words(names: Names, estimate: Estimate) -> str:
    """A share: `92.1%（91.0~93.2）`."""
    key = "result.share" if estimate.exact else "result.share_interval"
    return names.word(key, value=estimate.value, low=100.0 * estimate.low, high=100.0 * estimate.high)
