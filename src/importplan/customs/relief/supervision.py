"""What follows from a relief: how long goods stay under supervision, when to report, what a transfer has to make up.

    value = customs value × (1 − months used ÷ (years × 12))        rounded to the fen
    duty  = value × duty rate, where the relief freed duty
    VAT   = (value + duty + extra duty) × VAT rate, less what was paid on import where the relief did not free VAT:
            then only the VAT on the duty that is made up is left

Months count from the day of release; more than 15 days over count as one more. Sources: `catalogs/supervision/`. At the
day of release what is made up is what was relieved, to the fen; from the end of the term on it is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.money import to_fen
from importplan.basics.periods import add_months
from importplan.catalog.rules.supervision import SupervisionRules, SupervisionTerm

ZERO = Decimal(0)
TRANSFER, SAME_RELIEF, PLEDGE = "transfer", "same_relief", "pledge"


@dataclass(frozen=True, slots=True)
class RelievedGoods:
    """Goods that came in under a relief: their value on import, the rates that now apply, and what was freed."""

    customs_value_cny: Decimal
    released: date
    term: SupervisionTerm
    frees: tuple[str, ...]  # duty, import_vat
    duty_rate: Decimal
    vat_rate: Decimal
    extra_duty_rate: Decimal = ZERO  # never freed, but part of the base of import VAT

    @property
    def end(self) -> date:
        """The first day on which the goods are free."""
        return end_of_supervision(self.released, self.term)


@dataclass(frozen=True, slots=True)
class MakeUp:
    """What a transfer on a day has to make up, in CNY to the fen."""

    day: date
    months_used: int
    value_cny: Decimal
    duty_cny: Decimal
    vat_cny: Decimal

    @property
    def total_cny(self) -> Decimal:
        """Duty and VAT."""
        return self.duty_cny + self.vat_cny


def end_of_supervision(released: date, term: SupervisionTerm) -> date:
    """The first day after the term: the same day of the month, `years` later."""
    return add_months(released, term.months)


def months_used(released: date, day: date, rules: SupervisionRules) -> int:
    """Whole months from release to a day, and one more for more than 15 days over; 0 before the release."""
    months = (day.year - released.year) * 12 + day.month - released.month
    if add_months(released, months) > day:
        months -= 1
    if months < 0:
        return 0
    over = (day - add_months(released, months)).days
    return months + (over > rules.over_days)


def report_days(released: date, end: date, rules: SupervisionRules) -> tuple[date, ...]:
    """The days by which use must be reported: every report day after the release and before the end."""
    years = range(released.year, end.year + 1)
    days = (date(year, rules.report_month, rules.report_day) for year in years)
    return tuple(day for day in days if released < day < end)


def make_up(goods: RelievedGoods, day: date, rules: SupervisionRules, event: str = TRANSFER) -> MakeUp:
    """What is to be made up when goods are sold, given away or put to another lasting use on a day.

    Parameters
    ----------
    goods
        The goods; for a part of a lot, with its part of the customs value.
    day
        The day on which it happens, not before the release.
    rules
        The catalog's rules of supervision.
    event
        `transfer`; `same_relief`: to a firm with the same relief, which goes on without payment; `pledge`: to a bank
        with the consent of customs, no payment either.
    """
    used = min(months_used(goods.released, day, rules), goods.term.months)
    if event in (SAME_RELIEF, PLEDGE) or day >= goods.end:
        return MakeUp(day, used, ZERO, ZERO, ZERO)
    value = to_fen(goods.customs_value_cny * (goods.term.months - used) / goods.term.months)
    levied = to_fen(value * goods.duty_rate)
    duty = levied if "duty" in goods.frees else ZERO
    # Extra duty was paid in full on import; like a duty that was not freed it counts in the base only.
    base = value + levied + to_fen(value * goods.extra_duty_rate)
    paid = ZERO if "import_vat" in goods.frees else to_fen((base - duty) * goods.vat_rate)
    return MakeUp(day, used, value, duty, to_fen(base * goods.vat_rate) - paid)
