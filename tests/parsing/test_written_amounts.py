"""What is written by a grammar that knows its truth is read right or refused: never silently something else.

The truth is worked out here with tables of its own; the readers of cases and of returns are held against it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pytest

from importplan.parsing.meant import Meant, NotRead
from importplan.parsing.quantities import unit_of_heading
from importplan.scenario.cells import read_cell
from importplan.scenario.measured import InRow
from importplan.scenario.schema import sheet
from importplan.survey.questions import BY_KEY, Asked
from importplan.survey.understanding.cell import understand
from importplan.tables.cell import Cell

MANY = 1500  # of each kind
# Unit → what it is of, and how many base units it is. None: nobody can say how many.
UNITS: dict[str, tuple[str, Fraction | None]] = {
    **dict.fromkeys(("台", "套", "件", "个", "pcs"), ("piece", Fraction(1))),
    "对": ("piece", Fraction(2)),
    "打": ("piece", Fraction(12)),
    "kg": ("mass", Fraction(1)),
    "公斤": ("mass", Fraction(1)),
    "吨": ("mass", Fraction(1000)),
    "t": ("mass", Fraction(1000)),
    "克": ("mass", Fraction(1, 1000)),
    "批": ("batch", None),
    "箱": ("box", None),
    "米": ("length", Fraction(1)),
    "天": ("time", Fraction(1)),
    "周": ("time", Fraction(7)),
    "个月": ("time", Fraction("365.25") / 12),
    "年": ("time", Fraction("365.25")),
    "个工作日": ("time", Fraction(7, 5)),
}
SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
MONEY = {
    "元": "CNY", "人民币": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR", "欧": "EUR", "日元": "JPY",
}  # fmt: skip
SIGNS = {"USD": "USD", "EUR ": "EUR", "€": "EUR", "RMB": "CNY", "US$": "USD"}
LETTERS = {"": 1, "k": 1000, "M": 10**6, "万": 10**4}
PER = ("", "", "", "/月", "/年", "每季度")


@dataclass(frozen=True)
class Written:
    """Words with what they are of and how much: None where that is no plain amount of anything."""

    words: str
    of: str
    amount: Fraction | None


def number(draw: random.Random, numerals: bool = True) -> tuple[str, Fraction]:
    """A number in one of the ways people write it."""
    whole, tenths = draw.choice((1, 2, 7, 15, 120, 1250, 43_000)), draw.choice((0, 0, 0, 5))
    value = Fraction(whole) + Fraction(tenths, 10)
    point = f".{tenths}" if tenths else ""
    ways = [f"{whole}{point}", f"{whole:,}{point}", f"{whole}{point}".translate(WIDE), f"{whole} {point}".strip()]
    if numerals and whole <= 15 and not tenths:
        ways.append({1: "一", 2: "两", 7: "七", 15: "十五"}[whole])
    return draw.choice(ways), value


WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def quantity(draw: random.Random) -> Written:
    said, value = number(draw)
    scale, unit, per = draw.choice(tuple(SCALES)), draw.choice(tuple(UNITS)), draw.choice(PER)
    of, factor = UNITS[unit]
    known = factor is not None and not per
    before = draw.choice(("", "", "约", "共", "~"))
    words = f"{before}{said}{draw.choice(('', ' '))}{scale}{unit}{per}"
    return Written(words, of, value * SCALES[scale] * factor if known and factor is not None else None)


def money(draw: random.Random) -> Written:
    said, value = number(draw, numerals=False)
    if draw.random() < 0.5:
        scale, unit = draw.choice(tuple(SCALES)), draw.choice(tuple(MONEY))
        words, of = f"{said}{scale}{unit}{draw.choice(('', '', '/台'))}", MONEY[unit]
        return Written(words, of, value * SCALES[scale])
    sign, letter = draw.choice(tuple(SIGNS)), draw.choice(tuple(LETTERS))
    return Written(f"{sign}{said}{letter}", SIGNS[sign], value * LETTERS[letter])


def of_case(place: str, words: str, row: InRow, heading: str = "") -> Meant | None:
    key, column = place.split(".")
    spec = next(spec for spec in sheet(key).specs() if spec.key == column)
    try:
        return read_cell(Cell(words), spec, key, row, heading)
    except NotRead:
        return None


def of_return(key: str, words: str, heading: str = "") -> tuple[float, object] | None:
    question = BY_KEY[key]
    found = understand(Cell(words), Asked(question, unit_of_heading(heading), heading))
    return (float(str(found.answer.value)), found.beside.get("unit")) if found.fault is None else None


def close(value: object, truth: Fraction) -> bool:
    return float(str(value)) == pytest.approx(float(truth), rel=1e-6)


@pytest.mark.parametrize(
    ("item", "of"), [("台", "piece"), ("件", "piece"), ("对", "piece"), ("kg", "mass"), ("吨", "mass")]
)
def test_quantities_of_a_case(item: str, of: str) -> None:
    draw, seen, base = random.Random(item), Counter[str](), UNITS[item][1]
    assert base is not None
    for _ in range(MANY):
        one = quantity(draw)
        meant = of_case("demand.quantity", one.words, InRow(item))
        fits = one.of == of and one.amount is not None
        seen[f"{fits} {meant is not None}"] += 1
        if meant is not None:
            assert fits, one
            assert one.amount is not None and close(meant.value, one.amount / base), (one, meant)
    assert seen["True True"] > 0.95 * (seen["True True"] + seen["True False"])  # recall


def test_times_of_a_case() -> None:
    draw = random.Random(7)
    for _ in range(MANY):
        one = quantity(draw)
        meant = of_case("offers.lead_time_days", one.words, InRow("台"))
        assert (meant is not None) == (one.of == "time" and one.amount is not None), one
        assert meant is None or (one.amount is not None and close(meant.value, one.amount))


@pytest.mark.parametrize("currency", ["EUR", "USD", "JPY", "CNY"])
def test_prices_of_a_case(currency: str) -> None:
    draw = random.Random(currency)
    for _ in range(MANY):
        one = money(draw)
        meant = of_case("offers.unit_price", one.words, InRow("台", currency))
        assert (meant is not None) == (one.of == currency), one
        assert meant is None or (one.amount is not None and close(meant.value, one.amount)), (one, meant)


@pytest.mark.parametrize("heading", ["", "元", "万元"])
def test_money_of_a_case_and_of_a_return(heading: str) -> None:
    draw = random.Random(heading)
    for _ in range(MANY):
        one = money(draw)
        meant = of_case("budgets.amount_cny", one.words, InRow(), heading)
        told = of_return("revenue_cny", one.words, f"营业收入（{heading}）" if heading else "")
        assert meant is None or (one.of == "CNY" and one.amount is not None and "/" not in one.words)
        assert meant is None or (one.amount is not None and close(meant.value, one.amount)), (one, meant)
        if told is not None and not (one.words.startswith("RMB") and one.words[-1] not in "kM万" and heading != "元"):
            assert one.of == "CNY" and one.amount is not None and close(told[0], one.amount), (one, told)


@pytest.mark.parametrize("heading", ["", "需求数量（台）", "需求数量（万件）", "需求数量（打）"])
def test_quantities_of_a_return(heading: str) -> None:
    draw, seen = random.Random(heading), Counter[bool]()
    for _ in range(MANY):
        one = quantity(draw)
        found = of_return("quantity", one.words, heading)
        fits = one.of in ("piece", "mass") and one.amount is not None
        if found is not None:
            assert fits and one.amount is not None and close(found[0], one.amount), (one, found)
            assert (found[1] == "kilogram") == (one.of == "mass")
        if fits:
            seen[found is not None] += 1
    assert seen[True] > 0.95 * seen.total()


FORMATS: dict[str, Callable[[float], float]] = {
    "General": lambda stored: stored,
    '0"台"': lambda stored: stored,
    '#,##0.00" 台"': lambda stored: stored,
    '0"打"': lambda stored: 12 * stored,
    '0.0"万台"': lambda stored: 1e4 * stored,
    '0!.0000"万台"': lambda stored: stored,
    '0.0,"千台"': lambda stored: stored,
    "0%": lambda stored: float("nan"),
    '0"台/月"': lambda stored: float("nan"),
}


@pytest.mark.parametrize("number_format", FORMATS)
def test_formats_of_numbers(number_format: str) -> None:
    for stored in (1, 2, 12, 1250, 43_000):
        truth = FORMATS[number_format](stored)
        spec = next(spec for spec in sheet("demand").specs() if spec.key == "quantity")
        try:
            meant = read_cell(Cell(stored, number_format), spec, "demand", InRow("台")).value
        except NotRead:
            meant = None
        assert meant == (stored if truth == stored else None)  # a case refuses what is seen as another number
        found = understand(Cell(stored, number_format), Asked(BY_KEY["quantity"]))
        assert found.fault is not None if truth != truth else found.answer.value == pytest.approx(truth)
