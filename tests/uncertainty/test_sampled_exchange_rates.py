"""Exchange rates: mean, volatility, correlation, and paths that do not depend on other currencies."""

import numpy as np
import pytest
from uncertainty_cases import START, case, offer

from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.settings import Settings
from importplan.uncertainty.sampling.sample import nominal, sample
from importplan.uncertainty.sources.exchange_rates import FxReference

COUNT = 4000
REFERENCE = FxReference(
    volatility={"EUR": 0.06, "JPY": 0.10, "USD": 0.05},
    correlation={("JPY", "EUR"): 0.5, ("USD", "JPY"): -0.1},
)


def priced_in(*currencies, **sheets):
    return case(*(offer(f"O-{currency}", currency=currency) for currency in currencies), **sheets)


def factors(scenario, currency, count=COUNT, reference=REFERENCE):
    return sample(scenario, count=count, fx_reference=reference).fx_factor_of(currency)


def test_today_is_the_base_rate_and_the_mean_stays_there():
    """A factor has mean 1 and deviation √(exp(σ² t) − 1); four standard errors are allowed."""
    path = factors(priced_in("EUR", "JPY"), "JPY")
    assert (path[:, 0] == 1.0).all()
    for period in range(1, 12):
        error = np.sqrt(np.expm1(0.10**2 * period / 4) / COUNT)
        assert path[:, period].mean() == pytest.approx(1.0, abs=4 * error)


@pytest.mark.parametrize(("period", "per_year"), [("quarter", 4), ("month", 12)])
def test_a_year_has_the_yearly_volatility(period, per_year):
    """Log deviation σ after a year whatever the periods; the standard error of a deviation is σ / √(2n)."""
    path = factors(priced_in("JPY", settings=Settings(start=START, period=period, periods=14)), "JPY")
    assert np.log(path[:, per_year]).std() == pytest.approx(0.10, abs=4 * 0.10 / np.sqrt(2 * COUNT))


def test_currencies_move_together_as_the_reference_says():
    """Of the 11 moves of 4,000 draws, the correlation has a standard error of (1 − ρ²) / √n, at most 0.005."""
    draws = sample(priced_in("EUR", "JPY", "USD"), count=COUNT, fx_reference=REFERENCE)
    moves = [np.diff(np.log(draws.fx_factor_of(currency)), axis=1).ravel() for currency in ("EUR", "JPY", "USD")]
    found = np.corrcoef(moves)
    assert found[0, 1] == pytest.approx(0.5, abs=0.02)
    assert found[1, 2] == pytest.approx(-0.1, abs=0.02)
    assert found[0, 2] == pytest.approx(0.0, abs=0.02)  # unknown: none


def test_moves_of_one_period_say_nothing_about_the_next():
    moves = np.diff(np.log(factors(priced_in("EUR"), "EUR")), axis=1)
    assert np.corrcoef(moves[:, 0], moves[:, 1])[0, 1] == pytest.approx(0.0, abs=4 / np.sqrt(COUNT))


def test_the_sheet_goes_before_the_reference_and_zero_is_fixed():
    sheet = (
        ExchangeRate(currency="EUR", cny_per_unit=7.8, volatility=0.0),
        ExchangeRate(currency="JPY", cny_per_unit=0.05, volatility=0.20),
        ExchangeRate(currency="USD", cny_per_unit=7.1),
    )
    draws = sample(priced_in("EUR", "JPY", "USD", fx=sheet), count=COUNT, fx_reference=REFERENCE)
    assert (draws.fx_factor_of("EUR") == 1.0).all()
    assert np.log(draws.fx_factor_of("JPY")[:, 4]).std() == pytest.approx(0.20, rel=0.05)
    assert np.log(draws.fx_factor_of("USD")[:, 4]).std() == pytest.approx(0.05, rel=0.05)
    assert draws.notes == ()


def test_yuan_never_moves_and_an_unknown_currency_is_said():
    reference = FxReference(volatility={**REFERENCE.volatility, "CNY": 0.5})
    draws = sample(priced_in("CNY", "KRW", "EUR"), count=5, fx_reference=reference)
    assert (draws.fx_factor_of("CNY") == 1.0).all()
    assert (draws.fx_factor_of("KRW") == 1.0).all()
    assert [(note.code, note.values["currencies"]) for note in draws.notes] == [("fx-volatility-unknown", "KRW")]
    assert "KRW" in draws.notes[0].found("zh") and "KRW" in draws.notes[0].found("en")
    assert draws.notes[0].repair("zh")


def test_a_currency_more_changes_no_other_path():
    """AUD stands before EUR in the alphabet and USD is correlated with JPY: neither may move a path."""
    reference = FxReference(
        volatility={**REFERENCE.volatility, "AUD": 0.1}, correlation={**REFERENCE.correlation, ("AUD", "EUR"): 0.6}
    )
    alone = factors(priced_in("EUR"), "EUR", 50, reference)
    together = factors(priced_in("USD", "XXX", "AUD", "JPY", "EUR"), "EUR", 90, reference)
    assert (alone == together[:50]).all()


def test_a_longer_horizon_begins_with_the_same_path():
    short = factors(priced_in("EUR"), "EUR", 50)
    long = factors(priced_in("EUR", settings=Settings(start=START, periods=16)), "EUR", 50)
    assert (short == long[:, :12]).all()


def test_correlations_that_contradict_each_other_are_mended():
    """A = B, B = C, A = −C cannot be: the matrix has the eigenvalue −1. The nearest ones agree to ±0.5."""
    reference = FxReference(
        volatility={"AAA": 0.1, "BBB": 0.1, "CCC": 0.1},
        correlation={("AAA", "BBB"): 1.0, ("BBB", "CCC"): 1.0, ("AAA", "CCC"): -1.0},
    )
    draws = sample(priced_in("AAA", "BBB", "CCC"), count=COUNT, fx_reference=reference)
    moves = [np.diff(np.log(draws.fx_factor_of(name)), axis=1).ravel() for name in draws.currencies]
    assert np.corrcoef(moves)[np.triu_indices(3, 1)] == pytest.approx([0.5, -0.5, 0.5], abs=0.02)
    assert np.std(moves, axis=1) == pytest.approx([0.05] * 3, rel=0.03)


def test_nominal_rates_are_the_base_rates():
    assert (nominal(priced_in("EUR", "JPY")).fx_factor == 1.0).all()
