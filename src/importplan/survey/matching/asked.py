"""The distinct names that firms ask for, each with all that the returns say beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from importplan.catalog.lists.names import Attributes, NameWords
from importplan.catalog.lists.parameters import plain
from importplan.survey.firms import IdentifiedFirm
from importplan.survey.matching.bare_names import AXIS_NUMERALS, BareNames
from importplan.survey.returns.answers import ItemAnswers

HS_DIGITS = 8
_AXES = re.compile(r"轴数[=≥:大小于等为不]*([3-9])|([3-9三四五六七八九])轴")
_TAKES_AXES = re.compile(r"加工中心|数控系统|machining cent|cnc", re.IGNORECASE)


@dataclass
class AskedName:
    """One distinct name. `key` is its compared form, by which answers of people are remembered."""

    key: str
    bare: str
    attributes: Attributes
    written: Counter[str] = field(default_factory=Counter)
    models: Counter[str] = field(default_factory=Counter)
    specs: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    makers: Counter[str] = field(default_factory=Counter)
    prices_cny: list[float] = field(default_factory=list)
    firms: set[str] = field(default_factory=set)
    rows: int = 0
    quantity: float = 0.0
    value_cny: float = 0.0  # as far as prices are told

    @property
    def price_cny(self) -> float | None:
        """The middle one of the prices told."""
        return median(self.prices_cny) if self.prices_cny else None

    @property
    def kind(self) -> str:
        """The kind that most rows name."""
        return most(self.kinds)

    @property
    def code(self) -> str:
        """The tariff code that most rows name."""
        return most(self.codes)


def most(counted: Counter[str]) -> str:
    """What is named most often, the first in order of those named equally often; empty where nothing is."""
    return min(counted, key=lambda word: (-counted[word], word)) if counted else ""


class AskedNames:
    """Collects the names of a survey.

    Parameters
    ----------
    words : NameWords
        Attributes of the catalog.
    bare_names : BareNames
        Takes makers and models off.
    rates : mapping
        CNY per unit of a currency, as far as known.
    """

    def __init__(self, words: NameWords, bare_names: BareNames, rates: Mapping[str, float]) -> None:
        self._words = words
        self._bare_names = bare_names
        self._rates = rates
        self._known: dict[tuple[str, str], AskedName] = {}
        self.by_key: dict[str, AskedName] = {}

    def collect(self, firms: Iterable[IdentifiedFirm]) -> dict[str, AskedName]:
        """All names of all firms, by key, in the order of their first row."""
        for firm in firms:
            for item in firm.items:
                self._take(self.of(item), firm, item)
        return self.by_key

    def of(self, item: ItemAnswers) -> AskedName:
        """The name under which an item stands. Axes that only the specification states are part of it."""
        written = item.record.text("item_name").strip()
        axes = axes_of(item.record.text("spec")) if _TAKES_AXES.search(written) else ""
        found = self._known.get((written, axes))
        if found is None:
            found = self._known[written, axes] = self._new(written, axes)
        return found

    def _new(self, written: str, axes: str) -> AskedName:
        bare = self._bare_names.bare(written)
        if axes and "axes" not in self._words.attributes(bare):
            bare = f"{axes}{bare}"
        key = self._bare_names.compared(bare)
        return self.by_key.setdefault(key, AskedName(key, bare, self._words.attributes(bare)))

    def _take(self, name: AskedName, firm: IdentifiedFirm, item: ItemAnswers) -> None:
        record = item.record
        name.written[record.text("item_name").strip()] += 1
        for counted, question in (
            (name.models, "brand_model"), (name.specs, "spec"), (name.kinds, "kind"), (name.units, "unit"),
            (name.makers, "first_maker"),
        ):  # fmt: skip
            if record.text(question):
                counted[record.text(question)] += 1
        code = "".join(sign for sign in record.text("hs_code") if sign.isdigit())[:HS_DIGITS]
        if len(code) == HS_DIGITS:
            name.codes[code] += 1
        price = self.price_cny(item)
        quantity = sum(need.number("quantity") or 0.0 for need in item.needs)
        if price is not None:
            name.prices_cny.append(price)
            name.value_cny += quantity * price
        name.firms.add(firm.firm)
        name.rows += 1
        name.quantity += quantity

    def price_cny(self, item: ItemAnswers) -> float | None:
        """The price of an item in CNY; None where it, its currency or the rate is not known."""
        price, rate = item.record.number("unit_price"), self._rates.get(item.record.text("currency"))
        return None if not price or rate is None else price * rate


def axes_of(spec: str) -> str:
    """The number of axes that a specification states, `五轴`; empty where it states none or several."""
    found = {one or other for one, other in _AXES.findall(plain(spec).replace(" ", ""))}
    numbers = {AXIS_NUMERALS.get(sign, sign) for sign in found}
    return f"{numbers.pop()}轴" if len(numbers) == 1 else ""
