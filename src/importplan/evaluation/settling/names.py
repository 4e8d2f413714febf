"""What the rows of a settlement call queues, ways out of the reserve, and purchases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from importplan.evaluation.ledger.books import Books
from importplan.plan.plan import ClearanceLane, Holding, ReleaseLane, StartLane, SubstituteLane, Tier
from importplan.plan.settlement import Key
from importplan.plan.treatments import Treatments

RELEASE, ALLOCATION, LOST, WORKAROUND, CALL = "release", "allocation", "lost", "workaround", "call"
START, OUT_OF_BOND, SUBSTITUTE = "start", "out_of_bond", "substitute"
BEYOND, BEYOND_SIGNED = "beyond_quota", "beyond_quota_signed"
SETTLED = (RELEASE, ALLOCATION, LOST, WORKAROUND, CALL, START, OUT_OF_BOND, SUBSTITUTE, BEYOND, BEYOND_SIGNED)


@dataclass(frozen=True)
class SettlementNames:
    """The names that a case gives to what is settled."""

    books: Books

    @cached_property
    def treatments(self) -> Treatments:
        """Options by their ids."""
        return Treatments(self.books.scenario, self.books.landed)

    def tiers(self, tiers: Iterable[Tier]) -> list[Key]:
        """Each tier by the first of its demand lines."""
        demand = self.books.scenario.demand
        return [(demand[tier.lines[0]].line, tier.firm, "", "", "") for tier in tiers]

    def lanes(self, lanes: Iterable[ReleaseLane], holdings: tuple[Holding, ...]) -> list[Key]:
        """Each way out of the reserve by item, firm, and the days that a taker waits for consent."""
        sources = ((holdings[lane.holding], lane.firm) for lane in lanes)
        return [(source.item, firm, "", "", f"{source.release_delay_days:g}") for source, firm in sources]

    def starts(self, lanes: Iterable[StartLane]) -> list[Key]:
        """Each route for a firm by both."""
        return [(lane.route, lane.firm, "", "", "") for lane in lanes]

    def substitutes(self, lanes: Iterable[SubstituteLane]) -> list[Key]:
        """Each item that serves another by both, and the firm."""
        return [(lane.item, lane.firm, "", "", lane.serves) for lane in lanes]

    def clearances(self, lanes: Iterable[ClearanceLane], holdings: tuple[Holding, ...]) -> list[Key]:
        """Each way out of bond by the offer that the goods came from, who takes them under what, and which goods."""
        found = []
        for lane in lanes:
            stock = holdings[lane.holding]
            which = " ".join((stock.owner, stock.site, f"{stock.value_cny!r}"))
            ids = (stock.offer, "", "", "") if lane.option is None else self.treatments.ids[lane.option]
            found.append((*ids, which))
        return found

    def option(self, option: int, band: str = "") -> Key:
        """What is bought, by offer, payer and treatment."""
        return *self.treatments.ids[option], band

    def signed(self, position: int, band: int) -> Key:
        """A band of a signed order."""
        return self.books.scenario.open_orders[position].order, "", "", "", str(band)
