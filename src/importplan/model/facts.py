"""What the model needs to know of a case, as arrays: who buys, who waits, what is there, what is worth what when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.landed.charge_kind import ChargeKind
from importplan.landed.rules import CHARGE_INDEX
from importplan.landed.table import LandedTable
from importplan.model.dating import Dating
from importplan.model.purchases import Purchases, payers_of
from importplan.plan.plan import Holding, ReleaseLane, Tier
from importplan.scenario.contract_price import credit_fee, credit_margin, days_after_shipment
from importplan.scenario.reserve import may_be_reserved, reservable, wanted
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.sites import Site
from importplan.uncertainty.draw_set import DrawSet

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Queue:
    """Demand of a firm for an item that the model need not tell apart: one cost of being late, one patience."""

    firm: str
    item: str
    shortage_cost_cny: float  # per unit and period late
    lost_after_periods: int | None
    tiers: tuple[int, ...]  # positions in `Facts.tiers`, most urgent first
    lines: tuple[int, ...]  # positions in the sheet `demand`


@dataclass(frozen=True)
class Facts:
    """A case and its draws, with everything derived from them that more than one part of the model uses."""

    scenario: Scenario
    landed: LandedTable
    draws: DrawSet

    @cached_property
    def periods(self) -> int:
        """T, the number of periods of the plan."""
        return self.scenario.calendar.count

    @cached_property
    def last_period(self) -> int:
        """The last period of the landed-cost table; everything later counts as in it."""
        return int(self.landed.unit_cny.shape[2]) - 1

    @cached_property
    def discount(self) -> Real:
        """(P,) discount factor to the first day of each period."""
        return self.scenario.calendar.discount(np.arange(self.last_period + 1), self.scenario.settings.discount_rate)

    @cached_property
    def payers(self) -> tuple[str, ...]:
        """Firms, then the reserve where there is one."""
        return payers_of(self.scenario)

    def option_id(self, option: int) -> tuple[str, str, str, int]:
        """Offer, payer, treatment and certificate (its number on the sheet, 0 where there is none) of an option."""
        row = self.landed.options[option]
        return row.offer, row.payer, row.regime, 0 if row.qualification is None else row.qualification + 1

    # --- terms of offers and firms ---------------------------------------------------------------------------

    @cached_property
    def domestic(self) -> NDArray[np.bool_]:
        """(option,) bought in China."""
        return np.array([option.domestic for option in self.landed.options], dtype=bool)

    @cached_property
    def refund_share(self) -> Real:
        """(offer,) share of the instalments paid that comes back when an order is lost."""
        return np.array([offer.refund_share for offer in self.scenario.offers], dtype=np.float64)

    @cached_property
    def clearance_cny(self) -> Real:
        """(offer,) CNY per shipment."""
        return np.array([offer.clearance_fee_cny for offer in self.scenario.offers], dtype=np.float64)

    @cached_property
    def _warranty_months(self) -> Real:
        return np.array([offer.warranty_months or 0.0 for offer in self.scenario.offers], dtype=np.float64)

    @cached_property
    def _warranty_from(self) -> Whole:
        # (offer,) 0 shipment, 1 arrival, 2 acceptance
        milestones = ("shipment", "arrival", "acceptance")
        return np.array([milestones.index(offer.warranty_from) for offer in self.scenario.offers], dtype=np.int64)

    @cached_property
    def _recovery_months(self) -> Real:
        months = [firm.recovery_months for firm in self.scenario.all_firms]
        return np.array([*months, 1.0][: len(self.payers)], dtype=np.float64)

    @cached_property
    def _currency(self) -> Whole:
        # (offer,) position in the draws' currencies; -1 for CNY and for currencies that do not move.
        known = {currency: position for position, currency in enumerate(self.draws.currencies)}
        return np.array([known.get(offer.currency, -1) for offer in self.scenario.offers], dtype=np.int64)

    def charge_at(self, option: Whole, charge: ChargeKind, period: Whole) -> Real:
        """CNY per unit of a charge for goods that arrive in `period` (part, D), shape (part, D)."""
        found: Real = self.landed.unit_cny[option[:, None], CHARGE_INDEX[charge], np.minimum(period, self.last_period)]
        return found

    @cached_property
    def _rate_lock(self) -> tuple[Real, Real]:
        # (offer,) share of contract payments whose rate is locked, and the locked rate over the base rate
        rows = {row.currency: row for row in self.scenario.fx if row.locked_rate is not None}
        lock = [rows.get(offer.currency) for offer in self.scenario.offers]
        share = np.array([0.0 if row is None else row.locked_share for row in lock])
        rate = [1.0 if row is None else (row.locked_rate or 0.0) / self.landed.base_rate[row.currency] for row in lock]
        return share, np.array(rate)

    def contract_rate_factor(self, offer: Whole, period: Whole, draws: DrawSet) -> Real:
        """As `rate_factor`, for payments to the seller: their locked share keeps the locked rate."""
        share, rate = (
            np.where(offer >= 0, each[offer], fixed)[:, None]
            for each, fixed in zip(self._rate_lock, (0.0, 1.0), strict=True)
        )
        found: Real = share * rate + (1.0 - share) * self.rate_factor(offer, period, draws)
        return found

    def rate_factor(self, offer: Whole, period: Whole, draws: DrawSet) -> Real:
        """Exchange rate of each draw in `period` (part, D) over the base rate; 1 where `offer` is -1 or in CNY."""
        currency = np.where(offer >= 0, self._currency[offer], -1)
        if not (currency >= 0).any() or not len(draws.currencies):
            return np.ones(period.shape)
        draw = np.arange(draws.count)[None, :]
        last = draws.fx_factor.shape[2] - 1
        factor = draws.fx_factor[draw, np.maximum(currency, 0)[:, None], np.minimum(period, last)]
        return np.where((currency >= 0)[:, None], factor, 1.0)

    def refusals(self, purchases: Purchases, row: Whole, draws: DrawSet) -> NDArray[np.bool_]:
        """(part, D) whether the export licence of a purchase is refused; licences in hand are not refused any more."""
        never = len(draws.licence_groups)
        pairs, inverse = np.unique(np.stack([purchases.offer[row], purchases.payer[row]]), axis=1, return_inverse=True)
        group = np.full(pairs.shape[1], never, dtype=np.int64)
        for position, (offer_index, payer) in enumerate(pairs.T):
            offer = self.scenario.offers[offer_index]
            if offer.licence_refusal > 0:
                name = self.scenario.licence_group_of(offer, self.payers[payer])
                group[position] = draws.licence_index.get(name, never)
        refused = np.append(draws.refused, np.zeros((draws.count, 1), dtype=bool), axis=1).T
        found: NDArray[np.bool_] = refused[group[inverse.reshape(-1)]]
        first_signed = int(np.isnan(purchases.signed).sum())
        for position, order in enumerate(self.scenario.open_orders if first_signed < purchases.count else ()):
            if order.stage not in ("signed", "licence_applied"):
                found[row == first_signed + position] = False
        return found

    @cached_property
    def credit_terms(self) -> tuple[Real, Real, Real]:
        """(offer,) margin share and fee share of a letter of credit, days until what is due on shipment is paid."""
        each = [(credit_margin(row), credit_fee(row), days_after_shipment(row)) for row in self.scenario.offers]
        margin, fee, days = np.array(each, dtype=np.float64).reshape(-1, 3).T
        return margin, fee, days

    def shipment_payment_period(self, offer: Whole, dating: Dating, consignment: Whole) -> Whole:
        """(part, D) period in which what is due on shipment is paid: usance and open account pay later."""
        days = self.credit_terms[2][offer][:, None]
        return np.maximum(self.scenario.calendar.of_days(dating.ship_day[consignment] + days), 0)

    def retention_period(self, offer: Whole, dating: Dating, consignment: Whole) -> Whole:
        """(part, D) period in which the warranty ends and the retained share is paid, never before acceptance."""
        months = self._warranty_months[offer][:, None]
        days = np.stack([dating.ship_day[consignment], dating.port_day[consignment], dating.accept_day[consignment]])
        began = np.take_along_axis(days, self._warranty_from[offer][None, :, None], axis=0)[0]
        found = self.scenario.calendar.of_months_after(began, months)
        return np.maximum(found, dating.accept[consignment])

    def recovery_months(self, payer: Whole) -> Real:
        """(part,) months until deductible VAT comes back."""
        found: Real = self._recovery_months[payer]
        return found

    def vat_share(self, option: Whole, period: Whole, number: int) -> Real:
        """(part, D) share of the import VAT that is due with instalment `number` for goods that arrive in `period`."""
        found: Real = self.landed.timing.vat_share[option[:, None], np.minimum(period, self.last_period), number]
        return found

    def decision_period(self, option: Whole, port_day: Real) -> Whole:
        """(part, D) period in which a pending application is decided, never before arrival."""
        day = self.landed.timing.decision_day[option][:, None]
        return np.maximum(self.scenario.calendar.of_days(np.maximum(np.nan_to_num(day), port_day)), 0)

    def recovery_period(self, payer: Whole, dating: Dating, consignment: Whole) -> Whole:
        """(part, D) period in which deductible VAT comes back."""
        months = self._recovery_months[payer][:, None]
        found = self.scenario.calendar.of_months_after(dating.port_day[consignment], months)
        return np.maximum(found, 0)

    # --- demand ----------------------------------------------------------------------------------------------

    @cached_property
    def _line_period(self) -> Whole:
        calendar = self.scenario.calendar
        return np.array([calendar.index_of(line.period) for line in self.scenario.demand], dtype=np.int64)

    @cached_property
    def _lines_inside(self) -> list[int]:
        return [p for p in range(len(self.scenario.demand)) if 0 <= self._line_period[p] < self.periods]

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Demand lines inside the horizon that count alike in reports, by firm, item, priority (most urgent first)."""
        groups: dict[tuple[str, str, int, float, int | None], list[int]] = {}
        for position in self._lines_inside:
            line = self.scenario.demand[position]
            cost = self.shortage_cost_of(position)
            key = (self.scenario.firm_of(line), line.item, line.priority, cost, line.lost_after_periods)
            groups.setdefault(key, []).append(position)
        firm, item = self.scenario.firm_index, self.scenario.item_index
        keys = sorted(groups, key=lambda key: (firm[key[0]], item[key[1]], key[2], -key[3], key[4] or 10**6))
        return tuple(Tier(*key, lines=tuple(groups[key])) for key in keys)

    @cached_property
    def queues(self) -> tuple[Queue, ...]:
        """Tiers that cost the same when late wait in one queue, unless something in the case tells priorities apart."""
        settings = self.scenario.settings
        apart = settings.goal == "ordered" or any(
            limit.kind.by_period or limit.priority != "all" for limit in self.scenario.limits
        )
        groups: dict[tuple[object, ...], list[int]] = {}
        for position, tier in enumerate(self.tiers):
            alone = position if apart or tier.lost_after_periods is not None else -1
            groups.setdefault((tier.firm, tier.item, tier.shortage_cost_cny, alone), []).append(position)
        return tuple(self._queue(tuple(members)) for members in groups.values())

    def _queue(self, members: tuple[int, ...]) -> Queue:
        first = self.tiers[members[0]]
        lines = tuple(line for member in members for line in self.tiers[member].lines)
        return Queue(first.firm, first.item, first.shortage_cost_cny, first.lost_after_periods, members, lines)

    def shortage_cost_of(self, line: int) -> float:
        """CNY per unit and period late: given, else a share of the reference value of the item."""
        row = self.scenario.demand[line]
        if row.shortage_cost_cny is not None:
            return row.shortage_cost_cny
        value = self.landed.reference_value_cny[self.scenario.item_index[row.item]]
        return float(self.scenario.settings.shortage_share * value)

    @cached_property
    def queue_ids(self) -> list[tuple[object, ...]]:
        """(queue,) firm, item and number among the queues of both."""
        seen: dict[tuple[str, str], int] = {}
        found: list[tuple[object, ...]] = []
        for queue in self.queues:
            number = seen[queue.firm, queue.item] = seen.get((queue.firm, queue.item), -1) + 1
            found.append((queue.firm, queue.item, number))
        return found

    def demand_due(self, draws: DrawSet) -> Real:
        """(D, queue, T) units due in each period."""
        return self._due(draws, self.queues)

    def demand_of_tiers(self, draws: DrawSet) -> Real:
        """(D, tier, T) units due in each period."""
        return self._due(draws, self.tiers)

    def _due(self, draws: DrawSet, groups: Sequence[Queue | Tier]) -> Real:
        due = np.zeros((draws.count, len(groups), self.periods))
        for position, group in enumerate(groups):
            for line in group.lines:
                due[:, position, self._line_period[line]] += draws.demand[:, line]
        return due

    # --- stocks ----------------------------------------------------------------------------------------------

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Stocks: of each firm and item with demand, then of the reserve by item and waiting time on release."""
        firms = dict.fromkeys((queue.firm, queue.item) for queue in self.queues)
        held = [Holding(firm, item) for firm, item in firms]
        if RESERVE in self.payers:
            asked, bought = wanted(self.scenario), reservable(self.scenario)
            kinds: dict[tuple[str, float], None] = {}
            for row in self.scenario.stock:
                if row.item in asked and self.scenario.owner_of(row) == RESERVE:
                    kinds[row.item, 0.0] = None
            for option in self.landed.options:
                if option.payer == RESERVE:
                    offer = self.scenario.offers[self.scenario.offer_index[option.offer]]
                    if offer.item in bought and may_be_reserved(self.scenario, offer):
                        kinds[offer.item, self.release_delay_of(option.offer)] = None
            ordered = sorted(kinds, key=lambda kind: (self.scenario.item_index[kind[0]], kind[1]))
            held.extend(Holding(RESERVE, item, delay) for item, delay in ordered)
        return tuple(held)

    def release_delay_of(self, offer: str) -> float:
        """Days that a taker waits for consent when goods of this offer leave the reserve."""
        row = self.scenario.offers[self.scenario.offer_index[offer]]
        return row.retransfer_days if row.end_user == "retransfer" else 0.0

    @cached_property
    def holding_ids(self) -> list[tuple[object, ...]]:
        """(stock,) owner, item and days of consent."""
        return [(row.owner, row.item, row.release_delay_days) for row in self.holdings]

    @cached_property
    def holding_index(self) -> dict[tuple[str, str, float], int]:
        """(owner, item, release delay) → position in `holdings`."""
        return {(row.owner, row.item, row.release_delay_days): position for position, row in enumerate(self.holdings)}

    @cached_property
    def holding_payer(self) -> Whole:
        """(stock,) position in `payers` of who holds it."""
        return np.array([self.payers.index(row.owner) for row in self.holdings], dtype=np.int64)

    @cached_property
    def queue_holding(self) -> Whole:
        """(queue,) the firm's stock that serves it."""
        found = [self.holding_index[queue.firm, queue.item, 0.0] for queue in self.queues]
        return np.array(found, dtype=np.int64)

    def holding_of(self, purchases: Purchases) -> Whole:
        """(purchase,) the stock that a purchase goes into; -1 where nobody waits for it."""
        found = []
        for option, offer in zip(purchases.option, purchases.offer, strict=True):
            payer = self.landed.options[option].payer
            row = self.scenario.offers[offer]
            delay = self.release_delay_of(row.offer) if payer == RESERVE else 0.0
            found.append(self.holding_index.get((payer, row.item, delay), -1))
        return np.array(found, dtype=np.int64)

    @cached_property
    def opening(self) -> Real:
        """(holding,) units in stock at the start."""
        units = np.zeros(len(self.holdings))
        for row in self.scenario.stock:
            position = self.holding_index.get((self.scenario.owner_of(row), row.item, 0.0))
            if position is not None:
                units[position] += row.quantity
        return units

    @cached_property
    def release_lanes(self) -> tuple[ReleaseLane, ...]:
        """Every way out of the reserve: from each of its holdings to each firm that needs the item."""
        return tuple(
            ReleaseLane(position, taker.owner)
            for position, holding in enumerate(self.holdings)
            if holding.owner == RESERVE
            for taker in self.holdings
            if taker.owner != RESERVE and taker.item == holding.item
        )

    @cached_property
    def release_price_cny(self) -> Real:
        """(release lane,) what a taker pays the reserve per unit: a share of the item's reference value."""
        share = {row.item: row.release_price_share for row in self.scenario.reserve_terms}
        items = [self.holdings[lane.holding].item for lane in self.release_lanes]
        value = [self.landed.reference_value_cny[self.scenario.item_index[item]] for item in items]
        return np.array([share.get(item, 1.0) * worth for item, worth in zip(items, value, strict=True)])

    def release_arrival(self, lane: int) -> Whole:
        """(T,) the period in which goods released on the first day of each period serve the taker."""
        calendar = self.scenario.calendar
        delay = self.holdings[self.release_lanes[lane].holding].release_delay_days
        return calendar.of_days(calendar.first_day_numbers[:-1] + delay)

    # --- sites, frameworks, workarounds ----------------------------------------------------------------------

    def sites_of(self, owner: str) -> tuple[Site, ...]:
        """The ordinary sites of an owner."""
        scenario = self.scenario
        return tuple(row for row in scenario.sites if row.kind == "ordinary" and scenario.owner_of(row) == owner)

    def booking_periods(self, supplier: int) -> tuple[int, int]:
        """First period of a supplier's framework and the first one after it, inside the horizon."""
        row, calendar = self.scenario.suppliers[supplier], self.scenario.calendar
        first = 0 if row.booking_from is None else max(0, calendar.index_of(row.booking_from))
        last = calendar.count if row.booking_to is None else min(calendar.count, calendar.index_of(row.booking_to) + 1)
        return first, max(first, last)

    @cached_property
    def queue_item(self) -> Whole:
        """(queue,) position of the item."""
        return np.array([self.scenario.item_index[queue.item] for queue in self.queues], dtype=np.int64)

    @cached_property
    def relieved_queues(self) -> Whole:
        """Tiers whose lateness a workaround can relieve."""
        return np.flatnonzero(self.item_values("workaround_limit")[self.queue_item] > 0)

    def item_values(self, name: str) -> Real:
        """(item,) a numeric column of the sheet `items`."""
        return np.array([getattr(item, name) for item in self.scenario.items], dtype=np.float64)

    @cached_property
    def holding_item(self) -> Whole:
        """(holding,) position of the item."""
        return np.array([self.scenario.item_index[row.item] for row in self.holdings], dtype=np.int64)
