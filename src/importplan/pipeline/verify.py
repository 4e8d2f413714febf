"""A result recomputed from its workbook, and every cell of it compared. No solver is needed, and none is asked.

from importplan.pipeline.verify import verify_result
found = verify_result("case_plan_1.xlsx", case="case.xlsx")
print(found.agrees, *(finding.words("en") for finding in found.findings), sep="\n")
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from importplan.basics.files import put
from importplan.documents.excel import plan_workbook
from importplan.documents.excel.carried_sheets import PLAN, SETTLEMENT
from importplan.documents.read_back.cells import Sheets, read_cells
from importplan.documents.read_back.difference import compare, numbers_agree
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.settling.settled import settled
from importplan.pipeline.case import Case, open_case
from importplan.pipeline.read_back import ReadBack, read_back
from importplan.pipeline.settings import OF_RUN_ALONE
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import Recourse
from importplan.plan.risk import objective_of
from importplan.plan.settlement import Settlement
from importplan.plan.solution import Reason
from importplan.results.carried.facts import echo_fingerprint
from importplan.results.plan_result import PlanResult
from importplan.results.verification import Compared, Discrepancy, Remark, Verification
from importplan.scenario.checks.run import run as check
from importplan.scenario.counting import may_be_rounded
from importplan.scenario.difference import compare as compare_cases
from importplan.scenario.stress import with_events
from importplan.scenario.wording import find_sheet
from importplan.uncertainty.sampling.sample import nominal
from importplan.uncertainty.sampling.stress import courses, stress_draws

CARRIED = (PLAN, SETTLEMENT)
NOTHING_TOLD = Settlement({}, {}, ())
BY_ORDER = ("goods", "freight", "insurance", "agency", "local", "install", "training", "order_cost", "qualification")
GAP = 1e-9  # what a plan that is called the best may leave


def verify_result(
    path: Path | str,
    case: Path | str | None = None,
    catalogs: Path | None = None,
    base: Path | None = None,
) -> Verification:
    """Recompute a result from its workbook and compare every number of every sheet with it.

    Parameters
    ----------
    path
        The result workbook; a large settlement must stand beside it.
    case
        The case that it was made of: the echo of the input is compared with it. None: the echo is believed.
    catalogs
        The user's catalogs that the plan was made with; None: those of the case or the environment.
    base
        The base that the case was laid over on the command line.

    Raises
    ------
    InputRejected
        Where the workbook cannot be read, or what it carries speaks of what is not there.
    """
    path = Path(path)
    read = read_back(path, catalogs)
    recomputed = _recomputed(read.result)
    compared = compare(read.cells, recomputed)
    cells = (
        Discrepancy("cell", one.sheet, one.cell, one.found, one.recomputed)
        for sheet in compared
        for one in sheet.differences
    )
    original = open_case(Path(case), base) if case is not None else None
    findings = (
        *(_case_findings(read, original) if original is not None else ()),
        *_rules(read.result),
        *_facts(read),
        *_known_costs(read.result),
        *_in_events(read.result),
        *_hashes(read),
        *_warnings(read, original),
        *cells,
    )
    sheets = tuple(Compared(each.sheet, each.numbers, each.texts, len(each.differences)) for each in compared)
    return Verification(path.name, findings, sheets, tuple(_remarks(read, recomputed, original)))


def _recomputed(result: PlanResult) -> Sheets:
    """The cells of the workbook of a recomputed result, read as those of any other."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "recomputed.xlsx"
        put(plan_workbook.content(result), path)
        return read_cells(path)


def _case_findings(read: ReadBack, original: Case) -> Iterator[Discrepancy]:
    """Rows of the echo that are not those of the case, but for settings of the command line."""
    given = read.carried.facts.overrides
    overrides = {key: value for key, value in given.items() if key not in OF_RUN_ALONE}
    asked = original.scenario.replace(settings=replace(original.scenario.settings, **overrides))
    asked, _ = with_events(asked, read.result.catalog.stress_events, given.get("stress") or ())
    for row in compare_cases(asked, read.echo.scenario).rows:
        if row.change == "changed":
            for column, before, after in row.cells:
                yield Discrepancy("case", row.sheet, f"{row.row} {column}", str(after), str(before))
        elif row.change != "unchanged":
            there, in_case = ("1", "0") if row.change == "added" else ("0", "1")
            yield Discrepancy("case_row", row.sheet, row.row, there, in_case)


def _rules(result: PlanResult) -> Iterator[Discrepancy]:
    """Constraints that the plan breaks."""
    for violation in result.audit.violations:
        about = ", ".join(violation.about)
        yield Discrepancy("rule", about, violation.family, f"{violation.excess:g}", "0")


def _facts(read: ReadBack) -> Iterator[Discrepancy]:
    """What the sheet `plan` says of the run and what can be reckoned of it."""
    facts, result = read.carried.facts, read.result
    costs, risk, settings = result.solution.costs, result.solution.risk, result.scenario.settings
    assert costs is not None
    assert risk is not None
    objective = objective_of(costs, risk, settings.risk_weight if settings.goal == "weighted" else 0.0)
    bounded = math.isfinite(facts.bound_cny)
    gap = (facts.objective_cny - facts.bound_cny) / max(abs(facts.objective_cny), 1e-9) if bounded else math.inf
    judging = result.fresh.count if result.fresh is not None else 0
    pairs: list[tuple[str, float, float]] = [
        ("signed_cny", facts.signed_cny, objective),
        ("gap", facts.gap, gap),
        ("seed", facts.seed, settings.seed),
        ("draws", facts.draws, result.draws.count),
        ("fresh", facts.fresh, judging),
        ("settlement_rows", facts.settlement_rows, read.settlement.count),
    ]
    for name, told, found in pairs:
        if not numbers_agree(told, found, 1e-9):
            yield Discrepancy("fact", PLAN, name, f"{told}", f"{found}")
    if not may_be_rounded(result.scenario) and not numbers_agree(facts.objective_cny, facts.signed_cny, 1e-9):
        yield Discrepancy("fact", PLAN, "objective_cny", f"{facts.objective_cny}", f"{facts.signed_cny}")
    if facts.bound_cny > facts.objective_cny + 1e-9 * abs(facts.objective_cny):
        yield Discrepancy("fact", PLAN, "bound_cny", f"{facts.bound_cny}", f"<= {facts.objective_cny}")
    if facts.status == Reason.OPTIMAL.value and facts.gap > GAP:
        yield Discrepancy("fact", PLAN, "status", facts.status, Reason.GAP_REACHED.value)
    for key, told, found in _way_objectives(read):
        if not numbers_agree(told, found):
            yield Discrepancy("fact", PLAN, f"ways {key} objective_cny", f"{told}", f"{found}")


def _way_objectives(read: ReadBack) -> Iterator[tuple[str, float, float]]:
    for way in read.result.alternatives:
        told = read.carried.facts.ways.get(way.key)
        if told is not None:
            yield way.key, float(told["objective_cny"]), way.objective_cny


def _known_costs(result: PlanResult) -> Iterator[Discrepancy]:
    """What a way that was judged costs as known today: its decisions on the schedule without outages."""
    draws = nominal(result.scenario)
    for way in result.alternatives:
        if way.costs is None or way.decided is None:
            continue
        books = Books(result.scenario, result.landed, draws)
        ledger = audit(result.scenario, result.landed, draws, settled(books, way.decided, NOTHING_TOLD))
        for line, told, found in zip(COST_LINES, way.costs.known, ledger.costs.known, strict=True):
            # What broken soft limits cost may rest on what is called in draws.
            if line != "soft_limits" and not numbers_agree(float(told), float(found)):
                yield Discrepancy("fact", SETTLEMENT, f"known_cost {way.key} {line}", f"{told:.2f}", f"{found:.2f}")


def _in_events(result: PlanResult) -> Iterator[Discrepancy]:
    """Stress events on days on which they cannot fall, and what their orders cost there: lines that no draw decides.

    What is called, made or released in an event was settled by a search and is believed; with call-offs or routes those
    lines hang on it too.
    """
    possible = {(one.event, one.first_day): one for one in courses(result.scenario)}
    for one in result.stress:
        if (one.event, one.first) not in possible:
            yield Discrepancy("fact", PLAN, f"stress {one.event}", str(one.first), "")
            return
    plan = result.solution.plan
    if not result.stress or plan.bookings or plan.starts:
        return
    draws = stress_draws(result.scenario, tuple(possible[one.event, one.first] for one in result.stress))
    costs = audit(result.scenario, result.landed, draws, replace(plan, recourse=Recourse.none())).costs
    for draw, one in enumerate(result.stress):
        for line in BY_ORDER:
            at = COST_LINES.index(line)
            told, found = one.costs.get(line, 0.0), float(costs.known[at] + costs.by_draw[draw, at])
            if not numbers_agree(told, found):
                yield Discrepancy("fact", PLAN, f"stress {one.event} {line}", f"{told:.2f}", f"{found:.2f}")


def _hashes(read: ReadBack) -> Iterator[Discrepancy]:
    """Whether echo and settlement say what they said when they were written."""
    facts = read.carried.facts
    pairs = (
        ("echo_sha256", facts.echo_sha256, echo_fingerprint(read.echo.scenario)),
        ("settlement_sha256", facts.settlement_sha256, read.settlement_sha256),
    )
    yield from (Discrepancy("fact", PLAN, name, told, found) for name, told, found in pairs if told != found)


def _warnings(read: ReadBack, original: Case | None) -> Iterator[Discrepancy]:
    """Warnings of the input that the result must tell; with the case at hand all of them, else those of the checks."""
    asked = check(read.echo.scenario) if original is None else original.issues
    told = {(issue.code, str(issue.at), issue.found("en")) for issue in read.carried.issues}
    for issue in asked:
        if (issue.code, str(issue.at), issue.found("en")) not in told:
            yield Discrepancy("warning", str(issue.at), issue.code, "", issue.found(read.result.language))


def _remarks(read: ReadBack, recomputed: Sheets, original: Case | None) -> Iterator[Remark]:
    """What was not recomputed, and what was not compared."""
    result, facts = read.result, read.carried.facts
    yield Remark("best")
    if result.fresh is not None:
        judged = sum(1 for way in result.alternatives if way.costs is not None)
        yield Remark("replays", (("count", judged), ("draws", result.fresh.count)))
    yield Remark("run")
    yield Remark("shared")
    if original is None:
        yield Remark("case")
        reckoned = {(issue.code, str(issue.at)) for issue in check(read.echo.scenario)}
        others = sum(1 for issue in read.carried.issues if (issue.code, str(issue.at)) not in reckoned)
        if others:
            yield Remark("warnings", (("count", others),))
    elif original.sha256 != facts.input_sha256:
        yield Remark("file", (("name", original.name),))
    extra = [name for name in read.cells if name not in recomputed and find_sheet(name) not in CARRIED]
    if extra:
        yield Remark("sheets", (("names", ", ".join(extra)),))
