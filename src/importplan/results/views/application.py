"""What an application for relief has to say, per firm and certificate: header, goods, taxes, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from importplan.basics.issues import Place
from importplan.basics.money import exact, to_fen
from importplan.results.forms import MONEY, TEXT, UNITS, YUAN
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.table import NUMBER, Column, Form, Table
from importplan.results.views.declared import SIGNED, Declared, declared, quota_lines
from importplan.results.views.within_quota import QuotaLine
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.column import Row
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.qualifications import Qualification
from importplan.uncertainty.dates.shipments import CLEARED, STAGES

ZERO = Decimal(0)
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
    _column("hs_code", 11, lambda line: line.hs_code),
    _column("name", 19, lambda line: line.name),
    _column("specification", 26, lambda line: line.specification),
    _column("quantity", 7, lambda line: line.quantity, UNITS),
    _column("unit", 6, lambda line: line.unit),
    _column("currency", 7, lambda line: line.currency),
    _column("unit_price", 13, lambda line: line.price, MONEY),
    _column("amount", 15, lambda line: line.amount, MONEY),
    _column("origin", 11, lambda line: line.origin),
    _column("list_row", 22, lambda line: line.list_row),
    _column("requested", 16, lambda line: line.requested),
    _column("customs_value", 15, lambda line: line.customs_value_cny, YUAN, total=True),
    _column("duty", 14, lambda line: line.duty_cny, YUAN, total=True),
    _column("vat", 14, lambda line: line.vat_cny, YUAN, total=True),
    _column("tax", 15, lambda line: line.tax_cny, YUAN, total=True),
    _column("label", 16, lambda line: line.label),
)


@dataclass(frozen=True)
class Application:
    """The papers of one certificate."""

    firm: Firm
    row: Qualification
    header: tuple[Field, ...]
    lines: tuple[ApplicationLine, ...]

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
        """What is still to be filled in."""
        return tuple(field for field in self.header if field.missing)


def goods_table(application: Application) -> Table[ApplicationLine]:
    """The goods of the papers."""
    return Table("application", GOODS, application.lines, headed="result.pack.column")


def applications(result: PlanResult, names: Names) -> tuple[Application, ...]:
    """One for each certificate under which something is still to be declared."""
    by_certificate: dict[int, list[Declared]] = defaultdict(list)
    for entry in declared(result):
        if not _is_released(result, entry):
            by_certificate[entry.certificate].append(entry)
    return tuple(_application(result, names, position, entries) for position, entries in sorted(by_certificate.items()))


def _is_released(result: PlanResult, entry: Declared) -> bool:
    return entry.kind == SIGNED and STAGES[result.scenario.open_orders[entry.number - 1].stage] >= CLEARED


def _application(result: PlanResult, names: Names, position: int, entries: list[Declared]) -> Application:
    row = result.scenario.qualifications[position]
    firm = next((entry for entry in result.scenario.all_firms if entry.firm == row.firm), Firm(firm=RESERVE))
    lines = tuple(_line(result, names, entry) for entry in entries)
    quota = tuple(line for line in quota_lines(result) if line.certificate == position)
    return Application(firm, row, tuple(_header(names, firm, row, entries, quota)), lines)


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


def _header(
    names: Names, firm: Firm, row: Qualification, entries: list[Declared], quota: tuple[QuotaLine, ...]
) -> Iterator[Field]:
    def given(key: str, source: Row, column: str) -> Field:
        value = str(getattr(source, column) or "")
        return Field(key, value, "" if value else _place(names, source, column))

    first = entries[0]
    version = first.verdict.treatment
    yield Field("applicant", names.firm(firm.firm))
    yield given("credit_code", firm, "credit_code")
    yield given("customs_code", firm, "customs_code")
    yield Field("regime", first.regime.name(names.language))
    yield Field("basis", version.document if version else "")
    yield given("certificate", row, "certificate")
    yield Field("status", names.word(f"relief_status.{row.status}"))
    yield given("project_no", row, "project_no")
    yield given("policy_clause", row, "policy_clause")
    yield given("tax_nature", row, "tax_nature")
    yield given("customs_office", row, "customs_office")
    yield given("import_port", row, "import_port")
    yield given("use_place", row, "use_place")
    yield from _quotas(names, quota)
    yield Field("validity", f"{row.valid_from or ''} — {row.valid_to or ''}" if row.valid_from or row.valid_to else "—")
    terms = dict.fromkeys(names.choice("offers.incoterm", entry.offer.incoterm) for entry in entries)
    yield Field("incoterm", names.word("result.list_join").join(terms))
    contracts = dict.fromkeys(entry.reference for entry in entries if entry.reference)
    unsigned = sum(not entry.reference for entry in entries)
    missing = names.word("result.pack.unsigned", count=unsigned) if unsigned else ""
    yield Field("contracts", names.word("result.list_join").join(contracts), missing)


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
        hs_code=item.hs_code,
        name=names.item(item.item),
        specification=names.word("result.list_join").join(part for part in (offer.model, *spec) if part),
        quantity=entry.quantity,
        unit=item.unit,
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
