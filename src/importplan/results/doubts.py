"""What is in doubt in a case, and what settling it is worth to its plan.

A doubt has two answers. The plan rests on one of them; the other is a case of its own: the same rows, draws and
settings, other taxes. What a doubt is worth is the cost of the plan of the case where the answer is *no* less that
where it is *yes*. Each cost lies between bound and objective of its plan, so the worth lies between two figures:

    bound(no) − objective(yes)  ≤  worth  ≤  objective(no) − bound(yes)

Where the first is not above nothing, the plans do not tell the answers apart. Both answers choose among the same two
plans, the one made for each: a plan that is better under both says nothing of the doubt. So the worth is never below
nothing, as no taxes are higher under *yes*. What hangs on knowing it **before** contracts are signed is less: what the
plan that is best under the answer at hand costs under the other one, less the best for that.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import RuleUnknown
from importplan.basics.issues import Place
from importplan.customs.cost.quote import is_imported
from importplan.customs.cost.table import LandedOption, LandedTable
from importplan.customs.relief.answers import Ground, Grounds, ground_of
from importplan.customs.relief.claim import Effect, Finding
from importplan.customs.relief.relief_notes import place_of
from importplan.customs.relief.rulings import ClaimRuling, Judgements
from importplan.customs.relief.verdict import Verdict
from importplan.customs.relief.worth import granted_row
from importplan.plan.plan import Plan, PlannedOrder, Recourse
from importplan.plan.solution import Solution
from importplan.results.differing import Move, OrderDifference, ResultDifference
from importplan.results.plan_result import PlanResult
from importplan.results.views.order_lines import arrival_period
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import Offer

Key = tuple[str, str, str, int | None]  # offer, payer, regime, row of `qualifications`
NO_MONEY = 0.005  # CNY: less is nothing
CASH = 1e-6  # of cash beside cost, where two ways to buy cost the same


class Kind(Enum):
    """What a doubt is about, and so who settles it."""

    ROW = "row"  # a row of a list, and who has confirmed it
    RULING = "ruling"  # customs: better than a not-exempt row, other goods, another heading
    CERTIFICATE = "certificate"  # the papers of the firm
    PENDING = "pending"  # a certificate that is applied for or planned
    ORIGIN = "origin"  # a proof of origin
    RATE = "rate"  # a rate of duty


@dataclass(frozen=True)
class OpenDoubt:
    """One doubt. `yes` is whether the plan rests on the better answer; the other case is `scenario` or `grounds`."""

    kind: Kind
    key: str  # stable: what a probability is given for
    at: Place
    yes: bool
    findings: tuple[Finding, ...]
    firm: str = ""
    regime: str = ""
    item: str = ""
    scenario: Scenario | None = None  # of the other answer; None: the same
    grounds: Grounds | None = None  # that hold, or not, under the other answer
    priced: bool = True  # False: the other answer has no figure on record

    @property
    def source(self) -> str:
        """The documents that the findings name."""
        return "; ".join(dict.fromkeys(found.source for found in self.findings if found.source))


def doubts_of(result: PlanResult, judgements: Judgements) -> tuple[OpenDoubt, ...]:
    """Every doubt of a case, in the order of its rows: certificates, grounds of reliefs, proofs of origin, rates."""
    found = (*_pending(result, judgements), *_grounds(result, judgements), *_of_notes(result))
    return tuple({doubt.key: doubt for doubt in found}.values())


def _pending(result: PlanResult, judgements: Judgements) -> Iterator[OpenDoubt]:
    """Certificates that are not held yet: one application is one doubt, though rows may name its items."""
    scenario = result.scenario
    usable = {entry.relief.position: entry for entry in judgements.usable()}
    groups: dict[tuple[str, str, str, str], list[int]] = {}
    for position, row in enumerate(scenario.qualifications):
        if row.status != "held" and position in usable:
            key = (row.firm, usable[position].relief.regime.key, row.certificate, row.status)
            groups.setdefault(key, []).append(position)
    for (firm, regime, certificate, status), positions in groups.items():
        rows = tuple(
            row if at not in positions
            else replace(row, status="planned") if status == "applied"
            else granted_row(row, result.catalog)
            for at, row in enumerate(scenario.qualifications)
        )  # fmt: skip
        first = usable[positions[0]]
        code = f"relief-{status}"
        told = next(
            found for verdict in first.judgement.verdicts for found in verdict.findings if found.code == code
        )  # fmt: skip
        row = scenario.qualifications[positions[0]]
        name = certificate or row.place.cell or str(positions[0])
        yield OpenDoubt(
            Kind.PENDING, f"pending/{firm}/{regime}/{name}", row.cell("status"),
            status == "applied", (told,), firm, regime, row.item, scenario.replace(qualifications=rows),
        )  # fmt: skip


def _grounds(result: PlanResult, judgements: Judgements) -> Iterator[OpenDoubt]:
    """Grounds of reliefs that are granted with a doubt, or refused for want of a paper alone."""
    horizon = result.scenario.calendar.count
    asked: dict[Grounds, dict[Finding, ClaimRuling]] = {}
    for entry in judgements.claims:
        for verdict in _verdicts(entry, horizon):
            for found in verdict.findings:
                ground = ground_of(found)
                if ground is None or verdict.treatment is None:
                    continue
                item = "" if ground is Ground.CERTIFICATE else entry.item.item
                grounds = Grounds(ground, entry.relief.row.firm, entry.relief.regime.key, item)
                asked.setdefault(grounds, {}).setdefault(found, entry)
    for grounds, said in asked.items():
        granted, opened = _granted(judgements, grounds, horizon)
        if not granted and not opened:
            continue
        effect = Effect.DOUBT if granted else Effect.BARS
        speaking = [found for found in said if found.effect is effect]
        if not speaking:
            continue
        entry = said[speaking[0]]
        yield OpenDoubt(
            Kind(grounds.ground.value), "/".join((grounds.ground.value, grounds.firm, grounds.regime, grounds.item)),
            place_of(entry, speaking[0]), granted, tuple(found.told(entry.judgement.holder) for found in speaking),
            grounds.firm, grounds.regime, grounds.item, None, grounds,
        )  # fmt: skip


def _verdicts(entry: ClaimRuling, horizon: int) -> Iterator[Verdict]:
    ruling = entry.judgement.ruling
    return (ruling.verdicts[at] for at in dict.fromkeys(ruling.of_period[:horizon].tolist()))


def _granted(judgements: Judgements, grounds: Grounds, horizon: int) -> tuple[bool, bool]:
    """Whether the goods are relieved as it is, and whether they would be if the grounds held."""
    spoken = [entry for entry in judgements.claims if grounds.speak_of(entry)]
    verdicts = [verdict for entry in spoken for verdict in _verdicts(entry, horizon)]
    as_it_is = any(verdict.granted for verdict in verdicts)
    return as_it_is, any(grounds.answered(verdict, True).would_be_granted for verdict in verdicts)


def _of_notes(result: PlanResult) -> Iterator[OpenDoubt]:
    """Proofs of origin that are missing, and rates that rest on a word."""
    scenario = result.scenario
    items = {item.item: item for item in scenario.items}
    for note in result.landed.notes:
        told, key = Finding(note.code, Effect.DOUBT, note.values), f"{note.code}/{note.at}"
        offer = scenario.offer_index.get(str(note.values.get("offer", "")))
        if note.code == "agreement-without-proof" and offer is not None:
            row = scenario.offers[offer]
            other = _with_offers(scenario, {row.offer: replace(row, origin_proof=True)})
            key = f"origin/{row.offer}"
            yield OpenDoubt(Kind.ORIGIN, key, row.cell("origin_proof"), False, (told,), item=row.item, scenario=other)
        elif note.code == "duty-rate-without-source" and offer is not None:
            row = scenario.offers[offer]
            key = f"rate/{row.offer}"
            plain = _with_offers(scenario, {row.offer: replace(row, duty_rate=None)})
            known = _on_record(result, items[row.item].hs_code)
            if known is None:
                yield OpenDoubt(Kind.RATE, key, row.cell("duty_rate"), True, (told,), item=row.item, priced=False)
            else:
                better = (row.duty_rate or 0.0) <= known
                yield OpenDoubt(
                    Kind.RATE, key, row.cell("duty_rate"), better, (told,), item=row.item, scenario=plain,
                )  # fmt: skip
        elif note.code == "provisional-part-only" and str(note.values.get("item")) in items:
            item = items[str(note.values["item"])]
            mfn = _on_record(result, item.hs_code)
            if mfn is None:
                continue
            changed = {
                row.offer: replace(row, duty_rate=mfn, duty_rate_source="MFN")
                for row in scenario.offers
                if row.item == item.item and row.duty_rate is None and is_imported(row) and not row.origin_proof
            }
            key = f"rate/{item.item}"
            yield OpenDoubt(
                Kind.RATE, key, item.cell("hs_code"), True, (told,), item=item.item,
                scenario=_with_offers(scenario, changed),
            )  # fmt: skip
        elif note.code in ("rate-unverified", "provisional-not-on-record", "agreement-rate-missing"):
            item_id = str(note.values.get("item", ""))
            yield OpenDoubt(Kind.RATE, key, note.at, True, (told,), item=item_id, priced=False)


def _on_record(result: PlanResult, hs_code: str) -> float | None:
    try:
        return float(result.catalog.tariff.rate(hs_code, result.scenario.settings.start).rate)
    except RuleUnknown:
        return None


def _with_offers(scenario: Scenario, changed: dict[str, Offer]) -> Scenario:
    return scenario.replace(offers=tuple(changed.get(row.offer, row) for row in scenario.offers))


@dataclass(frozen=True)
class OtherTaxes:
    """The plan of a result beside the taxes of the other answer: what they touch, with the orders as they stand."""

    result: PlanResult
    doubt: OpenDoubt
    landed: LandedTable

    @cached_property
    def taxes(self) -> Hashable:
        """Equal for doubts whose other answer is the same case."""
        rows = None if self.doubt.scenario is None else self.doubt.key
        ways = tuple(map(_key, self.landed.options))
        amounts = self.landed.unit_cny.tobytes(), self.landed.timing.vat_share.tobytes()
        return rows, self.doubt.yes, ways, sha256(b"".join(amounts)).digest()

    @cached_property
    def traced(self) -> tuple[float, float]:
        """CNY of cost, and of cash on arrival, that the orders cost more as they stand where the answer is no.

        At base prices and rates on the schedule without outages, undiscounted, calls in the mean of the draws; quotas
        and signed orders apart.
        """
        cost = cash = 0.0
        for option, arrival, units in self._bought:
            at = way_to_buy(self.result.landed, self.landed, option, arrival, not self.doubt.yes)
            cost += units * (self.landed.cost_cny()[at, arrival] - self.result.landed.cost_cny()[option, arrival])
            here, there = self.result.landed.unit_cny[option, :, arrival], self.landed.unit_cny[at, :, arrival]
            cash += units * float((there - here).sum())
        sign = 1.0 if self.doubt.yes else -1.0
        return sign * cost + 0.0, sign * cash + 0.0

    @cached_property
    def reach_cny(self) -> float:
        """What may hang on it, by the orders: the traced money, or all units of a payer at the best saving."""
        if self.doubt.yes:
            return abs(self.traced[0]) + 1e-3 * abs(self.traced[1])
        saved: dict[tuple[str, str], float] = {}
        for (offer, payer), ways in self.landed.positions.items():
            before = self.result.landed.positions.get((offer, payer))
            if before is not None:
                fall = _least(self.result.landed, before) - _least(self.landed, ways)
                item = self.result.scenario.offers[self.result.scenario.offer_index[offer]].item
                saved[item, payer] = max(saved.get((item, payer), 0.0), float(fall.max()))
        units: dict[tuple[str, str], float] = {}
        for option, _, amount in self._bought:
            own = self.result.landed.options[option]
            item = self.result.scenario.offers[self.result.scenario.offer_index[own.offer]].item
            units[item, own.payer] = units.get((item, own.payer), 0.0) + amount
        return sum(fall * units.get(key, 0.0) for key, fall in saved.items())

    @cached_property
    def is_idle(self) -> bool:
        """Whether no way to buy that is used, or could be, has other taxes: the answer changes nothing.

        A relief that is refused and that neither orders nor signed contracts nor calls use leaves the plan as good.
        """
        touched = [at for at in range(len(self.result.landed.options)) if self._differs(at)]
        if not self.doubt.yes:
            return not touched and len(self.landed.options) == len(self.result.landed.options)
        used = {option for option, _, units in self._bought if units > 0.0}
        offers = {order.offer for order in self.result.scenario.open_orders}
        return not any(at in used or self.result.landed.options[at].offer in offers for at in touched)

    def _differs(self, option: int) -> bool:
        at = way_to_buy(self.result.landed, self.landed, option, 0, False)
        here, there = self.result.landed, self.landed
        same = np.abs(here.unit_cny[option] - there.unit_cny[at]).max(initial=0.0) < NO_MONEY
        return not same or bool((here.timing.vat_share[option] != there.timing.vat_share[at]).any())

    @cached_property
    def _bought(self) -> tuple[tuple[int, int, float], ...]:
        """(option, arrival period, units) of all orders, and of calls in the mean of the draws."""
        plan, last = self.result.solution.plan, self.landed.unit_cny.shape[2] - 1
        ordered = [
            (order.option, arrival_period(self.result, dates), order.quantity)
            for order, dates in zip(plan.orders, self.result.dates, strict=True)
        ]
        called = []
        if len(plan.recourse.call_off_lanes):
            mean = np.einsum("d,dlt->lt", self.result.draws.weights, plan.recourse.call_offs)
            called = [
                (lane.option, min(period, last), float(mean[row, period]))
                for row, lane in enumerate(plan.recourse.call_off_lanes)
                for period in np.flatnonzero(mean[row] > 1e-9).tolist()
            ]
        return (*ordered, *called)


def way_to_buy(here: LandedTable, there: LandedTable, option: int, arrival: int, better: bool) -> int:
    """The way to buy that an order takes under other taxes: its own, or the ordinary one where its relief is gone.

    Under `better` taxes it is the cheapest of its offer and payer, then that with least cash.
    """
    own = here.options[option]
    ways = [at for at in there.positions[own.offer, own.payer] if not there.planned[at]]
    if better:
        cash = there.unit_cny[ways, :, arrival].sum(axis=1)
        return ways[int((there.cost_cny()[ways, arrival] + CASH * cash).argmin())]
    return next((at for at in ways if _key(there.options[at]) == _key(own)), ways[0])


def carried(
    plan: Plan, arrivals: Sequence[int], scenario: Scenario, here: LandedTable, there: LandedTable, better: bool
) -> Plan:
    """The decisions of today as they stand, in the ways to buy of other taxes; `arrivals` are those of its orders."""
    units: dict[tuple[int, int], float] = {}
    for order, arrival in zip(plan.orders, arrivals, strict=True):
        key = way_to_buy(here, there, order.option, arrival, better), order.period
        units[key] = units.get(key, 0.0) + order.quantity

    def standing(key: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        return scenario.offer_index[there.options[key[0]].offer], key

    orders = tuple(PlannedOrder(*key, units[key]) for key in sorted(units, key=standing))
    rule = tuple(replace(each, option=way_to_buy(here, there, each.option, 0, better)) for each in plan.call_rule)
    return replace(plan, orders=orders, call_rule=rule, recourse=Recourse.none())


def _least(landed: LandedTable, ways: list[int]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = landed.cost_cny()[ways].min(axis=0)
    return found


def _key(option: LandedOption) -> Key:
    return option.offer, option.payer, option.regime, option.qualification


class Reached(Enum):
    """How far a doubt was looked into."""

    PLANNED = "planned"
    IDLE = "idle"  # nothing that is used has other taxes: it is worth nothing
    NO_TIME = "no_time"
    NO_PLAN = "no_plan"  # none was found under the other answer
    NO_FIGURE = "no_figure"  # what the other answer would be is not on record


@dataclass(frozen=True)
class SettledDoubt:
    """A doubt with the plans of both answers, as far as they were made."""

    doubt: OpenDoubt
    before: PlanResult  # the best of both plans under the answer that the plan rests on
    reached: Reached
    traced_cny: float | None = None
    traced_cash_cny: float | None = None
    after: PlanResult | None = None  # the best of both plans under the other answer
    held_cny: float | None = None  # what the orders of `before` cost under the other answer; None: they cannot stand
    improved_cny: float = 0.0  # by how much `before` is better than the plan at hand
    chance_of_no: float | None = None  # where a person gave one

    @property
    def worth_cny(self) -> float | None:
        """Cost where the answer is no less that where it is yes."""
        if self.after is None:
            return 0.0 if self.reached is Reached.IDLE else None
        no, yes = self._both
        return no.plan_cny - yes.plan_cny

    @property
    def low_cny(self) -> float | None:
        """What it is worth at least, by the bounds of both plans."""
        if self.after is None:
            return self.worth_cny
        no, yes = self._both
        return no.bound_cny - yes.plan_cny

    @property
    def high_cny(self) -> float | None:
        """What it is worth at most, by the bounds of both plans."""
        if self.after is None:
            return self.worth_cny
        no, yes = self._both
        return no.plan_cny - yes.bound_cny

    @property
    def told_apart(self) -> bool:
        """Whether the gaps of both plans leave a difference."""
        return self.low_cny is not None and self.low_cny > NO_MONEY

    @property
    def expected_cny(self) -> float | None:
        """Worth × the probability of *no* that a person gave."""
        if self.chance_of_no is None or self.worth_cny is None:
            return None
        return self.chance_of_no * self.worth_cny

    @property
    def before_signing_cny(self) -> float | None:
        """What is lost where the other answer comes after the orders are signed as they stand."""
        if self.after is None or self.held_cny is None:
            return None
        return max(0.0, self.held_cny - self.after.solution.plan_cny)

    @property
    def _both(self) -> tuple[Solution, Solution]:
        assert self.after is not None
        here, there = self.before.solution, self.after.solution
        return (there, here) if self.doubt.yes else (here, there)

    @cached_property
    def moves(self) -> tuple[OrderDifference, ...]:
        """Orders that the other answer changes."""
        if self.after is None:
            return ()
        return tuple(row for row in ResultDifference(self.before, self.after).orders if row.move is not Move.SAME)

    @cached_property
    def day(self) -> date | None:
        """The day by which it should be settled: the first contract that the answer changes, else the first arrival."""
        signing = [day for row in self.moves for day in (row.before.first, row.after.first) if day is not None]
        return min(signing) if signing else self.first_arrival

    @cached_property
    def first_arrival(self) -> date | None:
        """The first day at the port of an order of the goods, after which taxes are due."""
        scenario, landed = self.before.scenario, self.before.landed
        days = [
            dates.port
            for order, dates in zip(self.before.solution.plan.orders, self.before.dates, strict=True)
            for option in (landed.options[order.option],)
            if self.doubt.item in ("", scenario.offers[scenario.offer_index[option.offer]].item)
            and self.doubt.firm in ("", option.payer)
        ]
        return min(days, default=None)


def by_worth(rows: tuple[SettledDoubt, ...]) -> tuple[SettledDoubt, ...]:
    """The dearest first: what was planned, then what was only traced, then what is worth nothing."""

    def standing(row: SettledDoubt) -> tuple[bool, float]:
        money = row.worth_cny if row.worth_cny is not None else abs(row.traced_cny or 0.0)
        return row.reached in (Reached.IDLE, Reached.NO_FIGURE), -money

    return tuple(sorted(rows, key=standing))
