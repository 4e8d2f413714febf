"""What a firm would answer if it wrote plainly: believable figures, the three kinds of silence, and the known traps.

Traps, told in the truth: `revenue` (lost output of the whole firm instead of one machine), `wish_list` (needs far above
the budget), `use` (units in use x use per year against purchases), `stock` (months without supply against stock / use).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from survey_returns.firms import Firm
from survey_returns.hands import NONE, UNKNOWN
from survey_returns.lexicon import Brand, Goods, lexicon

Clean = dict[str, object]
RATES = {"EUR": 8.0, "JPY": 0.048, "USD": 7.1, "CHF": 8.8, "GBP": 9.3, "CNY": 1.0}
CURRENCY_OF = {"DE": "EUR", "IT": "EUR", "NL": "EUR", "ES": "EUR", "AT": "EUR", "SE": "EUR", "DK": "EUR", "JP": "JPY",
               "CH": "CHF", "GB": "GBP", "US": "USD", "TW": "USD", "SG": "USD", "CN": "CNY"}  # fmt: skip
QUARTERS = [f"{year}Q{number}" for year in (2027, 2028, 2029) for number in (1, 2, 3, 4)]


@dataclass
class CleanItem:
    goods: Goods
    brand: Brand
    answers: Clean
    needs: list[Clean]
    traps: list[str] = field(default_factory=list)


@dataclass
class CleanReturn:
    firm: Firm
    answers: Clean
    items: list[CleanItem]
    received: date
    submission: int = 1
    traps: list[str] = field(default_factory=list)


def answered(firm: Firm, rng: Random) -> CleanReturn:
    """The answers of one firm."""
    revenue = round(rng.lognormvariate(9.3, 1.0)) * 1e4
    revenue = min(max(revenue, 8e6), 8e9)
    fitting = [goods for goods in lexicon() if goods.is_machine != firm.builds]
    others = [goods for goods in lexicon() if goods.is_machine == firm.builds]
    count = rng.choices((1, 2, 3, 4, 5, 6), (10, 22, 25, 20, 13, 10))[0]
    pick = list(dict.fromkeys(rng.choice(fitting if rng.random() < 0.8 else others) for _ in range(count)))
    items = [_item(goods, revenue, rng) for goods in pick]
    received = date(2026, rng.choice((9, 10, 10, 11)), rng.randrange(1, 29))
    answers, wish = _firm(firm, revenue, items, received, rng)
    return CleanReturn(firm, answers, items, received, traps=["wish_list"] if wish else [])


def _firm(firm: Firm, revenue: float, items: list[CleanItem], received: date, rng: Random) -> tuple[Clean, bool]:
    wanted = sum(float(need["quantity"]) * item.goods.price_cny for item in items for need in item.needs)  # type: ignore[arg-type]
    wish = rng.random() < 0.04
    yearly = max(round(wanted * (rng.uniform(0.05, 0.2) if wish else rng.uniform(0.9, 1.4)) / 3e4), 10) * 1e4
    held = (NONE, ("encouraged_project",), ("major_equipment",), ("encouraged_project", "research_bodies"))
    reliefs = rng.choices(held, (62, 20, 14, 4))[0]
    return {
        "customs_code": rng.choice((NONE, None, UNKNOWN, f"44{rng.randrange(10**8):08d}")),
        "city": firm.city, "district": firm.district, "industry": firm.industry,
        "revenue_cny": revenue, "dependent_output_cny": _maybe(rng, round(revenue * rng.uniform(0.1, 0.7) / 1e4) * 1e4),
        "reliefs": reliefs, "relief_valid_to": date(2028, 12, 31) if isinstance(reliefs, tuple) else None,
        "customs_credit": rng.choices(("aeo", "general", None), (20, 65, 15))[0],
        "imports_by": rng.choices(("itself", "agent", None), (40, 50, 10))[0],
        "contact_name": firm.contact, "contact_position": rng.choice(("采购经理", "设备科长", "总经理助理", None)),
        "contact_phone": firm.phone,
        "reserve_modes": rng.choice((("government", "framework"), ("entrusted",), ("firm",), ("none",), None)),
        "release_share": _maybe(rng, rng.choice((0.8, 0.9, 1.0, 1.05)), 0.5),
        "difficulties": rng.choice(("许可周期长", "清关资料多", "运输延误", None)),
        "days_lost": _maybe(rng, float(rng.randrange(5, 90)), 0.6),
        "budget_year_1_cny": yearly, "budget_year_2_cny": _maybe(rng, yearly), "budget_year_3_cny": _maybe(rng, yearly),
        "consent": rng.random() < 0.9, "signed_by": firm.contact, "signed_on": received,
    }, wish  # fmt: skip


def _item(goods: Goods, revenue: float, rng: Random) -> CleanItem:
    brand = rng.choice(goods.brands)
    needs = _needs(goods, rng)
    yearly = sum(float(need["quantity"]) for need in needs) / 3  # type: ignore[arg-type]
    item = CleanItem(goods, brand, {}, needs)
    bought = max(round(yearly * rng.uniform(0.7, 1.2)), 1)
    months_of_stock = rng.choice((0.5, 1.0, 2.0, 3.0, 6.0))
    stock = 0 if goods.is_machine else round(bought / 12 * months_of_stock)
    loss = _loss(goods, revenue, rng, item)
    other = rng.choice([one for one in goods.brands if one != brand] or [None])
    first = round(rng.uniform(0.5, 1.0) if other else 1.0, 2)
    currency = CURRENCY_OF[brand.origin]
    step = 10.0 ** max(len(f"{goods.price_cny / RATES[currency]:.0f}") - 3, 0)
    installed = max(round(yearly * rng.uniform(1, 4)), 1) if goods.is_machine else rng.randrange(5, 60)
    use = None if goods.is_machine else _use(bought, installed, rng, item)
    item.answers = {
        "kind": goods.kind, "brand_model": f"{brand.maker} {brand.model}" if rng.random() < 0.85 else UNKNOWN,
        "hs_code": rng.choices((goods.hs_code, f"{goods.hs_code}00", UNKNOWN, None), (40, 8, 30, 22))[0],
        "spec": goods.spec or None, "unit": goods.unit, "installed": float(installed),
        "average_age_years": _maybe(rng, float(rng.randrange(1, 15))), "use_per_machine_year": use,
        "bought_per_year": float(bought),
        "bought_cny_per_year": _maybe(rng, max(round(bought * goods.price_cny / 1e3), 1) * 1e3),
        "first_maker": brand.maker, "first_origin": brand.origin, "first_share": first,
        "paid_to": rng.choice(("maker", "subsidiary", "agent", "trader")),
        "second_maker": other.maker if other else NONE, "second_origin": other.origin if other else None,
        "second_share": round(1 - first, 2) if other else None,
        "licence_months": rng.choice((NONE, 1.0, 2.0, 3.0, UNKNOWN)),
        "make_months": float(rng.randrange(2, 15)), "transit_months": rng.choice((0.5, 1.0, 1.5, 2.0)),
        "install_months": float(rng.choice((1, 2, 3))) if goods.is_machine else NONE,
        "unit_price": max(round(goods.price_cny / RATES[currency] * rng.uniform(0.85, 1.15) / step), 1) * step,
        "currency": currency, "price_includes_vat": currency == "CNY",
        "incoterm": "domestic" if currency == "CNY" else rng.choice(("CIF", "FOB", "DAP", "CIP")),
        "beside_price": ("royalty",) if currency != "CNY" and installed % 7 == 0 else None,
        "stock": float(stock) if stock else rng.choice((0.0, NONE)),
        "storage": rng.choice(("ambient", "ambient", "climate", None)),
        "longest_storage_months": _maybe(rng, float(rng.choice((12, 24, 36, 60))), 0.5),
        "on_order": _maybe(rng, float(max(round(yearly / 4), 1)), 0.4), "on_order_due": None,
        "survives_months": _survives(bought, stock, months_of_stock, rng, item),
        "output_lost_cny_per_month": loss, "margin_share": rng.choice((0.12, 0.18, 0.25, 0.3, UNKNOWN)),
        "workaround": rng.choice(("none", "rental", "subcontract", "old_machine", "downgrade")),
        "incidents": rng.choice((NONE, ("licence_delay",), ("licence_delay", "price_rise"), None)),
        "alternatives": rng.choice((("other_country",), ("domestic", "other_country"), ("domestic",), NONE, None)),
        "accepted_origins": rng.choice((("DE", "JP"), ("DE", "JP", "CH"), ("CN",), None)),
        "domestic_status": rng.choice(("none", "prototype", "validation", "small_batch", "series", UNKNOWN)),
        "validation_months": _maybe(rng, float(rng.choice((3, 6, 9, 12)))),
        "validation_cny": _maybe(rng, float(rng.choice((2, 5, 20, 80))) * 1e4, 0.6),
    }  # fmt: skip
    if isinstance(item.answers["on_order"], float):
        item.answers["on_order_due"] = date(2027, rng.randrange(1, 10), 1)
    return item


def _needs(goods: Goods, rng: Random) -> list[Clean]:
    count = rng.choices((1, 2, 3, 4, 6), (25, 30, 20, 15, 10))[0]
    needs: list[Clean] = []
    for quarter in sorted(rng.sample(QUARTERS, count)):
        quantity = max(1, round(rng.expovariate(1 / (goods.per_quarter * 2))))
        low = max(0, round(quantity * rng.uniform(0.6, 1.0)))
        ranged = rng.random() < 0.7
        needs.append({
            "period": quarter, "quantity": float(quantity), "quantity_low": float(low) if ranged else None,
            "quantity_high": float(round(quantity * rng.uniform(1.0, 1.6))) if ranged else None,
            "firmness": rng.choices(("signed", "budgeted", "approved", "intended", None), (15, 30, 20, 30, 5))[0],
        })  # fmt: skip
    if rng.random() < 0.08:  # part of it signed, part intended: two rows of one quarter, as the form asks for
        needs.append(needs[-1] | {"quantity": 1.0, "quantity_low": None, "quantity_high": None, "firmness": "intended"})
        needs[-2]["firmness"] = "signed"
    return needs


def _loss(goods: Goods, revenue: float, rng: Random, item: CleanItem) -> object:
    if rng.random() < 0.03:
        item.traps.append("revenue")
        return round(revenue / 12 / 1e4) * 1e4
    if rng.random() < 0.1:
        return UNKNOWN
    return max(round(min(goods.price_cny * rng.uniform(0.05, 0.3), revenue / 60) / 1e3), 1) * 1e3


def _use(bought: int, installed: int, rng: Random, item: CleanItem) -> object:
    if rng.random() < 0.03:
        item.traps.append("use")
        return float(round(bought / installed * rng.choice((4, 6)), 1)) or 1.0
    return round(bought / installed, 1) or UNKNOWN


def _survives(bought: int, stock: int, months: float, rng: Random, item: CleanItem) -> object:
    if item.goods.is_machine:
        return rng.choice((UNKNOWN, 1.0, 2.0, 3.0))
    if rng.random() < 0.03:
        item.traps.append("stock")
        return months * 6 + 6
    return max(round(stock / bought * 12 * 2) / 2, 0.5)


def _maybe(rng: Random, value: object, chance: float = 0.75) -> object:
    return value if rng.random() < chance else rng.choice((None, None, UNKNOWN))
