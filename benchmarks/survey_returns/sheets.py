"""Sheets as rows of cells, the truth of each of their rows, and the headings that people put above columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from importplan.basics.labels import accepted, text
from importplan.survey.questions import BY_KEY, Asks
from survey_returns.hands import Hand, Written

RENAMED = {
    "item_name": ("设备（零部件）名称及规格", "拟进口设备名称", "需求物项名称"),
    "brand_model": ("品牌及型号", "现用品牌/型号"),
    "quantity": ("拟采购数量", "需求数量（台/套/件）", "采购数量"),
    "period": ("需求时间（季度）", "需求季度（如2027Q1）"),
    "quantity_low": ("数量下限", "最低需求量"),
    "quantity_high": ("数量上限", "最高需求量"),
    "firmness": ("需求落实情况",),
    "unit": ("计量单位（台/套/件）",),
    "first_maker": ("主要供应商（制造商）", "第一来源：制造商"),
    "first_origin": ("主要原产国", "第一来源：原产国"),
    "first_share": ("第一来源占比（%）", "第一来源：占比"),
    "hs_code": ("HS编码（8位或10位）", "海关商品编号"),
    "stock": ("库存数量（台/套/件）", "目前库存"),
    "currency": ("币种（如欧元）",),
    "installed": ("在用数量（台/套）", "现有装机数量"),
    "survives_months": ("停供可维持月数", "断供后可维持（月）"),
}
FACTORS = {"元": 1.0, "万元": 1e4, "亿元": 1e8}
ASKED_IN = 1e4
KIND_OF = {
    Asks.NUMBER: "number", Asks.MONEY: "money", Asks.SHARE: "share", Asks.YES_NO: "yes_no", Asks.ONE_OF: "one_of",
    Asks.SOME_OF: "some_of", Asks.COUNTRY: "country", Asks.COUNTRIES: "countries", Asks.CURRENCY: "currency",
    Asks.HS_CODE: "hs_code", Asks.QUARTER: "quarter", Asks.MONTH: "month", Asks.DATE: "date", Asks.UNTIL: "date",
}  # fmt: skip

Cells = list[object]


@dataclass
class Sheet:
    """A sheet of a file. Rows and columns count from 0 here; merged ranges are (row, column, row, column)."""

    name: str
    rows: list[Cells] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False

    def shift(self, columns: int) -> None:
        """Leave so many columns free at the left."""
        self.rows = [[*([None] * columns), *cells] if cells else [] for cells in self.rows]
        self.merged = [(top, left + columns, bottom, right + columns) for top, left, bottom, right in self.merged]

    def add(self, cells: Cells) -> int:
        """Append a row; its number as people count, from 1."""
        self.rows.append(cells)
        return len(self.rows)


@dataclass
class TrueRow:
    """What a row says. `group`: firm | item | need | both | none; a row of `none` holds no answer."""

    sheet: str
    row: int
    group: str
    firm: str = ""
    item: str = ""
    number: int = 0  # of the item within its form
    answers: dict[str, Written] = field(default_factory=dict)
    orphan: bool = False  # a need whose item row cannot be read
    quarters: dict[str, float] = field(default_factory=dict)  # of a row with a column for each quarter

    @property
    def readable(self) -> bool | None:
        """False where a cell cannot be read, None where a reader may take the row or ask, else True."""
        seen = {written.readable for written in self.answers.values()}
        return False if False in seen else None if None in seen or self.orphan else True


@dataclass
class Form:
    """A file before it is written: its sheets, the truth of its rows, and how it leaves the plain form."""

    sheets: list[Sheet] = field(default_factory=list)
    rows: list[TrueRow] = field(default_factory=list)
    deviations: list[str] = field(default_factory=list)

    def note(self, sheet: Sheet, *cells: object) -> None:
        """A row that is no answer: title, heading, total, note, example."""
        row = sheet.add(list(cells))
        if any(cell not in (None, "") for cell in cells):
            self.rows.append(TrueRow(sheet.name, row, "none"))


@dataclass(frozen=True)
class Heading:
    """A heading and how many CNY (or units of the currency) a bare number under it means."""

    words: str
    asked: float


def heading(key: str, rng: Random, renamed: bool, other_units: bool = False) -> Heading:
    """The heading of a question, as printed or as somebody renamed it, maybe in another unit of money."""
    question = BY_KEY[key]
    words = text(f"survey.question.{key}", "zh")
    if renamed and rng.random() < 0.5:
        words = rng.choice(RENAMED.get(key, ()) or tuple(word for word in accepted(f"survey.question.{key}") if word))
        words = words.replace("\n", "")
    if question.asks is Asks.MONEY:
        return _money_heading(words, rng, other_units)
    if key == "unit_price":
        return Heading(f"{words}（万元）", 1e4) if other_units and rng.random() < 0.3 else Heading(words, 1.0)
    return Heading(words, 1.0)


def _money_heading(words: str, rng: Random, other_units: bool) -> Heading:
    bare = words.replace("（万元）", "").replace("（万元/月）", "")
    per_month = "/月" if "万元/月" in words else ""
    if other_units and rng.random() < 0.6:
        return Heading(f"{bare}（元{per_month}）", 1.0)
    if bare == words and rng.random() < 0.5:
        return Heading(words, ASKED_IN)  # the form asks for 万元, whether or not the heading repeats it
    return Heading(f"{bare}（万元{per_month}）", ASKED_IN)


def written(hand: Hand, key: str, clean: Mapping[str, object], asked: float = ASKED_IN, unit: str = "") -> Written:
    """The answer to a question in somebody's hand."""
    value = clean.get(key)
    if key == "unit_price" and asked != 1.0 and isinstance(value, float):
        return Written(round(value / asked, 6), value=value, way="heading-unit")
    kind = "price" if key == "unit_price" else KIND_OF.get(BY_KEY[key].asks, "text")
    return hand.write(kind, value, key, unit if BY_KEY[key].unit == "units" else "", asked)
