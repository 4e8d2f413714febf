"""One offer in the light of the catalog: its goods, its exchange rate, and its duty and VAT rate by segment."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.errors import RuleUnknown
from importplan.basics.issues import Place
from importplan.basics.labels import LANGUAGES, text
from importplan.catalog.cited import Cited
from importplan.catalog.load import Catalog
from importplan.customs.cost.base_rates import CNY
from importplan.customs.cost.duty_rate import RateQuestion, extra_rate, given_rate
from importplan.customs.cost.problems import Problems
from importplan.customs.cost.subsidy import granted
from importplan.scenario.contract_price import ContractPrice, offered_price
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer

DUTY_PAID = "DDP"
DELIVERED_INLAND = ("DAP", "DPU")  # the price carries the goods beyond the port
UNKNOWN = Cited(Decimal(0), "-", "-", "unverified")  # a stand-in until all faults are found; never priced


@dataclass(frozen=True)
class Quote:
    """An offer ready for pricing. `duty`, `extra_duty` and `vat` have one entry per segment of arrival periods."""

    offer: Offer
    item: Item
    price: ContractPrice
    currency_rate: Cited
    duty: tuple[Cited, ...]
    extra_duty: tuple[Cited | None, ...]  # None: none is levied
    vat: tuple[Cited, ...]
    grant: Cited | None = None  # CNY per unit that the buyer is granted

    @property
    def imported(self) -> bool:
        """Whether the buyer declares the goods at customs."""
        return is_imported(self.offer)

    @property
    def vat_inside(self) -> bool:
        """Whether the price contains VAT."""
        return bool(self.offer.price_includes_vat)


def is_imported(offer: Offer) -> bool:
    """Whether the buyer declares the goods: they are neither bought in China nor delivered duty paid."""
    return offer.is_import


@dataclass(frozen=True)
class Setting:
    """What all offers of a case share; `days` are the days whose rates are asked for."""

    scenario: Scenario
    catalog: Catalog
    days: tuple[date, ...]
    rates: dict[str, Cited]
    problems: Problems


@dataclass(frozen=True, slots=True)
class GoodsRates:
    """Duty, additional duty and VAT by segment."""

    duty: tuple[Cited, ...]
    extra_duty: tuple[Cited | None, ...]
    vat: tuple[Cited, ...]


def quotes(setting: Setting) -> tuple[Quote, ...]:
    """All offers of a case with their rates; what is unknown or assumed goes into the problems of the setting.

    Offers of the same goods that say nothing of their own on rates share them: they are looked up and remarked once.
    """
    known: dict[Hashable, GoodsRates] = {}
    return tuple(_quote(setting, offer, known) for offer in setting.scenario.offers)


def _quote(setting: Setting, offer: Offer, known: dict[Hashable, GoodsRates]) -> Quote:
    item = setting.scenario.item_of(offer)
    _remark_on_terms(offer, setting.problems)
    origin, key = setting.scenario.origin_of(offer), None
    if not _has_own_rates(setting, offer, origin):
        key = (item.item, origin, is_imported(offer))
    rates = known.get(key) if key else None
    if rates is None:
        rates = _goods_rates(setting, offer, item, origin)
        if key:
            known[key] = rates
    return Quote(
        offer=offer,
        item=item,
        price=offered_price(offer),
        currency_rate=setting.rates.get(offer.currency, UNKNOWN),
        duty=rates.duty,
        extra_duty=rates.extra_duty,
        vat=rates.vat,
        grant=granted(offer, setting.catalog),
    )


def _has_own_rates(setting: Setting, offer: Offer, origin: str) -> bool:
    """Whether rates, or what is remarked on them, are of this offer and not of its goods alone."""
    ordinary = setting.catalog.ordinary
    stated = offer.duty_rate is not None or bool(offer.extra_duty_rate) or offer.origin_proof
    by_origin = origin in ordinary.general_rate_origins or any(origin in each.origins for each in ordinary.agreements)
    return stated or by_origin


def _goods_rates(setting: Setting, offer: Offer, item: Item, origin: str) -> GoodsRates:
    stated = given_rate(offer, setting.problems) if is_imported(offer) else UNKNOWN
    question = RateQuestion(offer, item, origin, setting.catalog, setting.problems)
    extra = tuple(extra_rate(offer, item, origin, setting.catalog, day) for day in setting.days)
    vat = tuple(_vat(setting, offer, item, day) for day in setting.days)
    if stated is not None and is_imported(offer):
        question.remark_on_stated(stated, setting.days[0])
    if is_imported(offer):
        _remark_on_vat(question, setting.days[0], vat[0])
    return GoodsRates(tuple(stated or _duty(question, day) for day in setting.days), extra, vat)


def _duty(question: RateQuestion, day: date) -> Cited:
    try:
        return question.on(day)
    except RuleUnknown as fault:
        question.problems.unknown(fault, question.item.cell("hs_code"))
        return UNKNOWN


def _vat(setting: Setting, offer: Offer, item: Item, day: date) -> Cited:
    word = "rule.import_vat" if is_imported(offer) else "rule.domestic_vat"
    try:
        return setting.catalog.vat_rate(item.hs_code, day, word)
    except RuleUnknown as fault:
        setting.problems.unknown(fault, setting.scenario.settings.cell("start"))
        return UNKNOWN


def remark_on_extra_duties(setting: Setting, quotes: Iterable[Quote]) -> None:
    """That no additional duty is on record is no proof that none is levied: told once for all origins together.

    An origin that has had some is told for itself, at its first offer.
    """
    catalog, found = setting.catalog, dict[str, Offer]()
    for each in quotes:
        if each.imported and not any(each.extra_duty):
            found.setdefault(setting.scenario.origin_of(each.offer), each.offer)
    had = {origin: known for origin in found if (known := catalog.ordinary.remedied_origin(origin)) is not None}

    def names(origins: Iterable[str]) -> dict[str, str]:
        told = sorted(origins)
        chinese, english = ([catalog.countries.name(origin, language) for origin in told] for language in LANGUAGES)
        return {"origin_zh": "、".join(chinese), "origin_en": ", ".join(english)}

    if found.keys() - had.keys():
        setting.problems.note("extra-duty-none", Place(), **names(found.keys() - had.keys()))
    for origin, known in had.items():
        said = {"what_zh": known.what_zh, "what_en": known.what_en}
        setting.problems.note("extra-duty-had", found[origin].cell("extra_duty_rate"), **names([origin]), **said)


def remark_on_customs_rates(setting: Setting, quotes: Iterable[Quote]) -> None:
    """That customs will turn prices into yuan at the rate of the month of the declaration, which is not known before.

    Until then the rate of the case stands for it: the budget rate where the sheet `fx` gives one.
    """
    rates = {each.offer.currency: each.currency_rate for each in quotes if each.imported and each.offer.currency != CNY}
    if not rates or UNKNOWN in rates.values():
        return
    told = sorted(rates.items())
    values = {
        f"rates_{language}": text("customs_rate.join", language).join(
            f"{currency} {rate.value:f} ({text(rate.rule, language)})" for currency, rate in told
        )
        for language in LANGUAGES
    }
    setting.problems.note("customs-rate-later", Place(), document=setting.catalog.customs_rates.rule.document, **values)


def _remark_on_vat(question: RateQuestion, day: date, vat: Cited) -> None:
    """Goods of a heading that may have a lower VAT rate, taken at the general one."""
    item, found = question.item, question.catalog.ordinary.perhaps_reduced(question.item.hs_code)
    if found is None or vat.value <= found.rate or question.catalog.tariff.own_vat(item.hs_code, day) is not None:
        return
    names = {"name_zh": found.name_zh, "name_en": found.name_en, "document": found.document}
    rates = {"rate": f"{vat.value:.0%}", "lower": f"{found.rate:.0%}"}
    code = {"item": item.item, "hs_code": item.hs_code}
    question.problems.note("vat-perhaps-lower", item.cell("hs_code"), **code, **rates, **names)


def _remark_on_terms(offer: Offer, problems: Problems) -> None:
    place = offer.cell("incoterm")
    if is_imported(offer) and offer.price_includes_vat:
        problems.error("vat-inside-import-price", offer.cell("price_includes_vat"), incoterm=offer.incoterm)
    if offer.incoterm in DELIVERED_INLAND:
        problems.note("dap-as-cif", place, offer=offer.offer, incoterm=offer.incoterm)
    if offer.incoterm == "EXW":
        problems.note("exw-carriage", place, offer=offer.offer, share=f"{offer.freight_share:.2%}")
    if offer.incoterm == DUTY_PAID and not offer.price_includes_vat:
        problems.note("ddp-without-vat", place, offer=offer.offer)
