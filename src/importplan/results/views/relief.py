"""What tax reliefs are worth in this plan, by regime and status, in three numbers that must not be mixed up.

Tax relieved (减免税额), effect on cost (成本影响: duty and VAT that cannot be deducted) and effect on cash (资金影响).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from importplan.basics.issues import Issue
from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.rules.extra_duty import EXTRA_DUTY
from importplan.customs.cost.rules.vat import VAT_CASH, VAT_COST
from importplan.customs.relief.worth import reductions
from importplan.results import forms
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult, once
from importplan.results.table import NUMBER, Column, Table
from importplan.results.views.declared import PLANNED, declared
from importplan.results.views.order_lines import OrderLine, arrival_period, order_lines


@dataclass(frozen=True)
class ReliefEffect:
    """What a certificate takes off, or would take off, an order: three numbers in CNY."""

    tax_cny: float = 0.0  # duty and VAT that are not levied
    cost_cny: float = 0.0  # of these, what is cost: duty and VAT that cannot be deducted
    cash_cny: float = 0.0  # less to pay on arrival, deductible VAT included

    def plus(self, other: ReliefEffect) -> ReliefEffect:
        """Both together."""
        return ReliefEffect(
            self.tax_cny + other.tax_cny, self.cost_cny + other.cost_cny, self.cash_cny + other.cash_cny
        )

    @property
    def is_nothing(self) -> bool:
        """Whether the ordinary rate is zero already."""
        return max(abs(self.tax_cny), abs(self.cost_cny), abs(self.cash_cny)) < 0.005


@dataclass(frozen=True)
class ReliefWorth:
    """One regime and status with what hangs on it."""

    regime: str  # in words, with its status
    status: str  # held | applied | planned
    orders: int
    units: float
    worth: ReliefEffect


@dataclass(frozen=True)
class ReliefUse:
    """A planned order with the relief that it uses or, where that is only planned, could use."""

    line: OrderLine
    option: int  # position in the landed-cost table
    certificate: int | None  # position in `qualifications`
    worth: ReliefEffect
    units: float  # exempt: whole pieces within quotas, as in the papers


WEAK_GROUNDS = {  # findings about the row or the consent on which a relief rests
    "illustrative": ("relief-row-illustrative",),
    "unverified": ("relief-row-unverified",),
    "stale": ("relief-row-stale",),
    "not_in_hand": ("relief-row-signed", "relief-row-not-in-hand"),
    "unsigned": ("relief-unsigned",),
    "example": ("relief-consent-shown",),
}


def relief_worth(result: PlanResult, names: Names) -> tuple[ReliefWorth, ...]:
    """Reliefs that planned orders use or, where only planned, could use once granted (quotas apart)."""
    found: dict[tuple[str, str], list[ReliefUse]] = defaultdict(list)
    for use in relief_uses(result):
        row = result.landed.options[use.option]
        found[row.status, names.regime(row)].append(use)
    order = ("applied", "planned", "held")
    return tuple(
        _together(regime, status, found[status, regime])
        for status, regime in sorted(found, key=lambda key: order.index(key[0]))
    )


def relief_of_orders(result: PlanResult) -> dict[int, ReliefEffect]:
    """Position of a planned order → what the certificate takes off that it uses."""
    return {use.line.position: use.worth for use in relief_uses(result) if use.option == use.line.order.option}


@once
def relief_uses(result: PlanResult) -> tuple[ReliefUse, ...]:
    """Each planned order with the relief it uses or could use, and what that is worth."""
    return tuple(_uses(result))


def _uses(result: PlanResult) -> Iterator[ReliefUse]:
    """What the papers declare of planned orders: the certificate that holds on the day of arrival, within its quota."""
    saved, landed = reductions(result.scenario, result.catalog, result.landed), result.landed
    exempt = {entry.position: entry for entry in declared(result) if entry.kind == PLANNED}
    for line in order_lines(result):
        entry = exempt.get(line.position)
        if entry is None:
            continue
        arrival, options = arrival_period(result, line.dates), (line.order.option, *landed.planned_reliefs(line.option))
        option = next(at for at in options if landed.options[at].qualification == entry.certificate)
        each = (saved.tax_relieved_cny, saved.cost_effect_cny, saved.cash_effect_cny)
        worth = ReliefEffect(*(float(table[option, arrival]) * entry.quantity for table in each))
        yield ReliefUse(line, option, entry.certificate, worth, entry.quantity)


def relief_of(issue: Issue) -> tuple[str, str | None] | None:
    """The regime and the item (None: all) that a note about a relief speaks of; None for other notes."""
    said = issue.values
    if not issue.code.startswith("relief-") or "regime" not in said:
        return None
    return str(said["regime"]), str(said["item"]) if "item" in said else None


def tax_behind(goods: tuple[str, str | None] | None, used: tuple[ReliefUse, ...], result: PlanResult) -> float | None:
    """CNY of tax relieved in orders that use a relief or could; None where none is spoken of."""
    if goods is None:
        return None
    regime, item = goods
    return sum(
        use.worth.tax_cny
        for use in used
        if result.landed.options[use.option].regime == regime and item in (None, use.line.item.item)
    )


def tax_refused(goods: tuple[str, str | None] | None, result: PlanResult) -> float | None:
    """CNY of tax on planned orders of an item that a relief would take off and does not, as something bars it.

    duty + VAT on it where duty is freed (VAT × duty ÷ (customs value + duty + extra duty)), all import VAT where that
    is freed too. None where no item is spoken of.
    """
    if goods is None or goods[1] is None or (regime := result.catalog.regime(goods[0])) is None:
        return None
    landed, total = result.landed, 0.0
    for line in order_lines(result):
        if line.item.item != goods[1] or line.option.qualification is not None or line.option.domestic:
            continue
        arrival = arrival_period(result, line.dates)
        version = regime.on(result.scenario.calendar.first_day(arrival))
        unit = landed.unit_cny[line.order.option, :, arrival]
        duty, extra = unit[CHARGE_INDEX[DUTY]], unit[CHARGE_INDEX[EXTRA_DUTY]]
        vat = sum(unit[CHARGE_INDEX[charge]] for charge in (VAT_COST, VAT_CASH))
        base = landed.customs_value_cny[line.order.option] + duty + extra
        frees = version.frees if version else ()
        freed = (duty if "duty" in frees else 0.0) + (
            vat if "import_vat" in frees else vat * duty / base if "duty" in frees and base else 0.0
        )
        total += float(freed) * line.order.quantity * line.price_ratio
    return total


def doubtful_relief(result: PlanResult, *codes: str) -> tuple[int, float]:
    """How many doubts there are about reliefs that planned orders use, and the CNY of tax that hangs on any of them.

    With codes only the doubts of these kinds.
    """
    held = tuple(use for use in relief_uses(result) if not result.landed.planned[use.option])
    notes = [note for note in result.landed.notes if not codes or note.code in codes]
    count = Counter(goods for note in notes if (goods := relief_of(note)) is not None)
    doubted = [goods for goods in count if tax_behind(goods, held, result)]
    touched = {
        use.line.position: use.worth.tax_cny
        for use in held
        if any(tax_behind(goods, (use,), result) for goods in doubted)
    }
    return sum(count[goods] for goods in doubted), sum(touched.values())


def doubtful_relief_words(result: PlanResult, names: Names) -> str:
    """Sentence for page one: the doubts, and how much rests on rows that are examples, read long ago or not in hand."""
    doubts, tax = doubtful_relief(result)
    if not doubts:
        return ""
    grounds = ((key, doubtful_relief(result, *codes)) for key, codes in WEAK_GROUNDS.items())
    parts = [
        names.word(f"result.relief_doubts.{key}", count=count, amount=names.in_summary_unit(amount))
        for key, (count, amount) in grounds
        if count
    ]
    of_which = names.word("result.relief_doubts.of_which", parts=names.word("result.reason.join").join(parts))
    said = names.word("result.relief_doubts", count=doubts, amount=names.in_summary_unit(tax))
    return said + (of_which if parts else "")


def _together(regime: str, status: str, used: list[ReliefUse]) -> ReliefWorth:
    total = ReliefEffect()
    for use in used:
        total = total.plus(use.worth)
    return ReliefWorth(regime, status, len(used), sum(use.units for use in used), total)


COUNTED = forms.worded("result.relief_counted").wrapped
RELIEFS: tuple[Column[ReliefWorth], ...] = (
    NUMBER,
    Column("tax_treatment", "", forms.LONG, lambda row: row.regime, known_as="regime"),
    Column("orders_number", "count", forms.WHOLE, lambda row: row.orders, known_as="orders"),
    Column("quantity", "goods", forms.UNITS, lambda row: row.units, known_as="units"),
    Column("relief_tax_cny", "cny", forms.YUAN, lambda row: row.worth.tax_cny, total=True, known_as="tax_relieved_cny"),
    Column(
        "relief_cost_cny", "cny", forms.YUAN, lambda row: row.worth.cost_cny, total=True, known_as="cost_effect_cny"
    ),
    Column(
        "relief_cash_cny", "cny", forms.YUAN, lambda row: row.worth.cash_cny, total=True, known_as="cash_effect_cny"
    ),
    Column("relief_counted", "", COUNTED, lambda row: row.status, known_as="status"),
)


def relief_table(result: PlanResult, names: Names) -> Table[ReliefWorth]:
    """One row for each regime and status, with how it is counted in the plan."""
    return Table("reliefs", RELIEFS, relief_worth(result, names), quiet=True)


def expected_beyond(result: PlanResult) -> dict[int, float]:
    """Position of a planned order → units that a quota is expected to leave taxed."""
    recourse = result.solution.plan.recourse
    mean = result.draws.weights @ recourse.beyond_quota
    found: dict[int, float] = defaultdict(float)
    for part, units in zip(recourse.quota_parts, mean, strict=True):
        if part.order is not None:
            found[part.order] += float(units)
    return dict(found)


def beyond_quota(result: PlanResult) -> tuple[float, float]:
    """Expected units of planned orders that a quota leaves taxed, and the CNY of cost that adds (undiscounted)."""
    lines = {line.position: line for line in order_lines(result)}
    found = expected_beyond(result)
    cost = sum(units * lines[at].relief_cost_cny / lines[at].order.quantity for at, units in found.items())
    return sum(found.values()), cost
