"""A result read back from its workbook and recomputed: nothing of it is believed that can be reckoned from the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedTable
from importplan.customs.declaring.modes import with_modes
from importplan.documents.excel.carried_sheets import PLAN, SETTLEMENT
from importplan.documents.read_back.cells import Sheets, read_cells
from importplan.documents.read_back.rows import parsed, read_beside, rows, sheet_of
from importplan.evaluation.agreement import agreement_within
from importplan.evaluation.clearance.worth import clearance_worth
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.replay.estimates import judge
from importplan.evaluation.replay.judged import THIS_PLAN, Alternative, Judged, judged
from importplan.evaluation.schedule import order_dates, signed_dates
from importplan.evaluation.settling.settled import settled
from importplan.pipeline.case import Case, fx_reference, of_folder, open_case
from importplan.plan.plan import Plan
from importplan.plan.plan_file import PlanFile, bind
from importplan.plan.risk import objective_of, risk_of
from importplan.plan.settlement import COLUMNS as SETTLED_COLUMNS
from importplan.plan.settlement import RowUnreadable, Settlement, fingerprint, settlement_of
from importplan.plan.solution import Reason, Solution, Termination
from importplan.results.carried.facts import RunFacts
from importplan.results.carried.judged_rows import JUDGED, break_evens_of, clearance_of, costs_of, service_of, ways_of
from importplan.results.carried.places import placed
from importplan.results.carried.plan_rows import COLUMNS, CarriedPlan, read_carried
from importplan.results.carried.settlement import draw_ids, period_names
from importplan.results.carried.what_pays_rows import WHAT_PAYS, what_pays_of
from importplan.results.plan_result import PlanResult, RunRecord
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import sample


@dataclass(frozen=True)
class ReadBack:
    """A result workbook as it was read, and the result that follows from what it carries."""

    cells: Sheets
    echo: Case  # its input, with the places of the original
    carried: CarriedPlan
    settlement: Settlement
    settlement_sha256: str
    result: PlanResult


def read_back(path: Path, catalogs: Path | None = None) -> ReadBack:
    """Read a result workbook and recompute the result.

    Parameters
    ----------
    path
        The workbook. A settlement beside it must be there too.
    catalogs
        The user's catalogs that the plan was made with; None: those of the case or the environment.

    Raises
    ------
    InputRejected
        With everything that cannot be read, or speaks of what is not there.
    """
    opened = open_plan(path, catalogs)
    cells, echo, carried = opened.cells, opened.echo, opened.carried
    scenario, catalog, landed = opened.scenario, opened.catalog, opened.landed
    draws, fresh = _draws(scenario, catalog, landed, carried.facts)
    content = _settlement_rows(cells, carried.facts, path)
    try:
        told = settlement_of(content, draw_ids(draws, fresh or draws), period_names(scenario))
    except RowUnreadable as fault:
        raise InputRejected((Issue.error("verify-row-unreadable", number=fault.number, why=fault.why),)) from None
    of_draws = {what: block for what, block in told.blocks.items() if what not in JUDGED + WHAT_PAYS}
    plan = settled(Books(scenario, landed, draws), bind(carried.plan, scenario, landed), replace(told, blocks=of_draws))
    recomputed = _result(scenario, catalog, landed, draws, fresh, plan, carried, told)
    return ReadBack(cells, echo, carried, told, fingerprint(told.text()), recomputed)


@dataclass(frozen=True)
class OpenedPlan:
    """A result workbook as far as its decisions of today: its case, priced, and its plan without what follows."""

    cells: Sheets
    echo: Case
    carried: CarriedPlan
    scenario: Scenario
    catalog: Catalog
    landed: LandedTable

    def plan(self) -> Plan:
        """The plan bound to its case. Raises InputRejected where it names what the case does not have."""
        return bind(self.carried.plan, self.scenario, self.landed)


def carries_a_plan(path: Path) -> bool:
    """Whether a file is a result workbook."""
    try:
        sheet_of(read_cells(path), PLAN, path.name)
    except InputRejected:
        return False
    return True


def open_plan(path: Path, catalogs: Path | None = None) -> OpenedPlan:
    """Read the case and the plan of a result workbook, and price the case. Parameters and errors as of `read_back`."""
    cells = read_cells(path)
    sheet = Place(path.name, sheet_of(cells, PLAN, path.name))
    carried = read_carried(rows(cells, PLAN, COLUMNS, path.name), sheet)
    opened = open_case(path)
    echo = replace(opened, scenario=placed(opened.scenario, carried.origins))
    catalog = _catalog(carried.facts, opened, catalogs, sheet)
    scenario = with_modes(echo.scenario, catalog)
    landed = price(scenario, catalog)
    return OpenedPlan(cells, echo, carried, scenario, catalog, landed)


def _catalog(facts: RunFacts, opened: Case, given: Path | None, sheet: Place) -> Catalog:
    """The catalogs that the plan was made with; those of the user must be the same files.

    They are looked for where a plan would: given, named by the case, or by the environment. The folder that the result
    speaks of is only told: a file from outside must not say what is read.
    """
    if not facts.own_catalogs_sha256:
        return load_catalog()
    folder = opened.own_catalogs(given)
    if folder is None or not folder.is_dir() or of_folder(folder, "**/*") != facts.own_catalogs_sha256:
        raise InputRejected((Issue.error("verify-catalogs-differ", sheet, folder=folder or facts.own_catalogs),))
    return load_catalog(own=folder)


def _draws(
    scenario: Scenario, catalog: Catalog, landed: LandedTable, facts: RunFacts
) -> tuple[DrawSet, DrawSet | None]:
    """The draws that the plan was made on, and those that it was judged on (None: the same)."""
    reference = fx_reference(catalog)
    draws = sample(scenario, count=facts.draws, fx_reference=reference, base_rate=landed.base_rate)
    if not facts.fresh or draws.given:
        return draws, draws if facts.fresh else None
    fresh = sample(scenario, count=facts.fresh, stream="fresh", fx_reference=reference, base_rate=landed.base_rate)
    return draws, fresh


def _settlement_rows(cells: Sheets, facts: RunFacts, path: Path) -> Iterator[list[str]]:
    if facts.settlement_file:
        return parsed(read_beside(path.with_name(Path(facts.settlement_file).name)))
    if not facts.settlement_rows:
        return iter(())
    return (
        [_words(row.get(column), column) for column in SETTLED_COLUMNS]
        for _, row in rows(cells, SETTLEMENT, SETTLED_COLUMNS, path.name)
    )


def _words(value: object, column: str) -> str:
    if value is None:
        return ""
    return repr(float(value)) if column == "value" and isinstance(value, (int, float)) else str(value)


def _result(
    scenario: Scenario,
    catalog: Catalog,
    landed: LandedTable,
    draws: DrawSet,
    fresh: DrawSet | None,
    plan: Plan,
    carried: CarriedPlan,
    told: Settlement,
) -> PlanResult:
    facts = carried.facts
    ledger = audit(scenario, landed, draws, plan, signed=True)
    settings = scenario.settings
    solution = Solution(
        termination=Termination(Reason(facts.status), facts.detail),
        objective_cny=facts.objective_cny,
        bound_cny=facts.bound_cny,
        gap=facts.gap,
        size=dict(facts.size),
        found=plan,
        costs=ledger.costs,
        risk=risk_of(ledger.costs, settings.risk_level),
        signed_cny=None if facts.signed_cny == facts.objective_cny else facts.signed_cny,
        shared_by_rule=facts.shared_by_rule,
        at_bound=facts.bound_of_use(),
        held_back=facts.limits_that_hold_back(),
        road=facts.taken(),
    )
    own = judged(scenario, landed, Alternative(THIS_PLAN, solution), draws.given)
    result = PlanResult(
        scenario=scenario,
        catalog=catalog,
        landed=landed,
        draws=draws,
        solution=solution,
        run=run_of(facts),
        ledger=ledger,
        agreement=agreement_within(facts.largest_difference_cny, facts.largest_difference_line, ledger),
        fresh=fresh,
        asked=facts.asked,
        judging_stopped=facts.judging_stopped,
        alternatives=(own,),
        in_sample=own.judgement,
        dates=order_dates(scenario, landed, plan),
        signed=signed_dates(scenario, landed),
        issues=carried.issues,
        what_pays=what_pays_of(told),
        stress=facts.in_events(),
    )
    if fresh is None:
        modes = tuple(catalog.clearance.modes.values())
        return replace(result, clearance=clearance_worth(scenario, landed, draws, plan, modes))
    return replace(
        result,
        alternatives=tuple(_ways(result, fresh, carried, told)),
        break_evens=break_evens_of(told, plan.recourse.tiers),
        clearance=clearance_of(told, scenario, fresh.given),
    )


def run_of(facts: RunFacts) -> RunRecord:
    """The record of the run, as the result tells it."""
    return RunRecord(
        input_name=facts.input_name,
        input_sha256=facts.input_sha256,
        versions=facts.versions,
        seed=facts.seed,
        draws=facts.draws,
        seconds=facts.seconds,
        overrides=facts.overrides,
        own_catalogs=facts.own_catalogs,
        own_catalogs_sha256=facts.own_catalogs_sha256,
    )


def _ways(result: PlanResult, fresh: DrawSet, carried: CarriedPlan, told: Settlement) -> Iterator[Judged]:
    """Every way as it was judged: its figures from what is told of its costs and its service."""
    scenario, landed, settings = result.scenario, result.landed, result.scenario.settings
    weight = settings.risk_weight if settings.goal == "weighted" else 0.0
    known = ways_of(told)
    for key, way in carried.facts.ways.items():
        ended = Termination(Reason(way["status"]), way["detail"])
        decided = carried.plan if key == THIS_PLAN else carried.ways.get(key, PlanFile())
        if key not in known:
            yield Judged(key, ended, way["objective_cny"], forbidden=way.get("forbidden", ""))
            continue
        costs, service = costs_of(told, key, fresh.weights), service_of(told, key, fresh.count)
        objective = objective_of(costs, risk_of(costs, settings.risk_level), weight)
        bound = bind(decided, scenario, landed)
        found = judge(costs, service, settings.risk_level, fresh.given)
        yield Judged(key, ended, objective, bound, costs, service, found)
