"""What of declared goods is exempt within the quotas of their certificates: quota, used and left, to the fen.

Papers name whole pieces on the schedule without outages. Where it brings more into a year than the quota holds, goods
are declared as taxed, those first whose relief saves least cost, then least tax, for what they use up: as the plan does
in each draw.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from importplan.basics.money import exact
from importplan.scenario.schema.qualifications import Qualification

ZERO = Decimal(0)
MEASURES = ("units", "cny", "usd")
NEARLY = 1e-6  # of a piece


@dataclass(frozen=True, slots=True)
class AskedRelief:
    """A shipment that asks for relief."""

    certificate: int  # position in `qualifications`
    year: int  # of arrival
    quantity: float
    whole: bool  # it is counted in pieces
    fixed: bool  # cleared before the plan: what it used it has used
    value_cny: Callable[[float], Decimal]  # customs value of so many, to the fen
    cost_cny: float  # that the relief of all of it saves
    tax_cny: float  # that it relieves, deductible VAT included


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One quota of a certificate in one year (None: the whole certificate)."""

    certificate: int
    year: int | None
    measure: str  # one of MEASURES
    quota: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        """What may still come in free."""
        return max(ZERO, self.quota - self.used)


def quotas(row: Qualification) -> dict[str, Decimal]:
    """The quotas of a certificate by measure."""
    stated = zip(MEASURES, (row.quota_units, row.quota_cny, row.quota_usd), strict=True)
    return {measure: exact(value) for measure, value in stated if value is not None}


def within(asked: Sequence[AskedRelief], rows: Sequence[Qualification], usd_cny: Decimal) -> tuple[float, ...]:
    """The units of each shipment that are exempt, in order of `asked`."""
    exempt = [each.quantity for each in asked]
    for members in _years(asked, rows).values():
        row = rows[asked[members[0]].certificate]
        for measure, quota in quotas(row).items():
            _take_out(asked, exempt, members, measure, quota, usd_cny)
    return tuple(exempt)


def lines(
    asked: Sequence[AskedRelief], exempt: Sequence[float], rows: Sequence[Qualification], usd_cny: Decimal
) -> Iterator[QuotaLine]:
    """Quota, used and left of every certificate and year in which something arrives."""
    for (certificate, year), members in sorted(_years(asked, rows).items(), key=str):
        for measure, quota in quotas(rows[certificate]).items():
            used = _used(asked, exempt, members, measure, usd_cny)
            yield QuotaLine(certificate, year, measure, quota, used)


def _years(asked: Sequence[AskedRelief], rows: Sequence[Qualification]) -> dict[tuple[int, int | None], list[int]]:
    found: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for number, each in enumerate(asked):
        by_year = rows[each.certificate].quota_scope == "year"
        found[each.certificate, each.year if by_year else None].append(number)
    return found


def _use(each: AskedRelief, units: float, measure: str, usd_cny: Decimal) -> Decimal:
    if measure == "units":
        return exact(units)
    value = each.value_cny(units) if units else ZERO
    return value / usd_cny if measure == "usd" else value


def _used(
    asked: Sequence[AskedRelief], exempt: Sequence[float], members: Iterable[int], measure: str, usd_cny: Decimal
) -> Decimal:
    return sum((_use(asked[number], exempt[number], measure, usd_cny) for number in members), ZERO)


def _take_out(
    asked: Sequence[AskedRelief],
    exempt: list[float],
    members: list[int],
    measure: str,
    quota: Decimal,
    usd_cny: Decimal,
) -> None:
    """Take pieces out until the quota holds, those first whose relief is worth least for what they use up."""

    def worth(number: int) -> tuple[float, float]:
        each = asked[number]
        use = float(_use(each, each.quantity, measure, usd_cny))
        return (round(each.cost_cny / use, 9), each.tax_cny / use) if use else (math.inf, math.inf)

    open_still = sorted((number for number in members if not asked[number].fixed), key=worth)
    for number in open_still:
        over = _used(asked, exempt, members, measure, usd_cny) - quota
        if over <= 0:
            return
        each, had = asked[number], exempt[number]
        if not had:
            continue
        share = float(over) / float(_use(each, had, measure, usd_cny))
        kept = max(0.0, had * (1.0 - share))
        exempt[number] = float(math.floor(kept + NEARLY)) if each.whole else kept
        while exempt[number] > 0 and _used(asked, exempt, members, measure, usd_cny) > quota:
            exempt[number] = max(0.0, exempt[number] - (1.0 if each.whole else exempt[number] * 1e-6))
