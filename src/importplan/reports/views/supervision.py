"""Tables of supervision (监管台账): lots, what is supervised at the end of each year, and the rules with sources."""

from __future__ import annotations

from datetime import date

from importplan.basics.periods import add_months
from importplan.catalog.regimes import Citation
from importplan.landed.duty_report import source_words
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.supervised import Lot

LOTS = (
    Column("number", Form.WHOLE),
    Column("item"),
    Column("lot_kind", Form.LONG_TEXT),
    Column("buyer", Form.LONG_TEXT),
    Column("quantity", Form.UNITS),
    Column("unit"),
    Column("regime", Form.LONG_TEXT),
    Column("certificate", Form.LONG_TEXT),
    Column("use_place", Form.LONG_TEXT),
    Column("released", Form.DATE),
    Column("term"),
    Column("supervision_end", Form.DATE),
    Column("reports_due", Form.LONG_TEXT),
    Column("customs_value_cny", Form.YUAN, total=True),
    Column("duty_relieved_cny", Form.YUAN, total=True),
    Column("vat_relieved_cny", Form.YUAN, total=True),
    Column("transfer_12_cny", Form.YUAN),
    Column("transfer_24_cny", Form.YUAN),
    Column("transfer_end_cny", Form.YUAN),
    Column("state_at_end", Form.LONG_TEXT),
)


def lots_table(result: PlanResult, names: Names, lots: tuple[Lot, ...]) -> Table:
    """One row for each lot; a cell is blank where something is not known."""
    rows = tuple(_row(result, names, number, lot) for number, lot in enumerate(lots, start=1))
    return Table("supervised", LOTS, rows)


def _row(result: PlanResult, names: Names, number: int, lot: Lot) -> tuple[Cell, ...]:
    row, term = lot.qualification, lot.term
    words: tuple[Cell, ...] = (
        number, names.item(lot.item.item), lot_words(names, lot), names.firm(lot.payer), lot.quantity,
        names.unit(lot.item.item),
        regime_words(names, lot),
        row.certificate if row else None,
        lot.place or None,
    )  # fmt: skip
    years = (str(day.year) for day in lot.reports(result))
    days: tuple[Cell, ...] = (
        lot.released,
        names.word("result.term", goods=term.name(names.language), years=term.years) if term else None,
        lot.end,
        names.word("result.list_join").join(years),
    )
    money = (lot.customs_value_cny, lot.duty_relieved_cny, lot.vat_relieved_cny)
    transfers = (_tax(result, lot, months) for months in (12, 24, None))
    amounts: tuple[Cell, ...] = tuple(None if cny is None else float(cny) for cny in money)
    return (*words, *days, *amounts, *transfers, names.word(f"result.supervision_state.{state_at_end(result, lot)}"))


def lot_words(names: Names, lot: Lot) -> str:
    """Where a lot comes from."""
    return names.word(f"result.lot.{lot.kind}", number=lot.number, reference=lot.reference)


def regime_words(names: Names, lot: Lot) -> str | None:
    """The relief of a lot with its status; None where it is not known."""
    if lot.regime is None or lot.qualification is None:
        return None
    status = names.word(f"relief_status.{lot.qualification.status}")
    return names.word("result.regime.relief", name=lot.regime.name(names.language), status=status)


def _tax(result: PlanResult, lot: Lot, months: int | None) -> float | None:
    """The tax on a transfer so many months after release, or at the end of the plan (None before the release)."""
    if lot.released is None:
        return None
    day = result.scenario.calendar.end if months is None else add_months(lot.released, months)
    found = lot.transferred(result, day) if day >= lot.released else None
    return None if found is None else float(found.total_cny)


def state_at_end(result: PlanResult, lot: Lot) -> str:
    """`watched`, `free`, `not_yet` or `unknown` at the end of the plan."""
    end = result.scenario.calendar.end
    if lot.released is None or lot.end is None:
        return "unknown"
    if lot.released > end:
        return "not_yet"
    return "watched" if lot.is_watched(end) else "free"


YEARS = (
    Column("year_end"),
    Column("lots_number", Form.WHOLE),
    Column("watched_value_cny", Form.YUAN),
    Column("watched_tax_cny", Form.YUAN),
    Column("unknown_number", Form.WHOLE),
)


def years_table(result: PlanResult, lots: tuple[Lot, ...]) -> Table:
    """What is under supervision on 31 December of each year, and the tax if all of it left then."""
    ends = [lot.end for lot in lots if lot.end is not None]
    first, last = result.scenario.settings.start.year, max((day.year for day in ends), default=0)
    rows = []
    for year in range(first, last + 1):
        day = date(year, 12, 31)
        watched = [lot for lot in lots if lot.is_watched(day)]
        taxes = [lot.transferred(result, day) for lot in watched]
        known = [tax for tax in taxes if tax is not None]
        value = sum(float(lot.customs_value_cny or 0) for lot in watched)
        tax_cny = float(sum(tax.total_cny for tax in known))
        rows.append((str(year), len(watched), value, tax_cny, len(taxes) - len(known) or None))
    return Table("watched_years", YEARS, tuple(row for row in rows if row[1]))


RULES = (
    Column("number", Form.WHOLE),
    Column("rule", Form.LONG_TEXT),
    Column("document", Form.LONG_TEXT),
    Column("source_text", Form.LONG_TEXT),
    Column("confidence"),
)


def rules_table(result: PlanResult, names: Names, lots: tuple[Lot, ...]) -> Table:
    """What the figures of the sheet rest on."""
    rules = result.catalog.supervision
    found: list[tuple[str, Citation]] = []
    for term in rules.terms:
        if any(lot.term == term for lot in lots):
            values = {"goods": term.name(names.language), "years": term.years, "day": term.from_day.isoformat()}
            found.append((names.word("result.supervision_rule.term", **values), term.cited))
    for key, citation in (
        ("report", rules.report),
        ("months", rules.months),
        ("rate", rules.rate),
        ("same_relief", rules.same_relief),
    ):
        found.append((names.word(f"result.supervision_rule.{key}"), citation))
    language = names.language
    rows = tuple(
        (
            number,
            words,
            cited.document,
            source_words(cited.source, language),
            names.word(f"confidence.{cited.confidence}"),
        )
        for number, (words, cited) in enumerate(found, start=1)
    )
    return Table("supervision_rules", RULES, rows)
