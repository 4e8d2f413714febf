"""Sheets `firms` and `qualifications`: who answered, and which reliefs they say they have.

A relief that only a questionnaire names exempts nothing: without a certificate it is planned, and priced as taxed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from importplan.catalog.load import Catalog
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.qualifications import Qualification
from importplan.survey.case.trace import Trace
from importplan.survey.firms import IdentifiedFirm

AEO = "aeo"


def firms(identified: Iterable[IdentifiedFirm], base: Scenario, trace: Trace) -> tuple[Firm, ...]:
    """Every firm that answered; of firms of the base that did not, those that own sites or are named in limits."""
    known = {firm.firm: firm for firm in base.firms}
    rows = [_firm(entry, known.get(entry.firm), trace) for entry in identified]
    answered = {row.firm for row in rows}
    named = {site.owner for site in base.sites} | {limit.who for limit in base.limits}
    return (*rows, *(firm for firm in base.firms if firm.firm not in answered and firm.firm in named))


def _firm(entry: IdentifiedFirm, known: Firm | None, trace: Trace) -> Firm:
    """A firm; what the base knows and the questionnaire does not ask (VAT, ownership) is kept."""
    record, row = entry.record, known or Firm(firm=entry.firm)
    credit = record.text("customs_credit")
    changes: dict[str, Any] = {
        "name": row.name or entry.name,
        "credit_code": entry.credit_code or row.credit_code,
        "city": entry.city or row.city,
        "industry": entry.industry or row.industry,
        "customs_code": record.text("customs_code") or row.customs_code,
    }
    for column, question in (("credit_code", "credit_code"), ("city", "city"), ("industry", "industry"),
                             ("customs_code", "customs_code"), ("name", "firm_name")):  # fmt: skip
        if changes[column] and changes[column] != getattr(row, column):
            trace.told("firms", entry.firm, column, changes[column], record.answer(question))
    aeo = credit == AEO if credit else row.aeo
    if credit:
        trace.told("firms", entry.firm, "aeo", "yes" if aeo else "no", record.answer("customs_credit"))
    return replace(row, aeo=aeo, **changes)


def qualifications(
    identified: Iterable[IdentifiedFirm], base: Scenario, kept: Iterable[Firm], catalog: Catalog, trace: Trace
) -> tuple[Qualification, ...]:
    """Those of the base for firms that are in the case, and what else the firms name, as planned."""
    present = {firm.firm for firm in kept}
    rows = [row for row in base.qualifications if row.firm in present]
    held = {(row.firm, row.regime) for row in rows}
    for entry in identified:
        rows.extend(_planned(entry, held, base.settings.start, catalog, trace))
    return tuple(rows)


def _planned(
    entry: IdentifiedFirm, held: set[tuple[str, str]], start: date, catalog: Catalog, trace: Trace
) -> Iterator[Qualification]:
    answer, until = entry.record.answer("reliefs"), entry.record.answer("relief_valid_to")
    valid_to = until.value if isinstance(until.value, date) else None
    for regime in answer.value if isinstance(answer.value, tuple) else ():
        if (entry.firm, regime) in held:
            continue
        known = catalog.regimes.get(regime)
        ended = valid_to is not None and valid_to < start
        if ended or known is None or known.on(start) is None:
            reason = "relief_ended" if ended else "relief_not_in_force"
            trace.leave_out("qualifications", reason, entry.firm, "", until if ended else answer, regime)
            continue
        row = f"{entry.firm}/{regime}"
        trace.derived("qualifications", row, "status", "planned", "relief_without_certificate", (answer,))
        yield Qualification(firm=entry.firm, regime=regime, valid_to=valid_to, status="planned")
