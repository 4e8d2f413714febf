"""A case while its program is written: the rows that were given, the courses, the program and the accounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from second_model.accounts import Accounts
from second_model.courses import Course, courses, schedule
from second_model.in_use import in_use
from second_model.makings import COMPLETE, Making, accepts, makings
from second_model.program import Program
from second_model.substituting import Substitution, substitutions
from second_model.timeline import Timeline


@dataclass
class World:
    """What every part of the model looks at."""

    scenario: Scenario
    timeline: Timeline
    courses: tuple[Course, ...]
    schedule: Course
    program: Program
    accounts: Accounts

    @classmethod
    def of(cls, scenario: Scenario) -> World:
        """An empty program for a case, without what is switched off."""
        scenario = in_use(scenario)
        timeline, drawn = Timeline.of(scenario.settings), courses(scenario)
        return cls(scenario, timeline, drawn, schedule(scenario), Program(), Accounts(timeline, drawn))

    @property
    def periods(self) -> range:
        """The periods of the plan."""
        return range(self.timeline.periods)

    @property
    def draws(self) -> range:
        """The draws by number."""
        return range(len(self.courses))

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by id."""
        return {item.item: item for item in self.scenario.items}

    @cached_property
    def firms(self) -> list[str]:
        """The firms by id."""
        return [firm.firm for firm in self.scenario.all_firms]

    @property
    def common_payer(self) -> str:
        """Who pays for qualification and booking: the reserve where there is one, else the firm of the first id."""
        return RESERVE if self.scenario.has_reserve else min(self.firms)

    @cached_property
    def due(self) -> dict[str, int]:
        """Demand line → period in which it is due; what was due before the plan is due in its first period."""
        return {line.line: max(0, self.timeline.period_of_date(line.period.last)) for line in self.scenario.demand}

    @cached_property
    def lines(self) -> list[Demand]:
        """The demand lines that are due within the plan."""
        return [line for line in self.scenario.demand if self.due[line.line] < self.timeline.periods]

    @cached_property
    def makings(self) -> list[Making]:
        """The routes that may be used, for each firm in need, in order."""
        return makings(self.scenario, self.lines)

    @cached_property
    def substitutions(self) -> list[Substitution]:
        """What may serve in place of something else, by firm."""
        return substitutions(self.scenario, self.lines)

    def most_made(self, making: Making) -> float:
        """No start is of use beyond the need of the taker in a draw, up to a whole unit."""
        return float(ceil(self.most_due(making.taker, making.route.item) - 1e-9))

    def takes(self, firm: str, item: str, form: str) -> bool:
        """Whether a firm takes an item in a form."""
        return accepts(self.scenario, self.lines, firm, item, form)

    def most_needed(self, owner: str, item: str) -> float:
        """The most that is of use: the largest need of a draw, and what routes may use. The reserve asks for all."""
        made = [making for making in self.makings if owner == making.maker or self._released(owner, making.maker, item)]
        uses = sum(dict(making.inputs).get(item, 0.0) * self.most_made(making) for making in made)
        return self.most_due(owner, item) + uses

    def _released(self, owner: str, firm: str, item: str) -> bool:
        """Whether the reserve may pass an item on to a firm: to who takes complete machines, from wherever."""
        return owner == RESERVE and all(self.takes(firm, item, form) for form in COMPLETE)

    def most_due(self, owner: str, item: str) -> float:
        """The largest need of a draw, own and in place of others: of a firm, or of all whom the reserve may give."""
        asks = {firm for firm in self.firms if firm == owner or self._released(owner, firm, item)}
        instead = [one for one in self.substitutions if one.item == item and one.firm in asks]
        units = {(firm, item): 1.0 for firm in asks} | {(one.firm, one.serves): one.units for one in instead}
        asked = [(line.line, units.get((self.scenario.firm_of(line), line.item), 0.0)) for line in self.lines]
        return max(sum(share * course.need[line] for line, share in asked) for course in self.courses)

    def floor_of_reserve(self, item: str) -> float:
        """The most that the limits ask the reserve to hold of an item."""
        names = ("each", "all", item, f"group:{self.items[item].group}")
        return max((row.value for row in self.scenario.reserve_floors if row.item in names), default=0.0)

    def origin(self, offer: Offer) -> str:
        """Where the goods of an offer come from."""
        return self.scenario.origin_of(offer)
