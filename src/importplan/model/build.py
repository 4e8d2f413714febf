"""From a case and its draws to the frame with every constraint family in it: the table of contents of the model."""

from __future__ import annotations

import numpy as np

from importplan.landed.table import LandedTable
from importplan.model.draft import Draft
from importplan.model.facts import Facts
from importplan.model.families import FAMILIES
from importplan.model.frame import Frame, unit_of_money
from importplan.model.nodes import seen
from importplan.model.states import states
from importplan.model.trade import trade
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import DrawSet
from importplan.uncertainty.sample import nominal
from importplan.uncertainty.timeline import availability


def build(scenario: Scenario, landed: LandedTable, draws: DrawSet, merge: bool = True) -> Frame:
    """The frame with all families; `merge` lets draws share columns where that is exact, else the extensive form."""
    facts = Facts(scenario, landed, draws)
    no_outage = nominal(scenario)
    calls = trade(facts, "framework", no_outage)
    if calls.purchases.count:
        nodes = seen(facts, availability(scenario, draws))
    else:
        nodes = np.zeros((facts.periods, draws.count), dtype=np.int64)
    draft = Draft(draws.count, unit_of_money(facts))
    orders = trade(facts, "order", no_outage)
    frame = Frame(facts, draft, orders, calls, states(facts, orders, calls, merge), no_outage, nodes)
    for add in FAMILIES.values():
        add(frame)
    return frame
