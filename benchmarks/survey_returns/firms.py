"""Firms of Guangdong, made up: names after the custom of the place, credit codes with right check digits, spellings."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random

CITIES: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "深圳": ("440306", 22, ("宝安区", "龙岗区", "光明区", "龙华区")),
    "东莞": ("441900", 20, ("长安镇", "松山湖", "寮步镇", "厚街镇")),
    "佛山": ("440606", 18, ("顺德区", "南海区", "禅城区", "三水区")),
    "广州": ("440112", 17, ("黄埔区", "番禺区", "花都区", "南沙区")),
    "中山": ("442000", 7, ("火炬开发区", "小榄镇", "翠亨新区")),
    "惠州": ("441302", 6, ("仲恺区", "惠城区", "博罗县")),
    "珠海": ("440404", 5, ("香洲区", "金湾区", "斗门区")),
    "江门": ("440703", 5, ("蓬江区", "新会区", "鹤山市")),
    "肇庆": ("441202", 3, ("端州区", "高要区", "四会市")),
    "清远": ("441802", 2, ("清城区", "英德市")),
    "汕头": ("440507", 2, ("龙湖区", "澄海区")),
    "阳江": ("441702", 1, ("江城区", "阳东区")),
    "湛江": ("440803", 1, ("霞山区", "廉江市")),
    "韶关": ("440203", 1, ("武江区", "浈江区")),
}  # name → district code of the register, weight, districts
INDUSTRIES: dict[str, tuple[str, bool, tuple[str, ...]]] = {
    "金属切削机床制造": ("3421", True, ("数控机床", "精密机床", "数控装备")),
    "模具制造": ("3525", False, ("精密模具", "模具", "塑胶模具")),
    "汽车零部件及配件制造": ("3670", False, ("汽车部件", "汽车零部件", "动力总成")),
    "电子元件及组件制造": ("3989", False, ("精密组件", "电子科技", "精密五金")),
    "工业机器人制造": ("3491", True, ("机器人", "智能装备", "自动化")),
    "航空航天器零件制造": ("3744", False, ("航空结构件", "航空部件")),
    "医疗仪器设备制造": ("3581", False, ("医疗器械", "医疗科技")),
    "气体压缩机械制造": ("3442", False, ("压缩机", "压缩机械")),
    "轴承制造": ("3451", False, ("精密轴承", "轴承")),
    "切削工具制造": ("3321", False, ("精密刀具", "切削工具")),
    "液压动力机械制造": ("3444", False, ("液压机械", "液压科技")),
    "齿轮及齿轮减变速箱制造": ("3452", False, ("精密传动", "齿轮箱")),
    "其他专用设备制造": ("3599", True, ("激光装备", "专用设备", "智能制造")),
}  # name → code of GB/T 4754, whether it builds machines, words in firm names
FIRST = "启恒宏锐科精泰瑞鼎创德盛嘉益博拓铭卓凯祥永合联新智万"
SECOND = "达源信诺杰腾丰辉远峰成森隆维邦鸿泽屹昇旭钧翔铠"
SURNAMES, GIVEN = "陈李黄张梁林王何刘罗吴郑", ("志强", "丽华", "建军", "晓明", "伟", "嘉欣", "俊杰", "敏仪", "国栋")
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015
ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714


@dataclass(frozen=True)
class Firm:
    """A firm as the register knows it."""

    firm: str
    name: str
    code: str
    city: str
    district: str
    industry: str
    contact: str
    phone: str

    @property
    def builds(self) -> bool:
        """Whether it builds machines, and so buys parts rather than machines."""
        return INDUSTRIES[self.industry][1]


def firms(count: int, rng: Random) -> list[Firm]:
    """So many firms; one in forty has a twin of the same brand in another city, or of another trade in its own."""
    made: list[Firm] = []
    brands = [first + second for first in FIRST for second in SECOND]
    rng.shuffle(brands)
    names: set[str] = set()
    while len(made) < count:
        twin = rng.choice(made) if made and rng.random() < 1 / 40 else None
        brand = brands[len(made) % len(brands)] if twin is None else _brand_of(twin, brands)
        firm = _firm(len(made) + 1, brand, rng, twin)
        if firm.name not in names:
            names.add(firm.name)
            made.append(firm)
    return made


def _brand_of(firm: Firm, brands: list[str]) -> str:
    return next(brand for brand in brands if brand in firm.name)


def _firm(number: int, brand: str, rng: Random, twin: Firm | None) -> Firm:
    city = rng.choices(list(CITIES), [weight for _, weight, _ in CITIES.values()])[0]
    industry = rng.choice(list(INDUSTRIES)) if rng.random() < 0.7 else "金属切削机床制造"
    if twin is not None and rng.random() < 0.5:
        industry = twin.industry
    trade = rng.choice(INDUSTRIES[industry][2])
    name = rng.choices(
        (f"{city}市{brand}{trade}有限公司", f"广东{brand}{trade}股份有限公司", f"{brand}{trade}（{city}）有限公司",
         f"{city}{brand}{trade}科技有限公司"), (55, 12, 15, 18),
    )[0]  # fmt: skip
    name = name.replace("科技科技", "科技")
    place, _, districts = CITIES[city]
    phone = f"13{rng.randrange(10**9):09d}"
    contact = rng.choice(SURNAMES) + rng.choice(GIVEN)
    return Firm(f"F{number:05d}", name, credit_code(place, rng), city, rng.choice(districts), industry, contact, phone)


def credit_code(place: str, rng: Random) -> str:
    """A unified social credit code with both check digits (GB 11714 within GB 32100-2015)."""
    signs = [rng.choice("0123456789") if rng.random() < 0.7 else rng.choice("ABCDEFGHJKLMNPQRTUWXY") for _ in range(8)]
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(weight * ORGANISATION.index(sign) for weight, sign in zip(weights, signs, strict=True)) % 11
    body = f"91{place}{''.join(signs)}{'X' if rest == 10 else 0 if rest == 11 else rest}"
    return body + SIGNS[-sum(SIGNS.index(sign) * pow(3, spot, 31) for spot, sign in enumerate(body)) % 31]


def spelled(firm: Firm, rng: Random, with_code: bool) -> tuple[str, str]:
    """Another spelling of the name and its kind. Where no code stands beside it, a person must still know the firm."""
    name, city = firm.name, firm.city
    ways = {
        "same": name,
        "liability": name.replace("有限公司", "有限责任公司") if "股份" not in name else name,
        "no-shi": name.replace(f"{city}市", city),
        "half-brackets": name.replace("（", "(").replace("）", ")"),
        "spaces": f" {name[:4]} {name[4:]} ",
        "province": f"广东省{name}" if name.startswith(city) else name,
        "sealed": f"{name}（盖章）",
        "wide": unicodedata.normalize("NFKC", name).replace("(", "（").replace(")", "）") + "　",
        "no-form": name.replace("股份有限公司", "").replace("有限公司", ""),
    }
    if with_code:
        ways["brand"] = name.replace(f"{city}市", "").replace("股份", "").replace("有限公司", "").replace("广东", "")
        ways["misheard"] = name.replace("精密", "精蜜").replace("数控", "数孔").replace("装备", "设备", 1)
    way = rng.choice(list(ways))
    return ways[way], way


def written_code(firm: Firm, rng: Random, way: str) -> object:
    """The credit code as it stands in the cell."""
    code = firm.code
    if way == "mistyped":
        spot = rng.randrange(8, 17)
        other = rng.choice([sign for sign in SIGNS if sign != code[spot]])
        return code[:spot] + other + code[spot + 1 :]
    return {
        "right": code,
        "lower": code.lower(),
        "grouped": f"{code[:6]} {code[6:12]} {code[12:]}",
        "wide": "".join(chr(ord(sign) + 0xFEE0) for sign in code),
        "none": "无",
        "unknown": "不清楚",
        "blank": None,
    }[way]
