"""The verdicts of a case: every offer under every certificate that could cover its item, by arrival period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.catalog.load import Catalog
from importplan.catalog.regimes import Regime
from importplan.landed.arrivals import Arrivals
from importplan.landed.claim import Claim
from importplan.landed.quote import is_imported
from importplan.landed.verdict import Verdict, judge
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.qualifications import Qualification


@dataclass(frozen=True)
class Relief:
    """A row of `qualifications` with its position and its regime."""

    position: int
    row: Qualification
    regime: Regime


@dataclass(frozen=True)
class Judgement:
    """The distinct verdicts on one offer under one certificate, and which of them holds in each arrival period."""

    verdicts: tuple[Verdict, ...]
    of_period: NDArray[np.int64]  # (P,)

    def at(self, period: int) -> Verdict:
        """The verdict for goods that arrive in a period."""
        return self.verdicts[int(self.of_period[period])]

    @cached_property
    def granted(self) -> NDArray[np.bool_]:
        """Arrival periods (P,) in which the relief may be used."""
        return np.array([verdict.granted for verdict in self.verdicts], dtype=np.bool_)[self.of_period]

    @cached_property
    def would_be_granted(self) -> NDArray[np.bool_]:
        """Arrival periods (P,) in which it may be used once the certificate is held."""
        return np.array([verdict.would_be_granted for verdict in self.verdicts], dtype=np.bool_)[self.of_period]


@dataclass(frozen=True)
class Judged:
    """One claim of a case with its judgement."""

    offer: Offer
    item: Item
    relief: Relief
    judgement: Judgement


@dataclass(frozen=True)
class Judgements:
    """All claims of a case in the order of offers, then of qualifications."""

    claims: tuple[Judged, ...]

    @cached_property
    def _by_key(self) -> dict[tuple[str, int], Judgement]:
        return {(entry.offer.offer, entry.relief.position): entry.judgement for entry in self.claims}

    def of(self, offer: str, qualification: int) -> Judgement:
        """The judgement on an offer under the certificate of a row of `qualifications`."""
        return self._by_key[offer, qualification]

    def usable(self) -> Iterator[Judged]:
        """Claims that are granted in some arrival period, or would be once held."""
        return (entry for entry in self.claims if bool(entry.judgement.would_be_granted.any()))


def judge_all(scenario: Scenario, catalog: Catalog, arrivals: Arrivals, reliefs: tuple[Relief, ...]) -> Judgements:
    """Judge every offer under every certificate that names its item or none."""
    decided_on = scenario.settings.data_as_of or scenario.settings.start
    known: dict[tuple[object, ...], Judgement] = {}
    names = {firm.firm: firm.name or firm.firm for firm in scenario.all_firms}
    found = []
    for offer in scenario.offers:
        item = scenario.item_of(offer)
        plain = is_imported(offer) and offer.condition == "new"  # then only the item matters
        for relief in reliefs:
            if relief.row.item not in ("", item.item):
                continue
            key = (relief.position, item.item, "" if plain else offer.offer)
            if key not in known:
                holder = names.get(relief.row.firm, relief.row.firm)
                known[key] = _judgement(catalog, arrivals, offer, item, relief, holder, decided_on)
            found.append(Judged(offer, item, relief, known[key]))
    return Judgements(tuple(found))


def _judgement(
    catalog: Catalog, arrivals: Arrivals, offer: Offer, item: Item, relief: Relief, holder: str, decided_on: date
) -> Judgement:
    """Periods under the same rules, and on the same side of both ends of the certificate, have one verdict."""
    row = relief.row
    early = [row.valid_from is not None and row.valid_from > first for first in arrivals.first_days]
    late = [row.valid_to is not None and row.valid_to < last for last in arrivals.last_days]
    alike = np.column_stack([arrivals.segment, arrivals.rules_of_last_day, early, late])
    _, firsts, of_period = np.unique(alike, axis=0, return_index=True, return_inverse=True)
    verdicts = tuple(
        judge(
            Claim(
                catalog=catalog,
                offer=offer,
                item=item,
                payer=row.firm,
                holder=holder,
                row=row,
                regime=relief.regime,
                first=arrivals.first_days[period],
                last=arrivals.last_days[period],
                decided_on=decided_on,
            )
        )
        for period in firsts
    )
    return Judgement(verdicts, of_period.reshape(-1).astype(np.int64))
