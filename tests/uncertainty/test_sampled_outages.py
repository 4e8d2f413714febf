"""Sampled outages: frequency, duration, common shocks, and streams keyed by id."""

from datetime import date

import numpy as np
import pytest
from uncertainty_cases import case, offer, target

from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.uncertainty.dates.targets import offers_hit
from importplan.uncertainty.sampling.sample import sample

DAYS = 1096 + 5 * 365  # 12 quarters from 2027-01-01 and five years more
COUNT = 4000


def risky(*rows, **terms):
    risk = Risk(risk="R", **{"starts_per_year": 0.5, "mean_months": 6.0, **terms})
    return case(risks=(risk,), risk_targets=rows or (RiskTarget(risk="R", target="country:NL"),))


def outages_of(scenario, count=COUNT, **arguments):
    return sample(scenario, count=count, **arguments).outages


def test_starts_come_at_their_rate():
    """Poisson: mean 0.5 a year × 2,921 days = 4.001, standard error √(4.001 / 4000) = 0.032; four of them allowed."""
    outages = outages_of(risky())
    per_draw = np.bincount(outages.draw, minlength=COUNT)
    mean = 0.5 * DAYS / 365
    assert per_draw.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / COUNT))
    # The variance of a Poisson number is its mean; the standard error of a variance is about mean · √(2 / n).
    assert per_draw.var() == pytest.approx(mean, abs=5 * mean * np.sqrt(2 / COUNT))


def test_starts_are_spread_evenly_over_time():
    """Of uniform days the mean is the middle, the standard error DAYS / √12 / √n."""
    outages = outages_of(risky())
    error = DAYS / np.sqrt(12 * len(outages.draw))
    assert outages.start_day.mean() == pytest.approx(DAYS / 2, abs=4 * error)
    assert outages.start_day.max() < DAYS


@pytest.mark.parametrize(("distribution", "variation"), [("exponential", 1.0), ("lognormal", 1.0), ("fixed", 0.0)])
def test_durations_have_their_mean_and_spread(distribution, variation):
    """6 months are 182.5 days; the random ones have a coefficient of variation of 1, so the error is mean / √n."""
    outages = outages_of(risky(distribution=distribution))
    days = outages.end_day - outages.start_day
    assert days.mean() == pytest.approx(182.5, abs=4 * 182.5 / np.sqrt(len(days)))
    # The lognormal has heavy tails (kurtosis 41): its sample deviation is only good to about a tenth.
    assert days.std() / 182.5 == pytest.approx(variation, abs=0.12)


def test_a_common_shock_hits_its_targets_together():
    """NL always, JP with 0.4: every JP outage is an NL outage of the same days, and about 40 % of them."""
    rows = (
        RiskTarget(risk="R", target="country:NL"),
        RiskTarget(risk="R", target="country:JP", hit_probability=0.4, severity=0.5),
    )
    outages = outages_of(risky(*rows))
    entries = [
        set(zip(outages.draw[own], outages.start_day[own], outages.end_day[own], strict=True))
        for own in (outages.target == 0, outages.target == 1)
    ]
    assert entries[1] < entries[0]
    share = len(entries[1]) / len(entries[0])
    assert share == pytest.approx(0.4, abs=4 * np.sqrt(0.4 * 0.6 / len(entries[0])))
    assert set(outages.severity[outages.target == 1]) == {0.5}


def test_a_controlling_state_hits_what_it_controls_wherever_it_is_made():
    """O1 is made in NL under NL and US, O2 in JP under itself, O3 in China under nobody."""
    offers = (
        offer("O1", control_by=("NL", "US")),
        offer("O2", supplier="S2"),
        offer("O3", origin="CN"),
    )
    targets = [target(f"control:{state}") for state in ("US", "NL", "JP", "CN")]
    hit = offers_hit(case(*offers), targets).tolist()
    assert hit == [[True, False, False], [True, False, False], [False, True, False], [False, False, False]]


def test_two_rows_of_the_same_target_are_hit_independently():
    """Half of the starts by each row: both at a quarter of them, not at a half."""
    rows = tuple(RiskTarget(risk="R", target="country:NL", hit_probability=0.5, severity=share) for share in (0.3, 1.0))
    outages = outages_of(risky(*rows, starts_per_year=1.0))
    own = [
        set(zip(outages.draw[at], outages.start_day[at], strict=True))
        for at in (outages.target == 0, outages.target == 1)
    ]
    assert len(own[0] & own[1]) / len(own[0]) == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(len(own[0])))


def test_a_risk_that_is_on_lasts_to_its_last_day_in_every_draw():
    """Until 2027-03-31 inclusive: free on day 90. No further start without a rate."""
    scenario = risky(active_until=date(2027, 3, 31), starts_per_year=0.0)
    outages = outages_of(scenario, 20)
    assert outages.draw.tolist() == list(range(20))
    assert set(outages.end_day) == {90.0}
    assert outages.start_day.max() < 0


def test_further_starts_come_after_a_risk_that_is_on():
    outages = outages_of(risky(active_until=date(2028, 12, 31)))
    further = outages.start_day[outages.start_day >= 0]
    assert further.min() >= 731
    # From day 731 on there are 2,190 of 2,921 days left: 3.0 starts a draw, standard error 0.027.
    assert len(further) / COUNT == pytest.approx(0.5 * (DAYS - 731) / 365, abs=4 * np.sqrt(3.0 / COUNT))


def test_a_risk_that_was_over_before_the_start_is_off():
    assert len(outages_of(risky(active_until=date(2026, 12, 31), starts_per_year=0.0), 20).draw) == 0


def test_what_cannot_hit_leaves_no_outage():
    for row in (
        RiskTarget(risk="R", target="country:NL", severity=0.0),
        RiskTarget(risk="R", target="country:NL", hit_probability=0.0),
    ):
        assert len(outages_of(risky(row), 20).draw) == 0
    assert len(outages_of(risky(mean_months=0.0), 20).draw) == 0


RISKS = (
    Risk(risk="A", starts_per_year=0.6, mean_months=4.0),
    Risk(risk="B", starts_per_year=0.3, mean_months=9.0, effect="cancel", distribution="lognormal"),
)
TARGETS = (
    RiskTarget(risk="A", target="country:NL", hit_probability=0.7),
    RiskTarget(risk="A", target="country:NL", hit_probability=0.2, severity=0.3),
    RiskTarget(risk="A", target="country:JP", hit_probability=0.5),
    RiskTarget(risk="B", target="supplier:S1", hit_probability=0.8),
)


def told(draws):
    """Outages as a set that does not depend on the order of rows."""
    outages = draws.outages
    return {
        (draw, draws.targets[target], start, end, severity)
        for draw, target, start, end, severity in zip(
            outages.draw.tolist(),
            outages.target.tolist(),
            outages.start_day.tolist(),
            outages.end_day.tolist(),
            outages.severity.tolist(),
            strict=True,
        )
    }


def test_rows_in_another_order_give_the_same_outages():
    plain = case(risks=RISKS, risk_targets=TARGETS)
    turned = case(risks=RISKS[::-1], risk_targets=TARGETS[::-1])
    assert told(sample(plain)) == told(sample(turned))


def test_a_supplier_an_offer_or_a_risk_more_leaves_the_other_outages():
    plain = case(risks=RISKS, risk_targets=TARGETS)
    richer = plain.replace(
        suppliers=(*plain.suppliers[::-1],),
        offers=(offer("new", supplier="S2", currency="JPY"), *plain.offers),
        risks=(Risk(risk="0", starts_per_year=2.0, mean_months=1.0), *RISKS),
        risk_targets=(RiskTarget(risk="0", target="lane:Suez"), *TARGETS),
    )
    assert told(sample(plain)) == {entry for entry in told(sample(richer)) if entry[1].target != "lane:Suez"}


def test_more_draws_begin_with_the_same_draws():
    scenario = case(risks=RISKS, risk_targets=TARGETS)
    assert told(sample(scenario, count=20)) == {entry for entry in told(sample(scenario, count=90)) if entry[0] < 20}


def test_a_longer_horizon_only_adds_later_starts():
    short = case(risks=RISKS, risk_targets=TARGETS)
    long = short.replace(settings=short.settings.__class__(start=short.settings.start, draws=50, periods=20))
    assert told(sample(short)) == {entry for entry in told(sample(long)) if entry[2] < DAYS}


def test_seeds_and_runs_of_another_name_share_nothing():
    scenario = case(risks=RISKS, risk_targets=TARGETS)
    plain, seeded, fresh = (sample(scenario), sample(scenario, seed=2), sample(scenario, stream="fresh"))
    assert told(plain) == told(sample(scenario, seed=1, stream="plan"))
    for other in (seeded, fresh):
        assert not {entry[2:4] for entry in told(plain)} & {entry[2:4] for entry in told(other)}


def test_a_larger_rate_moves_the_same_outages_forward():
    """Common numbers: twice the rate halves the waiting times, so the first start lies at half its day."""
    slow, fast = outages_of(risky(), 50), outages_of(risky(starts_per_year=1.0), 50)
    for draw in range(50):
        first_slow = slow.start_day[slow.draw == draw].min(initial=np.inf)
        if np.isfinite(first_slow):
            assert fast.start_day[fast.draw == draw].min() == pytest.approx(first_slow / 2)
