"""Steps at customs and with the authorities: permits, reliefs, declaration, certificates, supervision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from importplan.catalog.rules.deadlines import Duration
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.contract_taxes import contracts
from importplan.results.views.declared import SIGNED, Declared, declared
from importplan.results.views.permits import permit_name, permit_steps
from importplan.results.views.steps.orders import bought
from importplan.results.views.steps.step import Step
from importplan.results.views.supervised import SupervisedLot, lot_words, lots
from importplan.scenario.schema.qualifications import Qualification
from importplan.uncertainty.dates.shipments import CLEARED, STAGES

APPLIED = "applied"
UNVERIFIED = "unverified"


def steps(result: PlanResult, names: Names) -> Iterator[Step]:
    """All of them."""
    yield from _permits(result, names)
    yield from _declarations(result, names)
    yield from _payments(result, names)
    for entry in declared(result):
        yield from _relief(result, names, entry)
    for number, row in enumerate(result.scenario.qualifications):
        yield from _certificate(result, names, number, row)
    yield from _supervision(result, names, lots(result))


def _basis(confidence: str) -> str:
    return UNVERIFIED if confidence == UNVERIFIED else "rule"


def _permits(result: PlanResult, names: Names) -> Iterator[Step]:
    for step in permit_steps(result):
        if step.apply_by is None:
            continue
        what = {"permit": permit_name(step, names), "item": names.item(step.item), "order": step.order}
        confidence = step.known.confidence if step.known else "given"
        doubt = names.word("result.doubt.permit_waits", days=step.waits_days) if step.waits_days else ""
        words, key = names.word("result.action.permit", **what), f"permit|{step.permit}|{step.item}|{step.order}"
        yield Step(step.apply_by, "customs", "permit", words, step.order, _basis(confidence), key, doubt)


def _declarations(result: PlanResult, names: Names) -> Iterator[Step]:
    """The last day to declare without the charge for declaring late."""
    span = result.catalog.deadlines.spans["declaration"]
    for order in bought(result, names):
        if order.is_open(CLEARED) and not order.domestic:
            words = names.word("result.action.declare", goods=order.goods(names), source=names.source(order.offer))
            day, basis = span.after(order.dates.port), _basis(span.cited.confidence)
            doubt = estimated_words(names, span, order.dates.port, day)
            yield Step(day, "customs", "declare", words, order.label, basis, f"declare|{order.key}", doubt)


def _payments(result: PlanResult, names: Names) -> Iterator[Step]:
    """The last day to pay duties and import VAT without the fee of lateness, declared on the day of arrival."""
    deadlines = result.catalog.deadlines
    span = deadlines.spans["tax_payment"]
    for contract in contracts(result):
        tax, port = contract.tax_cny, contract.dates.port
        if not tax or not contract.is_open:
            continue
        label = names.word(f"result.lot.{contract.kind}", number=contract.number, reference=contract.reference)
        fee = deadlines.late_fee.of_a_day(tax)
        what = names.item(contract.offer.item)
        words = names.word("result.action.pay_tax", tax=tax, days=span.length, fee=fee, goods=what)
        day = span.after(port)
        doubt = estimated_words(names, span, port, day)
        basis = _basis(span.cited.confidence)
        yield Step(day, "finance", "pay_tax", words, label, basis, f"pay_tax|{contract.key}", doubt)


def estimated_words(names: Names, span: Duration, first: date, last: date) -> str:
    """That holidays which are not announced yet may move a day; blank where they cannot."""
    if not span.rests_on_estimate(first, last):
        return ""
    year = next(year for year in range(first.year, last.year + 1) if span.working.is_estimated(year))
    return names.word("result.doubt.holidays", year=year)


def _relief(result: PlanResult, names: Names, entry: Declared) -> Iterator[Step]:
    """Apply before declaration with contract and invoice; a guarantee where the answer may not be there."""
    row, scenario = entry.qualification(result.scenario), result.scenario
    if entry.kind == SIGNED and STAGES[scenario.open_orders[entry.number - 1].stage] >= CLEARED:
        return
    spans, dates = result.catalog.deadlines.spans, entry.dates
    decision, guarantee = spans["customs_decision"], spans["guarantee"]
    label = names.word(f"result.lot.{entry.kind}", number=entry.number, reference=entry.reference)
    goods = names.word(
        "result.goods", item=names.item(entry.item.item), quantity=entry.quantity, unit=names.unit(entry.item.item)
    )
    what: dict[str, object] = {"goods": goods, "regime": entry.regime.name(names.language)}
    what |= {"days": decision.length, "months": guarantee.length, "tax": float(entry.tax_relieved_cny)}
    key = f"{entry.kind}|{entry.reference}|{entry.offer.offer}|{entry.payer}|{entry.certificate}|{dates.order_by}"
    by = decision.before(dates.port)
    late = names.word("result.doubt.decision_late", days=decision.length) if by < dates.order_by else ""
    said = (late, estimated_words(names, decision, by, dates.port))
    doubts = names.word("result.list_join").join(part for part in said if part)

    def step(day: date, role: str, kind: str, basis: str, doubt: str = "") -> Step:
        return Step(day, role, kind, names.word(f"result.action.{kind}", **what), label, basis, f"{kind}|{key}", doubt)

    yield step(max(by, dates.order_by), "customs", "apply_relief", _basis(decision.cited.confidence), doubts)
    if row.status == APPLIED or late:
        yield step(dates.port, "finance", "tax_guarantee", UNVERIFIED)
        yield step(guarantee.after(dates.port), "customs", "tax_guarantee_end", _basis(guarantee.cited.confidence))


def _certificate(result: PlanResult, names: Names, number: int, row: Qualification) -> Iterator[Step]:
    regime = result.catalog.regime(row.regime)
    if regime is None:
        return
    what = {"firm": names.firm(row.firm), "regime": regime.name(names.language), "certificate": row.certificate or "-"}
    if row.status == "planned":
        start = result.scenario.settings.start
        year = row.valid_from.year - 1 if row.valid_from else start.year
        found = result.catalog.deadlines.round(regime.key, max(year, start.year))
        if found is not None:
            doubt = "" if found.on_record else names.word("result.doubt.round", year=found.closes.year)
            words = names.word("result.action.apply_round", **what)
            basis = _basis(found.cited.confidence)
            yield Step(
                found.closes, "customs", "apply_round", words, what["certificate"], basis, f"round|{number}", doubt
            )
    if row.valid_to is not None and row.status != "planned":
        words = names.word("result.action.certificate_end", **what)
        yield Step(row.valid_to, "customs", "certificate_end", words, what["certificate"], "given", f"valid|{number}")


def _supervision(result: PlanResult, names: Names, found: tuple[SupervisedLot, ...]) -> Iterator[Step]:
    """One report a year for each firm; the end for each lot."""
    reports: dict[tuple[date, str], int] = defaultdict(int)
    rules = result.catalog.supervision
    for lot in found:
        for day in lot.reports(result):
            reports[day, lot.payer] += 1
        if lot.end is not None and lot.term is not None:
            goods = names.word(
                "result.goods", item=names.item(lot.item.item), quantity=lot.quantity, unit=names.unit(lot.item.item)
            )
            words, label = names.word("result.action.supervision_end", goods=goods), lot_words(names, lot)
            key = f"supervision_end|{lot.kind}|{lot.number}|{lot.item.item}"
            yield Step(lot.end, "customs", "supervision_end", words, label, _basis(lot.term.cited.confidence), key)
    for (day, payer), count in reports.items():
        words = names.word("result.action.supervision_report", firm=names.firm(payer), count=count)
        key, basis = f"report|{payer}|{day.year}", _basis(rules.report.confidence)
        yield Step(day, "customs", "supervision_report", words, names.firm(payer), basis, key)
