"""What customs modes and days less at customs are worth to this plan, by buyer, and what each mode needs."""

from __future__ import annotations

from importplan.catalog.clearance import ClearanceMode
from importplan.evaluation.clearance_worth import Cleared, Worth
from importplan.landed.duty_report import source_words
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table

NAMED = 3  # buyers that are named; of more only the number is said
AVOIDED = (
    Column("loss_avoided_cny", Form.YUAN),
    Column("loss_avoided_low_cny", Form.YUAN),
    Column("loss_avoided_high_cny", Form.YUAN),
    Column("loss_avoided_year_cny", Form.YUAN),
    Column("loss_avoided_periods_cny", Form.YUAN),
)
MODES = (
    Column("customs_mode"),
    Column("days_sooner", Form.UNITS),
    Column("check_share", Form.RATE),
    *AVOIDED,
    Column("mode_fee_cny", Form.YUAN),
    Column("tax_secured_cny", Form.YUAN),
    Column("guarantee_interest_cny", Form.YUAN),
    Column("mode_open_to"),
    Column("mode_missing", Form.LONG_TEXT),
)
DAYS = (Column("days_less", Form.WHOLE), Column("days_sooner", Form.UNITS), *AVOIDED)
BUYERS = (
    Column("buyer", Form.LONG_TEXT),
    Column("certified"),
    Column("customs_shipments", Form.UNITS, total=True),
    Column("arrival_tax_cny", Form.YUAN, total=True),
    Column("days_at_customs", Form.UNITS),
    Column("one_day_less_cny", Form.YUAN, total=True),
)


def headline(result: PlanResult, names: Names) -> str:
    """What one day less at customs is worth to this plan in a year."""
    one = _entry(result.clearance.days, "1", "")
    if one.days_sooner == 0.0:
        return names.word("result.clearance.no_days")
    key = "exact" if one.avoided.exact else "interval"
    yearly = [amount / _years(result) for amount in (one.avoided.value, one.avoided.low, one.avoided.high)]
    value, low, high = (names.in_summary_unit(amount) + 0.0 for amount in yearly)
    return names.word(f"result.clearance.one_day_{key}", value=value, low=low, high=high)


def modes_table(result: PlanResult, names: Names) -> Table:
    """One row a mode, all buyers together."""
    rows: list[tuple[Cell, ...]] = []
    for entry in result.clearance.modes:
        if entry.buyer:
            continue
        mode = result.catalog.clearance.modes[entry.key]
        rows.append(
            (
                mode.name(names.language),
                entry.days_sooner,
                float(mode.check_share),
                *_avoided(result, entry),
                entry.fee_cny,
                entry.guarantee_cny,
                entry.guarantee_interest_cny,
                _open_to(result, names, mode),
                _missing(result, names, mode, entry),
            )
        )
    return Table("clearance_modes", MODES, tuple(rows))


def days_table(result: PlanResult, names: Names) -> Table:
    """What so many days less are worth, whatever brings them: no assumption on any mode is in it."""
    rows: list[tuple[Cell, ...]] = [
        (int(float(entry.key)), entry.days_sooner, *_avoided(result, entry))
        for entry in result.clearance.days
        if not entry.buyer
    ]
    return Table("clearance_days", DAYS, tuple(rows))


def buyers_table(result: PlanResult, names: Names) -> Table:
    """One row a buyer: what it brings through customs, and what a day less and each mode are worth to it."""
    faster = [mode for mode in result.catalog.clearance.modes.values() if mode.days < 0]
    columns = tuple(
        Column(
            f"mode_{mode.key}",
            Form.YUAN,
            total=True,
            heading=names.word("result.clearance.worth_of", mode=mode.name(names.language)),
        )
        for mode in faster
    )
    rows: list[tuple[Cell, ...]] = []
    ones = {entry.buyer: entry.avoided.value for entry in result.clearance.days if entry.key == "1"}
    for entry in sorted(result.clearance.buyers, key=lambda entry: -ones[entry.buyer]):
        values = [_entry(result.clearance.modes, mode.key, entry.buyer).avoided.value for mode in faster]
        certified = names.word(f"result.clearance.certified_{'yes' if entry.certified else 'no'}")
        facts = (entry.shipments, entry.tax_cny, entry.days, ones[entry.buyer])
        rows.append((names.firm(entry.buyer), certified, *facts, *values))
    return Table("clearance_buyers", (*BUYERS, *columns), tuple(rows))


def condition_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """What each mode asks for and what is known of it, a sentence for each."""
    chinese = names.language == "zh"
    return tuple(
        names.word(
            "result.clearance.condition",
            mode=mode.name(names.language),
            condition=mode.condition_zh if chinese else mode.condition_en,
            documents=mode.documents_zh if chinese else mode.documents_en,
            confidence=names.word(f"confidence.{mode.confidence}"),
            source=source_words(mode.source, names.language),
        )
        for mode in result.catalog.clearance.modes.values()
    )


def _years(result: PlanResult) -> float:
    calendar = result.scenario.calendar
    return calendar.count / calendar.per_year


def _avoided(result: PlanResult, entry: Worth) -> tuple[Cell, ...]:
    found = entry.avoided
    interval: tuple[Cell, Cell] = (None, None) if found.exact else (found.low, found.high)
    return (found.value, *interval, found.value / _years(result), entry.avoided_by_periods.value)


def _entry(entries: tuple[Worth, ...], key: str, buyer: str) -> Worth:
    return next(entry for entry in entries if (entry.key, entry.buyer) == (key, buyer))


def _open_to(result: PlanResult, names: Names, mode: ClearanceMode) -> str:
    if mode.proposal:
        return names.word("result.clearance.proposal")
    if not mode.needs_aeo:
        return names.word("result.clearance.everybody")
    return _listed(names, [buyer for buyer in result.clearance.buyers if buyer.certified])


def _missing(result: PlanResult, names: Names, mode: ClearanceMode, entry: Worth) -> str:
    found = []
    others = [buyer for buyer in result.clearance.buyers if not buyer.certified]
    if mode.needs_aeo and others:
        found.append(names.word("result.clearance.certificate_of", firms=_listed(names, others)))
    if entry.guarantee_cny > 0:
        amount = names.in_summary_unit(entry.guarantee_cny)
        found.append(names.word("result.clearance.guarantee_of", amount=amount))
    if mode.key != result.catalog.clearance.standard and not found:
        return names.word("result.clearance.see_condition")
    return names.word("result.clearance.and").join(found)


def _listed(names: Names, buyers: list[Cleared]) -> str:
    if not buyers:
        return names.word("result.clearance.nobody")
    words = names.word("result.clearance.comma").join(names.firm(buyer.buyer) for buyer in buyers[:NAMED])
    more = len(buyers) > NAMED
    return names.word("result.clearance.more", names=words, count=len(buyers)) if more else words
