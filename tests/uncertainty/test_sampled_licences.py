"""Licence answers: one for a whole group."""

import pytest
from uncertainty_cases import case, offer

from importplan.scenario.schema.firms import Firm
from importplan.uncertainty.sampling.sample import nominal, sample

OFFERS = (
    offer("O1", maker="M", control_code="2B001", licence_refusal=0.2),
    offer("O2", maker="M", control_code="2B001", licence_refusal=0.3),
    offer("O3", maker="M", control_code="2B001"),
    offer("O4", maker="N", control_code="2B001", licence_refusal=0.3),
)
FIRMS = (Firm(firm="F1"), Firm(firm="F2"))


def test_one_answer_for_all_offers_of_a_group():
    """O1 and O2 share maker and control code, so one answer; refused with the larger probability, 0.3 ± 4 · 0.0072."""
    scenario = case(OFFERS[1], OFFERS[0], firms=FIRMS)
    draws = sample(scenario, count=4000)
    first, second = draws.refusal(scenario, 0, "F1"), draws.refusal(scenario, 1, "F1")
    assert (first == second).all()
    assert first.mean() == pytest.approx(0.3, abs=0.029)


def test_firms_and_makers_have_answers_of_their_own():
    """Independent answers of probability 0.3 both come with 0.09 ± 4 · 0.0045."""
    scenario = case(*OFFERS, firms=FIRMS)
    draws = sample(scenario, count=4000)
    own = draws.refusal(scenario, 0, "F1")
    for other in (draws.refusal(scenario, 0, "F2"), draws.refusal(scenario, 3, "F1")):
        assert (own & other).mean() == pytest.approx(0.09, abs=0.018)


def test_a_named_group_is_one_for_all_firms():
    scenario = case(offer(licence_group="G", licence_refusal=0.5), firms=FIRMS)
    draws = sample(scenario)
    assert draws.licence_groups == ("G",)
    assert (draws.refusal(scenario, 0, "F1") == draws.refusal(scenario, 0, "F2")).all()


def test_an_offer_without_refusal_is_never_refused():
    scenario = case(*OFFERS, firms=FIRMS)
    assert not sample(scenario, count=500).refusal(scenario, 2, "F1").any()
    assert not nominal(scenario).refusal(scenario, 0, "F1").any()


def test_the_reserve_asks_for_itself():
    scenario = case(
        *OFFERS[:1], firms=FIRMS, settings=case().settings.__class__(start=case().settings.start, owner="bureau")
    )
    assert sample(scenario, count=5).licence_groups == ("M|2B001|F1", "M|2B001|F2", "M|2B001|reserve")


def test_answers_do_not_depend_on_other_offers_or_firms():
    plain = case(*OFFERS[:1], firms=FIRMS[:1])
    richer = case(*OFFERS[::-1], firms=(Firm(firm="F0"), *FIRMS))
    small, large = sample(plain, count=50), sample(richer.replace(offers=(OFFERS[3], OFFERS[0])), count=90)
    assert (
        small.refusal(plain, 0, "F1") == large.refusal(richer.replace(offers=(OFFERS[3], OFFERS[0])), 1, "F1")[:50]
    ).all()
