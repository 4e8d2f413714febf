"""Days of parts: by hand, and against the dating that the model uses, which shares no line with the auditor's."""

from __future__ import annotations

import numpy as np
import pytest
from hand_cases import NEXT_Q1, Q1, Q2, Q3, catalog, courses, home_offer, import_offer, settings, tiny
from random_cases import outages, random_case

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.closed import closed
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.parts import Parts, parts
from importplan.evaluation.ledger.purchases import calls, orders, signed
from importplan.plan.plan import PlannedOrder
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.uncertainty.dates.timeline import availability, date_shipments, plan_shipments, signed_shipments
from importplan.uncertainty.sampling.sample import sample

SEEDS = range(40)


def books_of(case: Scenario) -> Books:
    landed = price(case, catalog())
    return Books(case, landed, sample(case, count=60, base_rate=landed.base_rate))


def stopped_case(seed: int) -> Scenario:
    """A random case in which every second source is stopped now and then, in all ways that there are."""
    from random import Random

    return outages(random_case(seed), Random(seed))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("called", [False, True], ids=["orders", "calls"])
def test_what_is_bought_of_every_offer_and_period_moves_as_the_model_dates_it(seed: int, called: bool) -> None:
    """Lost, shipped, at the port, serving, accepted, band by band, in 60 draws."""
    books = books_of(stopped_case(seed))
    scenario, periods = books.scenario, books.periods
    option = [books.landed.positions[row.offer, books.payers[0]][0] for row in scenario.offers]
    bought = [(offer, period) for offer in range(len(option)) for period in range(periods)]
    if called:
        purchases = calls(books, dict(enumerate(option)), np.ones((books.draws.count, len(option), periods)))
    else:
        purchases = orders(books, enumerate(PlannedOrder(option[offer], period, 1.0) for offer, period in bought))
    mine = list(parts(Hazards(books), purchases))
    shipments = plan_shipments(scenario, *np.array(bought, dtype=np.int64).T, called)
    compare(mine, date_shipments(scenario, shipments, books.draws), refusals=refused(mine))


@pytest.mark.parametrize("seed", [seed for seed in range(80) if random_case(seed).open_orders])
def test_signed_orders_move_as_the_model_dates_them(seed: int) -> None:
    books = books_of(stopped_case(seed))
    mine = list(parts(Hazards(books), signed(books)))
    compare(mine, date_shipments(books.scenario, signed_shipments(books.scenario), books.draws), refused(mine))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_share_of_a_booking_that_can_be_called_is_that_of_the_model(seed: int) -> None:
    books = books_of(stopped_case(seed))
    theirs = availability(books.scenario, books.draws)
    for offer in range(len(books.scenario.offers)):
        assert Hazards(books).available(offer) == pytest.approx(theirs[:, offer], abs=1e-9)


def refused(mine: list[Parts]) -> np.ndarray:
    """Refusals, which the model's dating leaves to others."""
    answers = []
    for some in mine:
        for purchase in some.purchases:
            answer = some.books.draws.refusal(some.books.scenario, purchase.offer_row, purchase.payer)
            answers.append(answer & purchase.licence_open)
    return np.array(answers)


def compare(mine: list[Parts], theirs: object, refusals: np.ndarray) -> None:
    for name in ("ship_day", "port_day", "serve_day", "accept_day"):
        found = np.concatenate([getattr(some, name) for some in mine])
        assert found == pytest.approx(getattr(theirs, name), abs=1e-6), name
    assert (np.concatenate([some.lost for some in mine]) == (theirs.lost | refusals)).all()  # type: ignore[attr-defined]
    shares = [band.share for some in mine for band in some.bands]
    assert shares == pytest.approx(theirs.share)  # type: ignore[attr-defined]


def moved(case: Scenario, period: int = 0) -> Parts:
    """The parts of one unit of the first offer, ordered in a period."""
    books = books_of(case)
    (found,) = parts(Hazards(books), orders(books, [(0, PlannedOrder(0, period, 1.0))]))
    return found


def test_a_stop_that_begins_while_it_is_built_holds_what_is_ready_within_it() -> None:
    """Ready on day 100 of a stop from 90 (Q2) to 181 (Q3): it ships on 181, arrives on 211 and serves on 221."""
    stop = courses({"stop": 1.0}, ("stop", "availability", "supplier:E", Q2, 0.0))
    offer = import_offer(lead_time_days=100.0, transit_days=30.0, clearance_days=3.0, install_days=7.0)
    found = moved(tiny(offers=(offer,), **stop))
    days = (found.ship_day[0, 0], found.port_day[0, 0], found.serve_day[0, 0], found.accept_day[0, 0])
    assert days == (181.0, 211.0, 221.0, 221.0)


def test_making_and_licence_run_side_by_side_and_a_permit_waits_at_the_port() -> None:
    """Making 60, licence 90, transit 10: at the port on 100; the permit takes 120 days from the order."""
    case = tiny(offers=(import_offer(lead_time_days=60.0, licence_days=90.0, transit_days=10.0),))
    items = (case.items[0],)
    from dataclasses import replace

    found = moved(case.replace(items=(replace(items[0], permit_days=120.0),)))
    assert (found.port_day[0, 0], found.serve_day[0, 0]) == (100.0, 120.0)


def test_bands_of_severity_wait_for_what_is_as_severe_or_more() -> None:
    """In Q1 four tenths are stopped, in Q2 seven: 0.4 waits for both, 0.3 for the second only, 0.3 for nothing."""
    stops = courses(
        {"a": 1.0}, ("a", "availability", "supplier:H", Q1, 0.6), ("a", "availability", "supplier:H", Q2, 0.3)
    )
    case = tiny(offers=(home_offer(),), **stops)
    found = moved(case)
    assert [round(band.share, 9) for band in found.bands] == [0.4, 0.3, 0.3]
    assert found.ship_day[:, 0].tolist() == [181.0, 0.0, 0.0]
    assert moved(case, period=1).ship_day[:, 0].tolist() == [181.0, 181.0, 90.0]


def test_what_is_cancelled_before_it_ships_is_lost_and_what_is_on_the_way_is_not() -> None:
    """A risk that is on until the end of March and cancels: ordered within it, lost; ordered in Q2, never."""
    risk = Risk(risk="R", effect="cancel", active_until=Q2, starts_per_year=0.0)
    case = tiny(risks=(risk,), risk_targets=(RiskTarget(risk="R", target="supplier:H"),), settings=settings(draws=2))
    assert moved(case).lost.all()
    assert not moved(case, period=2).lost.any()


def test_a_signed_order_on_the_way_is_held_by_transport_alone() -> None:
    """Due on 1 July by the schedule; shipping stopped in Q2 matters only until it has shipped."""
    stop = courses({"stop": 1.0}, ("stop", "availability", "supplier:E", Q2, 0.0))
    for stage, day in (("signed", 181.0 + 60.0), ("shipped", 181.0), ("arrived", 181.0)):
        row = OpenOrder(order="OO", offer="e", firm="firm", quantity=1.0, ordered=Q1, due=Q3, stage=stage)
        books = books_of(tiny(offers=(import_offer(transit_days=60.0),), open_orders=(row,), **stop))
        (found,) = parts(Hazards(books), signed(books))
        assert found.port_day[0, 0] == day, stage


def test_a_year_is_that_of_the_day_of_arrival() -> None:
    books = books_of(tiny())
    assert books.year_of(np.array([-1.0, 0.0, 364.0, 364.9, 365.0])).tolist() == [2026, 2027, 2027, 2027, 2028]
    assert books.period_of(np.array([float((NEXT_Q1 - Q1).days)])).tolist() == [4]


# --- closed times -------------------------------------------------------------------------------------------------


def of(*spans: tuple[float, float]):  # type: ignore[no-untyped-def]
    """Closed times of one draw."""
    start, end = np.array(spans).T
    return closed(np.zeros(len(spans), dtype=np.int64), start, end, 1)


@pytest.mark.parametrize(
    ("begin", "work", "done"),
    [
        (0.0, 5.0, 5.0),  # done on the day on which the stop begins
        (0.0, 6.0, 16.0),  # the last day waits for ten
        (8.0, 2.0, 17.0),  # begun within the stop
        (5.0, 0.0, 5.0),  # work of no days is never stopped
        (0.0, 9.0, 24.0),  # waits for both stops: 5, then 4 of which the last falls behind the second
        (30.0, 3.0, 33.0),
    ],
)
def test_work_rests_while_it_is_closed(begin: float, work: float, done: float) -> None:
    """Closed from 5 to 15, of which a second entry says 10 to 12 again, and from 18 to 23."""
    times = of((18.0, 23.0), (5.0, 15.0), (10.0, 12.0))
    assert times.finished(np.array([begin]), np.array([work]))[0] == done


@pytest.mark.parametrize(("day", "free"), [(4.9, 4.9), (5.0, 20.0), (15.0, 20.0), (19.9, 20.0), (20.0, 20.0)])
def test_whoever_comes_within_closed_times_leaves_when_all_that_touch_are_over(day: float, free: float) -> None:
    times = of((5.0, 15.0), (15.0, 20.0), (7.0, 9.0))
    assert times.first_open(np.array([day]))[0] == free


def test_draws_do_not_see_the_closed_times_of_one_another() -> None:
    draw = np.array([1, 0, 1])
    times = closed(draw, np.array([0.0, 3.0, 8.0]), np.array([2.0, 4.0, 9.0]), 3)
    assert times.closed_days_before(np.array([[10.0]])).tolist() == [[1.0, 3.0, 0.0]]
    assert times.touches(np.array([4.0]), np.array([8.0])).tolist() == [False, True, False]
