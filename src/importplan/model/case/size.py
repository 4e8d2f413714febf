"""How many draws a case can be planned or judged on in the time there is.

Columns of recourse are counted by stock, period and draw. That is the most there can be: draws that look alike share
them (`states`). With draws beyond what fits, a case of a thousand firms would end without a plan, or with one that is
far from the best; on fewer draws it has a good one, which is then judged on others.
"""

from __future__ import annotations

from importplan.customs.cost.table import LandedTable
from importplan.model.case.facts import Facts
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.sample import nominal

PLANNED = 1_500.0  # stock x period x draw that are planned in a second of the time limit (docs/solving.md)
REPLAYED = 2_000.0  # the same, of the time for judging, in a first look at several ways to plan
MODEST = 400_000.0  # stock x period x draw that are not too many for a minute: a plan is found in it
MINUTE_S = 60.0
LEAST = 10  # draws: on fewer there is no tail to speak of
BESIDE = 13  # draws that could be planned meanwhile: what a few seconds go to whatever the number of draws


def draws_in_time(
    scenario: Scenario, landed: LandedTable, asked: int, seconds: float, speed: float, beside: int = 0
) -> int:
    """The draws asked for, or as many as `seconds` are enough for; ten at least.

    `speed` is `PLANNED` or `REPLAYED`; in no time at all there are so many draws less (`beside`), in a minute none.
    """
    facts = Facts(scenario, landed, nominal(scenario))
    each = len(facts.network.stocks) * facts.periods
    of_minute = min(1.0, max(0.0, seconds) / MINUTE_S)
    modest = MODEST * of_minute - beside * each * (1.0 - of_minute)
    return min(asked, max(LEAST, int(max(modest, speed * seconds) / max(1, each))))
