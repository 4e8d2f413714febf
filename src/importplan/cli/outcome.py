"""What `plan` and `demo` do with a result: JSON or a summary, the workbook, and the exit code."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from importplan.basics.labels import Language, known, text
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import shell_language
from importplan.cli.show_plan import show_plan
from importplan.pipeline.plan import to_json, write_calendar, write_pack, write_result
from importplan.plan.solution import Reason
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.ways_out import ways_out
from importplan.running.clock import Clock

EXIT_CODES: dict[Reason, ExitCode] = {
    Reason.OPTIMAL: ExitCode.DONE,
    Reason.GAP_REACHED: ExitCode.DONE,
    Reason.STOPPED_WITH_PLAN: ExitCode.DONE,
    Reason.STOPPED_WITHOUT_PLAN: ExitCode.STOPPED_WITHOUT_PLAN,
    Reason.INFEASIBLE: ExitCode.NO_SOLUTION,
    Reason.UNBOUNDED: ExitCode.NO_SOLUTION,
    Reason.FAILED: ExitCode.INTERNAL,
}


def finish(result: PlanResult, output: Path, as_json: bool) -> ExitCode:
    """Write the workbook, print the result, and say how it ended; only an infeasible case has one without a plan."""
    reason = result.solution.termination.reason
    to_show = result.has_plan or reason is Reason.INFEASIBLE
    written = write(result, output) if to_show else ()
    if as_json:
        json.dump(to_json(result), sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif result.has_plan:
        show_plan(result)
    if not result.has_plan:
        print(without_plan(result), file=sys.stderr)
    for path in written:
        print(text("cli.written", result.language, path=path), file=sys.stderr)
    return EXIT_CODES[reason]


def write(result: PlanResult, output: Path) -> tuple[Path, ...]:
    """Write the result; where the disk is full or closed to us, into the folder of temporary files.

    A plan that took minutes must not be lost to a full disk. Raises OSError where that fails too.
    """
    try:
        return write_result(result, output)
    except OSError as fault:
        print(text("cli.cannot_write", result.language, path=output, fault=fault.strerror or fault), file=sys.stderr)
        elsewhere = Path(tempfile.mkdtemp(prefix="importplan-")) / output.name
        return write_result(result, elsewhere)


def write_beside(result: PlanResult, calendar: Path | None, pack: Path | None) -> None:
    """Write the action calendar and the application papers that were asked for; nothing where there is no plan."""
    if not result.has_plan:
        return
    if calendar is not None:
        write_calendar(result, calendar)
        print(text("cli.calendar_written", result.language, path=calendar), file=sys.stderr)
    if pack is not None:
        written = write_pack(result, pack)
        for path in written:
            print(text("cli.pack_written", result.language, path=path), file=sys.stderr)
        if not written:
            print(text("cli.pack_none", result.language), file=sys.stderr)


def without_plan(result: PlanResult) -> str:
    """Why there is no plan, and what may help."""
    termination = result.solution.termination
    words = text(f"cli.without_plan.{termination.reason.value}", result.language, detail=termination.detail)
    names = Names(result.scenario, result.catalog, result.language)
    return "\n".join((words, *ways_out(result, names)))


def free_path(case: Path, command: str = "plan") -> Path:
    """`<case>_plan_<n>.xlsx` beside the case, with the first number that is free."""
    number = 1
    while (path := case.parent / f"{case.stem}_{command}_{number}.xlsx").exists():
        number += 1
    return path


class Progress:
    """Tells on standard error what is being done and how long it has taken so far."""

    def __init__(self, language: Language | None = None) -> None:
        self.clock = Clock()
        self.language = language

    def __call__(self, word: str) -> None:
        """Print one stage."""
        key = f"cli.progress.{word}"
        words = text(key, self.language or shell_language()) if known(key) else word
        print(f"[{self.clock.spent():6.1f} s] {words}", file=sys.stderr, flush=True)
