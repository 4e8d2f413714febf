"""Every claim to relief of a case with its verdict by arrival periods: granted or not, why, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from importplan.basics.periods import Periods
from importplan.customs.cost.overview import ArrivalRun
from importplan.customs.relief.certified import CertifiedRelief
from importplan.customs.relief.rulings import ClaimRuling, Judgements, Ruling
from importplan.customs.relief.verdict import Verdict
from importplan.scenario.schema.items import Item


@dataclass(frozen=True)
class ReliefRow:
    """One certificate and item in arrival periods with one verdict, for all offers that are judged alike."""

    item: Item
    relief: CertifiedRelief
    offers: tuple[str, ...]
    run: ArrivalRun
    verdict: Verdict

    def as_record(self, calendar: Periods) -> dict[str, object]:
        """The row as plain values, for machines."""
        row = self.relief.row
        last = calendar.count - 1 if self.run.last is None else min(self.run.last, calendar.count - 1)
        return {
            "item": self.item.item,
            "offers": list(self.offers),
            "firm": row.firm,
            "regime": self.relief.regime.key,
            "certificate": row.certificate,
            "status": row.status,
            "first_arrival": calendar.label(self.run.first),
            "last_arrival": calendar.label(last),
            "granted": self.verdict.granted,
            "findings": [
                {
                    "code": found.code,
                    "effect": found.effect.value,
                    "zh": found.found("zh"),
                    "en": found.found("en"),
                    "remedy_zh": found.repair("zh"),
                    "remedy_en": found.repair("en"),
                    "source": found.source,
                    "confidence": found.confidence,
                }
                for found in self.verdict.findings
            ],
        }


def relief_rows(judgements: Judgements, horizon: int) -> tuple[ReliefRow, ...]:
    """All rows, for arrivals that begin within the plan."""
    alike: dict[tuple[str, int, int], list[ClaimRuling]] = {}
    for entry in judgements.claims:
        alike.setdefault((entry.item.item, entry.relief.position, id(entry.judgement)), []).append(entry)
    runs = cache(lambda ruling: tuple(_runs(ruling)))
    return tuple(row for group in alike.values() for row in _rows(group, runs(group[0].judgement.ruling), horizon))


def _rows(group: list[ClaimRuling], runs: tuple[ArrivalRun, ...], horizon: int) -> Iterator[ReliefRow]:
    first = group[0]
    offers = tuple(entry.offer.offer for entry in group)
    for run in runs:
        if run.first < horizon:
            yield ReliefRow(first.item, first.relief, offers, run, first.judgement.at(run.first))


def _runs(ruling: Ruling) -> Iterator[ArrivalRun]:
    """Runs of periods whose verdict says the same; what differs by rules that do not matter is one run."""
    periods = range(len(ruling.of_period))
    count = len(periods)
    for _, members in groupby(periods, key=lambda period: ruling.at(period).findings):
        run = list(members)
        yield ArrivalRun(run[0], None if run[-1] == count - 1 else run[-1])
