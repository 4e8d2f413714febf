"""Which duty rate applies: the offer's own, else the lowest of MFN, provisional and agreement rate of the day.

Goods of unknown origin pay the general rate, never a provisional one (Tariff Law, Arts. 12 and 13).
Additional duties come on top: those that the offer states, else those on record for the origin.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.errors import RuleUnknown
from importplan.basics.labels import LANGUAGES
from importplan.basics.money import exact
from importplan.catalog.cited import CONFIDENCES, Cited
from importplan.catalog.load import Catalog
from importplan.catalog.rates.tariff import TariffRate
from importplan.catalog.references.countries import UNKNOWN_ORIGIN
from importplan.catalog.rules.regimes import TradeAgreement
from importplan.customs.cost.problems import Problems
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer

MILLION = Decimal(1_000_000)  # of customs value, for which the money at stake is told


def given_rate(offer: Offer, problems: Problems) -> Cited | None:
    """The rate that the offer states; without a source it is used, noted and called unverified."""
    if offer.duty_rate is None:
        return None
    rate = exact(offer.duty_rate)
    if not offer.duty_rate_source:
        problems.note("duty-rate-without-source", offer.cell("duty_rate"), offer=offer.offer, rate=f"{rate:.2%}")
        return Cited(rate, "rule.given_rate", "-", "unverified")
    return Cited(rate, "rule.given_rate", offer.duty_rate_source, "given")


def extra_rate(offer: Offer, item: Item, origin: str, catalog: Catalog, day: date) -> Cited | None:
    """Additional duty of a day: the rate of the offer, else the sum of those on record; None where there is none.

    Goods of unknown origin bear the highest that is levied on such goods (Tariff Law, Art. 19).
    """
    stated = exact(offer.extra_duty_rate)
    if stated:
        return Cited(stated, "rule.extra_duty", "extra_duty_rate", "given")
    unproved = origin == UNKNOWN_ORIGIN
    duties = catalog.extra_duties
    levied = duties.highest(item.hs_code, day) if unproved else duties.on(origin, item.hs_code, day)
    if not levied:
        return None
    doubt = max((row.confidence for row in levied), key=CONFIDENCES.index)
    source = "; ".join(f"{row.document}: {row.source}" for row in levied)
    return Cited(sum((row.rate for row in levied), Decimal(0)), "rule.extra_duty", source, doubt)


@dataclass(frozen=True)
class RateQuestion:
    """Goods of one item and origin, with or without proof of origin; `offer` is where remarks point to."""

    offer: Offer
    item: Item
    origin: str
    catalog: Catalog
    problems: Problems

    def on(self, day: date) -> Cited:
        """The rate of a day, the lowest that applies. Raises RuleUnknown where the tariff has no answer.

        Provisional rates are set for a year: after the last table the MFN rate holds, and what that costs is told.
        """
        if self.origin in self.catalog.ordinary.general_rate_origins:
            return self._general(day)
        tariff = self.catalog.tariff.rate(self.item.hs_code, day)
        if tariff.carried:
            self.problems.note("rates-carried-on", year=tariff.year)
        self._remark_on_row(tariff)
        candidates = [_cited(tariff, tariff.rate, "mfn")]
        provisional = tariff.row.provisional
        if provisional is not None and provisional < tariff.rate and tariff.carried:
            of_a_million = (tariff.rate - provisional) * MILLION
            rates = {"provisional": f"{provisional:.2%}", "mfn": f"{tariff.rate:.2%}"}
            self._note("provisional-ended", tariff, year=tariff.year, more=f"{of_a_million:,.0f}", **rates)
        elif provisional is not None and provisional < tariff.rate:
            candidates.append(_cited(tariff, provisional, "provisional"))
            if tariff.row.part_of_code:
                self._note("provisional-part-only", tariff, part=tariff.row.part_of_code)
        candidates += self._agreement_rate(tariff, day, min(entry.value for entry in candidates))
        return min(candidates, key=lambda entry: entry.value)

    def _general(self, day: date) -> Cited:
        tariff = self.catalog.tariff.general_rate(self.item.hs_code, day)
        if tariff.carried:
            self.problems.note("rates-carried-on", year=tariff.year)
        mfn = tariff.row.mfn
        code = {**self._origin_names(), "offer": self.offer.offer, "rate": f"{tariff.rate:.2%}"}
        if mfn is None:
            self._note("general-rate", tariff, mfn="-", more="-", **code)
        else:
            more = f"{(tariff.rate - mfn) * MILLION:,.0f}"
            self._note("general-rate", tariff, mfn=f"{mfn:.2%}", more=more, **code)
        if self.offer.origin_proof:
            self._note("proof-without-agreement", tariff, origin=self.origin, offer=self.offer.offer)
        return _cited(tariff, tariff.rate, "general")

    def remark_on_stated(self, stated: Cited, day: date) -> None:
        """That the offer states a rate for goods that would pay the general one, where it is not that rate."""
        if self.origin not in self.catalog.ordinary.general_rate_origins:
            return
        try:
            row = self.catalog.tariff.row(self.item.hs_code, day)
        except RuleUnknown:
            return  # the rate of the offer stands in for a code without a row
        if row.general != stated.value:
            general = "?" if row.general is None else f"{row.general:.2%}"
            given = {"offer": self.offer.offer, "rate": f"{stated.value:.2%}", "general": general}
            place = self.offer.cell("duty_rate")
            self.problems.note("general-rate-stated", place, **self._origin_names(), **given)

    def _origin_names(self) -> dict[str, str]:
        names = self.catalog.countries.name
        return {f"origin_{language}": names(self.origin, language) for language in LANGUAGES}

    def _remark_on_row(self, tariff: TariffRate) -> None:
        row = tariff.row
        if row.confidence == "unverified":
            self._note("rate-unverified", tariff, rate=f"{tariff.rate:.2%}")
        if row.part_of_code and row.provisional is None:
            self._note("provisional-not-on-record", tariff, part=row.part_of_code, rate=f"{tariff.rate:.2%}")

    def _agreement_rate(self, tariff: TariffRate, day: date, otherwise: Decimal) -> list[Cited]:
        agreement = self.catalog.ordinary.agreement_for(self.origin, day)
        rate = tariff.row.agreements.get(agreement.column) if agreement else None
        if self.offer.origin_proof:
            if agreement is None:
                self._note("proof-without-agreement", tariff, origin=self.origin, offer=self.offer.offer)
            elif rate is None:
                self._agreement_note("agreement-rate-missing", tariff, agreement)
            else:
                return [_cited(tariff, rate, "agreement")]
        elif agreement and rate is not None and rate < otherwise:
            self._agreement_note("agreement-without-proof", tariff, agreement, rate=f"{rate:.2%}")
        return []

    def _agreement_note(self, code: str, tariff: TariffRate, agreement: TradeAgreement, **values: object) -> None:
        names = {"agreement_zh": agreement.name_zh, "agreement_en": agreement.name_en}
        self._note(code, tariff, offer=self.offer.offer, **names, **values)

    def _note(self, code: str, tariff: TariffRate, **values: object) -> None:
        self.problems.note(code, self.item.cell("hs_code"), hs_code=tariff.row.hs_code, item=self.item.item, **values)


def _cited(tariff: TariffRate, rate: Decimal, word: str) -> Cited:
    carried = f"{tariff.year} → " if tariff.carried else f"{tariff.year}: "
    return Cited(rate, f"rule.{word}", f"{carried}{tariff.row.source}", tariff.row.confidence)
