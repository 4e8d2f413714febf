"""One page for each contract (单合同税费与证件页).

Goods, taxes with their rules, papers, days, what a refusal costs, and what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.issues import Place
from importplan.basics.labels import known
from importplan.customs.cost.rules.goods import GOODS
from importplan.customs.cost.table import ChargeLine
from importplan.customs.cost.terms import CUSTOMS_VALUE
from importplan.results import forms
from importplan.results.names import Names
from importplan.results.page_one.section import Section, Summary, numbered
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.landed_cost import charge_words, rule_words
from importplan.results.table import Column, Form, Look, Table
from importplan.results.views.application import applied_in, asked_of, code_words
from importplan.results.views.contract_taxes import TAXED, Contract, Declaration, contracts
from importplan.results.views.declared import SIGNED, Declared
from importplan.results.views.permits import PermitStep, permit_name, permit_steps, validity_words, waits_words
from importplan.results.views.steps.customs import estimated_words
from importplan.results.views.supervised import SupervisedLot, lots, term_words

MOST_MISSING = 14  # lines of what is missing that the page holds; the papers have all
DETAIL = Form(Look.LONG_TEXT)


def contract_label(contract: Contract, names: Names) -> str:
    """What people call it."""
    return names.word(f"result.lot.{contract.kind}", number=contract.number, reference=contract.reference)


def pages(result: PlanResult, names: Names) -> Iterator[tuple[Contract, Summary]]:
    """The page of every contract that comes through customs and is not cleared."""
    permits: dict[str, list[PermitStep]] = {}
    for step in permit_steps(result):
        permits.setdefault(step.order, []).append(step)
    for contract in contracts(result):
        if contract.is_open:
            label = contract.reference if contract.kind == SIGNED else str(contract.number)
            yield contract, _Page(result, names, contract, tuple(permits.get(label, ()))).summary()


@dataclass(frozen=True)
class TaxLine:
    """One amount of one declaration."""

    part: str
    line: ChargeLine
    rule: str


@dataclass(frozen=True)
class NeededPaper:
    """One document that the contract needs."""

    name: str
    what: str
    status: str
    by: date | None
    missing: str


@dataclass(frozen=True)
class RefusedRelief:
    """What is due for goods whose relief is refused."""

    entry: Declared
    certificate: str
    status: str
    duty_cny: Decimal
    vat_cny: Decimal
    tax_cny: Decimal
    cost_cny: Decimal


GOODS_COLUMNS: tuple[Column[Declaration], ...] = (
    Column("hs_code", "", forms.LONG, lambda row: code_words(row.item), span=3),
    Column("item", "", forms.ITEM.wrapped, lambda row: row.item.item, span=5),
    Column("quantity", "goods", forms.UNITS, lambda row: row.quantity, span=2),
    Column("unit", "", forms.UNIT, lambda row: row.item.item, span=1),
    Column("currency", "", forms.LONG, lambda row: row.price.currency, span=2),
    Column("unit_price", "currency", forms.MONEY, lambda row: row.price.amount, span=3),
    Column("amount", "currency", forms.MONEY, lambda row: row.price.amount * row.quantity, span=4),
    Column("customs_value_cny", "cny", forms.YUAN, lambda row: row.customs_value_cny, span=4, total=True),
)
TAX_COLUMNS: tuple[Column[TaxLine], ...] = (
    Column("declared_part", "", DETAIL, lambda row: row.part, span=3),
    Column("charge", "", Form(Look.TEXT, charge_words), lambda row: row.line.charge, span=4),
    Column("base_cny", "cny", forms.YUAN, lambda row: row.line.base_cny, span=3),
    Column("rate", "share", forms.RATE, lambda row: row.line.rate, span=2),
    Column("charge_cny", "cny", forms.YUAN, lambda row: row.line.amount_cny, span=3),
    Column("rule_and_article", "", DETAIL, lambda row: row.rule, span=7),
    Column("confidence", "", forms.CONFIDENCE, lambda row: row.line.confidence, span=2),
)
PAPER_COLUMNS: tuple[Column[NeededPaper], ...] = (
    Column("paper", "", DETAIL, lambda row: row.name, span=4),
    Column("paper_what", "", DETAIL, lambda row: row.what, span=7),
    Column("paper_status", "", DETAIL, lambda row: row.status, span=4),
    Column("paper_by", "", forms.DATE, lambda row: row.by, span=3),
    Column("paper_missing", "", DETAIL, lambda row: row.missing, span=6),
)
REFUSED_COLUMNS: tuple[Column[RefusedRelief], ...] = (
    Column("certificate", "", DETAIL, lambda row: row.certificate, span=6),
    Column("paper_status", "", DETAIL, lambda row: row.status, span=3),
    Column("duty_due_cny", "cny", forms.YUAN, lambda row: row.duty_cny, span=4, total=True),
    Column("vat_due_cny", "cny", forms.YUAN, lambda row: row.vat_cny, span=4, total=True),
    Column("tax_due_cny", "cny", forms.YUAN, lambda row: row.tax_cny, span=4, total=True),
    Column("cost_effect_cny", "cny", forms.YUAN, lambda row: row.cost_cny, span=3, total=True),
)


@dataclass(frozen=True)
class _Page:
    """The parts of one page."""

    result: PlanResult
    names: Names
    contract: Contract
    permits: tuple[PermitStep, ...]

    def word(self, key: str, **values: object) -> str:
        return self.names.word(key, **values)

    def summary(self) -> Summary:
        settings, names, contract = self.result.scenario.settings, self.names, self.contract
        head = (
            self.word("result.contract.buyer", name=names.firm(contract.payer)),
            self.word("result.contract.source", source=names.source(contract.offer)),
            self.word("result.contract.term", term=names.choice("offers.incoterm", contract.offer.incoterm)),
            self.word("result.contract.sum", value=contract.customs_value_cny, tax=contract.tax_cny),
        )
        sections = (
            Section(self.word("result.contract.goods"), Table("contract_goods", GOODS_COLUMNS, contract.declarations)),
            Section(self.word("result.contract.taxes"), Table("contract_taxes", TAX_COLUMNS, tuple(self.taxes()))),
            Section(self.word("result.contract.papers"), Table("contract_papers", PAPER_COLUMNS, tuple(self.papers()))),
            Section(self.word("result.contract.days"), None, tuple(self.days())),
            self.refusal(),
            Section(self.word("result.contract.missing"), None, self.missing()),
        )
        title = self.word("result.contract.title", label=contract_label(contract, names))
        lead = "" if contract.reference else self.word("result.contract.forecast")
        signatures = (names.word("result.contract.sign"),)
        return Summary(title, settings.marking, head, signatures, tuple(numbered(sections, names)), lead)

    def part(self, each: Declaration) -> str:
        if each.relieved:
            return self.word(
                "result.contract.part.relieved", quantity=each.quantity, unit=self.names.unit(each.item.item)
            )
        return self.word("result.contract.part.taxed", quantity=each.quantity, unit=self.names.unit(each.item.item))

    def taxes(self) -> Iterator[TaxLine]:
        """What makes the customs value, then the taxes; of each declaration."""
        shown = {GOODS.key, CUSTOMS_VALUE, *TAXED}
        for each in self.contract.declarations:
            before = True
            for line in each.lines:
                if line.charge in shown or before:
                    yield TaxLine(self.part(each), line, self.rule(line))
                before = before and line.charge != CUSTOMS_VALUE

    def rule(self, line: ChargeLine) -> str:
        """The rule in words with the article that it rests on."""
        words, key = rule_words(self.names, line.rule), line.rule.removeprefix("rule.")
        cited = self.result.catalog.ordinary.rules.get(key)
        if cited is None or not known(line.rule) or line.charge == CUSTOMS_VALUE:
            return words
        if self.names.language == "en":
            return f"{words} ({cited.source})"
        return words if cited.document in words else f"{words}（{cited.document}）"

    def papers(self) -> Iterator[NeededPaper]:
        names, contract, offer = self.names, self.contract, self.contract.offer
        reference = contract.reference
        yield NeededPaper(
            self.word("result.contract.paper.contract"),
            reference or "—",
            self.word("result.contract.status.there" if reference else "result.contract.status.unsigned"),
            None if reference else contract.dates.latest.day,
            "" if reference else self.word("result.contract.missing.contract"),
        )
        if contract.dates.licence_by is not None:
            yield NeededPaper(
                self.word("result.contract.paper.licence"),
                offer.control_code or "—",
                self.word("result.contract.status.due"),
                contract.dates.licence_by,
                "",
            )
        if offer.origin_proof:
            yield NeededPaper(
                self.word("result.contract.paper.origin"),
                self.word("result.contract.origin.proof"),
                self.word("result.contract.status.due"),
                contract.dates.ship,
                "",
            )
        for step in self.permits:
            waits = waits_words(names, step)
            yield NeededPaper(
                permit_name(step, names),
                validity_words(names, step),
                self.word("result.contract.status.due"),
                step.apply_by,
                waits,
            )
        if not self.permits:
            yield NeededPaper(
                self.word("result.contract.paper.permits"),
                self.word("result.contract.permits.none"),
                self.word("result.contract.status.check"),
                None,
                "",
            )
        for entry in (*contract.relieved, *contract.hoped_for):
            yield from self.relief(entry)

    def relief(self, entry: Declared) -> Iterator[NeededPaper]:
        """Certificate, consent and notice of one relief."""
        names, row = self.names, entry.qualification(self.result.scenario)
        decision, valid = (self.result.catalog.deadlines.spans[key] for key in ("customs_decision", "notice"))
        application = applied_in(self.result, entry)
        count = len(application.missing) + len(application.asked) if application else 0
        yield NeededPaper(
            self.word("result.contract.paper.certificate"),
            f"{row.certificate or '—'} · {entry.regime.name(names.language)}",
            names.word(f"relief_status.{row.status}"),
            row.valid_to,
            self.word("result.contract.missing.fields", count=count) if count else "",
        )
        basis = names.word("result.list_join").join(part for part in (entry.item.catalog_ref, entry.basis) if part)
        doubts = len(entry.verdict.doubts)
        yield NeededPaper(
            self.word("result.contract.paper.consent"),
            basis or "—",
            self.word("result.contract.status.there" if basis else "result.contract.status.check"),
            None,
            self.word("result.contract.missing.doubts", count=doubts) if doubts else "",
        )
        port = entry.dates.port
        by = max(decision.before(port), entry.dates.order_by)
        yield NeededPaper(
            self.word("result.contract.paper.notice"),
            self.word(
                "result.contract.notice.valid",
                months=valid.length,
                confidence=names.word(f"confidence.{valid.cited.confidence}"),
            ),
            self.word("result.contract.status.apply", estimate=estimated_words(names, decision, by, port)),
            by,
            "",
        )

    def days(self) -> Iterator[str]:
        """Arrival, last days to declare and to pay, the fee of a day, supervision."""
        contract, deadlines, names = self.contract, self.result.catalog.deadlines, self.names
        declare, pay, fee = deadlines.spans["declaration"], deadlines.spans["tax_payment"], deadlines.late_fee
        port = contract.dates.port
        last, paid = declare.after(port), pay.after(port)
        estimate = estimated_words(names, declare, port, last) or estimated_words(names, pay, port, paid)
        ending = f"（{estimate}）" if estimate and names.language == "zh" else f" ({estimate})" if estimate else ""
        yield self.word("result.contract.days.declare", port=port, last=last) + ending
        if contract.tax_cny:
            yield self.word(
                "result.contract.days.pay",
                day=paid,
                tax=contract.tax_cny,
                fee=fee.of_a_day(contract.tax_cny),
                floor=fee.floor_cny,
            )
        for lot in self.lots():
            if lot.end is not None:
                yield self.word(
                    "result.contract.days.supervision", released=lot.released, end=lot.end, term=term_words(names, lot)
                )

    def lots(self) -> Iterator[SupervisedLot]:
        numbers = {(entry.kind, entry.number) for entry in self.contract.relieved}
        return (lot for lot in lots(self.result) if (lot.kind, lot.number) in numbers)

    def refusal(self) -> Section:
        """What a refusal costs; of what is only planned, what granting would save."""
        used, hoped = self.contract.relieved, self.contract.hoped_for
        rows = tuple(self.refused(entry) for entry in used)
        lines = [self.word("result.contract.refused.how")] if used else []
        lines += [
            self.word(
                "result.contract.refused.hoped",
                certificate=entry.qualification(self.result.scenario).certificate or "—",
                tax=entry.tax_relieved_cny,
                cost=entry.cost_relieved_cny,
            )
            for entry in hoped
        ]
        if not lines:
            lines.append(self.word("result.contract.refused.none"))
        return Section(
            self.word("result.contract.refused"),
            Table("contract_refused", REFUSED_COLUMNS, rows) if rows else None,
            tuple(lines),
        )

    def refused(self, entry: Declared) -> RefusedRelief:
        row = entry.qualification(self.result.scenario)
        status = self.names.word(f"relief_status.{row.status}")
        tax, duty = entry.tax_relieved_cny, entry.duty_relieved_cny
        return RefusedRelief(
            entry, row.certificate or "—", status, duty, entry.vat_relieved_cny, tax, entry.cost_relieved_cny
        )

    def missing(self) -> tuple[str, ...]:
        """Everything that is still to be settled, once; what the page does not hold is counted."""
        found = list(dict.fromkeys(self.gaps()))
        more = len(found) - MOST_MISSING
        if more > 0:
            found = [*found[:MOST_MISSING], self.word("result.contract.missing.more", count=more)]
        numbered = [f"{number}. {words}" for number, words in enumerate(found, start=1)]
        return tuple(numbered) or (self.word("result.contract.missing.none"),)

    def gaps(self) -> Iterator[str]:
        names, contract = self.names, self.contract
        for paper in self.papers():
            if paper.missing:
                yield f"{paper.name}: {paper.missing}" if names.language == "en" else f"{paper.name}：{paper.missing}"
        for item in dict.fromkeys(each.item.item for each in contract.declarations):
            row = next(each.item for each in contract.declarations if each.item.item == item)
            yield from asked_of(names, row)
        for entry in (*contract.relieved, *contract.hoped_for):
            for finding in entry.verdict.doubts:
                yield names.note(finding.as_note(Place())).found(names.language)
