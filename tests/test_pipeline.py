"""The Python interface: reading, overrides, what is recorded, and that the same seed gives the same plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from importplan.basics.errors import InputRejected
from importplan.catalog.load import load as load_catalog
from importplan.documents.case.write import write
from importplan.pipeline.case import fingerprint, fx_reference, read_case
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier


def risky_case() -> Scenario:
    """Two sources of one part, one of which may stop."""
    return Scenario(
        settings=Settings(title="两个来源", start=date(2027, 1, 1), periods=4, draws=12, gap=0.0),
        items=(Item(item="PART", name_zh="零件", kind="part", hs_code="84828000", reference_value_cny=100.0),),
        suppliers=(Supplier(supplier="S1", country="JP"), Supplier(supplier="S2", country="DE")),
        offers=(
            Offer(offer="O1", supplier="S1", item="PART", unit_price=2_000.0, currency="JPY", lead_time_days=60.0),
            Offer(offer="O2", supplier="S2", item="PART", unit_price=20.0, currency="EUR", lead_time_days=60.0),
        ),
        demand=(Demand(line="D", item="PART", period=date(2027, 7, 1), quantity=50.0, shortage_cost_cny=500.0),),
        risks=(Risk(risk="R", starts_per_year=2.0, mean_months=6.0),),
        risk_targets=(RiskTarget(risk="R", target="country:JP"),),
        fx=(ExchangeRate(currency="JPY", cny_per_unit=0.05), ExchangeRate(currency="EUR", cny_per_unit=7.5)),
    )


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.xlsx"
    write(risky_case(), path, "zh")
    return path


def test_a_workbook_and_the_scenario_it_holds_give_the_same_plan(case: Path) -> None:
    from_file, in_memory = plan_case(case), plan_case(risky_case())
    assert from_file.solution.objective_cny == pytest.approx(in_memory.solution.objective_cny)
    assert from_file.solution.plan.orders == in_memory.solution.plan.orders


def test_the_same_seed_gives_the_same_plan_and_another_seed_other_draws() -> None:
    first, second = plan_case(risky_case()), plan_case(risky_case())
    assert first.solution.objective_cny == second.solution.objective_cny
    other = plan_case(risky_case(), RunSettings(seed=5))
    assert other.solution.objective_cny != first.solution.objective_cny


def test_overrides_replace_settings_and_are_recorded(case: Path) -> None:
    result = plan_case(case, RunSettings(seed=4, draws=3, language="en"))
    assert (result.draws.count, result.language) == (3, "en")
    assert result.run.overrides == {"seed": 4, "draws": 3, "language": "en"}
    assert (result.run.seed, result.run.draws, result.run.input_name) == (4, 3, "case.xlsx")
    assert {"importplan", "python", "ortools", "numpy"} <= result.run.versions.keys()
    assert len(result.run.input_sha256) == 64


def test_progress_is_told_in_order(case: Path) -> None:
    told: list[str] = []
    plan_case(case, progress=told.append)
    assert told[:4] == ["open", "price", "sample", "build"]
    assert told.index("solve") < told.index("audit")


def test_the_ledger_agrees_with_the_solution() -> None:
    result = plan_case(risky_case())
    assert result.solution.costs is not None
    assert result.audit.costs.expected == pytest.approx(result.solution.costs.expected, abs=0.01)
    assert not result.audit.violations


def test_faults_raise_with_all_issues(tmp_path: Path) -> None:
    broken = risky_case().replace(
        demand=(Demand(line="D", item="X", period=date(2027, 7, 1), quantity=1.0),),
        risk_targets=(RiskTarget(risk="Y", target="country:JP"),),
    )
    write(broken, tmp_path / "case.xlsx", "zh")
    with pytest.raises(InputRejected) as rejected:
        read_case(tmp_path / "case.xlsx")
    assert len(rejected.value.issues) >= 2


def test_the_fingerprint_changes_with_the_content_and_not_with_the_folder(tmp_path: Path) -> None:
    for name, content in (("a", "x"), ("b", "x"), ("c", "y")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "items.csv").write_text(content)
    marks = [fingerprint(tmp_path / name) for name in "abc"]
    assert marks[0] == marks[1] != marks[2]


def test_reference_volatility_of_a_year_is_twice_that_of_a_quarter() -> None:
    catalog = load_catalog()
    reference = fx_reference(catalog)
    entry = next(entry for entry in catalog.fx.volatilities if entry.currency == "EUR")
    assert reference.volatility["EUR"] == pytest.approx(entry.quarterly * 4**0.5)


def test_a_longer_list_of_sources_never_costs_more() -> None:
    """Value of a second source, a limit case of the whole pipeline (reference values are given)."""
    two = plan_case(risky_case())
    one = plan_case(risky_case().replace(offers=risky_case().offers[:1]))
    assert two.solution.objective_cny <= one.solution.objective_cny + 1e-6


def test_a_firm_that_only_looks_at_the_mean_pays_no_more_in_the_mean() -> None:
    settings = replace(risky_case().settings, risk_weight=0.0)
    neutral = plan_case(risky_case().replace(settings=settings)).solution
    averse = plan_case(risky_case()).solution
    assert neutral.costs is not None
    assert averse.costs is not None
    assert neutral.costs.expected.sum() <= averse.costs.expected.sum() + 1e-6


def test_a_plan_is_judged_on_ten_fresh_draws_for_each_that_made_it_or_as_many_as_asked_for() -> None:
    assert plan_case(risky_case()).judging.count == 120
    asked = plan_case(risky_case(), RunSettings(fresh=7))
    assert asked.judging.count == 7
    assert asked.run.overrides == {"fresh": 7}
    assert asked.judged_on == "fresh"


def test_fresh_draws_share_no_number_with_those_that_made_the_plan() -> None:
    """An outage starts at the same instant in two independent samples with probability zero."""
    result = plan_case(risky_case())
    made, fresh = result.draws.outages.start_day, result.judging.outages.start_day
    assert len(made) > 0
    assert not set(made[made > 0].tolist()) & set(fresh[fresh > 0].tolist())


def test_the_same_seed_gives_the_same_judgement() -> None:
    first, second = plan_case(risky_case()), plan_case(risky_case())
    assert first.own.judgement == second.own.judgement


def test_draws_of_the_workbook_are_the_truth_that_the_plan_is_judged_on() -> None:
    """Two draws of weight 3 : 1; in the second sixty parts are needed instead of fifty."""
    given = risky_case().replace(
        draws=(Draw(draw="good", weight=3.0), Draw(draw="bad", weight=1.0)),
        draw_values=(DrawValue(draw="bad", what="demand", id="D", value=60.0),),
        risks=(),
        risk_targets=(),
    )
    result = plan_case(given)
    assert result.judged_on == "given"
    own = result.own.judgement
    assert own is not None
    assert own.cost_cny.exact
    assert own.cost_cny.low == own.cost_cny.high == own.cost_cny.value
    assert own == result.in_sample
