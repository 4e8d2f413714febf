"""What firms ask for: items of the scenario guangdong_machine_tools, and goods that are not on its list but look alike.

Makers and models are public names of such goods; prices and quantities are orders of magnitude, made up.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

MISHEARD = {
    "栅": "删", "磨": "摩", "承": "乘", "塔": "搭", "尺": "呎", "杠": "扛", "导": "倒", "测": "侧", "坐": "座",
    "轴": "舳", "床": "庆", "器": "气", "装": "状", "卡": "咔", "联": "连", "伺": "饲", "柄": "炳", "密": "蜜",
}  # fmt: skip


@dataclass(frozen=True)
class Brand:
    """A maker, the country of origin (ISO-2) and one of its models."""

    maker: str
    origin: str
    model: str


@dataclass(frozen=True)
class Goods:
    """One kind of goods and the words that people have for it. `listed` says whether the base case holds it."""

    item: str
    listed: bool
    name: str
    name_en: str
    kind: str
    unit: str
    hs_code: str
    price_cny: float
    per_quarter: float
    also: tuple[str, ...]
    short: str
    brands: tuple[Brand, ...]
    spec: str

    @property
    def is_machine(self) -> bool:
        return self.kind == "machine"


@cache
def lexicon() -> tuple[Goods, ...]:
    with (Path(__file__).parent / "items.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_goods(row) for row in csv.DictReader(file))


def _goods(row: dict[str, str]) -> Goods:
    brands = tuple(Brand(*words.split(":")) for words in row["brands"].split("|"))
    return Goods(
        row["item"], row["listed"] == "yes", row["name"], row["name_en"], row["kind"], row["unit"], row["hs_code"],
        float(row["price_cny"]), float(row["per_quarter"]), tuple(row["also"].split("|")), row["short"], brands,
        row["spec"],
    )  # fmt: skip


def written_name(goods: Goods, brand: Brand, rng: Random) -> tuple[str, str]:
    """The name as a firm writes it, and what kind of writing that is."""
    way = rng.choices(
        (
            "same",
            "also",
            "short",
            "branded",
            "model",
            "imported",
            "misheard",
            "spaced",
            "english",
            "mixed",
            "counted",
            "numbered",
            "lined",
        ),
        (32, 22, 8, 8, 6, 5, 5, 3, 2, 3, 2, 2, 2),
    )[0]
    name = goods.name
    words = {
        "same": name,
        "also": rng.choice(goods.also),
        "short": goods.short,
        "branded": f"{brand.maker}{rng.choice((name, goods.also[0]))}",
        "model": f"{name} {brand.model}",
        "imported": f"进口{name}",
        "misheard": _misheard(name, rng),
        "spaced": f"{name[:2]} {name[2:]}",
        "english": goods.name_en.title(),
        "mixed": f"{name}（{goods.name_en}）",
        "counted": f"{name}（{rng.choice(('新增', '更新', '备用', '技改项目'))}）",
        "numbered": f"{rng.choice(('1、', '2. ', '（3）', '①'))}{name}",
        "lined": f"{name[:4]}\n{name[4:]}",
    }[way]
    return words, way


def _misheard(name: str, rng: Random) -> str:
    """One wrong sign, as an input method by sound or shape gives it; a sign left out where none is known."""
    spots = [spot for spot, sign in enumerate(name) if sign in MISHEARD]
    if not spots:
        spot = rng.randrange(1, len(name) - 1)
        return name[:spot] + name[spot + 1 :]
    spot = rng.choice(spots)
    return name[:spot] + MISHEARD[name[spot]] + name[spot + 1 :]
