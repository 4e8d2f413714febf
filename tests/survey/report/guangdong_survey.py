"""A made-up survey of 52 firms of which 38 answered, for reports to be looked at and tested."""

from __future__ import annotations

from typing import Any

import numpy as np
from survey_cases import UNKNOWN, firm, frame, item, need

from importplan.survey.returns.answers import Record
from importplan.survey.returns.frame import SamplingFrame
from importplan.survey.returns.survey import ListedItem, Survey, SurveyedFirm, SurveyedItem

ITEMS = {
    "encoder": ListedItem("encoder", "光栅尺、编码器", "Linear encoders", "piece", "90318090", "part"),
    "spindle": ListedItem("spindle", "高速电主轴", "High-speed spindles", "set", "84669310", "part"),
    "bearing": ListedItem("bearing", "主轴轴承", "Spindle bearings", "set", "84821040", "part"),
    "five_axis": ListedItem(
        "five_axis", "五轴加工中心", "Five-axis machining centres", "machine", "84571010", "machine"
    ),
    "hard_lathe": ListedItem("hard_lathe", "超精硬车", "Hard turning lathes", "machine", "84581100", "machine"),
}
SOURCES = {
    "encoder": [("海德汉", "DE"), ("雷尼绍", "GB"), ("三丰", "JP")],
    "spindle": [("GMN", "DE"), ("IBAG", "CH"), ("昊志", "CN")],
    "bearing": [("NSK", "JP"), ("SKF", "SE"), ("FAG", "DE")],
    "five_axis": [("牧野", "JP"), ("德玛吉", "DE"), ("科德", "CN")],
    "hard_lathe": [("Hembrug", "NL"), ("Studer", "CH"), ("Hembrug", "NL")],
}
MEAN = {"encoder": 24.0, "spindle": 6.0, "bearing": 120.0, "five_axis": 1.5, "hard_lathe": 1.0}
PRICE = {"encoder": 12e3, "spindle": 180e3, "bearing": 4e3, "five_axis": 5.2e6, "hard_lathe": 5.5e6}
SURVIVES = {"encoder": 2.1, "spindle": 3.0, "bearing": 1.6, "five_axis": 1.0, "hard_lathe": 2.0}
MAKES = {"encoder": 6.0, "spindle": 5.0, "bearing": 4.0, "five_axis": 10.0, "hard_lathe": 11.0}
CITIES, INDUSTRIES = ("东莞", "佛山", "深圳", "广州", "中山"), ("数控机床制造", "医疗设备制造", "通用零部件制造")
FIRMNESSES = ("signed", "budgeted", "approved", "intended")
QUARTERS = tuple(f"{year}Q{quarter}" for year in (2027, 2028, 2029) for quarter in (1, 2, 3, 4))


def listed(count: int = 52) -> SamplingFrame:
    """All firms asked."""
    random = np.random.default_rng(1)
    revenue = (6e8, 9e7, 8e6)
    return frame(
        *(
            (f"广东虚构{number:02d}装备有限公司", CITIES[number % 5], INDUSTRIES[number % 3],
             revenue[int(random.integers(3))])
            for number in range(count)
        )
    )  # fmt: skip


def answered(count: int = 38) -> Survey:
    """The firms that answered."""
    random = np.random.default_rng(2)
    asked = listed()
    chosen = sorted(random.choice(len(asked.firms), count, replace=False).tolist())
    firms = tuple(_firm(asked.firms[number].name, number, random) for number in chosen)
    return Survey(firms, ITEMS)


def _firm(name: str, number: int, random: np.random.Generator) -> SurveyedFirm:
    some = {"encoder": 0.8, "spindle": 0.6, "bearing": 0.7, "five_axis": 0.5, "hard_lathe": 0.06}
    items = [_item(key, number, random) for key, chance in some.items() if random.random() < chance]
    about: dict[str, Any] = {
        "credit_code": f"91441900MA{number:08d}", "city": CITIES[number % 5], "industry": INDUSTRIES[number % 3],
        "revenue_cny": 9e7, "contact_name": f"联系人{number:02d}", "contact_phone": f"1380000{number:04d}",
        "budget_year_1_cny": 2e7, "budget_year_2_cny": 2e7, "budget_year_3_cny": 2e7, "difficulties": "报关慢",
    }  # fmt: skip
    return firm(name, items, **about)


def _item(key: str, number: int, random: np.random.Generator) -> SurveyedItem:
    yearly = float(max(1, round(random.gamma(2.0, MEAN[key] / 2.0))))
    places = random.choice(3, 2, replace=False)
    first, second = (SOURCES[key][place] for place in places)
    share = float(random.choice([0.6, 0.7, 0.8]))
    values: dict[str, Any] = {
        "kind": ITEMS[key].kind, "unit": ITEMS[key].unit, "bought_per_year": yearly,
        "bought_cny_per_year": yearly * PRICE[key] * float(random.uniform(0.8, 1.25)),
        "first_maker": first[0], "first_origin": first[1], "first_share": share,
        "second_maker": second[0], "second_origin": second[1], "second_share": 1.0 - share,
        "make_months": MAKES[key] + float(random.integers(0, 3)), "licence_months": 1.0, "transit_months": 1.5,
        "install_months": 0.5, "stock": yearly / 12 * SURVIVES[key], "survives_months": SURVIVES[key],
        "output_lost_cny_per_month": 2e5, "margin_share": 0.25 if number % 7 else UNKNOWN,
        "domestic_status": ("small_batch", "validation", "none")[int(random.integers(3))],
    }  # fmt: skip
    return item(key, _needs(yearly, random), **values)


def _needs(yearly: float, random: np.random.Generator) -> list[Record]:
    found = []
    for place, quarter in enumerate(QUARTERS):
        quantity = float(random.poisson(yearly / 4.0))
        if quantity:
            firmness = FIRMNESSES[min(place // 3, 3)]
            found.append(need(quarter, quantity, firmness, quantity_low=quantity // 2, quantity_high=quantity * 1.5))
    return found
