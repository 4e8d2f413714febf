"""Which findings stand on page one: doubts about reliefs that are used, and what bars a relief in the whole plan."""

from __future__ import annotations

from importplan.basics.issues import Place
from importplan.customs.cost.problems import Problems
from importplan.customs.cost.quote import is_imported
from importplan.customs.relief.claim import Finding
from importplan.customs.relief.rulings import ClaimRuling, Judgements, Ruling
from importplan.scenario.scenario import RESERVE, Scenario

IDLE = "relief-frees-nothing"  # of a certificate; page one says why, item by item
OF_ROW = {"relief-applied": "status", "relief-planned": "status", "relief-equipment-not-named": "policy_clause"}
OF_CERTIFICATE = (
    "relief-applicant", "relief-goods-class", "relief-certificate", "relief-not-in-force", "relief-quota",
    "relief-project",
)  # fmt: skip
NO_NEWS = ("relief-kind", "relief-not-declared")  # of a certificate for all items: most goods are of another kind


def note_findings(scenario: Scenario, judgements: Judgements, problems: Problems) -> None:
    """Note what page one must say of the reliefs of a case."""
    worth_saying: dict[int, tuple[Finding, ...]] = {}
    for entry in judgements.distinct():
        ruling = entry.judgement.ruling
        if id(ruling) not in worth_saying:
            worth_saying[id(ruling)] = _worth_saying(ruling, scenario.calendar.count)
        for finding in worth_saying[id(ruling)]:
            told = finding.told(entry.judgement.holder)
            problems.note(told.code, place_of(entry, told), **_values(told))
    _note_pool(scenario, judgements, problems)
    _note_idle(scenario, judgements, problems)


def _worth_saying(ruling: Ruling, horizon: int) -> tuple[Finding, ...]:
    """Each once. That a certificate does not cover every period is no news; that nothing is ever relieved is."""
    periods = dict.fromkeys(int(position) for position in ruling.of_period[:horizon])
    verdicts = [ruling.verdicts[position] for position in periods]
    usable = [verdict for verdict in verdicts if verdict.would_be_granted]
    if usable:
        # What would be granted is barred by nothing but that it is only planned.
        return tuple(dict.fromkeys(found for verdict in usable for found in (*verdict.bars, *verdict.doubts)))
    bars = list(dict.fromkeys(found for verdict in verdicts for found in verdict.bars))
    if any(found.code in NO_NEWS for found in bars):
        return ()
    always = [found for found in bars if all(found in verdict.bars for verdict in verdicts)]
    return tuple(always or bars)


def place_of(entry: ClaimRuling, finding: Finding) -> Place:
    """The cell that a finding speaks of."""
    if finding.code in OF_ROW:
        return entry.relief.row.cell(OF_ROW[finding.code])
    if finding.code.startswith(OF_CERTIFICATE):
        return entry.relief.row.cell("regime")
    if finding.code.startswith("relief-consent") and not entry.consent.is_blank:
        return entry.consent.place
    if finding.code.startswith(("relief-used", "relief-condition")):
        return entry.offer.cell("condition")
    return entry.item.cell("catalog_ref")


def _values(finding: Finding) -> dict[str, object]:
    """What hangs on the certificate alone is said once, not for each item."""
    return {name: value for name, value in finding.values.items() if name != "item" or finding.code not in OF_ROW}


def _note_pool(scenario: Scenario, judgements: Judgements, problems: Problems) -> None:
    """Goods that the reserve has taxed on arrival have no relief to pass on to a firm that holds one."""
    if not scenario.has_reserve:
        return
    sites = {site.site: site.kind for site in scenario.sites if site.owner == RESERVE}
    if sites and "ordinary" not in sites.values():
        return
    pooled = {row.item for row in scenario.reserve_terms}
    for entry in judgements.usable():
        if entry.item.item in pooled:
            regime = entry.relief.regime
            problems.note(
                "relief-not-from-pool",
                entry.item.cell("catalog_ref"),
                item=entry.item.item,
                regime=regime.key,
                regime_zh=regime.name_zh,
                regime_en=regime.name_en,
            )


def _note_idle(scenario: Scenario, judgements: Judgements, problems: Problems) -> None:
    """Certificates of the case that relieve nothing that can be bought, each with the first reason, for `check`."""
    usable = {entry.relief.position for entry in judgements.usable()}
    idle: dict[int, ClaimRuling] = {}
    for entry in judgements.claims:
        place = entry.relief.position
        if place < len(scenario.qualifications) and place not in usable and is_imported(entry.offer):
            idle.setdefault(place, entry)
    for entry in idle.values():
        row, regime = entry.relief.row, entry.relief.regime
        bar = next(found for verdict in entry.judgement.verdicts for found in verdict.bars)
        problems.note(
            IDLE,
            row.cell("regime"),
            firm=row.firm,
            certificate=row.certificate or "-",
            regime=regime.key,
            regime_zh=regime.name_zh,
            regime_en=regime.name_en,
            reason_zh=bar.found("zh"),
            reason_en=bar.found("en"),
        )
