"""Demand: firmness, range, industry factors, whole units."""

from datetime import date

import numpy as np
import pytest
from uncertainty_cases import START, case

from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.demand_risks import DemandRisk
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.settings import Settings
from importplan.uncertainty.sampling.sample import nominal, sample

COUNT = 4000
FIRMS = (Firm(firm="F1", industry="tools"), Firm(firm="F2", industry="tools"), Firm(firm="F3", industry="chips"))


def line(name="L1", **terms):
    return Demand(line=name, **{"firm": "F1", "item": "pump", "period": date(2028, 1, 1), "quantity": 100.0, **terms})


def demand_of(*lines, count=COUNT, risks=(), **sheets):
    return sample(case(demand=lines, firms=FIRMS, demand_risks=risks, **sheets), count=count).demand


def test_without_risks_demand_is_what_the_sheet_says():
    assert (demand_of(line(), line("L2", item="grinder", quantity=2.5), count=9) == [100.0, 2.5]).all()


@pytest.mark.parametrize(("firmness", "chance"), [("ordered", 1.0), ("budgeted", 0.8), ("wished", 0.3), (0.55, 0.55)])
def test_a_line_comes_whole_or_not_at_all(firmness, chance):
    demand = demand_of(line(firmness=firmness))[:, 0]
    assert set(demand) <= {0.0, 100.0}
    assert (demand > 0).mean() == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / COUNT))


def test_a_range_is_triangular():
    """Low 80, mode 100, high 150: mean 110, variance (80² + 100² + 150² − 80·100 − 80·150 − 100·150) / 18 = 216.7."""
    demand = demand_of(line(quantity_low=80.0, quantity_high=150.0))[:, 0]
    assert demand.mean() == pytest.approx(110.0, abs=4 * np.sqrt(216.7 / COUNT))
    assert demand.var() == pytest.approx(216.7, rel=0.08)
    assert 80.0 <= demand.min() < 85.0 and 140.0 < demand.max() <= 150.0
    # Below the mode lie (mode − low) / (high − low) = 2/7 of the draws.
    assert (demand < 100.0).mean() == pytest.approx(2 / 7, abs=4 * np.sqrt(2 / 7 * 5 / 7 / COUNT))


def test_one_side_of_a_range_may_be_blank():
    demand = demand_of(line(quantity_low=80.0))[:, 0]
    assert demand.max() <= 100.0 and demand.mean() == pytest.approx(280 / 3, abs=0.4)


def test_an_industry_factor_has_mean_one_and_its_volatility_in_five_levels():
    """Volatility 0.2 a year, line due after one year: log deviation 0.2. Error of the mean 0.2 / √4000 = 0.0032."""
    factor = demand_of(line(), risks=(DemandRisk(industry="tools", volatility=0.2),))[:, 0] / 100.0
    assert len(set(factor.round(9))) == 5
    assert factor.mean() == pytest.approx(1.0, abs=0.013)
    assert np.log(factor).std() == pytest.approx(0.2, abs=4 * 0.2 / np.sqrt(2 * COUNT))


def test_lines_of_an_industry_move_together_and_more_with_time():
    """Level x: factor exp(0.2 √t x) over its mean; so the log deviation at 4 quarters is twice that at 1 quarter."""
    lines = (line("now", period=START), line("soon", period=date(2027, 4, 1)), line("late", firm="F2"))
    demand = demand_of(*lines, risks=(DemandRisk(industry="tools", volatility=0.2),))
    assert (demand[:, 0] == 100.0).all()
    logs = np.log(demand[:, 1:] / 100)
    assert np.corrcoef(logs.T)[0, 1] == pytest.approx(1.0)
    assert logs[:, 1].std() == pytest.approx(2 * logs[:, 0].std())


def test_a_row_without_industry_is_for_all_others_each_with_its_own_level():
    risks = (DemandRisk(volatility=0.2), DemandRisk(industry="tools", volatility=0.0))
    demand = demand_of(line(), line("L3", firm="F3"), line("L4", firm="F3"), risks=risks)
    assert (demand[:, 0] == 100.0).all()
    assert len(set(demand[:, 1].round(6))) == 5
    assert (demand[:, 1] == demand[:, 2]).all()
    both = demand_of(line(), line("L3", firm="F3"), risks=(DemandRisk(volatility=0.2),))
    assert np.corrcoef(both.T)[0, 1] == pytest.approx(0.0, abs=4 / np.sqrt(COUNT))


def test_whole_units_stay_whole_and_keep_the_mean():
    """One machine with factors between 0.57 and 1.7: nearest rounding would hardly ever move it; the mean stays 1."""
    demand = demand_of(line(item="grinder", quantity=1.0), risks=(DemandRisk(volatility=0.2),))[:, 0]
    assert set(demand) == {0.0, 1.0, 2.0}
    assert demand.mean() == pytest.approx(1.0, abs=4 * demand.std() / np.sqrt(COUNT))


def test_each_line_has_numbers_of_its_own_whatever_else_there_is():
    risks = (DemandRisk(volatility=0.3),)
    mine = line("mine", item="grinder", firmness="wished", quantity=7.0, quantity_low=3.0)
    alone = demand_of(mine, count=50, risks=risks)[:, 0]
    among = demand_of(line("a"), mine, line("b", firmness=0.4), count=90, risks=risks)[:, 1]
    assert (alone == among[:50]).all()
    twins = demand_of(line("a", firmness=0.5), line("b", firmness=0.5))
    assert np.corrcoef(twins.T)[0, 1] == pytest.approx(0.0, abs=4 / np.sqrt(COUNT))


def test_nominal_takes_the_lines_that_are_likely():
    lines = (line("a"), line("b", firmness="budgeted"), line("c", firmness="wished"), line("d", firmness=0.5))
    scenario = case(demand=lines, firms=FIRMS, settings=Settings(start=START, wished_probability=0.49))
    draws = nominal(scenario)
    assert draws.demand.tolist() == [[100.0, 100.0, 0.0, 100.0]]
    assert (draws.count, draws.weights.sum(), len(draws.outages.draw), draws.given) == (1, 1.0, 0, False)
    assert draws.price_factor is None and draws.delay_days is None
