"""Whether item names are understood: precision of what needs no review, recall with what is offered for review."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from importplan.catalog.load import Catalog
from importplan.scenario.scenario import Scenario
from importplan.survey.firms import Identified
from importplan.survey.items import SURE, match
from survey_returns.lexicon import lexicon
from survey_returns.score_firms import Truth
from survey_returns.score_rows import spot


@dataclass
class ItemScore:
    """Counts over items of firms; of listed goods: sure and right, offered, missed; of others: let alone or taken."""

    listed: Counter[str] = field(default_factory=Counter)  # right | wrong | offered | missed
    others: Counter[str] = field(default_factory=Counter)  # taken | asked
    misses: list[str] = field(default_factory=list)

    def precision(self) -> float:
        """Of what is taken without review, the share that is right."""
        taken = self.listed["right"] + self.listed["wrong"] + self.others["taken"]
        return self.listed["right"] / taken if taken else 1.0

    def recall(self) -> float:
        """Of goods on the list, the share taken rightly or offered for review with the right item."""
        total = self.listed.total()
        return (self.listed["right"] + self.listed["offered"]) / total if total else 1.0

    def unseen(self) -> float:
        """Of goods on the list, the share that nobody has to look at."""
        return self.listed["right"] / max(self.listed.total(), 1)


def score_items(truth: Truth, identified: Identified, base: Scenario, catalog: Catalog) -> ItemScore:
    """Match the names of the firms to the items of the base case and compare."""
    rates = {rate.currency: rate.cny_per_unit for rate in base.fx}
    matched = match(identified.firms, base, catalog, rates)
    score = ItemScore()
    listed = {goods.item for goods in lexicon() if goods.listed}
    for firm in identified.firms:
        for item in firm.items:
            true = truth.items.get(spot(item.record.at), "")
            name = matched.of(item)
            offered = [proposal.item for proposal in name.proposals]
            if true not in listed:
                score.others["taken" if name.state == SURE else "asked"] += 1
                outcome = "taken" if name.state == SURE else ""
            elif name.state == SURE:
                outcome = "right" if name.item == true else "wrong"
                score.listed[outcome] += 1
            else:
                outcome = "offered" if true in offered else "missed"
                score.listed[outcome] += 1
            if outcome in ("taken", "wrong", "missed"):
                told = item.record.text("item_name")
                score.misses.append(f"{outcome}: {told!r} is {true}, not {name.item} {offered} {name.state}")
    return score
