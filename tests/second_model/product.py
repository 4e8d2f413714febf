"""What the product says of a case made in Python: the only place here that runs it."""

from __future__ import annotations

from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.scenario.scenario import Scenario
from importplan.scenario.switched_off import switched_off


def planned(scenario: Scenario) -> float | None:
    """The objective of the product's plan in CNY; None where it says that there is no plan."""
    solution = plan_case(switched_off(scenario)[0], RunSettings(gap=0.0, fresh=1)).solution
    if solution.found is not None:
        return float(solution.objective_cny)
    if solution.termination.reason.value == "infeasible":
        return None
    raise RuntimeError(f"the product ends with {solution.termination}")
