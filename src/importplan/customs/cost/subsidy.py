"""Awards for domestic goods: what a rule gives, what an offer may expect, and what is granted to its buyer.

An award of the maker never lowers the buyer's cost. An award of the buyer lowers it only where the workbook says that
it is granted; what is merely expected is shown and not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from importplan.basics.issues import Place
from importplan.basics.labels import text
from importplan.basics.money import exact, to_fen
from importplan.catalog.cited import Cited
from importplan.catalog.load import Catalog
from importplan.catalog.rules.subsidies import Award
from importplan.customs.cost.problems import Problems
from importplan.scenario.contract_price import offered_price
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer

ZERO = Decimal(0)
DOMESTIC = "domestic"  # the term of delivery of a purchase in China


def award_cny(award: Award, bases_cny: Iterable[Decimal]) -> Decimal:
    """What a rule gives, to the fen; the most it may give where its rate is a maximum.

    Parameters
    ----------
    award
        The rule.
    bases_cny
        The basis (price, sales, contract amount, investment) of each thing that has a cap of its own: every set, unit,
        batch, contract or project.

    Raises
    ------
    ValueError
        Where a basis is negative.
    """
    total = ZERO
    for base in bases_cny:
        if base < 0:
            raise ValueError(f"a basis of {base} is negative")
        amount = award.cap_cny if award.rate is None else award.rate * base
        assert amount is not None  # an award has a rate or a cap
        total += to_fen(amount if award.cap_cny is None else min(amount, award.cap_cny))
    return total


def within_the_year_cny(award: Award, awarded_cny: Iterable[Decimal]) -> Decimal:
    """What one recipient gets in a calendar year of what its sets, units, batches and contracts would bring."""
    total = sum(awarded_cny, ZERO)
    return total if award.cap_firm_year_cny is None else min(total, award.cap_firm_year_cny)


def expected_cny(award: Award, price_cny: Decimal) -> Decimal | None:
    """The award for one unit at a price net of VAT; None where its basis is not the price."""
    return award_cny(award, (price_cny,)) if award.on_price else None


def granted(offer: Offer, catalog: Catalog) -> Cited | None:
    """CNY per unit that the buyer of an offer has been granted, None where nothing is."""
    award = catalog.subsidies.award(offer.subsidy) if offer.subsidy else None
    if award is None or award.beneficiary != "buyer" or offer.subsidy_status != "granted":
        return None
    amount = exact(offer.subsidy_cny or 0.0)
    return Cited(amount, award.document, f"subsidy_cny; {award.key}", "given")


def check_subsidies(scenario: Scenario, catalog: Catalog, problems: Problems) -> None:
    """Faults of the rules that offers and routes name, and what is expected of each, as notes."""
    for route in scenario.routes:
        if route.subsidy:
            _known(catalog, route.subsidy, route.cell("subsidy"), problems)
    for offer in scenario.offers:
        if not offer.subsidy:
            continue
        award = _known(catalog, offer.subsidy, offer.cell("subsidy"), problems)
        if award is not None:
            _check(scenario, catalog, offer, award, problems)


def _known(catalog: Catalog, words: str, at: Place, problems: Problems) -> Award | None:
    award = catalog.subsidies.award(words)
    if award is None:
        problems.error("subsidy-unknown", at, subsidy=words, known=", ".join(catalog.subsidies.awards))
    return award


def _check(scenario: Scenario, catalog: Catalog, offer: Offer, award: Award, problems: Problems) -> None:
    names = {"offer": offer.offer, "award_zh": award.name_zh, "award_en": award.name_en}
    place, start = offer.cell("subsidy"), scenario.settings.start
    if offer.incoterm != DOMESTIC:
        problems.error("subsidy-imported", place, incoterm=offer.incoterm, **names)
    elif award.beneficiary not in ("maker", "buyer"):
        problems.error("subsidy-not-of-a-purchase", place, **names)
    elif not award.in_force(start):
        problems.error("subsidy-not-in-force", place, day=start.isoformat(), **names)
    elif award.beneficiary == "buyer" and offer.subsidy_status == "granted":
        _check_grant(offer, award, names, problems)
    else:
        told = names | {
            "condition_zh": award.condition_zh,
            "condition_en": award.condition_en,
            "document": award.document,
            "confidence_zh": text(f"confidence.{award.confidence}", "zh"),
            "confidence_en": text(f"confidence.{award.confidence}", "en"),
            "amount": _most_words(scenario, catalog, offer, award),
        }
        problems.note(f"subsidy-of-{award.beneficiary}", place, **told)


def _check_grant(offer: Offer, award: Award, names: dict[str, str], problems: Problems) -> None:
    """A grant counts with the sum of its letter: rules for buyers name maximum rates, or caps over many units."""
    if offer.subsidy_cny is None:
        problems.error("subsidy-without-sum", offer.cell("subsidy_cny"), **names)
        return
    price = offered_price(offer).exact
    most = expected_cny(award, price)
    if exact(offer.subsidy_cny) > (price if most is None else most) and offer.currency == "CNY":
        most_cny = f"{price if most is None else most:,.2f}"
        problems.error("subsidy-above-rule", offer.cell("subsidy_cny"), given=offer.subsidy_cny, most=most_cny, **names)
    else:
        problems.note("subsidy-granted", offer.cell("subsidy_cny"), amount=f"{offer.subsidy_cny:,.2f}", **names)


def _most_words(scenario: Scenario, catalog: Catalog, offer: Offer, award: Award) -> str:
    """What one unit may bring, of the price without VAT; a dash where the rule or the currency does not tell."""
    if not award.on_price or offer.currency != "CNY":
        return "-"
    price = offered_price(offer).exact
    if offer.price_includes_vat:
        vat = catalog.vat_rate(scenario.item_of(offer).hs_code, scenario.settings.start, "rule.domestic_vat")
        price = to_fen(offered_price(offer).without_vat(vat.value))
    return f"{award_cny(award, (price,)):,.2f}"
