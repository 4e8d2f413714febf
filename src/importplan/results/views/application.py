"""What an application for relief has to say: header, goods, taxes, what is missing.

One for each applicant, certificate, contract and trade term. What is not signed yet is a forecast, one for each
supplier in place of the contract: it is made ready, and not filed. Excel and Word are made from the same record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from importplan.basics.issues import Place
from importplan.basics.money import exact, to_fen
from importplan.catalog.cited import MOST_DOUBTFUL_FIRST
from importplan.catalog.rules.regimes import Citation
from importplan.results.forms import MONEY, TEXT, UNITS, YUAN
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult, once
from importplan.results.table import NUMBER, Column, Form, Table
from importplan.results.views.declared import SIGNED, Declared, declared, quota_lines
from importplan.results.views.within_quota import QuotaLine
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.column import Row
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.qualifications import Qualification
from importplan.uncertainty.dates.shipments import CLEARED, STAGES

ZERO = Decimal(0)
DIGITS = 10  # of the code that a declaration asks for
ATTACHMENTS = ("contract", "invoice", "confirmation", "catalogue", "parameters", "licence", "declaration", "other")


@dataclass(frozen=True)
class Field:
    """One field of the header; `missing` says where to fill it in, empty where it is there."""

    key: str
    value: str
    missing: str = ""


@dataclass(frozen=True)
class ApplicationLine:
    """One kind of goods as the form lists it; amounts to the fen."""

    source: Declared
    label: str  # contract or planned order
    hs_code: str
    name: str
    specification: str
    quantity: float
    unit: str
    statutory: str  # statutory units and quantities
    currency: str
    price: Decimal  # per unit
    amount: Decimal
    origin: str
    list_row: str
    requested: str
    customs_value_cny: Decimal
    duty_cny: Decimal
    vat_cny: Decimal
    doubts: tuple[str, ...]

    @property
    def tax_cny(self) -> Decimal:
        """减免税额."""
        return self.duty_cny + self.vat_cny


def _column(
    key: str, width: float, value: Callable[[ApplicationLine], Any], form: Form = TEXT, **more: Any
) -> Column[ApplicationLine]:
    return Column(key, "cny" if form is YUAN else "", form, value, widest=width, **more)


GOODS: tuple[Column[ApplicationLine], ...] = (
    replace(NUMBER, widest=5),
    _column("hs_code", 15, lambda line: line.hs_code),
    _column("name", 17, lambda line: line.name),
    _column("specification", 24, lambda line: line.specification),
    _column("quantity", 7, lambda line: line.quantity, UNITS),
    _column("unit", 6, lambda line: line.unit),
    _column("statutory", 12, lambda line: line.statutory),
    _column("currency", 7, lambda line: line.currency),
    _column("unit_price", 15, lambda line: line.price, MONEY),
    _column("amount", 17, lambda line: line.amount, MONEY),
    _column("origin", 9, lambda line: line.origin),
    _column("list_row", 18, lambda line: line.list_row),
    _column("requested", 14, lambda line: line.requested),
    _column("customs_value", 17, lambda line: line.customs_value_cny, YUAN, total=True),
    _column("duty", 15, lambda line: line.duty_cny, YUAN, total=True),
    _column("vat", 16, lambda line: line.vat_cny, YUAN, total=True),
    _column("tax", 17, lambda line: line.tax_cny, YUAN, total=True),
    _column("label", 14, lambda line: line.label),
)


@dataclass(frozen=True)
class Application:
    """The papers of one contract under one certificate, or their forecast."""

    firm: Firm
    row: Qualification
    certificate: int  # position in `qualifications`
    supplier: str
    contract: str  # blank: a forecast of what is not signed
    incoterm: str
    header: tuple[Field, ...]
    lines: tuple[ApplicationLine, ...]
    asked: tuple[str, ...]  # what is missing in the goods, each with its cell

    @property
    def key(self) -> Key:
        """What tells it from the others."""
        return self.certificate, self.supplier, self.contract, self.incoterm

    @property
    def is_forecast(self) -> bool:
        """Whether nothing is signed yet."""
        return not self.contract

    @property
    def tax_cny(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.tax_cny for line in self.lines), ZERO)

    @property
    def rounding_cny(self) -> Decimal:
        """What rounding each line to the fen adds to the unrounded amount of the plan."""
        plan = sum(line.source.unrounded_relieved_cny for line in self.lines)
        return (self.tax_cny - exact(plan)).quantize(Decimal("0.0001"))

    @property
    def doubts(self) -> dict[str, tuple[int, ...]]:
        """What is doubtful → the numbers of the lines that it concerns."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines, start=1):
            for doubt in line.doubts:
                found[doubt].append(number)
        return {doubt: tuple(numbers) for doubt, numbers in found.items()}

    @property
    def missing(self) -> tuple[Field, ...]:
        """Fields of the header that are still to be filled in."""
        return tuple(field for field in self.header if field.missing)

    def open_points(self, names: Names) -> tuple[str, ...]:
        """All that is to be settled before filing: fields, codes and units, doubts with the lines they concern."""
        found = [
            names.word("result.pack.open_field", field=_label(names, field), what=field.missing)
            for field in self.missing
        ]
        found += self.asked
        for doubt, numbers in self.doubts.items():
            lines = "、".join(str(number) for number in numbers)
            found.append(names.word("result.pack.open_line", lines=lines, what=doubt))
        return tuple(found)


def _label(names: Names, field: Field) -> str:
    return names.word(f"result.pack.field.{field.key}")


def words_of(field: Field) -> str:
    """A field as the form shows it: what is there and what is missing."""
    return "；".join(part for part in (field.value, field.missing) if part) or "—"


def goods_table(application: Application) -> Table[ApplicationLine]:
    """The goods of the papers."""
    return Table("application", GOODS, application.lines, headed="result.pack.column")


Key = tuple[int, str, str, str]  # certificate, supplier, contract, trade term


@once
def applications(result: PlanResult) -> tuple[Application, ...]:
    """In Chinese, as they go to Chinese authorities: signed contracts of a certificate first, then forecasts."""
    names = Names(result.scenario, result.catalog, "zh")
    found: dict[Key, list[Declared]] = defaultdict(list)
    for entry in declared(result):
        if not _is_released(result, entry):
            found[_key(entry)].append(entry)
    ordered = sorted(found.items(), key=lambda pair: (pair[0][0], not pair[0][2], pair[0]))
    return tuple(_application(result, names, key, entries) for key, entries in ordered)


def applied_in(result: PlanResult, entry: Declared) -> Application | None:
    """The papers that goods are applied for in; None where they are through customs."""
    return next((each for each in applications(result) if each.key == _key(entry)), None)


def _key(entry: Declared) -> Key:
    return entry.certificate, entry.offer.supplier, entry.reference, entry.offer.incoterm


def _is_released(result: PlanResult, entry: Declared) -> bool:
    return entry.kind == SIGNED and STAGES[result.scenario.open_orders[entry.number - 1].stage] >= CLEARED


def _application(result: PlanResult, names: Names, key: Key, entries: list[Declared]) -> Application:
    certificate, supplier, contract, incoterm = key
    row = result.scenario.qualifications[certificate]
    firm = next((entry for entry in result.scenario.all_firms if entry.firm == row.firm), Firm(firm=RESERVE))
    lines = tuple(_line(result, names, entry) for entry in entries)
    header = tuple(_Header(result, names, firm, row, entries).fields())
    items = {entry.item.item: entry.item for entry in entries}
    asked = tuple(words for item in items.values() for words in asked_of(names, item))
    return Application(firm, row, certificate, supplier, contract, incoterm, header, lines, asked)


def asked_of(names: Names, item: Item) -> Iterator[str]:
    """What the goods still lack: never made up, asked for at its cell."""
    called = names.item(item.item)
    if len(item.hs_code) < DIGITS:
        yield names.word("result.pack.ten_digits", item=called, code=item.hs_code, where=_place(names, item, "hs_code"))
    if not item.statutory:
        yield names.word("result.pack.no_statutory", item=called, where=_place(names, item, "statutory"))


def code_words(item: Item) -> str:
    """The code; boxes for the digits that a declaration asks for and nobody has said."""
    return item.hs_code.ljust(DIGITS, "□")


def _quotas(names: Names, quota: tuple[QuotaLine, ...]) -> Iterator[Field]:
    """Quota, used and left, year by year; these papers among what is used."""
    if not quota:
        return
    parts = [
        names.word(
            f"result.pack.quota.{line.measure}",
            year=names.word("result.pack.quota.total") if line.year is None else line.year,
            quota=line.quota,
            used=line.used,
            left=line.left,
        )
        for line in quota
    ]
    yield Field("quota", "；".join(parts) if names.language == "zh" else "; ".join(parts))


@dataclass(frozen=True)
class _Header:
    """The fields of one form, in the order of the form."""

    result: PlanResult
    names: Names
    firm: Firm
    row: Qualification
    entries: list[Declared]

    def fields(self) -> Iterator[Field]:
        names, row, first = self.names, self.row, self.entries[0]
        version = first.verdict.treatment
        quota = tuple(line for line in quota_lines(self.result) if line.certificate == first.certificate)
        yield Field("applicant", names.firm(self.firm.firm))
        yield self.given("credit_code", self.firm)
        yield self.given("customs_code", self.firm)
        yield Field("regime", first.regime.name(names.language))
        yield Field("basis", version.document if version else "")
        yield self.given("certificate", row)
        yield Field("status", names.word(f"relief_status.{row.status}"))
        yield self.tax_nature()
        yield self.given("project_no", row)
        yield self.given("policy_clause", row)
        yield self.given("approved_by", row)
        yield self.given("customs_office", row)
        yield self.given("import_port", row)
        yield self.given("use_place", row)
        yield from _quotas(names, quota)
        yield Field(
            "validity", f"{row.valid_from or ''} — {row.valid_to or ''}" if row.valid_from or row.valid_to else "—"
        )
        yield Field("supplier", names.supplier(first.offer.supplier))
        yield Field("incoterm", names.choice("offers.incoterm", first.offer.incoterm))
        yield self.contract()
        yield Field("declared", names.word("result.pack.declared.no"))
        yield Field("notice", self.notice())

    def given(self, column: str, source: Row) -> Field:
        """A field of the case; a stand-in for it counts as missing."""
        value = str(getattr(source, column) or "")
        is_there = bool(value) and not self.result.catalog.relief_words.is_placeholder(value)
        return Field(column, value, "" if is_there else _place(self.names, source, column))

    def tax_nature(self) -> Field:
        """As the case has it, else the code of the regime, whose confidence is told."""
        field, known = self.given("tax_nature", self.row), self.entries[0].regime.tax_nature
        if not field.missing or known is None:
            return field
        confidence = self.names.word(f"confidence.{known.confidence}")
        words = self.names.word("result.pack.tax_nature", code=known.code, name=known.name_zh, confidence=confidence)
        return Field("tax_nature", words)

    def contract(self) -> Field:
        """The number; of a forecast that it is to come."""
        first = self.entries[0]
        if first.kind != SIGNED:
            return Field("contracts", "", self.names.word("result.pack.unsigned", count=len(self.entries)))
        order = self.result.scenario.open_orders[first.position]
        field = self.given("contract_no", order)
        return Field("contracts", field.value or first.reference, field.missing)

    def notice(self) -> str:
        """How many notices the batches need and how long each is valid, as far as anybody knows."""
        deadlines = self.result.catalog.deadlines
        valid, more, rule = deadlines.spans["notice"], deadlines.spans["notice_extension"], deadlines.notice
        batches = len({entry.dates.port for entry in self.entries})
        return self.names.word(
            "result.pack.notice",
            batches=batches,
            notices=batches if rule.one_batch else 1,
            months=valid.length,
            more=more.length,
            confidence=self.names.word(f"confidence.{weakest(rule.cited, valid.cited, more.cited)}"),
        )


def weakest(*cited: Citation) -> str:
    """The confidence of the most doubtful of what something rests on."""
    return min((each.confidence for each in cited), key=MOST_DOUBTFUL_FIRST.index)


def _place(names: Names, source: Row, column: str) -> str:
    """`待补：“减免税资格”表 K3（进口口岸）`; the row alone where the workbook does not have the column yet."""
    cell = source.cell(column).cell
    values = {
        "sheet": names.word(f"sheet.{source.SHEET}"),
        "cell": names.word("result.pack.row", row=cell) if cell.isdigit() else cell,
        "column": names.word(f"column.{source.SHEET}.{column}"),
    }
    return names.word("result.pack.missing", **values)


def _line(result: PlanResult, names: Names, entry: Declared) -> ApplicationLine:
    offer, item = entry.offer, entry.item
    price = entry.price.exact
    spec = [f"{name} {value}" for name, value in item.spec]
    reference = names.word(f"result.lot.{entry.kind}", number=entry.number, reference=entry.reference)
    # What a doubt is about stands in the line: names instead of ids.
    doubts = (names.note(finding.as_note(Place())).found(names.language) for finding in entry.verdict.doubts)
    return ApplicationLine(
        source=entry,
        label=reference,
        hs_code=code_words(item),
        name=names.item(item.item),
        specification=names.word("result.list_join").join(part for part in (offer.model, *spec) if part),
        quantity=entry.quantity,
        unit=item.unit,
        statutory=statutory_words(item, entry.quantity),
        currency=entry.price.currency,
        price=price,
        amount=to_fen(price * exact(entry.quantity)),
        origin=names.country(result.scenario.origin_of(offer)),
        list_row=names.word("result.list_join").join(part for part in (item.catalog_ref, entry.basis) if part),
        requested=names.word(f"result.requested.{'_'.join(sorted(entry.frees)) or 'none'}"),
        customs_value_cny=entry.customs_value_cny,
        duty_cny=entry.duty_relieved_cny,
        vat_cny=entry.vat_relieved_cny,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def statutory_words(item: Item, quantity: float) -> str:
    """`16 台；136,000 千克`; boxes to fill in where nobody has said."""
    found = [f"{quantity * float(each):,.4f}".rstrip("0").rstrip(".") + f" {unit}" for unit, each in item.statutory]
    return "；".join(found) or "□"
