"""All ways to buy and declare one shipment, side by side: what each costs and what is missing to use it.

A plan chooses among the ways that are open (`options`). This is the wider view of a specialist: also reliefs for which
there is no certificate yet, a proof of origin that nobody has asked for, and bonded stock that is declared later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from importplan.basics.money import to_fen
from importplan.basics.periods import add_months
from importplan.catalog.load import Catalog
from importplan.catalog.rules.regimes import ORDINARY, Regime, RegimeVersion
from importplan.customs.cost import amounts
from importplan.customs.cost.options import payers_of
from importplan.customs.cost.pricing import Pricing, gather, with_offer
from importplan.customs.cost.quote import DUTY_PAID
from importplan.customs.cost.rules import levies
from importplan.customs.cost.table import LandedOption
from importplan.customs.cost.tax_timing import MONTHS_APART
from importplan.customs.declaring.alternative import (
    BONDED,
    HANDED_OVER,
    PROOF,
    TAX_KEYS,
    VAT_KEYS,
    ZERO,
    DeclaringAlternative,
    Shipment,
    VatInstalment,
)
from importplan.customs.relief.claim import Effect, Finding
from importplan.scenario.contract_price import at_quantity
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.offers import DOMESTIC, Offer
from importplan.scenario.schema.qualifications import Qualification

IN_BOND = (BONDED, HANDED_OVER)
NOT_IN_FORCE = "relief-not-in-force"
OF_THE_ROW = (  # what a row of the sheet `qualifications`, or a confirmed item, would say
    "relief-applicant-missing", "relief-goods-class-open", "relief-equipment-not-named", "relief-item-not-confirmed",
    "relief-certificate-unnumbered", "relief-certificate-undated",
)  # fmt: skip


def ways(
    scenario: Scenario, catalog: Catalog, shipment: Shipment, firms: tuple[str, ...] = ()
) -> tuple[DeclaringAlternative, ...]:
    """Every way for every offer of a case and each of the firms (all of them where none is named).

    Usable ways stand first, cheapest first, then those that need least cash on arrival. Raises InputRejected as pricing
    does.
    """
    wider = _with_every_relief(at_price_breaks(scenario, shipment.quantity), catalog, firms)
    imagined = len(wider.qualifications) - len(scenario.qualifications)
    asked = _Asked(wider, len(scenario.qualifications), gather(wider, catalog, imagined), shipment, firms)
    merged: dict[tuple[object, ...], DeclaringAlternative] = {}
    for way in asked.every():
        codes = tuple((found.code, found.effect) for found in way.findings)
        key = (way.offer.offer, way.regime, way.how, way.status, way.lines, way.tax_later_cny, codes)
        seen = merged.get(key)
        merged[key] = way if seen is None else replace(seen, payers=(*seen.payers, *way.payers))
    order = {item.item: position for position, item in enumerate(scenario.items)}
    return tuple(sorted(merged.values(), key=lambda way: (order[way.item.item], *_rank(way))))


def at_price_breaks(scenario: Scenario, quantity: float) -> Scenario:
    """The case with every offer at its price for an order of so many units; the same case where none changes."""
    offers = tuple(at_quantity(offer, scenario.price_breaks, quantity) for offer in scenario.offers)
    return scenario if offers == scenario.offers else scenario.replace(offers=offers)


def _rank(way: DeclaringAlternative) -> tuple[object, ...]:
    return way.standing == "missing", way.cost_cny, way.cash_on_arrival_cny


def _with_every_relief(scenario: Scenario, catalog: Catalog, firms: tuple[str, ...]) -> Scenario:
    """The case with a certificate of every regime that takes something off, for every firm that has none of it."""
    has = {(row.firm, regime.key) for row in scenario.qualifications if (regime := catalog.regime(row.regime))}
    added = [
        Qualification(firm=firm.firm, regime=regime.key)
        for firm in scenario.all_firms
        if not firms or firm.firm in firms
        for regime in catalog.regimes.values()
        # What is charged on less (goods repaired abroad) is no way to buy.
        if (firm.firm, regime.key) not in has and any(row.frees or row.vat_instalments for row in regime.versions)
    ]
    return scenario.replace(qualifications=(*scenario.qualifications, *added))


@dataclass(frozen=True)
class _Asked:
    """A question for all ways: the case with every relief, and from which certificate on they are only imagined."""

    scenario: Scenario
    real: int
    pricing: Pricing
    shipment: Shipment
    firms: tuple[str, ...]

    def every(self) -> Iterator[DeclaringAlternative]:
        """Offer by offer, buyer by buyer."""
        for offer in self.pricing.scenario.offers:
            for payer in payers_of(self.pricing.scenario, offer):
                if not self.firms or payer.firm in self.firms:
                    yield from self._of(offer, payer.firm)

    def _of(self, offer: Offer, payer: str) -> Iterator[DeclaringAlternative]:
        domestic = offer.incoterm in (DOMESTIC, DUTY_PAID)
        ordinary = LandedOption(offer.offer, payer, ORDINARY, None, "", domestic)
        yield self._way(self.pricing, ordinary, offer, "", (), self._period)
        if domestic:
            return
        yield from self._with_proof(ordinary, offer)
        yield from self._bonded(ordinary, offer)
        for position, row in enumerate(self.scenario.qualifications):
            regime = self.pricing.catalog.regime(row.regime)
            asked = self.pricing.judgements.has(offer.offer, position)
            if regime is None or row.firm != payer or not asked:
                continue
            option = LandedOption(offer.offer, payer, regime.key, position, row.status, domestic)
            verdict = self.pricing.judgements.of(offer.offer, position).at(self._period)
            found = verdict.findings if position < self.real else _without_certificate(regime, verdict.findings)
            way = self._way(self.pricing, option, offer, "", found, self._period)
            yield way if position < self.real else replace(way, status="")

    @property
    def _period(self) -> int:
        return self.pricing.arrivals.position(self.shipment.arrival)

    def _way(
        self,
        pricing: Pricing,
        option: LandedOption,
        offer: Offer,
        how: str,
        findings: tuple[Finding, ...],
        declared: int,
    ) -> DeclaringAlternative:
        terms = pricing.terms(option, declared, relieved=option.qualification is not None)
        lines = amounts.lines(terms, levies(terms), self.shipment.quantity)
        tax = sum((line.amount_cny for line in lines if line.charge in TAX_KEYS), ZERO)
        vat = sum((line.amount_cny for line in lines if line.charge in VAT_KEYS), ZERO)
        later = tax if how in IN_BOND and declared > self._period else ZERO
        spread = self._instalments(terms.relief, option, vat, declared)
        if spread and not later:
            calendar = pricing.arrivals.calendar
            later = sum((part.amount_cny for part in spread if calendar.index_of(part.due) > self._period), ZERO)
        return DeclaringAlternative(
            item=terms.quote.item,
            offer=offer,
            payers=(option.payer,),
            regime=option.regime,
            how=how,
            status=option.status,
            findings=findings,
            lines=lines,
            declared=declared,
            tax_later_cny=later,
            guarantee_cny=self._guarantee(option, tax) if option.qualification is not None else ZERO,
            vat_instalments=spread,
        )

    def _instalments(
        self, relief: RegimeVersion | None, option: LandedOption, vat: Decimal, declared: int
    ) -> tuple[VatInstalment, ...]:
        """The parts of the VAT by day, for goods that are declared on the first day of their period.

        The months run from the first machine of the project (`first_import_on`), else from this shipment; a part whose
        day has passed is due at once. Parts are differences of rounded running sums, so they add up to the fen.
        """
        if relief is None or not relief.vat_instalments or option.qualification is None:
            return ()
        day = self.pricing.arrivals.first_days[declared]
        began = min(self.scenario.qualifications[option.qualification].first_import_on or day, day)
        found, paid, shares = [], ZERO, ZERO
        for number, word in enumerate(relief.vat_instalments):
            shares += Decimal(word)
            amount = to_fen(vat * shares) - paid
            paid += amount
            if amount:
                due = max(add_months(began, number * MONTHS_APART), day)
                found.append(VatInstalment(number + 1, due, Decimal(word), amount))
        return tuple(found)

    def _guarantee(self, option: LandedOption, tax: Decimal) -> Decimal:
        """What is left in cash for freed tax while the application is pending on the first day of arrival."""
        row = self.scenario.qualifications[option.qualification or 0]
        first = self.pricing.arrivals.first_days[self._period]
        if row.status != "applied" or row.decision_on is None or first >= row.decision_on:
            return ZERO
        plain = self.pricing.terms(replace(option, qualification=None), self._period, relieved=False)
        lines = amounts.lines(plain, levies(plain), self.shipment.quantity)
        due = sum((line.amount_cny for line in lines if line.charge in TAX_KEYS), ZERO)
        return ((due - tax) * Decimal(str(row.guarantee_share))).quantize(Decimal("0.01"))

    def _with_proof(self, ordinary: LandedOption, offer: Offer) -> Iterator[DeclaringAlternative]:
        """The agreement rate, where the origin has one and the case has no proof of origin."""
        catalog, first = self.pricing.catalog, self.pricing.arrivals.first_days[self._period]
        agreement = catalog.ordinary.agreement_for(self.scenario.origin_of(offer), first)
        if agreement is None or offer.origin_proof or offer.duty_rate is not None:
            return
        item = self.scenario.item_of(offer)
        rate = catalog.tariff.row(item.hs_code, first).agreements.get(agreement.column)
        names = {"agreement_zh": agreement.name_zh, "agreement_en": agreement.name_en, "hs_code": item.hs_code}
        found = [Finding("way-no-proof", Effect.BARS, names, agreement.source, agreement.confidence)]
        if rate is None:
            found.append(Finding("way-agreement-rate-unknown", Effect.BARS, names, agreement.source, "unverified"))
        proven = with_offer(self.pricing, replace(offer, origin_proof=True))
        yield self._way(proven, ordinary, offer, PROOF, tuple(found), self._period)

    def _bonded(self, ordinary: LandedOption, offer: Offer) -> Iterator[DeclaringAlternative]:
        """Into bonded stock on arrival, declared in a later period at the rates of that day.

        By the firm that brought the goods in, or by one that takes them over in bond: nothing is taxed by the
        hand-over, and the taker declares by its own treatment.
        """
        regime = self.pricing.catalog.regimes.get(BONDED)
        if regime is None or self.shipment.release is None:
            return
        release = self.pricing.arrivals.position(max(self.shipment.release, self.shipment.arrival))
        stored = tuple(self._storage(regime, ordinary.payer, release))
        yield self._way(self.pricing, ordinary, offer, BONDED, stored, release)
        taken = (*stored, *_hand_over(regime))
        yield self._way(self.pricing, ordinary, offer, HANDED_OVER, taken, release)
        for position, row in enumerate(self.scenario.qualifications[: self.real]):
            relief = self.pricing.catalog.regime(row.regime)
            if relief is None or row.firm != ordinary.payer or not self.pricing.judgements.has(offer.offer, position):
                continue
            verdict = self.pricing.judgements.of(offer.offer, position).at(release)
            if verdict.granted:
                option = replace(ordinary, regime=relief.key, qualification=position, status=row.status)
                found = (*verdict.findings, *taken)
                yield self._way(self.pricing, option, offer, HANDED_OVER, found, release)

    def _storage(self, regime: Regime, payer: str, release: int) -> Iterator[Finding]:
        """Is there a bonded place, and may goods stay there so long?"""
        months = (release - self._period) * self.pricing.arrivals.calendar.months
        sites = [site for site in self.scenario.sites if site.kind == BONDED]
        version = regime.on(self.pricing.arrivals.first_days[self._period])
        source, confidence = (version.source, version.confidence) if version else ("", "unverified")
        if not any(self.scenario.owner_of(site) in (payer, RESERVE) for site in sites):
            yield Finding("way-no-bonded-site", Effect.BARS, {}, source, confidence)
        for place in regime.places:
            if place.months is not None and months > place.months:
                names = {"place_zh": place.name_zh, "place_en": place.name_en}
                values = {**names, "stay": months, "limit": place.months, "extension": place.extension_months}
                yield Finding("way-bonded-too-long", Effect.DOUBT, values, place.source, place.confidence)
        yield Finding("way-bonded-later-tax", Effect.DOUBT, {"months": months}, source, confidence)


def _hand_over(regime: Regime) -> Iterator[Finding]:
    """How goods pass from firm to firm in bond, as far as is known, and who pays the tax."""
    for each in regime.hand_overs:
        names = {"name_zh": each.name_zh, "name_en": each.name_en, "step_zh": each.step_zh, "step_en": each.step_en}
        values = {**names, "document": each.document}
        yield Finding("way-hand-over-procedure", Effect.DOUBT, values, each.source, each.confidence)
    yield Finding("way-hand-over-taker", Effect.DOUBT, {}, regime.refusal_source, "unverified")


def _without_certificate(regime: Regime, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The certificate is what is missing; what such a row or the item would have to say comes once there is one.

    A regime that is not in force has none to obtain.
    """
    if any(found.code == NOT_IN_FORCE for found in findings):
        return tuple(found for found in findings if found.code not in OF_THE_ROW)
    return (_no_certificate(regime), *(found for found in findings if found.code not in OF_THE_ROW))


def _no_certificate(regime: Regime) -> Finding:
    names = {f"regime_{language}": regime.name(language) for language in ("zh", "en")}
    return Finding("way-no-certificate", Effect.BARS, names, regime.refusal_source)
