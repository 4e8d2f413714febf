"""What days less at customs are worth: by hand, as identities, and against a replay of the same orders."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hand_cases import Q1, Q4, Planned, import_offer, need, planned, settings, tiny

from importplan.catalog.load import load
from importplan.evaluation.clearance.faster import avoided_by_days, avoided_by_periods, queue_of
from importplan.evaluation.clearance.lots import ClearanceLot, lots
from importplan.evaluation.clearance.worth import ClearanceWorth, Worth, clearance_worth
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.replay.baselines import replay
from importplan.plan.lines import COST_LINES
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.firms import Firm

CATALOG = load()
MODES = CATALOG.clearance.modes
LOSS = 500.0  # per machine and quarter
Q3_DAYS = 92.0


def late_case(clearance_days: float = 30.0, **offer: object) -> Planned:
    """Two machines due in Q2 that can only be ordered on 1 January and serve on day 196, in Q3.

    The quarters of 2027 begin on days 0, 90, 181 and 273: the machines are late from day 181 to day 196.
    """
    terms = {"lead_time_days": 196.0 - clearance_days, "clearance_days": clearance_days, "to_day": Q1} | offer
    return planned(tiny(offers=(import_offer(**terms),), demand=(need(shortage_cost_cny=LOSS),)))


def books_of(found: Planned) -> Books:
    return Books(found.scenario, found.landed, found.draws)


def avoided(found: Planned, days: float) -> tuple[float, float]:
    """Loss avoided by days, and by whole periods, when everything clears so many days sooner."""
    books = books_of(found)
    arriving = lots(books, found.plan)
    queue = queue_of(books, found.plan, "firm", "M")
    sooner = {id(lot): days for lot in arriving}
    roads = (avoided_by_days, avoided_by_periods)
    by_days, by_periods = (road(books, queue, arriving, (), sooner) for road in roads)
    return float(by_days[0]), float(by_periods[0])


def worth(found: Planned) -> ClearanceWorth:
    return clearance_worth(found.scenario, found.landed, found.draws, found.plan, MODES.values())


def of(entries: tuple[Worth, ...], key: str, buyer: str = "") -> Worth:
    return next(entry for entry in entries if (entry.key, entry.buyer) == (key, buyer))


def test_days_sooner_by_hand() -> None:
    """5 days: 2 x 500 / 92 x 5. 20 days: only the 15 after the end of Q2 were late; then nothing is late at its end."""
    found = late_case()
    assert avoided(found, 5.0) == pytest.approx((2 * LOSS / Q3_DAYS * 5, 0.0))
    assert avoided(found, 20.0) == pytest.approx((2 * LOSS / Q3_DAYS * 15, 2 * LOSS))


def test_days_count_from_the_first_quarter_in_which_somebody_can_be_late() -> None:
    """Due in Q1, late from day 90 on, there on day 120: in Q2, which has 91 days; nobody is late in Q1."""
    terms = {"lead_time_days": 90.0, "clearance_days": 30.0, "to_day": Q1}
    found = planned(tiny(offers=(import_offer(**terms),), demand=(need(Q1, shortage_cost_cny=LOSS),)))
    assert avoided(found, 5.0) == pytest.approx((2 * LOSS / 91 * 5, 0.0))
    assert avoided(found, 60.0) == pytest.approx((2 * LOSS / 91 * 30, 2 * LOSS))


def test_no_difference_is_worth_nothing_and_more_days_never_less() -> None:
    found = late_case()
    assert avoided(found, 0.0) == (0.0, 0.0)
    for road in (0, 1):
        amounts = [avoided(found, float(days))[road] for days in range(0, 31, 3)]
        assert amounts == sorted(amounts)
    assert of(worth(found).modes, "standard").avoided.value == 0.0


def test_a_whole_period_of_goods_long_late_is_the_same_by_days_and_by_periods() -> None:
    """Served on the first day of Q4 (273) and 92 days sooner: each machine is late one quarter less."""
    found = late_case(clearance_days=92.0, lead_time_days=181.0)
    assert avoided(found, 92.0) == pytest.approx((2 * LOSS, 2 * LOSS))


@pytest.mark.parametrize("days", [5.0, 20.0])
def test_by_whole_periods_is_what_a_replay_of_the_same_orders_says(days: float) -> None:
    found = late_case()
    faster = found.scenario.replace(offers=tuple(replace(offer, mode_days=-days) for offer in found.scenario.offers))
    line = COST_LINES.index("shortage_2")
    costs = [replay(scenario, found.landed, found.draws, found.plan).costs for scenario in (found.scenario, faster)]
    before, after = (cost.expected[line] for cost in costs if cost is not None)
    assert before - after == pytest.approx(avoided(found, days)[1])


def test_units_that_are_not_waited_for_are_worth_nothing_sooner() -> None:
    """Two machines due in Q4, there in Q3."""
    found = planned(
        tiny(
            offers=(import_offer(lead_time_days=166.0, clearance_days=30.0, to_day=Q1),),
            demand=(need(period=Q4, shortage_cost_cny=LOSS),),
        )
    )
    assert avoided(found, 20.0) == (0.0, 0.0)


def test_two_lots_do_not_serve_the_same_machine_twice() -> None:
    """One machine is late; two lots of one machine, days 196 and 200, are both 10 days sooner.

    The first serves it on 186 instead of 196: 10 days. After 196 nobody is late.
    """
    found = late_case()
    books = books_of(found)
    (lot,) = lots(books, found.plan)
    first = replace(lot, units=lot.units / 2)
    second = replace(first, serve_day=first.serve_day + 4.0)
    queue = queue_of(books, found.plan, "firm", "M")
    one_late = replace(queue, late=queue.late / 2)
    both: tuple[ClearanceLot, ...] = (first, second)
    sooner = {id(entry): 10.0 for entry in both}
    assert avoided_by_days(books, one_late, both, (), sooner)[0] == pytest.approx(LOSS / Q3_DAYS * 10)


def test_the_modes_of_a_plan() -> None:
    """Advance declaration: 1 day. Two-step: the same, with the whole tax secured for 14 days at 4 % a year."""
    found = planned(
        tiny(
            settings=settings(discount_rate=0.04),
            offers=(import_offer(lead_time_days=166.0, clearance_days=30.0, to_day=Q1),),
            demand=(need(shortage_cost_cny=LOSS),),
        )
    )
    modes = worth(found).modes
    one_day = of(modes, "advance").avoided.value
    # The loss of Q3 is discounted over two quarters.
    assert one_day == pytest.approx(2 * LOSS / Q3_DAYS * 1.04**-0.5)
    two_step = of(modes, "two_step")
    assert two_step.avoided.value == pytest.approx(one_day)
    # 10 % duty on 100: 10; VAT 13 % of 110: 14.3; two machines
    assert two_step.guarantee_cny == pytest.approx(2 * 24.3)
    assert two_step.guarantee_interest_cny == pytest.approx(2 * 24.3 * 0.04 * 14 / 365)
    assert two_step.fee_cny == 0.0


def test_an_advanced_certified_firm_is_free_of_the_guarantee() -> None:
    base = late_case().scenario
    found = planned(base.replace(firms=(Firm(firm="firm", aeo=True),)))
    assert of(worth(found).modes, "two_step").guarantee_cny == 0.0


def test_no_clearance_takes_fewer_days_than_it_has() -> None:
    """An offer that clears in 2 days: 7 days less are 2."""
    found = late_case(clearance_days=2.0)
    days = worth(found).days
    assert of(days, "2").avoided.value > 0
    assert of(days, "7").avoided.value == pytest.approx(of(days, "2").avoided.value)
    assert of(days, "7").days_sooner == pytest.approx(2.0)


def test_the_worth_of_all_buyers_is_the_sum_of_theirs() -> None:
    base = late_case().scenario
    both = base.replace(
        firms=(Firm(firm="A"), Firm(firm="B")),
        demand=tuple(need(line=f"L{firm}", firm=firm, shortage_cost_cny=LOSS) for firm in "AB"),
    )
    days = worth(planned(both)).days
    parts = [of(days, "5", buyer).avoided.value for buyer in "AB"]
    assert of(days, "5").avoided.value == pytest.approx(sum(parts)) and min(parts) > 0


def test_lots_of_the_reserve_serve_the_firms_that_wait() -> None:
    """The reserve buys for a firm; its lot is waited for like the firm's own."""
    base = late_case().scenario
    found = planned(base.replace(settings=replace(base.settings, owner="bureau")))
    books = books_of(found)
    arriving = lots(books, found.plan)
    pooled = tuple(replace(lot, owner=RESERVE) for lot in arriving)
    queue = queue_of(books, found.plan, RESERVE, "M")
    sooner = {id(lot): 5.0 for lot in pooled}
    assert avoided_by_days(books, queue, pooled, (), sooner)[0] == pytest.approx(2 * LOSS / Q3_DAYS * 5)


def test_a_purchase_in_china_is_no_matter_of_customs() -> None:
    assert worth(planned(tiny())).buyers == ()


def test_a_fee_is_counted_per_shipment() -> None:
    found = late_case()
    dear = replace(MODES["advance"], fee_cny=Decimal(300))
    entry = clearance_worth(found.scenario, found.landed, found.draws, found.plan, [dear]).modes[0]
    assert entry.fee_cny == pytest.approx(300.0)
