"""The verdicts of a case: every offer under every certificate that could cover its item, by arrival period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.basics.issues import Place
from importplan.catalog.load import Catalog
from importplan.catalog.rules.regimes import Regime
from importplan.catalog.rules.relief_words import UNSAID, ReliefWords, days_until
from importplan.customs.cost.arrival_segments import Arrivals
from importplan.customs.cost.quote import is_imported
from importplan.customs.relief.certified import CertifiedRelief
from importplan.customs.relief.claim import CalledByName, Claim
from importplan.customs.relief.consent import Consent, Consents, claiming
from importplan.customs.relief.verdict import Verdict, judge
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.qualifications import Qualification

NUMBERED = UNSAID  # stands for the number of a certificate that has one


@dataclass(frozen=True, eq=False)
class Ruling:
    """The distinct verdicts on goods under certificates of the same terms, and which holds in each arrival period."""

    verdicts: tuple[Verdict, ...]
    of_period: NDArray[np.int64]  # (P,)

    def at(self, period: int) -> Verdict:
        """The verdict for goods that arrive in a period, without the names of a holder."""
        return self.verdicts[int(self.of_period[period])]

    @cached_property
    def granted(self) -> NDArray[np.bool_]:
        """Arrival periods (P,) in which the relief may be used."""
        return np.array([verdict.granted for verdict in self.verdicts], dtype=np.bool_)[self.of_period]

    @cached_property
    def is_usable(self) -> bool:
        """Whether it is granted in some arrival period, or would be once the certificate is held."""
        return any(self.verdicts[position].would_be_granted for position in set(self.of_period.tolist()))


@dataclass(frozen=True)
class HolderRuling:
    """A ruling as the holder of one certificate is told it."""

    ruling: Ruling
    holder: Mapping[CalledByName, str]

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The distinct verdicts."""
        return tuple(verdict.told(self.holder) for verdict in self.ruling.verdicts)

    def at(self, period: int) -> Verdict:
        """The verdict for goods that arrive in a period."""
        return self.verdicts[int(self.ruling.of_period[period])]


@dataclass(frozen=True)
class ClaimRuling:
    """One claim of a case with its judgement."""

    offer: Offer
    item: Item
    relief: CertifiedRelief
    judgement: HolderRuling
    consent: Consent


@dataclass(frozen=True)
class Judgements:
    """All claims of a case in the order of offers, then of qualifications."""

    claims: tuple[ClaimRuling, ...]

    @cached_property
    def _claim(self) -> dict[tuple[str, int], ClaimRuling]:
        return {(entry.offer.offer, entry.relief.position): entry for entry in self.claims}

    def of(self, offer: str, qualification: int) -> HolderRuling:
        """The judgement on an offer under the certificate of a row of `qualifications`."""
        return self._claim[offer, qualification].judgement

    def consent(self, offer: str, qualification: int) -> Consent:
        """The consent on which a claim rests."""
        return self._claim[offer, qualification].consent

    def has(self, offer: str, qualification: int) -> bool:
        """Whether a row of `qualifications` claims the goods of an offer."""
        return (offer, qualification) in self._claim

    def usable(self) -> Iterator[ClaimRuling]:
        """Claims that are granted in some arrival period, or would be once held."""
        return (entry for entry in self.claims if entry.judgement.ruling.is_usable)

    def distinct(self) -> Iterator[ClaimRuling]:
        """The first claim of each judgement: offers that are judged alike share one."""
        found: dict[int, ClaimRuling] = {}
        for entry in self.claims:
            found.setdefault(id(entry.judgement), entry)
        return iter(found.values())


def terms(row: Qualification, vocabulary: ReliefWords) -> Qualification:
    """What of a certificate a question may rest on: all but whose it is, the days of payments, and what papers say.

    Numbers are taken out, but where they are none: 申请中, 已注销, 有效期至2009年3月31日.
    """
    number, project = (
        words if vocabulary.is_no_number(words) or days_until(words) else blank
        for words, blank in ((row.certificate, row.certificate and NUMBERED), (row.project_no, ""))
    )
    nameless = replace(row, firm="", certificate=number, item="", project_no=project)
    unsigned = replace(nameless, confirmed_by="", confirmed_on=None, confirmed_basis="")  # that is `Claim.consent`
    undated = replace(unsigned, decision_on=None, guarantee_share=0.0, first_import_on=None)
    return replace(undated, tax_nature="", customs_office="", import_port="", use_place="")


def judge_all(
    scenario: Scenario, catalog: Catalog, arrivals: Arrivals, reliefs: tuple[CertifiedRelief, ...], real: int
) -> Judgements:
    """Judge every offer under every certificate that names its item or none; each distinct question once.

    Rows of `qualifications` from position `real` on are imagined. Rows that only consent claim nothing.
    """
    court = _Court(catalog, arrivals, scenario.settings.data_as_of or scenario.settings.start)
    asked = [
        (relief, terms(relief.row, catalog.relief_words), _holder(scenario, relief.row)) for relief in claiming(reliefs)
    ]
    consents = Consents(reliefs, real, scenario.settings.example)
    known: dict[tuple[int, str, str], HolderRuling] = {}
    found = []
    for offer in scenario.offers:
        item = scenario.item_of(offer)
        plain = is_imported(offer) and offer.condition == "new" and not catalog.relief_words.says("used", offer.model)
        for relief, row, holder in asked:
            if relief.row.item not in ("", item.item):
                continue
            goods = (item.item, "" if plain else offer.offer)  # of new goods from abroad only the item matters
            key = (relief.position, *goods)
            if key not in known:
                known[key] = HolderRuling(
                    court.ruling(goods, offer, item, row, relief.regime, consents.to(item, relief)), holder
                )
            found.append(ClaimRuling(offer, item, relief, known[key], consents.to(item, relief)))
    return Judgements(tuple(found))


def _holder(scenario: Scenario, row: Qualification) -> dict[CalledByName, str]:
    return {CalledByName.FIRM: scenario.name_of(row.firm), CalledByName.CERTIFICATE: row.certificate or "-"}


@dataclass(frozen=True)
class _Court:
    """Rules on questions and keeps what it has ruled."""

    catalog: Catalog
    arrivals: Arrivals
    decided_on: date
    _ruled: dict[tuple[tuple[str, str], Qualification, Consent], Ruling] = field(default_factory=dict)

    def ruling(
        self, goods: tuple[str, str], offer: Offer, item: Item, row: Qualification, regime: Regime, consent: Consent
    ) -> Ruling:
        """The ruling on goods under certificates of the same terms and consent, which are all of one regime."""
        key = (goods, row, replace(consent, place=Place()))
        if key not in self._ruled:
            self._ruled[key] = self._rule(offer, item, row, regime, consent)
        return self._ruled[key]

    def _rule(self, offer: Offer, item: Item, row: Qualification, regime: Regime, consent: Consent) -> Ruling:
        """Periods under the same rules, and on the same side of the ends of the certificate and of the consent."""
        arrivals = self.arrivals
        given_on = consent.confirmed_on
        unsigned = [given_on is not None and given_on > first for first in arrivals.first_days]
        early = [row.valid_from is not None and row.valid_from > first for first in arrivals.first_days]
        late = [row.valid_to is not None and row.valid_to < last for last in arrivals.last_days]
        alike = np.column_stack([arrivals.segment, arrivals.rules_of_last_day, early, late, unsigned])
        _, firsts, of_period = np.unique(alike, axis=0, return_index=True, return_inverse=True)
        verdicts = tuple(
            judge(
                Claim(
                    catalog=self.catalog,
                    offer=offer,
                    item=item,
                    row=row,
                    regime=regime,
                    first=arrivals.first_days[period],
                    last=arrivals.last_days[period],
                    decided_on=self.decided_on,
                    consent=consent,
                )
            )
            for period in firsts
        )
        return Ruling(verdicts, of_period.reshape(-1).astype(np.int64))
