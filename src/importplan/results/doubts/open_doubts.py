"""The doubts of a case: what is not settled, and the case under the other answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from importplan.basics.errors import RuleUnknown
from importplan.basics.issues import Place
from importplan.customs.cost.quote import is_imported
from importplan.customs.relief.answers import Ground, Grounds, ground_of
from importplan.customs.relief.claim import Effect, Finding
from importplan.customs.relief.relief_notes import place_of
from importplan.customs.relief.rulings import ClaimRuling, Judgements
from importplan.customs.relief.verdict import Verdict
from importplan.customs.relief.worth import granted_row
from importplan.results.plan_result import PlanResult
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer


class Kind(Enum):
    """What a doubt is about, and so who settles it."""

    ROW = "row"  # a row of a list, and who has confirmed it
    RULING = "ruling"  # customs: better than a not-exempt row, other goods, another heading
    CERTIFICATE = "certificate"  # the papers of the firm
    PENDING = "pending"  # a certificate that is applied for or planned
    ORIGIN = "origin"  # a proof of origin
    RATE = "rate"  # a rate of duty


@dataclass(frozen=True)
class OpenDoubt:
    """One doubt. `yes` is whether the plan rests on the better answer; the other case is `scenario` or `grounds`."""

    kind: Kind
    key: str  # stable: what a probability is given for
    at: Place
    yes: bool
    findings: tuple[Finding, ...]
    firm: str = ""
    regime: str = ""
    item: str = ""
    scenario: Scenario | None = None  # of the other answer; None: the same
    grounds: Grounds | None = None  # that hold, or not, under the other answer
    priced: bool = True  # False: the other answer has no figure on record

    @property
    def source(self) -> str:
        """The documents that the findings name."""
        return "; ".join(dict.fromkeys(found.source for found in self.findings if found.source))


def doubts_of(result: PlanResult, judgements: Judgements) -> tuple[OpenDoubt, ...]:
    """Every doubt of a case, in the order of its rows: certificates, grounds of reliefs, proofs of origin, rates."""
    found = (*_pending(result, judgements), *_grounds(result, judgements), *_of_notes(result))
    return tuple({doubt.key: doubt for doubt in found}.values())


def _pending(result: PlanResult, judgements: Judgements) -> Iterator[OpenDoubt]:
    """Certificates that are not held yet: one application is one doubt, though rows may name its items."""
    scenario = result.scenario
    usable = {entry.relief.position: entry for entry in judgements.usable()}
    groups: dict[tuple[str, str, str, str], list[int]] = {}
    for position, row in enumerate(scenario.qualifications):
        if row.status != "held" and position in usable:
            key = (row.firm, usable[position].relief.regime.key, row.certificate, row.status)
            groups.setdefault(key, []).append(position)
    for (firm, regime, certificate, status), positions in groups.items():
        rows = tuple(
            row if at not in positions
            else replace(row, status="planned") if status == "applied"
            else granted_row(row, result.catalog)
            for at, row in enumerate(scenario.qualifications)
        )  # fmt: skip
        first = usable[positions[0]]
        code = f"relief-{status}"
        told = next(
            found for verdict in first.judgement.verdicts for found in verdict.findings if found.code == code
        )  # fmt: skip
        row = scenario.qualifications[positions[0]]
        name = certificate or row.place.cell or str(positions[0])
        yield OpenDoubt(
            Kind.PENDING, f"pending/{firm}/{regime}/{name}", row.cell("status"),
            status == "applied", (told,), firm, regime, row.item, scenario.replace(qualifications=rows),
        )  # fmt: skip


def _grounds(result: PlanResult, judgements: Judgements) -> Iterator[OpenDoubt]:
    """Grounds of reliefs that are granted with a doubt, or refused for want of a paper alone."""
    horizon = result.scenario.calendar.count
    asked: dict[Grounds, dict[Finding, ClaimRuling]] = {}
    for entry in judgements.claims:
        for verdict in _verdicts(entry, horizon):
            for found in verdict.findings:
                ground = ground_of(found)
                if ground is None or verdict.treatment is None:
                    continue
                item = "" if ground is Ground.CERTIFICATE else entry.item.item
                grounds = Grounds(ground, entry.relief.row.firm, entry.relief.regime.key, item)
                asked.setdefault(grounds, {}).setdefault(found, entry)
    for grounds, said in asked.items():
        granted, opened = _granted(judgements, grounds, horizon)
        if not granted and not opened:
            continue
        effect = Effect.DOUBT if granted else Effect.BARS
        speaking = [found for found in said if found.effect is effect]
        if not speaking:
            continue
        entry = said[speaking[0]]
        yield OpenDoubt(
            Kind(grounds.ground.value), "/".join((grounds.ground.value, grounds.firm, grounds.regime, grounds.item)),
            place_of(entry, speaking[0]), granted, tuple(found.told(entry.judgement.holder) for found in speaking),
            grounds.firm, grounds.regime, grounds.item, None, grounds,
        )  # fmt: skip


def _verdicts(entry: ClaimRuling, horizon: int) -> Iterator[Verdict]:
    ruling = entry.judgement.ruling
    return (ruling.verdicts[at] for at in dict.fromkeys(ruling.of_period[:horizon].tolist()))


def _granted(judgements: Judgements, grounds: Grounds, horizon: int) -> tuple[bool, bool]:
    """Whether the goods are relieved as it is, and whether they would be if the grounds held."""
    spoken = [entry for entry in judgements.claims if grounds.speak_of(entry)]
    verdicts = [verdict for entry in spoken for verdict in _verdicts(entry, horizon)]
    as_it_is = any(verdict.granted for verdict in verdicts)
    return as_it_is, any(grounds.answered(verdict, True).would_be_granted for verdict in verdicts)


def _of_notes(result: PlanResult) -> Iterator[OpenDoubt]:
    """Proofs of origin that are missing, and rates that rest on a word."""
    scenario = result.scenario
    items = {item.item: item for item in scenario.items}
    for note in result.landed.notes:
        told, key = Finding(note.code, Effect.DOUBT, note.values), f"{note.code}/{note.at}"
        offer = scenario.offer_index.get(str(note.values.get("offer", "")))
        if note.code == "agreement-without-proof" and offer is not None:
            row = scenario.offers[offer]
            other = _with_offers(scenario, {row.offer: replace(row, origin_proof=True)})
            key = f"origin/{row.offer}"
            yield OpenDoubt(Kind.ORIGIN, key, row.cell("origin_proof"), False, (told,), item=row.item, scenario=other)
        elif note.code == "duty-rate-without-source" and offer is not None:
            row = scenario.offers[offer]
            key = f"rate/{row.offer}"
            plain = _with_offers(scenario, {row.offer: replace(row, duty_rate=None)})
            known = _on_record(result, items[row.item].hs_code)
            if known is None:
                yield OpenDoubt(Kind.RATE, key, row.cell("duty_rate"), True, (told,), item=row.item, priced=False)
            else:
                better = (row.duty_rate or 0.0) <= known
                yield OpenDoubt(
                    Kind.RATE, key, row.cell("duty_rate"), better, (told,), item=row.item, scenario=plain,
                )  # fmt: skip
        elif note.code == "provisional-part-only" and str(note.values.get("item")) in items:
            item = items[str(note.values["item"])]
            mfn = _on_record(result, item.hs_code)
            if mfn is None:
                continue
            changed = {
                row.offer: replace(row, duty_rate=mfn, duty_rate_source="MFN")
                for row in scenario.offers
                if row.item == item.item and row.duty_rate is None and is_imported(row) and not row.origin_proof
            }
            key = f"rate/{item.item}"
            yield OpenDoubt(
                Kind.RATE, key, item.cell("hs_code"), True, (told,), item=item.item,
                scenario=_with_offers(scenario, changed),
            )  # fmt: skip
        elif note.code in ("rate-unverified", "provisional-not-on-record", "agreement-rate-missing"):
            item_id = str(note.values.get("item", ""))
            yield OpenDoubt(Kind.RATE, key, note.at, True, (told,), item=item_id, priced=False)


def _on_record(result: PlanResult, hs_code: str) -> float | None:
    try:
        return float(result.catalog.tariff.rate(hs_code, result.scenario.settings.start).rate)
    except RuleUnknown:
        return None


def _with_offers(scenario: Scenario, changed: dict[str, Offer]) -> Scenario:
    return scenario.replace(offers=tuple(changed.get(row.offer, row) for row in scenario.offers))
