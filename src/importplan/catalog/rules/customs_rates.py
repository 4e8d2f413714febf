"""The exchange rate at which customs turn a price into yuan (计征汇率): one for each month, set in the month before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from importplan.basics.periods import add_months
from importplan.catalog.cited import Cited
from importplan.catalog.reading import CatalogLine, Reading
from importplan.catalog.rules.regimes import Citation
from importplan.catalog.rules.supervision import cited
from importplan.catalog.rules.working_days import WorkingDays

RULES, TABLE = "fx/customs_rates.toml", "fx/customs_rates.csv"
COLUMNS = ("month", "currency", "units", "cny", "reference_day", "source", "confidence")
WEEK = 7


@dataclass(frozen=True, slots=True)
class CustomsRate:
    """CNY per unit of a currency for declarations of one month."""

    month: date  # its first day
    currency: str
    cny_per_unit: Decimal
    reference_day: date
    source: str
    confidence: str

    @property
    def cited(self) -> Cited:
        """The rate with where it comes from."""
        return Cited(self.cny_per_unit, "rule.fx_customs", self.source, self.confidence)


@dataclass(frozen=True)
class CustomsRates:
    """The months on record, and the rule by which the rate of any month is set."""

    by_month: Mapping[tuple[date, str], CustomsRate]
    weekday: int  # 1 is Monday
    which: int  # of the month before
    rule: Citation

    def of(self, currency: str, day: date) -> CustomsRate | None:
        """The rate for a declaration of a day, None where the month is not on record."""
        return self.by_month.get((day.replace(day=1), currency))

    def reference_day(self, day: date, working_days: WorkingDays) -> date:
        """The day whose central parity holds for a declaration of a day.

        Holidays stand for the days on which the interbank market is closed; it never trades at a weekend.
        """
        before = add_months(day.replace(day=1), -1)
        first = before + timedelta(days=(self.weekday - before.isoweekday()) % WEEK)
        found = first + timedelta(days=WEEK * (self.which - 1))
        while found.isoweekday() > 5 or not working_days.is_worked(found):
            found += timedelta(days=1)
        return found


def read(reading: Reading) -> CustomsRates:
    """The rule and the months of `fx/customs_rates.*`."""
    about = reading.rule(RULES)
    rates = [_rate(line) for line in reading.table(TABLE, COLUMNS)]
    weekday, which = (int(about.needed(key)) for key in ("weekday", "which"))
    return CustomsRates(
        {(rate.month, rate.currency): rate for rate in rates}, weekday, which, cited(about.block("rule"))
    )


def _rate(line: CatalogLine) -> CustomsRate:
    written = line.text("month", required=True)
    try:
        month = date.fromisoformat(f"{written}-01")
    except ValueError:
        line.wrong("month", "YYYY-MM")
        month = date.min
    return CustomsRate(
        month=month,
        currency=line.text("currency", required=True),
        cny_per_unit=line.needed("cny") / (line.number("units") or Decimal(1)),
        reference_day=line.first_day("reference_day"),
        source=line.text("source", required=True),
        confidence=line.confidence(),
    )
