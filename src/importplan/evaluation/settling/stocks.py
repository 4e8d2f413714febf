"""Who waits and what is stocked, as a case has it: queues of demand, stocks, and the ways out of the reserve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from importplan.customs.cost.in_bond import bonded_sites, clearances, clears_own, lots_in_bond
from importplan.customs.cost.table import LandedTable
from importplan.plan.plan import ClearanceLane, CustomsStatus, Holding, ReleaseLane, StartLane, SubstituteLane, Tier
from importplan.scenario.reserve import may_be_reserved, reservable
from importplan.scenario.routes import COMPLETE, accepted_forms, makings
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.substitutes import substitutions


@dataclass(frozen=True)
class Stocks:
    """Every tier of demand within the plan, every stock that serves or fills it, and every lane between them."""

    scenario: Scenario
    landed: LandedTable

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Demand lines that count alike, by firm, item, priority, the dearest first."""
        scenario = self.scenario
        groups: dict[tuple[str, str, int, float, int | None], list[int]] = {}
        for position, line in enumerate(scenario.demand):
            if scenario.period_due(line) < scenario.calendar.count:
                cost = self._late_cny(position)
                key = (scenario.firm_of(line), line.item, line.priority, cost, line.lost_after_periods)
                groups.setdefault(key, []).append(position)
        firms, items = scenario.firm_index, scenario.item_index
        ordered = sorted(groups, key=lambda key: (firms[key[0]], items[key[1]], key[2], -key[3], key[4] or 10**6))
        return tuple(Tier(*key, lines=tuple(groups[key])) for key in ordered)

    def _late_cny(self, line: int) -> float:
        row = self.scenario.demand[line]
        if row.shortage_cost_cny is not None:
            return row.shortage_cost_cny
        worth = float(self.landed.reference_value_cny[self.scenario.item_index[row.item]])
        return self.scenario.settings.shortage_share * worth

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Stocks of firms that need or have an item, the reserve's by item and days of consent, then those in bond."""
        scenario = self.scenario
        there = [(scenario.owner_of(row), row.item) for row in scenario.free_stock]
        offers = (scenario.offers[scenario.offer_index[row.offer]] for row in scenario.open_orders)
        signed = [(scenario.owner_of(row), each.item) for row, each in zip(scenario.open_orders, offers, strict=True)]
        owned = [(owner, item) for owner, item in (*there, *signed) if owner != RESERVE]
        needed = [(tier.firm, tier.item) for tier in self.tiers]
        used = [(making.maker, item) for making in makings(scenario) for item, _ in making.inputs]
        instead = [(lane.firm, lane.item) for lane in self.substitute_lanes]
        wanted = {*needed, *owned, *used, *instead}
        cleared = [(row.owner, row.item) for row in self._lots if row.owner != RESERVE]
        firms = dict.fromkeys(Holding(*pair) for pair in (*needed, *owned, *used, *cleared, *instead))
        reserve = self._kinds_in_reserve() if self.scenario.has_reserve else set()
        index = self.scenario.item_index
        ordered = sorted(reserve, key=lambda kind: (index[kind[0]], kind[1]))
        return (*firms, *(Holding(RESERVE, item, days) for item, days in ordered), *self._in_bond(wanted))

    def _in_bond(self, wanted: set[tuple[str, str]]) -> tuple[Holding, ...]:
        """What lies in bond, then what may be ordered into it: by the reserve what it may buy, by firms the wanted."""
        pooled, may_come = reservable(self.scenario), []
        for name, payer in self.landed.into_bond:
            offer = self.scenario.offers[self.scenario.offer_index[name]]
            reserved = payer == RESERVE and offer.item in pooled and may_be_reserved(self.scenario, offer)
            if reserved or (payer, offer.item) in wanted:
                site = bonded_sites(self.scenario, payer)[0].site
                may_come.append(Holding(payer, offer.item, 0.0, CustomsStatus.BONDED, site, name))
        return tuple(dict.fromkeys((*self._lots, *may_come)))

    @cached_property
    def _lots(self) -> tuple[Holding, ...]:
        """What lies in bond at the start, alike in what it will owe."""
        lots = lots_in_bond(self.scenario, self.landed)
        rows = ((lot.owner, lot.item, 0.0, CustomsStatus.BONDED, lot.site, lot.offer, lot.value_cny) for lot in lots)
        return tuple(dict.fromkeys(Holding(*row) for row in rows))

    def waits(self, stock: Holding) -> float:
        """Days that a taker waits when goods in bond leave the reserve."""
        offer = self.scenario.offers[self.scenario.offer_index[stock.offer]]
        return consent_days(offer) if stock.owner == RESERVE else 0.0

    @cached_property
    def clearance_lanes(self) -> tuple[ClearanceLane, ...]:
        """Ways out of bond, under each treatment of who may clear; then abroad again, where a stay ends."""
        stays = {site.site for site in self.scenario.sites if site.longest_stay_months is not None}
        forms = accepted_forms(self.scenario)
        found = []
        for position, stock in enumerate(self.holdings):
            firms = [
                row.owner
                for row in self.holdings
                if stock.owner == RESERVE != row.owner and row.item == stock.item and not row.in_bond
                if forms.get((row.owner, row.item), COMPLETE) >= COMPLETE
            ]
            own = (stock.owner,) if clears_own(self.scenario, stock.owner, stock.site) else ()
            for taker in (*firms, *own) if stock.in_bond else ():
                ways = clearances(self.scenario, self.landed, stock.offer, taker)
                found += [ClearanceLane(position, taker, option) for option in ways]
        abroad = (at for at, stock in enumerate(self.holdings) if stock.in_bond and stock.site in stays)
        return (*found, *(ClearanceLane(position, "", None) for position in abroad))

    def _kinds_in_reserve(self) -> set[tuple[str, float]]:
        """(item, days of consent) of what is in the reserve or may be bought for it."""
        scenario = self.scenario
        bought = reservable(scenario)
        there = {(row.item, 0.0) for row in scenario.free_stock if scenario.owner_of(row) == RESERVE}
        sold = {option.offer for option in self.landed.options if option.payer == RESERVE}
        offers = (scenario.offers[scenario.offer_index[name]] for name in sold)
        there |= {(row.item, self.waits(row)) for row in self._lots if row.owner == RESERVE}
        may_come = {
            (offer.item, consent_days(offer))
            for offer in offers
            if offer.item in bought and may_be_reserved(scenario, offer)
        }
        return there | may_come

    @cached_property
    def start_lanes(self) -> tuple[StartLane, ...]:
        """Every route for every firm that may use it, by both."""
        return tuple(StartLane(*making.key) for making in makings(self.scenario))

    @cached_property
    def substitute_lanes(self) -> tuple[SubstituteLane, ...]:
        """Every item that may serve a firm's demand of another."""
        return tuple(SubstituteLane(each.firm, each.item, each.serves) for each in substitutions(self.scenario))

    @cached_property
    def release_lanes(self) -> tuple[ReleaseLane, ...]:
        """From each stock of the reserve to each firm that needs the item, and takes any complete machine."""
        forms = accepted_forms(self.scenario)
        return tuple(
            ReleaseLane(position, taker.owner)
            for position, holding in enumerate(self.holdings)
            if holding.owner == RESERVE and not holding.in_bond
            for taker in self.holdings
            if taker.owner != RESERVE and taker.item == holding.item and not taker.in_bond
            if forms.get((taker.owner, taker.item), COMPLETE) >= COMPLETE
        )


def consent_days(offer: Offer) -> float:
    """Days that a taker waits when goods of this offer leave the reserve."""
    return offer.retransfer_days if offer.end_user == "retransfer" else 0.0
