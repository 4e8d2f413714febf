"""What `plan` and `demo` do with a result: JSON or a summary, the workbook, and the exit code."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from importplan.basics.files import claimed, together
from importplan.basics.labels import Language, known, text
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import spoken
from importplan.cli.show_plan import show_plan
from importplan.pipeline.export import write_orders
from importplan.pipeline.plan import (
    to_json,
    write_calendar,
    write_memo,
    write_pack,
    write_pictures,
    write_report,
    write_result,
)
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


@dataclass(frozen=True)
class BesideResult:
    """What is to be written beside the result workbook, where it is named."""

    calendar: Path | None = None
    role: str = ""  # whose steps the calendar has; blank: everybody's
    pack: Path | None = None
    report: Path | None = None
    memo: Path | None = None
    pictures: Path | None = None
    orders: Path | None = None


def finish(
    result: PlanResult,
    output: Path | None,
    as_json: bool,
    case: Path,
    wanted: BesideResult = BesideResult(),
) -> ExitCode:
    """Write all files, print the result, and say how it ended; only an infeasible case has a workbook without a plan.

    `output` None: beside the case, under the first name that is free.
    """
    reason = result.solution.termination.reason
    to_show = result.has_plan or reason is Reason.INFEASIBLE
    written = write(result, output, case, wanted) if to_show else FilesWritten()
    if as_json:
        json.dump(to_json(result), sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif result.has_plan:
        show_plan(result)
    if not result.has_plan:
        print(without_plan(result), file=sys.stderr)
    for key, path in written.told():
        print(text(key, spoken(result.language), path=path), file=sys.stderr)
    if written.result and result.has_plan and wanted.pack is not None and not written.pack:
        print(text("cli.pack_none", spoken(result.language)), file=sys.stderr)
    elif written.pack and not any(path.suffix == ".docx" for path in written.pack):
        print(text("cli.pack_without_word", spoken(result.language)), file=sys.stderr)
    return EXIT_CODES[reason]


@dataclass(frozen=True)
class FilesWritten:
    """The files that a command has written."""

    result: tuple[Path, ...] = ()
    calendar: tuple[Path, ...] = ()
    pack: tuple[Path, ...] = ()
    report: tuple[Path, ...] = ()
    memo: tuple[Path, ...] = ()
    pictures: tuple[Path, ...] = ()
    orders: tuple[Path, ...] = ()

    def told(self) -> Iterator[tuple[str, Path]]:
        """Each file with the key of the words that tell it."""
        for key, paths in (
            ("", self.result),
            ("calendar_", self.calendar),
            ("pack_", self.pack),
            ("report_", self.report),
            ("memo_", self.memo),
            ("pictures_", tuple({file.parent: None for file in self.pictures})),
            ("orders_", self.orders),
        ):
            yield from ((f"cli.{key}written", path) for path in paths)


def write(
    result: PlanResult,
    output: Path | None,
    case: Path,
    wanted: BesideResult = BesideResult(),
) -> FilesWritten:
    """Write the result and what is wanted beside it, all or none; where that fails, the result among temporary files.

    A plan that took minutes must not be lost to a full disk. Raises OSError where that fails too.
    """
    try:
        with ExitStack() as names:
            path = output or names.enter_context(claimed(beside(case)))
            with together():
                return _written(result, path, wanted)
    except OSError as fault:
        named = output or next(beside(case))
        print(
            text("cli.cannot_write", spoken(result.language), path=named, fault=fault.strerror or fault),
            file=sys.stderr,
        )
        return FilesWritten(write_result(result, Path(tempfile.mkdtemp(prefix="importplan-")) / named.name))


def _written(result: PlanResult, path: Path, wanted: BesideResult) -> FilesWritten:
    """Nothing but the workbook and the page where there is no plan."""
    workbook = write_result(result, path)
    if wanted.report is not None:
        write_report(result, wanted.report)
    report = () if wanted.report is None else (wanted.report,)
    if not result.has_plan:
        return FilesWritten(workbook, report=report)
    if wanted.calendar is not None:
        write_calendar(result, wanted.calendar, wanted.role)
    if wanted.orders is not None:
        write_orders(result, wanted.orders)
    papers = write_pack(result, wanted.pack) if wanted.pack is not None else ()
    if wanted.memo is not None:
        write_memo(result, wanted.memo)
    memo = () if wanted.memo is None else (wanted.memo,)
    pictures = write_pictures(result, wanted.pictures) if wanted.pictures is not None else ()
    orders = () if wanted.orders is None else (wanted.orders,)
    calendar = () if wanted.calendar is None else (wanted.calendar,)
    return FilesWritten(workbook, calendar, papers, report, memo, pictures, orders)


def without_plan(result: PlanResult) -> str:
    """Why there is no plan, and what may help."""
    termination = result.solution.termination
    names = Names(result.scenario, result.catalog, spoken(result.language))
    words = names.word(f"cli.without_plan.{termination.reason.value}", detail=termination.detail)
    return "\n".join((words, *ways_out(result, names)))


def beside(case: Path) -> Iterator[Path]:
    """`<case>_plan_<n>.xlsx` beside the case, for each number."""
    return (case.parent / f"{case.stem}_plan_{number}.xlsx" for number in count(1))


class Progress:
    """Tells on standard error what is being done and how long it has taken so far."""

    def __init__(self, language: Language | None = None) -> None:
        self.clock = Clock()
        self.language = language

    def __call__(self, word: str) -> None:
        """Print one stage."""
        key = f"cli.progress.{word}"
        words = text(key, spoken(self.language)) if known(key) else word
        print(f"[{self.clock.spent():6.1f} s] {words}", file=sys.stderr, flush=True)
