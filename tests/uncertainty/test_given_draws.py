"""The workbook's own draws."""

from datetime import date

import numpy as np
import pytest
from uncertainty_cases import START, case, offer

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Place
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.uncertainty.dates.timeline import availability, date_shipments, plan_shipments
from importplan.uncertainty.sampling.sample import sample

Q2 = date(2027, 4, 1)
DRAWS = (Draw(draw="good", weight=3.0), Draw(draw="bad", weight=1.0))


def value(what, name, number, period=None, draw="bad", **place):
    return DrawValue(draw=draw, what=what, id=name, value=number, period=period, **place)


def given(*values, offers=(), draws=DRAWS, **sheets):
    return case(*offers, draws=draws, draw_values=values, **sheets)


def codes_of(scenario, **arguments):
    with pytest.raises(InputRejected) as caught:
        sample(scenario, **arguments)
    for issue in caught.value.issues:
        for language in ("zh", "en"):
            assert issue.found(language) and issue.repair(language)
    return [issue.code for issue in caught.value.issues]


def test_given_draws_are_the_truth_and_nothing_is_sampled():
    scenario = given(
        risks=(Risk(risk="R", starts_per_year=9.0, mean_months=9.0),),
        risk_targets=(RiskTarget(risk="R", target="country:NL"),),
        offers=(offer(licence_refusal=0.9),),
        fx=(ExchangeRate(currency="EUR", cny_per_unit=8.0, volatility=0.5),),
    )
    draws = sample(scenario, count=77, seed=5, stream="fresh")
    assert draws.given and draws.ids == ("good", "bad")
    assert draws.weights.tolist() == [0.75, 0.25]
    assert len(draws.outages.draw) == 0
    assert not draws.refused.any()
    assert (draws.fx_factor == 1.0).all()
    assert draws.demand.tolist() == [[4.0], [4.0]]


def test_demand_is_given_by_line_with_or_without_its_own_period():
    scenario = given(value("demand", "L1", 9.5), value("demand", "L1", 2.0, date(2028, 2, 1), draw="good"))
    assert sample(scenario).demand.tolist() == [[2.0], [9.5]]
    assert codes_of(given(value("demand", "L1", 9.5, Q2))) == ["draw-demand-other-period"]


def test_availability_ships_its_share_of_the_period_and_the_rest_waits():
    """Availability 0.4 in the second quarter, days 90 to 181: of an order of that day 0.4 ships, 0.6 on day 181."""
    scenario = given(value("availability", "S1", 0.4, Q2))
    draws = sample(scenario)
    dates = date_shipments(scenario, plan_shipments(scenario, [0], [1]), draws)
    assert dates.share == pytest.approx([0.6, 0.4])
    assert dates.ship_day.tolist() == [[90, 181], [90, 90]]
    assert availability(scenario, draws)[:, 0, :3] == pytest.approx(np.array([[1, 1, 1], [1, 0.4, 1]]))


def test_a_value_of_a_period_goes_before_that_of_all_periods():
    scenario = given(value("availability", "country:NL", 0.2), value("availability", "NL", 1.0, Q2))
    share = availability(scenario, sample(scenario))[1, 0]
    assert share[:3] == pytest.approx([0.2, 1.0, 0.2])
    assert share[3:] == pytest.approx(np.full(9, 0.2))


def test_of_several_availabilities_the_smallest_one_decides():
    scenario = given(value("availability", "NL", 0.5), value("availability", "offer:O1", 0.3, Q2))
    assert availability(scenario, sample(scenario))[1, 0, :2] == pytest.approx([0.5, 0.3])


@pytest.mark.parametrize("name", ["O1", "offer:O1", "S1", "supplier:S1", "NL", "nl", "country:NL"])
def test_offers_suppliers_and_countries_are_understood(name):
    scenario = given(value("availability", name, 0.0, Q2), offers=(offer(), offer("O2", supplier="S2")))
    assert availability(scenario, sample(scenario))[1, :, 1].tolist() == [0.0, 1.0]


def test_a_name_of_two_different_things_must_say_which():
    offers = (offer("S1"), offer("O2"))
    assert codes_of(given(value("availability", "S1", 0.0), offers=offers)) == ["draw-availability-ambiguous"]
    sample(given(value("availability", "supplier:S1", 0.0), offers=offers))
    # The supplier's only offer has the same name: no contradiction.
    sample(given(value("availability", "S1", 0.0), offers=offers[:1]))


def test_prices_and_delays_go_by_the_period_of_order():
    """Price 1,200 against 1,000 of the offer in all periods but the second, where it is 900."""
    scenario = given(value("price", "O1", 1200.0), value("price", "O1", 900.0, Q2), value("delay_days", "O1", 30.0, Q2))
    draws = sample(scenario)
    assert draws.price_factor is not None and draws.delay_days is not None
    assert draws.price_factor[:, 0, :3].tolist() == [[1, 1, 1], [1.2, 0.9, 1.2]]
    assert draws.delay_days[:, 0, :3].tolist() == [[0, 0, 0], [0, 30, 0]]


def test_a_free_offer_has_no_other_price():
    assert codes_of(given(value("price", "O1", 5.0), offers=(offer(unit_price=0),))) == ["draw-price-no-base"]
    free = sample(given(value("price", "O1", 0.0), offers=(offer(unit_price=0),)))
    assert free.price_factor is not None and (free.price_factor == 1.0).all()


def test_exchange_rates_are_multiples_of_the_base_rate():
    """8.8 against 8.0 of the sheet is 1.1; against a base rate of 11 handed over it is 0.8."""
    sheet = (ExchangeRate(currency="EUR", cny_per_unit=8.0),)
    scenario = given(value("fx", "EUR", 8.8, Q2), fx=sheet)
    assert sample(scenario).fx_factor_of("EUR")[1, :3] == pytest.approx([1.0, 1.1, 1.0])
    assert sample(scenario, base_rate={"EUR": 11.0}).fx_factor_of("EUR")[1, 1] == pytest.approx(0.8)
    assert codes_of(scenario.replace(fx=())) == ["draw-fx-no-base"]


def test_all_faults_come_at_once_with_their_cells():
    place = {"place": Place("case.xlsx", "draw_values", "7"), "columns": {"id": "C", "value": "E"}}
    scenario = given(
        value("demand", "nobody", 1.0, **place),
        value("price", "nobody", 1.0),
        value("availability", "nobody", 1.0),
        value("availability", "country:FR", 1.0),
        value("availability", "S1", 1.5, **place),
        value("delay_days", "O1", 3.0, Q2),
        value("delay_days", "O1", 4.0, date(2027, 5, 1)),
        value("delay_days", "O1", 4.0, draw="ugly"),
        draws=(Draw(draw="bad", weight=0.0),),
    )
    with pytest.raises(InputRejected) as caught:
        sample(scenario)
    assert sorted(issue.code for issue in caught.value.issues) == [
        "draw-availability-not-a-share",
        "draw-value-twice",
        "draw-value-unknown-draw",
        *["draw-value-unknown-id"] * 4,
        "draw-weights-zero",
    ]
    assert {str(issue.at) for issue in caught.value.issues} >= {
        "case.xlsx: draw_values!C7",
        "case.xlsx: draw_values!E7",
    }


def test_values_outside_the_plan_are_said():
    early, late = date(2026, 1, 1), date(2040, 1, 1)
    draws = sample(given(value("delay_days", "O1", 3.0, early), value("delay_days", "O1", 3.0, late)))
    assert [(note.code, note.values["count"]) for note in draws.notes] == [("draw-value-outside-plan", 2)]
    assert draws.notes[0].found("zh") and draws.notes[0].repair("en")


def test_lines_that_may_not_come_are_not_sampled_and_said():
    lines = tuple(
        Demand(line=name, item="grinder", period=Q2, quantity=4.0, firmness=firmness)
        for name, firmness in (("sure", "ordered"), ("likely", "budgeted"), ("hope", "wished"))
    )
    draws = sample(given(demand=lines))
    assert draws.demand.tolist() == [[4, 4, 0]] * 2
    assert [(note.code, note.values["lines"]) for note in draws.notes] == [("draw-demand-not-sampled", "likely, hope")]
    told = [value("demand", name, 1.0, draw=draw) for name in ("likely", "hope") for draw in ("good", "bad")]
    assert sample(given(*told, demand=lines)).notes == ()


def test_very_many_availabilities_are_rounded_and_said():
    """150 different shares are taken to whole percent, so an order has at most 101 bands."""
    many = tuple(Draw(draw=f"d{number}") for number in range(150))
    values = [value("availability", "S1", number / 150 + 0.0001, draw=f"d{number}") for number in range(150)]
    scenario = given(*values, draws=many)
    draws = sample(scenario)
    assert [note.code for note in draws.notes] == ["draw-availability-rounded"]
    assert availability(scenario, draws)[:, 0, 0] == pytest.approx(np.arange(150) / 150 + 0.0001, abs=0.005 + 1e-9)


VALUES = (
    value("demand", "L1", 6.0),
    value("availability", "S1", 0.25, Q2),
    value("availability", "NL", 0.5),
    value("price", "O1", 1500.0, Q2),
    value("delay_days", "O1", 10.0),
)


def test_rows_in_another_order_are_the_same_draws():
    plain, turned = given(*VALUES), given(*VALUES[::-1], draws=DRAWS[::-1])
    one, other = sample(plain), sample(turned)
    assert (one.weights == other.weights[::-1]).all()
    assert (one.demand == other.demand[::-1]).all()
    for name in ("price_factor", "delay_days"):
        assert (getattr(one, name) == getattr(other, name)[::-1]).all()
    assert (availability(plain, one) == availability(turned, other)[::-1]).all()


def test_a_draw_in_two_halves_is_the_same_draw():
    halves = (DRAWS[0], Draw(draw="bad", weight=0.5), Draw(draw="bad2", weight=0.5))
    twins = [value(row.what, row.id, row.value, row.period, draw="bad2") for row in VALUES]
    whole_case, split_case = given(*VALUES), given(*VALUES, *twins, draws=halves)
    whole, split = sample(whole_case), sample(split_case)
    assert split.weights == pytest.approx([0.75, 0.125, 0.125])
    assert (split.demand[[1, 2]] == whole.demand[1]).all()
    shipments = plan_shipments(whole_case, [0, 0], [0, 1])
    dates = [
        date_shipments(scenario, shipments, draws) for scenario, draws in ((whole_case, whole), (split_case, split))
    ]
    assert (dates[0].share == dates[1].share).all()
    assert (dates[1].port_day == dates[0].port_day[:, [0, 1, 1]]).all()


def test_a_month_is_taken_as_its_period():
    """In a plan by quarters 2027-05 is the second quarter."""
    scenario = given(value("delay_days", "O1", 8.0, date(2027, 5, 1)), settings=Settings(start=START))
    delays = sample(scenario).delay_days
    assert delays is not None and delays[1, 0, :3].tolist() == [0, 8, 0]
