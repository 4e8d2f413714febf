"""Sheet `clearance` (通关方式): what customs modes and days less at customs are worth, by buyer, and what they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from importplan.catalog.rules.clearance import ClearanceMode
from importplan.customs.cost.duty_report import source_words
from importplan.evaluation.clearance.worth import Cleared, Worth
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Form, Look, Table

NAMED = 3  # buyers that are named; of more only the number is said
CERTIFIED = Form(Look.TEXT, lambda names, is_so: names.word(f"result.clearance.certified_{'yes' if is_so else 'no'}"))


@dataclass(frozen=True)
class ClearanceChange:
    """What a mode or so many days less are worth to a buyer, or to all together."""

    worth: Worth
    years: float  # of the plan
    buyers: tuple[Cleared, ...]  # all of them

    def bound(self, amount: float) -> float | None:
        """A bound of the interval of the loss avoided; none where it is exact."""
        return None if self.worth.avoided.exact else amount


SOONER: Column[ClearanceChange] = Column("days_sooner", "days", forms.UNITS, lambda row: row.worth.days_sooner)
AVOIDED: tuple[Column[ClearanceChange], ...] = (
    Column("loss_avoided_cny", "cny", forms.YUAN, lambda row: row.worth.avoided.value),
    Column("loss_avoided_low_cny", "cny", forms.YUAN, lambda row: row.bound(row.worth.avoided.low)),
    Column("loss_avoided_high_cny", "cny", forms.YUAN, lambda row: row.bound(row.worth.avoided.high)),
    Column("loss_avoided_year_cny", "cny", forms.YUAN, lambda row: row.worth.avoided.value / row.years),
    Column("loss_avoided_periods_cny", "cny", forms.YUAN, lambda row: row.worth.avoided_by_periods.value),
)
DAYS: tuple[Column[ClearanceChange], ...] = (
    Column("days_less", "days", forms.WHOLE, lambda row: int(float(row.worth.key))),
    SOONER,
    *AVOIDED,
)


def mode_of(names: Names, row: ClearanceChange) -> ClearanceMode:
    """The customs mode of a row."""
    return names.catalog.clearance.modes[row.worth.key]


def open_to(names: Names, row: ClearanceChange) -> str:
    """Who may use a mode."""
    mode = mode_of(names, row)
    if mode.proposal:
        return names.word("result.clearance.proposal")
    if not mode.needs_aeo:
        return names.word("result.clearance.everybody")
    return _listed(names, [buyer for buyer in row.buyers if buyer.certified])


def missing(names: Names, row: ClearanceChange) -> str:
    """What a mode needs that is not there."""
    mode, found = mode_of(names, row), []
    others = [buyer for buyer in row.buyers if not buyer.certified]
    if mode.needs_aeo and others:
        found.append(names.word("result.clearance.certificate_of", firms=_listed(names, others)))
    if row.worth.guarantee_cny > 0:
        amount = names.in_summary_unit(row.worth.guarantee_cny)
        found.append(names.word("result.clearance.guarantee_of", amount=amount))
    if mode.key != names.catalog.clearance.standard and not found:
        return names.word("result.clearance.see_condition")
    return names.word("result.clearance.and").join(found)


def _listed(names: Names, buyers: list[Cleared]) -> str:
    if not buyers:
        return names.word("result.clearance.nobody")
    words = names.word("result.clearance.comma").join(names.firm(buyer.buyer) for buyer in buyers[:NAMED])
    more = len(buyers) > NAMED
    return names.word("result.clearance.more", names=words, count=len(buyers)) if more else words


MODES: tuple[Column[ClearanceChange], ...] = (
    in_words("customs_mode", lambda names, row: mode_of(names, row).name(names.language), Look.TEXT),
    SOONER,
    in_words("check_share", lambda names, row: float(mode_of(names, row).check_share), Look.RATE),
    *AVOIDED,
    Column("mode_fee_cny", "cny", forms.YUAN, lambda row: row.worth.fee_cny),
    Column("tax_secured_cny", "cny", forms.YUAN, lambda row: row.worth.guarantee_cny),
    Column("guarantee_interest_cny", "cny", forms.YUAN, lambda row: row.worth.guarantee_interest_cny),
    in_words("mode_open_to", open_to, Look.TEXT),
    in_words("mode_missing", missing),
    for_machines("mode", lambda row: row.worth.key),
)


def _changes(result: PlanResult, entries: Iterable[Worth]) -> tuple[ClearanceChange, ...]:
    """Those of all buyers together."""
    return tuple(
        ClearanceChange(entry, _years(result), result.clearance.buyers) for entry in entries if not entry.buyer
    )


def _years(result: PlanResult) -> float:
    calendar = result.scenario.calendar
    return calendar.count / calendar.per_year


def modes_table(result: PlanResult) -> Table[ClearanceChange]:
    """One row a mode."""
    return Table("clearance_modes", MODES, _changes(result, result.clearance.modes))


def days_table(result: PlanResult) -> Table[ClearanceChange]:
    """What so many days less are worth, whatever brings them: no assumption on any mode is in it."""
    return Table("clearance_days", DAYS, _changes(result, result.clearance.days))


@dataclass(frozen=True)
class Buyer:
    """What a buyer brings through customs, and what a day less and each mode are worth to it."""

    cleared: Cleared
    one_day_cny: float
    modes: Mapping[str, float]


BUYERS: tuple[Column[Buyer], ...] = (
    Column("buyer", "", forms.FIRM, lambda row: row.cleared.buyer),
    Column("certified", "", CERTIFIED, lambda row: row.cleared.certified),
    Column("customs_shipments", "count", forms.UNITS, lambda row: row.cleared.shipments, total=True),
    Column("arrival_tax_cny", "cny", forms.YUAN, lambda row: row.cleared.tax_cny, total=True),
    Column("days_at_customs", "days", forms.UNITS, lambda row: row.cleared.days),
    Column("one_day_less_cny", "cny", forms.YUAN, lambda row: row.one_day_cny, total=True),
)


def buyers_table(result: PlanResult, names: Names) -> Table[Buyer]:
    """One row a buyer, the one to whom a day is worth most first."""
    worth, faster = result.clearance, [mode for mode in result.catalog.clearance.modes.values() if mode.days < 0]

    def row(cleared: Cleared) -> Buyer:
        modes = {mode.key: _entry(worth.modes, mode.key, cleared.buyer).avoided.value for mode in faster}
        return Buyer(cleared, _entry(worth.days, "1", cleared.buyer).avoided.value, modes)

    rows = sorted(map(row, worth.buyers), key=lambda entry: -entry.one_day_cny)
    return Table("clearance_buyers", (*BUYERS, *(_worth_of(names, mode) for mode in faster)), rows)


def _worth_of(names: Names, mode: ClearanceMode) -> Column[Buyer]:
    heading = names.word("result.clearance.worth_of", mode=mode.name(names.language))
    key = f"mode_{mode.key}"
    return Column(key, "cny", forms.YUAN, lambda row: row.modes[mode.key], total=True, heading=heading)


def _entry(entries: tuple[Worth, ...], key: str, buyer: str) -> Worth:
    return next(entry for entry in entries if (entry.key, entry.buyer) == (key, buyer))


def headline(result: PlanResult, names: Names) -> str:
    """What one day less at customs is worth to this plan in a year."""
    one = _entry(result.clearance.days, "1", "")
    if one.days_sooner == 0.0:
        return names.word("result.clearance.no_days")
    key = "exact" if one.avoided.exact else "interval"
    yearly = [amount / _years(result) for amount in (one.avoided.value, one.avoided.low, one.avoided.high)]
    value, low, high = (names.in_summary_unit(amount) + 0.0 for amount in yearly)
    return names.word(f"result.clearance.one_day_{key}", value=value, low=low, high=high)


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


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """By days, by mode, by buyer, and what each mode asks for; a plan that brings nothing through customs has none."""
    if result.clearance.buyers:
        yield names.word("result.about.clearance")
        yield headline(result, names)
        yield days_table(result)
        yield modes_table(result)
        yield buyers_table(result, names)
        yield from condition_words(result, names)


SHEET = ResultSheet("clearance", blocks, freeze=1)
